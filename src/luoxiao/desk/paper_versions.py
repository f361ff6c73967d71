"""比较稿本: two saved versions of a paper, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoxiao.desk.locks import page, person
from luoxiao.desk.papers import drafts, seen
from luoxiao.desk.reading import number
from luoxiao.documents.comparing import Line, compared
from luoxiao.documents.composing import Words
from luoxiao.documents.models import Paper
from luoxiao.documents.versions import Version, versions_of
from luoxiao.organisations.roles import Permission


@dataclass(frozen=True)
class Compared:
    """One part of the paper as the two versions have it."""

    name: str
    lines: list[Line]

    @property
    def differs(self) -> bool:
        return any(piece.sign != "=" for line in self.lines for piece in line)


@dataclass(frozen=True)
class Versions:
    """Everything the page shows."""

    paper: Paper
    versions: list[Version]
    former: Version
    latter: Version
    parts: list[Compared]


@page(Permission.SEE_PAPERS)
def versions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The last version beside the one before it, or any two that are chosen; for those who see drafts."""
    paper = seen(person(request), pk)
    if not drafts(person(request)):
        raise PermissionDenied
    saved = versions_of(paper)
    former = _chosen(saved, request.GET.get("from", ""), -2)
    latter = _chosen(saved, request.GET.get("to", ""), -1)
    parts = [part for part in _parts(former.words, latter.words) if part.differs]
    return render(request, "desk/paper_versions.html", {"shown": Versions(paper, saved, former, latter, parts)})


def _chosen(saved: Sequence[Version], asked: str, otherwise: int) -> Version:
    """The version of this number, or one counted from the end; of a single version that one."""
    wanted = number(asked)
    found = next((version for version in saved if version.number == wanted), None)
    return found or saved[max(otherwise, -len(saved))]


def _parts(former: Words, latter: Words) -> list[Compared]:
    names = _names().items()
    return [Compared(name, compared(getattr(former, key), getattr(latter, key))) for key, name in names]


def _names() -> dict[str, str]:
    return {
        "title": _("标题"),
        "issuer_mark": _("发文机关标志"),
        "series": _("机关代字"),
        "addressee": _("主送机关"),
        "body": _("正文"),
        "attended": _("出席"),
        "excused": _("请假"),
        "observed": _("列席"),
        "signature": _("发文机关署名"),
        "note": _("附注"),
        "copied_to": _("抄送机关"),
        "sent_to": _("发送单位"),
    }
