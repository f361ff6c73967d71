"""A plan in words, as `luoxiao plan parse` prints it: the tree, the measures with their units, the doubtful places."""

from collections import defaultdict

from luoxiao.plan.parse.model import Clause, Finding, ParsedPlan, Responsible

INDENT, WORDS = "  ", 40
DOUBTS = {
    "citation-number": "文号与已知的不同",
    "clauses-none": "没有读到条款",
    "date-impossible": "不是历法上有的日期",
    "deadline-missing": "举措没有期限",
    "duty-without-day": "定期职责没有定日",
    "leads-several": "牵头的不止一家",
    "mark-unclosed": "标点不配对",
    "number-gap": "编号不连续",
    "number-lost": "数字缺失",
    "number-twice": "编号重复",
    "unit-missing": "没有责任单位",
    "unit-unknown": "单位不在名录里",
    "year-lost": "年份缺失",
    "year-missing": "时限没有写年份",
}

ABOUT_CLAUSES = frozenset(("deadline-missing", "unit-missing", "clauses-none"))


def lines(parsed: ParsedPlan) -> str:
    """The whole in one text."""
    return "\n".join([*_head(parsed), "", *map(_clause, parsed.clauses), "", *_doubts(parsed)])


def _head(parsed: ParsedPlan) -> list[str]:
    measures = sum(1 for clause in parsed.clauses if clause.responsible)
    return [
        parsed.title or "（没有读到标题）",
        parsed.doc_number or "（没有读到发文字号）",
        f"条款 {len(parsed.clauses)} 条，举措 {measures} 项，引用文件 {len(parsed.citations)} 处，"
        f"金额 {len(parsed.amounts)} 处，时限 {len(parsed.deadlines)} 处，定期职责 {len(parsed.duties)} 项",
    ]


def _clause(clause: Clause) -> str:
    words = INDENT * (clause.level - 1) + (clause.number or "¶") + " " + " ".join(clause.heading.split())
    return f"{words}〔{'、'.join(map(_unit, clause.responsible))}〕" if clause.responsible else words


def _unit(unit: Responsible) -> str:
    return f"{unit.name}（牵头）" if unit.role == "lead" else unit.name


def _doubts(parsed: ParsedPlan) -> list[str]:
    """One line for each kind of doubt, in the order in which the kinds first appear."""
    if not parsed.findings:
        return ["没有存疑之处。"]
    kinds: dict[str, list[str]] = defaultdict(list)
    for finding in parsed.findings:
        kinds[finding.code].append(_place(parsed, finding))
    said = [f"{INDENT}{DOUBTS[code]}（{len(places)} 处）：{'；'.join(places)}" for code, places in kinds.items()]
    return [f"存疑 {len(parsed.findings)} 处：", *said]


def _place(parsed: ParsedPlan, finding: Finding) -> str:
    where = parsed.clauses[finding.clause].path if finding.clause is not None else "条款之外"
    if finding.code in ABOUT_CLAUSES:
        return where
    words = " ".join(parsed.text[finding.char_start : finding.char_end].split())[:WORDS]
    known = f"，已知为{finding.params['known']}" if "known" in finding.params else ""
    return f"{where}“{words}”{known}"
