"""Workbooks come back: which it is, what is wrong with it, what it would change; nothing of a faulty one stays."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.core import files
from luoxiao.core.office.kinds import XLSX_MEDIA_TYPE
from luoxiao.core.office.refused import Refused
from luoxiao.core.refusals import Refusal
from luoxiao.core.versions import claim
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission
from luoxiao.returns import issuing, specs
from luoxiao.returns.actions.common import State, latest, of_own_unit, refuse_elsewhere, refuse_out_of_time
from luoxiao.returns.actions.filling import hand_in, refuse_again
from luoxiao.returns.checks import blocking
from luoxiao.returns.entries import EMPTY, entries_of, same
from luoxiao.returns.form import Entry, Fault, Form, Known, Severity
from luoxiao.returns.models import Return, Submission
from luoxiao.returns.workbook import Read, WrongWorkbook, joined, read
from luoxiao.returns.workbook.wording import sentence

UPLOADABLE = (State.FILLING, State.SENT_BACK, State.CERTIFYING)
LARGEST = 10 << 20  # bytes of a workbook


@dataclass(frozen=True)
class Change:
    """A line that a workbook changes: what stood there, what stands there now."""

    line: str
    before: Entry
    after: Entry


@dataclass(frozen=True)
class Examined:
    """A workbook that is this return's, looked at and not kept.

    `echoes` are lines whose text was read as a number (１.2万); `since_draft` and `since_last` are what it changes
    against the draft and against what was handed in before; `others` are sheets that were not read; `annotated` is the
    workbook with all that is wrong, None where nothing is.
    """

    content: bytes
    name: str
    sha256: str
    form: Form
    entries: dict[str, Entry]
    faults: tuple[Fault, ...]
    blocking: tuple[Fault, ...]
    echoes: tuple[str, ...]
    since_draft: tuple[Change, ...]
    since_last: tuple[Change, ...]
    others: tuple[str, ...]
    annotated: bytes | None


class WorkbookRefused(Refusal):
    """It is no workbook, or not the one of this return."""

    code = "workbook-refused"
    sentence: str | Promise = _("“%(name)s”没有收取，已填的内容没有变。%(problem)s")


class WorkbookTooLarge(Refusal):
    code = "workbook-too-large"
    sentence = _("“%(name)s”有 %(size)s MB，超过 10 MB，没有收取。下载本次的工作簿，只把数填进去后再传。")


class FaultyWorkbook(Refusal):
    """`examined` holds the faults and the annotated workbook; nothing was kept."""

    code = "faulty-workbook"
    sentence = _(
        "“%(name)s”有 %(errors)s 处错误、%(warnings)s 处提示没有说明原因，没有收取。"
        "下载标注后的工作簿，改正或说明后再传。"
    )
    examined: Examined


def refuse_large_workbook(name: str, size: int) -> None:
    """`size` in bytes; a door asks before it reads the file. Raises WorkbookTooLarge."""
    if size > LARGEST:
        raise WorkbookTooLarge(name=name, size=f"{size / (1 << 20):.1f}")


def examine_workbook(filed: Return, *, content: bytes, name: str, by: User, at: datetime) -> Examined:
    """Look at a workbook without keeping anything of it, before any transaction begins: reading takes its time.

    Raises WorkbookRefused, WorkbookTooLarge, SameAgain, InOtherHands, CallClosed, NotOpenYet, NotAllowed.
    """
    filed = _as_it_stands(filed, by, at)
    refuse_large_workbook(name, len(content))
    form, known = specs.form_of(filed.call, unit=filed.unit), specs.known_for(filed)
    found, last = _read(filed, form, known, content, name), latest(filed)
    refuse_again(filed, last, found.entries)
    faults = joined(found, specs.checked(filed, found.entries, form=form, known=known))
    return Examined(
        content=content,
        name=name,
        sha256=sha256(content).hexdigest(),
        form=form,
        entries=found.entries,
        faults=faults,
        blocking=blocking(faults, found.entries),
        echoes=tuple(line.code for line in form.lines if _is_echo(found.entries[line.code])),
        since_draft=_changes(form, entries_of(filed.values), found.entries),
        since_last=_changes(form, entries_of(last.values), found.entries) if last else (),
        others=found.others,
        annotated=issuing.annotated(filed, form, known, found.entries, faults) if faults else None,
    )


def _as_it_stands(filed: Return, by: User, at: datetime) -> Return:
    """The return without a lock, where this person may hand in a workbook now."""
    by.acting(Permission.FILL_RETURN)
    if by.unit_id != filed.unit_id:
        raise NotAllowed(Permission.FILL_RETURN)
    found = Return.objects.whole().get(pk=filed.pk)
    refuse_out_of_time(found, at)
    refuse_elsewhere(found, UPLOADABLE)
    return found


def _read(filed: Return, form: Form, known: dict[str, Known], content: bytes, name: str) -> Read:
    try:
        return read(content, form, specs.identity_of(filed), known, name=name)
    except (WrongWorkbook, Refused) as refused:
        raise WorkbookRefused(name=name, problem=sentence(refused)) from None


def _is_echo(entry: Entry) -> bool:
    return bool(entry.typed) and not (entry.value is None and entry.mark is None)


def _changes(form: Form, before: dict[str, Entry], after: dict[str, Entry]) -> tuple[Change, ...]:
    pairs = ((line.code, before.get(line.code, EMPTY), after.get(line.code, EMPTY)) for line in form.lines)
    return tuple(Change(code, old, new) for code, old, new in pairs if not same(old, new))


def take_workbook(filed: Return, *, content: bytes, name: str, seen: int, by: User, at: datetime) -> Submission:
    """Look at a workbook and hand it in at once. Raises as `examine_workbook` and `take_examined`."""
    examined = examine_workbook(filed, content=content, name=name, by=by, at=at)
    return take_examined(filed, examined=examined, seen=seen, by=by, at=at)


@transaction.atomic
def take_examined(filed: Return, *, examined: Examined, seen: int, by: User, at: datetime) -> Submission:
    """Hand in a workbook that was looked at: the original is kept, its lines replace the draft, it waits to be signed.

    `seen` is the version of the return that the person saw. Raises FaultyWorkbook, SameAgain, Stale, InOtherHands,
    CallClosed.
    """
    filed, role = of_own_unit(filed, by, Permission.FILL_RETURN)
    refuse_out_of_time(filed, at)
    refuse_elsewhere(filed, UPLOADABLE)
    if examined.blocking:
        raise faulty_workbook(examined)
    claim(filed, seen)
    file = files.store(examined.content, name=examined.name[:255], media_type=XLSX_MEDIA_TYPE, at=at)
    return hand_in(filed, examined.entries, file=file, by=by, at=at, role=role)


def faulty_workbook(examined: Examined) -> FaultyWorkbook:
    """The refusal of a workbook whose faults block it."""
    errors = sum(fault.severity is Severity.ERROR for fault in examined.blocking)
    refusal = FaultyWorkbook(name=examined.name, errors=errors, warnings=len(examined.blocking) - errors)
    refusal.examined = examined
    return refusal
