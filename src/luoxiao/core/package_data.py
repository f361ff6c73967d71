"""The facts bundled in luoxiao/data, read once and typed. Pure. Where each comes from: data/sources.md."""

import csv
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

_DATA = files("luoxiao") / "data"


@dataclass(frozen=True)
class Row:
    """A line of a table; its fields are the columns, read by their types. Empty text means not known."""


@dataclass(frozen=True)
class RegionRow(Row):
    """A province, prefecture or county. The parent is the one of 2012; counties of a municipality hang on it directly.

    `code_basis` is "own" for the three places that had no GB/T 2260 code in 2012; their code_2012 holds an X.
    `renamed_on` is a year, month or day: as much as the source says.
    """

    code_2012: str
    code_now: str
    name_2012: str
    name_now: str
    level: str
    parent_code_2012: str
    code_basis: str
    renamed_on: str
    rename_note: str
    source: str
    confidence: str


@dataclass(frozen=True)
class AreaRow(Row):
    """One of the 14 contiguous poor areas."""

    number: int
    name_zh: str
    name_en: str
    short_zh: str
    is_one_of_11: bool
    counties_in_list: int
    counties_in_plan: int | None
    province_codes: tuple[str, ...]
    source: str
    confidence: str
    counties_in_plan_confidence: str
    note: str


@dataclass(frozen=True)
class AreaLiaisonRow(Row):
    """A ministry that liaises with an area, in the source's order."""

    area_number: int
    order: int
    unit_code: str
    note: str
    source: str
    confidence: str


@dataclass(frozen=True)
class AreaCountyRow(Row):
    """A county of an area: on the list of 680, in the area's plan (None: that plan's counties are not known)."""

    area_number: int
    code_2012: str
    on_contiguous_list: bool
    in_area_plan: bool | None
    list_confidence: str


@dataclass(frozen=True)
class UnitRow(Row):
    """A ministry, bureau, division, department or local bureau. The parent is the unit that guides its work."""

    code: str
    kind: str
    name: str
    short_name: str
    name_en: str
    parent_code: str
    region_code_2012: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: str
    note: str


@dataclass(frozen=True)
class UnitAliasRow(Row):
    """Another name that a unit is printed under."""

    unit_code: str
    alias: str
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class KnownPaperRow(Row):
    """A paper of the register against which citations are checked. The title is printed without 《》."""

    number: str
    title: str
    issued_on: date | None
    source: str
    confidence: str
    note: str


@dataclass(frozen=True)
class Holder:
    """A person in a post. None: the plan states no date."""

    person: str
    other_title: str = ""
    held_from: date | None = None


@dataclass(frozen=True)
class BodyPost:
    """A post in a body; members who are not named are described."""

    title: str
    described: str
    holders: tuple[Holder, ...]


@dataclass(frozen=True)
class BodyDivision:
    """A division that does a body's daily work; without a code where the plan names a group of divisions."""

    name: str
    unit_code: str = ""


@dataclass(frozen=True)
class BodyDuty:
    """A duty in our own wording and the path of the clause it restates."""

    text: str
    clause_path: str


@dataclass(frozen=True)
class BodyRow:
    """A standing body of the plan, clause 一."""

    code: str
    kind: str
    name: str
    former_name: str
    aliases: tuple[str, ...]
    parent_code: str
    unit_code: str
    clause_path: str
    source: str
    posts: tuple[BodyPost, ...]
    divisions: tuple[BodyDivision, ...]
    duties: tuple[BodyDuty, ...]


@dataclass(frozen=True)
class BundledPlan:
    """The restated plan that comes with the package, and what it is."""

    title: str
    original_title: str
    issuer_unit_code: str
    area_number: int
    status: str
    year: int
    source_note: str
    text: str


@cache
def regions() -> tuple[RegionRow, ...]:
    """21 provinces, 124 prefectures, 681 counties."""
    return _table("regions.csv", RegionRow)


@cache
def areas() -> tuple[AreaRow, ...]:
    """The 11 areas with liaison ministries and the 3 under earlier special policies."""
    return _table("areas.csv", AreaRow)


@cache
def area_liaisons() -> tuple[AreaLiaisonRow, ...]:
    """13 ministries for 11 areas."""
    return _table("area_liaisons.csv", AreaLiaisonRow)


@cache
def area_counties() -> tuple[AreaCountyRow, ...]:
    """The 680 counties of the list and 章贡区, which is only in the Luoxiao plan."""
    return _table("area_counties.csv", AreaCountyRow)


@cache
def units() -> tuple[UnitRow, ...]:
    """Parents come before children."""
    return _table("units.csv", UnitRow)


@cache
def unit_aliases() -> tuple[UnitAliasRow, ...]:
    """Names beside the full and the short one."""
    return _table("unit_aliases.csv", UnitAliasRow)


@cache
def known_papers() -> tuple[KnownPaperRow, ...]:
    """The register of known papers."""
    return _table("known_papers.csv", KnownPaperRow)


@cache
def bodies() -> tuple[BodyRow, ...]:
    """Joint conference, leading group, its office; parents come before children."""
    return tuple(_body(entry) for entry in _toml("bodies.toml")["body"])


@cache
def short_titles(plan_title: str) -> Mapping[str, str]:
    """Clause path to short title (at most 16 characters); empty for a plan that has none."""
    plans = _toml("short_titles.toml")["plan"]
    found: dict[str, str] = next((plan["clauses"] for plan in plans if plan_title in plan["titles"]), {})
    return MappingProxyType(found)


@cache
def luoxiao_plan() -> BundledPlan:
    """The restated Luoxiao plan of 2012."""
    return BundledPlan(**_toml("plans/luoxiao-2012-restated.toml"), text=_text("plans/luoxiao-2012-restated.txt"))


_YES_NO = {"Y": True, "N": False}
_READERS: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    int | None: lambda text: int(text) if text else None,
    bool: _YES_NO.__getitem__,
    bool | None: lambda text: _YES_NO[text] if text else None,
    date | None: lambda text: date.fromisoformat(text) if text else None,
    tuple[str, ...]: lambda text: tuple(text.split(";")) if text else (),
}

R = TypeVar("R", bound=Row)


def _table(name: str, kind: type[R]) -> tuple[R, ...]:
    readers = {field.name: _READERS[field.type] for field in fields(kind)}
    lines = csv.DictReader(_text(name).splitlines(), strict=True)
    return tuple(kind(**{column: readers[column](text) for column, text in line.items()}) for line in lines)


def _body(entry: dict[str, Any]) -> BodyRow:
    words = ("code", "kind", "name", "former_name", "parent_code", "unit_code", "clause_path", "source")
    return BodyRow(
        **{word: entry.get(word, "") for word in words},
        aliases=tuple(entry["aliases"]),
        posts=tuple(_post(post) for post in entry["post"]),
        divisions=tuple(BodyDivision(**division) for division in entry.get("division", ())),
        duties=tuple(BodyDuty(**duty) for duty in entry.get("duty", ())),
    )


def _post(entry: dict[str, Any]) -> BodyPost:
    holders = tuple(Holder(**holder) for holder in entry.get("holder", ()))
    return BodyPost(entry["title"], entry.get("described", ""), holders)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _text(name: str) -> str:
    return _DATA.joinpath(name).read_text(encoding="utf-8")
