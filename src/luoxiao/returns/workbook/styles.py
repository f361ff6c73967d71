"""How the workbook looks: few formats, all of which Excel, WPS and LibreOffice know."""

from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK, QUIET, LINE, GROUND, SEAL = "#16202A", "#56636F", "#C2CAD1", "#EBEFF1", "#A3271C"
LATE, LATE_GROUND, SOON, SOON_GROUND = "#A8201A", "#FBE6E4", "#8A5100", "#FDF0D8"
FONT = "微软雅黑"
TEXT = "@"


@dataclass
class Styles:
    """The formats of one workbook, each made once."""

    book: Workbook

    def __post_init__(self) -> None:
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def made(self, **more: Any) -> Format:
        """A format of the house with these properties besides."""
        key = tuple(sorted(more.items()))
        if key not in self._made:
            house = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self.book.add_format(house | more)
        return self._made[key]

    def title(self) -> Format:
        return self.made(font_size=16, bold=True)

    def advice(self) -> Format:
        return self.made(font_color=QUIET)

    def rehearsal(self) -> Format:
        return self.made(font_color=SEAL, bold=True, font_size=12)

    def label(self) -> Format:
        return self.made(font_color=QUIET, align="right", indent=1)

    def said(self) -> Format:
        """A value beside a label, as text whatever it looks like."""
        return self.made(num_format=TEXT, bold=True)

    def header(self) -> Format:
        return self.made(bold=True, bg_color=GROUND, border=1, border_color=LINE, align="center", text_wrap=True)

    def text(self, **more: Any) -> Format:
        """A cell of text; a text that begins like a formula stays one when somebody edits it."""
        return self.made(num_format=TEXT, border=1, border_color=LINE, text_wrap=True, indent=1, **more)

    def number(self, scale: int, **more: Any) -> Format:
        shape = "#,##0" + ("." + "0" * scale if scale else "")
        return self.made(num_format=shape, border=1, border_color=LINE, align="right", indent=1, **more)
