"""核稿: a second person reads a draft before it may be issued, or sends it back with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.documents.actions.drafting import locked_draft
from luoxiao.documents.checking import Fault, faults
from luoxiao.documents.models import Paper
from luoxiao.documents.wording import fault_words
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

LONGEST_REASON = 300  # characters


class CheckOwn(Refusal):
    code = "check-own"
    sentence = _("这份公文由%(who)s起草或修改过，不能由本人核稿。请没有动过稿的另一人核稿。")


class NotOfItsKind(Refusal):
    code = "not-of-its-kind"
    sentence = _("这份公文有 %(count)s 处不合文种（%(first)s），没有通过核稿。改正后再核，或写明不改的理由。")


@transaction.atomic
def check(paper: Paper, *, seen: int, despite: str = "", by: User, at: datetime) -> Paper:
    """Pass a draft for signature. An edit takes the check away again.

    `despite` is why the checker lets faults of its kind stand. Raises CheckOwn, Stale, NotADraft, NotOfItsKind,
    TooLong.
    """
    role = by.acting(Permission.CHECK_PAPER)
    despite = added(_("不改的理由"), despite, limit=LONGEST_REASON)
    paper = locked_draft(paper)
    _refuse_writers(paper, by)
    claim(paper, seen)
    found = faults_of(paper)
    if found and not despite:
        raise NotOfItsKind(count=len(found), first=fault_words(found[0]))
    paper.checked_by, paper.checked_at = by, at
    paper.save(update_fields=["checked_by", "checked_at"])
    after = {"checked": True, "faults": [fault.code for fault in found], "version": paper.version}
    trail.record("paper.check", by=by, at=at, role=role, subject=paper, after=after, reason=despite)
    return paper


@transaction.atomic
def send_back(paper: Paper, *, reason: str, seen: int, by: User, at: datetime) -> Paper:
    """Give a draft back to those who wrote it, with what is to change. Raises CheckOwn, Stale, NotADraft, Unsaid."""
    role = by.acting(Permission.CHECK_PAPER)
    reason = said(_("退回原因"), reason, limit=LONGEST_REASON)
    paper = locked_draft(paper)
    _refuse_writers(paper, by)
    claim(paper, seen)
    paper.checked_by = paper.checked_at = None
    paper.save(update_fields=["checked_by", "checked_at"])
    after = {"checked": False, "version": paper.version}
    trail.record("paper.send-back", by=by, at=at, role=role, subject=paper, after=after, reason=reason)
    return paper


def faults_of(paper: Paper) -> tuple[Fault, ...]:
    """What stands against this paper being of its kind."""
    return faults(paper.kind, title=paper.title, addressee=paper.addressee, body=paper.body)


def _refuse_writers(paper: Paper, by: User) -> None:
    if by.pk == paper.prepared_by_id or paper.editors.filter(user=by).exists():
        raise CheckOwn(who=by.full_name)
