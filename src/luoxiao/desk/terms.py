"""比较优惠: on what terms the area is helped, beside the mid-west (三(一)1) and the west (四(二)1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core import clock, money
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.funds import is_rehearsal
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.reading import number
from luoxiao.funds import actions, area_money
from luoxiao.funds.comparing import Against, Standing, Term, Verdict, standings
from luoxiao.funds.models import Fund, Group, Programme, PublishedTerm
from luoxiao.organisations.roles import Permission

Errors = list[tuple[str, str]]
VERDICTS: Mapping[Verdict, tuple[str, str | Promise]] = {
    Verdict.BETTER: ("done", gettext_lazy("更优惠")),
    Verdict.EQUAL: ("soon", gettext_lazy("持平")),
    Verdict.WORSE: ("late", gettext_lazy("不及")),
    Verdict.UNKNOWN: ("idle", gettext_lazy("资料不足")),
}
MEASURES = {"ratio": gettext_lazy("补助比例（%）"), "per-head": gettext_lazy("人均资金（元）")}
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Judged:
    """What one comparison found: a chip's code and word, and whose number is missing."""

    chip: str
    word: str
    missing: str


@dataclass(frozen=True)
class Row:
    """One measure of one year: the three groups' numbers as printed, and both comparisons."""

    year: int
    measure: str
    values: list[str]
    mid_west: Judged
    west: Judged


@dataclass(frozen=True)
class Subject:
    """A programme of the plan, or a fund, with its rows and the sources of its numbers."""

    name: str
    rows: list[Row]
    sources: list[str]


@dataclass(frozen=True)
class TermsPage:
    """What the page shows: real numbers, or those of a rehearsal; never both."""

    is_rehearsal: bool
    subjects: list[Subject]
    may_enter: bool
    groups: list[str] = field(default_factory=lambda: [str(label) for label in Group.labels])

    @property
    def known(self) -> int:
        return sum(row.west.chip != "idle" for subject in self.subjects for row in subject.rows)


@page(Permission.SEE_FUNDS)
def terms(request: HttpRequest) -> HttpResponseBase:
    """The three programmes and every fund, each year's terms side by side."""
    user, rehearsal = person(request), is_rehearsal(request)
    entered = list(PublishedTerm.objects.filter(is_rehearsal=rehearsal).select_related("by").order_by("id"))
    funds = list(Fund.objects.visible_to(user).filter(is_rehearsal=rehearsal).order_by("id"))
    counted = area_money.terms_of(funds)
    of_programmes = [
        _subject(str(label), [t for t in entered if t.programme == code]) for code, label in Programme.choices
    ]
    of_funds = [
        _subject(fund.name, [t for t in entered if t.fund_id == fund.pk], counted.get(fund.pk, [])) for fund in funds
    ]
    shown = TermsPage(rehearsal, [*of_programmes, *of_funds], user.may(Permission.KEEP_LEDGER))
    return render(request, "desk/terms.html", {"page": shown})


def _subject(name: str, entered: Sequence[PublishedTerm], counted: Sequence[Term] = ()) -> Subject:
    """What was published goes before what was counted here."""
    published = [Term(t.group, t.year, t.measure, t.value, t.source, t.confidence) for t in entered]
    found = standings([*counted, *published])
    rows = [_row(standing) for standing in found if any(value is not None for value in standing.values.values())]
    sources = dict.fromkeys(f"{term.year}　{_source_words(term)}" for term in [*published, *counted])
    return Subject(name, rows, list(sources))


def _source_words(term: Term) -> str:
    """罗霄山片区　资金：2012年中央预算报告."""
    return f"{Group(term.group).label}　{PublishedTerm.Measure(term.measure).label}：{term.source}"


def _row(standing: Standing) -> Row:
    values = [_printed(standing.measure, standing.values[group]) for group in Group.values]
    judged = {against: _judged(standing, against) for against in Against}
    measure = str(MEASURES[standing.measure])
    return Row(standing.year, measure, values, judged[Against.MID_WEST], judged[Against.WEST])


def _printed(measure: str, value: Fraction | None) -> str:
    if value is None:
        return "—"
    return money.percent(value if measure == "ratio" else value / 10_000)  # fen a person as yuan, two places


def _judged(standing: Standing, against: Against) -> Judged:
    chip, word = VERDICTS[standing.verdict(against)]
    missing = "、".join(str(Group(group).label) for group in standing.missing(against))
    return Judged(chip, str(word), missing)


@dataclass(frozen=True)
class TermForm:
    """What the form shows; `typed` is what was filled in."""

    key: str
    typed: Mapping[str, str]
    subjects: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    measures: list[tuple[str, str]]
    errors: Errors = field(default_factory=list)


_NAMES = ("of", "group", "year", "measure", "value", "source", "confidence")


@form(Permission.KEEP_LEDGER)
def new(request: HttpRequest) -> HttpResponseBase:
    """Enter one published number with its source."""
    typed = {name: request.POST.get(name, "").strip() for name in _NAMES}
    by = person(request)
    seen = Fund.objects.visible_to(by).order_by("id")
    funds = {f"fund-{fund.pk}": fund for fund in seen if fund.handled_by(by, Permission.KEEP_LEDGER)}
    if request.method != "POST":
        return _show(request, typed | {"year": str(clock.today().year), "confidence": "high"}, funds)
    year, value, errors = _values(typed, funds)
    if errors:
        return _show(request, typed, funds, errors)
    fund = funds.get(typed["of"])

    def act() -> str:
        actions.publish_term(
            programme="" if fund else typed["of"],
            fund=fund,
            group=typed["group"],
            year=year,
            measure=typed["measure"],
            value=value,
            source=typed["source"],
            confidence=typed["confidence"],
            rehearsal=clock.rehearsal_day() is not None,
            by=by,
            at=clock.now(),
        )
        return reverse("terms")

    outcome = carry_out(request, act, done=_("补助条件已登记。"))
    return _show(request, typed, funds, [("f-value", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _values(typed: Mapping[str, str], funds: Mapping[str, Fund]) -> tuple[int, int, Errors]:
    """Year and value, or what cannot be read."""
    errors: Errors = []
    chosen = (("of", {*Programme.values, *funds}), ("group", Group.values), ("measure", PublishedTerm.Measure.values))
    errors += [(f"f-{name}", _("没有选。选一项。")) for name, known in chosen if typed[name] not in known]
    year = number(typed["year"]) or 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        errors.append(("f-year", _("年度填的是“%(typed)s”。填四位年份，如 2012。") % {"typed": typed["year"][:20]}))
    value = _value(typed)
    if value is None:
        said = _("数值填的是“%(typed)s”，读不出数。比例填百分数，资金填万元，人口填人，如 80.00。")
        errors.append(("f-value", said % {"typed": typed["value"][:20]}))
    return year, value or 0, errors


def _value(typed: Mapping[str, str]) -> int | None:
    """Hundredths of a percent, fen, or people; None for what is no number."""
    units = {"ratio": 100, "money": money.WAN, "people": 1}
    try:
        return money.fen_of(typed["value"], units.get(typed["measure"], 1))
    except money.NotMoney:
        return None


def _show(
    request: HttpRequest, typed: Mapping[str, str], funds: Mapping[str, Fund], errors: Errors | None = None
) -> HttpResponseBase:
    shown = TermForm(
        key=new_key(),
        typed=typed,
        subjects=[(code, str(label)) for code, label in Programme.choices]
        + [(code, fund.name + (_("（演练）") if fund.is_rehearsal else "")) for code, fund in funds.items()],
        groups=[(code, str(label)) for code, label in Group.choices],
        measures=[(code, str(label)) for code, label in PublishedTerm.Measure.choices],
        errors=errors or [],
    )
    return render(request, "desk/term_new.html", {"page": shown}, status=422 if errors else 200)
