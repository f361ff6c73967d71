"""What the contestants of the core races do, each in a process of its own."""

from datetime import datetime
from zoneinfo import ZoneInfo

from luoxiao.core import trail, versions
from luoxiao.core.idempotency import once
from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Stale
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User

AT = datetime(2012, 10, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def write_lines(count: int) -> None:
    for number in range(count):
        trail.record("test.act", by=trail.Job("racer"), at=AT, after={"n": number})


def seal(times: int) -> int:
    return sum(trail.seal(limit=7) for _ in range(times))


def verify() -> tuple[bool, int, int]:
    while trail.seal():
        pass
    verdict = trail.verify()
    return verdict.sound, verdict.checked, TrailEvent.objects.count()


def make_paper() -> int:
    user = User.objects.create(username="a", full_name="a")
    return Paper.objects.create(
        kind="quarterly-circular", period="2012Q3", title="通报", prepared_by=user, prepared_at=AT
    ).pk


def claim(paper: int, times: int) -> int:
    """Read, then take the next version: as often as it succeeds."""
    won = 0
    for _ in range(times):
        seen = Paper.objects.get(pk=paper)
        try:
            versions.claim(seen, seen.version)
            won += 1
        except Stale:
            pass
    return won


def version(paper: int) -> int:
    return Paper.objects.get(pk=paper).version


def act_once(key: str) -> str:
    def do() -> str:
        write_lines(1)
        return "/done/"

    return once(user_id=1, route="r", key=key, body=b"a", do=do)


def lines() -> int:
    return TrailEvent.objects.count()
