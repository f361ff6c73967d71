"""The text layer of a PDF."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pypdf
import pytest

from luoxiao.core.office import pdf
from luoxiao.core.office.extracted import Note, Remark
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused

from . import making

LIMITS = Limits()


def page(*texts: str, x: int = 72) -> bytes:
    """A page of lines from the top down."""
    return making.shown(*((x, 780 - 20 * row, text) for row, text in enumerate(texts)))


def text(*pages: bytes) -> str:
    return pdf.read(making.pdf(*pages), LIMITS).text


def refusal(content: bytes, limits: Limits = LIMITS) -> Refused:
    with pytest.raises(Refused) as refused:
        pdf.read(content, limits)
    return refused.value


def encrypted(**passwords: Any) -> bytes:
    out = io.BytesIO()
    file = pypdf.PdfWriter(clone_from=io.BytesIO(making.pdf(page("abc"))))
    file.encrypt(algorithm="RC4-128", **passwords)
    file.write(out)
    return out.getvalue()


def test_lines_come_as_they_are_printed_and_pages_after_each_other() -> None:
    assert text(page("一、总则", "（一）目标。"), page("二、任务")) == "一、总则\n（一）目标。\n二、任务"


def test_the_narrow_white_around_figures_is_no_space() -> None:
    assert text(making.shown((72, 700, "将"), (85, 700, "11"), (99, 700, "个片区"))) == "将11个片区"


def test_a_wide_gap_between_columns_and_a_typed_space_stay() -> None:
    assert text(making.shown((72, 700, "民政部"), (200, 700, "2012"), (300, 700, "财政部"))) == "民政部 2012 财政部"
    assert text(making.shown((72, 700, "民"), (82, 700, " a"))) == "民 a"
    assert text(making.shown((72, 700, "to"), (88, 700, "do"))) == "to do"


def test_a_character_beyond_the_basic_plane_is_whole() -> None:
    assert text(page("一、𠮷")) == "一、𠮷"


def test_a_sign_whose_font_does_not_say_what_it_means_is_a_lost_character() -> None:
    names = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <74> <0000> endbfchar"
    content = making.pdf(page("to"), names).replace(b"/BaseFont/Helvetica", b"/BaseFont/Helvetica/ToUnicode 8 0 R")
    assert pdf.read(content, LIMITS).text == "\ufffdo"


@pytest.mark.parametrize(
    "numbers", [("- 1 -", "- 2 -"), ("- 9 -",), ("—1—", "—2—"), ("第 1 页 共 2 页", "第 2 页 共 2 页")]
)
def test_page_numbers_are_left_out_and_reported(numbers: tuple[str, ...]) -> None:
    extracted = pdf.read(making.pdf(*(page("一、", number) for number in numbers)), LIMITS)
    assert extracted.text == "\n".join(["一、"] * len(numbers))
    assert extracted.notes == (Note(Remark.PAGE_NUMBERS, {"count": len(numbers), "sample": numbers[0]}),)


def test_a_page_number_may_come_first_on_its_page() -> None:
    assert text(page("- 1 -", "一、")) == "一、"


def test_bare_numbers_are_page_numbers_only_where_they_count_up_with_the_pages() -> None:
    assert text(page("总则", "3"), page("任务", "4"), page("保障", "5")) == "总则\n任务\n保障"
    assert text(page("总则", "5"), page("任务", "5"), page("保障", "9")) == "总则\n5\n任务\n5\n保障\n9"
    assert text(page("序号", "1")) == "序号\n1"


def test_a_number_inside_a_page_stays() -> None:
    assert text(page("甲", "- 1 -", "乙")) == "甲\n- 1 -\n乙"


def test_pages_without_text_are_reported_by_their_numbers() -> None:
    extracted = pdf.read(making.pdf(page("甲"), b"", page("丙"), b"0 0 m 9 9 l S"), LIMITS)
    assert extracted.text == "甲\n丙"
    assert extracted.notes == (Note(Remark.PAGES_WITHOUT_TEXT, {"count": 2, "sample": "2、4"}),)


def test_a_scan_is_refused_with_its_pages_even_if_they_are_numbered() -> None:
    refused = refusal(making.pdf(b"", page("- 2 -")))
    assert (refused.code, refused.params) == (Code.PDF_WITHOUT_TEXT, {"pages": 2})


def test_a_file_with_a_password_is_refused() -> None:
    assert refusal(encrypted(user_password="secret")).code == Code.ENCRYPTED


def test_a_file_that_anybody_may_open_is_read_although_it_is_encrypted() -> None:
    assert pdf.read(encrypted(user_password="", owner_password="secret"), LIMITS).text == "abc"


BROKEN: dict[str, Callable[[], bytes]] = {
    "only its mark": lambda: b"%PDF-1.7",
    "noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "half": lambda: making.pdf(page("abc"))[:150],
    "pages that hold themselves": lambda: making.pdf(b"").replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]"),
}


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused(make: Callable[[], bytes]) -> None:
    assert refusal(make()).code == Code.PDF_BROKEN


def test_more_pages_than_a_plan_has_are_refused() -> None:
    refused = refusal(making.pdf(*[page("a")] * 4), Limits(pages=3))
    assert (refused.code, refused.params) == (Code.PDF_TOO_MANY_PAGES, {"count": 4, "limit": 3})


def test_more_text_than_a_plan_has_is_refused_before_it_is_all_read() -> None:
    assert refusal(making.pdf(*[page("abcdefgh")] * 4), Limits(characters=20)).code == Code.TOO_LONG


def test_a_page_that_inflates_to_very_much_text_is_refused() -> None:
    stream = zlib.compress(b"BT /L 9 Tf 0 0 Td " + b"(abcdefghij) Tj 0 9 Td " * 20_000 + b"ET")
    whole = making.pdf(stream).replace(b"<</Length", b"<</Filter/FlateDecode/Length")
    assert refusal(whole, Limits(characters=1000)).code == Code.TOO_LONG
