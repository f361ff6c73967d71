"""版头, title and 主送机关 of a paper (GB/T 9704-2012, 7.2, 7.3.1 and 7.3.2)."""

from . import layout as n
from .boxes import Box, boxed
from .paper import (
    SIGNER,
    Paper,
    addressee_line,
    clean,
    contents_lines,
    head_lines,
    issuer_line,
    number_line,
    width,
)
from .titles import break_title
from .wordml import Element, Form, Rule, Type, blank, lines, paragraph, text, thin

# In a line of exact height Word and LibreOffice set the foot of the characters at four fifths of it, and a Chinese
# character rises 0.84 of its size above that foot.
_FOOT_OF_LINE = 0.8
_RISE = 0.84
_DROP = 0.12  # how far it hangs below
LETTER_MARK = "发文机关标志"  # name of its box
_LETTER_LEFT_MM = (n.PAGE_WIDTH_MM - n.LETTER_LINE_MM) / 2


def head(paper: Paper) -> list[Element]:
    """From the first line of the first page to 主送机关."""
    if paper.form == "letter":
        return [*_letter_items(paper), *_opening(paper, n.LETTER_BLANK_BEFORE_TITLE)]
    if paper.signed:
        above = [*blank(n.BLANK_BEFORE_NUMBER), *_number(paper)]
    else:
        above = [*blank(n.BLANK_BEFORE_ISSUE), *_issue(paper), *_contents(paper)]
    return [*_items(paper), _mark(paper), *above, *_opening(paper, n.BLANK_BEFORE_TITLE)]


def letter_mark(paper: Paper) -> Element:
    """A run with the mark of a letter and the double line below it, above the block of its first page (10.1)."""
    size = mark_size(paper.issuer_mark)
    pitch = size * n.MARK_PITCH
    below = pitch * (1 - _FOOT_OF_LINE) - size * _DROP
    rule = Rule(n.LETTER_LINE_PT, n.points(n.LETTER_LINE_BELOW_MARK_MM) - below, n.RED, "thickThinSmallGap")
    said = paragraph(
        text(paper.issuer_mark, Type(size=size)), form=Form(style="IssuerMark", pitch=pitch, rule=rule, align="center")
    )
    above = (pitch * _FOOT_OF_LINE - size * _RISE) / n.points(1)
    box = Box(LETTER_MARK, 4, _LETTER_LEFT_MM, n.LETTER_MARK_TOP_MM - above, n.LETTER_LINE_MM, 30, top=True)
    return boxed(box, said, thin())


def letter_foot() -> Element:
    """A run with the double line near the lower edge of a letter's first page (10.1)."""
    line = paragraph(form=Form(pitch=1, rule=Rule(n.LETTER_LINE_PT, 0, n.RED, "thinThickSmallGap")))
    top = n.PAGE_HEIGHT_MM - n.LETTER_LINE_ABOVE_EDGE_MM - (1 + n.LETTER_LINE_PT) / n.points(1)
    return boxed(Box("红色双线", 5, _LETTER_LEFT_MM, top, n.LETTER_LINE_MM, 4, top=True), line, thin())


def mark_size(mark: str) -> float:
    """Size of 发文机关标志 in points: as large as one line allows, between the bounds of the house."""
    fitting = n.points(n.BLOCK_WIDTH_MM) / max(width(clean(mark)), 1)
    return max(n.MARK_SMALLEST_PT, min(n.MARK_LARGEST_PT, int(fitting)))


def _items(paper: Paper) -> list[Element]:
    """Three lines: 份号 in the type of the text, 密级, 紧急程度 in 黑体, from the top; the rest blank."""
    texts = head_lines(paper)
    first = "HeadItem" if paper.copy_number is None else ""
    styles = [first, *["HeadItem"] * len(texts)]
    said = [paragraph(text(words), form=Form(style=style)) for words, style in zip(texts, styles, strict=False)]
    return [*said, *blank(n.HEAD_LINES - len(said))]


def _mark(paper: Paper) -> Element:
    size = mark_size(paper.issuer_mark)
    pitch = size * n.MARK_PITCH
    to_top = pitch * _FOOT_OF_LINE - size * _RISE
    before = n.points(n.MARK_TOP_MM) - n.HEAD_LINES * n.LINE_PITCH_PT - to_top
    form = Form(style="IssuerMark", before=round(before, 2), pitch=pitch)
    return paragraph(text(paper.issuer_mark, Type(size=size)), form=form)


def _number(paper: Paper) -> list[Element]:
    """发文字号 over the red line; on an upward paper at the left, with who signs at the right (7.2.6)."""
    if not paper.upward:
        said = [text(paper.number)] if paper.number else []
        return [paragraph(*said, form=Form(align="center", rule=_red_line()))]
    free = n.characters(n.UPWARD_FREE_CHARACTERS)
    form = Form(left=free, right=free, right_tab=n.twips(n.BLOCK_WIDTH_MM) - free, align="left")
    signer = text(paper.signer, Type(n.KAITI))
    line = paragraph(text(f"{paper.number or ''}\t{SIGNER}"), signer, form=form)
    return [line, paragraph(form=Form(pitch=1, rule=_red_line(1)))]


def _issue(paper: Paper) -> list[Element]:
    """The number of minutes or of a bulletin; below it unit and date over the red line."""
    said = [text(paper.number)] if paper.number else []
    form = Form(right_tab=n.twips(n.BLOCK_WIDTH_MM), align="left", rule=_red_line())
    return [paragraph(*said, form=Form(align="center")), paragraph(text(issuer_line(paper)), form=form)]


def _contents(paper: Paper) -> list[Element]:
    """本期要目."""
    listed = contents_lines(paper)
    if not listed:
        return []
    first = paragraph(text(listed[0], Type(n.HEITI)), form=Form(style="BodyText"))
    return [*blank(), first, *(paragraph(text(line), form=Form(style="BodyText")) for line in listed[1:])]


def _red_line(between: float = 0) -> Rule:
    """The rule 4 mm below the characters of a line, or of one that so many points part from it (7.2.7)."""
    below = n.LINE_PITCH_PT * (1 - _FOOT_OF_LINE) - n.NO_3_PT * _DROP + between
    return Rule(n.RED_LINE_PT, n.points(n.RED_LINE_BELOW_NUMBER_MM) - below, n.RED)


def _letter_items(paper: Paper) -> list[Element]:
    """份号, 密级 and 紧急程度 at the left below the double line, 发文字号 at the right of the first of them (10.1)."""
    first, *others = head_lines(paper) or ("",)
    number = number_line(paper)
    style = "HeadItem" if first and paper.copy_number is None else ""
    form = Form(style, before=_letter_first_line(paper), right_tab=n.twips(n.BLOCK_WIDTH_MM), align="left")
    said = paragraph(text(f"{first}\t{number}" if number else first), form=form)
    said.extend((letter_mark(paper), letter_foot()))
    return [said, *(paragraph(text(words), form=Form(style="HeadItem")) for words in others)]


def _letter_first_line(paper: Paper) -> float:
    """Points between the top of the block and the line of the first item, which stands below the double line."""
    mark = mark_size(paper.issuer_mark) * (_RISE + _DROP)
    line = n.points(n.LETTER_MARK_TOP_MM + n.LETTER_LINE_BELOW_MARK_MM) + mark + n.LETTER_LINE_PT
    to_top = n.LINE_PITCH_PT * _FOOT_OF_LINE - n.NO_3_PT * _RISE
    return round(line + n.LETTER_FIRST_ITEM_PT - to_top - n.points(n.MARGIN_TOP_MM), 2)


def _opening(paper: Paper, above: int) -> list[Element]:
    """Title below so many blank lines, and 主送机关; a paper to everybody has none."""
    title = paragraph(lines(break_title(paper.title, paper.unbroken)), form=Form(style="Title"))
    addressee = addressee_line(paper)
    to = [paragraph(text(addressee), form=Form(align="left"))] if addressee else []
    return [*blank(above), title, *blank(n.BLANK_BEFORE_ADDRESSEE), *to]
