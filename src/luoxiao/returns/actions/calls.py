"""布置报表: a call is drafted, opened under the rules of the burden, and closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.core.wording import month_day
from luoxiao.indicators.models import Place
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.returns.actions.common import LONGEST, SHORT
from luoxiao.returns.actions.rules import period_of
from luoxiao.returns.entries import values_of
from luoxiao.returns.form import Entry
from luoxiao.returns.models import RANKS, Call, Level, Override, Return, Template
from luoxiao.returns.opening import Opening, opening


@dataclass(frozen=True)
class CallDraft:
    """A call as it is written: `units` are asked, `chain` names the levels that review, lowest first."""

    title: str
    template: Template
    period: str
    issued_by: Unit
    units: Sequence[Unit]
    opens_on: date
    due: date
    chain: Sequence[str]
    instructions: str = ""
    is_rehearsal: bool = False


class TemplateNotInUse(Refusal):
    code = "template-not-in-use"
    sentence = _("“%(template)s”第 %(number)s 版没有启用，不能布置。先请另一人启用。")


class NobodyAsked(Refusal):
    code = "nobody-asked"
    sentence = _("没有选填报单位，没有保存。至少选一个单位。")


class NoPlace(Refusal):
    code = "no-place"
    sentence = _("%(unit)s没有对应的行政区划，填报的数没有归属，没有保存。去掉这个单位。")


class BadChain(Refusal):
    code = "bad-chain"
    sentence = _("审核层级没有选，没有保存。至少选市级、省级、司局、办公室中的一级。")


class DueBeforeOpening(Refusal):
    code = "due-before-opening"
    sentence = _("截止日 %(due)s 早于开始日 %(opens)s，没有保存。改正日期。")


class NotADraft(Refusal):
    code = "call-not-a-draft"
    sentence = _("“%(call)s”%(state)s，没有办理。只有草稿能改；刷新页面查看现状。")


class DuePassed(Refusal):
    code = "due-passed"
    sentence = _("“%(call)s”的截止日 %(due)s 已过，没有布置。改一个以后的日期。")


class NothingToAsk(Refusal):
    code = "nothing-to-ask"
    sentence = _("“%(call)s”要的数都已掌握，没有布置。直接使用已有的数；确需重报的，勾选重报的项目并写明理由。")


class AskedAlready(Refusal):
    code = "asked-already"
    sentence = _("%(unit)s等 %(count)s 个单位已在“%(other)s”中填报同一张表同一期，没有布置。去掉这些单位。")


class NobodyReviews(Refusal):
    code = "nobody-reviews"
    sentence = _(
        "%(unit)s等 %(count)s 个单位上面没有%(levels)s单位，没有一级能审核，没有布置。"
        "审核层级加选有单位的一级，如办公室。"
    )


class ReasonWanted(Refusal):
    """A rule of the burden stands against it; with a written reason the call may open all the same."""

    code = "reason-wanted"
    sentence = _("%(what)s，没有布置。确需这样布置的，写明理由，理由报领导小组查看。")
    kinds: tuple[str, ...] = ()


class NotOpen(Refusal):
    code = "call-not-open"
    sentence = _("“%(call)s”%(state)s，没有办理。刷新页面查看现状。")


@transaction.atomic
def draft_call(*, draft: CallDraft, by: User, at: datetime) -> Call:
    """Write a call; nobody is asked yet.

    Raises TemplateNotInUse, OtherPeriod, NobodyAsked, NoPlace, BadChain, DueBeforeOpening, Unsaid, TooLong.
    """
    role = _acting(draft.issued_by, by)
    call = Call(made_by=by, made_at=at)
    _fill(call, draft)
    call.save(force_insert=True)
    trail.record("call.draft", by=by, at=at, role=role, subject=call, after=_words(call))
    return call


@transaction.atomic
def change_call(call: Call, *, draft: CallDraft, seen: int, by: User, at: datetime) -> Call:
    """Rewrite a call that has not been opened. Raises as `draft_call`, NotADraft, Stale."""
    call, role = _draft_of(call, by)
    _acting(draft.issued_by, by)
    claim(call, seen)
    before = _words(call)
    _fill(call, draft)
    call.save()
    trail.record("call.change", by=by, at=at, role=role, subject=call, before=before, after=_words(call))
    return call


@transaction.atomic
def withdraw_call(call: Call, *, reason: str, seen: int, by: User, at: datetime) -> Call:
    """Give up a draft: nobody is asked, it stays to be read. Raises NotADraft, Stale, Unsaid, TooLong."""
    call, role = _draft_of(call, by)
    call.withdrawal = said(_("撤回的原因"), reason, limit=SHORT)
    claim(call, seen)
    call.state, call.withdrawn_by, call.withdrawn_at = Call.State.WITHDRAWN, by, at
    call.save(update_fields=["state", "withdrawal", "withdrawn_by", "withdrawn_at"])
    after = {"version": call.version}
    trail.record("call.withdraw", by=by, at=at, role=role, subject=call, after=after, reason=call.withdrawal)
    return call


def _acting(bureau: Unit, by: User) -> str:
    """The office asks for any bureau, a bureau for itself. Raises NotAllowed."""
    role = by.acting(Permission.OPEN_CALL)
    if by.scope_of(Permission.OPEN_CALL) is not Scope.ALL and by.unit_id != bureau.pk:
        raise NotAllowed(Permission.OPEN_CALL)
    return role


def _draft_of(call: Call, by: User) -> tuple[Call, str]:
    found, role = _kept(call, by)
    if found.state != Call.State.DRAFT:
        raise NotADraft(call=found.title, state=found.get_state_display())
    return found, role


def _kept(call: Call, by: User) -> tuple[Call, str]:
    """The call as it stands now, kept from others, and the role of whoever may deal with it."""
    found = (
        Call.objects.select_for_update(of=("self",), no_key=True)
        .select_related("template", "issued_by")
        .get(pk=call.pk)
    )
    return found, _acting(found.issued_by, by)


def _fill(call: Call, draft: CallDraft) -> None:
    template = draft.template
    if template.adopted_at is None:
        raise TemplateNotInUse(template=template, number=template.number)
    if draft.due < draft.opens_on:
        raise DueBeforeOpening(due=month_day(draft.due), opens=month_day(draft.opens_on))
    call.title = said(_("标题"), draft.title, limit=120)
    call.template, call.issued_by = template, draft.issued_by
    call.period = period_of(template.period, draft.period)
    call.instructions = added(_("填报说明"), draft.instructions, limit=LONGEST)
    call.chain = _chain(draft.chain)
    call.asked = _asked(draft.units)
    call.opens_on, call.due, call.is_rehearsal = draft.opens_on, draft.due, draft.is_rehearsal


def _chain(levels: Sequence[str]) -> list[str]:
    """The levels in their order, each once; the county's own signature is no review."""
    if not levels or set(levels) - set(RANKS) or Level.COUNTY in levels:
        raise BadChain
    return [level for level in RANKS if level in levels]


def _asked(units: Sequence[Unit]) -> list[int]:
    """Their ids in order, each once. Raises NobodyAsked, NoPlace for a unit that no figure can be about."""
    if not units:
        raise NobodyAsked
    regions = {unit.region_id for unit in units}
    with_place = set(Place.objects.filter(region__in=regions).values_list("region_id", flat=True))
    if homeless := next((unit for unit in units if unit.region_id not in with_place), None):
        raise NoPlace(unit=homeless)
    return list(dict.fromkeys(unit.pk for unit in units))


def _words(call: Call) -> dict[str, object]:
    return {
        "title": call.title,
        "template": f"{call.template.code}/{call.template.number}",
        "period": call.period,
        "issued_by": call.issued_by.short_name,
        "units": len(call.asked),
        "opens_on": call.opens_on.isoformat(),
        "due": call.due.isoformat(),
        "chain": call.chain,
        "rehearsal": call.is_rehearsal,
    }


@transaction.atomic
def open_call(
    call: Call,
    *,
    again: Sequence[str] = (),
    reasons: Mapping[str, str] | None = None,
    seen: int,
    by: User,
    at: datetime,
) -> Call:
    """Ask: every unit gets its return, with what is known filled in already.

    `again` are codes of known lines that are asked all the same; `reasons` are the written reasons for what the burden
    rules forbid, by Override.Kind. A level at which no unit stands above a respondent is passed over for it. Raises
    NotADraft, Stale, DuePassed, AskedAlready, NothingToAsk, NobodyReviews, ReasonWanted.
    """
    call, role = _draft_of(call, by)
    claim(call, seen)
    found = _look(call, again, at)
    overrides = _overrides(call, found, reasons or {}, by, at)
    call.again, call.opens_on, call.cells_asked = list(found.again), found.opens_on, max(found.cells.values())
    call.state, call.opened_by, call.opened_at = Call.State.OPEN, by, at
    call.save(update_fields=["again", "opens_on", "cells_asked", "state", "opened_by", "opened_at"])
    Override.objects.bulk_create(overrides)
    Return.objects.bulk_create(_return(call, unit, found) for unit in found.units)
    after = _words(call) | {"cells": call.cells_asked, "again": call.again, "version": call.version}
    after["overrides"] = {override.kind: override.reason for override in overrides}
    after["passed_over"] = {
        unit.code: found.passed_over[unit.pk] for unit in found.units if unit.pk in found.passed_over
    }
    trail.record("call.open", by=by, at=at, role=role, subject=call, after=after)
    return call


def preview_call(call: Call, *, again: Sequence[str] = (), at: datetime) -> Opening:
    """What opening would ask of whom, and which reasons it would want. Writes nothing."""
    return opening(call, list(Unit.objects.filter(pk__in=call.asked).order_by("pk")), again, at)


def _look(call: Call, again: Sequence[str], at: datetime) -> Opening:
    """Count what is asked with the units kept from other calls, so that two calls cannot pass one cap together."""
    if at.date() > call.due:
        raise DuePassed(call=call.title, due=month_day(call.due))
    units = list(Unit.objects.select_for_update(no_key=True).filter(pk__in=call.asked).order_by("pk"))
    found = opening(call, units, again, at)
    if found.elsewhere:
        first, other = found.elsewhere[0]
        raise AskedAlready(unit=first, count=len(found.elsewhere), other=other)
    if not any(found.cells.values()):
        raise NothingToAsk(call=call.title)
    if found.unreviewed:
        raise _nobody_reviews(found)
    return found


def _nobody_reviews(found: Opening) -> NobodyReviews:
    first = found.unreviewed[0]
    levels = "、".join(str(Level(level).label) for level in found.passed_over[first.pk])
    return NobodyReviews(unit=first, count=len(found.unreviewed), levels=levels)


def _overrides(call: Call, found: Opening, reasons: Mapping[str, str], by: User, at: datetime) -> list[Override]:
    """One for each rule that the call breaks. Raises ReasonWanted for those without a reason."""
    silent = [kind for kind in found.against if not reasons.get(kind, "").strip()]
    if silent:
        refusal = ReasonWanted(what="；".join(found.against[kind] for kind in silent))
        refusal.kinds = tuple(silent)
        raise refusal
    return [
        Override(
            call=call,
            kind=kind,
            detail=detail[:200],
            reason=said(Override.Kind(kind).label, reasons[kind], limit=300),
            by=by,
            at=at,
        )
        for kind, detail in found.against.items()
    ]


def _return(call: Call, unit: Unit, found: Opening) -> Return:
    known = {code: Entry(value=value) for code, value in found.prefilled[unit.pk].items()}
    return Return(
        call=call,
        unit=unit,
        values=values_of(known),
        cells_asked=found.cells[unit.pk],
        passed_over=list(found.passed_over.get(unit.pk, ())),
    )


@transaction.atomic
def close_call(call: Call, *, seen: int, by: User, at: datetime) -> Call:
    """Take nothing more of units that have not reported; what has come is reviewed and accepted as before.

    Waits for whoever is handing in at this moment. Raises NotOpen, Stale.
    """
    call, role = _kept(call, by)
    if call.state != Call.State.OPEN:
        raise NotOpen(call=call.title, state=call.get_state_display())
    returns = list(Return.objects.select_for_update(no_key=True).filter(call=call).order_by("pk"))
    claim(call, seen)
    call.state, call.closed_at = Call.State.CLOSED, at
    call.save(update_fields=["state", "closed_at"])
    missing = sum(filed.first_certified_at is None for filed in returns)
    after = {"missing": missing, "reported": len(returns) - missing, "version": call.version}
    trail.record("call.close", by=by, at=at, role=role, subject=call, after=after)
    return call
