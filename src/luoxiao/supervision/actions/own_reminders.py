"""What a person does about their own reminders: reads them, says where letters go, goes away and names an agent."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.periods import BEIJING
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.supervision.models import Absence, MailAddress, Notice

LONGEST_ADDRESS = 254  # characters, as in the field


class NoAddress(Refusal):
    code = "no-address"
    sentence = _("“%(address)s”不是邮箱地址，没有保存。按 name@example.org 的样子填写。")


class AgentElsewhere(Refusal):
    code = "agent-elsewhere"
    sentence = _("%(agent)s不是本单位的在岗同事，没有保存。改选本单位的同事。")


class AbsenceTurned(Refusal):
    code = "absence-turned"
    sentence = _("从 %(first)s 到 %(last)s，结束早于开始，没有保存。核对日期。")


class AbsencePast(Refusal):
    code = "absence-past"
    sentence = _("%(last)s 已经过去，没有保存。请假到今天或以后。")


class AlreadyAway(Refusal):
    code = "already-away"
    sentence = _("%(first)s 至 %(last)s 已经请假，与这次重叠，没有保存。先销假，或改日期。")


class AlreadyBack(Refusal):
    code = "already-back"
    sentence = _("这次请假已经销假，没有再次办理。")


@dataclass(frozen=True)
class AbsenceDraft:
    """Away from a day to a day, both included; whom to remind instead, and why."""

    agent: User
    first: date
    last: date
    reason: str


def colleagues(user: User) -> models.QuerySet[User]:
    """Who may stand in: active people of the same unit who hold one of the person's roles."""
    held = models.Q(grants__role__in=[role.code for role in user.roles])
    in_force = models.Q(grants__confirmed_at__isnull=False, grants__revoked_at__isnull=True)
    same = User.objects.filter(held & in_force, unit=user.unit_id, is_active=True).exclude(pk=user.pk)
    return same.order_by("username").distinct()


@transaction.atomic
def go_away(draft: AbsenceDraft, *, by: User, at: datetime) -> Absence:
    """The agent is reminded instead.

    Raises AbsenceTurned, AbsencePast, AgentElsewhere, AlreadyAway, Unsaid, TooLong.
    """
    _refuse_days(draft, at)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not colleagues(by).filter(pk=draft.agent.pk).exists():
        raise AgentElsewhere(agent=draft.agent.full_name)
    standing = Absence.objects.filter(user=by, ended_at__isnull=True, first__lte=draft.last, last__gte=draft.first)
    if taken := standing.order_by("first").first():
        raise AlreadyAway(first=taken.first, last=taken.last)
    given = {"agent": draft.agent, "first": draft.first, "last": draft.last, "made_at": at}
    made = Absence.objects.create(user=by, reason=said(_("事由"), draft.reason, limit=200), **given)
    after = {"agent": draft.agent.full_name, "first": str(made.first), "last": str(made.last)}
    trail.record("absence.begin", by=by, at=at, subject=by, after=after, reason=made.reason)
    return made


def _refuse_days(draft: AbsenceDraft, at: datetime) -> None:
    if draft.last < draft.first:
        raise AbsenceTurned(first=draft.first, last=draft.last)
    if draft.last < at.astimezone(BEIJING).date():
        raise AbsencePast(last=draft.last)


@transaction.atomic
def come_back(absence: Absence, *, by: User, at: datetime) -> None:
    """From now on the person is reminded themselves. Raises AlreadyBack; NotAllowed for another's absence."""
    if absence.user_id != by.pk:
        raise NotAllowed
    if not Absence.objects.filter(pk=absence.pk, ended_at__isnull=True).update(ended_at=at):
        raise AlreadyBack
    trail.record("absence.end", by=by, at=at, subject=by, after={"first": str(absence.first)})


@transaction.atomic
def set_address(address: str, *, by: User, at: datetime) -> MailAddress:
    """Where the day's letter goes; empty: it stays in the system. Raises NoAddress, TooLong."""
    kept = added(_("邮箱"), address, limit=LONGEST_ADDRESS)
    try:
        if kept:
            validate_email(kept)
    except ValidationError as error:
        raise NoAddress(address=kept[:60]) from error
    mail = _mail_of(by)
    before, mail.address = mail.address, kept
    mail.save(update_fields=["address"])
    trail.record("mail.set", by=by, at=at, subject=by, before={"address": before}, after={"address": kept})
    return mail


@transaction.atomic
def renew_calendar(*, by: User, at: datetime) -> MailAddress:
    """A new secret address of the calendar; the old one is dead. The trail does not hold it."""
    mail = _mail_of(by)
    mail.calendar_key = secrets.token_urlsafe(32)
    mail.save(update_fields=["calendar_key"])
    trail.record("calendar.renew", by=by, at=at, subject=by)
    return mail


def _mail_of(user: User) -> MailAddress:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mail, _made = MailAddress.objects.get_or_create(user=user, defaults={"calendar_key": secrets.token_urlsafe(32)})
    return mail


@transaction.atomic
def read_notices(ids: Collection[int] | None, *, by: User, at: datetime) -> int:
    """Mark these of the person's own reminders as read (None: all); how many were unread."""
    unread = Notice.objects.filter(user=by, read_at__isnull=True)
    count = (unread if ids is None else unread.filter(pk__in=ids)).update(read_at=at)
    if count:
        trail.record("notice.read", by=by, at=at, subject=by, after={"count": count})
    return count
