"""Figures of the small land of tests/indicators: rural standards that grow, and people counted once."""

from tests.indicators.scene import Land

NATION = {"2009": "1200", "2010": "1404", "2011": "1718", "2012": "2068"}
COUNTIES = {
    "990121": {"2009": "900", "2010": "1086", "2011": "1400", "2012": "1790"},
    "990122": {"2009": "1000", "2010": "1200", "2011": "1600", "2012": "2160"},
    "990123": {"2009": "800", "2010": "900", "2011": "1100", "2012": "1460"},
}


def fill(land: Land, *, rehearsal: bool = False) -> None:
    """Put the standards of four years in, weighted by people of 2010."""
    people = {"990121": "300000", "990122": "200000", "990123": "100000"}
    land.put(*(("people", code, "2010", count) for code, count in people.items()), rehearsal=rehearsal)
    land.put(
        *(("standard", code, year, said) for code, each in COUNTIES.items() for year, said in each.items()),
        rehearsal=rehearsal,
    )
    land.put(*(("standard", "000000", year, said) for year, said in NATION.items()), rehearsal=rehearsal)
