"""A clause is shown in pieces that together are the original; sentences are numbered, doubts marked once."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.plan import reading
from luoxiao.plan.parse import parse
from luoxiao.plan.reading import Piece, Role

MEASURE = "3.建库,完成。定标准。(救灾司、社会救助司)\n"
UNITS = tuple(found.span() for found in re.finditer("救灾司|社会救助司", MEASURE))


def cut(text: str, head: int = 0, **more: object) -> list[Piece]:
    return reading.pieces(text, (0, len(text)), head=head, **more)  # type: ignore[arg-type]


def said(pieces: list[Piece]) -> list[tuple[str, int, str]]:
    return [(piece.role.value, piece.number, piece.text) for piece in pieces]


def test_number_sentences_and_units_are_told_apart() -> None:
    assert said(cut(MEASURE, 2, units=UNITS)) == [
        ("head", 0, "3."),
        ("sentence", 1, "建库,完成。"),
        ("sentence", 2, "定标准。"),
        ("units", 0, "(救灾司、社会救助司)\n"),
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("建库。定标准", ["建库。", "定标准"]),
        ("“建库。”他说。", ["“建库。”", "他说。"]),
        ("(建库。)定标准。", ["(建库。)", "定标准。"]),
        ("建库；定标准!", ["建库；", "定标准!"]),
        ("建库\n并定标准。", ["建库\n并定标准。"]),
        ("建库\n\n定标准。", ["建库\n\n", "定标准。"]),
        ("建库\n\u3000\u3000定标准。", ["建库\n\u3000\u3000", "定标准。"]),
        ("。。建库。", ["。。建库。"]),
        ("建库。**\n", ["建库。**\n"]),
        ("**\n", []),
        ("", []),
    ],
)
def test_sentences_end_with_their_mark_or_their_paragraph(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in reading.sentences(text, 0, len(text))] == sentences


@pytest.mark.parametrize(
    ("text", "is_group"),
    [
        ("(救灾司)", True),
        ("（救灾司牵头，社会救助司等按职责分工负责）", True),
        ("责任单位：救灾司、社会救助司", True),
        ("由救灾司负责建设储备库并制定全国统一的标准。", False),
        ("建库。", False),
    ],
)
def test_a_group_is_hardly_anything_but_units(text: str, is_group: bool) -> None:
    units = [found.span() for found in re.finditer("救灾司|社会救助司", text)]
    assert (cut(text, units=units)[0].role is Role.UNITS) is is_group


def test_a_rule_of_leading_inside_the_bracket_belongs_to_the_group() -> None:
    text = "建库。（救灾司、社会救助司负责。列第一位者为牵头单位，下同）\n\n再建。"
    units = [found.span() for found in re.finditer("救灾司|社会救助司", text)]
    roles = [piece.role for piece in cut(text, units=units)]
    assert roles == [Role.SENTENCE, Role.UNITS, Role.UNITS, Role.SENTENCE]


@pytest.mark.parametrize(
    ("text", "title", "is_heading", "head"),
    [
        ("一、机构\n设办公室。", "机构", True, "一、机构\n"),
        ("一、设立机构。设办公室。", "设立机构", True, "一、设立机构。"),
        ("一、加快\n机构建设\n设办公室。", "加快机构建设", True, "一、加快\n机构建设\n"),
        ("一、机构", "机构", True, "一、机构"),
        ("一、机 构\n设。", "别的题目", True, "一、机 构\n"),
        ("一、机构", "别的题目", True, "一、机构"),
        ("一、 建库。", "建库。", False, "一、 "),
    ],
)
def test_the_head_is_the_number_and_the_title(text: str, title: str, is_heading: bool, head: str) -> None:
    length = reading.head(text, (0, len(text)), number="一、", title=title, is_heading=is_heading)
    assert text[:length] == head


def test_a_doubtful_place_is_marked_in_every_run_and_remarked_on_at_its_end() -> None:
    pieces = cut("按照规划(2011-)办理。再办。", doubts=[(4, 11)])
    runs = [(run.text, run.doubts, run.ends) for run in pieces[0].runs]
    assert runs == [("按照规划", (), ()), ("(2011-)", (0,), (0,)), ("办理。", (), ())]
    assert all(run.doubts == () for run in pieces[1].runs)


def test_a_doubt_that_reaches_over_sentences_is_remarked_on_once() -> None:
    ends = [run.ends for piece in cut("建库。定标准。办理。", doubts=[(1, 6)]) for run in piece.runs]
    assert [n for each in ends for n in each] == [0]


def test_overlapping_doubts_are_each_marked() -> None:
    runs = cut("建储备库", doubts=[(0, 3), (1, 4)])[0].runs
    assert [(run.text, run.doubts, run.ends) for run in runs] == [
        ("建", (0,), ()),
        ("储备", (0, 1), (0,)),
        ("库", (1,), (1,)),
    ]


@pytest.mark.parametrize("place", [0, 2, 4])
def test_something_missing_between_two_characters_is_marked(place: int) -> None:
    ends = [n for piece in cut("建储备库", doubts=[(place, place)]) for run in piece.runs for n in run.ends]
    assert ends == [0]


def test_sentences_are_counted_with_those_that_are_divided() -> None:
    pieces = cut(MEASURE, 2, units=UNITS)
    assert reading.counted(pieces, []) == (2, 0)
    assert reading.counted(pieces, [(2, 8)]) == (2, 1)
    assert reading.counted(pieces, [(0, len(MEASURE))]) == (2, 2)


def test_the_shortest_stretch_covers_a_place() -> None:
    stretches = [(0, 10), (2, 5), (7, 9)]
    assert [reading.covering(place, stretches) for place in (1, 3, 8, 10)] == [0, 1, 2, None]


def test_a_piece_says_whether_a_line_ends_behind_it() -> None:
    assert [piece.ends_line for piece in cut("建库。\n定标准。 再办。")] == [True, False, False]


texts = st.text(alphabet="建库标准一、1.。；;！!？?\n \u3000()（）“”*", max_size=60)
spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: tuple(sorted(pair))), max_size=4)


@given(texts, st.integers(0, 60), spans, spans)
def test_the_pieces_together_are_the_words(text: str, head: int, units: list, doubts: list) -> None:  # type: ignore[type-arg]
    pieces = cut(text, head, units=units, doubts=doubts)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.number for piece in pieces if piece.number] == list(
        range(1, sum(piece.role is Role.SENTENCE for piece in pieces) + 1)
    )
    assert all(piece.text == text[piece.char_start : piece.char_end] for piece in pieces)


@given(texts, spans)
def test_every_doubt_within_the_words_is_remarked_on_exactly_once(text: str, doubts: list) -> None:  # type: ignore[type-arg]
    within = [(min(a, len(text)), min(b, len(text))) for a, b in doubts]
    ends = [n for piece in cut(text, doubts=within) for run in piece.runs for n in run.ends]
    assert sorted(ends) == (list(range(len(within))) if text else [])


@pytest.mark.parametrize("number", ["00", "02", "06", "10", "14", "18"])
def test_the_real_plans_come_back_to_the_character(shared: Path, number: str) -> None:
    text = next((shared / "plans").glob(f"{number}-*.txt")).read_text(encoding="utf-8")
    for clause in parse(text).clauses:
        own = (clause.char_start, clause.own_end)
        is_heading = clause.kind == "heading"
        head = reading.head(text, own, number=clause.number, title=clause.heading, is_heading=is_heading)
        units = [(unit.char_start, unit.char_end) for unit in clause.responsible]
        assert "".join(p.text for p in reading.pieces(text, own, head=head, units=units)) == text[own[0] : own[1]]


def test_the_measure_of_the_design_has_its_six_sentences(shared: Path) -> None:
    text = (shared / "plans" / "00-luoxiao-2012.txt").read_text(encoding="utf-8")
    clause = next(one for one in parse(text).clauses if one.path == "四/(一)/3")
    units = [(unit.char_start, unit.char_end) for unit in clause.responsible]
    pieces = reading.pieces(text, (clause.char_start, clause.own_end), head=2, units=units)
    assert [piece.role for piece in pieces] == [Role.HEAD, *[Role.SENTENCE] * 6, Role.UNITS]
