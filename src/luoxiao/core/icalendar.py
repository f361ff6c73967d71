"""A calendar that other programs subscribe to (RFC 5545): lines of at most 75 octets, texts escaped. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS = 75  # of a line, without its end


@dataclass(frozen=True)
class Event:
    """A day, or an instant with its zone, on which something is due or begins; `uid` stays the same when it moves."""

    uid: str
    when: date | datetime
    summary: str
    place: str = ""


def written(name: str, events: Iterable[Event], *, stamp: datetime) -> bytes:
    """The calendar of this name as a file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Luoxiao//ZH", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        lines += _lines(event, stamp)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _lines(event: Event, stamp: datetime) -> list[str]:
    place = [f"LOCATION:{_text(event.place)}"] if event.place else []
    head = ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_instant(stamp)}"]
    return [*head, *_when(event.when), f"SUMMARY:{_text(event.summary)}", *place, "END:VEVENT"]


def _when(when: date | datetime) -> list[str]:
    """A whole day ends where the next begins."""
    if isinstance(when, datetime):
        return [f"DTSTART:{_instant(when)}"]
    return [f"DTSTART;VALUE=DATE:{when:%Y%m%d}", f"DTEND;VALUE=DATE:{when + timedelta(1):%Y%m%d}"]


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> bytes:
    """A line too long goes on in the next after a space; no character is cut apart."""
    parts, part = [], b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
