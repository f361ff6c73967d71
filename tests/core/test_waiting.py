"""What waits for a confirmation is exactly what was put aside, for a day."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from luoxiao.core import waiting
from luoxiao.core.waiting import Gone


def place(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "waiting" / digest


def test_what_was_put_aside_comes_back() -> None:
    assert waiting.read(waiting.keep(b"draft")) == b"draft"


def test_after_a_day_it_is_swept_away_by_the_next() -> None:
    old = waiting.keep(b"old")
    past = time.time() - waiting.LIFETIME - 1
    os.utime(place(old), (past, past))
    waiting.keep(b"new")
    with pytest.raises(Gone, match="24 小时"):
        waiting.read(old)


def test_putting_it_aside_again_starts_its_day_again() -> None:
    digest = waiting.keep(b"draft")
    os.utime(place(digest), (0, 0))
    waiting.keep(b"other")
    assert not place(digest).exists()
    waiting.keep(b"draft")
    waiting.keep(b"third")
    assert waiting.read(digest) == b"draft"


def test_what_was_altered_on_disk_is_not_given_out() -> None:
    digest = waiting.keep(b"draft")
    place(digest).write_bytes(b"other")
    with pytest.raises(Gone):
        waiting.read(digest)
