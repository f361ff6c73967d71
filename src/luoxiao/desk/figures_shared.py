"""What the pages of figures share: the real or the rehearsal figures, the area and its counties, figures in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from luoxiao.core.periods import Period
from luoxiao.desk.figure_words import NOTHING, amount
from luoxiao.indicators.figures import Figure, Mark
from luoxiao.indicators.gap import Good, Missing, Reading
from luoxiao.indicators.models import Indicator, Place

LUOXIAO = 11  # Area.number: the area whose counties the pages show and whose outlines the map has
NATION = "000000"
_ABOVE = Q(code=NATION) | Q(area__number=LUOXIAO)


@dataclass(frozen=True)
class Choice:
    """One of several views of a page, and its address."""

    words: str
    address: str
    current: bool
    value: str = ""


@dataclass(frozen=True)
class Members:
    """The area, the nation it is compared with, and the counties of the area's plan in the order of their codes."""

    area: Place
    nation: Place
    counties: list[Place]

    @property
    def by_id(self) -> dict[int, Place]:
        return {place.pk: place for place in self.counties}


def members() -> Members | None:
    """None where the places have not been loaded. Two queries."""
    above = {place.code: place for place in Place.objects.filter(_ABOVE).select_related("area")}
    area = next((place for place in above.values() if place.area_id), None)
    if area is None or NATION not in above:
        return None
    counties = Place.objects.filter(
        region__memberships__area=area.area_id, region__memberships__in_area_plan=True
    ).select_related("region__parent__parent")
    return Members(area, above[NATION], list(counties.order_by("code")))


def is_rehearsal(request: HttpRequest) -> bool:
    """Real figures unless the address asks for the rehearsal's."""
    return request.GET.get("rehearsal") == "1"


def modes(address: str, rehearsal: bool, **kept: str) -> list[Choice]:
    """The switch between real and rehearsal figures; what else the address holds is kept."""
    return [
        Choice(_("真实"), address + query(False, **kept), not rehearsal),
        Choice(_("演练"), address + query(True, **kept), rehearsal),
    ]


def query(rehearsal: bool, **more: str) -> str:
    """The part of an address from ? on, or nothing."""
    said = ({"rehearsal": "1"} if rehearsal else {}) | {name: value for name, value in more.items() if value}
    return "?" + urlencode(said) if said else ""


def marks() -> dict[Mark, str]:
    """What stands where there is no number."""
    return {Mark.ABSENT: NOTHING, Mark.NOT_KNOWN: _("不详"), Mark.NOT_APPLICABLE: _("不适用")}


def figure_words(figure: Figure | None, indicator: Indicator) -> str:
    """The figure as printed: a number, the mark that stands for none, or the source's own words."""
    if figure is None:
        return NOTHING
    if figure.value is not None:
        return amount(figure.value, indicator.scale)
    return figure.printed or marks().get(figure.mark or Mark.ABSENT, NOTHING)


def given_words(value: Decimal | Mark | str, indicator: Indicator) -> str:
    """A figure that is about to be put in, as it would be printed."""
    if isinstance(value, Decimal):
        return amount(value, indicator.scale)
    return marks().get(value, NOTHING) if isinstance(value, Mark) else value


def reading(figure: Figure | None) -> Reading:
    """A figure as the rules read it."""
    if figure is None:
        return Reading(None, Missing.ABSENT)
    if figure.value is None and figure.printed:
        return Reading(None, Missing.TEXT)
    return Reading(figure.value, _MISSING.get(figure.mark or Mark.ABSENT, Missing.ABSENT))


_MISSING = {Mark.NOT_KNOWN: Missing.NOT_KNOWN, Mark.NOT_APPLICABLE: Missing.NOT_APPLICABLE}


def compares(indicator: Indicator) -> bool:
    """Whether a county can be held against the nation: totals and what has no good direction cannot."""
    return indicator.good != Indicator.Good.NEITHER and indicator.over_places != Indicator.OverPlaces.SUM


def good(indicator: Indicator) -> Good:
    return Good(indicator.good)


def newest_first(periods: Iterable[str]) -> list[str]:
    """By the day on which they end, the longer period first where they end together."""
    return sorted(periods, key=lambda code: (Period.parse(code).last_day, -len(code)), reverse=True)
