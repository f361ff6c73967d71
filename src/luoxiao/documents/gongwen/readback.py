"""Read a written paper back with another hand (python-docx) and compare every word and figure that went in."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from .boxes import IMPRINT
from .head import LETTER_MARK
from .paper import (
    Block,
    Paper,
    Paragraph,
    Table,
    addressee_line,
    all_tables,
    annex_label,
    attachment_lines,
    attachment_names,
    clean,
    closing_lines,
    contents_lines,
    head_lines,
    imprint_entries,
    issuer_line,
    number_line,
    page_marks,
    printed_row,
)

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Fault:
    """Something in the file that is not what the paper says. Codes: unreadable, line_differs, line_missing, line_extra,
    table_missing, table_extra, table_shape, cell_differs, mark_missing, letter_mark_differs,
    property_differs, annex_not_listed."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Reading:
    """What a .docx says: lines of the text that are not empty, lines of 版记, tables, header of every kind of page,
    what the box above the first page of a letter says, title and author of the file."""

    lines: tuple[str, ...]
    imprint: tuple[str, ...]
    tables: tuple[Rows, ...]
    headers: tuple[str, ...]
    mark: str
    title: str
    author: str


def read(data: bytes) -> Reading:
    """Open a .docx with python-docx. Raises ValueError where it cannot be opened."""
    try:
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, etree.XMLSyntaxError) as error:
        raise ValueError(f"no .docx: {error}") from error
    properties = document.core_properties
    return Reading(
        lines=tuple(said.text for said in document.paragraphs if said.text),
        imprint=tuple(_boxed(document, IMPRINT)),
        tables=tuple(tuple(tuple(cell.text for cell in row.cells) for row in found.rows) for found in document.tables),
        headers=tuple(_headers(document)),
        mark="".join(_boxed(document, LETTER_MARK)),
        title=properties.title,
        author=properties.author,
    )


def verify(paper: Paper, data: bytes) -> tuple[Fault, ...]:
    """Every difference between the paper and what its .docx says when read back; nothing is good news."""
    try:
        found = read(data)
    except ValueError as error:
        return (Fault("unreadable", {"reason": str(error)}),)
    return (
        *_line_faults(expected_lines(paper), found.lines),
        *_line_faults(expected_imprint(paper), found.imprint),
        *_table_faults(_tables(paper), found.tables),
        *_mark_faults(page_marks(paper), found.headers),
        *_letter_mark_faults(paper, found.mark),
        *_property_faults(paper, found),
        *_listing_faults(paper),
    )


def expected_lines(paper: Paper) -> tuple[str, ...]:
    """The lines that the text must have, in order."""
    opening = (*_head(paper), issuer_line(paper), *contents_lines(paper), _joined(paper.title))
    attached = (before + name for before, name in attachment_lines(paper))
    lines = [*opening, addressee_line(paper), *_paragraphs(paper.blocks), *attached, *closing_lines(paper)]
    for number, annex in enumerate(paper.annexes, 1):
        lines += [annex_label(paper, number), _joined(annex.title), *_paragraphs(annex.blocks)]
    return tuple(line for line in lines if line)


def expected_imprint(paper: Paper) -> tuple[str, ...]:
    """The lines that 版记 must have."""
    printed = "\t".join(printed_row(paper))
    return (*(label + names for label, names in imprint_entries(paper)), *((printed,) if printed.strip() else ()))


def _head(paper: Paper) -> tuple[str, ...]:
    """The lines above the title. The mark of a letter stands in a box."""
    if paper.form != "letter":
        return (*head_lines(paper), clean(paper.issuer_mark), number_line(paper))
    first, *others = head_lines(paper) or ("",)
    number = number_line(paper)
    return (f"{first}\t{number}" if number else first, *others)


def _boxed(document: Document, name: str) -> Iterator[str]:
    """Paragraphs in the text box of this name."""
    for anchor in document.element.body.iter("{*}anchor"):
        if any(given.get("name") == name for given in anchor.iter("{*}docPr")):
            found = (element for box in anchor.iter("{*}txbxContent") for element in box.iter("{*}p"))
            yield from filter(None, (WordParagraph(element, document._body).text for element in found))


def _headers(document: Document) -> Iterator[str]:
    """The header of every kind of page of every section."""
    for section in document.sections:
        headers = [section.header, section.even_page_header]
        headers += [section.first_page_header] if section.different_first_page_header_footer else []
        for header in headers:
            yield "\n".join(said.text for said in header.paragraphs)


def _paragraphs(blocks: Iterable[Block]) -> list[str]:
    return [clean(block.text) for block in blocks if isinstance(block, Paragraph)]


def _joined(title: str) -> str:
    """A title without the places where its lines turn."""
    return "".join(clean(title).split())


def _line_faults(expected: tuple[str, ...], found: tuple[str, ...]) -> Iterator[Fault]:
    for place, (want, have) in enumerate(zip_longest(expected, found), 1):
        params = {"line": place, "expected": want, "found": have}
        if have is None:
            yield Fault("line_missing", params)
        elif want is None:
            yield Fault("line_extra", params)
        elif want not in (have, _joined(have)):
            yield Fault("line_differs", params)


def _tables(paper: Paper) -> tuple[Table, ...]:
    return all_tables([*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)])


def _table_faults(expected: tuple[Table, ...], found: tuple[Rows, ...]) -> Iterator[Fault]:
    for number, (want, have) in enumerate(zip_longest(expected, found), 1):
        if want is None or have is None:
            yield Fault("table_missing" if have is None else "table_extra", {"table": number})
        elif [len(row) for row in want.lines] != [len(row) for row in have]:
            yield Fault("table_shape", {"table": number, "expected": len(want.lines), "found": len(have)})
        else:
            yield from _cell_faults(number, want.lines, have)


def _cell_faults(table: int, expected: Rows, found: Rows) -> Iterator[Fault]:
    for row, (wanted, had) in enumerate(zip(expected, found, strict=True)):
        for column, (want, have) in enumerate(zip(wanted, had, strict=True), 1):
            if clean(want) != have:
                params = {"table": table, "row": row, "column": column, "expected": clean(want), "found": have}
                yield Fault("cell_differs", params)


def _mark_faults(marks: tuple[str, ...], headers: tuple[str, ...]) -> Iterator[Fault]:
    for mark in marks:
        for page, header in enumerate(headers, 1):
            if mark not in header:
                yield Fault("mark_missing", {"mark": mark, "header": page})


def _letter_mark_faults(paper: Paper, found: str) -> Iterator[Fault]:
    """发文机关标志 of a letter stands in a box (10.1)."""
    expected = clean(paper.issuer_mark) if paper.form == "letter" else ""
    if expected != found:
        yield Fault("letter_mark_differs", {"expected": expected, "found": found})


def _property_faults(paper: Paper, found: Reading) -> Iterator[Fault]:
    pairs = (("title", _joined(paper.title), _joined(found.title)), ("author", clean(paper.signature), found.author))
    for name, want, have in pairs:
        if want != have:
            yield Fault("property_differs", {"property": name, "expected": want, "found": have})


def _listing_faults(paper: Paper) -> Iterator[Fault]:
    """An annex's number and title must be those of 附件说明 (7.3.7)."""
    for number, (annex, name) in enumerate(zip_longest(paper.annexes, attachment_names(paper)), 1):
        if annex is not None and name != annex.title:
            yield Fault("annex_not_listed", {"number": number, "annex": annex.title, "listed": name or ""})
