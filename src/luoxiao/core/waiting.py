"""Files between preview and confirmation: kept under their hash for a day, named by nobody, then gone.

Nothing official stands here. Who confirms brings the hash back and finds exactly what was previewed, or is told that
it is gone.
"""

import time
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from luoxiao.core.files import write
from luoxiao.core.refusals import Refusal

LIFETIME = 24 * 3600  # seconds


class Gone(Refusal):
    code = "waiting-file-gone"
    sentence = _("预览后已过 24 小时，文件没有留存，没有导入。重新选择文件。")


def keep(content: bytes) -> str:
    """Put the content aside and say its SHA-256. What has stood here for longer than a day is swept away."""
    _sweep()
    digest = sha256(content).hexdigest()
    place = _folder() / digest
    write(place, content)
    place.touch()
    return digest


def read(digest: str) -> bytes:
    """The content, unchanged. Raises Gone."""
    try:
        content = (_folder() / digest).read_bytes()
    except FileNotFoundError:
        raise Gone from None
    if sha256(content).hexdigest() != digest:
        raise Gone
    return content


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "waiting"


def _sweep() -> None:
    oldest = time.time() - LIFETIME
    for place in _folder().glob("*"):
        try:
            if place.stat().st_mtime < oldest:
                place.unlink()
        except FileNotFoundError:  # another process swept it first
            continue
