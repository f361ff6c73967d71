"""What a file really is: by its first bytes, compared with what its name says."""

from enum import StrEnum
from pathlib import PurePath

from luoxiao.core.office.refused import Code, Refused, shown

XLSX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Kind(StrEnum):
    """Kinds of files that offices send, read here or not."""

    TXT = "txt"
    DOCX = "docx"
    PDF = "pdf"
    DOC = "doc"  # Word 97 and WPS Writer
    XLSX = "xlsx"
    CSV = "csv"
    ENCRYPTED = "encrypted"  # any of Office's, with a password
    XLS = "xls"
    PPT = "ppt"
    PPTX = "pptx"
    OLE = "ole"
    OFD = "ofd"
    ODF = "odf"
    ZIP = "zip"
    RAR = "rar"
    RTF = "rtf"
    HTML = "html"
    XML = "xml"
    MAIL = "mail"  # a web page saved as one file
    PICTURE = "picture"
    UNKNOWN = "unknown"


NAMED = {
    ".txt": Kind.TXT,
    ".docx": Kind.DOCX,
    ".pdf": Kind.PDF,
    ".doc": Kind.DOC,
    ".wps": Kind.DOC,
    ".xlsx": Kind.XLSX,
    ".csv": Kind.CSV,
}
PLAN = frozenset({Kind.TXT, Kind.DOCX, Kind.PDF, Kind.DOC})
WORKBOOK = frozenset({Kind.XLSX})
TABLE = frozenset({Kind.XLSX, Kind.CSV})

_PLAIN = frozenset({Kind.TXT, Kind.CSV})

_FIRST_BYTES = (
    (b"{\\rtf", Kind.RTF),
    (b"Rar!", Kind.RAR),
    (b"7z\xbc\xaf", Kind.RAR),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"\x89PNG", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"II*\x00", Kind.PICTURE),
    (b"MM\x00*", Kind.PICTURE),
    (b"MIME-Version:", Kind.MAIL),
    (b"<?xml", Kind.XML),
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta")
# Names of parts stand uncompressed in a container. The first that is found decides.
_IN_ZIP = (
    (b"word/document", Kind.DOCX),
    (b"xl/workbook", Kind.XLSX),
    (b"ppt/presentation", Kind.PPTX),
    (b"OFD.xml", Kind.OFD),
    (b"mimetypeapplication/vnd.oasis", Kind.ODF),
)
_IN_OLE = (
    ("EncryptedPackage", Kind.ENCRYPTED),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("PowerPoint Document", Kind.PPT),
)


def recognise(content: bytes, filename: str, *, wanted: frozenset[Kind]) -> Kind:
    """The file's kind, when its name and its bytes agree on one that is wanted. Raises Refused."""
    if not content:
        raise Refused(Code.EMPTY)
    extension = PurePath(filename).suffix.lower()
    named = NAMED.get(extension)
    if named is None:
        raise Refused(Code.UNKNOWN_EXTENSION, extension=shown(extension), wanted=_list(wanted))
    found = kind_of(content)
    if found is Kind.ENCRYPTED:
        raise Refused(Code.ENCRYPTED)
    if found is not named and not (found is Kind.UNKNOWN and named in _PLAIN):
        raise Refused(Code.RENAMED, extension=extension, found=found)
    if named not in wanted:
        raise Refused(Code.UNWANTED, found=named, wanted=_list(wanted))
    return named


def kind_of(content: bytes) -> Kind:
    """What the bytes say. Text has no mark of its own, so it is unknown like everything else without one."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for name, kind in _IN_ZIP if name in content), Kind.ZIP)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return next((kind for name, kind in _IN_OLE if name.encode("utf-16-le") in content), Kind.OLE)
    start = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if start.lower().startswith(_HTML):
        return Kind.HTML
    return next((kind for mark, kind in _FIRST_BYTES if start.startswith(mark)), Kind.UNKNOWN)


def _list(kinds: frozenset[Kind]) -> str:
    return ",".join(sorted(kinds))
