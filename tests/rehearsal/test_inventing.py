"""The invented figures: the same everywhere, whole where people are counted, and free of the faults they teach."""

from decimal import Decimal

import pytest

from luoxiao.core.periods import Quarter
from luoxiao.rehearsal.inventing import FIRST, LAST, LINES, NATION, RURAL_STANDARD, County, figure, nation

NINGDU = County("360730", urban=200779, rural=594027, old=84945)
QUARTERS = [FIRST]
while QUARTERS[-1] != LAST:
    QUARTERS.append(QUARTERS[-1].next)


def test_eleven_quarters_are_invented():
    assert len(QUARTERS) == 11


def test_the_last_standards_are_those_of_the_screens():
    assert len(RURAL_STANDARD) == 24
    assert figure(NINGDU, "A04", LAST) == 1500
    assert nation("A04", LAST) == 2068


@pytest.mark.parametrize("line", LINES)
def test_every_line_has_a_figure_in_every_quarter(line):
    figures = [figure(NINGDU, line, quarter) for quarter in QUARTERS]
    assert all(isinstance(value, Decimal) and value >= 0 for value in figures)
    if line != "A05":
        assert all(value == int(value) for value in figures)


@pytest.mark.parametrize("line", NATION)
def test_a_national_average_grows_every_quarter(line):
    figures = [nation(line, quarter) for quarter in QUARTERS]
    assert figures == sorted(set(figures))


def test_invented_figures_keep_the_rules_of_the_form():
    for code in RURAL_STANDARD:
        county = County(code, urban=200779, rural=594027, old=84945)
        for quarter in QUARTERS:
            assert figure(county, "B03", quarter) >= figure(county, "B01", quarter)
            assert figure(county, "C02", quarter) <= figure(county, "C01", quarter)
            assert figure(county, "E02", quarter) <= 100


def test_spending_of_a_year_never_falls():
    spent = [figure(NINGDU, "A05", Quarter(2012, number)) for number in (1, 2, 3)]
    assert spent == sorted(spent)


def test_a_county_keeps_its_figures_and_another_has_its_own():
    other = County("360731", urban=200779, rural=594027, old=84945)
    assert figure(NINGDU, "A03", LAST) == figure(NINGDU, "A03", LAST)
    assert figure(NINGDU, "A03", LAST) != figure(other, "A03", LAST)
