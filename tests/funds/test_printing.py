"""The command splits a pot from two files, without a database, and says which cell or county is wrong."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from luoxiao import cli
from luoxiao.funds.allocation import Adjustment, Bounds, allocate
from luoxiao.funds.printing import HEADER, lines, rows, to_json
from luoxiao.funds.schemes import write_scheme
from tests.funds.schemes_invented import AREA, counties, factor, second_round

SCHEME = second_round(factors=(factor("aged", 1),), pot_fen=1_000_000, bounds=Bounds(floor_fen=300_000))
TABLE = "code,name,class,aged\n360730,宁都县,listed,300\n360702,章贡区,other,100\n"
PAIR = (Adjustment("360001", -600_000_000, "已到位"), Adjustment("360002", 600_000_000, "缺口"))


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A scheme and its table as files."""
    scheme, table = tmp_path / "scheme.toml", tmp_path / "factors.csv"
    scheme.write_text(write_scheme(SCHEME), encoding="utf-8")
    table.write_text(TABLE, encoding="utf-8")
    return [str(scheme), str(table)]


def refused(capsys: Any, *call: str) -> str:
    assert cli.main(["funds", "allocate", *call]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    return str(printed.err)


def test_the_split_is_printed_with_its_sum(files: list[str], capsys: Any) -> None:
    assert cli.main(["funds", "allocate", *files]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split() for line in said[:2]] == [
        ["360702", "3,000.00", "章贡区（保底）"],
        ["360730", "7,000.00", "宁都县"],
    ]
    assert said[2] == "合计 2 个地区 10,000.00 元，与总额差 0.00 元。"


def test_the_split_is_printed_as_data_in_fen(files: list[str], capsys: Any) -> None:
    assert cli.main(["funds", "allocate", *files, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(line["code"], line["total_fen"], line["rule"]) for line in said["lines"]] == [
        ("360702", 300_000, "floor"),
        ("360730", 700_000, ""),
    ]
    assert (said["pot_fen"], said["total_fen"], len(said["digest"])) == (1_000_000, 1_000_000, 64)


def test_the_split_is_kept_as_a_table(files: list[str], tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    assert cli.main(["funds", "allocate", *files, "--csv", str(place)]) == 0
    with place.open(encoding="utf-8-sig", newline="") as out:
        table = list(csv.reader(out))
    assert table[0] == list(HEADER)
    assert (
        table[2]
        == ["360730", "宁都县", "listed", "0.775280898876", "7000.00", "", "0.00", "0.00", "0.00"] + ["7000.00"] * 2
    )


def test_it_needs_neither_django_nor_a_database(files: list[str]) -> None:
    code = (
        "import sys; from luoxiao.cli import main; main(['funds', 'allocate', *sys.argv[1:]]);"
        "print(sorted(set(sys.modules) & {'django', 'numpy', 'lxml'}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *files], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",100\n", ",=5\n", "单元格 D3（因素aged）是公式“=5”"),
        (",100\n", ",\n", "单元格 D3（因素aged）没有填写"),
        ("360730,宁都县", "360704,赣县区", "应为 360721"),
        ("360730,宁都县", "360702,章贡区", "360702）出现两次"),
        (",other,", ",else,", "章贡区（360702）的类别是“else”"),
        (",100\n", ",-1\n", "章贡区（360702）的“因素aged”是 −1"),
    ],
)
def test_what_is_wrong_in_the_table_is_said_with_its_place(
    files: list[str], capsys: Any, old: str, new: str, said: str
) -> None:
    Path(files[1]).write_text(TABLE.replace(old, new), encoding="utf-8")
    message = refused(capsys, *files)
    assert said in message
    assert message.startswith(files[1])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight = 1", "weight = 0.9", "权重合计 90%，应为 100%"),
        ('pot_yuan = "10000.00"', 'pot_yuan = "0"', "可分配资金是 0.00 万元"),
        ('floor_yuan = "3000.00"', 'floor_yuan = "5001.00"', "各地保底合计 10,002.00 元"),
        ("shape", "shapes", "缺少 shape"),
        ("name = ", "name ", "不是 TOML"),
    ],
)
def test_what_is_wrong_in_the_scheme_is_said(files: list[str], capsys: Any, old: str, new: str, said: str) -> None:
    scheme = Path(files[0])
    text = scheme.read_text(encoding="utf-8")
    assert old in text
    scheme.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert said in refused(capsys, *files)


def test_a_file_that_is_not_there_is_named(files: list[str], capsys: Any) -> None:
    assert "none.csv" in refused(capsys, files[0], "none.csv")
    assert "none.toml" in refused(capsys, "none.toml", files[1])


def test_a_hostile_table_is_refused(files: list[str], tmp_path: Path, capsys: Any) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"code,name\x00")
    assert "bad.csv" in refused(capsys, files[0], str(bad))


def test_codes_of_villages_are_taken_where_codes_are_not_checked(files: list[str], capsys: Any) -> None:
    Path(files[1]).write_text("code,name,class,aged\n360730100201,某村,listed,3\n", encoding="utf-8")
    assert "360730100201" in refused(capsys, *files)
    assert cli.main(["funds", "allocate", *files, "--any-codes"]) == 0
    assert "10,000.00" in capsys.readouterr().out


def test_a_negative_amount_of_a_row_is_a_number() -> None:
    scheme = second_round(coefficients=(AREA,), adjustments=PAIR, pot_fen=22_600_000_000)
    found = allocate(scheme, counties())
    assert str(next(rows(found))[8]) == "-6000000.00"
    assert to_json(found, "x")["lines"][0]["adjustment_fen"] == -600_000_000
    assert list(lines(found))[-1].startswith("合计 24 个地区 226,000,000.00 元")
