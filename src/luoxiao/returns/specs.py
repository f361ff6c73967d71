"""One source for all of a form: the dictionary and the rules make the form, the figures make what is known already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import models

from luoxiao.core.expressions import LAST, parse
from luoxiao.core.periods import CALENDAR, Period
from luoxiao.indicators import figures
from luoxiao.indicators.models import Indicator, Origin, Place
from luoxiao.organisations.models import Area, Region, Unit
from luoxiao.returns.checks import check
from luoxiao.returns.entries import control_total, entries_of
from luoxiao.returns.form import Check, Entry, Fault, Form, Identity, Known, Line, Severity
from luoxiao.returns.models import Call, Level, Return, Rule, Submission, Template, TemplateItem, Waiver

KnownLines = dict[str, Known]
LIKE_ANOTHER = 3  # numbers other than zero that two units must share before it is worth a question


def form_of(call: Call, *, unit: Unit | None = None) -> Form:
    """The form of a call; for one unit without the rules that are waived for it."""
    waived = _waived(call, unit) if unit else set()
    rules = [rule for rule in rules_in_force(call.template, call.period) if rule.pk not in waived]
    template = call.template
    return Form(
        template=template.code,
        number=template.number,
        name=template.name,
        period=call.period,
        lines=tuple(line_of(item) for item in template.items_in_order),
        checks=tuple(_check(rule, call.period) for rule in rules),
    )


def line_of(item: TemplateItem) -> Line:
    indicator = item.indicator
    return Line(
        code=item.code,
        group=item.group,
        indicator=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        definition=indicator.definition,
        scale=indicator.scale,
        lowest=_amount(indicator.lowest, indicator.scale),
        highest=_amount(indicator.highest, indicator.scale),
        is_required=item.is_required,
    )


def _amount(kept: int | None, scale: int) -> Decimal | None:
    return None if kept is None else Decimal(kept).scaleb(-scale)


def rules_in_force(template: Template, period: str) -> list[Rule]:
    """The rules applied in a period. Codes of periods of one kind are in the order of time."""
    rules = template.rules.filter(in_force_from__lte=period)
    return list(rules.filter(models.Q(retired_from="") | models.Q(retired_from__gt=period)).order_by("code"))


def _check(rule: Rule, period: str) -> Check:
    trial = rule.in_force_from == period
    return Check(rule.code, rule.expression, rule.message, Severity(rule.severity), is_trial=trial)


def _waived(call: Call, unit: Unit) -> set[int]:
    granted = Waiver.objects.filter(unit=unit, approved_at__isnull=False, rule__template=call.template_id)
    period = granted.filter(from_period__lte=call.period, to_period__gte=call.period)
    return set(period.values_list("rule_id", flat=True))


def identity_of(filed: Return) -> Identity:
    """What a workbook of this return says it is for."""
    call, unit = filed.call, filed.unit
    template = call.template
    return Identity(template.code, template.number, call.period, unit.code, unit.name, call.is_rehearsal)


def units_asked(*, area: Area | None = None, level: str = Level.COUNTY, units: Iterable[Unit] = ()) -> list[Unit]:
    """Whom a choice of area and level means, and these units by name; each once, in the order of their codes.

    An area means the counties of its plan (of the national list where the plan's own is not known), or the
    prefectures and provinces above them.
    """
    named = {unit.pk for unit in units}
    chosen = models.Q(pk__in=named)
    if area is not None:
        chosen |= models.Q(kind=level, region__in=_regions(area, level))
    return list(Unit.objects.filter(chosen).order_by("region__code_2012", "code"))


def _regions(area: Area, level: str) -> "models.QuerySet[Region]":
    listed = area.memberships.filter(in_area_plan__isnull=True, on_contiguous_list=True)
    counties = Region.objects.filter(memberships__in=listed | area.memberships.filter(in_area_plan=True))
    if level == Level.COUNTY:
        return counties
    prefectures = Region.objects.filter(children__in=counties)
    return prefectures if level == Level.PREFECTURE else Region.objects.filter(children__in=prefectures)


def known_for(filed: Return) -> KnownLines:
    """What is on record for each line of a return."""
    return known_for_units(filed.call, [filed.unit])[filed.unit_id]


def known_for_units(call: Call, units: Sequence[Unit]) -> dict[int, KnownLines]:
    """By unit id and line code the last period's figure, and this period's where it does not come from this call."""
    items = call.template.items_in_order
    places = _places(units)
    indicators = [item.indicator for item in items]
    this = figures_of(call, indicators, call.period, places.values())
    last = figures_of(call, indicators, previous(call.period), places.values())
    sources = _sources(call, {figure.origin_id for figure in this.values()})
    return {
        unit.pk: {
            item.code: _known(last.get((item.indicator_id, place)), this.get((item.indicator_id, place)), sources)
            for item in items
        }
        for unit in units
        for place in [places.get(unit.region_id, 0)]
    }


def figures_of(
    call: Call, indicators: Iterable[Indicator], period: str, places: Collection[int]
) -> dict[tuple[int, int], figures.Figure]:
    """By (Indicator.id, Place.id) the figures of these places: for one county's return no whole country is read."""
    wanted = [(indicator, period) for indicator in indicators]
    found = figures.chosen(wanted, rehearsal=call.is_rehearsal, places=places)
    return {(indicator, place): figure for (indicator, _period, place), figure in found.items()}


def _known(last: figures.Figure | None, this: figures.Figure | None, sources: Mapping[int, str]) -> Known:
    if this is None or this.value is None or this.origin_id not in sources:
        return Known(last=last.value if last else None)
    return Known(last=last.value if last else None, this=this.value, source=sources[this.origin_id])


def _places(units: Sequence[Unit]) -> dict[int | None, int]:
    """By region the position of its figures."""
    regions = {unit.region_id for unit in units}
    return dict(Place.objects.filter(region__in=regions).values_list("region_id", "pk"))


def _sources(call: Call, origins: set[int]) -> dict[int, str]:
    """By origin its source in words; origins that are answers to this call are left out."""
    own = Return.objects.filter(call=call.pk).values("pk")
    found = Origin.objects.filter(pk__in=origins).exclude(kind=Origin.Kind.RETURN, return_id__in=own)
    return dict(found.values_list("pk", "source"))


def previous(period: str) -> str:
    """The code of the period before."""
    return str(Period.parse(period).previous)


def others_for(call: Call, unit: Unit, form: Form) -> dict[str, Decimal | None]:
    """Figures of other forms that the rules of this one name, by indicator code, and by `last.` and it."""
    own = {line.code for line in form.lines}
    names = {name for rule in form.checks for name in parse(rule.expression).names} - set(CALENDAR)
    codes = {name.removeprefix(LAST) for name in names} - own
    place = _places([unit]).get(unit.region_id) if codes else None
    if place is None:
        return {}
    indicators = list(Indicator.objects.current().filter(code__in=codes).order_by("code"))
    found: dict[str, Decimal | None] = {}
    for prefix, period in (("", call.period), (LAST, previous(call.period))):
        table = figures_of(call, indicators, period, [place])
        for indicator in indicators:
            figure = table.get((indicator.pk, place))
            found[prefix + indicator.code] = figure.value if figure else None
    return found


def checked(
    filed: Return, entries: Mapping[str, Entry], *, form: Form | None = None, known: Mapping[str, Known] | None = None
) -> tuple[Fault, ...]:
    """Every fault of what stands in these lines, seen against all that is on record.

    Who has read the unit's form, or what is known for it, hands it over.
    """
    form = form_of(filed.call, unit=filed.unit) if form is None else form
    known = known_for(filed) if known is None else known
    faults = check(form, entries, known, others_for(filed.call, filed.unit, form))
    return (*faults, *_like_another(filed, form, entries))


def _like_another(filed: Return, form: Form, entries: Mapping[str, Entry]) -> list[Fault]:
    """A doubt on the first number where another unit has sent exactly the same numbers; it is not named."""
    numbers = {line.code: entries[line.code].value for line in form.lines if line.code in entries}
    telling = [code for code, value in numbers.items() if value]
    if len(telling) < LIKE_ANOTHER:
        return []
    others = Submission.objects.filter(filed__call=filed.call_id, control_total=control_total(entries))
    for values in others.exclude(filed=filed).order_by("pk").values_list("values", flat=True):
        theirs = {code: entry.value for code, entry in entries_of(values).items()}
        if all(theirs.get(code) == value for code, value in numbers.items()):
            return [Fault(telling[0], Severity.WARNING, "like-another", {"count": str(len(telling))})]
    return []
