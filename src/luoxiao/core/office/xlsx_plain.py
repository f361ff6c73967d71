"""Sheets whose cells have the plain shape that Excel, WPS and LibreOffice write, seen at the speed of one regex.

The shape is a grammar without recursion: rows of cells, each with at most a formula and a value, no mark-up in any of
them. What does not fit it to the last byte is left to the slower and more patient eye of xlsx_look.py.
"""

import re
from dataclasses import dataclass
from html import unescape

from luoxiao.core.office.tables import number

_ATTRIBUTES = rb'(?: [\w:.]++="[^"<>&]*+")*+'
_FORMULA = rb"<f" + _ATTRIBUTES + rb"(?:/>|>[^<>]*+</f>)"
_VALUE = rb"<v" + _ATTRIBUTES + rb"(?:/>|>[^<>]*+</v>)"
_INLINE = rb"<is><t" + _ATTRIBUTES + rb"(?:/>|>[^<>]*+</t>)</is>"
_INSIDE = rb"(?:" + _FORMULA + rb")?+(?:" + _VALUE + rb"|" + _INLINE + rb")?+"
_CELL = rb'<c r="[A-Z]{1,3}[0-9]{1,7}"' + _ATTRIBUTES + rb"(?:/>|>" + _INSIDE + rb"</c>)"
_ROW = rb'<row r="[0-9]{1,7}"' + _ATTRIBUTES + rb"(?:/>|>(?:" + _CELL + rb")*+</row>)"
_ROWS = re.compile(rb"<sheetData>(?:" + _ROW + rb")*+</sheetData>")
_ROW_NUMBER = re.compile(rb'<row r="([0-9]+)"')
_COLUMN = re.compile(rb'<c r="([A-Z]+)')
_WITH_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]*+><f(?:[^<>]*/>|[^<>]*+>([^<>]*+)</f>)')
_WITH_ERROR = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^<>]*? t="e"[^<>]*+>(?:<f[^<>]*/>|<f[^<>]*+>[^<>]*+</f>)?+<v[^<>]*+>([^<>]*+)</v>'
)
_HIDDEN = re.compile(rb'<row r="([0-9]+)"[^<>]*? hidden="(?:1|true)"')
_UTF_8 = re.compile(rb'(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?(?: standalone="(?:yes|no)")?\?>)?\s*<[a-z]')
_ERROR = b' t="e"'
_MOST = 200_000  # cells of the rectangle; whether more are too many depends on which are blank
_IN_PLACE = b"<sheetData><a><a><a><a/></a></a></a></sheetData>"  # as deep as the deepest cell


@dataclass(frozen=True)
class Rows:
    """What the rows of a sheet hold, and the rest of its part with an empty stand-in for them."""

    corners: list[str]  # cells in the last row and the last column, blank ones counted
    errors: dict[str, str]
    formulas: dict[str, str]
    hidden: set[int]
    nodes: int  # elements and attributes, rather one too many
    rest: bytes
    start: int  # where they begin and end in the part
    end: int


def rows_of(content: bytes) -> Rows | None:
    """The rows of a sheet's part; None unless they are plain, stand there once, in UTF-8, and are not too many."""
    if content.count(b"<sheetData") != 1 or b"\0" in content or not _UTF_8.match(content):
        return None
    found = _ROWS.search(content)
    if found is None:
        return None
    rest = content[: found.start()] + _IN_PLACE + content[found.end() :]
    rows = found[0]
    last = max(map(int, _ROW_NUMBER.findall(rows)), default=1)
    column = max(set(_COLUMN.findall(rows)), key=lambda name: (len(name), name), default=b"A").decode()
    if b"<!" in rest or last * number(column) > _MOST:
        return None
    try:
        formulas, errors = (
            _texts(_WITH_FORMULA.findall(rows)),
            _texts(_WITH_ERROR.findall(rows) if _ERROR in rows else []),
        )
    except UnicodeDecodeError:
        return None
    hidden = set(map(int, _HIDDEN.findall(rows))) if b"hidden" in rows else set()
    return Rows([f"A{last}", f"{column}1"], errors, formulas, hidden, _nodes(rows), rest, found.start(), found.end())


def _texts(found: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {cell.decode(): _text(raw.decode()) for cell, raw in found}


def _text(raw: str) -> str:
    """What the mark-up stands for; formulas are full of &gt; and &quot;, and numbered signs are rare."""
    if "&" not in raw:
        return raw
    if "&#" in raw:
        return unescape(raw)
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        raw = raw.replace(mark, sign)
    return raw


def _nodes(rows: bytes) -> int:
    return rows.count(b"<") - rows.count(b"</") + rows.count(b'="')
