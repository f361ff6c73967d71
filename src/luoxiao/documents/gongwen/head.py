"""版头, title and 主送机关 of a paper (GB/T 9704-2012, 7.2, 7.3.1 and 7.3.2)."""

from . import layout as n
from .paper import Paper, addressee_line, clean, head_lines, width
from .titles import break_title
from .wordml import Element, Form, Rule, Type, blank, lines, paragraph, text

# In a line of exact height Word and LibreOffice set the foot of the characters at four fifths of it, and a Chinese
# character rises 0.84 of its size above that foot.
_FOOT_OF_LINE = 0.8
_RISE = 0.84
_DROP = 0.12  # how far it hangs below


def head(paper: Paper) -> list[Element]:
    """From the first line of the first page to 主送机关."""
    return [*_items(paper), _mark(paper), *blank(n.BLANK_BEFORE_NUMBER), _number(paper), *_opening(paper)]


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


def _number(paper: Paper) -> Element:
    """发文字号 over the red line."""
    below = n.LINE_PITCH_PT * (1 - _FOOT_OF_LINE) - n.NO_3_PT * _DROP
    rule = Rule(n.RED_LINE_PT, n.points(n.RED_LINE_BELOW_NUMBER_MM) - below, n.RED)
    said = [text(paper.number)] if paper.number else []
    return paragraph(*said, form=Form(align="center", rule=rule))


def _opening(paper: Paper) -> list[Element]:
    """Title and 主送机关; a paper to everybody has none."""
    title = paragraph(lines(break_title(paper.title, paper.unbroken)), form=Form(style="Title"))
    addressee = addressee_line(paper)
    to = [paragraph(text(addressee), form=Form(align="left"))] if addressee else []
    return [*blank(n.BLANK_BEFORE_TITLE), title, *blank(n.BLANK_BEFORE_ADDRESSEE), *to]
