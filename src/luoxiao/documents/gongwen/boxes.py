"""A text box that stands at a fixed place of its page. LibreOffice ignores where a floating frame or table asks to
stand at the foot of the page; this it obeys, and so do Word and WPS."""

from dataclasses import dataclass
from string import Template

from lxml import etree

from .layout import emu
from .wordml import PREFIXES, Element, run

_WORD = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_NAMESPACES = {
    **PREFIXES,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": _WORD,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_BOX = Template(
    f"""<mc:AlternateContent {_DECLARED}><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>$x</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>$y</wp:posOffset></wp:positionV>
<wp:extent cx="$width" cy="$height"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:$wrap/>
<wp:docPr id="$ident" name="$name"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{_WORD}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="$width" cy="$height"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr vert="$turn" lIns="0" tIns="0" rIns="0" bIns="0" anchor="$anchor"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"""
)
IMPRINT = "版记"  # name of its box
_PARSER = etree.XMLParser(remove_blank_text=True)


@dataclass(frozen=True)
class Box:
    """Where a box stands on its page and how big it is, in millimetres; its name and number in the file.

    `turned` sets its lines a quarter turn clockwise. `apart` keeps the text of the page above and below it. What it
    holds lies at its foot where it is apart, else in its middle, or at its `top`.
    """

    name: str
    ident: int
    x: float
    y: float
    width: float
    height: float
    turned: bool = False
    apart: bool = False
    top: bool = False


def boxed(box: Box, *content: Element) -> Element:
    """A run that carries the box with these paragraphs and tables in it; the last must be a paragraph."""
    sizes = {side: emu(getattr(box, side)) for side in ("x", "y", "width", "height")}
    filled = _BOX.substitute(
        sizes,
        ident=box.ident,
        name=box.name,
        wrap="wrapTopAndBottom" if box.apart else "wrapNone",
        turn="vert" if box.turned else "horz",
        anchor="b" if box.apart else "t" if box.top else "ctr",
    )
    root = etree.fromstring(filled, _PARSER)
    next(root.iter("{*}txbxContent")).extend(content)
    return run(root)
