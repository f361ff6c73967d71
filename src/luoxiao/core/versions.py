"""Two people, one thing: the second is told what the first changed, and loses nothing."""

from django.db.models import F

from luoxiao.core import trail
from luoxiao.core.models import Versioned
from luoxiao.core.refusals import Stale
from luoxiao.core.wording import day_and_hour


def claim(thing: Versioned, seen: int) -> None:
    """Take the next version of `thing` if it still stands at the version the editor saw.

    One UPDATE that compares the version, so of two editors exactly one succeeds on every database. Raises Stale.
    """
    mine = type(thing)._default_manager.filter(pk=thing.pk, version=seen)
    if not mine.update(version=F("version") + 1):
        raise _stale(thing)
    thing.version = seen + 1


def _stale(thing: Versioned) -> Stale:
    last = trail.history(thing).first()
    return Stale(
        what=str(thing),
        who=last.actor if last else "—",
        when=day_and_hour(last.at) if last else "—",
    )
