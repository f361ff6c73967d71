"""Changes a workbook in one place: a part of its container, or a cell by way of openpyxl."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from luoxiao.returns.workbook import layout
from tests.returns.workbook.sample import LINES, cell, filled, saved

SHEET = "xl/worksheets/sheet1.xml"
FIRST, HEADER = layout.FIRST_ROW + 1, layout.HEADER_ROW + 1
LAST = layout.FIRST_ROW + len(LINES)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return {name: container.read(name) for name in container.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in parts.items():
            container.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def with_parts(more: dict[str, bytes], content: bytes | None = None) -> bytes:
    return packed(parts_of(content or filled()) | more)


def replaced(part: str, old: str, new: str, content: bytes | None = None) -> bytes:
    """One text in one part replaced once; it must be there."""
    parts = parts_of(content or filled())
    before = parts[part].decode()
    assert old in before
    return packed(parts | {part: before.replace(old, new, 1).encode()})


def with_cell(place: str, inside: str, kind: str = "") -> bytes:
    """The value cell of a line with this XML inside."""
    content = filled({place: 123456})
    said = f' t="{kind}"' if kind else ""
    before = parts_of(content)[SHEET].decode()
    start = before.index(f'<c r="{cell(place)}"')
    end = before.index("</c>", start)
    style = before[start:end].split(' s="')[1].split('"')[0]
    return replaced(SHEET, before[start:end], f'<c r="{cell(place)}" s="{style}"{said}>{inside}', content)


def in_book(change: Callable[[Workbook], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    change(book)
    return saved(book)


def in_sheet(change: Callable[[Worksheet], object]) -> bytes:
    return filled(change=change)


def with_values(**values: object) -> bytes:
    return filled(dict(values))


def with_state(code: str, state: str, value: object = None) -> bytes:
    return filled({code: value, cell(code, layout.STATE): state})
