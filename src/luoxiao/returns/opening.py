"""What opening a call would mean: the cells asked of each unit, what is known already, and the rules it would break."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from luoxiao.core.periods import BEIJING
from luoxiao.organisations.models import Region, Unit
from luoxiao.returns.models import BurdenRule, Call, Level, Override, Return, levels_above
from luoxiao.returns.specs import KnownLines, known_for_units


@dataclass(frozen=True)
class Opening:
    """One look at a call that is about to open.

    `cells` counts by unit id the lines asked of it; `known` counts by line code the units of which it is known;
    `prefilled` holds by unit id what is filled in; `against` says by Override.Kind what a rule of the burden forbids;
    `elsewhere` are units that another call asks for the same form and period, with that call; `passed_over` holds by
    unit id the levels of the chain at which no unit stands above it; `unreviewed` are units that have none left.
    """

    units: Sequence[Unit]
    opens_on: date
    again: tuple[str, ...]
    cells: Mapping[int, int]
    known: Mapping[str, int]
    prefilled: Mapping[int, Mapping[str, Decimal]]
    notice_days: int
    rule: BurdenRule
    over_cap: Sequence[tuple[Unit, int]]
    elsewhere: Sequence[tuple[Unit, str]]
    passed_over: Mapping[int, Sequence[str]]
    unreviewed: Sequence[Unit]
    against: Mapping[str, str]


def opening(call: Call, units: Sequence[Unit], again: Sequence[str], at: datetime) -> Opening:
    """Look at a call as if it were opened now for these units, asking the lines `again` though they are known."""
    opens_on = max(call.opens_on, at.astimezone(BEIJING).date())
    rule = BurdenRule.objects.on(opens_on)
    lines = known_for_units(call, units)
    known = _count(lines)
    asked_again = tuple(code for code in known if code in again)
    prefilled = {unit: _prefilled(of_unit, asked_again) for unit, of_unit in lines.items()}
    cells = {unit: len(of_unit) - len(prefilled[unit]) for unit, of_unit in lines.items()}
    notice = (call.due - opens_on).days
    over = _over_cap(call, units, cells, opens_on, rule)
    passed = _passed_over(call, units)
    return Opening(
        units=units,
        opens_on=opens_on,
        again=asked_again,
        cells=cells,
        known=known,
        prefilled=prefilled,
        notice_days=notice,
        rule=rule,
        over_cap=over,
        elsewhere=_elsewhere(call),
        passed_over=passed,
        unreviewed=[
            unit for unit in units if passed.get(unit.pk) and passed[unit.pk] == levels_above(unit, call.chain)
        ],
        against=_against(asked_again, notice, rule, over),
    )


def _count(lines: Mapping[int, KnownLines]) -> dict[str, int]:
    """By line code, in the order of the form, how many units have it on record; those of none are left out."""
    found: dict[str, int] = {}
    for of_unit in lines.values():
        for code, figure in of_unit.items():
            found[code] = found.get(code, 0) + (figure.this is not None)
    return {code: count for code, count in found.items() if count}


def _prefilled(of_unit: KnownLines, again: Sequence[str]) -> dict[str, Decimal]:
    return {code: known.this for code, known in of_unit.items() if known.this is not None and code not in again}


def _over_cap(
    call: Call, units: Sequence[Unit], cells: Mapping[int, int], day: date, rule: BurdenRule
) -> list[tuple[Unit, int]]:
    """The units of which more cells than the cap would be asked in the month, with how many."""
    month = Return.objects.asked_in(day.year, day.month, rehearsal=call.is_rehearsal).filter(unit__in=units)
    before = dict(month.values_list("unit").annotate(cells=Sum("cells_asked")).order_by("unit"))
    sums = [(unit, before.get(unit.pk, 0) + cells[unit.pk]) for unit in units]
    return [(unit, total) for unit, total in sums if total > rule.monthly_cells]


def _elsewhere(call: Call) -> list[tuple[Unit, str]]:
    """Units asked elsewhere for the same form and period; a call closed without their answer does not count."""
    others = Return.objects.filter(
        unit__in=call.asked,
        call__template__code=call.template.code,
        call__period=call.period,
        call__is_rehearsal=call.is_rehearsal,
    ).exclude(call=call)
    standing = others.exclude(call__state=Call.State.CLOSED, first_certified_at__isnull=True)
    rows = standing.select_related("unit", "call").order_by("unit__code", "pk")
    return [(filed.unit, filed.call.title) for filed in rows]


def _passed_over(call: Call, units: Sequence[Unit]) -> dict[int, list[str]]:
    """By unit the levels of the chain at which none stands above it: a county under a province has no prefecture."""
    above = _regions_above(units)
    kinds = [level for level in call.chain if level in (Level.PREFECTURE, Level.PROVINCE)]
    held = Unit.objects.filter(kind__in=kinds, region__in={pk for regions in above.values() for pk in regions})
    standing = set(held.values_list("kind", "region"))
    lacking = {
        unit.pk: [
            level
            for level in levels_above(unit, kinds)
            if not any((level, region) in standing for region in above.get(unit.region_id, ()))
        ]
        for unit in units
    }
    return {pk: levels for pk, levels in lacking.items() if levels}


def _regions_above(units: Sequence[Unit]) -> dict[int | None, set[int]]:
    """By region of a unit the regions it lies in."""
    rows = Region.objects.filter(pk__in={unit.region_id for unit in units}).order_by("pk")
    above = rows.values_list("pk", "parent_id", "parent__parent_id")
    return {pk: {region for region in regions if region is not None} for pk, *regions in above}


def _against(again: Sequence[str], notice: int, rule: BurdenRule, over: Sequence[tuple[Unit, int]]) -> dict[str, str]:
    """What the rules of the burden forbid, in words."""
    found: dict[str, str] = {}
    if again:
        found[Override.Kind.KNOWN] = _("%(lines)s 已掌握，又要求重报") % {"lines": "、".join(again)}
    if notice < rule.notice_days:
        days = {"days": notice, "wanted": rule.notice_days}
        found[Override.Kind.NOTICE] = _("从布置到截止只有 %(days)s 天，少于规定的 %(wanted)s 天") % days
    if over:
        unit, total = max(over, key=lambda row: row[1])
        counted = {"unit": unit, "total": total, "cap": rule.monthly_cells, "count": len(over)}
        found[Override.Kind.CAP] = (
            _("%(unit)s本月共要填 %(total)s 项，超过上限 %(cap)s 项（共 %(count)s 个单位超过）") % counted
        )
    return found
