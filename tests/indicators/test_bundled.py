"""The bundled figures: all of them come in, through the same door as any file, and only once."""

import csv
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from luoxiao.indicators import bundled, figures
from luoxiao.indicators.models import CompositeWeight, Contested, Indicator, Origin, Place, Printed, Sheet
from luoxiao.organisations import bundled as organisations

pytestmark = pytest.mark.django_db
DATA = files("luoxiao") / "data"


@pytest.fixture(scope="module")
def _facts(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """Loaded once for this module, and taken away again."""
    from datetime import datetime

    from django.db import transaction

    from tests.conftest import BEIJING

    with django_db_blocker.unblock(), transaction.atomic():
        organisations.load()
        bundled.load(at=datetime(2012, 10, 15, 10, tzinfo=BEIJING))
        yield
        transaction.set_rollback(True)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


@pytest.mark.usefixtures("_facts")
class TestLoaded:
    def test_every_row_became_a_figure(self):
        given = sum(len(rows(name)) for name in bundled.FIGURES)
        held = sum(
            len(figures.figures(sheet.indicator, sheet.period, rehearsal=False))
            for sheet in Sheet.objects.filter(indicator__formula="").select_related("indicator")
        )
        assert held + Contested.objects.count() == given

    @pytest.mark.parametrize(
        ("code", "period", "value"),
        [
            ("rural_dibao_standard_of_months", "2010", "1404.0"),  # 117.0 yuan a month
            ("rural_dibao_standard_of_months", "2012", None),  # published for the year from then on
            ("wubao_supported", "2012", "5456000"),  # 1,853,000 in institutions and 3,603,000 at home
            ("wubao_collective_share", "2012", "34.0"),
        ],
    )
    def test_derived_figures_follow_from_the_published_ones(self, code, period, value):
        found = figures.series(Indicator.objects.get(code=code), Place.objects.get(code="000000"), rehearsal=False)
        figure = dict(found).get(period)
        assert (figure and figure.value) == (value and Decimal(value))

    def test_loading_again_changes_nothing(self, at):
        before = [Origin.objects.count(), Sheet.objects.count(), Place.objects.count()]
        bundled.load(at=at)
        assert [Origin.objects.count(), Sheet.objects.count(), Place.objects.count()] == before

    def test_zhanggong_has_two_populations_in_2010(self):
        people, place = Indicator.objects.get(code="people"), Place.objects.get(code="360702")
        official = dict(figures.series(people, place, rehearsal=False))["2010-11-01"]
        assert official.value == 642653
        (other,) = figures.contested([people], rehearsal=False, place=place)
        assert (figures.value(other).value, bool(other.reason)) == (509482, True)

    def test_the_census_of_the_area_is_the_sum_of_its_24_counties(self):
        rolled = figures.rollup(
            Indicator.objects.get(code="people"), "2010-11-01", Place.objects.get(code="LXS"), rehearsal=False
        )
        above = ("000000", "360000", "430000", "360700", "LXS")
        plain = sum(
            Decimal(row["value"])
            for row in rows("county_figures.csv")
            if (row["indicator"], row["period"], row["reason"]) == ("people", "2010-11-01", "")
            and row["code"] not in above
        )
        assert (rolled.value, rolled.counted, rolled.expected) == (plain, 24, 24)

    def test_what_a_source_did_not_print_as_a_number_stays_in_its_own_words(self):
        assert set(Printed.objects.values_list("printed", flat=True)) == {
            "35-40", "70-80", "≥1", "33.8:31.0:35.2", "20.5:42.1:37.4",
        }  # fmt: skip

    def test_the_standard_of_rural_dibao_is_two_series(self):
        nation = Place.objects.get(code="000000")
        monthly = figures.series(Indicator.objects.get(code="rural_dibao_standard_monthly"), nation, rehearsal=False)
        yearly = figures.series(Indicator.objects.get(code="rural_dibao_standard"), nation, rehearsal=False)
        assert (monthly[0][0], monthly[-1][0]) == ("2006", "2011")
        assert yearly[0][0] == "2011"
        assert dict(yearly)["2012"].value == Decimal("2067.8")

    def test_what_is_only_recalled_says_so(self):
        assert Origin.objects.filter(confidence=Origin.Confidence.LOW).exists()
        assert not Origin.objects.filter(source__contains=".com").exists()

    def test_weights_of_an_index_sum_to_a_hundred(self):
        by_field: dict[str, int] = {}
        for weight in CompositeWeight.objects.select_related("indicator").order_by("id"):
            field = weight.indicator.target_field
            by_field[field] = by_field.get(field, 0) + weight.percent
        assert set(by_field.values()) == {100}

    def test_names_of_formulas_and_codes_have_no_hyphen(self):
        assert not Indicator.objects.filter(code__contains="-").exists()
