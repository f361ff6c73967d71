"""What the tests of the parser look at: clauses and their units in one line each."""

from luoxiao.plan.parse import parse
from luoxiao.plan.parse.model import Clause, ParsedPlan


def paths(text: str) -> list[str]:
    """The paths of all clauses in reading order."""
    return [clause.path for clause in parse(text).clauses]


def units(text: str) -> list[str]:
    """Path: units, the leads marked with *, the cooperating with +; clauses without units are left out."""
    return [said(clause) for clause in parse(text).clauses if clause.responsible]


def said(clause: Clause) -> str:
    """One clause with its units."""
    signs = {"lead": "*", "cooperating": "+", "responsible": ""}
    return f"{clause.path}: {'、'.join(unit.name + signs[unit.role] for unit in clause.responsible)}"


def codes(parsed: ParsedPlan) -> list[str]:
    """The codes of all findings."""
    return [finding.code for finding in parsed.findings]
