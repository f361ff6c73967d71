"""The text with its levels, 附件说明, signature and date, and the annexes (GB/T 9704-2012, 7.3.3 to 7.3.7)."""

from . import layout as n
from .paper import (
    Annex,
    Block,
    Paper,
    Paragraph,
    annex_label,
    attachment_lines,
    clean,
    date_line,
    note_line,
    people_lines,
    width,
)
from .tables import table
from .titles import break_title
from .wordml import Element, Form, Type, blank, lines, paragraph, text

_HELD = Form(keep_next=True)


def blocks(content: tuple[Block, ...], whole: int) -> list[Element]:
    """Paragraphs and tables; tables are `whole` twentieths of a point wide."""
    return [_paragraph(block) if isinstance(block, Paragraph) else table(block, whole) for block in content]


def closing(paper: Paper) -> list[Element]:
    """附件说明, then signature and date, held together so that the signature never stands alone on a page; of
    minutes those who were present."""
    return [*_attachments(paper), *(_signed(paper) if paper.signed else _people(paper))]


def _signed(paper: Paper) -> list[Element]:
    gap = n.SEALED_BLANK_LINES if paper.sealed else n.UNSEALED_BLANK_LINES
    name_free, date_free = free_characters(paper)
    name = Form(keep_next=True, align="right", right=n.characters(name_free))
    date = Form(align="right", right=n.characters(date_free))
    signed = [paragraph(text(paper.signature), form=name), paragraph(text(date_line(paper)), form=date)]
    note = [paragraph(text(note_line(paper)), form=Form(style="BodyText"))] if note_line(paper) else []
    return [*blank(gap, _HELD), *signed, *note]


def _people(paper: Paper) -> list[Element]:
    """出席, 请假 and 列席 in 黑体, turned lines under the first name (10.3)."""
    said = [_named(label, names) for label, names in people_lines(paper)]
    return [*blank(n.BLANK_BEFORE_PEOPLE), *said] if said else []


def _named(label: str, names: str) -> Element:
    marked = width(label)
    left, hanging = n.characters(n.FIRST_LINE_CHARACTERS + marked), n.characters(marked)
    return paragraph(text(label, Type(n.HEITI)), text(names), form=Form(left=left, hanging=hanging))


def free_characters(paper: Paper) -> tuple[float, float]:
    """Characters free to the right of the signature and of the date (7.3.5.1, 7.3.5.2)."""
    name, date = width(clean(paper.signature)), width(date_line(paper))
    if paper.sealed:
        free = max(n.SEALED_FREE_CHARACTERS, (name - date) / 2)
        return free + (date - name) / 2, free
    if date > name:
        free = n.UNSEALED_FREE_CHARACTERS
        return free + n.UNSEALED_DATE_SHIFT_CHARACTERS + date - name, free
    return n.UNSEALED_FREE_CHARACTERS, n.UNSEALED_FREE_CHARACTERS - n.UNSEALED_DATE_SHIFT_CHARACTERS + name - date


def annex(paper: Paper, number: int, content: Annex, whole: int, *, new_page: bool) -> list[Element]:
    """An annex from its label on the first line and its title on the third."""
    label = paragraph(text(annex_label(paper, number), Type(n.HEITI)), form=Form(new_page=new_page, align="left"))
    title = paragraph(lines(break_title(content.title, paper.unbroken)), form=Form(style="Title"))
    return [label, *blank(n.ANNEX_TITLE_LINE - 2), title, *blank(), *blocks(content.blocks, whole)]


def hold_last(elements: list[Element]) -> list[Element]:
    """The elements, the last paragraph or the last row of the last table held to what follows."""
    if elements:
        rows = elements[-1].findall("{*}tr")
        for held in rows[-1].iter("{*}p") if rows else elements[-1:]:
            _hold(held)
    return elements


def _hold(made: Element) -> None:
    """Put keepNext in its place after the style; every paragraph of a text or a table names one."""
    if made.find("{*}pPr/{*}keepNext") is None:
        made[0].insert(1, _HELD.properties()[0])


def _paragraph(block: Paragraph) -> Element:
    """A heading on a line of its own has the style of its level; one that runs on keeps only its font."""
    font = Type(n.LEVEL_FONTS[block.level])
    if block.heading and not block.rest:
        return paragraph(text(block.heading), form=Form(style=f"Heading{block.level}"))
    said = [text(block.heading, font)] if block.heading else []
    return paragraph(*said, text(block.rest), form=Form(style="BodyText"))


def _attachments(paper: Paper) -> list[Element]:
    """附件说明: turned lines stand under the first character of the name (7.3.4)."""
    entries = attachment_lines(paper)
    return [*blank(n.BLANK_BEFORE_ATTACHMENTS, _HELD), *(_attachment(*entry) for entry in entries)] if entries else []


def _attachment(before: str, name: str) -> Element:
    marked = width(before)
    start = n.FIRST_LINE_CHARACTERS + (0 if before.startswith("附件") else width("附件："))
    form = Form(keep_next=True, left=n.characters(start + marked), hanging=n.characters(marked), align="left")
    return paragraph(text(before + name), form=form)
