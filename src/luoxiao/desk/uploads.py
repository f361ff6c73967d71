"""A file between its preview and its confirmation: what was chosen travels in the address, signed for one person.

The file itself waits under its hash (core/waiting.py), so what is confirmed is exactly what was shown.
"""

from dataclasses import asdict
from pathlib import PurePath
from typing import Protocol, TypeVar

from django.core import signing
from django.http import Http404, HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from luoxiao.core.refusals import Refusal
from luoxiao.desk.locks import person

LONGEST = 120  # characters of a file's name


class NoTable(Refusal):
    code = "no-file"
    sentence = gettext_lazy("没有选择文件，没有读取。选择数据表后再办理。")


class Chosen(Protocol):
    """What a person chose: a dataclass of plain values that names its person."""

    @property
    def by(self) -> int: ...


Kind = TypeVar("Kind", bound=Chosen)


def plain_name(name: str) -> str:
    """A file's own name without its folders, at most 120 characters, its ending kept."""
    own = PurePath(name.replace("\\", "/")).name
    suffix = PurePath(own).suffix[:10]
    return own if len(own) <= LONGEST else own[: LONGEST - len(suffix)] + suffix


def address(place: str, chosen: Chosen, *, salt: str) -> str:
    """The page at `place` for what was chosen."""
    token = signing.dumps(asdict(chosen), salt=salt, compress=True)  # type: ignore[call-overload]
    return f"{place}?{urlencode({'upload': token})}"


def chosen_in(request: HttpRequest, kind: type[Kind], *, salt: str) -> Kind:
    """What this person's own address carries; anything else is no page."""
    try:
        chosen = kind(**signing.loads(request.GET.get("upload", ""), salt=salt))
    except signing.BadSignature as error:
        raise Http404 from error
    if chosen.by != person(request).pk:
        raise Http404
    return chosen
