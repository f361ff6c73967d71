"""What stands in the lines of a form, as it is kept in JSON: drafts and submissions. Pure.

A line is kept as {"value": decimal as text, "" for none, "mark": "" | "not-known" | "not-applicable", "reason",
"typed", "cell"}; a key whose text is empty may be left out. Blank lines are not kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from luoxiao.returns.form import Entry, Mark

Values = Mapping[str, Mapping[str, str]]
EMPTY = Entry()


def entries_of(values: Values) -> dict[str, Entry]:
    """The lines as they were kept."""
    return {code: entry_of(kept) for code, kept in values.items()}


def entry_of(kept: Mapping[str, str]) -> Entry:
    value, mark = kept.get("value", ""), kept.get("mark", "")
    return Entry(
        value=Decimal(value) if value else None,
        mark=Mark(mark) if mark else None,
        reason=kept.get("reason", ""),
        typed=kept.get("typed", ""),
        cell=kept.get("cell", ""),
    )


def values_of(entries: Mapping[str, Entry]) -> dict[str, dict[str, str]]:
    """The lines as they are kept; those without a number, a mark, a text or a reason are left out."""
    return {code: kept for code, entry in entries.items() if (kept := kept_as(entry))}


def kept_as(entry: Entry) -> dict[str, str]:
    """One line as it is kept; empty for a blank one."""
    if entry.is_blank and not entry.reason:
        return {}
    said = {
        "value": "" if entry.value is None else number(entry.value),
        "mark": entry.mark or "",
        "reason": entry.reason,
        "typed": entry.typed,
        "cell": entry.cell,
    }
    return {name: str(text) for name, text in said.items() if text}


def number(value: Decimal) -> str:
    """The decimal without exponent and without zeros that say nothing: 1234.50 and 1234.5 are one number."""
    text = format(value, "f")
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if plain in ("-0", "") else plain


def same(one: Entry, other: Entry) -> bool:
    """Whether two lines say the same; where and how it was written down does not count."""
    return _said(one) == _said(other)


def changed(before: Mapping[str, Entry], after: Mapping[str, Entry], order: Iterable[str]) -> tuple[str, ...]:
    """The codes of the lines that say something else now, in the order given."""
    return tuple(code for code in order if not same(before.get(code, EMPTY), after.get(code, EMPTY)))


def fingerprint(entries: Mapping[str, Entry]) -> str:
    """SHA-256 of what the lines say, the same for the same content however it came in."""
    lines = (f"{code}\t{value}\t{mark}\t{reason}" for code, value, mark, reason in _sorted(entries))
    return sha256("\n".join(lines).encode()).hexdigest()


def control_total(entries: Mapping[str, Entry]) -> str:
    """The sum of all numbers, exact."""
    return number(sum((entry.value for entry in entries.values() if entry.value is not None), Decimal(0)))


def without_cells(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The lines without their places in a workbook: what is edited on the web stands in no cell any more."""
    return {code: replace(entry, cell="") for code, entry in entries.items()}


def _said(entry: Entry) -> tuple[str, str, str, str]:
    value = "" if entry.value is None else number(entry.value)
    not_understood = entry.typed if entry.value is None and entry.mark is None else ""
    return value, entry.mark or "", entry.reason.strip(), not_understood


def _sorted(entries: Mapping[str, Entry]) -> list[tuple[str, str, str, str]]:
    said = ((code, *_said(entry)[:3]) for code, entry in entries.items())
    return sorted(line for line in said if any(line[1:]))
