"""Figures in the places of the prose, what a reader had before them, and the paper put together."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from luoxiao.documents import gongwen
from luoxiao.documents.composing import (
    AnnexTable,
    anchor_words,
    composed,
    filled,
    places,
    preview,
    seen_as,
    sources,
    unknown_places,
    used,
)
from tests.documents.drafts import FIGURES, TABLE, WORDS


def test_places_are_named_once_in_the_order_of_the_prose() -> None:
    assert places("{乙}、{ 甲 }、{乙}") == ("乙", "甲")
    assert [figure.key for figure in used("{逾期数}{无}{举措总数}{逾期数}", FIGURES)] == ["逾期数", "举措总数"]


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("没有花括号", ()),
        ("{逾期数}", ()),
        ("{逾期}与{逾期}", ("{逾期}",)),
        ("{}", ("{}",)),
        ("{逾期数", ("{",)),
        ("逾期数}", ("}",)),
        ("{{逾期数}}", ("{", "}")),
        ("{逾\n期数}", ("{", "}")),
    ],
)
def test_braces_that_name_no_figure_are_found(body: str, unknown: tuple[str, ...]) -> None:
    assert unknown_places(body, FIGURES) == unknown


def test_each_place_gets_its_value_and_an_unknown_one_stays() -> None:
    assert filled("共{ 举措总数 }项，{无}，逾期{逾期数}项", FIGURES) == "共1,024项，{无}，逾期3项"


def test_a_value_is_not_read_for_places_again() -> None:
    tricky = FIGURES | {"逾期数": replace(FIGURES["逾期数"], value="{举措总数}")}
    assert filled("{逾期数}", tricky) == "{举措总数}"


def test_what_was_seen_differs_with_the_figures_and_rows_it_shows() -> None:
    seen = seen_as("{逾期数}", FIGURES, [TABLE])
    assert set(seen) == {"逾期数", ""}
    assert seen == seen_as("{逾期数}", FIGURES, [replace(TABLE, notes=("别的",))])
    assert seen != seen_as("{逾期数}", FIGURES, [replace(TABLE, rows=())])
    assert seen != seen_as("{逾期数}", FIGURES | {"逾期数": FIGURES["临期数"]}, [TABLE])


def test_an_annex_is_the_same_after_it_was_kept() -> None:
    annex = replace(TABLE, notes=("注",), landscape=True)
    assert AnnexTable.from_json(annex.as_json()) == annex


def test_the_anchor_can_be_compared_by_eye() -> None:
    digest = "0123456789abcdef" * 4
    said = anchor_words(12, digest)
    assert "第12环" in said
    assert "01234567 89abcdef 0" in said
    assert anchor_words(None, "") == "签发时留痕尚未封存。"


def test_sources_are_numbered_and_say_when_they_were_asked(at: datetime) -> None:
    annex = sources([FIGURES["逾期数"]], taken_at=at, anchor="环")
    assert annex.rows == (("1", "逾期的举措", "3项", "最近时限已过的"),)
    assert annex.notes == ("以上数据于2012年10月15日10:00查询取得，随文存档，签发后不再改动。", "环")


def test_a_paper_without_a_number_is_a_draft() -> None:
    draft = composed(WORDS, FIGURES, [TABLE], rehearsal=True)
    assert (draft.draft, draft.rehearsal, draft.number, draft.dated) == (True, True, None, None)
    whole = composed(WORDS, FIGURES, [TABLE], number="演练函〔2012〕1号", dated=date(2012, 10, 15))
    assert (whole.draft, whole.number) == (False, "演练函〔2012〕1号")


@pytest.mark.parametrize("number", ["", "演练函〔2012〕1号"])
def test_what_is_put_together_is_what_its_file_says(number: str) -> None:
    notes = replace(TABLE, rows=(), notes=("没有举措。",))
    paper = composed(WORDS, FIGURES, [TABLE, notes, replace(TABLE, landscape=True)], number=number)
    assert gongwen.verify(paper, gongwen.write_docx(paper)) == ()


def test_the_preview_shows_the_printed_lines() -> None:
    shown = preview(composed(WORDS, FIGURES, [TABLE], number="演练函〔2012〕1号", dated=date(2012, 10, 15)))
    assert (shown.addressee, shown.dated, shown.marks) == ("各成员单位：", "2012年10月15日", ())
    assert [name for _before, name in shown.attachments] == ["举措进展表"]
    assert [label for label, _annex in shown.annexes] == ["附件"]
    assert not preview(composed(WORDS, FIGURES, [])).attachments
    assert "草稿" in "".join(preview(composed(WORDS, FIGURES, [])).marks)
