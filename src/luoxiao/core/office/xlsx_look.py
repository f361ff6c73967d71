"""Sees in a sheet's XML what its reader passes over: errors, formulas, hidden rows and columns, merged cells, extent.

calamine reads an error like #N/A and a formula without its result as blanks, and lays out the whole rectangle up to
the last cell before it can be asked how large that is. So every element is looked at first, in the preflight's pass.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from xml.parsers import expat

from luoxiao.core.office import markup
from luoxiao.core.office.tables import Table, letters
from luoxiao.core.office.xlsx_plain import Rows, rows_of

TABLES = 16  # tables that are remembered


@dataclass
class Sight:
    """What was seen in one sheet. `cells` are those in which a value stands."""

    cells: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[str] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)

    def take(self, rows: Rows) -> None:
        """Add what was seen in rows of the plain shape."""
        self.cells += rows.corners
        self.errors |= rows.errors
        self.formulas |= rows.formulas
        self.hidden_rows |= rows.hidden


class Look(markup.Audit):
    """The preflight's audit of XML, with open eyes for sheets. `sights` are by name of part, in small letters.

    With a `memory`, a part that was found sound before, byte for byte, is not read again: workbooks made from one
    template share their styles, their theme and their sheets of explanation.
    """

    def __init__(self, columns: int, memory: "Memory | None" = None) -> None:
        super().__init__()
        self.sights: dict[str, Sight] = {}
        self.digests: dict[str, bytes] = {}  # SHA-256 of the parts, where there is a memory
        self._most_columns = columns
        self._memory = memory

    def check(self, part: str, content: bytes) -> None:
        """As in the audit itself."""
        if self._memory is None:
            return self._check(part, content)
        digest = self.digests[part.lower()] = sha256(content).digest()
        if part.endswith(".rels"):
            return self._check(part, content)
        known = self._memory.get(digest, is_sheet=_is_sheet(part))
        if known is None:
            before = self.nodes
            self._check(part, content)
            self._memory.keep(digest, Found(self.nodes - before, self.sights.get(part.lower())))
            return None
        if known.sight is not None:
            self.sights[part.lower()] = known.sight
        return self.add(part, known.nodes)

    def _check(self, part: str, content: bytes) -> None:
        """A sheet in the plain shape is audited with an empty stand-in for its rows, which the shape itself bounds."""
        rows = rows_of(content) if _is_sheet(part) else None
        if rows is None:
            return super().check(part, content)
        self._check_around(part, content, rows)
        self.add(part, rows.nodes)
        self.sights[part.lower()].take(rows)
        return None

    def _check_around(self, part: str, content: bytes, rows: Rows) -> None:
        """What stands around the rows is the same in workbook after workbook: rules of entry, widths, protection.

        Where it was found sound before, with its stand-in, the part is sound if it is so up to the end of its rows:
        the shape says that they are whole elements.
        """
        digest = sha256(rows.rest).digest()
        known = self._memory.around(digest) if self._memory else None
        if known is not None:
            self.check_sound(part, content[: rows.end] + known.closing)
            self.sights[part.lower()] = known.sight_again()
            return self.add(part, known.nodes)
        self.check_sound(part, content)
        before = self.nodes
        super().check(part, rows.rest)
        if self._memory and (closing := closing_of(content[: rows.start])) is not None:
            found = Found(self.nodes - before, self.sights[part.lower()], closing)
            self._memory.keep(digest, replace(found, sight=found.sight_again()))
        return None

    def _watchers(self, part: str, parser: expat.XMLParserType) -> markup.Watchers:
        if not _is_sheet(part):
            return markup.Watchers()
        watcher = _Watcher(parser, self._most_columns)
        self.sights[part.lower()] = watcher.sight
        return watcher.watchers


def _is_sheet(part: str) -> bool:
    lower = f"/{part.lower()}"
    return "/worksheets/" in lower and not lower.endswith(".rels")


@dataclass(frozen=True)
class Found:
    """What a sound part held; of what stands around the rows of a sheet also the end tags that close it there."""

    nodes: int
    sight: Sight | None
    closing: bytes = b""

    def sight_again(self) -> Sight:
        """The sight as it was, for who adds to it."""
        seen = self.sight or Sight()
        return Sight(
            list(seen.cells),
            dict(seen.errors),
            dict(seen.formulas),
            set(seen.hidden_rows),
            set(seen.hidden_columns),
            list(seen.merged),
        )


class Memory:
    """Parts that were found sound, by their SHA-256, and tables that were read; what rests longest is forgotten."""

    def __init__(self, size: int = 200) -> None:
        self._size = size
        self._found: dict[bytes, Found] = {}
        self._tables: dict[tuple[object, ...], Table] = {}

    def get(self, digest: bytes, *, is_sheet: bool) -> Found | None:
        """A whole part; None also where the same bytes were looked at as another kind of part."""
        found = self._again(digest)
        whole = found is not None and not found.closing
        return found if found is not None and whole and (found.sight is not None) == is_sheet else None

    def around(self, digest: bytes) -> Found | None:
        """What stands around the rows of a sheet."""
        found = self._again(digest)
        return found if found is not None and found.closing else None

    def _again(self, digest: bytes) -> Found | None:
        """What is asked for stays longest."""
        found = self._found.pop(digest, None)
        if found is not None:
            self._found[digest] = found
        return found

    def keep(self, digest: bytes, found: Found) -> None:
        if len(self._found) >= self._size:
            del self._found[next(iter(self._found))]
        self._found[digest] = found

    def table(self, key: tuple[object, ...], read: Callable[[], Table]) -> Table:
        """The same sheet over the same texts and formats reads the same."""
        found = self._tables.pop(key, None) or read()
        if len(self._tables) >= TABLES:
            del self._tables[next(iter(self._tables))]
        self._tables[key] = found
        return found


def closing_of(head: bytes) -> bytes | None:
    """The end tags of the elements that are open at the end of this; None where that cannot be said."""
    if head.count(b"<?") > 1:
        return None
    open_: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _attributes: open_.append(name)
    parser.EndElementHandler = lambda _name: open_.pop()
    try:
        parser.Parse(head, False)
    except (expat.ExpatError, IndexError):
        return None
    return "".join(f"</{name}>" for name in reversed(open_)).encode() or None


class _Watcher:
    """Looks at the elements of one sheet as they open."""

    def __init__(self, parser: expat.XMLParserType, columns: int) -> None:
        self.sight = Sight()
        self._parser = parser
        self._most_columns = columns
        self._row = 0
        self._column = 0
        self._cell = ""
        self._keep = self.sight.cells.append
        self._is_error = self._hears = False
        self.watchers = markup.Watchers(
            {
                "c": self._at_cell,
                "v": self._at_value,
                "is": self._at_value,
                "f": self._at_formula,
                "row": self._at_row,
                "col": self._at_columns,
                "mergeCell": self._at_merged,
            }
        )

    def _at_cell(self, attributes: list[str]) -> None:
        self._column += 1
        self._cell = attributes[1] if attributes and attributes[0] == "r" else self._cell_of(attributes)
        self._is_error = "e" in attributes

    def _cell_of(self, attributes: list[str]) -> str:
        """The cell's name where it does not come first, or stands in its place without one."""
        said = dict(zip(attributes[::2], attributes[1::2], strict=True))
        return said.get("r") or f"{letters(self._column)}{self._row}"

    def _at_value(self, attributes: list[str]) -> None:
        self._keep(self._cell)
        if self._hears:
            self._parser.CharacterDataHandler = None
            self._hears = False
        if self._is_error:
            self._listen(self.sight.errors)

    def _at_formula(self, attributes: list[str]) -> None:
        self._listen(self.sight.formulas)

    def _listen(self, to: dict[str, str]) -> None:
        """Keep the text that follows for the cell, until the next value or formula."""
        cell = self._cell
        to[cell] = ""
        self._hears = True

        def hear(text: str) -> None:
            to[cell] += text

        self._parser.CharacterDataHandler = hear

    def _at_row(self, attributes: list[str]) -> None:
        said = dict(zip(attributes[::2], attributes[1::2], strict=True))
        number = said.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._column = 0
        if said.get("hidden") in ("1", "true"):
            self.sight.hidden_rows.add(self._row)

    def _at_columns(self, attributes: list[str]) -> None:
        said = dict(zip(attributes[::2], attributes[1::2], strict=True))
        first, last = said.get("min", ""), said.get("max", "")
        if said.get("hidden") in ("1", "true") and first.isdecimal() and last.isdecimal():
            columns = range(int(first), min(int(last), self._most_columns) + 1)
            self.sight.hidden_columns.update(map(letters, columns))

    def _at_merged(self, attributes: list[str]) -> None:
        self.sight.merged += [attributes[at + 1] for at in range(0, len(attributes), 2) if attributes[at] == "ref"]
