"""A file of figures comes in: looked at first, then taken whole or not at all; the same file again changes nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import files, office_wording, trail
from luoxiao.core.models import StoredFile
from luoxiao.core.office.refused import Refused
from luoxiao.core.office.sheets import read_tables
from luoxiao.core.office.tables import Value
from luoxiao.core.refusals import Refusal
from luoxiao.indicators import figures, packing
from luoxiao.indicators.actions.putting import NewFigure, OriginDraft, Said, coded, contest, put_figures
from luoxiao.indicators.models import Contested, Indicator, Origin, Place
from luoxiao.indicators.rows import Entry, Fault, Row, Spot, read
from luoxiao.indicators.wording.loading import fault
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

CHANGES = 200  # shown in a preview


class FaultyFile(Refusal):
    code = "figures-file-faulty"
    sentence = _("文件有 %(count)s 处错误，一个数也没有写入。第一处：%(first)s")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(faults), first=fault(faults[0]))


class Unreadable(Refusal):
    """The file is no table; the sentence is the reader's own."""

    code = "figures-file-unreadable"
    sentence = "%(why)s"


@dataclass(frozen=True)
class Change:
    """A figure that would replace another."""

    cell: NewFigure
    before: figures.Figure


@dataclass(frozen=True)
class LoadReport:
    """What a file does, or would do, to the figures."""

    rows: int
    new: int
    unchanged: int
    contested: int
    changed: list[Change] = field(default_factory=list)
    origins: tuple[Origin, ...] = ()

    @property
    def does_nothing(self) -> bool:
        return not (self.new or self.changed or self.contested)


@dataclass(frozen=True)
class FigureFile:
    """A file of figures that was read and has no fault."""

    content: bytes
    name: str
    rows: tuple[Row, ...]


def read_file(content: bytes, name: str) -> FigureFile:
    """Read a CSV or XLSX of figures, before any transaction begins: reading takes its time, and others write meanwhile.

    Raises Unreadable, FaultyFile with every fault.
    """
    rows, faults = read(_table(content, name), _places(), _entries())
    if faults:
        raise FaultyFile(faults)
    return FigureFile(content, name, tuple(rows))


def load_file(
    content: bytes,
    name: str,
    *,
    dry_run: bool,
    by: User | trail.Job,
    at: datetime,
    rehearsal: bool = False,
    kind: str = Origin.Kind.LOAD,
) -> LoadReport:
    """Read a file and write it at once, or only say what would be written. Raises as `read_file` and `take_file`."""
    if isinstance(by, User):
        by.acting(Permission.LOAD_FIGURES)
    return take_file(read_file(content, name), dry_run=dry_run, by=by, at=at, rehearsal=rehearsal, kind=kind)


def take_file(
    file: FigureFile,
    *,
    dry_run: bool,
    by: User | trail.Job,
    at: datetime,
    rehearsal: bool = False,
    kind: str = Origin.Kind.LOAD,
) -> LoadReport:
    """Write the figures of a file that was read, or only say what would be written.

    Rows with a reason stand beside the official figure as another source's. Raises what put_figures raises; then
    nothing was written.
    """
    if isinstance(by, User):
        by.acting(Permission.LOAD_FIGURES)
    plain = [row for row in file.rows if not row.reason]
    beside = _unsaid([row for row in file.rows if row.reason], rehearsal)
    cells = dict(zip(plain, _figures(plain), strict=True))
    stands = figures.chosen(
        {(cell.indicator, cell.period) for cell in cells.values()},
        rehearsal=rehearsal,
        places={cell.place.pk for cell in cells.values()},
    )
    news = {row: cell for row, cell in cells.items() if _said(stands.get(cell.cell)) != cell.value}
    report = _report(len(file.rows), news.values(), stands, len(beside))
    if dry_run or report.does_nothing:
        return report
    with transaction.atomic():
        kept = _stored(file.content, file.name, at)
        made = tuple(
            put_figures(group, origin=_draft(group_of, kind, kept), rehearsal=rehearsal, by=by, at=at)
            for group_of, group in _by_source(news).items()
        )
        for row, figure in zip(beside, _figures(beside), strict=True):
            draft = _draft((row.source, row.confidence), kind, kept)
            contest(figure, reason=row.reason, origin=draft, rehearsal=rehearsal, by=by, at=at)
    return replace(report, origins=made)


def _table(content: bytes, name: str) -> list[list[str]]:
    """The rows of a .csv, or of a workbook's first sheet that is not hidden, as text. Raises Unreadable."""
    try:
        tables = read_tables(content, name)
    except Refused as refused:
        raise Unreadable(why=office_wording.sentence(refused)) from None
    shown = next((table.rows for table in tables if not table.is_hidden), [])
    return [[_text(value) for value in row] for row in shown]


def _text(value: Value) -> str:
    """A cell as it would be typed: 1234.5 and not 1.2345E+3, 12 and not 12.0."""
    if isinstance(value, float):
        said = f"{Decimal(repr(value)):f}"
        return said.removesuffix(".0")
    return "" if value is None else str(value)


def _places() -> dict[str, Spot]:
    """By every code that a place has or had."""
    found: dict[str, Spot] = {}
    for place in Place.objects.select_related("region", "area"):
        region, area = place.region, place.area
        names = {place.name, *((region.name_2012, region.name_now) if region else ()), *((area.name,) if area else ())}
        spot = Spot(place.pk, frozenset(names))
        codes = {place.code, *((region.code_2012, region.code_now) if region else ())}
        found |= dict.fromkeys(codes, spot)
    return found


def _entries() -> dict[str, Entry]:
    """By code, and by name where only one entry has it."""
    found: dict[str, Entry] = {}
    for indicator in Indicator.objects.current().filter(formula="").order_by("code"):
        ends = (
            None if end is None else packing.value_of(end, indicator.scale)
            for end in (indicator.lowest, indicator.highest)
        )
        entry = Entry(indicator.pk, indicator.unit, indicator.scale, *ends)
        found.setdefault(indicator.name, entry)
        found[indicator.code] = entry
    return found


def _figures(rows: Sequence[Row]) -> list[NewFigure]:
    indicators = Indicator.objects.in_bulk({row.indicator for row in rows})
    places = Place.objects.in_bulk({row.place for row in rows})
    return [NewFigure(indicators[row.indicator], places[row.place], row.period, row.value) for row in rows]


def _by_source(cells: Mapping[Row, NewFigure]) -> dict[tuple[str, str], list[NewFigure]]:
    """One origin for each source and confidence."""
    found: dict[tuple[str, str], list[NewFigure]] = {}
    for row, figure in cells.items():
        found.setdefault((row.source, row.confidence), []).append(figure)
    return found


def _draft(group: tuple[str, str], kind: str, file: StoredFile) -> OriginDraft:
    return OriginDraft(kind=kind, source=group[0], confidence=group[1], file=file)


def _stored(content: bytes, name: str, at: datetime) -> StoredFile:
    """The file as it came; a file that is kept already is not kept twice."""
    known = StoredFile.objects.filter(sha256=sha256(content).hexdigest(), name=name[:255]).first()
    media = "text/csv" if name.lower().endswith(".csv") else "application/octet-stream"
    return known or files.store(content, name=name[:255], media_type=media, at=at)


def _report(
    rows: int, news: Collection[NewFigure], stands: Mapping[tuple[int, str, int], figures.Figure], beside: int
) -> LoadReport:
    changed = [Change(cell, stands[cell.cell]) for cell in news if cell.cell in stands]
    new = len(news) - len(changed)
    return LoadReport(rows, new, rows - len(news) - beside, beside, changed)


def _said(figure: figures.Figure | None) -> Said | None:
    """A figure as it would be put in."""
    if figure is None:
        return None
    return figure.value if figure.value is not None else figure.printed or figure.mark


def _unsaid(rows: Sequence[Row], rehearsal: bool) -> list[Row]:
    """Of these second sources' rows those that do not stand there already. One query."""
    known = Contested.objects.filter(indicator__in={row.indicator for row in rows}, is_rehearsal=rehearsal)
    columns = ("indicator_id", "place_id", "period", "origin__source", "amount", "printed")
    standing = set(known.values_list(*columns))
    scales = dict(Indicator.objects.filter(pk__in={row.indicator for row in rows}).values_list("pk", "scale"))
    return [
        row
        for row in rows
        if (row.indicator, row.place, row.period, row.source, *coded(row.value, scales[row.indicator])) not in standing
    ]
