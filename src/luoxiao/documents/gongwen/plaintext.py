"""A paper as plain text: what is read out, searched and kept beside the file."""

from collections.abc import Iterable

from .paper import (
    Annex,
    Block,
    Paper,
    Paragraph,
    Table,
    addressee_line,
    annex_label,
    attachment_lines,
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

_INDENT = "　　"


def plain_text(paper: Paper) -> str:
    """The paper line by line in the order of the print; cells of a row are divided by tabs."""
    parts = (_head(paper), _body(paper), *_annexes(paper), _foot(paper))
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _head(paper: Paper) -> list[str]:
    marks = [f"【{mark}】" for mark in page_marks(paper)]
    said = [_spaced(line) for line in (number_line(paper), issuer_line(paper)) if line]
    contents = ["", *contents_lines(paper)]
    opening = [*marks, *head_lines(paper), clean(paper.issuer_mark), *said]
    return [*opening, *(contents if len(contents) > 1 else []), "", clean(paper.title)]


def _spaced(line: str) -> str:
    """What stands left and right of a line, apart."""
    return "　".join(filter(None, line.split("\t")))


def _body(paper: Paper) -> list[str]:
    addressee = addressee_line(paper)
    attached = ["", *(f"{_INDENT}{before}{name}" for before, name in attachment_lines(paper))]
    return [
        *([addressee] if addressee else []),
        *_blocks(paper.blocks),
        *(attached if len(attached) > 1 else []),
        *_closing(paper),
    ]


def _closing(paper: Paper) -> list[str]:
    said = closing_lines(paper)
    return ["", *said] if said else []


def _blocks(blocks: Iterable[Block]) -> list[str]:
    return [line for block in blocks for line in _block(block)]


def _block(block: Block) -> list[str]:
    return [_INDENT + clean(block.text)] if isinstance(block, Paragraph) else _table(block)


def _table(table: Table) -> list[str]:
    return ["\t".join(" ".join(clean(cell).split()) for cell in row) for row in table.lines]


def _annexes(paper: Paper) -> list[list[str]]:
    return [_annex(annex, annex_label(paper, number)) for number, annex in enumerate(paper.annexes, 1)]


def _annex(annex: Annex, label: str) -> list[str]:
    return [label, "", clean(annex.title), "", *_blocks(annex.blocks)]


def _foot(paper: Paper) -> list[str]:
    printed = "　".join(filter(None, printed_row(paper)))
    return [*(label + names for label, names in imprint_entries(paper)), *([printed] if printed else [])]
