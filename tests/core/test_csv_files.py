"""A CSV opens as what it is, in every spreadsheet, and runs nothing."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from luoxiao.core import csv_files


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_file_says_that_it_is_utf_8_and_ends_its_lines_as_the_format_asks() -> None:
    assert csv_files.write(["条款"], [["四（一）3"]]) == b"\xef\xbb\xbf" + '"条款"\r\n"四（一）3"\r\n'.encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "\0="])
def test_text_that_begins_like_a_formula_is_text(start: str) -> None:
    cell = read(csv_files.write(["x"], [[start + 'cmd|" /C calc"!A1']]))[1][0]
    assert cell.startswith("'")


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    assert csv_files.write(["a", "b", "c"], [[-3, None, date(2012, 10, 15)]]).endswith(b'-3,"","2012-10-15"\r\n')
    assert read(csv_files.write(["a"], [[Decimal("-1.50")]]))[1] == ["-1.50"]


def test_quotes_commas_and_line_breaks_come_back_as_they_were() -> None:
    said = 'a "b", c\nd'
    assert read(csv_files.write(["x"], [[said]]))[1] == [said]


def test_no_rows_leave_the_header() -> None:
    assert read(csv_files.write(["条款", "举措"], [])) == [["条款", "举措"]]
