"""Calendars that other programs read."""

from datetime import date, datetime

from luoxiao.core.icalendar import Event, written
from luoxiao.core.periods import BEIJING

STAMP = datetime(2012, 10, 15, 10, tzinfo=BEIJING)


def lines(*events: Event) -> list[str]:
    return written("我的时限", events, stamp=STAMP).decode().split("\r\n")


def test_a_day_lasts_until_the_next_begins() -> None:
    found = lines(Event("task-1@luoxiao", date(2012, 10, 31), "建储备库"))
    assert "DTSTART;VALUE=DATE:20121031" in found
    assert "DTEND;VALUE=DATE:20121101" in found
    assert "DTSTAMP:20121015T020000Z" in found


def test_an_instant_is_said_in_universal_time() -> None:
    found = lines(Event("m", datetime(2012, 10, 31, 9, tzinfo=BEIJING), "会议", place="第一会议室"))
    assert "DTSTART:20121031T010000Z" in found
    assert "LOCATION:第一会议室" in found


def test_marks_are_escaped_so_that_a_title_cannot_add_lines() -> None:
    found = lines(Event("t", date(2012, 10, 31), "a,b;c\\d\r\nATTENDEE:x"))
    assert "SUMMARY:a\\,b\\;c\\\\d\\nATTENDEE:x" in found
    assert not any(line.startswith("ATTENDEE") for line in found)


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut() -> None:
    title = "统筹推进罗霄山片区减灾救灾物资储备库建设" * 5
    text = written("x", [Event("t", date(2012, 10, 31), title)], stamp=STAMP)
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert f"SUMMARY:{title}" in text.decode().replace("\r\n ", "")
    assert text.endswith(b"END:VCALENDAR\r\n")
