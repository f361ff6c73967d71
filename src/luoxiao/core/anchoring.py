"""Anchors of the trail in a file elsewhere: who owns the database can make the chain anew, but not what lies there.

A line holds the instant, the number of the newest seal and its digest. data/verify_trail.py reads the file.
"""

import fcntl
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.models import TrailSeal
from luoxiao.core.refusals import Refusal

LINE = re.compile(rb"^(\S+) (\d+) ([0-9a-f]{64})$", re.MULTILINE)
TAIL = 4096  # bytes that surely hold the last whole line


class NoAnchorFile(Refusal):
    code = "no-anchor-file"
    sentence = _(
        "锚点文件 %(place)s 不在，没有另存。磁盘没有挂上的，挂上；还没有建立的，运行 luoxiao trail anchor %(place)s。"
    )


class AnchorNotWritten(Refusal):
    code = "anchor-not-written"
    sentence = _("锚点没有写进 %(place)s：%(why)s。检查磁盘和权限。")


class AnchorDisagrees(Refusal):
    """The database does not hold what was anchored: the chain was made anew, cut, or restored from an older copy."""

    code = "anchor-disagrees"
    sentence = _("锚点文件 %(place)s 记着第 %(number)s 环，留痕里没有这一环或校验值不同。立即封存数据库并报告。")


@dataclass(frozen=True)
class Anchor:
    """A line of the file."""

    at: datetime
    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat(timespec='seconds')} {self.number} {self.digest}"


def append(place: Path, *, at: datetime, apart: timedelta = timedelta(0)) -> Anchor | None:
    """Append the head unless it stands there already or another was appended less than `apart` ago.

    The file must exist: on a disk that is not mounted a new one would be no anchor elsewhere. Of two that append at
    once the second waits and finds the line. Raises NoAnchorFile, AnchorNotWritten, AnchorDisagrees.
    """
    try:
        with place.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            return _append(file, place, at, apart)
    except FileNotFoundError:
        raise NoAnchorFile(place=place) from None
    except OSError as error:
        raise AnchorNotWritten(place=place, why=error.strerror) from error


def _append(file: BinaryIO, place: Path, at: datetime, apart: timedelta) -> Anchor | None:
    tail = _tail(file)
    last, head = _last(tail), trail.head()
    if last is not None:
        _compare(last, place)
        if timedelta(0) <= at - last.at < apart:
            return None
    if head is None or (last is not None and last.number >= head.number):
        return None
    made = Anchor(at, head.number, head.digest)
    torn = tail and not tail.endswith(b"\n")  # the power went while a line was written
    file.write(b"\n" * bool(torn) + f"{made}\n".encode())
    file.flush()
    os.fsync(file.fileno())
    return made


def _tail(file: BinaryIO) -> bytes:
    """The end of the file, which then stands there."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - TAIL))
    return file.read()


def _last(tail: bytes) -> Anchor | None:
    found = LINE.findall(tail)
    if not found:
        return None
    at, number, digest = (part.decode() for part in found[-1])
    return Anchor(datetime.fromisoformat(at), int(number), digest)


def _compare(last: Anchor, place: Path) -> None:
    if not TrailSeal.objects.filter(number=last.number, digest=last.digest).exists():
        raise AnchorDisagrees(place=place, number=last.number)
