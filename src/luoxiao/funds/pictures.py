"""Photographs from outside: what one really is, by its first and last bytes, against what its name says. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath


class Problem(StrEnum):
    """Why a photograph is not taken."""

    EMPTY = "empty"
    EXTENSION = "extension"
    NOT_A_PICTURE = "not-a-picture"
    RENAMED = "renamed"
    CUT_OFF = "cut-off"


@dataclass(frozen=True)
class _Format:
    """A format: the endings of its names, its media type, how its content begins and ends."""

    endings: tuple[str, ...]
    media_type: str
    begins: bytes
    ends: bytes = b""
    at_eight: bytes = b""


FORMATS = (
    _Format((".jpg", ".jpeg"), "image/jpeg", b"\xff\xd8\xff", ends=b"\xff\xd9"),
    _Format((".png",), "image/png", b"\x89PNG\r\n\x1a\n", ends=b"IEND\xaeB`\x82"),
    _Format((".webp",), "image/webp", b"RIFF", at_eight=b"WEBP"),
)
ENDINGS = tuple(ending for kind in FORMATS for ending in kind.endings)


def media_type(content: bytes, name: str) -> str | Problem:
    """image/jpeg, image/png or image/webp when name and bytes agree on it; else what is wrong."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        return Problem.EXTENSION
    if not content:
        return Problem.EMPTY
    found = _format_of(content)
    if found is None:
        return Problem.NOT_A_PICTURE
    if ending not in found.endings:
        return Problem.RENAMED
    return found.media_type if _is_whole(content, found) else Problem.CUT_OFF


def _format_of(content: bytes) -> _Format | None:
    matching = (kind for kind in FORMATS if content.startswith(kind.begins) and content[8:].startswith(kind.at_eight))
    return next(matching, None)


def _is_whole(content: bytes, kind: _Format) -> bool:
    """The end mark stands near the end: cameras add a few bytes behind it. WebP says its own length."""
    if kind.ends:
        return kind.ends in content[-(64 << 10) :]
    return int.from_bytes(content[4:8], "little") + 8 <= len(content)
