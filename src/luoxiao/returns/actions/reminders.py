"""Reminders that back off, each once: what the clock does for returns that are owed."""

from datetime import datetime

from django.db import transaction

from luoxiao.core import trail
from luoxiao.core.periods import BEIJING
from luoxiao.core.reminding import kind_on
from luoxiao.returns.models import Call, Reminder, Return, ReturnQuerySet

CLOCK = trail.Job(shown_name="定时任务")


def remind(*, at: datetime) -> int:
    """Remind of every return that is owed and has not been reminded at this step; how many. Safe to run again."""
    day = at.astimezone(BEIJING).date()
    sent = 0
    for call in Call.objects.filter(state=Call.State.OPEN, opens_on__lt=day).order_by("pk"):
        kind = kind_on(day, due=call.due, opened=call.opens_on)
        if kind and _waiting(call, kind).exists():
            sent += _remind(call, kind, at)
    return sent


def _waiting(call: Call, kind: str) -> ReturnQuerySet:
    return Return.objects.filter(call=call).owed().exclude(reminders__kind=kind)


@transaction.atomic
def _remind(call: Call, kind: str, at: datetime) -> int:
    """One line in the trail for all that are reminded together."""
    Call.objects.select_for_update(no_key=True).get(
        pk=call.pk
    )  # a second clock waits here and then finds nothing to do
    owed = list(_waiting(call, kind).select_related("unit").order_by("unit__code"))
    if not owed:
        return 0
    Reminder.objects.bulk_create(Reminder(filed=filed, kind=kind, sent_at=at) for filed in owed)
    after = {"kind": kind, "units": [filed.unit.short_name for filed in owed]}
    trail.record("call.remind", by=CLOCK, at=at, subject=call, after=after)
    return len(owed)
