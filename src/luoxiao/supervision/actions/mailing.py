"""The day's letters go out by mail: kept while mail is down, tried again later, each sent once.

A clock takes a letter up before it sends it, and for a while no other does. Only one that is killed between the
server's receipt and our note of it leaves the next to send the letter again; it then carries the same Message-ID, and
an outbox of files keeps one file of it.
"""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q

from luoxiao.core import trail
from luoxiao.supervision.actions.telling import CLOCK
from luoxiao.supervision.models import Digest, MailAddress

ALONE = timedelta(minutes=10)  # longer than any server takes to answer
MOST_TRIES = 20


def send_waiting(*, at: datetime) -> int:
    """Send the letters that wait; how many went. At the first sign that mail is down the rest wait for another run."""
    waiting = list(Digest.objects.filter(_free(at)).order_by("day", "pk").select_related("user"))
    if not waiting:
        return 0
    sent = 0
    with_addresses = _addresses(waiting)
    connection = get_connection()
    try:
        for digest in waiting:
            if _taken_up(digest, at):
                sent += _send(digest, with_addresses.get(digest.user_id, ""), connection, at)
    except OSError as down:  # smtplib's errors are of this kind, too
        _note_failure(digest, down, at)
    finally:
        connection.close()
    return sent


def _free(at: datetime) -> Q:
    return Q(state=Digest.State.WAITING) & (Q(tried_at__isnull=True) | Q(tried_at__lte=at - ALONE))


def _addresses(waiting: list[Digest]) -> dict[int, str]:
    people = {digest.user_id for digest in waiting}
    return dict(MailAddress.objects.filter(user__in=people, user__is_active=True).values_list("user_id", "address"))


def _taken_up(digest: Digest, at: datetime) -> bool:
    """One UPDATE that compares, so of two clocks exactly one has it."""
    mine = Digest.objects.filter(_free(at), pk=digest.pk)
    return bool(mine.update(tried_at=at, tries=F("tries") + 1, last_error=""))


def _send(digest: Digest, address: str, connection: object, at: datetime) -> bool:
    """Raises OSError when mail is down. An address that the server refuses keeps nobody else waiting."""
    if not address:
        Digest.objects.filter(pk=digest.pk).update(state=Digest.State.KEPT)
        return False
    try:
        _message(digest, address, connection).send()
    except SMTPRecipientsRefused as refused:
        _note_failure(digest, refused, at)
        return False
    _note_sent(digest, at)
    return True


def _message(digest: Digest, address: str, connection: object) -> EmailMessage:
    home = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    headers = {"Message-ID": f"<digest-{digest.day}-{digest.pk}@{home}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(digest.subject, digest.body, to=[address], headers=headers, connection=connection)


@transaction.atomic
def _note_sent(digest: Digest, at: datetime) -> None:
    Digest.objects.filter(pk=digest.pk).update(state=Digest.State.SENT, sent_at=at)
    trail.record("digest.send", by=CLOCK, at=at, subject=digest.user, after={"day": str(digest.day)})


@transaction.atomic
def _note_failure(digest: Digest, error: OSError, at: datetime) -> None:
    """Tried again later; after so many tries it stays in the system, and the trail says so."""
    Digest.objects.filter(pk=digest.pk).update(last_error=f"{type(error).__name__}: {error}"[:300])
    if Digest.objects.filter(pk=digest.pk, tries__gte=MOST_TRIES).update(state=Digest.State.KEPT):
        trail.record("digest.give-up", by=CLOCK, at=at, subject=digest.user, after={"day": str(digest.day)})
