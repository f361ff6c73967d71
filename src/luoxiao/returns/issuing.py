"""The workbook a unit is given: with what is known, what it has filled so far, and what was remarked on it."""

from collections.abc import Mapping, Sequence

from luoxiao.returns import specs
from luoxiao.returns.entries import entries_of, same
from luoxiao.returns.form import Entry, Fault, Form, Known, Severity
from luoxiao.returns.models import Decision, Return
from luoxiao.returns.wording import Told, told
from luoxiao.returns.workbook import annotate, write


def workbook_of(filed: Return) -> bytes:
    """Blank but for what is known while nothing has been filled; afterwards as the draft stands, with its faults.

    The remarks of whoever sent it back stand at their lines.
    """
    form, known, call = specs.form_of(filed.call, unit=filed.unit), specs.known_for(filed), filed.call
    entries = entries_of(filed.values)
    if not filed.marked and _is_untouched(entries, known):
        return write(form, specs.identity_of(filed), known, instructions=call.instructions, due=call.due)
    faults = [fault for fault in specs.checked(filed, entries, form=form, known=known) if fault.code != "required"]
    return annotated(filed, form, known, entries, faults)


def _is_untouched(entries: Mapping[str, Entry], known: Mapping[str, Known]) -> bool:
    return all(same(entry, Entry(value=known.get(code, Known()).this)) for code, entry in entries.items())


def annotated(
    filed: Return, form: Form, known: Mapping[str, Known], entries: Mapping[str, Entry], faults: Sequence[Fault]
) -> bytes:
    """The workbook with these entries and what is wrong with them, tinted and said."""
    said = [*_remarks(filed, form), *told(faults, form=form, entries=entries, unit_name=filed.unit.name)]
    identity, call = specs.identity_of(filed), filed.call
    return annotate(form, identity, known, entries, said, instructions=call.instructions, due=call.due)


def _remarks(filed: Return, form: Form) -> list[Told]:
    """What the reviewer said of the lines, while they are still marked."""
    if not filed.marked:
        return []
    kinds = (Decision.Kind.SENT_BACK, Decision.Kind.UNLOCKED)
    last = filed.decisions.filter(kind__in=kinds).order_by("-id").first()
    names = {line.code: line.name for line in form.lines}
    return [
        Told(
            severity=Severity.WARNING,
            object=filed.unit.name,
            period=form.period,
            message=cell["remark"],
            cells=(),
            fields=(names.get(cell["code"], ""),),
            codes=(cell["code"],),
        )
        for cell in (last.cells if last else [])
    ]
