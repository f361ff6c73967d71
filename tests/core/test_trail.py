"""The trail: nothing changes without a line, and no line changes without being found out."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction

from luoxiao.core import trail
from luoxiao.core.chain import digest
from luoxiao.core.models import TrailEvent, TrailSeal
from luoxiao.organisations.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(clerk: User, at: datetime) -> list[TrailEvent]:
    made = [trail.record("test.act", by=clerk, at=at + timedelta(minutes=n), after={"n": n}) for n in range(5)]
    assert trail.seal() == 5
    return made


def thaw(table: str) -> None:
    """What somebody who owns the database can do: take the triggers away."""
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER frozen_{table}_{event}{where}")


def test_a_line_says_who_in_which_unit_and_role(clerk: User, at: datetime) -> None:
    event = trail.record("test.act", by=clerk, at=at, role="bureau", subject=clerk, before={"a": 1}, after={"a": 2})
    assert (event.actor, event.unit, event.role) == ("clerk", "救灾司", "bureau")
    assert (event.subject_type, event.subject_id) == ("organisations.user", clerk.pk)
    assert (event.before, event.after, event.result) == ({"a": 1}, {"a": 2}, "done")


def test_a_line_refuses_to_be_changed_or_deleted(five: list[TrailEvent]) -> None:
    for attempt in (
        lambda: TrailEvent.objects.filter(pk=five[0].pk).update(actor="somebody else"),
        lambda: TrailEvent.objects.filter(pk=five[0].pk)._raw_delete("default"),
        lambda: TrailSeal.objects.filter(number=1).update(digest="0" * 64),
        lambda: TrailSeal.objects.filter(number=5)._raw_delete("default"),
    ):
        with pytest.raises(Error, match="frozen"), transaction.atomic():
            attempt()


def test_a_line_cannot_be_replaced_by_inserting_over_it(five: list[TrailEvent]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    with pytest.raises(Error, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO core_trailseal (number, event_id, algorithm, digest, sealed_at)"
            " SELECT number, event_id, algorithm, 'x', sealed_at FROM core_trailseal WHERE number = 1"
        )


def test_an_untouched_trail_verifies(five: list[TrailEvent], clerk: User, at: datetime) -> None:
    trail.record("test.later", by=clerk, at=at)
    verdict = trail.verify()
    assert verdict.sound
    assert (verdict.checked, verdict.unsealed) == (5, 1)
    head = trail.head()
    assert head is not None
    assert head.digest == verdict.head


def test_sealing_twice_adds_nothing(five: list[TrailEvent]) -> None:
    assert trail.seal() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "x"},
        {"role": "office"},
        {"unit": "x"},
        {"action": "test.other"},
        {"after": {"n": 9}},
        {"before": {"n": 9}},
        {"reason": "x"},
        {"result": "refused"},
        {"subject": "x"},
        {"at": datetime.fromisoformat("2012-01-01T00:00:00+08:00")},
        {"recorded_at": datetime.fromisoformat("2012-01-01T00:00:00+08:00")},
        {"address": "10.0.0.1"},
        {"request_id": "x"},
    ],
    ids=str,
)
def test_any_edit_behind_the_back_is_found_at_its_place(five: list[TrailEvent], change: dict[str, Any]) -> None:
    thaw("core_trailevent")
    TrailEvent.objects.filter(pk=five[2].pk).update(**change)
    assert trail.verify().broken_at == 3


def test_a_deleted_line_is_found(five: list[TrailEvent]) -> None:
    thaw("core_trailevent")
    thaw("core_trailseal")
    TrailSeal.objects.filter(number=2)._raw_delete("default")
    TrailEvent.objects.filter(pk=five[1].pk)._raw_delete("default")
    assert trail.verify().broken_at == 3


def test_text_moved_from_one_field_to_the_next_changes_the_digest() -> None:
    assert digest("sha256", "0", ("ab", "c")) != digest("sha256", "0", ("a", "bc"))


def test_the_version_moves_with_every_line(five: list[TrailEvent], at: datetime) -> None:
    before = trail.version()
    assert trail.version() == before
    trail.record("account.sign-in", by=trail.Job("clock"), at=at)
    assert trail.version() != before


def test_the_version_moves_with_a_line_that_commits_behind_a_newer_one(five: list[TrailEvent], at: datetime) -> None:
    newest = trail.record("account.sign-in", by=trail.Job("clock"), at=at)
    TrailEvent.objects.bulk_create([TrailEvent(pk=newest.pk + 2, at=at, recorded_at=at, actor="clock", action="a")])
    before = trail.version()
    TrailEvent.objects.bulk_create([TrailEvent(pk=newest.pk + 1, at=at, recorded_at=at, actor="clock", action="b")])
    assert trail.version() != before


def test_an_empty_trail_has_a_version(db: None) -> None:
    assert trail.version() == ""
