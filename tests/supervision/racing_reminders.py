"""What two clocks do at once, each in a process of its own."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from luoxiao.core.periods import BEIJING
from luoxiao.organisations.models import User
from luoxiao.supervision import actions
from luoxiao.supervision.models import Digest, Notice
from luoxiao.supervision.reminding import Told

AT = datetime(2012, 10, 15, 10, tzinfo=BEIJING)


def make_people(count: int) -> None:
    for number in range(count):
        user = User.objects.create(username=f"p{number}", full_name=f"p{number}")
        actions.set_address(f"p{number}@example.org", by=user, at=AT)


def round_of_reminders() -> list[int]:
    """What a clock does: tell, write, send; how many of each."""
    people = User.objects.order_by("pk").values_list("pk", flat=True)
    told = [Told(user, "task", about, "late-1", "甲", date(2012, 10, 14)) for user in people for about in range(20)]
    return [actions.tell(told, at=AT), actions.write_digests(at=AT), actions.send_waiting(at=AT)]


def outcome() -> list[int]:
    """Notices, letters, letters sent, files in the outbox."""
    sent = Digest.objects.filter(state=Digest.State.SENT, tries=1)
    return [Notice.objects.count(), Digest.objects.count(), sent.count(), len(list(Path(settings.OUTBOX).iterdir()))]
