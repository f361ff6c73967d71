"""Makes workbooks part by part, so that one thing at a time can be wrong in them."""

from collections.abc import Mapping

from .making import TYPES, container, relationships

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A sheet around the XML of its rows."""
    return f'<worksheet xmlns="{SPACE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row(number: int, cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{cells}</row>'


def text(cell: str, said: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def book(
    *sheets: str, states: Mapping[int, str] | None = None, parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A workbook of these sheets, named 表1, 表2 …"""
    names = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="r{n - 1}"{_state((states or {}).get(n, ""))}/>' for n in names
    )
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{SPACE}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(*(("worksheet", f"worksheets/sheet{n}.xml") for n in names)),
        **{f"xl/worksheets/sheet{n}.xml": content for n, content in zip(names, sheets, strict=True)},
    }
    return container(whole | dict(parts or {}))


def _state(state: str) -> str:
    return f' state="{state}"' if state else ""
