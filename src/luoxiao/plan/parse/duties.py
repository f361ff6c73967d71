"""Reporting duties that come round: 每季度通报工作进展情况, 每年年初报送上年度工作总结."""

import re
from dataclasses import dataclass

from luoxiao.plan.parse.rhythms import Round

_REPORT = re.compile(r"[^,。;\n]{0,30}?(?:通报|报送|上报|报告|汇报|总结|调度|公布|考核|评估|督查|报)[^,。;\n]*")


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty at s[start:end]."""

    start: int
    end: int
    rhythm: str


def read(s: str, rounds: list[Round]) -> list[Owed]:
    """Duties in the order of the text; only those whose rhythm is stated."""
    found = []
    for said in rounds:
        report = _REPORT.match(s, said.end) if said.rhythm != "unstated" else None
        if report:
            found.append(Owed(said.start, report.end(), said.rhythm))
    return found
