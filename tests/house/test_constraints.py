"""A truth that must always hold is a database constraint, and each has a test that names it."""

from pathlib import Path

from django.apps import apps

TESTS = Path(__file__).parents[1]


def constraints() -> set[str]:
    return {
        constraint.name
        for kind in apps.get_models()
        if kind.__module__.startswith("luoxiao.")
        for constraint in kind._meta.constraints
    }


def named() -> str:
    return "\n".join(
        file.read_text(encoding="utf-8") for file in TESTS.rglob("*.py") if file.resolve() != Path(__file__).resolve()
    )


def test_every_constraint_is_named_in_a_test() -> None:
    tested = named()
    assert sorted(name for name in constraints() if name not in tested) == []
