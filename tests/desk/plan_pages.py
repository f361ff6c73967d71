"""How the tests of plans read a version and decide on it through its pages."""

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse

from luoxiao.organisations.models import Unit, User
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import actions
from tests.conftest import signed_in
from tests.plan.sample import NEXT, propose

State = PlanVersion.State
FIRST = "二/(一)/1"


@pytest.fixture
def waiting(preparer: User, bureau: Unit, other_bureau: Unit, at: datetime) -> PlanVersion:
    return propose(preparer, at)


@pytest.fixture
def version(waiting: PlanVersion, reviewer: User, at: datetime) -> PlanVersion:
    """In force, with its tasks."""
    actions.adopt(waiting, by=reviewer, at=at)
    return PlanVersion.objects.get(pk=waiting.pk)


def text_of(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"<[^>]+>", "", page)


def read(user: User, version: PlanVersion, **query: str | int) -> str:
    answer = signed_in(user).get(f"/plans/{version.pk}/", query)
    assert answer.status_code == 200
    return text_of(answer)


def post(user: User, version: PlanVersion, what: str, **form: str) -> Any:
    return signed_in(user).post(f"/plans/{version.pk}/{what}/", {"key": "k"} | form)


@pytest.fixture
def following(version: PlanVersion, preparer: User, at: datetime) -> PlanVersion:
    return propose(preparer, at, NEXT, of=version.plan)
