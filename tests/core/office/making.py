"""Makes the files of these tests: good ones, and each kind of hostile one by one change to a good one."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-"
MAIN = "word/document.xml"
TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    f'<Default Extension="rels" ContentType="{_KIND}package.relationships+xml"/>'
    f'<Override PartName="/{MAIN}" ContentType="{_KIND}officedocument.wordprocessingml.document.main+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_KIND}officedocument.wordprocessingml.numbering+xml"/>'
    "</Types>"
)

Parts = Mapping[str, str | bytes]


def relationships(*targets: tuple[str, str], outside: bool = False) -> str:
    """A .rels part: (last word of the type, target)."""
    mode = ' TargetMode="External"' if outside else ""
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def document(body: str) -> str:
    return f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, list_id: int, level: int = 0) -> str:
    """A paragraph of an automatic list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def container(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def docx(body: str = "", parts: Parts | None = None) -> bytes:
    """A Word document. Of `parts`, those directly under word/ are related to the document by their names."""
    more = dict(parts or {})
    used = [(name[5:-4], name[5:]) for name in more if name.startswith("word/") and name.count("/") == 1]
    whole = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships(("officeDocument", MAIN)),
        MAIN: document(body or paragraph("一、总则")),
        "word/_rels/document.xml.rels": relationships(*used),
    }
    return container(whole | more)


def numbering(*levels: tuple[str, str], start: int = 1, num: str = "") -> str:
    """A numbering part with one list, number 1: (format, text) of each level."""
    shapes = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (number_format, text) in enumerate(levels)
    )
    return (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="7">{shapes}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{num}</w:numbering>'
    )


def patched(content: bytes, name: str, *, in_directory: int, in_header: int | None, form: str, value: int) -> bytes:
    """The container with one field of a part changed, in the directory and, if given, in the part's own header."""
    changed = bytearray(content)
    struct.pack_into(form, changed, content.rfind(name.encode()) - 46 + in_directory, value)
    if in_header is not None:
        struct.pack_into(form, changed, content.find(name.encode()) - 30 + in_header, value)
    return bytes(changed)


def pdf(*pages: bytes) -> bytes:
    """A PDF whose pages show these content streams; /L is a Latin font, /C a Chinese one (UTF-16 in hexadecimal)."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * index) for index in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        b"/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 900/StemV 80>>>>]>>",
    ]
    for index, page in enumerate(pages):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</L 3 0 R/C 4 0 R>>>>>>" % (6 + 2 * index),
            b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        ]
    return _with_table(objects)


def _with_table(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )


def shown(*lines: tuple[int, int, str]) -> bytes:
    """A content stream of size 10: (x, y, text); text in ASCII is set in the Latin font, all other in the Chinese."""
    return b"".join(
        b"BT %s 10 Tf %d %d Td <%s> Tj ET\n" % (b"/L" if text.isascii() else b"/C", x, y, _hex(text))
        for x, y, text in lines
    )


def _hex(text: str) -> bytes:
    return text.encode("ascii" if text.isascii() else "utf-16-be").hex().encode()
