"""The same rows in PostgreSQL: a plain table, and one shaped like the analytics table of DHIS2."""

import time
from itertools import count, islice
from typing import Any

import psycopg
from tools.bench.country import AREAS, FIRST_YEAR, Country
from tools.bench.rows import Answer, Rows


class Postgres(Rows):
    """A table with the key (indicator, period, county) and the indexes that the questions want."""

    name = "PostgreSQL, a row for each value"
    table = "bench_rows"
    make: tuple[str, ...] = (
        "CREATE TABLE bench_rows (indicator int, period smallint, county int, area smallint, value bigint)",
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

    def line(self, indicator: int, quarter: int, county: int, area: int, value: int) -> str:
        return f"{indicator}\t{quarter}\t{county}\t{area}\t{value}\n"

    def _run(self, *statements: str) -> None:
        for statement in statements:
            self._connection.execute(statement.encode())

    def ask(self, statement: str, *values: Any) -> Answer:
        asked = statement.replace("?", "%s").replace(" figures ", f" {self.table} ")
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
    texts = (
        *("indicator", "co", "ao", "county", "uidlevel1", "uidlevel2", "uidlevel3", "area"),
        *("period", "sixmonthly", "yearly", "financialapril"),
    )

    def __init__(self, country: Country, address: str) -> None:
        super().__init__(country, address)
        size = country.size
        self._indicators, self._counties = _uids("d", size.indicators), _uids("o", size.counties)
        self._areas = _uids("a", AREAS)
        years = range(FIRST_YEAR, FIRST_YEAR + (size.quarters + 3) // 4)
        texts = ", ".join(f"{name} varchar(15)" for name in self.texts)
        self.make = (
            f"CREATE TABLE bench_analytics ({texts}, oulevel int, pestartdate date, peenddate date, year int NOT NULL,"
            " value double precision) PARTITION BY LIST (year)",
            *(f"CREATE TABLE bench_analytics_{y} PARTITION OF bench_analytics FOR VALUES IN ({y})" for y in years),
        )
        indexed = (*self.texts, "year")
        self.index = (*(f"CREATE INDEX ON bench_analytics ({name})" for name in indexed), "ANALYZE bench_analytics")

    def line(self, indicator: int, quarter: int, county: int, area: int, value: int) -> str:
        year, code = FIRST_YEAR + quarter // 4, self.country.period(quarter)
        half, own = f"{year}S{quarter % 4 // 2 + 1}", self._counties[county]
        what = f"{self._indicators[indicator]}\tHllvX50cXC0\tHllvX50cXC0"
        where = f"{own}\tnation00001\tprovince{county % 31:03}\t{own}\t{self._areas[area]}"
        when = f"{code}\t{half}\t{year}\t{year}April\t3\t{year}-{quarter % 4 * 3 + 1:02}-01\t{year}-12-31\t{year}"
        return f"{what}\t{where}\t{when}\t{value}\n"

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
