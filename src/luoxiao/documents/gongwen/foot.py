"""版记, page numbers and the marks on every page (GB/T 9704-2012, 7.4, 7.5 and 8)."""

import math

from . import layout as n
from .boxes import IMPRINT, Box, boxed
from .paper import Paper, imprint_entries, page_marks, printed_row, width
from .wordml import Element, Form, field, paragraph, text, thin, w

_ONE = n.characters(n.IMPRINT_FREE_CHARACTERS, n.NO_4_PT)
_THIN_PT = 1.0
_SAFE_CHARACTERS = 25  # of the 26½ that a line of 抄送 holds; the box must never be a line too low
_DASH_IN_LINE_PT = 7.5  # from the top of the number's line to the middle of its dash


def has_imprint(paper: Paper) -> bool:
    """Whether there is anything to print at the foot of the last page."""
    return bool(imprint_entries(paper) or any(printed_row(paper)))


def imprint(paper: Paper) -> Element:
    """A run that carries 版记; its last rule lies on the bottom edge of the block."""
    height = imprint_height(paper)
    bottom = n.PAGE_HEIGHT_MM - n.MARGIN_BOTTOM_MM + _millimetres(_THIN_PT)
    box = Box(IMPRINT, 1, n.MARGIN_LEFT_MM, bottom - height, n.BLOCK_WIDTH_MM, height, apart=True)
    return boxed(box, _imprint_table(paper), thin())


def imprint_height(paper: Paper) -> float:
    """Height of the box in millimetres, never too low for its lines."""
    entries = imprint_entries(paper)
    named = sum(math.ceil(width(names) / _SAFE_CHARACTERS) for _label, names in entries)
    rules = 2 * n.IMPRINT_OUTER_RULE_MM + max(len(entries), 1) * n.IMPRINT_INNER_RULE_MM
    return _millimetres((named + 1) * n.IMPRINT_PITCH_PT + _THIN_PT) + rules


def odd_footer(*, landscape: bool = False) -> Element:
    """The number at the right, one character free."""
    return w("ftr", _number_line("right", landscape))


def even_footer(*, landscape: bool = False) -> Element:
    """The number at the left, one character free."""
    return w("ftr", _number_line("left", landscape))


def empty_footer() -> Element:
    """For a page that holds only 版记 (7.5)."""
    return w("ftr", paragraph(form=Form(style="Footer")))


def header(paper: Paper) -> Element:
    """The marks of a paper that is not in force, or nothing."""
    marks = "　".join(page_marks(paper))
    return w("hdr", paragraph(*([text(marks)] if marks else []), form=Form(style="Header")))


def footer_distance() -> float:
    """From the foot of the number's line to the edge of the page in millimetres: puts the dash at its place."""
    below_dash = _millimetres(n.PAGE_NUMBER_PITCH_PT - _DASH_IN_LINE_PT)
    return n.MARGIN_BOTTOM_MM - n.PAGE_NUMBER_BELOW_BLOCK_MM - below_dash


def _number_line(side: str, landscape: bool) -> Element:
    line = _page_number(side)
    return paragraph(boxed(_beside(side), line), form=Form(style="Footer")) if landscape else line


def _page_number(side: str) -> Element:
    free = n.characters(n.PAGE_NUMBER_FREE_CHARACTERS, n.NO_4_PT)
    form = Form("Footer", right=free, align="right") if side == "right" else Form("Footer", left=free, align="left")
    return paragraph(text("— "), *field("PAGE"), text(" —"), form=form)


def _beside(side: str) -> Box:
    """The number's box on a landscape page. Bound upright, the page's left edge is the foot of the sheet (8)."""
    line = _millimetres(n.PAGE_NUMBER_PITCH_PT)
    right = n.MARGIN_BOTTOM_MM - n.PAGE_NUMBER_BELOW_BLOCK_MM + _millimetres(_DASH_IN_LINE_PT)
    ident = 2 if side == "right" else 3
    return Box("页码", ident, right - line, n.MARGIN_LEFT_MM, line, n.BLOCK_WIDTH_MM, turned=True)


def _imprint_table(paper: Paper) -> Element:
    whole = n.twips(n.BLOCK_WIDTH_MM)
    rows = [_row(_entry(label, names), whole) for label, names in imprint_entries(paper)]
    if any(printed_row(paper)):
        rows.append(_row(_printed(paper, whole), whole))
    edges = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    layout = (_rules(paper), w("tblLayout", type="fixed"), edges)
    return w("tbl", w("tblPr", w("tblW", w=whole, type="dxa"), *layout), w("tblGrid", w("gridCol", w=whole)), *rows)


def _rules(paper: Paper) -> Element | None:
    """First and last 0.35 mm, those between 0.25 mm (7.4.1); a letter has none (10.1), nor a bulletin between rows."""
    if paper.form == "letter":
        return None
    outer = n.eighths(n.points(n.IMPRINT_OUTER_RULE_MM))
    inner = n.eighths(n.points(n.IMPRINT_INNER_RULE_MM))
    sizes = {"top": outer, "bottom": outer} | ({} if paper.form == "bulletin" else {"insideH": inner})
    return w("tblBorders", *(w(side, val="single", sz=size, space=0, color="000000") for side, size in sizes.items()))


def _entry(label: str, names: str) -> Element:
    """抄送 one character in on both sides, turned lines under the first name (7.4.2)."""
    mark = n.characters(width(label), n.NO_4_PT)
    form = Form("Imprint", left=_ONE + mark, right=_ONE, hanging=mark)
    return paragraph(text(label + names), form=form)


def _printed(paper: Paper, whole: int) -> Element:
    """印发机关 at the left, 印发日期 at the right, each one character in (7.4.3)."""
    form = Form("Imprint", left=_ONE, right=_ONE, right_tab=whole - _ONE)
    return paragraph(text("\t".join(printed_row(paper))), form=form)


def _row(content: Element, whole: int) -> Element:
    return w("tr", w("tc", w("tcPr", w("tcW", w=whole, type="dxa")), content))


def _millimetres(pt: float) -> float:
    return pt / n.points(1)
