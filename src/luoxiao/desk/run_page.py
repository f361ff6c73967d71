"""分配测算: one draft of a split with its parameters, its counties and its checks; for those who prepare, the form too.

The form changes nothing that is kept: it makes the next draft. Without a script 重新测算 answers with the same page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.money import WAN, YUAN, wan
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import new_key
from luoxiao.desk.funds import STATUS
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import page, person
from luoxiao.desk.run_fields import ROUNDINGS
from luoxiao.desk.run_outcome import Check, Outcome, Problem, checks, exact_percent, reckon
from luoxiao.desk.run_table import Table, classes, coefficient_words, table, typed_wan
from luoxiao.funds import schemes
from luoxiao.funds.allocation import Coefficient, Direction, Factor, Normalise, Region, Scheme, Shape, Transform
from luoxiao.funds.models import Round, Run
from luoxiao.funds.wording.faults import DIRECTIONS, TRANSFORMS
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission


@dataclass(frozen=True)
class Input:
    """A number of the form: its name, label, what stands in it, and what more is to be known of it."""

    name: str
    label: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Weight:
    """A factor's weight with its slider, and how the factor is turned and normalised."""

    input: Input
    slider: int
    unit: str
    source: str
    transform: str
    normalise: str


@dataclass(frozen=True)
class Strip:
    """The balance: 可分配, 测算, 调整, 建议, 差额."""

    pot: str
    formula: str
    adjustment: str
    total: str
    rest: str
    balances: bool


@dataclass(frozen=True)
class Parameters:
    """The left side."""

    is_weighted: bool
    weight_sum: str
    weights_hold: bool
    weights: list[Weight]
    coefficients: list[tuple[str, list[Input], str]]
    bounds: list[Input]
    guarantee: Input | None
    rounding: str
    roundings: list[tuple[str, str]]
    name: str


@dataclass(frozen=True)
class Result:
    """What is reckoned: strip, table, checks; shown by the page and sent to the script as it moves."""

    strip: Strip
    table: Table
    checks: list[Check]
    may_save: bool
    why_not: str


@dataclass(frozen=True)
class Acts:
    """What this person may do with the run now."""

    edit: bool = False
    submit: bool = False
    review: bool = False
    send_back: bool = False
    adopt: bool = False
    restart: bool = False


@dataclass(frozen=True)
class RunPage:
    """What the template shows."""

    run: Run
    round: Round
    status: str
    sentence: str
    parameters: Parameters
    result: Result
    acts: Acts
    number: int  # of the next draft
    newest: Run
    key: str
    seen: int
    problem: str
    preparer: str
    transforms: list[tuple[str, str]]
    normalises: list[tuple[str, str]]
    rounded: str
    history: list[HistoryLine]
    sources: list[dict[str, Any]] = field(default_factory=list)


@page(Permission.SEE_FUNDS)
def run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A draft; `edit=1` opens the form also on one that was handed in already."""
    found = find(request, pk)
    scheme, regions = terms(found)
    shown = shown_page(found, person(request), reckon(scheme, regions), edit=request.GET.get("edit") == "1")
    return render(request, "desk/run.html", {"page": shown})


def find(request: HttpRequest, pk: int) -> Run:
    """The run if this person may see it."""
    runs = Run.objects.visible_to(person(request)).select_related("round__fund__area", "round__previous", "based_on")
    return get_object_or_404(runs.select_related("prepared_by", "reviewed_by", "adopted_by", "paper"), pk=pk)


def terms(run: Run) -> tuple[Scheme, list[Region]]:
    """The scheme and the regions as they were frozen with the run."""
    return schemes.from_json(run.scheme), schemes.regions_from_json(run.factor_table)


def shown_page(
    run: Run,
    user: User,
    outcome: Outcome,
    *,
    typed: Mapping[str, str] | None = None,
    unread: Sequence[Problem] = (),
    problem: Refusal | None = None,
    edit: bool = False,
) -> RunPage:
    """The page of a run with this outcome; `typed` is what stands in the form, `unread` what of it is no number."""
    newest = Run.objects.visible_to(user).filter(round=run.round).order_by("-number").first() or run
    return RunPage(
        run=run,
        round=run.round,
        status=STATUS[Run.State(run.state)],
        sentence=sentence(outcome),
        parameters=parameters(outcome, run.sources, typed or {}),
        result=result(outcome, typed, unread),
        acts=acts(run, user, edit=edit or typed is not None),
        number=newest.number + 1,
        newest=newest,
        key=new_key(),
        seen=run.round.version,
        problem=str(problem) if problem else "",
        preparer=f"{run.prepared_by.unit_name} {run.prepared_by.full_name}".strip(),
        transforms=transforms(),
        normalises=normalises(),
        rounded=rounding_words(outcome.scheme.rounding_fen),
        history=history_of(run),
        sources=[{"code": code, **said} for code, said in run.sources.items()],
    )


def acts(run: Run, user: User, *, edit: bool) -> Acts:
    """By right, state and hand: whoever prepared a run neither reviews nor adopts it."""
    fund, state, own = run.round.fund, run.state, user.pk in run.preparers
    if run.round.state != Round.State.OPEN:
        return Acts()

    def may(permission: Permission) -> bool:
        return user.may(permission) and fund.handled_by(user, permission)

    prepares, reviews = may(Permission.PREPARE_ALLOCATION), may(Permission.REVIEW_ALLOCATION)
    is_open = state in (Run.State.DRAFT, Run.State.RETURNED)
    return Acts(
        edit=prepares and (is_open or edit),
        submit=prepares and own and state == Run.State.DRAFT,
        review=reviews and not own and state == Run.State.SUBMITTED,
        send_back=reviews and not own and state in (Run.State.SUBMITTED, Run.State.REVIEWED),
        adopt=may(Permission.ADOPT_ALLOCATION) and not own and state == Run.State.REVIEWED,
        restart=prepares and not is_open and not edit,
    )


def result(outcome: Outcome, typed: Mapping[str, str] | None = None, unread: Sequence[Problem] = ()) -> Result:
    """What the page and the script show of an outcome."""
    made = checks(outcome, unread)
    wrong = sum(not check.holds for check in made)
    return Result(
        strip=_strip(outcome),
        table=table(outcome, typed),
        checks=made,
        may_save=not wrong,
        why_not=_("校核有 %(count)s 项没过") % {"count": wrong} if wrong else "",
    )


def sentence(outcome: Outcome) -> str:
    """One fact before the figures: who is touched by which rule, what was moved by hand."""
    if outcome.allocation is None:
        return _("现有参数算不出结果。")
    lines = outcome.allocation.lines
    counted = {rule: sum(line.rule == rule for line in lines) for rule in ("floor", "guarantee", "ceiling")}
    totals = [line.total_fen for line in lines]
    said = {
        "counties": len(lines),
        "most": wan(max(totals)),
        "least": wan(min(totals)),
        "low": counted["floor"] + counted["guarantee"],
        "high": counted["ceiling"],
        "moved": len(outcome.scheme.adjustments),
    }
    return (
        _("%(counties)s 县分得 %(least)s 至 %(most)s 万元；保底 %(low)s 县，封顶 %(high)s 县，人工调整 %(moved)s 处")
        % said
    )


def _strip(outcome: Outcome) -> Strip:
    pot, total = outcome.scheme.pot_fen, outcome.total_fen
    return Strip(
        pot=wan(pot),
        formula="—" if outcome.formula_fen is None else wan(outcome.formula_fen),
        adjustment=wan(outcome.net_fen),
        total="—" if total is None else wan(total),
        rest="—" if total is None else wan(pot - total),
        balances=total == pot,
    )


def parameters(outcome: Outcome, sources: Mapping[str, Any], typed: Mapping[str, str]) -> Parameters:
    """The left side as it was typed, or as the scheme has it."""
    scheme = outcome.scheme
    total = outcome.weight_sum
    rounding = str(scheme.rounding_fen)
    return Parameters(
        is_weighted=scheme.shape is Shape.WEIGHTED,
        weight_sum=exact_percent(total),
        weights_hold=total == 1,
        weights=[_weight(factor, sources.get(factor.code, {}), typed) for factor in scheme.factors],
        coefficients=[_coefficient(each, outcome.regions, typed) for each in scheme.coefficients],
        bounds=[
            _bound("floor", _("每县不低于"), scheme.bounds.floor_fen, typed),
            _bound("ceiling", _("每县不高于"), scheme.bounds.ceiling_fen, typed),
        ],
        guarantee=_guarantee(scheme, typed) if any(region.last_fen is not None for region in outcome.regions) else None,
        rounding=rounding,
        roundings=[(value, str(ROUNDED[value])) for value in ROUNDINGS]
        + ([(rounding, rounding_words(scheme.rounding_fen))] if rounding not in ROUNDINGS else []),
        name=typed.get("name", ""),
    )


ROUNDED = {
    "1": gettext_lazy("分"),
    "100": gettext_lazy("元"),
    "10000": gettext_lazy("0.01 万元"),
    "1000000": gettext_lazy("万元"),
}


def rounding_words(fen: int) -> str:
    """To what amounts are rounded: 分, 元, 0.01 万元, 万元, or so many yuan."""
    if str(fen) in ROUNDED:
        return str(ROUNDED[str(fen)])
    return _("%(wan)s 万元") % {"wan": fen // WAN} if fen % WAN == 0 else _("%(yuan)s 元") % {"yuan": fen / YUAN}


def _weight(factor: Factor, source: Mapping[str, Any], typed: Mapping[str, str]) -> Weight:
    text = typed.get(f"w-{factor.code}", exact_percent(factor.weight))
    return Weight(
        input=Input(f"w-{factor.code}", factor.name, text, _turned(factor)),
        slider=min(100, max(0, round(factor.weight * 100))),
        unit=factor.unit,
        source=str(source.get("period", "")),
        transform=factor.transform.value,
        normalise=factor.normalise.value,
    )


NORMALISES = {
    Normalise.SHARE: gettext_lazy("占合计的比重"),
    Normalise.MEAN: gettext_lazy("与平均之比"),
    Normalise.MAX: gettext_lazy("与最大之比"),
    Normalise.MIN_MAX: gettext_lazy("最小到最大之间的位置"),
}


def transforms() -> list[tuple[str, str]]:
    """How a factor is turned, to be chosen: 越多越多, or one of the ways of 越少越多."""
    less = f"{DIRECTIONS[Direction.LESS]}：%s"
    return [
        (each.value, str(DIRECTIONS[Direction.MORE]) if each is Transform.AS_IS else less % TRANSFORMS[each])
        for each in Transform
    ]


def normalises() -> list[tuple[str, str]]:
    """What a value is set against, to be chosen."""
    return [(each.value, str(words)) for each, words in NORMALISES.items()]


def _turned(factor: Factor) -> str:
    return (
        "" if factor.transform is Transform.AS_IS else f"{DIRECTIONS[Direction.LESS]}：{TRANSFORMS[factor.transform]}"
    )


def _coefficient(
    each: Coefficient, regions: Sequence[Region], typed: Mapping[str, str]
) -> tuple[str, list[Input], str]:
    """Its name, an input for each class, and a note where it is read from a column."""
    if each.column:
        return each.name, [], _("按县逐一读取，见因素表")
    members = classes(regions)
    inputs = []
    for klass in sorted(each.by_class, key=_class_order):
        name = f"c-{each.code}-{klass}"
        text = typed.get(name, coefficient_words(each.by_class[klass]))
        inputs.append(Input(name, class_words(klass, members.get(klass, [])), text))
    return each.name, inputs, ""


def _class_order(klass: str) -> tuple[int, str]:
    return (0 if klass == "listed" else 1, klass)


def class_words(klass: str, names: Sequence[str]) -> str:
    """23 个片区县; one or two by name: 章贡区（非片区县）."""
    kinds = {"listed": _("片区县"), "other": _("非片区县")}
    kind = kinds.get(klass, klass)
    if 0 < len(names) <= 2:
        return _("%(names)s（%(kind)s）") % {"names": "、".join(names), "kind": kind}
    return _("%(count)s 个%(kind)s") % {"count": len(names), "kind": kind}


def _bound(name: str, label: str, fen: int | None, typed: Mapping[str, str]) -> Input:
    return Input(name, label, typed.get(name, "" if fen is None else typed_wan(fen)))


def _guarantee(scheme: Scheme, typed: Mapping[str, str]) -> Input:
    rate = scheme.bounds.guarantee
    return Input("guarantee", _("不低于上一批的"), typed.get("guarantee", "" if rate is None else exact_percent(rate)))
