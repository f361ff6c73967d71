"""Figures come in whole or not at all, with their origin, and what they replace is kept."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import TooLong, Unsaid
from luoxiao.indicators import figures
from luoxiao.indicators.actions import OriginDraft, contest
from luoxiao.indicators.actions.putting import CellTwice, FigureTooFine, FigureTooLarge, WrongPeriod
from luoxiao.indicators.figures import Mark
from luoxiao.indicators.models import Contested, Origin, Printed, Sheet, Superseded
from tests.indicators.scene import BY, PUBLISHED

A, B = "990121", "990122"
BULLETIN = OriginDraft(Origin.Kind.PUBLISHED, "演练区公报", Origin.Confidence.MEDIUM)


def cell(here, place=A, code="people", period="2011", rehearsal=False):
    found = figures.figures(here.indicators[code], period, rehearsal=rehearsal)
    return found.get(here.places[place].pk)


def test_a_figure_put_is_visible_at_once_and_leaves_a_line(here):
    origin = here.put(("people", A, "2011", "5"))
    assert cell(here) == (5, None, "", origin.pk)
    line = TrailEvent.objects.get()
    assert (line.action, line.subject_id, line.after) == ("figures.put", origin.pk, {"given": 1, "changed": 1})


def test_what_is_replaced_is_kept_with_both_origins(here):
    first, second = here.put(("people", A, "2011", "5")), here.put(("people", A, "2011", "6"))
    (before,) = figures.history(here.indicators["people"], here.places[A], "2011", rehearsal=False)
    assert (before.amount, before.origin, before.replaced_by, before.at) == (5, first, second, here.at)
    assert cell(here).origin_id == second.pk


def test_the_same_figure_again_keeps_its_first_origin(here):
    first = here.put(("people", A, "2011", "5"), ("people", B, "2011", "35-40"))
    here.put(("people", A, "2011", "5"), ("people", B, "2011", "35-40"))
    assert {cell(here).origin_id, cell(here, B).origin_id} == {first.pk}
    assert not Superseded.objects.exists()


def test_words_that_are_no_number_come_and_go_with_their_figure(here):
    here.put(("people", A, "2011", "35-40"))
    here.put(("people", A, "2011", "38-40"))
    assert cell(here).printed == "38-40"
    here.put(("people", A, "2011", "39"))
    assert cell(here)[:3] == (39, None, "")
    kept = figures.history(here.indicators["people"], here.places[A], "2011", rehearsal=False)
    assert [each.printed for each in kept] == ["38-40", "35-40"]
    assert not Printed.objects.exists()


@pytest.mark.parametrize(
    ("indicator", "period", "value", "refusal"),
    [
        ("standard", "2011", Decimal("1.05"), FigureTooFine),
        ("people", "2011", Decimal(10) ** 17, FigureTooLarge),
        ("people", "2011年", Decimal(1), WrongPeriod),
        ("people", "2011", "x" * 61, TooLong),
        ("people", "2011", " ", Unsaid),
    ],
)
def test_one_figure_that_cannot_stand_keeps_all_out(here, indicator, period, value, refusal):
    with pytest.raises(refusal):
        here.put(("people", B, "2011", "7"), (indicator, A, period, value))
    assert not Sheet.objects.exists()
    assert not Origin.objects.exists()
    assert not TrailEvent.objects.exists()


def test_one_cell_with_two_figures_is_refused_and_with_one_twice_is_not(here):
    with pytest.raises(CellTwice):
        here.put(("people", A, "2011", "5"), ("people", A, "2011", "6"))
    here.put(("people", A, "2011", "5"), ("people", A, "2011", "5"))
    assert cell(here).value == 5


def test_a_second_source_stands_beside_the_official_figure_once(here):
    here.put(("people", A, "2011", "642653"))
    figure = here.figure("people", A, "2011", "509482")
    for _ in range(2):
        contest(figure, reason="口径不同", origin=BULLETIN, rehearsal=False, by=BY, at=here.at)
    (beside,) = figures.contested([here.indicators["people"]], rehearsal=False)
    assert (figures.value(beside).value, beside.origin.source, beside.reason) == (509482, "演练区公报", "口径不同")
    assert cell(here).value == 642653
    assert figures.contested([here.indicators["people"]], rehearsal=True) == []


def test_a_second_source_says_why(here):
    with pytest.raises(Unsaid):
        contest(here.figure("people", A, "2011", "5"), reason=" ", origin=BULLETIN, rehearsal=False, by=BY, at=here.at)
    assert not Contested.objects.exists()
    assert not Origin.objects.exists()


@pytest.mark.parametrize("kind", [Origin, Superseded, Contested])
def test_where_figures_came_from_and_what_they_were_never_changes(here, kind):
    here.put(("people", A, "2011", "5"))
    here.put(("people", A, "2011", "6"))
    contest(
        here.figure("people", A, "2011", "7"), reason="口径不同", origin=BULLETIN, rehearsal=False, by=BY, at=here.at
    )
    for change in (lambda: kind.objects.update(id=9999), lambda: kind.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            change()


SAID = st.integers(-5, 5).map(Decimal) | st.sampled_from([Mark.NOT_KNOWN, Mark.NOT_APPLICABLE, "1-2", "≥3"])
WRITES = st.lists(
    st.dictionaries(
        st.tuples(st.sampled_from(["people", "urban"]), st.sampled_from([A, B]), st.sampled_from(["2010", "2011"])),
        SAID,
        min_size=1,
    ),
    max_size=6,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(WRITES)
def test_the_last_word_stands_and_every_word_before_it_is_in_the_history(here, writes):
    """Against the plain reading: a list of everything that was said of a cell, without repetitions."""
    with transaction.atomic():
        said = {}
        for write in writes:
            here.put(*((*key, value) for key, value in write.items()), origin=PUBLISHED)
            for key, value in write.items():
                words = said.setdefault(key, [])
                if not words or words[-1] != value:
                    words.append(value)
        for (code, place, period), words in said.items():
            indicator = here.indicators[code]
            kept = [
                figures.value(each) for each in figures.history(indicator, here.places[place], period, rehearsal=False)
            ]
            assert [spoken(figure) for figure in [cell(here, place, code, period), *kept]] == words[::-1]
        transaction.set_rollback(True)


def spoken(figure):
    return figure.value if figure.value is not None else figure.printed or figure.mark
