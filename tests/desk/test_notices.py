"""我的提醒, the bell, absences, and the calendar under a secret key."""

from datetime import date, datetime

import pytest
from django.test import Client

from luoxiao.organisations.models import Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.models import Absence, MailAddress, Notice, Task
from luoxiao.supervision.reminding import Told
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(task: Task, clerk: User, at: datetime) -> Task:
    due = date(2012, 12, 31)
    actions.tell([Told(clerk.pk, "task", task.pk, "before-30:2012-12-31", task.title, due)], at=at)
    return task


@pytest.fixture
def browser(clerk: User) -> Client:
    return signed_in(clerk)


def text(browser: Client, address: str = "/notices/") -> str:
    return browser.get(address).content.decode()


def test_the_page_says_what_was_told_and_leads_to_the_thing(told: Task, browser: Client) -> None:
    page = text(browser)
    assert f'<a href="/tasks/{told.pk}/">任务“建储备库”将于 12月31日到期。</a>' in page
    assert "我的提醒，未阅 1 条" in page


def test_the_stranger_sees_nothing_of_it(told: Task, stranger: User) -> None:
    page = text(signed_in(stranger))
    assert "建储备库" not in page
    assert "我的提醒，未阅 0 条" in page


def test_the_bell_rings_on_a_page_that_was_kept(task: Task, clerk: User, browser: Client, at: datetime) -> None:
    first = browser.get("/plans/")
    assert browser.get("/plans/", headers={"if-none-match": first["ETag"]}).status_code == 304
    actions.tell([Told(clerk.pk, "task", task.pk, "late-1:2012-10-14", task.title)], at=at)
    again = browser.get("/plans/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert "我的提醒，未阅 1 条" in again.content.decode()


def test_all_are_marked_read_and_stay_under_all(told: Task, browser: Client) -> None:
    assert browser.post("/notices/read/").status_code == 302
    assert "没有未阅的提醒" in text(browser)
    assert "建储备库" in text(browser, "/notices/?all=1")


def test_one_alone_is_marked_read(told: Task, clerk: User, stranger: User, browser: Client, at: datetime) -> None:
    actions.tell([Told(user.pk, "paper", 1, "check-3:2012-10-12", "通报") for user in (clerk, stranger)], at=at)
    one = Notice.objects.get(user=clerk, about_kind="paper")
    signed_in(stranger).post("/notices/read/", {"notice": one.pk})
    assert Notice.objects.get(pk=one.pk).read_at is None
    browser.post("/notices/read/", {"notice": one.pk})
    assert Notice.objects.get(user=clerk, read_at__isnull=True).about_kind == "task"


def test_a_wrong_address_is_shown_again_and_not_kept(browser: Client, clerk: User) -> None:
    answer = browser.post("/notices/mail/", {"address": "没有"})
    assert answer.status_code == 422
    assert "“没有”不是邮箱地址" in answer.content.decode()
    assert browser.post("/notices/mail/", {"address": "a@example.org"}).status_code == 302
    assert MailAddress.objects.get(user=clerk).address == "a@example.org"


def test_one_goes_away_and_comes_back(browser: Client, clerk: User, bureau: Unit) -> None:
    agent = make_user("colleague", "bureau", unit=bureau)
    filled = {"agent": agent.pk, "first": "2012-10-16", "last": "2012-10-18", "reason": "出差"}
    assert browser.post("/notices/absences/", filled | {"last": "明天"}).status_code == 422
    assert browser.post("/notices/absences/", filled).status_code == 302
    absence = Absence.objects.get(user=clerk)
    assert "2012-10-16 — 2012-10-18" in text(browser)
    assert signed_in(agent).post(f"/notices/absences/{absence.pk}/end/").status_code == 404
    assert browser.post(f"/notices/absences/{absence.pk}/end/").status_code == 302
    assert "2012-10-16 — 2012-10-18" not in text(browser)


def test_the_stranger_is_no_agent_however_the_form_is_sent(browser: Client, stranger: User) -> None:
    filled = {"agent": stranger.pk, "first": "2012-10-16", "last": "2012-10-18", "reason": "出差"}
    answer = browser.post("/notices/absences/", filled)
    assert (answer.status_code, Absence.objects.count()) == (422, 0)
    assert "没有选代理人" in answer.content.decode()


def test_the_page_takes_few_queries_however_many_it_shows(
    told: Task, clerk: User, browser: Client, at: datetime, django_assert_max_num_queries: object
) -> None:
    more = [Told(clerk.pk, "task", n, "late-1:2012-10-14", f"事项{n}") for n in range(500, 540)]
    actions.tell(more, at=at)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert "事项539" in text(browser)


# The calendar


@pytest.fixture
def feed(task: Task, clerk: User, at: datetime) -> str:
    return f"/calendar/{actions.renew_calendar(by=clerk, at=at).calendar_key}.ics"


def test_the_calendar_is_read_without_signing_in_and_never_kept(feed: str) -> None:
    answer = Client().get(feed)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert "SUMMARY:任务时限：建储备库" in answer.content.decode()
    assert "DTSTART;VALUE=DATE:20121231" in answer.content.decode()


def test_nobody_reads_anothers_calendar(feed: str, stranger: User, at: datetime) -> None:
    own = f"/calendar/{actions.renew_calendar(by=stranger, at=at).calendar_key}.ics"
    assert "建储备库" not in Client().get(own).content.decode()
    assert feed.split("/")[-1] not in text(signed_in(stranger))
    assert signed_in(stranger).get("/calendar/clerk.ics").status_code == 404


def test_a_renewed_key_and_a_closed_account_end_the_old_calendar(
    feed: str, clerk: User, browser: Client, at: datetime
) -> None:
    browser.post("/notices/calendar/")
    assert Client().get(feed).status_code == 404
    fresh = f"/calendar/{MailAddress.objects.get(user=clerk).calendar_key}.ics"
    assert fresh in text(browser)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert Client().get(fresh).status_code == 404


def test_who_lost_their_role_reads_an_empty_calendar(feed: str, clerk: User, at: datetime) -> None:
    clerk.grants.update(revoked_at=at)
    assert "VEVENT" not in Client().get(feed).content.decode()
