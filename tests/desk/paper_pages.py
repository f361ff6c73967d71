"""How the tests of papers draft, read, edit and issue one through its pages."""

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest

from luoxiao.core.periods import Quarter
from luoxiao.documents import gongwen
from luoxiao.documents.composing import Words
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import ProgressDraft
from luoxiao.supervision.models import Task
from tests.conftest import signed_in

FIELDS = tuple(Words.__dataclass_fields__)


@pytest.fixture(autouse=True)
def _no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds of work that other tests do; here the server has none unless a test says so."""
    monkeypatch.setattr(gongwen, "write_pdf", lambda _data, **_more: None)


@pytest.fixture
def reported(filed: Task, clerk: User, reviewer: User, at: datetime) -> Task:
    """With accepted progress of the third quarter."""
    draft = ProgressDraft(period=Quarter(2012, 3), text="已摸清底数", confidence="sure", difficulties="缺经费")
    made = actions.report_progress(filed, draft=draft, seen=filed.version, by=clerk, at=at)
    actions.accept_report(made, by=reviewer, at=at)
    return Task.objects.get(pk=filed.pk)


@pytest.fixture
def draft(reported: Task, preparer: User) -> Paper:
    """As the preparer's form makes it."""
    answer = generate(preparer, reported)
    assert answer.status_code == 302
    return Paper.objects.get(kind=Paper.Kind.QUARTERLY_CIRCULAR)


@pytest.fixture
def issued(draft: Paper, reviewer: User) -> Paper:
    assert issue(reviewer, draft).status_code == 302
    return fresh(draft)


def fresh(paper: Paper) -> Paper:
    return Paper.objects.get(pk=paper.pk)


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def read(user: User, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    return text_of(answer)


def generate(user: User, task: Task, key: str = "k", **form: str) -> Any:
    said = {"key": key, "period": "2012Q3", "plan": str(task.version_of_plan.plan_id)} | form
    return signed_in(user).post("/papers/new/", said)


def hidden(page: str, name: str) -> str:
    """What the form of a page sends back unseen."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def issue(user: User, paper: Paper, key: str = "i", **form: str) -> Any:
    """Open the page and press the button."""
    client = signed_in(user)
    page = client.get(f"/papers/{paper.pk}/").content.decode()
    said = {name: hidden(page, name) for name in ("seen", "shown")}
    return client.post(f"/papers/{paper.pk}/issue/", {"key": key} | said | form)


def edit(user: User, paper: Paper, key: str = "e", **form: str) -> Any:
    said = {name: getattr(paper, name) for name in FIELDS} | {"seen": str(paper.version), "key": key}
    return signed_in(user).post(f"/papers/{paper.pk}/edit/", said | form)
