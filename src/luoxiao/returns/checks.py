"""What is wrong with a return: types, ranges, decimals, the office's own rules, and jumps from the period before. Pure.

Faults carry codes and values; the sentences are in returns/wording.py. A line that cannot be read or is missing makes
no further faults: a rule that needs it is not judged. One cause makes one fault.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from luoxiao.core.expressions import LAST, evaluate, parse
from luoxiao.core.periods import Period
from luoxiao.returns.entries import EMPTY, number
from luoxiao.returns.form import Check, Entry, Fault, Form, Known, Line, Severity

Others = Mapping[str, Decimal | None]
TEN_THOUSAND = (Decimal(5000), Decimal(20000))  # a factor between these looks like 元 for 万元, or the reverse
JUMP = 3  # times the last period, or a third of it
LARGEST = 2**53  # units of the last decimal place that any figure may have (indicators/packing.py)
SMALL = 10  # below it a change of several times is nothing to explain
NOT_JUDGED: Known = Known()


def check(
    form: Form, entries: Mapping[str, Entry], known: Mapping[str, Known], others: Others | None = None
) -> tuple[Fault, ...]:
    """Every fault in the order of the lines, those of the whole return last.

    `others` are figures of other forms of the same unit and period, by indicator code, which rules may name; under
    `last.` and a code those of the period before. Rules may also ask which quarter or month the period is.
    """
    own = {line.code: tuple(_of_line(line, entries, known.get(line.code, NOT_JUDGED))) for line in form.lines}
    broken = {code for code, faults in own.items() if any(fault.severity is Severity.ERROR for fault in faults)}
    by_rule = list(_by_rule(form, _numbers(form.period, entries, known, others or {}), broken))
    ordered = [
        fault for line in form.lines for fault in (*own[line.code], *(f for f in by_rule if f.line == line.code))
    ]
    return (*ordered, *(fault for fault in by_rule if not fault.line))


def blocking(faults: tuple[Fault, ...], entries: Mapping[str, Entry]) -> tuple[Fault, ...]:
    """What keeps a return from being sent: errors, and warnings whose line gives no reason."""
    return tuple(fault for fault in faults if fault.severity is Severity.ERROR or not _explained(fault, entries))


def _explained(fault: Fault, entries: Mapping[str, Entry]) -> bool:
    return bool(entries.get(fault.line, EMPTY).reason.strip())


def _of_line(line: Line, entries: Mapping[str, Entry], known: Known) -> Iterator[Fault]:
    """The faults of one line by itself: at most one error, or else at most one warning."""
    entry = entries.get(line.code, EMPTY)
    if entry.is_blank:
        yield from [_error(line, "required")] if line.is_required else []
    elif entry.value is None and entry.mark is None:
        yield _error(line, "not-a-number", typed=entry.typed)
    elif entry.value is not None:
        fault = _beyond(line, entry.value) or _unlike(line, entry.value, known)
        yield from [fault] if fault else []


def _beyond(line: Line, value: Decimal) -> Fault | None:
    """More decimals than the line keeps, or outside its range."""
    if _is_finer(value, line.scale):
        return _error(line, "decimals", value=number(value), scale=str(line.scale))
    lowest, highest = _range(line)
    if value < lowest:
        return _error(line, "below", value=number(value), limit=number(lowest))
    if value > highest:
        return _error(line, "above", value=number(value), limit=number(highest))
    return None


def _is_finer(value: Decimal, scale: int) -> bool:
    """Whether it has more decimal places than the scale; zeros at the end are none."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent < -scale and len(number(value).partition(".")[2]) > scale


def _range(line: Line) -> tuple[Decimal, Decimal]:
    """The range of a line; where the dictionary sets none, that of all figures."""
    most = _most(line.scale)
    return -most if line.lowest is None else line.lowest, most if line.highest is None else line.highest


@cache
def _most(scale: int) -> Decimal:
    """The largest figure with so many decimal places."""
    return Decimal(LARGEST).scaleb(-scale)


def _unlike(line: Line, value: Decimal, known: Known) -> Fault | None:
    """Another number than the one on record for this period, or one that the last period makes doubtful."""
    if known.this is not None:
        differs = known.this != value
        words = {"value": number(value), "known": number(known.this), "source": known.source}
        return Fault(line.code, Severity.WARNING, "differs", words) if differs else None
    if known.last is None or known.last == value:
        return None
    code = _doubt(value, known.last)
    words = {"value": number(value), "last": number(known.last)}
    return Fault(line.code, Severity.WARNING, code, words) if code else None


def _doubt(value: Decimal, last: Decimal) -> str:
    """Which doubt the last period raises: a unit mistaken by ten thousand, a jump, a fall, or none."""
    if max(abs(value), abs(last)) < SMALL or last == 0:
        return ""
    if value == 0:
        return "gone"
    times = max(abs(value / last), abs(last / value))
    if TEN_THOUSAND[0] <= times <= TEN_THOUSAND[1]:
        return "ten-thousand"
    if times <= JUMP:
        return ""
    return "jump" if abs(value) > abs(last) else "fall"


def _error(line: Line, code: str, **params: str) -> Fault:
    return Fault(line.code, Severity.ERROR, code, params)


def _numbers(
    period: str, entries: Mapping[str, Entry], known: Mapping[str, Known], others: Others
) -> dict[str, Decimal | None]:
    """What a rule may name: figures of other forms, the lines, those of the period before, `quarter` and `month`."""
    calendar = {name: Decimal(number) for name, number in Period.parse(period).calendar.items()}
    lines = {code: entry.value for code, entry in entries.items()}
    last = {LAST + code: figure.last for code, figure in known.items()}
    return {**others, **last, **lines, **calendar}


def _by_rule(form: Form, values: Mapping[str, Decimal | None], broken: set[str]) -> Iterator[Fault]:
    """The rules that do not hold. One that names a line already in error is not judged."""
    order = [line.code for line in form.lines]
    for rule in form.checks:
        names = parse(rule.expression).names
        if not names & broken and evaluate(parse(rule.expression), values) is False:
            yield _broken_rule(rule, _lines_named(rule.expression, order), values)


def _lines_named(expression: str, order: list[str]) -> list[str]:
    """The lines of this form that an expression names, in the order in which it names them."""
    names = parse(expression).names
    return sorted((code for code in order if code in names), key=lambda code: _place(expression, code))


def _place(expression: str, code: str) -> int:
    found = re.search(rf"(?<![\w.]){re.escape(code)}(?!\w)", expression)
    return found.start() if found else len(expression)


def _broken_rule(rule: Check, lines: list[str], values: Mapping[str, Decimal | None]) -> Fault:
    severity = Severity.WARNING if rule.is_trial else rule.severity
    named = sorted(parse(rule.expression).names)
    said = {name: number(value) for name in named if (value := values.get(name)) is not None}
    params = {"rule": rule.code, "message": rule.message, "expression": rule.expression, "lines": "、".join(lines)}
    return Fault(lines[0] if lines else "", severity, "rule", params | said)
