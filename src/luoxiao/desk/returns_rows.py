"""The lines of a return as its page shows them: last value, this value, change, verdict, and what to do about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from luoxiao.desk.returns_figures import change, shown, typed
from luoxiao.returns.form import Entry, Fault, Form, Known, Line, Severity
from luoxiao.supervision.lights import Light


@dataclass(frozen=True)
class Said:
    """A fault in words: the few for the summary, the whole sentence, the rule in its own notation."""

    short: str
    sentence: str
    rule: str
    light: Light
    line: str

    @property
    def is_error(self) -> bool:
        return self.light is Light.LATE


@dataclass(frozen=True)
class Row:
    """A line; `value` is what stands in the input, `understood` what it was read as where that differs."""

    line: Line
    last: str
    value: str
    understood: str
    change: str
    light: Light
    verdict: str
    faults: list[Said]
    reason: str
    asks_reason: bool
    known: str
    known_source: str
    is_as_known: bool
    last_raw: str
    remark: str
    other: str = ""

    @property
    def is_marked(self) -> bool:
        return bool(self.faults or self.remark or self.other)

    @property
    def is_wrong(self) -> bool:
        return self.light is Light.LATE


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Filling:
    """What the rows are made of. `asked` is false before anything was saved: then nothing is called wrong."""

    form: Form
    entries: Mapping[str, Entry]
    known: Mapping[str, Known]
    faults: Sequence[Fault]
    asked: bool
    remarks: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, Entry] = field(default_factory=dict)


def groups(filling: Filling, say: Callable[[Fault, Form], Said]) -> list[Group]:
    """The lines by heading, in the order of the form."""
    by_line: dict[str, list[Said]] = {}
    for fault in filling.faults if filling.asked else ():
        by_line.setdefault(fault.line, []).append(say(fault, filling.form))
    found: dict[str, list[Row]] = {}
    for line in filling.form.lines:
        found.setdefault(line.group, []).append(_row(line, filling, by_line.get(line.code, [])))
    return [Group(title, rows) for title, rows in found.items()]


def _row(line: Line, filling: Filling, faults: list[Said]) -> Row:
    entry, known = filling.entries.get(line.code, Entry()), filling.known.get(line.code, Known())
    light, verdict = _verdict(entry, faults, filling.asked)
    other, remark = filling.others.get(line.code), filling.remarks.get(line.code, "")
    return Row(
        line=line,
        last=shown(known.last, line.scale),
        value=typed(entry, line.scale),
        understood=shown(entry.value, line.scale) if entry.typed and entry.value is not None else "",
        change=change(known.last, entry.value, line.unit),
        light=light,
        verdict=verdict,
        faults=faults,
        reason=entry.reason,
        asks_reason=bool(entry.reason or remark) or any(not said.is_error for said in faults),
        known=shown(known.this, line.scale) if known.this is not None else "",
        known_source=known.source,
        is_as_known=known.this is not None and known.this == entry.value,
        last_raw="" if known.last is None else f"{known.last:f}",
        remark=remark,
        other=typed(other, line.scale) or _("空白") if other is not None else "",
    )


def _verdict(entry: Entry, faults: list[Said], asked: bool) -> tuple[Light, str]:
    if any(said.is_error for said in faults):
        return Light.LATE, _("错误")
    if faults:
        return (Light.DONE, _("已说明")) if entry.reason else (Light.SOON, _("请说明"))
    if entry.is_blank:
        return Light.IDLE, _("未填")
    return (Light.DONE, _("通过")) if asked else (Light.IDLE, _("未校核"))


def without_echoes(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """The faults without the warnings on lines that are wrong anyway: one cause is said once."""
    wrong = {fault.line for fault in faults if fault.severity is Severity.ERROR}
    return tuple(fault for fault in faults if fault.severity is Severity.ERROR or fault.line not in wrong)


@dataclass(frozen=True)
class Summary:
    """How many must be changed and how many need a reason."""

    errors: int
    warnings: int
    unexplained: int

    @property
    def title(self) -> str:
        return _("有 %(count)s 处错误，改正后才能报送") % {"count": self.errors}


def summary(faults: Sequence[Fault], entries: Mapping[str, Entry]) -> Summary:
    """Counts over the faults; a warning on a line with a reason is explained."""
    warnings = [fault for fault in faults if fault.severity is Severity.WARNING]
    unexplained = [fault for fault in warnings if not entries.get(fault.line, Entry()).reason.strip()]
    return Summary(len(faults) - len(warnings), len(warnings), len(unexplained))


def suspect(filling: Filling) -> tuple[Line, Decimal] | None:
    """The line whose past is worth a look: the first wrong one that holds a number, then the first doubtful one."""
    ordered = sorted(filling.faults, key=lambda fault: fault.severity is Severity.WARNING)
    lines = {line.code: line for line in filling.form.lines}
    for code in [*(fault.line for fault in ordered), *filling.remarks]:
        value = filling.entries.get(code, Entry()).value
        if code in lines and value is not None:
            return lines[code], value
    return None
