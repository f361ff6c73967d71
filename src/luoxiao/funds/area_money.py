"""What the area got of a fund a head, by year: transfers in the ledger, people of the census (clause 三(一))."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Sum

from luoxiao.funds.comparing import Term
from luoxiao.funds.models import Account, Entry, Fund
from luoxiao.indicators import figures
from luoxiao.indicators.models import Indicator, Place

CENSUS = "2010-11-01"
LEDGER, PEOPLE = "本系统资金账，当年拨付到县", "第六次全国人口普查，片区各县户籍人口合计"


def terms_of(funds: Iterable[Fund]) -> dict[int, list[Term]]:
    """By Fund.id the area's money and people of each year in which counties got anything. Five queries at most."""
    kept = {fund.pk: fund for fund in funds}
    got = _got(list(kept))
    people = {area: _people(area) for area in {kept[fund].area_id for fund, _year in got}}
    found: dict[int, list[Term]] = defaultdict(list)
    for (fund, year), fen in sorted(got.items()):
        found[fund].append(Term("area", year, "money", fen, LEDGER, "high"))
        if counted := people[kept[fund].area_id]:
            found[fund].append(Term("area", year, "people", counted, PEOPLE, "high"))
    return found


def _got(funds: list[int]) -> dict[tuple[int, int], int]:
    """Fen by fund and budget year that came to the counties, less what went back. Two queries."""
    between = {"giver__kind": Account.Kind.PROVINCE, "taker__kind": Account.Kind.COUNTY}
    back = {"giver__kind": Account.Kind.COUNTY, "taker__kind": Account.Kind.PROVINCE}
    given, returned = (_sums(funds, way) for way in (between, back))
    return {key: fen for key in given if (fen := given[key] - returned.get(key, 0))}


def _sums(funds: list[int], way: Mapping[str, str]) -> dict[tuple[int, int], int]:
    rows = Entry.objects.filter(voucher__fund__in=funds, **way).order_by()
    found = rows.values_list("voucher__fund_id", "taker__year").annotate(fen=Sum("fen"))
    return {(fund, year): fen for fund, year, fen in found}


def _people(area: int) -> int | None:
    """Registered people of the area's counties at the census of 2010; None where that is not known."""
    indicator = Indicator.objects.current().filter(code="registered_people").first()
    place = Place.objects.filter(area=area).order_by("pk").first()
    if indicator is None or place is None:
        return None
    found = figures.rollup(indicator, CENSUS, place, rehearsal=False)
    return int(found.value) if found.value and found.counted == found.expected else None
