"""Which form, version, period and unit a workbook is for: visible cells, and the same in the file's own properties."""

from collections.abc import Iterator, Mapping

from luoxiao.core.office import sheets
from luoxiao.core.office.tables import Book, Table, Value
from luoxiao.core.periods import Period
from luoxiao.returns.form import Form, Identity
from luoxiao.returns.workbook import layout as at
from luoxiao.returns.workbook.periods import code_of
from luoxiao.returns.workbook.refused import Code, WrongWorkbook

PROPERTIES = "luoxiao."
_OWN = {at.VALUE, at.STATE, at.LAST}  # headers that no other sheet of ours has
_HEAD = 30  # rows in which labels are looked for
_NAMES = {
    at.TEMPLATE: "template",
    at.NUMBER: "number",
    at.PERIOD: "period",
    at.UNIT_CODE: "unit",
    at.UNIT_NAME: "unit_name",
    at.NATURE: "nature",
}


def properties_of(identity: Identity) -> Iterator[tuple[str, str]]:
    """What is kept inside the file beside what can be seen."""
    nature = at.REHEARSAL if identity.is_rehearsal else at.REAL
    said = (identity.template, str(identity.number), identity.period, identity.unit, identity.unit_name, nature)
    for name, value in zip(_NAMES.values(), said, strict=True):
        yield PROPERTIES + name, value


def identity_of(content: bytes, name: str = "报表.xlsx") -> Identity:
    """For whom a workbook is, whatever its form. Raises WrongWorkbook, and Refused for what is no workbook."""
    book = sheets.read_book(content, name)
    return identity_in(book, *form_table(book))


def form_table(book: Book) -> tuple[Table, int]:
    """The one visible sheet that holds a table of ours, with the index of its row of headers. Raises WrongWorkbook."""
    for table in book.tables:
        if table.is_hidden and any(any(value is not None for value in row) for row in table.rows):
            raise WrongWorkbook(Code.HIDDEN_SHEET, sheet=table.name)
    found = [(table, header) for table in book.tables if (header := header_row(table)) is not None]
    if not found:
        raise WrongWorkbook(Code.NO_FORM, sheets="、".join(table.name for table in book.tables)[:100])
    if len(found) > 1:
        raise WrongWorkbook(Code.TWO_FORMS, sheets="、".join(table.name for table, _header in found))
    return found[0]


def header_row(table: Table) -> int | None:
    """The index of the row with the headers, wherever it moved to."""
    for index, row in enumerate(table.rows[: 2 * _HEAD]):
        said = {at.plain(value) for value in row if isinstance(value, str)}
        if at.CODE in said and not said.isdisjoint(_OWN):
            return index
    return None


def identity_in(book: Book, table: Table, header: int) -> Identity:
    """What the cells say; what is kept in the file stands in for a label that is gone. Raises WrongWorkbook."""
    seen = _labelled(table, header)
    kept = {label: book.properties.get(PROPERTIES + name, "") for label, name in _NAMES.items()}
    said = {label: _agreed(label, seen.get(label, ""), kept[label]) for label in _NAMES}
    number = said[at.NUMBER]
    if not number.isdecimal():
        raise WrongWorkbook(Code.NO_IDENTITY, label=at.NUMBER)
    return Identity(
        template=said[at.TEMPLATE],
        number=int(number[:6]),
        period=said[at.PERIOD],
        unit=said[at.UNIT_CODE],
        unit_name=said[at.UNIT_NAME],
        is_rehearsal=said[at.NATURE].startswith(at.REHEARSAL),
    )


def _labelled(table: Table, header: int) -> Mapping[str, str]:
    """By label what stands in the next cell to its right that is not blank; only above the table itself."""
    found: dict[str, str] = {}
    for row in table.rows[:header][:_HEAD]:
        for column, value in enumerate(row):
            label = at.plain(value)
            if label in _NAMES and label not in found:
                found[label] = _normal(label, next((said for said in row[column + 1 :] if said is not None), None))
    return found


def _normal(label: str, value: Value) -> str:
    if label == at.UNIT_NAME:
        return str(value or "").strip()
    said = at.plain(value)
    return code_of(said) if label == at.PERIOD else said


def _agreed(label: str, seen: str, kept: str) -> str:
    """The cell's word, which must be the file's own where it has one. Names of units are for people and may differ."""
    if not seen and not kept:
        raise WrongWorkbook(Code.NO_IDENTITY, label=label)
    if seen and kept and seen != _normal(label, kept) and label != at.UNIT_NAME:
        raise WrongWorkbook(Code.TWO_IDENTITIES, label=label, found=seen, expected=kept)
    return seen or kept


def refuse_another(found: Identity, form: Form, expected: Identity | None) -> None:
    """Raise WrongWorkbook unless this workbook belongs to this form and, where one is expected, to this unit."""
    if found.template != at.plain(form.template):
        raise WrongWorkbook(Code.OTHER_TEMPLATE, found=found.template, expected=form.template)
    if found.number != form.number:
        raise WrongWorkbook(Code.OTHER_VERSION, found=str(found.number), expected=str(form.number))
    if found.period != form.period:
        raise WrongWorkbook(Code.OTHER_PERIOD, found=_period(found.period), expected=Period.parse(form.period).words)
    if expected is None:
        return
    if found.unit != at.plain(expected.unit):
        raise WrongWorkbook(Code.OTHER_UNIT, found=_unit(found), expected=_unit(expected))
    if found.is_rehearsal != expected.is_rehearsal:
        raise WrongWorkbook(Code.REHEARSAL if found.is_rehearsal else Code.NOT_REHEARSAL)


def _unit(identity: Identity) -> str:
    return f"{identity.unit_name}（{identity.unit}）"


def _period(said: str) -> str:
    try:
        return Period.parse(said).words
    except ValueError:
        return said
