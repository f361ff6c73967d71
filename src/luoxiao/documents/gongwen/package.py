"""The .docx container (ECMA-376, part 2): content types, relations, properties, and a zip without a clock."""

import io
import zipfile

from lxml import etree

from .paper import Paper, clean
from .wordml import Element, R, xml

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = f"{_PACKAGE}/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FIRST_PAGE = ("first-header", "first-footer")  # of a letter
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def packed(paper: Paper, document: Element, parts: dict[str, Element]) -> bytes:
    """The package: the main document and its parts by name. A footer's name ends in -odd or -even."""
    roots = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relations(
            ("document", f"{R}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(paper),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(*((name, f"{R}/{_kind(name)}", f"{name}.xml") for name in parts)),
        **{f"word/{name}.xml": root for name, root in parts.items()},
    }
    return _zipped({name: xml(root) for name, root in roots.items()})


def _kind(name: str) -> str:
    """What a part is to the document."""
    if name in FIRST_PAGE:
        return name.removeprefix("first-")
    return "footer" if name.endswith(("-odd", "-even")) else name


def _content_types(parts: dict[str, Element]) -> Element:
    types = {f"/word/{name}.xml": f"{_WORD_TYPE}.{_kind(name)}+xml" for name in parts}
    types["/word/document.xml"] = f"{_WORD_TYPE}.document.main+xml"
    types["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    space = f"{_PACKAGE}/content-types"
    root = etree.XML(f'<Types xmlns="{space}"/>')
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{{{space}}}Default", Extension=extension, ContentType=kind)
    for name, kind in types.items():
        etree.SubElement(root, f"{{{space}}}Override", PartName=name, ContentType=kind)
    return root


def _relations(*entries: tuple[str, str, str]) -> Element:
    """Relations from (id, kind, target)."""
    space = f"{_PACKAGE}/relationships"
    root = etree.XML(f'<Relationships xmlns="{space}"/>')
    for ident, kind, target in entries:
        etree.SubElement(root, f"{{{space}}}Relationship", Id=ident, Type=kind, Target=target)
    return root


def _properties(paper: Paper) -> Element:
    """Title, author and language; the day of the paper where it has one."""
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    title = "".join(clean(paper.title).split("\n"))
    for name, said in (("title", title), ("creator", clean(paper.signature)), ("language", "zh-CN")):
        etree.SubElement(root, f"{{{_DC}}}{name}").text = said
    if paper.dated:
        created = etree.SubElement(root, f"{{{_TERMS}}}created", {f"{{{_XSI}}}type": "dcterms:W3CDTF"})
        created.text = f"{paper.dated.isoformat()}T00:00:00Z"
    return root


def _zipped(files: dict[str, bytes]) -> bytes:
    """A zip whose bytes hang on its content alone: fixed times, and stored, since compression differs by library."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.create_system, info.external_attr = 0, 0
            archive.writestr(info, data)
    return out.getvalue()
