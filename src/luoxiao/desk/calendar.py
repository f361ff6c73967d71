"""A person's dates as a calendar that other programs subscribe to, under a secret address of their own."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.icalendar import Event, written
from luoxiao.desk.locks import Open, page
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.models import Return
from luoxiao.supervision import wording_reminders
from luoxiao.supervision.models import Invitation, MailAddress, Meeting, Task

MOST = 500  # dates of each kind, the nearest
BACK = timedelta(days=90)  # meetings stay for so long


@page(Open.TO_ALL, cached=False)
def calendar(request: HttpRequest, key: str) -> HttpResponseBase:
    """Whoever knows the key reads it, without signing in, as calendar programs do.

    Shows what the person may see at this moment; a closed account or a renewed key shows nothing.
    """
    mail = get_object_or_404(MailAddress.objects.select_related("user__unit"), calendar_key=key, user__is_active=True)
    events = [*_tasks(mail.user), *_returns(mail.user), *_meetings(mail.user)]
    content = written(_("工作时限"), events, stamp=clock.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _named(text: str, is_rehearsal: bool) -> str:
    return wording_reminders.invented(text) if is_rehearsal else text


def _tasks(user: User) -> Iterator[Event]:
    """Open tasks that the person's unit leads, on the earliest date not yet met."""
    if user.unit_id is None or not user.may(Permission.SEE_TASKS):
        return
    led = Task.objects.filter(lead=user.unit_id, next_due__isnull=False).in_force().open()
    for task in led.exclude(state=Task.State.PAUSED).order_by("next_due", "pk")[:MOST]:
        title = _("任务时限：%(title)s") % {"title": _named(task.title, task.is_rehearsal)}
        if task.next_due:
            yield Event(f"task-{task.pk}@luoxiao", task.next_due, title)


def _returns(user: User) -> Iterator[Event]:
    """Returns that the person's unit owes."""
    if user.unit_id is None or not user.may(Permission.SEE_RETURNS):
        return
    owed = Return.objects.owed().filter(unit=user.unit_id).select_related("call")
    for filed in owed.order_by("call__due", "pk")[:MOST]:
        title = _("报表截止：%(title)s") % {"title": _named(filed.call.title, filed.call.is_rehearsal)}
        yield Event(f"return-{filed.pk}@luoxiao", filed.call.due, title)


def _meetings(user: User) -> Iterator[Event]:
    """Meetings to which the person's unit is invited."""
    if user.unit_id is None or not user.may(Permission.SEE_MEETINGS):
        return
    called = Invitation.objects.filter(unit=user.unit_id, meeting__begins_at__gte=clock.now() - BACK)
    standing = called.exclude(meeting__state__in=[Meeting.State.PLANNED, Meeting.State.CANCELLED])
    for invitation in standing.select_related("meeting").order_by("meeting__begins_at", "pk")[:MOST]:
        meeting = invitation.meeting
        title = _named(meeting.title, meeting.is_rehearsal)
        yield Event(f"meeting-{meeting.pk}@luoxiao", meeting.begins_at, title, place=meeting.place)
