"""Who gets a paper, when it was sent to them, and when it is put away: after that nothing about it moves."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.documents.checking import addressees
from luoxiao.documents.models import Distribution, Paper
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

MOST_COPIES, MOST_RECIPIENTS, LONGEST_NAME = 9_999, 500, 120


class Archived(Refusal):
    code = "archived"
    sentence = _("《%(title)s》已由%(who)s归档，分发名单不再改动。需要补发的另行办理。")


class NotIssued(Refusal):
    code = "not-issued"
    sentence = _("《%(title)s》%(state)s，没有办理。签发后再发送或归档。")


class CopiesPrinted(Refusal):
    code = "copies-printed"
    sentence = _("《%(title)s》印有“共印 %(copies)s 份”，签发后分发名单不再改动。需要补发的另行办理。")


class BadCopies(Refusal):
    code = "bad-copies"
    sentence = _("“%(recipient)s”的份数“%(copies)s”不在 1 至 9999 之间，没有保存。改为实发份数。")


class TooMany(Refusal):
    code = "too-many-recipients"
    sentence = _("分发名单有 %(count)s 个单位，超过 %(limit)s 个，没有保存。删减后再保存。")


class NotSentYet(Refusal):
    code = "not-sent-yet"
    sentence = _("还有 %(count)s 个单位没有发出（%(first)s），没有归档。全部发出，或从名单删去后再归档。")


class NobodyToSendTo(Refusal):
    code = "nobody-to-send-to"
    sentence = _("分发名单没有未发的单位，没有办理。先列出分发名单。")


def suggested(paper: Paper) -> dict[str, int]:
    """One copy for each office that the paper names: whom it goes to, and who gets it for information."""
    named = (paper.addressee, paper.copied_to, paper.sent_to)
    return dict.fromkeys((name for part in named for name in addressees(part.rstrip("。"))), 1)


@transaction.atomic
def distribute(paper: Paper, *, copies: Mapping[str, int], by: User, at: datetime) -> Paper:
    """Set who gets it, by name of the recipient. What was sent stays; what is unsent and not named goes.

    Raises Archived, CopiesPrinted, BadCopies, TooMany, Unsaid, TooLong.
    """
    role = by.acting(Permission.DRAFT_PAPER)
    wanted = {said(_("收文单位"), name, limit=LONGEST_NAME): _copies(name, count) for name, count in copies.items()}
    if len(wanted) > MOST_RECIPIENTS:
        raise TooMany(count=len(wanted), limit=MOST_RECIPIENTS)
    paper = _locked(paper)
    _refuse_printed(paper)
    before = dict(paper.distribution.order_by("id").values_list("recipient", "copies"))
    kept = set(paper.distribution.filter(sent_at__isnull=False).values_list("recipient", flat=True))
    paper.distribution.filter(sent_at__isnull=True).delete()
    new = [Distribution(paper=paper, recipient=name, copies=n) for name, n in wanted.items() if name not in kept]
    Distribution.objects.bulk_create(new)
    after = dict(paper.distribution.order_by("id").values_list("recipient", "copies"))
    was, now = {"distribution": before}, {"distribution": after}
    trail.record("paper.distribute", by=by, at=at, role=role, subject=paper, before=was, after=now)
    return paper


@transaction.atomic
def mark_sent(paper: Paper, *, by: User, at: datetime) -> int:
    """Note that everybody on the list who had not yet got it was sent it now. Raises NotIssued, NobodyToSendTo."""
    role = by.acting(Permission.DRAFT_PAPER)
    paper = _locked(paper)
    _refuse_unissued(paper)
    waiting = list(paper.distribution.filter(sent_at__isnull=True).order_by("id").values_list("recipient", flat=True))
    if not waiting:
        raise NobodyToSendTo
    paper.distribution.filter(sent_at__isnull=True).update(sent_at=at, sent_by=by)
    trail.record("paper.send", by=by, at=at, role=role, subject=paper, after={"sent": waiting})
    return len(waiting)


@transaction.atomic
def archive(paper: Paper, *, by: User, at: datetime) -> Paper:
    """Put an issued paper away, once all are sent. Raises NotIssued, Archived, NotSentYet."""
    role = by.acting(Permission.DRAFT_PAPER)
    paper = _locked(paper)
    _refuse_unissued(paper)
    waiting = paper.distribution.filter(sent_at__isnull=True).order_by("id")
    if first := waiting.first():
        raise NotSentYet(count=waiting.count(), first=first.recipient)
    paper.archived_by, paper.archived_at = by, at
    paper.save(update_fields=["archived_by", "archived_at"])
    trail.record("paper.archive", by=by, at=at, role=role, subject=paper, after={"archived": True})
    return paper


def _locked(paper: Paper) -> Paper:
    """The paper as it stands now. Raises Archived."""
    found = Paper.objects.select_for_update(of=("self",)).select_related("archived_by").get(pk=paper.pk)
    if found.archived_by:
        raise Archived(title=found.title, who=found.archived_by.full_name)
    return found


def _refuse_unissued(paper: Paper) -> None:
    if paper.state != Paper.State.ISSUED:
        raise NotIssued(title=paper.title, state=paper.get_state_display())


def _refuse_printed(paper: Paper) -> None:
    """A bulletin says at its foot how many were printed."""
    copies = sum(paper.distribution.values_list("copies", flat=True))
    if paper.kind == Paper.Kind.BULLETIN and paper.state == Paper.State.ISSUED and copies:
        raise CopiesPrinted(title=paper.title, copies=copies)


def _copies(name: str, count: int) -> int:
    if not 1 <= count <= MOST_COPIES:
        raise BadCopies(recipient=name, copies=count)
    return count
