"""Which colour of slip may be issued when, by the three presets of rules.md, part 4."""

from datetime import date
from typing import Any

import pytest

from luoxiao.supervision.slipping import COLOURS, Given, Standing, judge, verdicts

TODAY = date(2012, 10, 15)
PAST, TOMORROW, LATER = date(2012, 10, 10), date(2012, 10, 16), date(2012, 12, 31)


def standing(**more: Any) -> Standing:
    """On course: its limit and its next date are far off."""
    return Standing(**{"today": TODAY, "due": LATER, "next_due": LATER, "soon_days": 15} | more)


LATE = {"due": PAST, "next_due": PAST}
BEHIND = {"next_due": PAST}
NEAR = {"next_due": TOMORROW}
BLUE_OUT, BLUE_RUNS = Given("blue", PAST), Given("blue", TODAY)
ORANGE_OUT, RED_OUT = Given("orange", PAST), Given("red", PAST)


def allowed(preset: str, **more: Any) -> list[str]:
    return [verdict.colour for verdict in verdicts(preset, standing(**more)) if verdict.allowed]


@pytest.mark.parametrize(
    ("preset", "how", "colours"),
    [
        ("lights", {}, []),
        ("lights", NEAR, []),
        ("lights", BEHIND, ["red"]),
        ("lights", LATE, ["red"]),
        ("closeness", {}, []),
        ("closeness", NEAR, ["blue"]),
        ("closeness", BEHIND, ["yellow"]),
        ("closeness", {"sent_back": True}, ["yellow"]),
        ("closeness", NEAR | {"sent_back": True}, ["blue", "yellow"]),
        ("closeness", LATE, ["red"]),
        ("closeness", LATE | {"given": (RED_OUT,)}, ["red"]),
        ("closeness", {"due": None, "next_due": PAST}, ["red"]),
        ("closeness", {"due": None, "next_due": None}, []),
        ("ladder", {}, []),
        ("ladder", NEAR, ["blue"]),
        ("ladder", LATE, ["blue"]),
        ("ladder", LATE | {"given": (BLUE_OUT,)}, ["orange"]),
        ("ladder", LATE | {"given": (BLUE_OUT, ORANGE_OUT)}, ["red"]),
        ("ladder", LATE | {"given": (BLUE_OUT, ORANGE_OUT, RED_OUT)}, ["red"]),
        ("ladder", LATE | {"urgent": True}, ["blue", "orange", "red"]),
        ("ladder", LATE | {"urgent": True, "given": (ORANGE_OUT,)}, ["red"]),
    ],
)
def test_the_preset_says_which_colours_may_be_issued_now(preset: str, how: dict[str, Any], colours: list[str]) -> None:
    assert allowed(preset, **how) == colours


@pytest.mark.parametrize("preset", COLOURS)
@pytest.mark.parametrize("still", ["closed", "paused", "no-lead", "draft", "elsewhere"])
def test_an_item_that_is_asked_nothing_gets_no_slip(preset: str, still: str) -> None:
    found = verdicts(preset, standing(**LATE, still=still, urgent=True))
    assert {(verdict.allowed, verdict.reason) for verdict in found} == {(False, still)}


@pytest.mark.parametrize("preset", COLOURS)
def test_a_slip_runs_until_its_last_day_ends_and_keeps_others_away(preset: str) -> None:
    found = verdicts(preset, standing(**LATE, given=(BLUE_RUNS,), urgent=True))
    assert {verdict.reason for verdict in found} == {"running"}
    assert found[0].params == {"colour": "blue", "date": TODAY}


def test_the_limits_own_day_is_not_late_and_the_last_near_day_is_near() -> None:
    assert allowed("lights", due=TODAY, next_due=TODAY) == []
    assert allowed("closeness", next_due=date(2012, 10, 30)) == ["blue"]
    assert allowed("closeness", next_due=date(2012, 10, 31)) == []


def test_the_reason_names_the_slip_that_must_come_first_or_has_run_out() -> None:
    first = judge("ladder", "red", standing(**LATE, given=(BLUE_OUT,)))
    assert (first.allowed, first.reason, first.params) == (False, "former-first", {"colour": "orange"})
    after = judge("ladder", "orange", standing(**LATE, given=(BLUE_OUT,)))
    assert (after.reason, after.params) == ("ran-out", {"colour": "blue", "date": PAST})
    again = judge("ladder", "blue", standing(**LATE, given=(BLUE_OUT,)))
    assert again.reason == "given-before"


def test_days_are_counted_from_the_date_that_passed() -> None:
    assert judge("lights", "red", standing(**LATE)).params == {"date": PAST, "days": 5}


def test_a_colour_of_another_preset_is_none() -> None:
    assert judge("lights", "orange", standing(**LATE)).reason == "not-of-rule"
