"""Foreign keys point downwards: import-linter does not see those that are written as strings."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

FLOORS = {
    "core": 0,
    "organisations": 1,
    "documents": 2,
    "plan": 3,
    "supervision": 4,
    "indicators": 4,  # neighbours do not know each other
    "returns": 5,
    "funds": 5,
}


def upward(kinds: Iterable[type[models.Model]]) -> list[str]:
    """Fields that point from a room to one above it."""
    return [
        f"{kind._meta.label}.{field.name} -> {target._meta.label}"
        for kind in kinds
        for field in kind._meta.get_fields(include_hidden=True)
        if (target := _target(field)) and _is_upward(kind._meta.app_label, target._meta.app_label)
    ]


def _is_upward(room: str, other: str) -> bool:
    return room != other and FLOORS[other] >= FLOORS[room]


def _target(field: object) -> type[models.Model] | None:
    concrete = isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
    return field.related_model if concrete else None  # type: ignore[attr-defined,no-any-return]


def ours() -> list[type[models.Model]]:
    return [kind for kind in apps.get_models() if kind._meta.app_label in FLOORS]


def test_no_foreign_key_points_upwards() -> None:
    assert upward(ours()) == []


def test_every_room_with_tables_has_a_floor() -> None:
    rooms = {kind._meta.app_label for kind in apps.get_models() if kind.__module__.startswith("luoxiao.")}
    assert rooms <= set(FLOORS)


@isolate_apps("luoxiao.core")
def test_a_planted_upward_key_is_found() -> None:
    from luoxiao.supervision.models import Task

    class Planted(models.Model):
        task = models.ForeignKey(Task, models.CASCADE)

        class Meta:
            app_label = "core"

    assert upward([Planted]) == ["core.Planted.task -> supervision.Task"]


@isolate_apps("luoxiao.supervision")
def test_a_planted_key_to_a_neighbour_is_found() -> None:
    from luoxiao.indicators.models import Place

    class Planted(models.Model):
        place = models.ForeignKey(Place, models.CASCADE)

        class Meta:
            app_label = "supervision"

    assert upward([Planted]) == ["supervision.Planted.place -> indicators.Place"]
