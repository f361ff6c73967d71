"""The rehearsal goes through the actions of the product, once, and never into an installation with real people."""

from datetime import date
from typing import Any

import pytest

from luoxiao import installation, rehearsal
from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import User
from luoxiao.plan.models import Measure, PlanVersion
from luoxiao.rehearsal import loading
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import ProgressReport, Task
from tests.conftest import make_user


@pytest.fixture
def prepared(db: None, settings: Any, tmp_path: Any) -> None:
    """An installation with its facts, before anybody has an account."""
    settings.HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    installation.prepare()


@pytest.fixture
def loaded(prepared: None) -> None:
    loading.load()


def test_the_nineteen_measures_are_tasks_and_show_every_light(loaded: None) -> None:
    tasks = Task.objects.filter(kind=Measure.Kind.MEASURE).order_by("id")
    lights = [task.verdict(today=rehearsal.DAY, soon_days=15).light for task in tasks]
    assert len(lights) == 19
    assert {light: lights.count(light) for light in Light} == {
        Light.LATE: 2,
        Light.SOON: 4,
        Light.OK: 9,
        Light.IDLE: 3,
        Light.DONE: 1,
    }


def test_every_task_has_a_lead_and_no_date_the_text_does_not_state(loaded: None) -> None:
    tasks = Task.objects.select_related("lead").order_by("id")
    assert [task.title for task in tasks if task.lead is None] == []
    assert {task.due for task in tasks} == {None, date(2015, 12, 31)}


def test_there_is_something_to_review_to_correct_and_to_close(loaded: None) -> None:
    states = set(ProgressReport.objects.values_list("state", flat=True))
    assert states == {"sent", "accepted", "returned"}
    assert Task.objects.filter(state=Task.State.CLOSING).exists()


def test_every_invented_sentence_says_that_it_is_invented(loaded: None) -> None:
    texts = ProgressReport.objects.values_list("text", "difficulties", "confidence_reason", "review_reason")
    assert [text for row in texts for text in row if text and not text.startswith("演练：")] == []


def test_the_plan_was_adopted_by_another_person_than_its_importer(loaded: None) -> None:
    version = PlanVersion.objects.select_related("imported_by", "adopted_by").get()
    assert version.is_restated
    assert [version.imported_by.username, version.adopted_by and version.adopted_by.username] == ["jingban", "fuhe"]


def test_loading_again_changes_nothing(loaded: None) -> None:
    before = TrailEvent.objects.count()
    loading.load()
    assert TrailEvent.objects.count() == before > 100


def test_every_sample_account_is_marked_and_can_sign_in(loaded: None) -> None:
    users = User.objects.all()
    assert {user.username for user in users} == {account[0] for account in rehearsal.ACCOUNTS}
    assert all(user.is_rehearsal and user.check_password(rehearsal.password()) for user in users)


def test_an_installation_with_real_people_is_refused(prepared: None) -> None:
    make_user("zhangsan", "office")
    with pytest.raises(loading.RealAccounts, match="正式账号"):
        loading.load()
    assert User.objects.count() == 1
