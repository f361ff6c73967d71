"""Told once, one letter a day, each letter sent once: run twice, killed midway, with mail down."""

from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction

from luoxiao.core import trail
from luoxiao.organisations.models import User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import mailing
from luoxiao.supervision.models import Digest, MailAddress, Notice
from luoxiao.supervision.reminding import Told, dated

pytestmark = pytest.mark.django_db
DUE = date(2012, 10, 31)


def told(user: User, about: int = 1, step: str = "before-30:2012-10-31", text: str = "建储备库") -> Told:
    return Told(user.pk, "task", about, step, text, DUE)


@pytest.fixture
def addressed(clerk: User, at: datetime) -> User:
    """The clerk, with a mail address."""
    actions.set_address("clerk@example.org", by=clerk, at=at)
    return clerk


@pytest.fixture
def letter(addressed: User, at: datetime) -> Digest:
    """Of one reminder, not sent yet."""
    actions.tell([told(addressed)], at=at)
    actions.write_digests(at=at)
    return Digest.objects.get()


def test_twice_in_a_row_tells_nothing_new(clerk: User, reviewer: User, at: datetime) -> None:
    things = [told(clerk), told(reviewer), told(clerk)]
    assert [actions.tell(things, at=at), actions.tell(things, at=at)] == [2, 0]
    assert Notice.objects.count() == 2


def test_the_database_itself_refuses_to_tell_twice(clerk: User, at: datetime) -> None:
    """told_once"""
    actions.tell([told(clerk)], at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(user=clerk, about_kind="task", about=1, step=told(clerk).step, text="再说", made_at=at)


def test_the_next_step_and_the_next_date_are_told(clerk: User, at: datetime) -> None:
    steps = ["before-30:2012-10-31", "before-7:2012-10-31", dated("before-7", date(2012, 12, 1))]
    assert [actions.tell([told(clerk, step=step)], at=at) for step in steps] == [1, 1, 1]


def test_telling_leaves_one_line_a_person(clerk: User, at: datetime) -> None:
    actions.tell([told(clerk, 1), told(clerk, 2)], at=at)
    assert trail.history(clerk)[0].after == {"count": 2}


def test_one_letter_a_day_holds_all_that_is_unread(addressed: User, at: datetime) -> None:
    """one_digest_a_day"""
    actions.tell([told(addressed, 1), told(addressed, 2, "late-1:2012-10-10", "报方案")], at=at)
    assert [actions.write_digests(at=at), actions.write_digests(at=at)] == [1, 0]
    assert Digest.objects.get().body.splitlines()[2:4] == [
        "1. 任务“报方案”时限为 10月31日，已经逾期。",
        "2. 任务“建储备库”将于 10月31日到期。",
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(user=addressed, day=at.date(), subject="", body="")


def test_what_comes_later_in_the_day_stands_in_the_letter_of_tomorrow(letter: Digest, at: datetime) -> None:
    actions.tell([told(letter.user, 2)], at=at)
    assert actions.write_digests(at=at) == 0
    assert actions.write_digests(at=at + timedelta(1)) == 1
    assert Digest.objects.get(day=date(2012, 10, 16)).notices.get().about == 2


def test_no_letter_is_written_at_night(addressed: User, at: datetime) -> None:
    actions.tell([told(addressed)], at=at)
    assert actions.write_digests(at=at.replace(hour=7, minute=59)) == 0
    assert actions.write_digests(at=at.replace(hour=8)) == 1


def test_what_was_read_before_the_letter_is_not_in_it(addressed: User, at: datetime) -> None:
    actions.tell([told(addressed)], at=at)
    actions.read_notices(None, by=addressed, at=at)
    assert actions.write_digests(at=at) == 0


def test_a_person_without_address_has_the_letter_in_the_system(clerk: User, at: datetime) -> None:
    actions.tell([told(clerk)], at=at)
    actions.write_digests(at=at)
    assert actions.send_waiting(at=at) == 0
    assert Digest.objects.get().state == Digest.State.KEPT


def test_a_letter_is_sent_once(letter: Digest, at: datetime) -> None:
    assert [actions.send_waiting(at=at), actions.send_waiting(at=at + timedelta(hours=1))] == [1, 0]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["clerk@example.org"], "10月15日工作提醒 1 条（罗霄山片区扶贫攻坚工作平台）")
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == (Digest.State.SENT, at)


def test_a_sent_letter_has_its_time(letter: Digest) -> None:
    """sent_digest_has_its_time"""
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.update(state=Digest.State.SENT)


def test_killed_between_notice_and_letter_nothing_is_lost_or_doubled(
    addressed: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.tell([told(addressed)], at=at)
    with monkeypatch.context() as killed:
        killed.setattr("luoxiao.supervision.wording_reminders.body", _killed)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            actions.write_digests(at=at)
    assert Digest.objects.count() == 0
    assert [actions.tell([told(addressed)], at=at), actions.write_digests(at=at), actions.send_waiting(at=at)] == [
        0,
        1,
        1,
    ]
    assert len(mail.outbox) == 1


def _killed(*_arguments: Any) -> Any:
    raise KeyboardInterrupt


def test_killed_between_taking_a_letter_up_and_sending_it_is_sent_later(
    letter: Digest, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(mailing, "_send", _killed)
        with pytest.raises(KeyboardInterrupt):
            actions.send_waiting(at=at)
    assert actions.send_waiting(at=at + timedelta(minutes=1)) == 0
    assert actions.send_waiting(at=at + timedelta(minutes=10)) == 1
    assert len(mail.outbox) == 1


def test_killed_before_the_note_that_it_went_it_goes_again_as_the_same_letter(
    letter: Digest, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(mailing, "_note_sent", _killed)
        with pytest.raises(KeyboardInterrupt):
            actions.send_waiting(at=at)
    actions.send_waiting(at=at + timedelta(minutes=10))
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


class Down(EmailBackend):
    """A mail server that does not answer."""

    asked = 0

    def send_messages(self, email_messages: Any) -> int:
        Down.asked += 1
        raise ConnectionRefusedError(111, "Connection refused")


def test_while_mail_is_down_letters_are_kept_and_later_sent_once(
    letter: Digest, reviewer: User, at: datetime, settings: Any
) -> None:
    actions.set_address("reviewer@example.org", by=reviewer, at=at)
    actions.tell([told(reviewer)], at=at)
    actions.write_digests(at=at)
    up, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Down"
    Down.asked = 0
    assert actions.send_waiting(at=at) == 0
    assert Down.asked == 1
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (Digest.State.WAITING, 1)
    assert letter.last_error == "ConnectionRefusedError: [Errno 111] Connection refused"
    settings.EMAIL_BACKEND = up
    later = at + timedelta(days=2)
    assert [actions.send_waiting(at=later), actions.send_waiting(at=later)] == [2, 0]
    assert sorted(sent.to for sent in mail.outbox) == [["clerk@example.org"], ["reviewer@example.org"]]


class Refuses(EmailBackend):
    """A mail server that knows no clerk."""

    def send_messages(self, email_messages: Any) -> int:
        if email_messages[0].to == ["clerk@example.org"]:
            raise SMTPRecipientsRefused({"clerk@example.org": (550, b"no such person")})
        return int(super().send_messages(email_messages))


def test_an_address_that_is_refused_keeps_nobody_else_waiting(
    letter: Digest, reviewer: User, at: datetime, settings: Any
) -> None:
    actions.set_address("reviewer@example.org", by=reviewer, at=at)
    actions.tell([told(reviewer)], at=at)
    actions.write_digests(at=at)
    settings.EMAIL_BACKEND = f"{__name__}.Refuses"
    assert actions.send_waiting(at=at) == 1
    Digest.objects.filter(pk=letter.pk).update(tries=mailing.MOST_TRIES - 1)
    assert actions.send_waiting(at=at + timedelta(hours=1)) == 0
    letter.refresh_from_db()
    assert letter.state == Digest.State.KEPT
    assert "no such person" in letter.last_error
    assert trail.history(letter.user)[0].action == "digest.give-up"


def test_the_letter_of_one_whose_account_was_closed_goes_nowhere(letter: Digest, at: datetime) -> None:
    User.objects.filter(pk=letter.user_id).update(is_active=False)
    assert actions.send_waiting(at=at) == 0
    assert Digest.objects.get().state == Digest.State.KEPT


def test_an_address_is_kept_beside_one_calendar_key(addressed: User, at: datetime) -> None:
    key = MailAddress.objects.get().calendar_key
    actions.set_address("", by=addressed, at=at)
    assert (MailAddress.objects.get().address, MailAddress.objects.get().calendar_key) == ("", key)
