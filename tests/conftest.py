"""The three people of every test of rights, and what makes tests unforgiving."""

import random
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models.query import QuerySet
from django.test import Client
from django.utils import timezone

from luoxiao.organisations.models import RoleGrant, Unit, User
from tests import kept_tables

BEIJING = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def at() -> datetime:
    """Monday 15 October 2012, ten in the morning in Beijing."""
    return datetime(2012, 10, 15, 10, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Doors ask the clock; in tests it stands on the day of `at`."""
    from luoxiao.core import clock

    monkeypatch.setenv("LUOXIAO_TODAY", "2012-10-15")
    clock.rehearsal_day.cache_clear()
    yield
    clock.rehearsal_day.cache_clear()


@pytest.fixture(autouse=True)
def _nothing_kept_in_the_process() -> None:
    """What stands around the board is kept under the version of the trail; the trail of each test begins anew."""
    from luoxiao.desk import tasks, workbench_area

    tasks._around.cache_clear()
    workbench_area._area.cache_clear()


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Any) -> None:
    """Files of a test stay in the test."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _unordered_rows_come_shuffled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A queryset without an order gives its rows in any order, so nothing may lean on one."""
    fetch = QuerySet._fetch_all  # type: ignore[attr-defined]

    def shuffled(self: Any) -> None:
        fresh = self._result_cache is None
        fetch(self)
        if fresh and not self.ordered and isinstance(self._result_cache, list):
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", shuffled)


def make_unit(code: str, name: str, kind: str = Unit.Kind.BUREAU, **more: Any) -> Unit:
    """A unit for tests."""
    return Unit.objects.create(
        code=code, name=name, short_name=name, kind=kind, source="test", confidence="high", **more
    )


def make_user(username: str, *roles: str, unit: Unit | None = None) -> User:
    """A person with these roles, granted and confirmed."""
    user = User.objects.create(username=username, full_name=username, unit=unit)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, granted_at=timezone.now(), confirmed_at=timezone.now())
    return user


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user, backend="luoxiao.organisations.sign_in.Backend")
    return client


@pytest.fixture
def bureau(db: None) -> Unit:
    return make_unit("relief", "救灾司")


@pytest.fixture
def other_bureau(db: None) -> Unit:
    return make_unit("assistance", "社会救助司")


@pytest.fixture
def clerk(bureau: Unit) -> User:
    """Fills in and reports for bureau A."""
    return make_user("clerk", "bureau", unit=bureau)


@pytest.fixture
def reviewer(db: None) -> User:
    """The office above: checks, closes, issues."""
    return make_user("reviewer", "office")


@pytest.fixture
def preparer(db: None) -> User:
    """A second person of the office: imports and drafts what the reviewer adopts and issues."""
    return make_user("preparer", "office")


@pytest.fixture
def stranger(other_bureau: Unit) -> User:
    """Same role as the clerk, another bureau."""
    return make_user("stranger", "bureau", unit=other_bureau)


def pytest_configure() -> None:
    kept_tables.keep()
