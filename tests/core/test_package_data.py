"""The reader of the bundled facts."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import date

import pytest

from luoxiao.core import package_data
from luoxiao.core.package_data import Row, luoxiao_plan, short_titles


@dataclass(frozen=True)
class Sample(Row):
    name: str
    count: int | None
    listed: bool
    planned: bool | None
    day: date | None
    codes: tuple[str, ...]


def _read(monkeypatch: pytest.MonkeyPatch, line: str) -> Sample:
    monkeypatch.setattr(package_data, "_text", lambda name: f"name,count,listed,planned,day,codes\n{line}\n")
    (row,) = package_data._table("any.csv", Sample)
    return row


def test_cells_are_read_by_the_type_of_their_field(monkeypatch: pytest.MonkeyPatch) -> None:
    row = _read(monkeypatch, "甲,24,Y,N,2012-06-28,360000;430000")
    assert row == Sample("甲", 24, True, False, date(2012, 6, 28), ("360000", "430000"))


def test_an_empty_cell_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read(monkeypatch, ",,N,,,") == Sample("", None, False, None, None, ())


@pytest.mark.parametrize("line", ["甲,x,Y,N,,", "甲,1,yes,N,,", "甲,1,,N,,", "甲,1,Y,N,2012-6-28,"])
def test_a_wrong_cell_is_not_read_as_something_else(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        _read(monkeypatch, line)


def test_a_plan_that_is_not_listed_has_no_short_titles() -> None:
    assert short_titles("健康扶贫工作方案") == {}


def test_the_official_and_the_restated_plan_share_their_short_titles() -> None:
    assert short_titles(luoxiao_plan().original_title) == short_titles(luoxiao_plan().title) != {}


def test_short_titles_cannot_be_changed_by_who_reads_them() -> None:
    with pytest.raises(TypeError):
        short_titles(luoxiao_plan().title)["四/(一)/1"] = "别的"  # type: ignore[index]


def test_reading_needs_no_django() -> None:
    code = "import sys; from luoxiao.core.package_data import regions; regions(); print('django' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
