"""The plain ways to keep the same figures: one row for each value, in four engines. The questions are those of ours."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tools.bench.country import GAP, Country

Answer = list[tuple[Any, ...]]
COLUMNS = ("indicator", "period", "county", "area", "value")


class Rows(ABC):
    """A store of one row for each value: county, its area beside it, indicator, period, value."""

    name: str

    def __init__(self, country: Country) -> None:
        self.country = country
        self.preparing = 0.0  # seconds of loading spent on our own text, which a load is not blamed for

    @abstractmethod
    def load(self) -> None:
        """Load everything and build the indexes."""

    @abstractmethod
    def ask(self, statement: str, *values: Any) -> Answer:
        """The rows of an answer, fetched."""

    def gap(self, quarter: int, area: int) -> Answer:
        """By indicator the area's weighted mean of one quarter less the nation's."""
        return [row for row in self.gaps(quarter) if row[1] == self.area(area)]

    def gaps(self, quarter: int) -> Answer:
        """By indicator and area the weighted mean of one quarter less the nation's; the population is a value too."""
        population, now = self.indicator(0), self.quarter(quarter)
        return self.ask(
            "WITH sums AS (SELECT f.indicator, f.area, sum(1.0 * f.value * w.value) v, sum(w.value) w FROM figures f"
            " JOIN figures w ON w.county = f.county AND w.period = ? AND w.indicator = ?"
            " WHERE f.period = ? AND f.indicator <> ? GROUP BY f.indicator, f.area),"
            " nation AS (SELECT indicator, sum(v) / sum(w) mean FROM sums GROUP BY indicator)"
            " SELECT s.indicator, s.area, s.v / s.w - n.mean FROM sums s JOIN nation n ON n.indicator = s.indicator",
            *(now, population, now, population),
        )

    def area_series(self, indicator: int, area: int) -> Answer:
        return self.ask(
            "SELECT f.period, sum(1.0 * f.value * w.value) / sum(w.value) FROM figures f"
            " JOIN figures w ON w.county = f.county AND w.period = f.period AND w.indicator = ?"
            " WHERE f.indicator = ? AND f.area = ? GROUP BY f.period ORDER BY f.period",
            *(self.indicator(0), self.indicator(indicator), self.area(area)),
        )

    def series(self, indicator: int, county: int) -> Answer:
        return self.ask(
            "SELECT period, value FROM figures WHERE indicator = ? AND county = ? ORDER BY period",
            self.indicator(indicator),
            self.county(county),
        )

    def profile(self, county: int, quarter: int) -> Answer:
        """All figures of one county in one quarter."""
        return self.ask(
            "SELECT indicator, value FROM figures WHERE county = ? AND period = ?",
            self.county(county),
            self.quarter(quarter),
        )

    def life(self, county: int) -> Answer:
        """All figures of one county there ever were."""
        return self.ask("SELECT indicator, period, value FROM figures WHERE county = ?", self.county(county))

    def ranking(self, indicator: int, quarter: int) -> Answer:
        """All counties in one indicator and quarter."""
        return self.ask(
            "SELECT county, value FROM figures WHERE indicator = ? AND period = ?",
            self.indicator(indicator),
            self.quarter(quarter),
        )

    def below(self, quarter: int) -> Answer:
        """A question nobody prepared: how many counties lie below the mean of all, for each indicator."""
        return self.ask(
            "SELECT f.indicator, count(*) FROM figures f JOIN (SELECT indicator, avg(value) mean FROM figures"
            " WHERE period = ? GROUP BY indicator) m ON m.indicator = f.indicator"
            " WHERE f.period = ? AND f.value < m.mean GROUP BY f.indicator",
            self.quarter(quarter),
            self.quarter(quarter),
        )

    def highest(self) -> Answer:
        """A question nobody prepared: the highest and the number of values of each indicator, over all."""
        return self.ask("SELECT indicator, max(value), count(*) FROM figures GROUP BY indicator")

    def close(self) -> None:  # noqa: B027 - a file of a temporary folder needs none
        """Leave nothing behind."""

    def indicator(self, number: int) -> Any:
        return number

    def county(self, number: int) -> Any:
        return number

    def area(self, number: int) -> Any:
        return number

    def quarter(self, number: int) -> Any:
        return number

    def values(self) -> Iterator[tuple[int, int, list[NDArray[np.int64]]]]:
        """Quarter, indicator, and the columns county, area and value of what is known."""
        for quarter, indicator, amounts in self.country.rows():
            known = np.flatnonzero(amounts != GAP)
            yield quarter, indicator, [known, self.country.area[known], amounts[known]]


class SQLite(Rows):
    """WITHOUT ROWID, and the indexes that questions about a county and about a period want."""

    name = "SQLite, a row for each value"

    def __init__(self, country: Country, folder: Path) -> None:
        super().__init__(country)
        self._connection = sqlite3.connect(folder / "rows.sqlite3")

    def load(self) -> None:
        self._connection.executescript("""PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE figures
            (indicator INT, period INT, county INT, area INT, value INT,
            PRIMARY KEY (indicator, period, county)) WITHOUT ROWID""")
        for quarter, indicator, columns in self.values():
            lines = zip(*(column.tolist() for column in columns), strict=True)
            rows = ((indicator, quarter, *line) for line in lines)
            self._connection.executemany("INSERT INTO figures VALUES (?,?,?,?,?)", rows)
        self._connection.execute("CREATE INDEX by_county ON figures (county, period)")
        self._connection.execute("CREATE INDEX by_period ON figures (period)")
        self._connection.commit()

    def ask(self, statement: str, *values: Any) -> Answer:
        return self._connection.execute(statement, values).fetchall()


class DuckDB(Rows):
    """A columnar file; measured where somebody has installed the engine."""

    name = "DuckDB, a row for each value"

    def __init__(self, country: Country, folder: Path) -> None:
        super().__init__(country)
        import duckdb

        self._connection = duckdb.connect(str(folder / "rows.duckdb"))

    def load(self) -> None:
        types = ("INT", "SMALLINT", "INT", "SMALLINT", "BIGINT")
        columns = ", ".join(f"{name} {kind}" for name, kind in zip(COLUMNS, types, strict=True))
        self._connection.execute(f"CREATE TABLE figures ({columns})")
        pending: list[list[NDArray[np.int64]]] = []
        for quarter, indicator, known in self.values():
            length = len(known[0])
            pending.append([np.full(length, indicator), np.full(length, quarter), *known])
            if indicator == self.country.size.indicators - 1:
                self._append(pending)
                pending = []

    def _append(self, pending: list[list[NDArray[np.int64]]]) -> None:
        batch = {name: np.concatenate([each[n] for each in pending]) for n, name in enumerate(COLUMNS)}
        self._connection.register("batch", batch)
        self._connection.execute("INSERT INTO figures SELECT * FROM batch")
        self._connection.unregister("batch")

    def ask(self, statement: str, *values: Any) -> Answer:
        found: Answer = self._connection.execute(statement, list(values)).fetchall()
        return found
