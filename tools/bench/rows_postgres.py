"""The same rows in PostgreSQL: a plain table, and one shaped like the analytics table of DHIS2."""

import time
from itertools import count, islice
from typing import Any

import psycopg
from tools.bench.country import FIRST_YEAR, Country
from tools.bench.rows import Answer, Rows


class Postgres(Rows):
    """A table with the key (indicator, period, county) and the indexes that the questions want."""

    name = "PostgreSQL, a row for each value"
    table = "bench_rows"
    make = (
        "CREATE TABLE bench_rows (indicator int, period smallint, county int, area smallint, value bigint,"
        " weight bigint)",
    )
    index: tuple[str, ...] = (
        "ALTER TABLE bench_rows ADD PRIMARY KEY (indicator, period, county)",
        "CREATE INDEX ON bench_rows (county, period)",
        "CREATE INDEX ON bench_rows (period)",
        "ANALYZE bench_rows",
    )

    def __init__(self, country: Country, address: str) -> None:
        super().__init__(country)
        self._connection = psycopg.connect(address, autocommit=True)

    def load(self) -> None:
        self._run(f"DROP TABLE IF EXISTS {self.table}", *self.make)
        with self._connection.cursor().copy(f"COPY {self.table} FROM STDIN".encode()) as copy:
            for quarter, indicator, columns in self.values():
                began = time.perf_counter()
                lines = zip(*(column.tolist() for column in columns), strict=True)
                text = "".join([self.line(indicator, quarter, *line) for line in lines])
                self.preparing += time.perf_counter() - began
                copy.write(text)
        self._run(*self.index)

    def line(self, indicator: int, quarter: int, county: int, area: int, value: int, weight: int) -> str:
        return f"{indicator}\t{quarter}\t{county}\t{area}\t{value}\t{weight}\n"

    def _run(self, *statements: str) -> None:
        for statement in statements:
            self._connection.execute(statement.encode())

    def ask(self, statement: str, *values: Any) -> Answer:
        asked = statement.replace("?", "%s").replace("FROM figures", f"FROM {self.table}")
        return self._connection.execute(asked.encode(), values).fetchall()

    def close(self) -> None:
        self._run(f"DROP TABLE IF EXISTS {self.table}")
        self._connection.close()


class Dhis2(Postgres):
    """As DHIS2 lays its figures out for reading: denormalised, text identifiers, parted by year, every column indexed.

    An emulation of the layout, not DHIS2 itself, which does more for each question.
    """

    name = "PostgreSQL, shaped like DHIS2"
    table = "bench_analytics"
    columns = ("indicator", "county", "uidlevel1", "uidlevel2", "area", "yearly", "period")

    def __init__(self, country: Country, address: str) -> None:
        super().__init__(country, address)
        size = country.size
        self._indicators, self._counties = _uids("d", size.indicators), _uids("o", size.counties)
        self._areas = _uids("a", 100)
        years = range(FIRST_YEAR, FIRST_YEAR + (size.quarters + 3) // 4)
        self.make = (
            "CREATE TABLE bench_analytics (indicator varchar(11) NOT NULL, county varchar(11) NOT NULL,"
            " uidlevel1 varchar(11), uidlevel2 varchar(11), area varchar(11), yearly varchar(10), period varchar(15),"
            " value double precision, weight double precision, year int NOT NULL) PARTITION BY LIST (year)",
            *(f"CREATE TABLE bench_analytics_{y} PARTITION OF bench_analytics FOR VALUES IN ({y})" for y in years),
        )
        self.index = (
            *(f"CREATE INDEX ON bench_analytics ({column})" for column in self.columns),
            "ANALYZE bench_analytics",
        )

    def line(self, indicator: int, quarter: int, county: int, area: int, value: int, weight: int) -> str:
        year = FIRST_YEAR + quarter // 4
        place = f"{self._counties[county]}\tnation00001\tprovince{county % 31:03}\t{self._areas[area]}"
        when = f"{year}\t{self.country.period(quarter)}"
        return f"{self._indicators[indicator]}\t{place}\t{when}\t{value}\t{weight}\t{year}\n"

    def indicator(self, number: int) -> str:
        return self._indicators[number]

    def county(self, number: int) -> str:
        return self._counties[number]

    def area(self, number: int) -> str:
        return self._areas[number]

    def quarter(self, number: int) -> str:
        return self.country.period(number)


def _uids(letter: str, many: int) -> list[str]:
    """Identifiers of eleven characters, as that software makes them."""
    return [f"{letter}{number * 7919:010x}" for number in islice(count(1), many)]
