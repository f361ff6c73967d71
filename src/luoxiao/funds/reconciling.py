"""Two lists of amounts held against each other, to the fen: a file from outside and the lines of the ledger. Pure.

Rows are matched by region code; where the file names documents, by region and document. What the ledger has in several
entries under one key is added up first, reversals below zero among them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from luoxiao.core.office.tables import Table
from luoxiao.funds import amount_tables
from luoxiao.funds.amount_tables import Amounts, Fault, Faulty, Line, Slip, is_total, plain


@dataclass(frozen=True)
class Item:
    """One amount of either side. `where` is a cell of the file or the numbers of vouchers."""

    code: str
    name: str
    document: str
    fen: int
    where: str = ""


@dataclass(frozen=True)
class Pair:
    """One key with both amounts, None where a side lacks it."""

    code: str
    name: str
    document: str
    there: Item | None
    here: Item | None

    @property
    def difference(self) -> int:
        """The file less the ledger, fen."""
        return (self.there.fen if self.there else 0) - (self.here.fen if self.here else 0)


@dataclass(frozen=True)
class Reconciled:
    """Every key once, in order of code and document."""

    pairs: tuple[Pair, ...]

    @property
    def matched(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.there and pair.here and not pair.difference]

    @property
    def differing(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.there and pair.here and pair.difference]

    @property
    def only_there(self) -> list[Pair]:
        """In the file, not in the ledger."""
        return [pair for pair in self.pairs if pair.here is None]

    @property
    def only_here(self) -> list[Pair]:
        """In the ledger, not in the file."""
        return [pair for pair in self.pairs if pair.there is None]

    @property
    def difference(self) -> int:
        """All of the file less all of the ledger, fen."""
        return sum(pair.difference for pair in self.pairs)

    @property
    def holds(self) -> bool:
        return len(self.matched) == len(self.pairs)


@dataclass(frozen=True)
class Places:
    """The codes that count, with their names, and the codes of other years with the one to use instead."""

    names: Mapping[str, Sequence[str]]
    instead: Mapping[str, str]

    def code_of(self, name: str) -> str:
        """The code of a name that only one place has, or nothing."""
        codes = [code for code, names in self.names.items() if name in names]
        return codes[0] if len(codes) == 1 else ""


def read(table: Table, places: Places, *, column: str = "") -> list[Item]:
    """The amounts of a file, of one column where it has several; a line of totals is checked. Raises Faulty."""
    amounts = amount_tables.read(table)
    wanted = column if column in amounts.columns else amounts.columns[0]
    faults = [fault for line in amounts.lines for fault in _faults(line, wanted, places)]
    items = [_item(line, wanted, places) for line in amounts.lines if not is_total(line)]
    if not faults:
        faults += [*_twice(items), *_totals(amounts, wanted, items)]
    if faults:
        raise Faulty(faults)
    return items


def reconcile(there: Sequence[Item], here: Sequence[Item]) -> Reconciled:
    """The file (`there`) against the ledger (`here`)."""
    by_document = any(item.document for item in there)
    theirs, ours = _keyed(there, by_document), _keyed(here, by_document)
    return Reconciled(tuple(_pair(key, theirs.get(key), ours.get(key)) for key in sorted(theirs.keys() | ours.keys())))


Key = tuple[str, str]


def _keyed(items: Sequence[Item], by_document: bool) -> dict[Key, Item]:
    found: dict[Key, Item] = {}
    for item in items:
        key = item.code, plain(item.document) if by_document else ""
        before = found.get(key)
        kept = item if by_document else replace(item, document="")
        if before:
            where = "、".join(dict.fromkeys(filter(None, (before.where, item.where))))
            kept = replace(kept, fen=before.fen + item.fen, where=where)
        found[key] = kept
    return found


def _pair(key: Key, there: Item | None, here: Item | None) -> Pair:
    known = here or there
    assert known is not None, "a key comes from one side"
    return Pair(key[0], known.name, known.document, there, here)


def _faults(line: Line, column: str, places: Places) -> list[Fault]:
    if is_total(line):
        return []
    found = []
    if line.amounts[column].fen is None:
        found.append(Fault(Slip.AMOUNT_MISSING, {"where": line.amounts[column].where, "column": column}))
    name = plain(line.name)
    if not line.code and not places.code_of(name):
        found.append(Fault(Slip.CODE_UNKNOWN, {"where": line.where, "value": line.name}))
    elif instead := places.instead.get(line.code):
        found.append(Fault(Slip.CODE_OF_OTHER_YEAR, {"where": line.where, "value": line.code, "instead": instead}))
    elif line.code and line.code not in places.names:
        found.append(Fault(Slip.CODE_UNKNOWN, {"where": line.where, "value": line.code}))
    elif line.code and name and name not in places.names[line.code]:
        about = {"where": line.where, "value": line.name, "name": places.names[line.code][0]}
        found.append(Fault(Slip.OTHER_NAME, about))
    return found


def _item(line: Line, column: str, places: Places) -> Item:
    amount = line.amounts[column]
    code = line.code or places.code_of(plain(line.name))
    name = next(iter(places.names.get(code, ())), line.name)
    return Item(code, name, line.document, amount.fen or 0, amount.where)


def _twice(items: Sequence[Item]) -> list[Fault]:
    """A region named once by code and once by name."""
    seen: dict[Key, str] = {}
    found = []
    for item in items:
        key = item.code, plain(item.document)
        if key in seen:
            found.append(Fault(Slip.REGION_TWICE, {"where": item.where, "value": item.name, "first": seen[key]}))
        seen.setdefault(key, item.where)
    return found


def _totals(amounts: Amounts, column: str, items: Sequence[Item]) -> list[Fault]:
    """Totals that are not what the rows add up to: then the file itself is wrong, and is not compared."""
    whole = sum(item.fen for item in items)
    return [
        Fault(Slip.TOTAL_OFF, {"where": line.where, "value": str(fen), "sum": str(whole)})
        for line in amounts.lines
        if is_total(line) and (fen := line.amounts[column].fen) not in (None, whole)
    ]
