"""The map of projects: counties shaded by how many they have, and a mark for each project whose place is known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.desk.boundaries import outline
from luoxiao.desk.figure_map import INK, PAPER, VALUES, Band, County, Map, Painted
from luoxiao.desk.projects_reading import Light
from luoxiao.funds.models import Project

OVER, PLAIN = "#A8201A", "#17466B"
_DARK = VALUES[:2]


@dataclass(frozen=True)
class Marker:
    """A project on the map."""

    x: float
    y: float
    fill: str
    says: str
    address: str


def shaded(counties: Sequence[County], counts: Mapping[str, int]) -> Map:
    """Counties by the number of their projects (by code), in four equal steps of whole numbers."""
    size = max(1, -(-max(counts.values(), default=0) // 4))
    by_code = {county.code: county for county in counties}
    shapes = [shape for shape in outline().counties if shape.code in by_code]
    fills = {code: _fill(counts.get(code, 0), size) for code in by_code}
    painted = tuple(
        Painted(shape, by_code[shape.code], fills[shape.code], _ink(fills[shape.code]), False) for shape in shapes
    )
    return Map(painted, tuple(_legend(list(fills.values()), size)), tuple(fills.items()))


def _fill(count: int, size: int) -> str:
    """Deeper the more there are; paper where there are none."""
    return VALUES[3 - min(3, (count - 1) // size)] if count else PAPER


def _ink(fill: str) -> str:
    return PAPER if fill in _DARK else INK


def _legend(fills: Collection[str], size: int) -> list[Band]:
    bands = [(_words(step, size), VALUES[3 - step]) for step in (3, 2, 1, 0)]
    return [Band(words, fill, False, _times(fills, fill)) for words, fill in (*bands, (_("没有项目"), PAPER))]


def _words(step: int, size: int) -> str:
    bounds = {"first": step * size + 1, "last": (step + 1) * size}
    if step == 3:
        return _("%(first)s 个以上") % bounds
    return (_("%(first)s 个") if size == 1 else _("%(first)s～%(last)s 个")) % bounds


def _times(fills: Collection[str], fill: str) -> int:
    return sum(each == fill for each in fills)


def markers(listed: Sequence[Light], overspent: Collection[int]) -> list[Marker]:
    """A mark for each project with a place; those that overspent (ids) stand out."""
    return [_marker(each, each.pk in overspent) for each in listed if each.longitude is not None]


def _marker(each: Light, is_over: bool) -> Marker:
    x, y = outline().place(float(each.longitude or 0), float(each.latitude or 0))
    state = Project.State(each.state).label
    said = _("%(project)s（%(state)s，支出超过安排）") if is_over else _("%(project)s（%(state)s）")
    says = said % {"project": each.name, "state": state}
    return Marker(x, y, OVER if is_over else PLAIN, says, reverse("project", args=(each.pk,)))
