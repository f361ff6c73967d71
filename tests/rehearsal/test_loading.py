"""The rehearsal goes through the actions of the product, once, and never into an installation with real people."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from luoxiao import installation, rehearsal
from luoxiao.core.models import TrailEvent
from luoxiao.funds.balances import trial_balance
from luoxiao.funds.models import Fund, Project, Round
from luoxiao.indicators import figures
from luoxiao.indicators.models import Indicator, Origin, Place
from luoxiao.organisations.models import User
from luoxiao.plan.models import Measure, PlanVersion
from luoxiao.rehearsal import loading
from luoxiao.returns.models import Return
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import Ask, Exchange, Letter, ProgressReport, Task

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Loaded once for this module, and taken away again."""
    changed = override_settings(
        HOME=tmp_path_factory.mktemp("home"),
        MEDIA_ROOT=tmp_path_factory.mktemp("files"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), transaction.atomic(), changed:
        installation.prepare()
        loading.load()
        yield
        transaction.set_rollback(True)


def test_the_nineteen_measures_are_tasks_and_show_every_light() -> None:
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


def test_every_task_has_a_lead_and_no_date_the_text_does_not_state() -> None:
    tasks = Task.objects.filter(origin=Task.Origin.PLAN).select_related("lead").order_by("id")
    assert [task.title for task in tasks if task.lead is None] == []
    assert {task.due for task in tasks} == {None, date(2015, 12, 31)}


def test_there_is_something_to_review_to_correct_and_to_close() -> None:
    states = set(ProgressReport.objects.values_list("state", flat=True))
    assert states == {"sent", "accepted", "returned"}
    assert Task.objects.filter(state=Task.State.CLOSING).exists()


def test_every_invented_sentence_says_that_it_is_invented() -> None:
    texts = ProgressReport.objects.values_list("text", "difficulties", "confidence_reason", "review_reason")
    assert [text for row in texts for text in row if text and not text.startswith("演练：")] == []


def test_the_plan_was_adopted_by_another_person_than_its_importer() -> None:
    version = PlanVersion.objects.select_related("imported_by", "adopted_by").get()
    assert version.is_restated
    assert [version.imported_by.username, version.adopted_by and version.adopted_by.username] == ["jingban", "fuhe"]


def test_loading_again_changes_nothing() -> None:
    before = TrailEvent.objects.count()
    loading.load()
    assert TrailEvent.objects.count() == before > 100


def test_every_sample_account_is_marked_and_can_sign_in() -> None:
    listed = {account[0] for account in rehearsal.ACCOUNTS}
    users = User.objects.filter(username__in=listed)
    assert {user.username for user in users} == listed
    assert all(user.is_rehearsal and user.check_password(rehearsal.password()) for user in users)


def test_those_who_only_answer_for_their_county_cannot_sign_in() -> None:
    others = User.objects.exclude(username__in=[account[0] for account in rehearsal.ACCOUNTS])
    assert len(others) > 40
    assert all(user.is_rehearsal and not user.has_usable_password() for user in others)


def test_the_counties_stand_as_on_the_screens() -> None:
    states = Counter(Return.objects.values_list("state", flat=True))
    assert states == {"accepted": 14, "reviewing": 5, "sent-back": 3, "filling": 2}


def test_invented_figures_are_rehearsal_figures_only() -> None:
    standard, county = Indicator.objects.get(code="rural_dibao_standard"), Place.objects.get(code="360721")
    assert figures.series(standard, county, rehearsal=False) == []
    codes = [code for code, _figure in figures.series(standard, county, rehearsal=True)]
    assert (codes[0], codes[-1], len(codes)) == ("2010Q1", "2012Q3", 11)


def test_an_accepted_return_of_the_rehearsal_leads_back_to_its_receipt() -> None:
    standard, county = Indicator.objects.get(code="rural_dibao_standard"), Place.objects.get(code="360721")
    _period, figure = figures.series(standard, county, rehearsal=True)[-1]
    assert Origin.objects.get(pk=figure.origin_id).source.startswith("演练-LX-01-2012Q3-360721-")


def test_the_money_of_the_rehearsal_is_a_fund_of_its_own_and_adds_up() -> None:
    fund = Fund.objects.get(code="lottery", is_rehearsal=True)
    states = Counter(fund.rounds.order_by("id").values_list("state", flat=True))
    assert states == {Round.State.ADOPTED: 2, Round.State.OPEN: 1}
    assert trial_balance(fund).holds
    assert not Fund.objects.get(code="lottery", is_rehearsal=False).rounds.exists()
    assert not Project.objects.filter(is_rehearsal=False).exists()


def test_projects_of_the_rehearsal_stand_at_every_stage() -> None:
    found = set(Project.objects.order_by("id").values_list("state", flat=True))
    assert found == {"applied", "reviewed", "approved", "started", "accepted"}


def test_each_of_the_thirteen_measures_that_depend_on_others_has_an_ask() -> None:
    asks = list(Ask.objects.select_related("lead", "measure__clause", "made_by").order_by("id"))
    assert len({ask.clause_path for ask in asks}) == len(asks) == 13
    assert all(ask.measure and ask.measure.clause.path == ask.clause_path for ask in asks)
    assert all(ask.is_rehearsal and ask.title.startswith("演练：") and ask.made_by.unit == ask.lead for ask in asks)
    assert {ask.outcome for ask in asks} == set(Ask.Outcome.values)
    assert {ask.effort for ask in asks} == set(Ask.Effort.values)


def test_no_letter_or_exchange_of_the_rehearsal_could_be_a_real_one() -> None:
    letters = Letter.objects.order_by("id")
    assert [letter.number for letter in letters if not (letter.is_rehearsal and letter.number.startswith("演"))] == []
    exchanges = Exchange.objects.order_by("id")
    assert [said.text for said in exchanges if not (said.is_rehearsal and said.text.startswith("演练："))] == []
    assert len(letters) == 15
