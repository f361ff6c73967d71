"""How figures get into their sheets: what changes is kept, printed words stand beside, areas are added up anew."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from luoxiao.indicators import packing
from luoxiao.indicators.models import Origin, Place, Printed, Sheet, Superseded
from luoxiao.indicators.packing import CODES, Mark
from luoxiao.indicators.rolling import count, count_resting

Key = tuple[int, str]  # Indicator.id, period
Cells = dict[Key, dict[int, tuple[int, str]]]  # by sheet and Place.id: the amount, and the words where it is no number
Changed = dict[Key, set[int]]  # by sheet the places whose figures are new


def take_turns() -> None:
    """Writers of figures go one after another: what one writes, the sums and derived figures of others rest on.

    The row of the nation stands for all sheets, so that no two writers ever wait for each other crosswise.
    """
    list(Place.objects.select_for_update(no_key=True).filter(kind=Place.Kind.NATION).order_by("pk"))


def sheets_of(keys: Iterable[Key], rehearsal: bool) -> list[Sheet]:
    """The sheets of these indicators and periods, made where they are missing. Three queries."""
    wanted = set(keys)
    Sheet.objects.bulk_create(
        [
            Sheet(indicator_id=indicator, period=period, is_rehearsal=rehearsal, rollup=b"", amounts=b"", origins=b"")
            for indicator, period in sorted(wanted)
        ],
        ignore_conflicts=True,
    )
    near = Sheet.objects.filter(
        indicator__in={indicator for indicator, _period in wanted},
        period__in={period for _indicator, period in wanted},
        is_rehearsal=rehearsal,
    )
    pks = [pk for pk, *key in near.values_list("pk", "indicator_id", "period") if tuple(key) in wanted]
    return list(Sheet.objects.filter(pk__in=pks).order_by("pk"))


def write(wanted: Cells, made: Origin, rehearsal: bool, at: datetime) -> Changed:
    """Write these figures; which of them are new. A cell that says the same already keeps its origin."""
    sheets, words = sheets_of(wanted, rehearsal), _printed(wanted, rehearsal)
    changed: Changed = {}
    for sheet in sheets:
        key = (sheet.indicator_id, sheet.period)
        new = _news(sheet, wanted[key], words.get(key, {}))
        if new:
            _supersede(sheet, new, words.get(key, {}), made, at)
            _print(sheet, new, words.get(key, {}), made)
            sheet.amounts = packing.put_amounts(bytes(sheet.amounts), {place: cell[0] for place, cell in new.items()})
            sheet.origins = packing.put_origins(bytes(sheet.origins), dict.fromkeys(new, made.pk))
            changed[key] = set(new)
    moved = [sheet for sheet in sheets if (sheet.indicator_id, sheet.period) in changed]
    count(moved, rehearsal)
    Sheet.objects.bulk_update(moved, ["amounts", "origins", "rollup"])
    count_resting(moved, rehearsal)
    return changed


def _printed(keys: Iterable[Key], rehearsal: bool) -> dict[Key, dict[int, str]]:
    """What sources printed so far where they gave no number, by sheet and place."""
    wanted = set(keys)
    rows = Printed.objects.filter(indicator__in={indicator for indicator, _period in wanted}, is_rehearsal=rehearsal)
    found: dict[Key, dict[int, str]] = {}
    for indicator, period, place, words in rows.values_list("indicator_id", "period", "place_id", "printed"):
        found.setdefault((indicator, period), {})[place] = words
    return found


def _news(sheet: Sheet, cells: Mapping[int, tuple[int, str]], words: Mapping[int, str]) -> dict[int, tuple[int, str]]:
    """By place what the sheet does not say already."""
    row = packing.amounts(bytes(sheet.amounts))
    return {place: cell for place, cell in cells.items() if (packing.at(row, place), words.get(place, "")) != cell}


def _supersede(
    sheet: Sheet, new: Mapping[int, tuple[int, str]], words: Mapping[int, str], made: Origin, at: datetime
) -> None:
    """Keep what is about to be replaced."""
    row, origins = packing.amounts(bytes(sheet.amounts)), packing.origins(bytes(sheet.origins))
    Superseded.objects.bulk_create(
        Superseded(
            **cell_of(sheet, place),
            amount=packing.at(row, place),
            printed=words.get(place, ""),
            origin_id=packing.at(origins, place, 0),
            replaced_by=made,
            at=at,
        )
        for place in sorted(new)
        if packing.at(row, place) != CODES[Mark.ABSENT]
    )


def _print(sheet: Sheet, new: Mapping[int, tuple[int, str]], words: Mapping[int, str], made: Origin) -> None:
    """Keep the words of sources that gave no number; those that were replaced stand in Superseded."""
    here = {"indicator": sheet.indicator_id, "period": sheet.period, "is_rehearsal": sheet.is_rehearsal}
    if replaced := new.keys() & words.keys():
        Printed.objects.filter(**here, place__in=replaced).delete()
    Printed.objects.bulk_create(
        Printed(**cell_of(sheet, place), amount=amount, printed=said, origin=made)
        for place, (amount, said) in new.items()
        if said
    )


def cell_of(sheet: Sheet, place: int) -> dict[str, object]:
    """What the rows beside the sheets are filed under."""
    return {
        "indicator_id": sheet.indicator_id,
        "place_id": place,
        "period": sheet.period,
        "is_rehearsal": sheet.is_rehearsal,
    }
