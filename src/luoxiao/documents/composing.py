"""A paper put together: its prose with every figure in its place, its annexes, and where each figure comes from.

Words and values in, the content of an official paper out. What is printed is Chinese whatever language its reader uses.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

from luoxiao.documents.gongwen import (
    Annex,
    Block,
    Column,
    Layout,
    Paper,
    Paragraph,
    Table,
    blocks_from_markup,
    chinese_date,
)
from luoxiao.documents.gongwen import paper as lines
from luoxiao.documents.gongwen.paper import Align

_FORM = (Column("栏目", 1, "center"), Column("内容", 4))
PLACE = re.compile(r"\{([^{}\n]*)\}")
SOURCES_TITLE = "数据来源说明"
# Some values are lists of measures. The names of queries are kept with the figures and not printed: no reader of the
# paper could run one, and the column would make every row of sources half as long again.
_SOURCE_COLUMNS = (("序号", 0.8, "center"), ("数据", 2.6, "left"), ("数值", 4.6, "left"), ("来源", 6, "left"))


@dataclass(frozen=True)
class FigureValue:
    """A figure as its query gives it now: the name between braces, a label, value and unit as printed, and source."""

    key: str
    label: str
    value: str
    unit: str
    query: str
    source: str


Figures = Mapping[str, FigureValue]  # by the name between braces


@dataclass(frozen=True)
class AnnexTable:
    """An annex as plain values: (title, share of the width, alignment) of each column, rows, and notes below them."""

    title: str
    columns: tuple[tuple[str, float, str], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    landscape: bool = False

    def as_json(self) -> dict[str, Any]:
        """What is kept of it when the paper is issued."""
        return {
            "title": self.title,
            "columns": [list(column) for column in self.columns],
            "rows": [list(row) for row in self.rows],
            "notes": list(self.notes),
            "landscape": self.landscape,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "AnnexTable":
        return cls(
            title=kept["title"],
            columns=tuple((title, share, align) for title, share, align in kept["columns"]),
            rows=tuple(tuple(row) for row in kept["rows"]),
            notes=tuple(kept["notes"]),
            landscape=kept["landscape"],
        )


@dataclass(frozen=True)
class Words:
    """What the writer writes of a paper."""

    title: str
    issuer_mark: str
    series: str
    addressee: str
    body: str
    signature: str
    copied_to: str = ""
    sent_to: str = ""
    note: str = ""
    attended: str = ""
    excused: str = ""
    observed: str = ""


def places(body: str) -> tuple[str, ...]:
    """The names between braces, each once, in the order of the prose."""
    return tuple(dict.fromkeys(name.strip() for name in PLACE.findall(body)))


def unknown_places(body: str, known: Iterable[str]) -> tuple[str, ...]:
    """Braces that name no figure, and braces without a partner, as they stand in the prose."""
    names = set(known)
    lonely = dict.fromkeys(re.findall(r"[{}]", PLACE.sub("", body)))
    return tuple(f"{{{name}}}" for name in places(body) if name not in names) + tuple(lonely)


def filled(body: str, figures: Figures) -> str:
    """The prose with each figure in its place; a place that names none stays as it stands."""

    def value(found: re.Match[str]) -> str:
        figure = figures.get(found[1].strip())
        return figure.value if figure else found[0]

    return PLACE.sub(value, body)


def used(body: str, figures: Figures) -> list[FigureValue]:
    """The figures that the prose names, in its order."""
    return [figures[name] for name in places(body) if name in figures]


def seen_as(body: str, figures: Figures, annexes: Sequence[AnnexTable]) -> dict[str, str]:
    """What somebody who reads the draft now has before them: each figure's value, and a digest of the annexes."""
    rows = repr([(annex.title, annex.rows) for annex in annexes])
    return {figure.key: figure.value for figure in used(body, figures)} | {"": sha256(rows.encode()).hexdigest()}


def sources(figures: Sequence[FigureValue], *, taken_at: datetime, anchor: str) -> AnnexTable:
    """The annex that names the source of each figure, when it was taken, and the last link of the trail."""
    rows = tuple((str(n), f.label, f.value + f.unit, f.source) for n, f in enumerate(figures, 1))
    taken = f"以上数据于{chinese_date(taken_at.date())}{taken_at:%H:%M}查询取得，随文存档，签发后不再改动。"
    return AnnexTable(SOURCES_TITLE, _SOURCE_COLUMNS, rows, (taken, anchor) if rows else (anchor,))


def anchor_words(number: int | None, digest: str) -> str:
    """The last link of the trail as it is printed, in groups that can be compared by eye and may turn a line."""
    if number is None:
        return "签发时留痕尚未封存。"
    groups = " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
    return f"签发时留痕最末一环为第{number}环，校验值：{groups}。"


def composed(
    words: Words,
    figures: Figures,
    annexes: Sequence[AnnexTable],
    *,
    number: str = "",
    dated: date | None = None,
    rehearsal: bool = False,
    form: Layout = "document",
    sealed: bool = True,
    signer: str | None = None,
    copies: int | None = None,
) -> Paper:
    """The paper as it is printed; without a number it is a draft. `signer` is None but for upward papers."""
    blocks = tuple(blocks_from_markup(filled(words.body, figures)))
    return Paper(
        issuer_mark=words.issuer_mark,
        number=number or None,
        title=words.title,
        addressee=words.addressee,
        blocks=_as_form(blocks) if form == "slip" else blocks,
        annexes=tuple(_annex(annex) for annex in annexes),
        signature=words.signature,
        dated=dated,
        copied_to=words.copied_to,
        printed_by=words.signature,
        printed_on=dated,
        draft=not number,
        rehearsal=rehearsal,
        form=form,
        sealed=sealed,
        upward=signer is not None,
        signer=signer or "",
        note=words.note,
        attended=words.attended,
        excused=words.excused,
        observed=words.observed,
        sent_to=words.sent_to,
        copies=copies,
    )


def _as_form(blocks: Sequence[Paragraph]) -> tuple[Block, ...]:
    """Of a slip: paragraphs that name what they say (督办事项：…) as rows of a form, the others as they are."""
    made: list[Block] = []
    for named, group in groupby(blocks, key=lambda block: bool(_named(block))):
        found = [(block, _named(block)) for block in group]
        rows = tuple((asked[1], asked[2]) for _block, asked in found if asked)
        made += [Table(_FORM, rows, titled=False)] if named else [block for block, _asked in found]
    return tuple(made)


def _named(block: Paragraph) -> re.Match[str] | None:
    return re.fullmatch(r"([^：。，]{2,8})：(.*)", block.text) if block.level == 0 else None


def _annex(annex: AnnexTable) -> Annex:
    columns = tuple(Column(title, share, _align(align)) for title, share, align in annex.columns)
    blocks: list[Block] = [Table(columns, annex.rows)] if annex.rows else []
    blocks += [Paragraph(0, note) for note in annex.notes]
    return Annex(annex.title, tuple(blocks), annex.landscape)


def _align(name: str) -> Align:
    return "center" if name == "center" else "right" if name == "right" else "left"


@dataclass(frozen=True)
class Preview:
    """The printed lines of a paper, for a page that shows it."""

    paper: Paper
    addressee: str
    attachments: tuple[tuple[str, str], ...]
    dated: str
    number: tuple[str, ...]
    issue: tuple[str, ...]
    contents: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    note: str
    imprint: tuple[tuple[str, str], ...]
    printed: tuple[str, str]
    marks: tuple[str, ...]
    annexes: tuple[tuple[str, Annex], ...]


def preview(paper: Paper) -> Preview:
    """The lines in the words of the standard's own print."""
    return Preview(
        paper=paper,
        addressee=lines.addressee_line(paper),
        attachments=lines.attachment_lines(paper) if paper.annexes else (),
        dated=lines.date_line(paper),
        number=tuple(filter(None, lines.number_line(paper).split("\t"))),
        issue=tuple(filter(None, lines.issuer_line(paper).split("\t"))),
        contents=lines.contents_lines(paper),
        people=lines.people_lines(paper),
        note=lines.note_line(paper),
        imprint=lines.imprint_entries(paper),
        printed=lines.printed_row(paper),
        marks=lines.page_marks(paper),
        annexes=tuple((lines.annex_label(paper, n), annex) for n, annex in enumerate(paper.annexes, 1)),
    )
