"""The text layer of a PDF, line by line as it is printed."""

import re
from array import array
from collections import Counter
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from luoxiao.core.office.extracted import ExtractedText, Note, Remark
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused

_DASHES = "-‐‑–—―－一─"
_PAGE_NUMBER = re.compile(
    rf"\s*(?:[{_DASHES}]\s*[0-9]{{1,4}}\s*[{_DASHES}]|第\s*[0-9]{{1,4}}\s*页(?:[\s,，/]*共\s*[0-9]+\s*页)?"
    r"|(?P<bare>[0-9]{1,4}))\s*"
)
# How PDFium marks a hyphen at the end of a line, and a sign whose font does not say what it means.
_MARKS = str.maketrans({"\ufffe": "-", "\x02": "-", "\0": "\ufffd"})
_HALF = 0.5  # of the font's size: word processors set a quarter between Chinese and Latin signs
_PASSWORD = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


def read(content: bytes, limits: Limits) -> ExtractedText:
    """Text of all pages; their printed numbers are left out. Raises Refused."""
    pages = []
    length = 0
    for page in _pages(content, limits):
        pages.append(page)
        length += len(page)
        if length > limits.characters:
            raise Refused(Code.TOO_LONG, limit=limits.characters)
    lines = [page.split("\n") for page in pages]
    dropped = _drop_page_numbers(lines)
    empty = [number for number, page in enumerate(lines, 1) if not "".join(page).strip()]
    if len(empty) == len(pages):
        raise Refused(Code.PDF_WITHOUT_TEXT, pages=len(pages))
    text = "\n".join("\n".join(page) for number, page in enumerate(lines, 1) if number not in empty)
    return ExtractedText(text, tuple(_notes(dropped, empty)))


def _notes(dropped: list[str], empty: list[int]) -> Iterator[Note]:
    if dropped:
        yield Note(Remark.PAGE_NUMBERS, {"count": len(dropped), "sample": dropped[0]})
    if empty:
        yield Note(Remark.PAGES_WITHOUT_TEXT, {"count": len(empty), "sample": "、".join(map(str, empty[:10]))})


def _pages(content: bytes, limits: Limits) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(content)
        if len(document) > limits.pages:
            raise Refused(Code.PDF_TOO_MANY_PAGES, count=len(document), limit=limits.pages)
        for page in document:
            yield _text(page.get_textpage())
            page.close()
    except pypdfium2.PdfiumError as error:
        if error.err_code in _PASSWORD:
            raise Refused(Code.ENCRYPTED) from error
        raise Refused(Code.PDF_BROKEN) from error


def _text(page: pypdfium2.PdfTextPage) -> str:
    units = array("H", (raw.FPDFText_GetUnicode(page, index) for index in range(page.count_chars())))
    kept = array("H", (unit for index, unit in enumerate(units) if unit != 0x20 or not _is_gap(page, units, index)))
    text = kept.tobytes().decode("utf-16-le", errors="replace")
    return text.replace("\r\n", "\n").translate(_MARKS).strip("\n")


def _is_gap(page: pypdfium2.PdfTextPage, units: "array[int]", index: int) -> bool:
    """Whether this space was never typed, but is the narrow white between a Chinese and a Latin sign."""
    if not 0 < index < len(units) - 1 or not raw.FPDFText_IsGenerated(page, index):
        return False
    if _is_wide(units[index - 1]) == _is_wide(units[index + 1]):
        return False
    gap = _box(page, index + 1).left - _box(page, index - 1).right
    return bool(0 <= gap < _HALF * raw.FPDFText_GetFontSize(page, index + 1))


def _is_wide(unit: int) -> bool:
    return unit >= 0x2E80


def _box(page: pypdfium2.PdfTextPage, index: int) -> raw.FS_RECTF:
    """The place of a sign with the white that belongs to it, in points."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, index, box)
    return box


def _drop_page_numbers(pages: list[list[str]]) -> list[str]:
    """Take the last or first line of each page away where it is the page's number; return what was taken.

    A bare number must count up with most of the pages, for it could as well be the last cell of a table.
    """
    found = [
        (page, at, match)
        for page, lines in enumerate(pages)
        for at in (-1, 0)
        if lines and (match := _PAGE_NUMBER.fullmatch(lines[at]))
    ]
    counting_up = Counter((at, int(match["bare"]) - page) for page, at, match in found if match["bare"])
    dropped = []
    for page, at, match in found:
        bare = match["bare"]
        if pages[page] and (not bare or counting_up[at, int(bare) - page] > max(1, len(pages) // 2)):
            dropped.append(pages[page].pop(at).strip())
    return dropped
