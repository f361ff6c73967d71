"""季度通报: the first draft of its prose from accepted progress, and its annex of all measures (plan text 三(三)).

The draft is the office's to rewrite. It quotes what was accepted and names figures in braces, so numbers stay live.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils import translation

from luoxiao.documents.actions import AnnexTable
from luoxiao.supervision.figures import LONGEST_TITLE, Facts, Line
from luoxiao.supervision.lights import Light, Verdict
from luoxiao.supervision.wording import LIGHTS, when

QUOTED, DIFFICULTY, CELL = 160, 120, 90  # characters kept of a report in the prose and in the table
_BRACES = str.maketrans("{}", "（）")
_COLUMNS = (
    *(("条款", 1.8, "center"), ("举措", 3.2, "left"), ("牵头单位", 2.2, "left")),
    *(("进展", 6, "left"), ("措施", 0.9, "center"), ("状态", 2.3, "center")),
)
_NUMERALS = "一二三四五六七八九十"


def title(facts: Facts) -> str:
    """关于罗霄山片区扶贫攻坚工作2012年第三季度进展情况的通报."""
    period = facts.frame.period.words
    if facts.area:
        return f"关于{facts.area}扶贫攻坚工作{period}进展情况的通报"
    return f"关于《{facts.plan_title[:LONGEST_TITLE]}》{period}落实情况的通报"


def prose(facts: Facts) -> str:
    """The draft's markup: a line is a paragraph, 一、（一）1. are levels, braces are figures."""
    return "\n".join(
        [
            _opening(facts),
            "一、总体情况",
            *_overall(),
            "二、主要进展",
            *(_progress(facts) or ["本季没有经复核采用的进展。"]),
            "三、存在的问题",
            *_problems(facts),
            "四、下一步工作",
            "（一）逾期举措的牵头单位写明原因和整改时限，报扶贫办公室。",
            "（二）进展未报齐的单位抓紧补报，待复核的进展由扶贫办公室抓紧复核。",
        ]
    )


def _opening(facts: Facts) -> str:
    duty = f"{facts.duty}关于按季通报的要求" if facts.duty else "的督办要求"
    return (
        f"按照《{facts.plan_title}》{duty}，现将{{报告期}}进展情况通报如下。"
        "数据截至{截至日期}，只计经扶贫办公室复核采用的进展。"
    )


def _overall() -> list[str]:
    return [
        "（一）举措落实。方案确定的{举措总数}项支持举措中，已办结{已办结数}项，按期推进{按期数}项，临期{临期数}项，"
        "逾期{逾期数}项，未启动{未启动数}项。各牵头单位共报落实措施{落实措施数}条，已完成{已完成措施数}条。",
        "（二）进展报送。应报进展{应报进展数}项，已采用{已采用进展数}项，待复核{待复核进展数}项，未报{未报进展数}项。"
        "{牵头单位数}个牵头单位中，未报齐的有{未报齐单位数}个：{未报齐单位}。",
    ]


def _progress(facts: Facts) -> list[str]:
    """Accepted progress under the plan's own headings, one numbered paragraph a measure."""
    told = [line for line in facts.lines if line.said]
    made: list[str] = []
    for number, (part, lines) in enumerate(groupby(told, key=lambda line: line.part), 1):
        made += [f"（{_numeral(number)}）{_sentence(_plain(part), 40)}"] if part else []
        made += [f"{n}.{_plain(line.title)}（{line.lead}）。{_texts(line, QUOTED)}" for n, line in enumerate(lines, 1)]
    return made


def _problems(facts: Facts) -> list[str]:
    """Late and near measures as figures, then what lead units wrote of their difficulties."""
    made = [
        "（一）进度。逾期的举措：{逾期举措}。临期的举措：{临期举措}。",
        "（二）把握程度。牵头单位认为把握不大或难以完成的有{把握不大数}项。",
    ]
    quoted = list(_difficulties(facts.lines))
    return [*made, "（三）牵头单位反映的困难。共{反映困难数}项举措反映了困难。", *quoted] if quoted else made


def _difficulties(lines: Iterable[Line]) -> Iterator[str]:
    told = [(line, said.difficulties) for line in lines for said in line.said if said.difficulties]
    for number, (line, words) in enumerate(told, 1):
        yield f"{number}.{line.lead}就“{_plain(line.title)}”反映：{_sentence(_plain(words), DIFFICULTY)}"


def _texts(line: Line, longest: int) -> str:
    return "".join(_sentence(_plain(said.text), longest) for said in line.said)


def _plain(text: str) -> str:
    """One line without braces: what is quoted must not be taken for a figure's place."""
    return "".join(part.strip() for part in text.translate(_BRACES).splitlines())


def _sentence(text: str, longest: int) -> str:
    """The text with a mark at its end; cut after the last whole sentence that fits, or with …… where none does."""
    if len(text) > longest:
        whole = re.match(rf"[\s\S]{{1,{longest - 1}}}[。；！？]", text)
        text = whole[0] if whole else text[: longest - 2] + "……"
    return text if text.endswith(("。", "；", "！", "？", "……")) else text + "。"


def _numeral(number: int) -> str:
    """一 to 九十九: more headings than any plan has."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" if tens else ""
    return head + (_NUMERALS[ones - 1] if ones else "")


def annexes(facts: Facts) -> list[AnnexTable]:
    """The landscape table of all measures, in Chinese whatever language the page is read in."""
    with translation.override("zh-hans"):
        rows = tuple(_row(line) for line in facts.lines)
    name = f"{facts.area}{len(rows)}项支持举措进展情况表（{facts.frame.period.words}）"
    return [AnnexTable(name, _COLUMNS, rows, landscape=True)] if rows else []


def _row(line: Line) -> tuple[str, ...]:
    told = _texts(line, CELL) if line.said else "已报送，待复核" if line.waits else "未报" if line.missing else "—"
    steps = f"{line.steps_done}/{line.steps_filed}" if line.steps_filed else "—"
    return (line.clause, line.title, line.lead or "—", told, steps, _state(line.verdict))


def _state(verdict: Verdict) -> str:
    """逾期5天；临期，剩3天；按期. The days of a late measure say its light already."""
    days = when(verdict).replace(" ", "")
    return days if verdict.light is Light.LATE else "，".join(filter(None, (str(LIGHTS[verdict.light]), days)))
