"""The rules of asks, in plain values."""

from datetime import date

import pytest

from luoxiao.supervision.asking import left_out, named_in, owes_every_area, shows_effort, step_light

TODAY = date(2012, 10, 15)


@pytest.mark.parametrize(
    ("clause", "owes"),
    [("四/(一)/1", True), ("四/(一)", True), ("四/(一)x", False), ("四/(二)/1", False), ("三/(一)", False)],
)
def test_the_first_part_of_clause_four_owes_every_area(clause: str, owes: bool) -> None:
    assert owes_every_area(clause) is owes
    assert left_out(clause, {1, 3}, [1, 2, 3, 4]) == ([2, 4] if owes else [])


@pytest.mark.parametrize(
    ("is_open", "due", "light"),
    [
        (True, None, "idle"),
        (True, date(2012, 10, 14), "late"),
        (True, date(2012, 10, 15), "soon"),
        (True, date(2012, 10, 30), "soon"),
        (True, date(2012, 10, 31), "ok"),
        (False, date(2012, 1, 1), "done"),
    ],
)
def test_a_next_step_is_near_or_late_only_while_something_is_open(is_open: bool, due: date | None, light: str) -> None:
    assert step_light(is_open=is_open, due=due, today=TODAY, soon_days=15) == light


def test_an_effort_shows_in_what_was_sent_or_said() -> None:
    assert not shows_effort(letters_out=0, exchanges=0)
    assert shows_effort(letters_out=1, exchanges=0)
    assert shows_effort(letters_out=0, exchanges=1)


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("商财政部，再报财政部。", ["财政部"], ["财政部", "财政部"]),
        ("两省财政部门", ["财政部"], []),
        ("财政部门和财政部", ["财政部"], ["财政部"]),
        (
            "国务院扶贫开发领导小组办公室",
            ["国务院扶贫开发领导小组办公室", "国务院扶贫开发领导小组"],
            ["国务院扶贫开发领导小组办公室"],
        ),
        ("没有点名", ["财政部"], []),
    ],
)
def test_a_text_names_somebody_by_their_longest_name(text: str, names: list[str], found: list[str]) -> None:
    assert [text[start:end] for start, end in named_in(text, names)] == found
