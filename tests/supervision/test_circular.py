"""The first draft of a circular: what it quotes, where its figures stand, and the table of all measures."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from luoxiao.core.periods import Quarter
from luoxiao.documents.composing import composed, places, unknown_places
from luoxiao.documents.gongwen import blocks_from_markup, markup_from_blocks, verify, write_docx
from luoxiao.supervision import circular
from luoxiao.supervision.figures import Facts, Frame, Line, Said, figures
from luoxiao.supervision.lights import Light, Verdict
from tests.documents.drafts import WORDS

FRAME = Frame(1, Quarter(2012, 3), date(2012, 10, 15))
OK = Verdict(Light.OK, "no-date")


def line(**more: Any) -> Line:
    values: dict[str, Any] = {
        "clause": "四（一）1",
        "part": "民生保障",
        "title": "建储备库",
        "lead": "救灾司",
        "verdict": OK,
        "steps_filed": 2,
        "steps_done": 1,
        "unsure": False,
        "owes": True,
        "waits": False,
        "said": (),
    }
    return Line(**values | more)


def told(text: str = "已开工。", difficulties: str = "", **more: Any) -> Line:
    return line(said=(Said(text, difficulties),), **more)


def facts(*lines: Line, **more: Any) -> Facts:
    return Facts(FRAME, **{"plan_title": "演练方案", "area": "演练片区", "duty": "三（三）"} | more, lines=lines)


def test_the_title_names_the_area_or_else_the_plan() -> None:
    assert circular.title(facts()) == "关于演练片区扶贫攻坚工作2012年第三季度进展情况的通报"
    assert circular.title(facts(area="")) == "关于《演练方案》2012年第三季度落实情况的通报"


def test_the_opening_cites_the_clause_where_there_is_one() -> None:
    assert circular.prose(facts()).startswith("按照《演练方案》三（三）关于按季通报的要求，现将{报告期}")
    assert circular.prose(facts(duty="")).startswith("按照《演练方案》的督办要求，现将{报告期}")


@pytest.mark.parametrize("lines", [(), (told(difficulties="缺经费"),), (line(), told("a{b}c", "{逾期数}"))])
def test_every_place_of_the_draft_is_a_figure(lines: tuple[Line, ...]) -> None:
    prose = circular.prose(facts(*lines))
    assert unknown_places(prose, figures(facts(*lines))) == ()
    assert markup_from_blocks(blocks_from_markup(prose)) == prose


def test_a_quotation_never_becomes_a_figure() -> None:
    prose = circular.prose(facts(told("完成{逾期数}项\n二、另起")))
    assert "完成（逾期数）项二、另起。" in prose
    assert circular.prose(facts()).count("{逾期数}") == prose.count("{逾期数}")


def test_progress_stands_under_the_headings_of_the_plan() -> None:
    lines = (told(), line(title="没有报的"), told("已印发。", title="统一标准"), told(part="产业", title="修路"))
    prose = circular.prose(facts(*lines))
    assert prose.split("二、主要进展\n")[1].split("\n三、")[0].split("\n") == [
        "（一）民生保障。",
        "1.建储备库（救灾司）。已开工。",
        "2.统一标准（救灾司）。已印发。",
        "（二）产业。",
        "1.修路（救灾司）。已开工。",
    ]


def test_a_quarter_without_accepted_progress_says_so() -> None:
    assert "二、主要进展\n本季没有经复核采用的进展。\n三、" in circular.prose(facts(line()))


def test_difficulties_are_quoted_with_their_bureau() -> None:
    prose = circular.prose(facts(told(difficulties="缺经费"), told(difficulties="缺人", lead="社会救助司")))
    assert "\n1.救灾司就“建储备库”反映：缺经费。\n2.社会救助司就“建储备库”反映：缺人。\n" in prose
    assert "反映的困难" not in circular.prose(facts(told()))


@pytest.mark.parametrize("text", ["一句话。" * 100, "没有句号" * 100])
def test_a_long_quotation_ends_where_it_may(text: str) -> None:
    quoted = re.findall(r"（救灾司）。(.*)", circular.prose(facts(told(text))))[0]
    assert 100 < len(quoted) <= circular.QUOTED
    assert quoted.endswith(("。", "……"))


def test_more_than_twenty_headings_are_numbered() -> None:
    prose = circular.prose(facts(*(told(part=f"部分{n}") for n in range(21))))
    assert [f"（{said}）部分" in prose for said in ("十", "十一", "二十", "二十一")] == [True] * 4


def test_the_table_has_a_row_for_each_measure_in_the_order_of_the_plan() -> None:
    late = Verdict(Light.LATE, "passed", {"days": 5, "date": FRAME.on})
    soon = Verdict(Light.SOON, "near", {"days": 3, "date": FRAME.on})
    lines = (
        told(verdict=late),
        line(verdict=soon, waits=True),
        line(verdict=Verdict(Light.IDLE, "no-steps"), steps_filed=0, steps_done=0),
        line(lead="", owes=False),
    )
    (annex,) = circular.annexes(facts(*lines))
    assert (annex.title, annex.landscape) == ("演练片区4项支持举措进展情况表（2012年第三季度）", True)
    assert [row[2:] for row in annex.rows] == [
        ("救灾司", "已开工。", "1/2", "逾期5天"),
        ("救灾司", "已报送，待复核", "1/2", "临期，剩3天"),
        ("救灾司", "未报", "—", "未启动"),
        ("—", "—", "1/2", "按期"),
    ]


def test_no_measures_make_no_table() -> None:
    assert circular.annexes(facts()) == []


def test_the_table_is_chinese_whatever_the_reader_reads() -> None:
    soon = line(verdict=Verdict(Light.SOON, "near", {"days": 0, "date": FRAME.on}))
    with translation.override("en"):
        assert circular.annexes(facts(soon))[0].rows[0][-1] == "临期，今日"


@pytest.mark.parametrize("count", [1, 40])
def test_the_file_says_what_the_draft_says(count: int) -> None:
    known = facts(*(told("进展" * 90, "困难" * 90, title=f"第{n}项") for n in range(count)))
    words = replace(WORDS, title=circular.title(known), body=circular.prose(known))
    assert set(places(words.body)) <= set(figures(known))
    paper = composed(words, figures(known), circular.annexes(known), rehearsal=True)
    assert verify(paper, write_docx(paper)) == ()
