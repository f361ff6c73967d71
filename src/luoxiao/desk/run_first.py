"""The first draft of a round: which factors, in what shape, with which coefficient; floors and the rest come after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.money import WAN, YUAN, NotMoney, fen_of
from luoxiao.core.periods import Period
from luoxiao.core.refusals import Refusal
from luoxiao.core.wording import period_words
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.desk.run_fields import ROUNDINGS, fraction_of
from luoxiao.desk.run_outcome import Problem, exact_percent
from luoxiao.desk.run_page import ROUNDED, class_words
from luoxiao.desk.run_table import classes, coefficient_words
from luoxiao.funds import actions, factors, schemes
from luoxiao.funds.allocation import Coefficient, Directed, Factor, FixedLine, Region, Scheme, Shape
from luoxiao.funds.factors import LISTED, OTHER, Choice, Offer
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.organisations.models import NotAllowed
from luoxiao.organisations.roles import Permission

AREA = "area"  # code of the coefficient of contiguous counties
HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Offered:
    """An indicator that may be a factor, its periods, and the weight that stands beside it."""

    code: str
    name: str
    unit: str
    definition: str
    periods: list[tuple[str, str]]
    period: str
    weight: str


@dataclass(frozen=True)
class FirstPage:
    """What the template shows."""

    round: Round
    counties: int
    offers: list[Offered]
    typed: Mapping[str, str]
    coefficients: list[tuple[str, str, str]]
    roundings: list[tuple[str, str]]
    classes: list[tuple[str, str]]
    has_last: bool
    began_from: str
    errors: list[tuple[str, str]]
    key: str
    seen: int


@form(Permission.PREPARE_ALLOCATION)
def first(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET shows what may be chosen; POST makes the draft and goes to it."""
    round = _find(request, pk)
    offers = factors.offered(round.fund)
    if request.method != "POST":
        typed, began = _beginning(round, offers)
        return render(request, "desk/run_first.html", {"page": _page(round, offers, typed, [], began)})
    reader = _Reader(request.POST, offers)
    scheme = reader.scheme(round)
    if not reader.problems:
        answer = carry_out(request, _act(request, round, reader, scheme), done=_("已存为第一稿，可继续调整。"))
        if not isinstance(answer, Refusal):
            return answer
        reader.problems.append(Problem("", str(answer)))
    shown = _page(_find(request, pk), offers, request.POST.dict(), reader.problems)
    return render(request, "desk/run_first.html", {"page": shown}, status=422)


def _find(request: HttpRequest, pk: int) -> Round:
    """The round, of a fund that this person splits. Raises NotAllowed."""
    funds = Fund.objects.visible_to(person(request))
    round = get_object_or_404(Round.objects.select_related("fund__area", "previous"), pk=pk, fund__in=funds)
    if not round.fund.handled_by(person(request), Permission.PREPARE_ALLOCATION):
        raise NotAllowed(Permission.PREPARE_ALLOCATION)
    return round


def _act(request: HttpRequest, round: Round, reader: "_Reader", scheme: Scheme) -> Callable[[], str]:
    def act() -> str:
        regions, sources = factors.factor_table(round, reader.choices)
        saved = actions.save_run(
            round=round,
            scheme=reader.with_early(scheme, regions),
            regions=regions,
            sources=sources,
            name=request.POST.get("name", ""),
            based_on=None,
            seen=number(request.POST.get("seen")) or 0,
            by=person(request),
            at=clock.now(),
        )
        return reverse("run", args=(saved.pk,))

    return act


def _page(
    round: Round, offers: Sequence[Offer], typed: Mapping[str, str], problems: Sequence[Problem], began: str = ""
) -> FirstPage:
    last = factors.last_amounts(round)
    own = [
        Region(county.code_2012, county.name_2012, klass, {}) for county, klass in factors.counties(round.fund).items()
    ]
    members = classes(own)
    named = [(klass, class_words(klass, members.get(klass, []))) for klass in (LISTED, OTHER)]
    return FirstPage(
        round=round,
        counties=len(own),
        offers=_listed(offers, typed, round.year),
        typed={name: typed.get(name, default) for name, default in _DEFAULTS.items()},
        coefficients=[(f"c-{klass}", words, typed.get(f"c-{klass}", "1.00")) for klass, words in named],
        roundings=[(value, str(ROUNDED[value])) for value in ROUNDINGS],
        classes=named,
        has_last=bool(last),
        began_from=began,
        errors=[(problem.field, problem.words) for problem in problems],
        key=new_key(),
        seen=round.version,
    )


_DEFAULTS = {
    **{"name": "", "shape": "weighted", "rounding": "10000", "early": ""},
    **{"fixed-name": "", "fixed-column": "", "fixed-yuan": ""},
    **{"directed-name": "", "directed-wan": "", "directed-class": LISTED},
}


def _listed(offers: Sequence[Offer], typed: Mapping[str, str], year: int) -> list[Offered]:
    """Each indicator once with all its periods, those that have a weight first."""
    found: dict[str, list[Offer]] = {}
    for offer in offers:
        found.setdefault(offer.indicator.code, []).append(offer)
    listed = [_offered(each, typed, year) for each in found.values()]
    return sorted(listed, key=lambda each: not each.weight)


def _offered(offers: Sequence[Offer], typed: Mapping[str, str], year: int) -> Offered:
    """Unless another was chosen, the newest period that the round's year could know of."""
    one = offers[0].indicator
    known = next((offer for offer in offers if Period.parse(offer.period).last_day.year <= year), offers[0])
    return Offered(
        code=one.code,
        name=one.name,
        unit=one.unit,
        definition=one.definition,
        periods=[(_period(offer), _period_said(offer)) for offer in offers],
        period=typed.get(f"p-{one.code}", _period(known)),
        weight=typed.get(f"w-{one.code}", ""),
    )


def _period(offer: Offer) -> str:
    """2010-11-01, or with * behind it of the rehearsal's figures."""
    return offer.period + ("*" if offer.is_rehearsal else "")


def _period_of(source: Mapping[str, Any]) -> str:
    return str(source.get("period", "")) + ("*" if source.get("is_rehearsal") else "")


def _period_said(offer: Offer) -> str:
    return period_words(offer.period) + (f"（{_('演练')}）" if offer.is_rehearsal else "")


def _beginning(round: Round, offers: Sequence[Offer]) -> tuple[dict[str, str], str]:
    """The weights and coefficients of the round before, where it was adopted, and its name."""
    before = Run.objects.filter(round=round.previous_id, state=Run.State.ADOPTED).select_related("round").first()
    if before is None:
        return {}, ""
    scheme = schemes.from_json(before.scheme)
    known = {offer.indicator.code for offer in offers}
    typed = {f"w-{each.code}": exact_percent(each.weight) for each in scheme.factors if each.code in known}
    typed |= {f"p-{code}": _period_of(source) for code, source in before.sources.items()}
    for each in scheme.coefficients:
        typed |= {f"c-{klass}": coefficient_words(value) for klass, value in each.by_class.items()}
    return typed | {"shape": scheme.shape.value, "rounding": str(scheme.rounding_fen)}, before.round.title


class _Reader:
    """Reads what was chosen; what cannot be read is noted."""

    def __init__(self, sent: Mapping[str, str], offers: Sequence[Offer]) -> None:
        self._sent = sent
        self.problems: list[Problem] = []
        self._offers: dict[tuple[str, str], Offer] = {(each.indicator.code, _period(each)): each for each in offers}
        self._first: dict[str, Offer] = {}
        for each in offers:
            self._first.setdefault(each.indicator.code, each)
        self.choices: list[Choice] = []

    def scheme(self, round: Round) -> Scheme:
        """The scheme; worth something only where no problem was noted."""
        shape = Shape.PRODUCT if self._said("shape") == Shape.PRODUCT else Shape.WEIGHTED
        chosen = tuple(self._factors(shape))
        if not chosen:
            self.problems.append(Problem("", _("没有选因素。至少给一个因素填写权重。")))
        rounding = self._said("rounding")
        return Scheme(
            name=round.title,
            pot_fen=round.pot_fen,
            shape=shape,
            factors=chosen,
            coefficients=(self._coefficient(),),
            fixed=tuple(self._fixed()),
            directed=tuple(self._directed()),
            rounding_fen=int(rounding) if rounding in ROUNDINGS else 1,
        )

    def with_early(self, scheme: Scheme, regions: Sequence[Region]) -> Scheme:
        """With last round's amounts deducted, where they were an early notice of this pot."""
        if self._said("early") != "1":
            return scheme
        early = {region.code: region.last_fen for region in regions if region.last_fen}
        return replace(scheme, early_fen=early)

    def _said(self, name: str) -> str:
        return self._sent.get(name, _DEFAULTS.get(name, "")).strip()

    def _factors(self, shape: Shape) -> list[Factor]:
        found = []
        for code, offer in self._first.items():
            text = self._said(f"w-{code}")
            if not text:
                continue
            weight = self._number(f"w-{code}", _("%(name)s的权重") % {"name": offer.indicator.name}, text)
            picked = self._picked(code)
            self.choices.append(picked.choice)
            one = picked.indicator
            factor_weight = weight / 100 if shape is Shape.WEIGHTED else Fraction(1)
            found.append(Factor(code=code, name=one.name, unit=one.unit, weight=factor_weight))
        return found

    def _picked(self, code: str) -> Offer:
        """The indicator in the period chosen, the newest where none was; one that is not offered is no other."""
        said = self._said(f"p-{code}")
        if said and (code, said) not in self._offers:
            named = {"name": self._first[code].indicator.name, "period": said[:20]}
            problem = Problem(f"p-{code}", _("%(name)s没有“%(period)s”的数。重新选期次。") % named)
            self.problems += [] if problem in self.problems else [problem]
        return self._offers.get((code, said), self._first[code])

    def _coefficient(self) -> Coefficient:
        by_class = {
            klass: self._number(f"c-{klass}", _("片区系数"), self._said(f"c-{klass}") or "1")
            for klass in (LISTED, OTHER)
        }
        return Coefficient(code=AREA, name=_("片区系数"), by_class=by_class)

    def _fixed(self) -> list[FixedLine]:
        column, name = self._said("fixed-column"), self._said("fixed-name")
        if not column:
            return []
        if column not in self._first:
            self.problems.append(Problem("fixed-column", _("定额项没有选人数指标。")))
            return []
        picked = self._picked(column)
        if all(choice.code != column for choice in self.choices):
            self.choices.append(picked.choice)
        fen = self._money("fixed-yuan", _("每人标准"), YUAN)
        return [FixedLine("fixed", name or picked.indicator.name, column, {"": fen})]

    def _directed(self) -> list[Directed]:
        if not self._said("directed-wan"):
            return []
        klass = OTHER if self._said("directed-class") == OTHER else LISTED
        fen = self._money("directed-wan", _("定向资金"), WAN)
        return [Directed("directed", self._said("directed-name") or _("定向资金"), fen, (klass,))]

    def _number(self, name: str, label: str, text: str) -> Fraction:
        read = fraction_of(text)
        if read is None:
            said = {"label": label, "typed": text[:20]}
            self.problems.append(Problem(name, _("%(label)s“%(typed)s”不是数。按 40 或 1.15 的样子填写。") % said))
        return HUNDRED if read is None else read

    def _money(self, name: str, label: str, unit: int) -> int:
        try:
            return fen_of(self._said(name), unit)
        except NotMoney:
            said = {"label": label, "typed": self._said(name)[:20]}
            self.problems.append(Problem(name, _("%(label)s“%(typed)s”不是金额。按 48.00 的样子填写。") % said))
            return 0
