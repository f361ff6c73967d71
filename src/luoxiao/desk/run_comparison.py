"""比较稿次: drafts of a round side by side, with and without the coefficient, and how far the coefficient carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luoxiao.core.money import percent, signed_wan, wan
from luoxiao.desk.figure_words import NOTHING
from luoxiao.desk.locks import page, person
from luoxiao.desk.reading import number
from luoxiao.desk.run_curve import Curve, curve, values
from luoxiao.desk.run_outcome import exact_percent
from luoxiao.desk.run_page import class_words, rounding_words, terms
from luoxiao.desk.run_table import FEWER, MORE, Bar, classes, coefficient_words, typed_wan
from luoxiao.funds import scenarios
from luoxiao.funds.allocation import Allocation, Coefficient, Region, Scheme, Shape, allocate
from luoxiao.funds.factors import LISTED
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.organisations.roles import Permission

MOST = 3  # drafts side by side


@dataclass(frozen=True)
class Split:
    """A draft with what it gives; `run` is None for what was only tried, such as one without the coefficient."""

    words: str
    short: str
    run: Run | None
    allocation: Allocation


@dataclass(frozen=True)
class Line:
    """A county or a group: what it gets in each split, and the change of each against the first."""

    name: str
    amounts: list[str]
    shares: list[str]
    changes: list[str]
    bar: Bar | None


@dataclass(frozen=True)
class Setting:
    """A parameter in each split; `differs` where they are not all the same."""

    name: str
    values: list[str]
    differs: bool


@dataclass(frozen=True)
class Trial:
    """The last split with and without its coefficient, and the curve of the area's share."""

    name: str
    splits: list[str]
    counties: list[Line]
    groups: list[Line]
    curve: Curve
    klass: str
    sentence: str


@dataclass(frozen=True)
class ComparisonPage:
    """What the template shows."""

    round: Round
    runs: list[Run]
    picked: list[int]
    splits: list[Split]
    sentence: str
    settings: list[Setting]
    counties: list[Line]
    provinces: list[Line]
    groups: list[Line]
    trial: Trial | None


@page(Permission.SEE_FUNDS)
def compare(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`a`, `b` and `c` are numbers of drafts; without them the newest stands beside the one it came from."""
    user = person(request)
    rounds = Round.objects.select_related("fund").filter(fund__in=Fund.objects.visible_to(user))
    round = get_object_or_404(rounds, pk=pk)
    runs = list(Run.objects.visible_to(user).filter(round=round).select_related("based_on").order_by("-number"))
    picked = _picked(runs, [number(request.GET.get(name)) for name in "abc"])
    splits = [_split(run) for run in picked]
    shown = ComparisonPage(
        round=round,
        runs=runs,
        picked=[run.number for run in picked],
        splits=splits,
        sentence=_sentence(splits),
        settings=_settings(splits),
        counties=_counties(splits),
        provinces=_groups(splits, "province"),
        groups=_groups(splits, "klass"),
        trial=_trial(picked[-1]) if picked else None,
    )
    return render(request, "desk/run_compare.html", {"page": shown})


def _picked(runs: Sequence[Run], asked: Sequence[int | None]) -> list[Run]:
    """The drafts asked for, each once, in the order of their numbers; else the newest and what it came from."""
    known = {run.number: run for run in runs}
    if not runs:
        return []
    first, second, third = asked
    last = known.get(second or 0) or runs[0]
    before = known.get(first or 0) or _before(last, known)
    found = dict.fromkeys(run for run in (before, last, known.get(third or 0)) if run)
    return list(found)[:MOST]


def _before(run: Run, known: Mapping[int, Run]) -> Run | None:
    """What a draft was made from, or else the one before it by number."""
    if run.based_on and run.based_on.number in known:
        return known[run.based_on.number]
    lower = [each for each in known if each < run.number]
    return known[max(lower)] if lower else None


def _split(run: Run) -> Split:
    short = _("第 %(number)s 稿") % {"number": run.number}
    return Split(short + (f"“{run.name}”" if run.name else ""), short, run, allocate(*terms(run)))


def _sentence(splits: Sequence[Split]) -> str:
    if len(splits) < 2:
        return _("本批只有一稿，先看系数的作用；再存一稿后可以比较。") if splits else _("本批还没有测算稿。")
    moved = scenarios.compare(splits[0].allocation, splits[-1].allocation)
    said = {
        "last": splits[-1].words,
        "first": splits[0].words,
        "more": sum(each.change_fen > 0 for each in moved),
        "fewer": sum(each.change_fen < 0 for each in moved),
        "same": sum(each.change_fen == 0 for each in moved),
        "wan": wan(sum(max(0, each.change_fen) for each in moved)),
    }
    words = _("%(last)s比%(first)s：%(more)s 县增加、%(fewer)s 县减少、%(same)s 县不变，共移动 %(wan)s 万元")
    return words % said


def _counties(splits: Sequence[Split]) -> list[Line]:
    """The largest winner of the last against the first at the top, the largest loser at the bottom."""
    if not splits:
        return []
    moved = scenarios.compare(splits[0].allocation, splits[-1].allocation)
    most = max((abs(each.change_fen) for each in moved), default=0)
    return [_line(each.name, [_fen(split, each.code) for split in splits], _pot(splits), most) for each in moved]


def _fen(split: Split, code: str) -> int | None:
    line = split.allocation.by_code.get(code)
    return line.total_fen if line else None


def _pot(splits: Sequence[Split]) -> int:
    return splits[0].allocation.scheme.pot_fen


def _groups(splits: Sequence[Split], by: str) -> list[Line]:
    """What each province, or each class, gets in each split."""
    if not splits:
        return []
    members = classes([_region(line.code, line.name, line.klass) for line in splits[0].allocation.lines])
    totals = [scenarios.totals(split.allocation, "province" if by == "province" else "klass") for split in splits]
    names = dict.fromkeys(name for each in totals for name in each)
    rows = {name: [each[name].fen if name in each else None for each in totals] for name in names}
    most = max((abs((row[-1] or 0) - (row[0] or 0)) for row in rows.values()), default=0)
    return [
        _line(name if by == "province" else class_words(name, members.get(name, [])), row, _pot(splits), most)
        for name, row in rows.items()
    ]


def _region(code: str, name: str, klass: str) -> Region:
    return Region(code, name, klass, {})


def _line(name: str, fen: Sequence[int | None], pot: int, most: int) -> Line:
    changes = [None if fen[0] is None or each is None else each - fen[0] for each in fen[1:]]
    return Line(
        name=name,
        amounts=[NOTHING if each is None else wan(each) for each in fen],
        shares=[NOTHING if each is None else percent(Fraction(each, pot)) for each in fen],
        changes=[NOTHING if each is None else signed_wan(each) for each in changes],
        bar=_bar(changes[-1], most) if changes else None,
    )


def _bar(change: int | None, most: int) -> Bar | None:
    """From the middle of 120: to the right what is won, to the left what is lost."""
    if change is None:
        return None
    width = round(abs(change) / most * 58, 1) if most else 0.0
    return Bar(60.0 if change >= 0 else 60 - width, width, MORE if change >= 0 else FEWER, "", "")


def _settings(splits: Sequence[Split]) -> list[Setting]:
    """Every parameter that any of the splits has."""
    written = [_written(split.allocation.scheme, split.allocation) for split in splits]
    names = dict.fromkeys(name for each in written for name in each)
    rows = {name: [each.get(name, NOTHING) for each in written] for name in names}
    return [Setting(name, row, len(set(row)) > 1) for name, row in rows.items()]


def _written(scheme: Scheme, allocation: Allocation) -> dict[str, str]:
    members = classes([_region(line.code, line.name, line.klass) for line in allocation.lines])
    weighted = scheme.shape is Shape.WEIGHTED
    found = {
        _("%(name)s权重") % {"name": each.name}: f"{exact_percent(each.weight)}%" if weighted else _("连乘")
        for each in scheme.factors
    }
    for each in scheme.coefficients:
        found |= {
            f"{each.name}，{class_words(klass, members.get(klass, []))}": coefficient_words(value)
            for klass, value in sorted(each.by_class.items())
        }
    bounds = scheme.bounds
    return found | {
        _("保底（万元）"): _none(bounds.floor_fen),
        _("封顶（万元）"): _none(bounds.ceiling_fen),
        _("不低于上一批的"): NOTHING if bounds.guarantee is None else f"{exact_percent(bounds.guarantee)}%",
        _("取整到"): str(rounding_words(scheme.rounding_fen)),
        _("人工调整（处）"): str(len(scheme.adjustments)),
    }


def _none(fen: int | None) -> str:
    return NOTHING if fen is None else typed_wan(fen)


def _trial(run: Run) -> Trial | None:
    """Without hand adjustments and early notices, made for one split. None where no coefficient is by class."""
    kept, regions = terms(run)
    scheme = replace(kept, adjustments=(), early_fen={})
    coefficient = next((each for each in scheme.coefficients if len(each.by_class) > 1), None)
    if coefficient is None:
        return None
    klass = LISTED if LISTED in coefficient.by_class else sorted(coefficient.by_class)[0]
    with_it = Split(_("有系数"), _("有系数"), None, allocate(scheme, regions))
    without_it = Split(_("无系数"), _("无系数"), None, allocate(scenarios.without(scheme, coefficient.code), regions))
    splits = [without_it, with_it]
    own = coefficient.by_class[klass]
    shares = scenarios.sensitivity(scheme, regions, coefficient.code, klass, values(own))
    return Trial(
        name=coefficient.name,
        splits=[split.words for split in splits],
        counties=_counties(splits),
        groups=_groups(splits, "klass"),
        curve=curve(shares, own),
        klass=class_words(klass, classes(regions)[klass]),
        sentence=_carried(coefficient, klass, splits, regions),
    )


def _carried(coefficient: Coefficient, klass: str, splits: Sequence[Split], regions: Sequence[Region]) -> str:
    """How much the coefficient moves to the class."""
    got = [scenarios.totals(split.allocation, "klass")[klass] for split in splits]
    said = {
        "name": coefficient.name,
        "value": coefficient_words(coefficient.by_class[klass]),
        "of": class_words(klass, classes(regions)[klass]),
        "before": percent(got[0].share),
        "after": percent(got[1].share),
        "wan": signed_wan(got[1].fen - got[0].fen),
    }
    return _("%(name)s %(value)s 使%(of)s的份额由 %(before)s%% 到 %(after)s%%，%(wan)s 万元") % said
