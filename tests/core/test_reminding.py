"""When people are reminded of what is due, and of what waits for them."""

from datetime import date, timedelta

import pytest

from luoxiao.core.reminding import kind_on, waiting_on

DUE, OPENED = date(2012, 12, 31), date(2012, 10, 15)


@pytest.mark.parametrize(
    ("left", "kind"),
    [
        (31, ""),
        (30, "before-30"),
        (29, "before-30"),
        (8, "before-30"),
        (7, "before-7"),
        (2, "before-7"),
        (1, "before-1"),
        (0, "before-1"),
        (-1, "late-1"),
        (-6, "late-1"),
        (-7, "late-7"),
        (-36, "late-7"),
        (-37, "late-37"),
        (-67, "late-67"),
        (-400, "late-397"),
    ],
)
def test_reminders_back_off(left: int, kind: str) -> None:
    assert kind_on(DUE - timedelta(left), due=DUE, opened=OPENED) == kind


def test_what_was_past_when_the_call_opened_is_not_said() -> None:
    opened = DUE - timedelta(7)
    assert kind_on(DUE - timedelta(5), due=DUE, opened=opened) == ""
    assert kind_on(DUE - timedelta(1), due=DUE, opened=opened) == "before-1"


def test_nobody_is_reminded_on_the_day_a_call_opens() -> None:
    assert kind_on(DUE, due=DUE, opened=DUE) == ""


def test_each_kind_stands_on_consecutive_days_and_never_comes_again() -> None:
    said = [kind_on(OPENED + timedelta(n), due=DUE, opened=OPENED) for n in range(500)]
    kinds = [kind for n, kind in enumerate(said) if n == 0 or said[n - 1] != kind]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (2, ""),
        (3, "waiting-3"),
        (6, "waiting-3"),
        (7, "waiting-7"),
        (29, "waiting-7"),
        (30, "waiting-30"),
        (59, "waiting-30"),
        (60, "waiting-60"),
        (400, "waiting-390"),
    ],
)
def test_what_waits_without_a_due_date_is_said_ever_less_often(days: int, kind: str) -> None:
    assert waiting_on(OPENED + timedelta(days), since=OPENED) == kind
