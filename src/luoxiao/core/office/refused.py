"""Why a file from outside is not read: a code and its parameters. The sentences are in core/office_wording.py."""

from enum import StrEnum


class Code(StrEnum):
    """Each reason, with the parameters that come with it. `part` is a name inside a .docx or .xlsx."""

    # the file
    EMPTY = "empty"
    TOO_LARGE = "too-large"  # size, limit: bytes
    UNKNOWN_EXTENSION = "unknown-extension"  # extension: with its dot, or ""; wanted: names of kinds
    RENAMED = "renamed"  # extension; found: name of a kind
    UNWANTED = "unwanted"  # found: name of a kind; wanted: names of kinds
    ENCRYPTED = "encrypted"
    MACROS = "macros"  # part
    NO_LIBREOFFICE = "no-libreoffice"  # found: name of a kind
    CONVERSION_FAILED = "conversion-failed"  # found: name of a kind
    # the container of a .docx or .xlsx
    BROKEN_CONTAINER = "broken-container"
    TOO_MANY_PARTS = "too-many-parts"  # count, limit
    DUPLICATE_PART = "duplicate-part"  # part
    UNSAFE_NAME = "unsafe-name"  # part
    UNKNOWN_COMPRESSION = "unknown-compression"  # part, method: number in APPNOTE 4.4.5
    PART_DAMAGED = "part-damaged"  # part
    PART_TOO_LARGE = "part-too-large"  # part, limit: bytes
    PARTS_TOO_LARGE = "parts-too-large"  # limit: bytes
    INFLATES_TOO_MUCH = "inflates-too-much"  # part, limit: times
    OLE_OBJECT = "ole-object"  # part
    EXTERNAL_LINK = "external-link"  # part, target
    NO_DOCUMENT = "no-document"
    # a workbook or a .csv
    SHEET_TOO_LARGE = "sheet-too-large"  # sheet, rows, columns, limit: cells of the rectangle
    LIVE_DATA = "live-data"  # cell: a formula that calls another program (DDE)
    WORKBOOK_BROKEN = "workbook-broken"
    CSV_BROKEN = "csv-broken"  # line
    # XML in it
    XML_BROKEN = "xml-broken"  # part
    XML_DTD = "xml-dtd"  # part
    XML_TOO_DEEP = "xml-too-deep"  # part, limit: levels
    XML_LONG_ATTRIBUTE = "xml-long-attribute"  # part, limit: characters
    XML_TOO_MANY_NODES = "xml-too-many-nodes"  # part, limit: elements and attributes of all parts
    XML_TOO_MANY_NAMES = "xml-too-many-names"  # part, limit
    # PDF
    PDF_BROKEN = "pdf-broken"
    PDF_TOO_MANY_PAGES = "pdf-too-many-pages"  # count, limit
    PDF_WITHOUT_TEXT = "pdf-without-text"  # pages
    # the text
    UNKNOWN_ENCODING = "unknown-encoding"  # encoding, line: how far it could be read
    NUL = "nul"  # line
    DIRECTION_MARK = "direction-mark"  # line, mark: such as U+202E
    TOO_LONG = "too-long"  # limit: characters
    NO_TEXT = "no-text"
    # the child that reads it
    TOO_SLOW = "too-slow"
    TOO_MUCH_MEMORY = "too-much-memory"
    READER_FAILED = "reader-failed"


class Refused(Exception):
    """A file from outside will not be read. Nothing of it was kept."""

    def __init__(self, code: Code, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)


def shown(name: str) -> str:
    """A name from inside the file, made fit to stand in a sentence."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name[:80])
