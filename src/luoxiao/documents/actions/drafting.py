"""A draft: prepared from figures, edited by anybody who drafts, withdrawn with a reason. Nothing in it is final."""

import re
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.periods import Period, Quarter
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.core.wording import day_and_hour
from luoxiao.documents.composing import Words, unknown_places
from luoxiao.documents.gongwen import blocks_from_markup, markup_from_blocks
from luoxiao.documents.gongwen.paper import clean
from luoxiao.documents.kinds import kind_of
from luoxiao.documents.models import Paper, PaperEditor
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

LONGEST_BODY, LONGEST_REASON = 100_000, 300  # characters
_FIELDS = {
    "title": _("标题"),
    "issuer_mark": _("发文机关标志"),
    "series": _("机关代字"),
    "addressee": _("主送机关"),
    "body": _("正文"),
    "signature": _("发文机关署名"),
    "copied_to": _("抄送机关"),
    "sent_to": _("发送单位"),
    "note": _("附注"),
    "attended": _("出席"),
    "excused": _("请假"),
    "observed": _("列席"),
}
_MAY_BE_EMPTY = ("copied_to", "sent_to", "note", "attended", "excused", "observed")
_LINES = ("body", "attended", "excused", "observed")  # fields of several lines
_WITHOUT_ADDRESSEE = ("minutes", "bulletin")  # layouts


class DraftExists(Refusal):
    code = "draft-exists"
    sentence = _(
        "同一期已有草稿《%(title)s》，由%(who)s于%(when)s生成，没有另外生成。在原稿上修改，或写明原因撤回原稿后再生成。"
    )


class NotADraft(Refusal):
    code = "not-a-draft"
    sentence = _("《%(title)s》%(state)s，没有保存。已签发的不能改动，需要更正的另行发文。")


class IssuedAlready(NotADraft):
    code = "issued-already"
    sentence = _("《%(title)s》已由%(who)s签发，文号%(number)s，这次没有办理。需要更正的另行发文。")


class UnknownFigures(Refusal):
    code = "unknown-figures"
    sentence = _("正文中的 %(names)s 不是数据名，没有保存。改成所列的数据名，或者删去花括号。")


class BadSeries(Refusal):
    code = "bad-series"
    sentence = _("机关代字“%(series)s”不是 1 至 12 个汉字，没有保存。只填代字，如“民办函”，年份和序号在签发时编排。")


@transaction.atomic
def prepare(
    *,
    kind: str,
    period: Quarter | Period,
    about_kind: str,
    about: int | None,
    words: Words,
    known: Iterable[str],
    rehearsal: bool,
    by: User,
    at: datetime,
) -> Paper:
    """Make the draft of a paper of this kind (Paper.Kind) on a thing of a room above in a period.

    `about_kind` and `about` say which thing (plan, allocation; its id); the door that shows the paper knows by them
    where its live figures come from. Of papers about nothing in particular (`about` is None) there may be several.
    `known` are the names that its prose may put between braces. Raises DraftExists where the same thing has a draft of
    this kind in this period, and what `checked` raises.
    """
    role = by.acting(Permission.DRAFT_PAPER)
    of = {"kind": Paper.Kind(kind), "about_kind": about_kind, "about": about, "period": str(period)}
    _refuse_second(of)
    words = checked(words, known, kind=kind)
    paper = Paper(
        **asdict(words),
        **of,
        is_rehearsal=rehearsal,
        prepared_by=by,
        prepared_at=at,
    )
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
    except IntegrityError:  # somebody prepared the same one in this very moment
        _refuse_second(of)
        raise
    trail.record("paper.prepare", by=by, at=at, role=role, subject=paper, after=asdict(words) | {"version": 1})
    return paper


def _refuse_second(of: dict[str, Any]) -> None:
    if of["about"] is None:
        return
    drafts = Paper.objects.filter(**of, state=Paper.State.DRAFT).select_related("prepared_by").order_by("id")
    if draft := drafts.first():
        who, when = draft.prepared_by.full_name, day_and_hour(draft.prepared_at)
        raise DraftExists(title=draft.title, who=who, when=when)


@transaction.atomic
def edit(paper: Paper, *, words: Words, known: Iterable[str], seen: int, by: User, at: datetime) -> Paper:
    """Save the writer's words. Raises NotADraft, Stale, and what `checked` raises; whoever edits may not issue."""
    role = by.acting(Permission.DRAFT_PAPER)
    paper = locked_draft(paper)
    claim(paper, seen)
    before, after = asdict(words_of(paper)), asdict(checked(words, known, kind=paper.kind))
    changed = {name: value for name, value in after.items() if value != before[name]}
    for name, value in changed.items():
        setattr(paper, name, value)
    paper.checked_by = paper.checked_at = None
    paper.save(update_fields=[*changed, "checked_by", "checked_at"])
    PaperEditor.objects.get_or_create(paper=paper, user=by)
    was = {name: before[name] for name in changed}
    said: dict[str, Any] = changed | {"version": paper.version}
    trail.record("paper.edit", by=by, at=at, role=role, subject=paper, before=was, after=said)
    return paper


@transaction.atomic
def withdraw(paper: Paper, *, reason: str, seen: int, by: User, at: datetime) -> Paper:
    """Give a draft up, with a reason; its words stay on record. Raises NotADraft, Stale, Unsaid."""
    role = by.acting(Permission.DRAFT_PAPER)
    reason = _said(_("撤回原因"), reason, limit=LONGEST_REASON)
    paper = locked_draft(paper)
    claim(paper, seen)
    paper.state = Paper.State.WITHDRAWN
    paper.save(update_fields=["state"])
    after = {"state": paper.state, "version": paper.version}
    trail.record("paper.withdraw", by=by, at=at, role=role, subject=paper, after=after, reason=reason)
    return paper


def locked_draft(paper: Paper) -> Paper:
    """The draft as it stands now, kept from others until this transaction ends. Raises NotADraft."""
    found = Paper.objects.select_for_update(of=("self",)).select_related("prepared_by", "issued_by").get(pk=paper.pk)
    if found.state == Paper.State.ISSUED and found.issued_by:
        raise IssuedAlready(title=found.title, who=found.issued_by.full_name, number=found.doc_number)
    if found.state != Paper.State.DRAFT:
        raise NotADraft(title=found.title, state=found.get_state_display())
    return found


def words_of(paper: Paper) -> Words:
    """What was written of a paper."""
    return Words(**{name: getattr(paper, name) for name in Words.__dataclass_fields__})


def checked(words: Words, known: Iterable[str], *, kind: str) -> Words:
    """The words as they are kept: outer spaces gone, markers full-width, no sign that a page cannot show.

    Raises Unsaid, TooLong, BadSeries, UnknownFigures.
    """
    kept = {name: _said(_FIELDS[name], value, **_limits(name, kind)) for name, value in asdict(words).items()}
    if not re.fullmatch(r"[\u4e00-\u9fff]{1,12}", kept["series"]):
        raise BadSeries(series=kept["series"])
    if unknown := unknown_places(kept["body"], known):
        raise UnknownFigures(names="、".join(unknown))
    return replace(Words(**kept), body=markup_from_blocks(blocks_from_markup(kept["body"])))


def _limits(name: str, kind: str) -> dict[str, Any]:
    longest = getattr(Paper._meta.get_field(name), "max_length", None) or LONGEST_BODY
    to_nobody = name == "addressee" and kind_of(kind).form in _WITHOUT_ADDRESSEE
    return {"limit": longest, "empty": to_nobody or name in _MAY_BE_EMPTY, "lines": name in _LINES}


def _said(field: object, text: str, *, limit: int, empty: bool = False, lines: bool = False) -> str:
    """As core.refusals has it, without signs that a page cannot show; on one line unless it may have several."""
    kept = clean(text) if lines else " ".join(clean(text).split())
    return added(field, kept, limit=limit) if empty else said(field, kept, limit=limit)
