"""A plan as JSON, in the form that `luoxiao plan parse --json` prints."""

from decimal import Decimal
from typing import Any

from luoxiao.plan.parse.model import Citation, Clause, ParsedPlan


def to_json(parsed: ParsedPlan) -> dict[str, Any]:
    """The plan in plain values; amounts in yuan, dates in ISO form."""
    return {
        "title": parsed.title,
        "doc_number": parsed.doc_number,
        "clauses": [_clause(clause) for clause in parsed.clauses],
        "citations": _citations(parsed.citations),
        "amounts": [{"text": a.text, "value_yuan": _number(a.yuan), "bound": a.bound} for a in parsed.amounts],
        "percentages": [{"text": p.text, "value": _number(p.value), "bound": p.bound} for p in parsed.percentages],
        "deadlines": [
            {"text": d.text, "not_after": d.not_after.isoformat() if d.not_after else None} for d in parsed.deadlines
        ],
        "recurrences": [{"text": r.text} for r in parsed.recurrences],
        "lead_tasks": [parsed.clauses[place].path for place in parsed.lead_tasks],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "path": clause.path,
        "level": clause.level,
        "kind": clause.kind,
        "number": clause.number,
        "title_or_first_20_chars": clause.heading,
        "char_start": clause.char_start,
        "units": list(clause.units),
        "lead": clause.lead,
        "cooperating": list(clause.cooperating),
    }


def _citations(cited: tuple[Citation, ...]) -> list[dict[str, str | None]]:
    """Distinct titles, each with its number where one is printed; names the text gives to papers are left out."""
    numbers: dict[str, str | None] = {}
    for one in cited:
        if not one.is_alias:
            numbers[one.title] = numbers.get(one.title) or one.number
    return [{"title": title, "number": number} for title, number in numbers.items()]


def _number(value: Decimal) -> int | float:
    """A JSON number; only printed, never computed with."""
    return int(value) if value == value.to_integral_value() else float(value)
