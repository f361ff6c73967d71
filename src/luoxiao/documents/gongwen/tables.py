"""Tables of an annex: their titles again on every page, no row divided, cells as wide as their shares."""

from itertools import accumulate, pairwise

from .layout import TABLE_RULE_PT, eighths
from .paper import Column, Table
from .wordml import Element, Form, flag, paragraph, text, w

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_CELL_EDGES = (("top", 40), ("left", 60), ("bottom", 40), ("right", 60))  # air round the words, twentieths of a point


def table(content: Table, whole: int) -> Element:
    """The table, `whole` twentieths of a point wide."""
    sizes = widths(content, whole)
    grid = w("tblGrid", *(w("gridCol", w=size) for size in sizes))
    if not content.titled:
        return w("tbl", _properties(whole), grid, *(_form_row(row, sizes) for row in content.rows))
    head = _row(content.lines[0], content.columns, sizes, head=True)
    rows = (_row(row, content.columns, sizes) for row in content.rows)
    return w("tbl", _properties(whole), grid, head, *rows)


def widths(content: Table, whole: int) -> list[int]:
    """Each column's width by its share; they add up to the whole."""
    total = sum(column.share for column in content.columns)
    edges = [round(whole * share / total) for share in accumulate((c.share for c in content.columns), initial=0.0)]
    return [right - left for left, right in pairwise(edges)]


def _properties(whole: int) -> Element:
    rule = {"val": "single", "sz": eighths(TABLE_RULE_PT), "space": 0, "color": "000000"}
    return w(
        "tblPr",
        w("tblW", w=whole, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *(w(side, **rule) for side in _SIDES)),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=size, type="dxa") for side, size in _CELL_EDGES)),
    )


def _row(cells: tuple[str, ...], columns: tuple[Column, ...], sizes: list[int], *, head: bool = False) -> Element:
    made = (_cell(words, column, size, head) for words, column, size in zip(cells, columns, sizes, strict=True))
    return w("tr", w("trPr", w("cantSplit"), flag("tblHeader", head)), *made)


def _form_row(cells: tuple[str, ...], sizes: list[int]) -> Element:
    """A row of a form: what is asked, then what is said."""
    styles = ("FormHead", *("FormText" for _cell in cells[1:]))
    made = (_set(words, Form(style=style), size) for words, style, size in zip(cells, styles, sizes, strict=True))
    return w("tr", w("trPr", w("cantSplit")), *made)


def _cell(words: str, column: Column, size: int, head: bool) -> Element:
    return _set(words, Form(style="TableHead") if head else Form(style="TableText", align=column.align), size)


def _set(words: str, form: Form, size: int) -> Element:
    return w(
        "tc", w("tcPr", w("tcW", w=size, type="dxa"), w("vAlign", val="center")), paragraph(text(words), form=form)
    )
