"""Going away with an agent, coming back, reading, and where letters go."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core import trail
from luoxiao.core.refusals import Unsaid
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import AbsenceDraft
from luoxiao.supervision.models import Absence, MailAddress, Notice
from luoxiao.supervision.reminding import Told
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(bureau: Unit) -> User:
    return make_user("colleague", "bureau", unit=bureau)


def draft(agent: User, first: int = 15, last: int = 20, reason: str = "出差") -> AbsenceDraft:
    return AbsenceDraft(agent, date(2012, 10, first), date(2012, 10, last), reason)


def test_one_goes_away_and_comes_back(clerk: User, colleague: User, at: datetime) -> None:
    absence = actions.go_away(draft(colleague), by=clerk, at=at)
    assert trail.history(clerk)[0].after == {"agent": "colleague", "first": "2012-10-15", "last": "2012-10-20"}
    actions.come_back(absence, by=clerk, at=at)
    with pytest.raises(actions.AlreadyBack):
        actions.come_back(absence, by=clerk, at=at)
    assert Absence.objects.get().ended_at == at


def test_the_stranger_and_an_administrator_are_no_agents(
    clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    administrator = make_user("system", "system-administrator")
    for person, agent in ((clerk, stranger), (reviewer, administrator), (clerk, clerk)):
        with pytest.raises(actions.AgentElsewhere):
            actions.go_away(draft(agent), by=person, at=at)


def test_days_that_are_past_turned_or_taken_are_refused(clerk: User, colleague: User, at: datetime) -> None:
    with pytest.raises(actions.AbsencePast):
        actions.go_away(draft(colleague, 1, 14), by=clerk, at=at)
    with pytest.raises(actions.AbsenceTurned):
        actions.go_away(draft(colleague, 20, 19), by=clerk, at=at)
    actions.go_away(draft(colleague), by=clerk, at=at)
    with pytest.raises(actions.AlreadyAway):
        actions.go_away(draft(colleague, 20, 22), by=clerk, at=at)
    with pytest.raises(Unsaid):
        actions.go_away(draft(colleague, 21, 22, reason=" "), by=clerk, at=at)


def test_the_database_refuses_a_turned_absence_and_oneself_as_agent(clerk: User, colleague: User, at: datetime) -> None:
    """absence_ends_after_it_begins, agent_is_another"""
    for agent, last in ((colleague, date(2012, 10, 1)), (clerk, date(2012, 10, 30))):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(user=clerk, agent=agent, first=date(2012, 10, 15), last=last, made_at=at)


def test_nobody_ends_the_absence_of_another(clerk: User, colleague: User, at: datetime) -> None:
    absence = actions.go_away(draft(colleague), by=clerk, at=at)
    with pytest.raises(NotAllowed):
        actions.come_back(absence, by=colleague, at=at)


def test_what_is_no_address_is_refused(clerk: User, at: datetime) -> None:
    with pytest.raises(actions.NoAddress):
        actions.set_address("不是邮箱", by=clerk, at=at)
    assert not MailAddress.objects.exists()


def test_a_new_calendar_key_is_long_and_not_in_the_trail(clerk: User, at: datetime) -> None:
    keys = [actions.renew_calendar(by=clerk, at=at).calendar_key for _ in range(2)]
    assert keys[0] != keys[1]
    assert [len(key) for key in keys] == [43, 43]
    assert all(key not in str(event.after) + str(event.before) for event in trail.history(clerk) for key in keys)


def test_one_reads_only_ones_own(clerk: User, stranger: User, at: datetime) -> None:
    actions.tell([Told(user.pk, "task", 1, "late-1", "甲") for user in (clerk, stranger)], at=at)
    every = list(Notice.objects.order_by("pk").values_list("pk", flat=True))
    assert actions.read_notices(every, by=stranger, at=at) == 1
    assert Notice.objects.get(read_at__isnull=True).user == clerk
    assert actions.read_notices(None, by=clerk, at=at + timedelta(minutes=1)) == 1
    assert actions.read_notices(None, by=clerk, at=at) == 0
