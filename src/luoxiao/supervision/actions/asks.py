"""争取事项: what is asked of another ministry, how hard it was tried, what came of it, and what comes next.

Effort and result are two judgements by two people: the office judges the effort of another bureau by what was sent
and said; whoever leads or the office writes down what the other ministry decided, with its document.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import Area, NotAllowed, Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.plan.models import Measure, cite
from luoxiao.supervision.asking import shows_effort
from luoxiao.supervision.models import Ask, Exchange, Letter

TITLE, BASIS, STEP, REASON, DOCUMENT, CLAUSE = 120, 300, 200, 300, 120, 200  # characters


class NobodyElses(Refusal):
    code = "ask-of-own"
    sentence = _("“%(ministry)s”是本单位或本单位的上级，不是其他部委，没有保存。改选决定此事的部委。")


class NoArea(Refusal):
    code = "ask-no-area"
    sentence = _("一个片区也没有选，没有保存。选上这项政策覆盖的片区。")


class NoMoney(Refusal):
    code = "ask-amount"
    sentence = _("争取金额填的是 %(amount)s 元，没有保存。填大于 0 的数；不是金额的不填。")


class HalfStep(Refusal):
    code = "ask-half-step"
    sentence = _("下一步和时限只填了一样，没有保存。两样都填，或者都不填。")


class StepInThePast(Refusal):
    code = "ask-step-past"
    sentence = _("下一步的时限 %(day)s 早于今天，没有保存。改为今天或以后。")


class JudgesOwn(Refusal):
    code = "ask-judges-own"
    sentence = _("这件争取事项由%(who)s登记或牵头，工作情况须由其他人评定，没有办理。请办公室另一人评定。")


class NoEffortShown(Refusal):
    code = "ask-no-effort"
    sentence = _("还没有登记发函、通报或会商，不能评为“%(effort)s”，没有办理。先登记来往，再评定。")


class NoDocument(Refusal):
    code = "ask-no-document"
    sentence = _("结果登记为“%(outcome)s”，没有写依据文号，没有办理。写明对方复函或文件的文号。")


@dataclass(frozen=True)
class AskDraft:
    """What an ask says. `sought_fen` is the amount sought in fen, None where it is no amount."""

    title: str
    measure: Measure | None
    clause_path: str
    ministry: Unit
    lead: Unit
    basis: str
    sought: str
    sought_fen: int | None
    areas: tuple[Area, ...]


def may_keep(lead: Unit, by: User) -> bool:
    """Whether this person keeps the asks that this bureau leads."""
    scope = by.scope_of(Permission.KEEP_ASK)
    return scope is Scope.ALL or (scope is not Scope.NOTHING and by.unit_id == lead.pk)


def keeping(lead: Unit, by: User) -> str:
    """The role in which this person keeps the asks that this bureau leads. Raises NotAllowed."""
    role = by.acting(Permission.KEEP_ASK)
    if not may_keep(lead, by):
        raise NotAllowed(Permission.KEEP_ASK)
    return role


@transaction.atomic
def open_ask(draft: AskDraft, *, rehearsal: bool = False, by: User, at: datetime) -> Ask:
    """Enter something to be asked for. Raises NotAllowed, NobodyElses, NoArea, NoMoney, Unsaid, TooLong."""
    role = keeping(draft.lead, by)
    ask = Ask(made_by=by, made_at=at, is_rehearsal=rehearsal or by.is_rehearsal, **_checked(draft))
    ask.save(force_insert=True)
    ask.areas.set(draft.areas)
    trail.record("ask.open", by=by, at=at, role=role, subject=ask, after=_told(ask, draft))
    return ask


@transaction.atomic
def change_ask(ask: Ask, draft: AskDraft, *, seen: int, by: User, at: datetime) -> Ask:
    """Say otherwise what is asked for. Raises Stale and what `open_ask` raises."""
    found = _locked(ask, by)
    role, before = keeping(draft.lead, by), _told(found, _draft_of(found))
    claim(found, seen)
    for name, value in _checked(draft).items():
        setattr(found, name, value)
    found.save()
    found.areas.set(draft.areas)
    trail.record("ask.change", by=by, at=at, role=role, subject=found, before=before, after=_told(found, draft))
    return found


@transaction.atomic
def plan_step(ask: Ask, *, step: str, due: date | None, seen: int, by: User, at: datetime) -> Ask:
    """What is done next, and by when; both empty where nothing is to be done. Raises HalfStep, StepInThePast, Stale."""
    found = _locked(ask, by)
    role, step = keeping(found.lead, by), added(_("下一步"), step, limit=STEP)
    if bool(step) != (due is not None):
        raise HalfStep
    if due is not None and due < at.date():
        raise StepInThePast(day=due)
    before = {"next_step": found.next_step, "next_due": str(found.next_due or "")}
    claim(found, seen)
    found.next_step, found.next_due = step, due
    found.save(update_fields=["next_step", "next_due"])
    after = {"next_step": step, "next_due": str(due or "")}
    trail.record("ask.plan-step", by=by, at=at, role=role, subject=found, before=before, after=after)
    return found


def may_judge(ask: Ask, by: User) -> bool:
    """Whether this person judges the effort of others, and this one is another's."""
    return by.scope_of(Permission.KEEP_ASK) is Scope.ALL and not _is_own(ask, by)


@transaction.atomic
def judge_effort(ask: Ask, *, effort: str, reason: str, seen: int, by: User, at: datetime) -> Ask:
    """How hard it was tried, with the reason. Raises NotAllowed, JudgesOwn, NoEffortShown, Stale, Unsaid, TooLong."""
    found, role = _locked(ask, by), by.acting(Permission.KEEP_ASK)
    if by.scope_of(Permission.KEEP_ASK) is not Scope.ALL:
        raise NotAllowed(Permission.KEEP_ASK)
    if _is_own(found, by):
        raise JudgesOwn(who=by.full_name if found.made_by_id == by.pk else found.lead.short_name)
    chosen, reason = Ask.Effort(effort), said(_("评定理由"), reason, limit=REASON)
    if chosen != Ask.Effort.NOT_BEGUN and not _has_effort(found):
        raise NoEffortShown(effort=chosen.label)
    before = {"effort": found.effort, "reason": found.effort_reason}
    claim(found, seen)
    found.effort, found.effort_reason = chosen, reason
    found.save(update_fields=["effort", "effort_reason"])
    after = {"effort": found.effort, "reason": reason}
    trail.record("ask.judge-effort", by=by, at=at, role=role, subject=found, before=before, after=after)
    return found


def _is_own(ask: Ask, by: User) -> bool:
    return ask.made_by_id == by.pk or ask.lead_id == by.unit_id


def _has_effort(ask: Ask) -> bool:
    out = Letter.objects.filter(ask=ask, direction=Letter.Direction.OUT).count()
    return shows_effort(letters_out=out, exchanges=Exchange.objects.filter(ask=ask).count())


@transaction.atomic
def record_outcome(ask: Ask, *, outcome: str, text: str, document: str, seen: int, by: User, at: datetime) -> Ask:
    """What the other ministry decided, with its document. Raises NoDocument, Stale, Unsaid, TooLong.

    Back to open is possible (the other ministry reopened it); the words then may stay empty.
    """
    found = _locked(ask, by)
    role, chosen = keeping(found.lead, by), Ask.Outcome(outcome)
    document = added(_("依据文号"), document, limit=DOCUMENT)
    say = added if chosen == Ask.Outcome.OPEN else said
    text = say(_("结果说明"), text, limit=REASON)
    if chosen in (Ask.Outcome.GRANTED, Ask.Outcome.PARTLY) and not document:
        raise NoDocument(outcome=chosen.label)
    before = {"outcome": found.outcome, "text": found.outcome_text, "document": found.outcome_document}
    claim(found, seen)
    found.outcome, found.outcome_text, found.outcome_document = chosen, text, document
    found.save(update_fields=["outcome", "outcome_text", "outcome_document"])
    after = {"outcome": found.outcome, "text": text, "document": document}
    trail.record("ask.record-outcome", by=by, at=at, role=role, subject=found, before=before, after=after)
    return found


def _locked(ask: Ask, by: User) -> Ask:
    """The ask as it stands now, kept from others until this transaction ends. Raises NotAllowed for a stranger."""
    found = Ask.objects.select_for_update(no_key=True, of=("self",)).select_related("lead").get(pk=ask.pk)
    keeping(found.lead, by)
    return found


def _checked(draft: AskDraft) -> dict[str, Any]:
    """The values to keep. Raises NobodyElses, NoArea, NoMoney, Unsaid, TooLong."""
    if draft.ministry.pk in (draft.lead.pk, draft.lead.parent_id):
        raise NobodyElses(ministry=draft.ministry)
    if not draft.areas:
        raise NoArea
    if draft.sought_fen is not None and draft.sought_fen <= 0:
        raise NoMoney(amount=draft.sought_fen // 100)
    clause = draft.measure.clause.path if draft.measure else draft.clause_path
    return {
        "title": said(_("事项"), draft.title, limit=TITLE),
        "measure": draft.measure,
        "clause_path": said(_("条款"), clause, limit=CLAUSE),
        "ministry": draft.ministry,
        "lead": draft.lead,
        "basis": said(_("依据"), draft.basis, limit=BASIS),
        "sought": said(_("争取什么"), draft.sought, limit=BASIS),
        "sought_fen": draft.sought_fen,
    }


def _draft_of(ask: Ask) -> AskDraft:
    areas = tuple(ask.areas.order_by("number"))
    named = (ask.title, ask.measure, ask.clause_path, ask.ministry, ask.lead)
    return AskDraft(*named, ask.basis, ask.sought, ask.sought_fen, areas)


def _told(ask: Ask, draft: AskDraft) -> dict[str, Any]:
    """What a line of the trail keeps of it."""
    return {
        "title": ask.title,
        "clause": cite(ask.clause_path),
        "ministry": ask.ministry.name,
        "lead": ask.lead.name,
        "basis": ask.basis,
        "sought": ask.sought,
        "fen": ask.sought_fen,
        "areas": sorted(area.number for area in draft.areas),
    }
