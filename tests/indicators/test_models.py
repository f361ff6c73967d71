"""What must always hold of the dictionary and its figures, held by the database itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from luoxiao.indicators.models import CompositeWeight, Contested, Indicator, Origin, Place, Printed, Sheet, Target
from tests.conftest import make_user
from tests.indicators.scene import Land, make_indicator

pytestmark = pytest.mark.django_db


@contextmanager
def refused(name: str) -> Iterator[None]:
    """The database refuses, naming this constraint or (SQLite, unique) the columns."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        yield
    said = str(error.value)
    assert name in said or "UNIQUE constraint failed" in said


def origin(here: Land) -> Origin:
    return here.put(("people", "990121", "2011", "1"))


def cell(here: Land, **more: Any) -> dict[str, Any]:
    plain = {
        "indicator": here.indicators["people"],
        "place": here.places["990121"],
        "period": "2011",
        "is_rehearsal": False,
        "amount": 1,
        "origin": origin(here),
    }
    return plain | more


def test_a_version_of_an_entry_stands_once(here: Land) -> None:
    with refused("indicator_version_once"):
        make_indicator("people", here.at)


def test_who_drafts_an_entry_never_adopts_it(here: Land) -> None:
    me = make_user("me")
    with refused("indicator_adopted_by_another"):
        make_indicator("mine", here.at, made_by=me, adopted_by=me)


def test_a_weighted_entry_names_its_weight(here: Land) -> None:
    with refused("weighted_indicator_has_weight"):
        make_indicator("w", here.at, over_places=Indicator.OverPlaces.WEIGHTED)


def test_a_ratio_names_both_its_parts(here: Land) -> None:
    with refused("ratio_keeps_both_parts"):
        make_indicator("r", here.at, over_places=Indicator.OverPlaces.RATIO, numerator=here.indicators["people"])


def test_there_is_one_sheet_for_an_indicator_and_period(here: Land) -> None:
    origin(here)
    with refused("sheet_once"):
        Sheet.objects.create(
            indicator=here.indicators["people"], period="2011", is_rehearsal=False, rollup=b"", amounts=b"", origins=b""
        )


def test_a_second_opinion_has_a_reason_and_stands_once_for_a_source(here: Land) -> None:
    given = cell(here)
    with refused("contested_has_reason"):
        Contested.objects.create(**given, reason="")
    Contested.objects.create(**given, reason="口径不同")
    with refused("contested_once"):
        Contested.objects.create(**given, reason="口径不同")


def test_a_cell_has_one_set_of_printed_words(here: Land) -> None:
    given = cell(here)
    Printed.objects.create(**given, printed="35-40")
    with refused("printed_once"):
        Printed.objects.create(**given, printed="≥1")


@pytest.mark.parametrize("name", ["target_once", "general_target_once"])
def test_a_year_has_one_target(here: Land, name: str) -> None:
    place: Place | None = here.places["990121"] if name == "target_once" else None
    make: Callable[[], Target] = lambda: Target.objects.create(  # noqa: E731
        indicator=here.indicators["people"], place=place, year=2015, basis="演练", set_at=here.at
    )
    make()
    with refused(name):
        make()


def test_a_weight_of_an_index_is_a_percentage_set_once_a_day(here: Land) -> None:
    given = {"indicator": here.indicators["people"], "in_force_from": date(2012, 1, 1), "basis": "演练"}
    with refused("composite_weight_in_percent"):
        CompositeWeight.objects.create(**given, percent=101)
    CompositeWeight.objects.create(**given, percent=100)
    with refused("composite_weight_once"):
        CompositeWeight.objects.create(**given, percent=50)


def test_the_newest_adopted_version_is_the_one_in_force(here: Land) -> None:
    people = here.indicators["people"]
    draft = make_indicator("people", here.at, number=2, replaces=people)
    Indicator.objects.filter(pk=draft.pk).update(adopted_at=None)
    assert people in Indicator.objects.current()
    Indicator.objects.filter(pk=draft.pk).update(adopted_at=here.at)
    assert set(Indicator.objects.current().filter(code="people")) == {draft}


def test_a_place_is_found_by_its_code_of_either_year(here: Land) -> None:
    renamed = here.places["990121"]
    assert [*Place.objects.with_code("990121")] == [*Place.objects.with_code("990104")] == [renamed]
