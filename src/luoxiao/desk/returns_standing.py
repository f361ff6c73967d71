"""How a return stands, in one shape and one word, as tiles, lists and pages of returns show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from luoxiao.core.periods import end_of_day
from luoxiao.returns.models import Return
from luoxiao.supervision.lights import Light

S = Return.State
TILES = {Light.DONE: "pass", Light.OK: "review", Light.SOON: "back", Light.LATE: "none", Light.IDLE: "idle"}


@dataclass(frozen=True)
class Standing:
    """The light of a return and the words beside its shape."""

    light: Light
    words: str

    @property
    def tile(self) -> str:
        return TILES[self.light]


def standing(state: str, first_certified_at: datetime | None, due: date, today: date) -> Standing:
    """Accepted, under review, sent back, not reported, or not due yet; `due` is the last day in time."""
    if state == S.ACCEPTED:
        return Standing(Light.DONE, _("已采用"))
    if state == S.APPROVED:
        return Standing(Light.OK, _("待采用"))
    if state == S.REVIEWING:
        return Standing(Light.OK, _("待审核"))
    if state == S.SENT_BACK:
        return Standing(Light.SOON, _("退回修改"))
    if first_certified_at is None and today > due:
        return Standing(Light.LATE, _("未报"))
    return Standing(Light.IDLE, _("待审签") if state == S.CERTIFYING else _("填报中"))


def is_late(first_certified_at: datetime | None, due: date, now: datetime) -> bool:
    """Whether it came, or still has not come, after the midnight that ends the due date."""
    return (first_certified_at or now) >= end_of_day(due)


def when(due: date, today: date) -> str:
    """How far the due date is, in plain words (design guide, rule 8)."""
    days = (due - today).days
    if days < 0:
        return _("逾期 %(days)s 天") % {"days": -days}
    return _("剩 %(days)s 天") % {"days": days} if days else _("今日")


@dataclass(frozen=True)
class Tile:
    """One unit's square: where it leads, its short name, and how its return stands."""

    pk: int
    name: str
    full_name: str
    standing: Standing


@dataclass(frozen=True)
class City:
    """A row of tiles: the counties of one prefecture, or units of no prefecture."""

    name: str
    tiles: list[Tile]


@dataclass(frozen=True)
class Tally:
    """How many were asked, how many have reported, how many of them in time; percentages of those asked."""

    asked: int
    reported: int
    in_time: int
    by_light: list[tuple[Light, str, int]]

    @property
    def rate(self) -> str:
        return _percent(self.reported, self.asked)

    @property
    def in_time_rate(self) -> str:
        return _percent(self.in_time, self.asked)


def _percent(part: int, whole: int) -> str:
    return f"{part * 1000 // whole / 10:.1f}%" if whole else "—"


TILE_COLUMNS = (
    *("id", "call_id", "state", "first_certified_at"),
    *("unit__short_name", "unit__name", "unit__kind", "unit__region__name_2012", "unit__region__parent__name_2012"),
)


def cities(rows: Iterable[dict[str, Any]], due: date, today: date) -> list[City]:
    """The tiles by prefecture, the largest first, units in the order of the rows (TILE_COLUMNS)."""
    found: dict[str, list[Tile]] = {}
    for row in rows:
        city = row["unit__region__parent__name_2012"] if row["unit__kind"] == "county" else None
        found.setdefault(city or _("其他"), []).append(_tile(row, due, today))
    return [City(name, tiles) for name, tiles in sorted(found.items(), key=lambda item: -len(item[1]))]


def _tile(row: dict[str, Any], due: date, today: date) -> Tile:
    place = row["unit__region__name_2012"] if row["unit__kind"] == "county" else None
    name = place[:-1] if place and len(place) > 2 else place or row["unit__short_name"]
    return Tile(row["id"], name, row["unit__name"], standing(row["state"], row["first_certified_at"], due, today))


def tally(rows: Iterable[dict[str, Any]], due: date, today: date) -> Tally:
    """Counts over the returns of one call (`state` and `first_certified_at` of each)."""
    rows = list(rows)
    lights = [standing(row["state"], row["first_certified_at"], due, today).light for row in rows]
    came = [row["first_certified_at"] for row in rows if row["first_certified_at"] is not None]
    words = {
        Light.DONE: _("已采用"),
        Light.OK: _("待审核"),
        Light.SOON: _("退回修改"),
        Light.LATE: _("未报"),
        Light.IDLE: _("填报中"),
    }
    counted = [(light, said, lights.count(light)) for light, said in words.items() if light in lights]
    return Tally(len(rows), len(came), sum(at < end_of_day(due) for at in came), counted)
