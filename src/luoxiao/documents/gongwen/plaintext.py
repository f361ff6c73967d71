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
    copied_line,
    date_line,
    head_lines,
    page_marks,
    printed_line,
)

_INDENT = "　　"


def plain_text(paper: Paper) -> str:
    """The paper line by line in the order of the print; cells of a row are divided by tabs."""
    parts = (_head(paper), _body(paper), *_annexes(paper), _foot(paper))
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _head(paper: Paper) -> list[str]:
    marks = [f"【{mark}】" for mark in page_marks(paper)]
    number = [clean(paper.number)] if paper.number else []
    return [*marks, *head_lines(paper), clean(paper.issuer_mark), *number, "", clean(paper.title)]


def _body(paper: Paper) -> list[str]:
    addressee = addressee_line(paper)
    attached = ["", *(f"{_INDENT}{before}{name}" for before, name in attachment_lines(paper))]
    return [
        *([addressee] if addressee else []),
        *_blocks(paper.blocks),
        *(attached if len(attached) > 1 else []),
        "",
        clean(paper.signature),
        date_line(paper),
    ]


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
    copied = copied_line(paper)
    printed = "　".join(filter(None, (clean(paper.printed_by), printed_line(paper))))
    return [line for line in (f"抄送：{copied}" if copied else "", printed) if line]
