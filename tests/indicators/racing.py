"""What the contestants of test_races do, each in a process of its own. All figures are invented."""

from decimal import Decimal

from luoxiao.core import clock
from luoxiao.indicators import figures
from luoxiao.indicators.actions import NewFigure, load_file, put_figures
from luoxiao.indicators.models import Indicator, Origin, Place, Sheet, Superseded
from tests.indicators.scene import BY, PUBLISHED, land, make_indicator

COUNTIES = ("990121", "990122", "990123", "990124")


def make_land() -> None:
    """The land of the tests, and what is derived from its figures."""
    land(clock.now())
    make_indicator("share_of", clock.now(), formula="urban / people * 100", scale=1, over_places="none")


def put(code: str, county: int, period: str, value: str) -> int:
    return put_many([code], county, period, value)


def put_many(codes: list[str], county: int, period: str, value: str) -> int:
    """One value for several indicators of a county, in one transaction."""
    place = Place.objects.get(code=COUNTIES[county])
    cells = [NewFigure(Indicator.objects.get(code=code), place, period, Decimal(value)) for code in codes]
    return put_figures(cells, origin=PUBLISHED, rehearsal=False, by=BY, at=clock.now()).pk


def load(value: str) -> int:
    """A file with one figure for each county."""
    rows = "".join(f"{code},people,2011,{value},人,演练公报,high\n" for code in COUNTIES)
    content = f"code,indicator,period,value,unit,source,confidence\n{rows}".encode()
    report = load_file(content, "数.csv", dry_run=False, by=BY, at=clock.now())
    return report.new + len(report.changed)


def read(code: str, period: str) -> list[str]:
    """The counties' figures, and the area's."""
    indicator = Indicator.objects.get(code=code)
    found = figures.figures(indicator, period, rehearsal=False)
    counties = [found.get(place.pk) for place in Place.objects.filter(code__in=COUNTIES).order_by("code")]
    area = figures.rollup(indicator, period, Place.objects.get(code="LXS"), rehearsal=False)
    return [str(each and each.value) for each in [*counties, area]]


def counts() -> list[int]:
    """Sheets, origins, replaced figures."""
    return [Sheet.objects.count(), Origin.objects.count(), Superseded.objects.count()]
