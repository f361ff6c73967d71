"""A paper as .docx in the form of GB/T 9704-2012: the same paper gives the same bytes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from . import foot, styles
from . import layout as n
from .head import head
from .package import FIRST_PAGE, packed
from .paper import Paper
from .text import annex, blocks, closing, hold_last
from .wordml import Element, R, flag, grid, thin, w


@dataclass
class _Section:
    """A run of pages of one kind: upright, landscape, upright with only 版记 and no number, or those of a letter, whose
    first page has no number."""

    kind: str
    content: list[Element] = field(default_factory=list)


def write_docx(paper: Paper) -> bytes:
    """The paper as a .docx. No clock and no chance in it: its hash can be kept."""
    sections = _sections(paper)
    document = w("document", w("body", *_flow(sections)))
    edges = {"header": foot.header(paper)} | _footers({section.kind for section in sections})
    edges |= _first_page(paper) if paper.form == "letter" else {}
    fixed = {"styles": styles.styles(), "settings": styles.settings(), "fontTable": styles.fonts()}
    return packed(paper, document, fixed | edges)


def _sections(paper: Paper) -> list[_Section]:
    upright = n.twips(n.BLOCK_WIDTH_MM)
    text = [*head(paper), *hold_last(blocks(paper.blocks, upright)), *closing(paper)]
    sections = [_Section("letter" if paper.form == "letter" else "upright", text)]
    for landscape, numbered in groupby(enumerate(paper.annexes, 1), key=lambda pair: pair[1].landscape):
        _open(sections, "landscape" if landscape else "upright")
        whole = n.twips(n.BLOCK_HEIGHT_MM) if landscape else upright
        for number, content in numbered:
            here = sections[-1].content
            here += annex(paper, number, content, whole, new_page=bool(here))
    if foot.has_imprint(paper):
        _carry_imprint(sections, paper)
    return sections


def _open(sections: list[_Section], kind: str) -> None:
    """Go on in the last section where it is of this kind, else begin one."""
    if sections[-1].kind != kind:
        sections.append(_Section(kind))


def _carry_imprint(sections: list[_Section], paper: Paper) -> None:
    """版记 on the last page; after a landscape annex on an upright page of its own, which has no number."""
    if sections[-1].kind == "landscape":
        sections.append(_Section("bare", [thin()]))
    _last_paragraph(sections[-1].content).append(foot.imprint(paper))


def _last_paragraph(content: list[Element]) -> Element:
    """The paragraph at the end; after a table a thin one is added, and the last row held to it."""
    if not content[-1].tag.endswith("}p"):
        content[:] = [*hold_last(content), thin()]
    return content[-1]


def _flow(sections: list[_Section]) -> Iterator[Element]:
    """All content with each section's properties where Word looks for them: in its last paragraph, or at the end."""
    for section in sections[:-1]:
        _last_paragraph(section.content)[0].append(_properties(section.kind))
        yield from section.content
    yield from sections[-1].content
    yield _properties(sections[-1].kind)


def _properties(kind: str) -> Element:
    """Paper, margins and line grid of a section, with its header and footers."""
    references = [w("headerReference", type=page) for page in ("default", "even")]
    references += [w("footerReference", type=page) for page in ("default", "even")]
    names = ["header", "header", f"{kind}-odd", f"{kind}-even"]
    if kind == "letter":
        references += [w("headerReference", type="first"), w("footerReference", type="first")]
        names += FIRST_PAGE
    for reference, name in zip(references, names, strict=True):
        reference.set(f"{{{R}}}id", name)
    size, margins = (_landscape if kind == "landscape" else _upright)()
    own_first = flag("titlePg", kind == "letter")
    return w("sectPr", *references, w("type", val="nextPage"), size, margins, own_first, grid())


def _upright() -> tuple[Element, Element]:
    size = w("pgSz", w=n.twips(n.PAGE_WIDTH_MM), h=n.twips(n.PAGE_HEIGHT_MM))
    return size, _margins(n.MARGIN_TOP_MM, n.MARGIN_RIGHT_MM, n.MARGIN_BOTTOM_MM, n.MARGIN_LEFT_MM)


def _landscape() -> tuple[Element, Element]:
    """The sheet turned so that the head of a table lies at its left edge: what was left is on top (8)."""
    size = w("pgSz", w=n.twips(n.PAGE_HEIGHT_MM), h=n.twips(n.PAGE_WIDTH_MM), orient="landscape")
    return size, _margins(n.MARGIN_LEFT_MM, n.MARGIN_TOP_MM, n.MARGIN_RIGHT_MM, n.MARGIN_BOTTOM_MM)


def _margins(top: float, right: float, bottom: float, left: float) -> Element:
    sides = {"top": top, "right": right, "bottom": bottom, "left": left}
    ends = {"header": n.PAGE_MARK_TOP_MM, "footer": foot.footer_distance(), "gutter": 0}
    return w("pgMar", **{name: n.twips(size) for name, size in (sides | ends).items()})


def _first_page(paper: Paper) -> dict[str, Element]:
    """Header and footer of a letter's first page, which has no number (10.1)."""
    return dict(zip(FIRST_PAGE, (foot.header(paper), foot.empty_footer()), strict=True))


def _footers(kinds: set[str]) -> dict[str, Element]:
    """The footers that these kinds of section name."""
    made = {}
    for kind in sorted(kinds):
        lying = kind == "landscape"
        made[f"{kind}-odd"] = foot.empty_footer() if kind == "bare" else foot.odd_footer(landscape=lying)
        made[f"{kind}-even"] = foot.empty_footer() if kind == "bare" else foot.even_footer(landscape=lying)
    return made
