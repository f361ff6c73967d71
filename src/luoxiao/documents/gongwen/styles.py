"""Named styles, so that whoever edits a paper in Word finds each part of the standard under a name."""

from dataclasses import dataclass

from . import layout as n
from .wordml import Element, Form, Type, W, w

_TEXT = Type(n.FANGSONG, n.NO_3_PT, n.TRACKING_PT)
_INDENTED = Form(first=n.characters(n.FIRST_LINE_CHARACTERS))


@dataclass(frozen=True)
class Style:
    """A paragraph style: its id, the name Word shows, its type and its form."""

    key: str
    name: str
    kind: Type
    form: Form


STYLES = (
    Style("Normal", "Normal", _TEXT, Form(pitch=n.LINE_PITCH_PT, align="both", base=True)),
    Style("BodyText", "Body Text", Type(), _INDENTED),
    Style("Title", "Title", Type(n.XIAOBIAOSONG, n.NO_2_PT, 0), Form(align="center")),
    Style("Heading1", "heading 1", Type(n.HEITI), Form(keep_next=True, first=_INDENTED.first, outline=0)),
    Style("Heading2", "heading 2", Type(n.KAITI), Form(keep_next=True, first=_INDENTED.first, outline=1)),
    Style("Header", "header", Type(n.HEITI, n.PAGE_MARK_PT, 0), Form(align="right")),
    Style("Footer", "footer", Type(n.SONGTI, n.NO_4_PT, 0), Form(pitch=n.PAGE_NUMBER_PITCH_PT)),
    Style("IssuerMark", "发文机关标志", Type(n.XIAOBIAOSONG, tracking=0, color=n.RED), Form(align="center")),
    Style("HeadItem", "密级和紧急程度", Type(n.HEITI), Form(align="left")),
    Style("Imprint", "版记", Type(n.FANGSONG, n.NO_4_PT, 0), Form(pitch=n.IMPRINT_PITCH_PT, align="left")),
    Style("TableText", "表格", Type(n.FANGSONG, n.TABLE_PT, 0), Form(pitch=n.TABLE_PITCH_PT, align="left")),
    Style("FormText", "单据内容", Type(n.FANGSONG, n.FORM_PT, 0), Form(pitch=n.FORM_PITCH_PT, align="left")),
    Style("FormHead", "单据栏目", Type(n.HEITI, n.FORM_PT, 0), Form(pitch=n.FORM_PITCH_PT, align="center")),
    Style("TableHead", "表头", Type(n.HEITI, n.TABLE_PT, 0), Form(pitch=n.TABLE_PITCH_PT, align="center")),
)

# What Word shows where a machine lacks the standard's font.
_STAND_INS = {n.FANGSONG: "仿宋", n.KAITI: "楷体", n.HEITI: "SimHei", n.XIAOBIAOSONG: "华文中宋", n.SONGTI: "SimSun"}


def styles() -> Element:
    """The part styles.xml."""
    return w("styles", _defaults(), *map(_style, STYLES))


def fonts() -> Element:
    """The part fontTable.xml: the standard's fonts and what stands in for each."""
    return w("fonts", *(_font(name, other) for name, other in sorted(_STAND_INS.items())))


def settings() -> Element:
    """The part settings.xml: odd and even pages differ, Chinese marks may be drawn together, Word 2013's layout."""
    mode = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=n.characters(1)),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="compressPunctuation"),
        w("compat", w("balanceSingleByteDoubleByteWidth"), w("doNotExpandShiftReturn"), mode),
        w("themeFontLang", val="zh-CN", eastAsia="zh-CN"),
    )


def _defaults() -> Element:
    """Type and language where no style says otherwise. Figures are not Chinese: LibreOffice would divide 1.00."""
    kind = _TEXT.properties()
    kind.append(w("lang", val="en-US", eastAsia="zh-CN"))
    return w("docDefaults", w("rPrDefault", kind), w("pPrDefault", w("pPr", w("spacing", before=0, after=0))))


def _style(style: Style) -> Element:
    normal = style.key == "Normal"
    made = w(
        "style",
        w("name", val=style.name),
        None if normal else w("basedOn", val="Normal"),
        w("qFormat"),
        style.form.properties(),
        style.kind.properties(),
        type="paragraph",
        styleId=style.key,
    )
    if normal:
        made.set(f"{{{W}}}default", "1")
    return made


def _font(name: str, other: str) -> Element:
    return w("font", w("altName", val=other), w("charset", val="86"), w("family", val="auto"), name=name)
