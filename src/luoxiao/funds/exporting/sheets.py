"""Cells that know their address: a formula is written together with the value it has now.

A workbook reckons in binary floats. Values here are only what stands in a cell until it is opened and reckoned anew;
the amounts of a split are the engine's, and the last sheet holds the two against each other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Value = float | int | str
NOTE, TOP, HEAD, FIRST = 1, 2, 3, 4  # rows from 0: what the figure on top is, the figure, titles, first region
INK, QUIET, LINE, GROUND, INPUT, SEAL = "#16202A", "#56636F", "#C2CAD1", "#EBEFF1", "#FFF8E1", "#A3271C"
WHOLE, YUAN, WAN, PLAIN = "#,##0", "#,##0.00", "#,##0.00####", "General"
A4 = 9  # as the format numbers papers
ROUNDED = {YUAN: 2, WAN: 6}  # decimal places down to the fen


@dataclass(frozen=True)
class Spot:
    """One cell and its value."""

    address: str
    value: Value


@dataclass(frozen=True)
class Column:
    """The cells of all regions in one column, and the figure on top of them."""

    sheet: str
    letter: str
    values: Sequence[Value]
    top: Spot = Spot("", "")

    def at(self, row: int) -> str:
        """The cell of a region."""
        return f"{self.sheet}!${self.letter}{FIRST + 1 + row}"

    def down_to(self, row: int) -> str:
        """From the first region to this one."""
        return f"{self.sheet}!${self.letter}${FIRST + 1}:${self.letter}{FIRST + 1 + row}"

    @property
    def whole(self) -> str:
        """All regions."""
        return f"{self.sheet}!${self.letter}${FIRST + 1}:${self.letter}${FIRST + len(self.values)}"


class Book:
    """A workbook of the house: its formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._made: dict[tuple[tuple[str, str | int | bool], ...], Format] = {}

    def style(self, **more: str | int | bool) -> Format:
        """A format with these properties besides those of the house."""
        key = tuple(sorted(more.items()))
        if key not in self._made:
            house = {"font_name": "微软雅黑", "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self.book.add_format(house | more)
        return self._made[key]

    def cell(self, shape: str, *, is_input: bool = False) -> Format:
        """A cell of a table; what may be changed is tinted."""
        tint: dict[str, str | int | bool] = {"bg_color": INPUT} if is_input else {}
        return self.style(border=1, border_color=LINE, num_format=shape, **tint)

    def header(self) -> Format:
        """Titles of columns."""
        edge: dict[str, str | int | bool] = {"border": 1, "border_color": LINE, "align": "center", "text_wrap": True}
        return self.style(bold=True, bg_color=GROUND, **edge)

    def sheet(self, name: str) -> Worksheet:
        """A new sheet."""
        made: Worksheet = self.book.add_worksheet(name)
        made.hide_gridlines(2)
        made.set_paper(A4)
        made.set_landscape()
        made.fit_to_pages(1, 0)
        return made


class Grid:
    """A sheet with a row for each region and columns added from the left."""

    def __init__(self, book: Book, name: str, title: str, count: int) -> None:
        self._book, self._name, self._count, self._next = book, name, count, 0
        self.sheet = book.sheet(name)
        self.sheet.write_string(0, 0, title, book.style(bold=True, font_size=14))
        self.sheet.set_row(HEAD, 48)
        self.sheet.freeze_panes(FIRST, 2)
        self.sheet.repeat_rows(HEAD)

    def given(
        self, title: str, values: Sequence[Value | Fraction | None], shape: str = PLAIN, *, is_input: bool = False
    ) -> Column:
        """A column of values that nothing computes; None stays empty."""
        column, style = self._begin(title), self._book.cell(shape, is_input=is_input)
        for row, value in enumerate(values):
            put(self.sheet, FIRST + row, column, value, style)
        return self._done(column, [_plain(value) for value in values])

    def reckoned(
        self, title: str, formula: Callable[[int], str], value: Callable[[int], Value], shape: str = WHOLE
    ) -> Column:
        """A column of formulas with their values."""
        column, style = self._begin(title), self._book.cell(shape)
        values = [value(row) for row in range(self._count)]
        for row, now in enumerate(values):
            self.sheet.write_formula(FIRST + row, column, f"={formula(row)}", style, now)
        return self._done(column, values)

    def summed(
        self, title: str, formula: Callable[[int], str], value: Callable[[int], Value], shape: str = WHOLE
    ) -> Column:
        """A column of formulas with their sum on top."""
        made = self.reckoned(title, formula, value, shape)
        formula_of_sum, sum_now = f"SUM({made.whole})", added(made.values)
        if shape in ROUNDED:  # sums of yuan and 万元 shed the noise of binary fractions
            formula_of_sum, sum_now = f"ROUND({formula_of_sum},{ROUNDED[shape]})", round(sum_now, ROUNDED[shape])
        return replace(made, top=self.top(made, "合计", formula_of_sum, sum_now, shape))

    @property
    def next_top(self) -> str:
        """Where the figure on top of the next column will stand, for formulas below it."""
        return f"{self._name}!${xl_col_to_name(self._next)}${TOP + 1}"

    def top(self, column: Column, note: str, formula: str, value: Value, shape: str = WHOLE) -> Spot:
        """A figure on top of a column."""
        place = xl_cell_to_rowcol(f"{column.letter}1")[1]
        self.sheet.write_string(NOTE, place, note, self._book.style(font_color=QUIET, text_wrap=True, align="right"))
        self.sheet.write_formula(TOP, place, f"={formula}", self._book.style(bold=True, num_format=shape), value)
        return Spot(f"{self._name}!${column.letter}${TOP + 1}", value)

    def _begin(self, title: str) -> int:
        column, self._next = self._next, self._next + 1
        self.sheet.write_string(HEAD, column, title, self._book.header())
        self.sheet.set_column(column, column, 14)
        return column

    def _done(self, column: int, values: Sequence[Value]) -> Column:
        return Column(self._name, xl_col_to_name(column), values)


def added(values: Sequence[Value]) -> float | int:
    """The sum of those that are numbers, as SUM has it."""
    return sum(value for value in values if not isinstance(value, str))


def put(sheet: Worksheet, row: int, column: int, value: Value | Fraction | None, style: Format) -> None:
    """Write a value; a fraction that no decimal of 15 digits holds becomes a division."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif isinstance(value, Fraction) and Fraction(f"{float(value):.15g}") != value:
        sheet.write_formula(row, column, f"={value.numerator}/{value.denominator}", style, float(value))
    else:
        sheet.write_number(row, column, float(value), style)


def _plain(value: Value | Fraction | None) -> Value:
    return "" if value is None else float(value) if isinstance(value, Fraction) else value
