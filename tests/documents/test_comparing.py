"""Two versions of a draft, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from luoxiao.documents.comparing import Line, Piece, compared

texts = st.text("低保标准提高到12.5%，。{数}a\n", max_size=60)


def signs(lines: list[Line]) -> list[list[tuple[str, str]]]:
    return [[(piece.sign, piece.words) for piece in line] for line in lines]


def test_a_changed_word_is_marked_within_its_line() -> None:
    assert signs(compared("低保标准提高到412元。", "低保标准提高到450元。")) == [
        [("=", "低保标准提高到"), ("-", "412"), ("+", "450"), ("=", "元。")]
    ]


def test_a_figure_and_a_place_stay_whole() -> None:
    assert signs(compared("共{逾期数}项，占12.5%，其余正常", "共{临期数}项，占12.6%，其余正常")) == [
        [
            *(("=", "共"), ("-", "{逾期数}"), ("+", "{临期数}"), ("=", "项，占")),
            *(("-", "12.5%"), ("+", "12.6%"), ("=", "，其余正常")),
        ]
    ]


def test_lines_that_came_and_went_are_whole() -> None:
    assert signs(compared("甲\n乙", "甲\n丙丁")) == [[("=", "甲")], [("-", "乙")], [("+", "丙丁")]]
    assert signs(compared("", "甲")) == [[("+", "甲")]]
    assert signs(compared("甲", "")) == [[("-", "甲")]]


def test_equal_texts_have_no_marks() -> None:
    assert compared("甲\n乙", "甲\n乙") == [(Piece("=", "甲"),), (Piece("=", "乙"),)]


@given(texts, texts)
def test_both_versions_can_be_read_out_of_it(former: str, latter: str) -> None:
    lines = compared(former, latter)
    for text, sign in ((former, "-"), (latter, "+")):
        read = ["".join(p.words for p in line if p.sign in ("=", sign)) for line in lines]
        assert [line for line in read if line] == [line for line in text.split("\n") if line]
