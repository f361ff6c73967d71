"""WordprocessingML elements, their parts always in the schema's order (ECMA-376, part 1, 17.3 and 17.7).

Written by hand because nearly every paragraph of an official paper is an exception to what a library offers; what is
written is read back with python-docx, another hand (readback.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from .layout import LINE_PITCH_PT, characters, eighths
from .paper import clean

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PREFIXES = {"w": W, "r": R}

Element = etree._Element
Justified = Literal["", "left", "center", "right", "both"]


def w(tag: str, *children: Element | None, **attributes: object) -> Element:
    """An element of the main namespace with its attributes there too; children that are None are left out."""
    made = etree.Element(f"{{{W}}}{tag}", nsmap=PREFIXES)
    for name, value in attributes.items():
        made.set(f"{{{W}}}{name}", str(value))
    made.extend(child for child in children if child is not None)
    return made


def flag(tag: str, on: bool) -> Element | None:
    """An on-off property, or nothing."""
    return w(tag) if on else None


@dataclass(frozen=True)
class Type:
    """How characters look: font, size in points, tracking in points, colour as RRGGBB."""

    font: str = ""
    size: float = 0
    tracking: float | None = None
    color: str = ""

    def properties(self) -> Element:
        """As w:rPr. The hint makes marks that Chinese and Latin share come from the Chinese font."""
        names = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), self.font) if self.font else {}
        return w(
            "rPr",
            w("rFonts", hint="eastAsia", **names),
            w("color", val=self.color) if self.color else None,
            None if self.tracking is None else w("spacing", val=round(self.tracking * 20)),
            w("sz", val=round(self.size * 2)) if self.size else None,
            w("szCs", val=round(self.size * 2)) if self.size else None,
        )


PLAIN = Type()


@dataclass(frozen=True)
class Rule:
    """A line below a paragraph: width and distance in points, colour, and Word's name for its kind."""

    width: float
    space: float
    color: str
    kind: str = "single"


@dataclass(frozen=True)
class Form:
    """How a paragraph lies. Indents are in twentieths of a point, line pitch and space before in points.

    A paragraph names its style and says only what differs. `base` is for the style that all others start from: every
    page holds its lines (no widow rule, no snapping to a grid), marks stay inside the block, and no gap is put between
    Chinese characters and figures.
    """

    style: str = ""
    keep_next: bool = False
    new_page: bool = False
    rule: Rule | None = None
    before: float = 0
    pitch: float = 0
    left: int = 0
    right: int = 0
    first: int = 0
    hanging: int = 0
    right_tab: int = 0
    align: Justified = ""
    outline: int | None = None
    base: bool = False

    def properties(self, section: Element | None = None) -> Element:
        """As w:pPr; a section that ends with this paragraph comes last."""
        return w(
            "pPr",
            w("pStyle", val=self.style) if self.style else None,
            flag("keepNext", self.keep_next),
            flag("pageBreakBefore", self.new_page),
            self._off("widowControl"),
            _border(self.rule),
            w("tabs", w("tab", val="right", pos=self.right_tab)) if self.right_tab else None,
            *map(self._off, ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid")),
            self._spacing(),
            self._indent(),
            w("jc", val=self.align) if self.align else None,
            None if self.outline is None else w("outlineLvl", val=self.outline),
            section,
        )

    def _off(self, tag: str) -> Element | None:
        return w(tag, val=0) if self.base else None

    def _spacing(self) -> Element | None:
        line = {"line": round(self.pitch * 20), "lineRule": "exact"} if self.pitch else {}
        before = {"before": round(self.before * 20)} if self.before else {}
        return w("spacing", **before, **line) if before or line else None

    def _indent(self) -> Element | None:
        sizes = {"left": self.left, "right": self.right, "hanging": self.hanging, "firstLine": self.first}
        present = {name: size for name, size in sizes.items() if size}
        if self.first:
            present["firstLineChars"] = round(100 * self.first / characters(1))
        return w("ind", **present) if present else None


def _border(rule: Rule | None) -> Element | None:
    if rule is None:
        return None
    line = w("bottom", val=rule.kind, sz=eighths(rule.width), space=round(rule.space), color=rule.color)
    return w("pBdr", line)


def run(*pieces: Element, kind: Type = PLAIN) -> Element:
    """A run of characters or other pieces."""
    return w("r", kind.properties(), *pieces)


def text(words: str, kind: Type = PLAIN) -> Element:
    """A run that says these words; line ends and tabs become Word's own, control characters are left out."""
    return run(*_pieces(clean(words)), kind=kind)


def lines(words: Iterable[str], kind: Type = PLAIN) -> Element:
    """A run that says these words on lines of their own."""
    return text("\n".join(words), kind)


def _pieces(words: str) -> list[Element]:
    """w:t for words, w:br for a line end, w:tab for a tab."""
    pieces: list[Element] = []
    for number, line in enumerate(words.split("\n")):
        pieces += [w("br")] if number else []
        for place, part in enumerate(line.split("\t")):
            pieces += [w("tab")] if place else []
            pieces += [_words(part)] if part else []
    return pieces


def _words(part: str) -> Element:
    made = w("t")
    made.text = part
    made.set(XML_SPACE, "preserve")
    return made


def paragraph(*runs: Element, form: Form | None = None, section: Element | None = None) -> Element:
    """A paragraph of these runs."""
    properties = (form or Form()).properties(section)
    return w("p", properties if len(properties) else None, *runs)


def blank(count: int = 1, form: Form | None = None) -> list[Element]:
    """Blank lines of the text."""
    return [paragraph(form=form) for _ in range(count)]


def thin(section: Element | None = None) -> Element:
    """A paragraph of one point, for the places where Word wants one and the page should not show it."""
    return paragraph(form=Form(pitch=1), section=section)


def field(instruction: str, kind: Type = PLAIN) -> list[Element]:
    """A field that Word works out, such as PAGE."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    shown = _words("1")
    pieces = (w("fldChar", fldCharType="begin"), code, w("fldChar", fldCharType="separate"), shown)
    return [run(piece, kind=kind) for piece in (*pieces, w("fldChar", fldCharType="end"))]


def grid() -> Element:
    """The line grid of a section."""
    return w("docGrid", type="lines", linePitch=round(LINE_PITCH_PT * 20))


def xml(root: Element) -> bytes:
    """The element as a part of a package."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
