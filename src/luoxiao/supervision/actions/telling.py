"""Telling people once, and one letter a day to each (clause 三(三)); both may run twice, or be killed.

Some people at a time are one transaction: whoever was told has it, whoever was not is told by the next run.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from luoxiao.core import trail
from luoxiao.core.periods import BEIJING
from luoxiao.organisations.models import User
from luoxiao.supervision import wording_reminders
from luoxiao.supervision.models import Digest, MailAddress, Notice
from luoxiao.supervision.reminding import Told

CLOCK = trail.Job(shown_name="定时任务")
LONGEST = 300  # characters of Notice.text
PEOPLE_AT_ONCE = 50  # in one transaction: writing to disk once for each person would take a night's whole minute
FROM_HOUR = 8  # letters are written from eight in the morning on


def tell(told: Iterable[Told], *, at: datetime) -> int:
    """Tell each person what they have not been told yet; how many things were new."""
    by_user: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        by_user[one.user].append(one)
    untold = [user for user in sorted(by_user) if _fresh(user, by_user[user])]
    count = 0
    for people in _some_at_a_time(untold):
        with transaction.atomic():
            count += sum(_tell(user, by_user[user], at) for user in people)
    return count


def _some_at_a_time(people: Iterable[int]) -> Iterator[list[int]]:
    """In the order of their ids, so that two clocks wait for each other and never both."""
    rest = iter(people)
    while some := list(islice(rest, PEOPLE_AT_ONCE)):
        yield some


def _tell(user: int, its: Sequence[Told], at: datetime) -> int:
    person = _locked(user)  # a second clock waits here and then finds nothing to tell
    fresh = _fresh(user, its)
    Notice.objects.bulk_create([_notice(one, at) for one in fresh], batch_size=500)
    if fresh:
        trail.record("notice.tell", by=CLOCK, at=at, subject=person, after={"count": len(fresh)})
    return len(fresh)


def _locked(user: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user)


def _fresh(user: int, its: Sequence[Told]) -> list[Told]:
    """Those that the person has not been told, each once."""
    steps = {one.step for one in its}
    known = set(Notice.objects.filter(user=user, step__in=steps).values_list("about_kind", "about", "step"))
    return [one for key, one in {one.key: one for one in its}.items() if key not in known]


def _notice(one: Told, at: datetime) -> Notice:
    given = {"about_kind": one.about_kind, "about": one.about, "step": one.step, "due": one.due, "made_at": at}
    return Notice(user_id=one.user, text=one.text[:LONGEST], **given)


def write_digests(*, at: datetime) -> int:
    """One letter to each person with something unread that no letter has told; how many. None before eight."""
    today = at.astimezone(BEIJING)
    if today.hour < FROM_HOUR:
        return 0
    untold = Notice.objects.filter(read_at__isnull=True, digest__isnull=True)
    people = untold.exclude(user__digests__day=today.date()).order_by("user_id").values_list("user_id", flat=True)
    count = 0
    for some in _some_at_a_time(list(people.distinct())):
        with transaction.atomic():
            count += sum(_write_digest(user, at) for user in some)
    return count


def _write_digest(user: int, at: datetime) -> bool:
    """The letter of today; of two clocks the second finds it written."""
    person, day = _locked(user), at.astimezone(BEIJING).date()
    notices = list(Notice.objects.filter(user=user, read_at__isnull=True, digest__isnull=True).order_by("pk"))
    if not notices or Digest.objects.filter(user=user, day=day).exists():
        return False
    reachable = person.is_active and MailAddress.objects.filter(user=user).exclude(address="").exists()
    digest = Digest.objects.create(
        user=person,
        day=day,
        subject=wording_reminders.subject(len(notices), day),
        body=wording_reminders.body(person.full_name, notices),
        state=Digest.State.WAITING if reachable else Digest.State.KEPT,
    )
    Notice.objects.filter(user=user, read_at__isnull=True, digest__isnull=True).update(digest=digest)
    trail.record("digest.write", by=CLOCK, at=at, subject=person, after={"day": str(day), "count": len(notices)})
    return True
