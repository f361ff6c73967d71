"""What an official paper says, apart from its form: GB/T 9704-2012, part 7, as data."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .layout import COPY_NUMBER_FIGURES, DRAFT_MARK, REHEARSAL_MARK

Align = Literal["left", "center", "right"]
Layout = Literal["document", "letter", "minutes", "bulletin", "slip"]

SIGNER = "签发人："
CONTENTS = "本期要目"

_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_BIDIRECTIONAL}\ufeff\ufffe\uffff]")
_TURN = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """The text without what a page cannot show: control characters, half surrogates, marks that turn the reading
    order. Line ends become \\n, tabs stay."""
    return _HIDDEN.sub("", _TURN.sub("\n", text))


def width(text: str) -> float:
    """Width in full-width characters: a Chinese character or mark is 1, a letter or figure ½."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text: level 0 is plain, 1 to 4 are 一、（一）1.（1） (7.3.3). The text carries its marker."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in range(5):
            raise ValueError(f"level {self.level} is not 0 to 4")

    @property
    def heading(self) -> str:
        """The part set in the font of its level: a line of its own, or up to the first full stop."""
        found = re.match(r"[^。]*。?", self.text, re.DOTALL)
        return found[0] if found and self.level in (1, 2) else ""

    @property
    def rest(self) -> str:
        """What runs on after the heading, in the font of the text."""
        return self.text[len(self.heading) :]


@dataclass(frozen=True)
class Column:
    """A column: its title, its share of the width, how its cells align."""

    title: str
    share: float = 1
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table of text cells. Raises ValueError where a row has not one cell for each column.

    One that is not `titled` is a form: the first cell of each row says what the others hold.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    titled: bool = True

    def __post_init__(self) -> None:
        if not self.columns or any(column.share <= 0 for column in self.columns):
            raise ValueError("a table needs columns, each with a share above 0")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Titles where it has them, then rows."""
        titles = (tuple(column.title for column in self.columns),) if self.titled else ()
        return (*titles, *self.rows)


Block = Paragraph | Table


@dataclass(frozen=True)
class Annex:
    """An annex bound with the paper (7.3.7). A landscape one lies in a section of its own (8)."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class Paper:
    """The whole content of a paper. Empty strings and None are left out of the print; a draft has no number yet.

    `attachments` are the names in 附件说明; left empty they are the titles of the annexes. `sealed` says whether room
    is kept for a seal (7.3.5.1) or not (7.3.5.2). `unbroken` are names that the title may not divide. An `upward` paper
    names its `signer` beside its number (7.2.6). `note` is 附注 (7.3.6). `attended`, `excused` and `observed` are those
    of minutes (10.3). A bulletin goes up to its addressee (报), to `copied_to` (送) and down to `sent_to` (发).
    """

    issuer_mark: str
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    signature: str
    dated: date | None = None
    number: str | None = None
    annexes: tuple[Annex, ...] = ()
    attachments: tuple[str, ...] = ()
    copied_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    copy_number: int | None = None
    secrecy: str = ""
    urgency: str = ""
    sealed: bool = True
    draft: bool = False
    rehearsal: bool = False
    unbroken: tuple[str, ...] = ()
    form: Layout = "document"
    upward: bool = False
    signer: str = ""
    note: str = ""
    attended: str = ""
    excused: str = ""
    observed: str = ""
    sent_to: str = ""
    copies: int | None = None

    @property
    def signed(self) -> bool:
        """Whether name and date stand below the text; minutes and bulletins have them in the head."""
        return self.form not in ("minutes", "bulletin")


def chinese_date(day: date) -> str:
    """2012年7月6日: Arabic figures, the year in full, no leading zeros (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def head_lines(paper: Paper) -> tuple[str, ...]:
    """份号 in six figures, 密级, 紧急程度, from the top down, those that there are (7.2.1 to 7.2.3)."""
    copy = "" if paper.copy_number is None else f"{paper.copy_number:0{COPY_NUMBER_FIGURES}d}"
    return _present(copy, paper.secrecy, paper.urgency)


def number_line(paper: Paper) -> str:
    """发文字号; beside it, after a tab, who signs an upward paper (7.2.6)."""
    number = clean(paper.number or "")
    return f"{number}\t{SIGNER}{clean(paper.signer)}" if paper.upward else number


def issuer_line(paper: Paper) -> str:
    """The unit and, after a tab, the date that minutes and bulletins carry over the red line."""
    return "" if paper.signed else f"{clean(paper.signature)}\t{date_line(paper)}"


def contents_lines(paper: Paper) -> tuple[str, ...]:
    """本期要目: the first headings of a bulletin that has several."""
    if paper.form != "bulletin":
        return ()
    found = tuple(clean(b.heading).rstrip("。") for b in paper.blocks if isinstance(b, Paragraph) and b.level == 1)
    return (CONTENTS, *found) if len(found) > 1 else ()


def addressee_line(paper: Paper) -> str:
    """主送机关 with its full-width colon (7.3.2); a bulletin names it at its foot."""
    name = clean(paper.addressee).strip().rstrip("：:") if paper.form != "bulletin" else ""
    return f"{name}：" if name else ""


def people_lines(paper: Paper) -> tuple[tuple[str, str], ...]:
    """(出席：, names) and so on, those that there are (10.3)."""
    people = (("出席：", paper.attended), ("请假：", paper.excused), ("列席：", paper.observed))
    return tuple((label, _closed(names)) for label, names in people if clean(names).strip())


def closing_lines(paper: Paper) -> tuple[str, ...]:
    """What stands below the text and 附件说明: those present, or name, date and 附注."""
    people = tuple(label + names for label, names in people_lines(paper))
    signed = (clean(paper.signature), date_line(paper)) if paper.signed else ()
    return (*people, *signed, *_present(note_line(paper)))


def attachment_names(paper: Paper) -> tuple[str, ...]:
    """Names in 附件说明, in order."""
    return paper.attachments or tuple(annex.title for annex in paper.annexes)


def attachment_lines(paper: Paper) -> tuple[tuple[str, str], ...]:
    """(what stands before, name) for each line of 附件说明; one alone has no number (7.3.4)."""
    names = attachment_names(paper)
    if len(names) == 1:
        return (("附件：", clean(names[0])),)
    return tuple((f"附件：{n}." if n == 1 else f"{n}.", clean(name)) for n, name in enumerate(names, 1))


def annex_label(paper: Paper, number: int) -> str:
    """附件 or 附件2 at the top of an annex, numbered as in 附件说明 (7.3.7)."""
    return "附件" if len(attachment_names(paper)) == 1 else f"附件{number}"


def date_line(paper: Paper) -> str:
    """成文日期; a paper without one leaves the places to be filled in."""
    return chinese_date(paper.dated) if paper.dated else "　　年　月　日"


def note_line(paper: Paper) -> str:
    """附注 in its round brackets (7.3.6)."""
    note = clean(paper.note).strip().strip("（）()")
    return f"（{note}）" if note else ""


def imprint_entries(paper: Paper) -> tuple[tuple[str, str], ...]:
    """(抄送：, names) at the foot of the last page (7.4.2); of a bulletin 报, 送 and 发."""
    entries = [("抄送：", paper.copied_to)]
    if paper.form == "bulletin":
        entries = [("报：", paper.addressee), ("送：", paper.copied_to), ("发：", paper.sent_to)]
    return tuple((label, _closed(names)) for label, names in entries if clean(names).strip())


def printed_row(paper: Paper) -> tuple[str, str]:
    """What stands left and right in the last row of 版记: 印发机关 and 印发日期 (7.4.3); a letter has neither (10.1),
    a bulletin how many are printed."""
    if paper.form == "letter":
        return "", ""
    if paper.form == "bulletin":
        return "", f"共印{paper.copies}份" if paper.copies else ""
    return clean(paper.printed_by), printed_line(paper)


def printed_line(paper: Paper) -> str:
    """印发日期 with 印发 (7.4.3)."""
    return f"{chinese_date(paper.printed_on)}印发" if paper.printed_on else ""


def _closed(names: str) -> str:
    """Names with a full stop at the end."""
    lines = (line.strip() for line in clean(names).split("\n"))
    return f"{'　'.join(filter(None, lines)).rstrip('。.')}。"


def page_marks(paper: Paper) -> tuple[str, ...]:
    """What every page of a paper that is not in force must say."""
    return _present(DRAFT_MARK if paper.draft else "", REHEARSAL_MARK if paper.rehearsal else "")


def _present(*texts: str) -> tuple[str, ...]:
    return tuple(cleaned for cleaned in map(clean, texts) if cleaned)


def all_tables(blocks: Iterable[Block]) -> tuple[Table, ...]:
    """The tables among the blocks."""
    return tuple(block for block in blocks if isinstance(block, Table))
