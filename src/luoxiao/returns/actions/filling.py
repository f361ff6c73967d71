"""填报: drafts that two people may fill at once, and sending what is filled to be signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.models import StoredFile
from luoxiao.core.refusals import Refusal, Stale, added
from luoxiao.core.versions import claim
from luoxiao.core.wording import day_and_hour
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns import specs
from luoxiao.returns.actions.common import (
    SHORT,
    State,
    latest,
    of_own_unit,
    refuse_elsewhere,
    refuse_out_of_time,
    refuse_unknown,
)
from luoxiao.returns.checks import blocking
from luoxiao.returns.entries import (
    EMPTY,
    changed,
    control_total,
    entries_of,
    entry_of,
    fingerprint,
    kept_as,
    same,
    values_of,
    without_cells,
)
from luoxiao.returns.form import Entry, Fault, Severity
from luoxiao.returns.models import Level, Return, Submission

Entries = Mapping[str, Entry]
EDITABLE = (State.FILLING, State.SENT_BACK)


@dataclass(frozen=True)
class Moved:
    """A line that somebody else changed after the page was opened: as it was then, as it is now, by whom, when."""

    line: str
    before: Entry
    now: Entry
    mine: Entry
    by: str
    at: datetime


class DraftMoved(Stale):
    """Two people changed the same lines; `moved` says how. Nothing was written."""

    code = "draft-moved"
    sentence = _("%(lines)s 在打开本页之后已由%(who)s于%(when)s改动，本次填写没有保存。核对下面的改动后再保存一次。")
    moved: tuple[Moved, ...] = ()


class FaultsLeft(Refusal):
    """`faults` are those that keep the return from being sent."""

    code = "faults-left"
    sentence = _("有 %(errors)s 处错误、%(warnings)s 处提示没有说明原因，没有送审签。改正或说明后再送。")
    faults: tuple[Fault, ...] = ()


class SameAgain(Refusal):
    code = "same-again"
    sentence: str | Promise = _(
        "内容与%(when)s报送的第 %(number)s 次（回执 %(receipt)s）完全相同，没有重复收取。有改动的，改后再报。"
    )


class NotAnswered(SameAgain):
    """The same again, and nothing said to what was named when it was sent back."""

    code = "not-answered"
    sentence = _(
        "内容与%(when)s报送的第 %(number)s 次完全相同，退回时指出的 %(lines)s 既没有改也没有说明原因，没有收取。"
        "改正，或写明原因后再报。"
    )


@transaction.atomic
def save_draft(filed: Return, *, entries: Entries, seen: int, by: User, at: datetime) -> Return:
    """Keep these lines as they are now filled; lines that are not given stay. Nothing is checked: it is a draft.

    `seen` is the version the page was opened at. What others changed since in other lines stays beside it. Raises
    DraftMoved where they changed the same lines, InOtherHands, CallClosed, NotOpenYet, UnknownLine, TooLong.
    """
    filed, role = of_own_unit(filed, by, Permission.FILL_RETURN)
    refuse_out_of_time(filed, at)
    refuse_elsewhere(filed, EDITABLE)
    order = refuse_unknown(entries, filed)
    for code, entry in entries.items():
        added(_("%(line)s 的原因说明") % {"line": code}, entry.reason, limit=SHORT)
    before = entries_of(filed.values)
    after = before | _mine(filed, before, entries, seen)
    codes = changed(before, after, order)
    if not codes:
        return filed
    claim(filed, filed.version)
    _keep(filed, after, by=by, at=at)
    filed.save(update_fields=["values", "typed_by", "saved_by", "saved_at"])
    _note("return.save", filed, before, after, codes, by=by, at=at, role=role)
    return filed


def _keep(filed: Return, entries: Entries, *, by: User, at: datetime) -> None:
    filed.values, filed.saved_by, filed.saved_at = values_of(entries), by, at
    filed.typed_by = sorted({*filed.typed_by, by.pk})


def _mine(filed: Return, before: Entries, entries: Entries, seen: int) -> dict[str, Entry]:
    """Of the lines given, those that this person changed. Raises DraftMoved."""
    if seen >= filed.version:
        return dict(entries)
    since, mine, both = _since(filed, seen), {}, []
    for code, entry in entries.items():
        moved = since.get(code)
        if moved is None:
            mine[code] = entry
        elif not same(entry, moved.before) and not same(entry, before.get(code, EMPTY)):
            both.append(Moved(code, moved.before, before.get(code, EMPTY), entry, moved.by, moved.at))
    if both:
        raise _moved(both)
    return mine


def _since(filed: Return, seen: int) -> dict[str, Moved]:
    """The lines that were changed after version `seen`, each as it was then and with who changed it last."""
    found: dict[str, Moved] = {}
    for event in trail.history(filed).iterator(200):
        if "version" not in event.after:  # a decision: it changed no line, and older saves lie behind it
            continue
        if event.after["version"] <= seen:
            break
        for code, kept in event.before.get("lines", {}).items():
            last = found.get(code)
            by, at = (last.by, last.at) if last else (event.actor, event.at)
            found[code] = Moved(code, entry_of(kept), EMPTY, EMPTY, by, at)
    return found


def _moved(both: list[Moved]) -> DraftMoved:
    latest_of = max(both, key=lambda moved: moved.at)
    lines = "、".join(moved.line for moved in both)
    refusal = DraftMoved(lines=lines, who=latest_of.by, when=day_and_hour(latest_of.at))
    refusal.moved = tuple(both)
    return refusal


@transaction.atomic
def send_to_sign(filed: Return, *, seen: int, by: User, at: datetime) -> Submission:
    """Hand in the draft as it stands: it is checked, gets its receipt, and waits for another person to sign.

    Raises FaultsLeft, NotAnswered, Stale, InOtherHands, CallClosed, NotOpenYet.
    """
    filed, role = of_own_unit(filed, by, Permission.FILL_RETURN)
    refuse_out_of_time(filed, at)
    refuse_elsewhere(filed, EDITABLE)
    claim(filed, seen)
    entries = entries_of(filed.values)
    refuse_faults(filed, entries)
    return hand_in(filed, without_cells(entries), file=None, by=by, at=at, role=role)


def refuse_faults(filed: Return, entries: Entries) -> None:
    """Raises FaultsLeft, with all faults that block."""
    faults = blocking(specs.checked(filed, entries), entries)
    if not faults:
        return
    errors = sum(fault.severity is Severity.ERROR for fault in faults)
    refusal = FaultsLeft(errors=errors, warnings=len(faults) - errors)
    refusal.faults = faults
    raise refusal


def hand_in(
    filed: Return, entries: Entries, *, file: StoredFile | None, by: User, at: datetime, role: str
) -> Submission:
    """Keep what was checked as the next version of a locked return whose version was claimed. Raises SameAgain."""
    last = latest(filed)
    refuse_again(filed, last, entries)
    before, number = entries_of(filed.values), last.number + 1 if last else 1
    submission = Submission.objects.create(
        filed=filed,
        number=number,
        receipt=receipt(filed, number),
        way=Submission.Way.WORKBOOK if file else Submission.Way.FORM,
        file=file,
        sha256=file.sha256 if file else fingerprint(entries),
        values=values_of(entries),
        lines=sum(not entry.is_blank for entry in entries.values()),
        control_total=control_total(entries),
        by=by,
        at=at,
    )
    _to_be_signed(filed, entries, by=by, at=at)
    codes = changed(before, entries, sorted({*before, *entries}))
    more = {"receipt": submission.receipt, "sha256": submission.sha256, "control_total": submission.control_total}
    _note("return.send", filed, before, entries, codes, by=by, at=at, role=role, more=more)
    return submission


def refuse_again(filed: Return, last: Submission | None, entries: Entries) -> None:
    """Raises SameAgain where the same waits to be signed, NotAnswered where it came back with lines named.

    What was declined or unlocked without a line named may be right as it is: it may come again.
    """
    if last is None or fingerprint(entries_of(last.values)) != fingerprint(entries):
        return
    if filed.state not in EDITABLE:
        raise SameAgain(when=day_and_hour(last.at), number=last.number, receipt=last.receipt)
    if open_ := [code for code in filed.marked if not entries.get(code, EMPTY).reason]:
        raise NotAnswered(when=day_and_hour(last.at), number=last.number, lines="、".join(open_))


def receipt(filed: Return, number: int) -> str:
    """LX-01-2012Q3-360730-7-1: form, period, place, call, number; a rehearsal's begins with 演练."""
    call, region = filed.call, filed.unit.region
    place = region.code_2012 if region else filed.unit.code[:12]
    own = f"{call.template.code}-{call.period}-{place}-{call.pk}-{number}"
    return f"演练-{own}" if call.is_rehearsal else own


def _to_be_signed(filed: Return, entries: Entries, *, by: User, at: datetime) -> None:
    _keep(filed, entries, by=by, at=at)
    filed.state, filed.level, filed.marked = State.CERTIFYING, Level.COUNTY, []
    filed.filled_by, filed.certified_by, filed.certified_at = by, None, None
    filed.save(
        update_fields=[
            *("values", "typed_by", "saved_by", "saved_at", "state", "level", "marked"),
            *("filled_by", "certified_by", "certified_at"),
        ]
    )


def _note(
    action: str,
    filed: Return,
    before: Entries,
    after: Entries,
    codes: tuple[str, ...],
    *,
    by: User,
    at: datetime,
    role: str,
    more: dict[str, str] | None = None,
) -> None:
    """A line in the trail with the lines that changed, as they were and as they are: a later editor is told from it."""
    was = {code: kept_as(before.get(code, EMPTY)) for code in codes}
    now = {code: kept_as(after.get(code, EMPTY)) for code in codes}
    after_words = {"lines": now, "version": filed.version} | (more or {})
    trail.record(action, by=by, at=at, role=role, subject=filed, before={"lines": was}, after=after_words)
