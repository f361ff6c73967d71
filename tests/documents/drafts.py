"""Words, figures and annexes for tests of papers: our own, about nothing real."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from luoxiao.core.periods import Period, Quarter
from luoxiao.documents import actions
from luoxiao.documents.composing import AnnexTable, FigureValue, Words, seen_as
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User

Q3 = Quarter(2012, 3)
WORDS = Words(
    title="关于演练片区2012年第三季度进展情况的通报",
    issuer_mark="演练办公室文件",
    series="演练函",
    addressee="各成员单位",
    body="现将情况通报如下。\n一、总体情况\n（一）举措。共{举措总数}项，其中逾期{逾期数}项。",
    signature="演练办公室",
    copied_to="",
)
FIGURES = {
    "举措总数": FigureValue("举措总数", "支持举措", "1,024", "项", "measures-all", "《演练方案》各项举措"),
    "逾期数": FigureValue("逾期数", "逾期的举措", "3", "项", "measures-late", "最近时限已过的"),
    "临期数": FigureValue("临期数", "临期的举措", "5", "项", "measures-soon", "最近时限已临近的"),
}
TABLE = AnnexTable("举措进展表", (("举措", 3, "left"), ("状态", 1, "center")), (("建储备库", "逾期"),))


OF = {"kind": Paper.Kind.QUARTERLY_CIRCULAR, "about_kind": "plan", "about": 1}


def prepare(by: User, at: datetime, period: Quarter | Period = Q3, of: Mapping[str, Any] = OF, **words: Any) -> Paper:
    """A circular about plan 1, unless `of` says something else."""
    said = replace(WORDS, **words)
    return actions.prepare(**(OF | of), period=period, words=said, known=FIGURES, rehearsal=True, by=by, at=at)


def edit(paper: Paper, by: User, at: datetime, seen: int = 1, **words: Any) -> Paper:
    return actions.edit(paper, words=replace(WORDS, **words), known=FIGURES, seen=seen, by=by, at=at)


def issue(
    paper: Paper,
    by: User,
    at: datetime,
    *,
    number: int | None = None,
    seen: int = 1,
    figures: Mapping[str, FigureValue] = FIGURES,
    annexes: Sequence[AnnexTable] = (TABLE,),
    shown: Mapping[str, str] | None = None,
) -> Paper:
    """Issue what the issuer had before them, unless `shown` says that this was something else."""
    saw = seen_as(paper.body, figures, annexes) if shown is None else shown
    return actions.issue(paper, number=number, figures=figures, annexes=annexes, shown=saw, seen=seen, by=by, at=at)
