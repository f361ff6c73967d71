"""What all actions on a return share: its lock, whose it is, whether it may be changed now."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from luoxiao.core.refusals import Refusal
from luoxiao.core.wording import day_and_hour, month_day
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.models import Call, Return, Submission

LONGEST = 4000  # characters of instructions
SHORT = 300  # characters of a reason or remark
State = Return.State


class NotOpenYet(Refusal):
    code = "not-open-yet"
    sentence = _("“%(call)s”从%(day)s起填报，没有办理。到时再填。")


class CallClosed(Refusal):
    code = "call-closed"
    sentence = _("“%(call)s”已于%(when)s截止，没有办理。确需补报的，请%(bureau)s另行布置。")


class InOtherHands(Refusal):
    code = "in-other-hands"
    sentence = _("这份报表现在“%(state)s”，没有办理，已填的内容没有变。需要改动的，请%(holder)s先退回。")


class UnknownLine(Refusal):
    code = "unknown-line"
    sentence = _("表中没有“%(line)s”这一项，没有办理。刷新页面后重新填写。")


class OwnWork(Refusal):
    code = "own-work"
    sentence = _("这份报表由%(who)s填报，不能由本人%(what)s。请另一人办理。")


class NotHere(Refusal):
    code = "not-here"
    sentence = _("这份报表现在“%(state)s”，%(what)s没有办理。最近一次由%(who)s于%(when)s办理。刷新页面查看现状。")


def locked(filed: Return) -> Return:
    """The return as it stands now, kept from others until this transaction ends.

    Its call is read after the lock is held, so that a call closed in the meantime is seen as closed. No lock of this
    room is on a key: PostgreSQL looks at the keys a twice-changed row points to when it commits, and whoever closes a
    call and whoever hands in a return would wait for each other.
    """
    rows = Return.objects.select_for_update(of=("self",), no_key=True).select_related("unit__region__parent")
    found = rows.get(pk=filed.pk)
    found.call = Call.objects.select_related("template", "issued_by").get(pk=found.call_id)
    return found


def of_own_unit(filed: Return, by: User, permission: Permission) -> tuple[Return, str]:
    """The return of this person's own unit, locked, and the role they act in. Raises NotAllowed."""
    role, found = by.acting(permission), locked(filed)
    if by.unit_id != found.unit_id:
        raise NotAllowed(permission)
    return found, role


def refuse_out_of_time(filed: Return, at: datetime) -> None:
    """Before the call opens nothing comes in; after it has closed only what had come before may be corrected."""
    call = filed.call
    if at.date() < call.opens_on:
        raise NotOpenYet(call=call.title, day=month_day(call.opens_on))
    if call.state == Call.State.CLOSED and filed.first_certified_at is None:
        when = day_and_hour(call.closed_at) if call.closed_at else "—"
        raise CallClosed(call=call.title, when=when, bureau=call.issued_by)


def refuse_elsewhere(filed: Return, states: Iterable[str]) -> None:
    """Raises InOtherHands where the return is in none of these states."""
    if filed.state not in states:
        raise InOtherHands(state=filed.get_state_display(), holder=_holder(filed))


def _holder(filed: Return) -> object:
    """Who has to act before the unit can."""
    if filed.state == State.CERTIFYING:
        return _("审签人")
    return filed.get_level_display() if filed.state == State.REVIEWING else _("办公室")


def refuse_own(filed: Return, by: User, what: object) -> None:
    """Raises OwnWork for whoever prepared the return."""
    if by.pk in filed.preparers:
        raise OwnWork(who=by.full_name, what=what)


def refuse_not_here(filed: Return, state: str, what: object) -> None:
    """Raises NotHere, with who acted last, where the return is not in this state."""
    if filed.state == state:
        return
    last = filed.decisions.select_related("by").order_by("-id").first()
    who, when = (last.by.full_name, day_and_hour(last.at)) if last else ("—", "—")
    raise NotHere(state=filed.get_state_display(), what=what, who=who, when=when)


def refuse_unknown(codes: Iterable[str], filed: Return) -> list[str]:
    """The codes of all lines of the form, in order. Raises UnknownLine for a code that is none of them."""
    order = list(filed.call.template.items.order_by("order").values_list("code", flat=True))
    if unknown := next((code for code in codes if code not in order), None):
        raise UnknownLine(line=unknown[:20])
    return order


def latest(filed: Return) -> Submission | None:
    """What the unit handed in last."""
    return filed.submissions.order_by("-number").first()
