"""The exported workbook, reckoned anew by another program, gives the engine's amounts to the last unit."""

import io
import subprocess
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import openpyxl
import pytest

from luoxiao.core.office import libreoffice
from luoxiao.core.office.sheets import read_tables
from luoxiao.core.office.tables import Table
from luoxiao.funds.allocation import Bounds, Scheme, allocate
from luoxiao.funds.exporting import About, workbook
from tests.funds.exporting import splits

ABOUT = About(
    "演练分配",
    (("状态", "演练"),),
    {"people": "演练公报第1号"},
    {"listed": "片区县", "other": "非片区县"},
    rehearsal=True,
)
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
Changes = dict[str, float]  # label or title of a cell in 参数 → what is typed there
Edited = tuple[Scheme, Changes]


def sheet(content: bytes, name: str) -> Table:
    return next(table for table in read_tables(content, "a.xlsx") if table.name == name)


def totals(content: bytes) -> dict[str, int]:
    """What the sheet 结果 gives each region, in fen."""
    rows = sheet(content, "结果").rows
    place = rows[3].index("合计")
    return {str(row[0]): round(float(str(row[place])) * 100) for row in rows[4:]}


def emptied(content: bytes, changes: Changes) -> bytes:
    """The same formulas without a single value kept in them, and with other parameters."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book["参数"].iter_rows():
        for label, typed in changes.items():
            if row[0].value == label:
                row[1].value = typed
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def reckoned(contents: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each file opened, reckoned and saved by LibreOffice."""
    profile, made = folder / "profile/user", folder / "made"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    options = [f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", "xlsx"]
    files = [str(folder / f"{name}.xlsx") for name in contents]
    command = [str(libreoffice.program()), *options, "--outdir", str(made), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (made / f"{name}.xlsx").read_bytes() for name in contents}


WEIGHTS = replace(
    splits.PLAIN,
    factors=tuple(
        replace(factor, weight=weight)
        for factor, weight in zip(splits.PLAIN.factors, (F(3, 10), F(3, 10), F(2, 5)), strict=True)
    ),
)
EDITED: dict[str, Edited] = {
    "weights": (WEIGHTS, {"人口": 0.3, "面积": 0.4}),
    "bounds": (
        replace(splits.PLAIN, bounds=Bounds(60_000_000, 110_000_000)),
        {"保底（万元）": 60, "封顶（万元）": 110},
    ),
    "pot": (replace(splits.FULL, pot_fen=2_400_000_000), {"总额（万元）": 2400}),
}


@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")
def test_libreoffice_reckons_the_amounts_of_the_engine(tmp_path: Path) -> None:
    cases: dict[str, tuple[Scheme, Scheme, Changes]] = {
        f"scheme{number}": (scheme, scheme, {}) for number, scheme in enumerate(splits.SCHEMES.values())
    }
    cases |= {
        name: (splits.FULL if name == "pot" else splits.PLAIN, scheme, changes)
        for name, (scheme, changes) in EDITED.items()
    }
    files = {
        name: emptied(workbook(splits.split(drawn), ABOUT), changes) for name, (drawn, _then, changes) in cases.items()
    }
    for name, content in reckoned(files, tmp_path).items():
        expected = {line.code: line.total_fen for line in splits.split(cases[name][1]).lines}
        assert totals(content) == expected, name


@pytest.mark.parametrize("name", splits.SCHEMES)
def test_values_kept_in_the_cells_are_those_of_the_engine(name: str) -> None:
    found = splits.split(splits.SCHEMES[name])
    content = workbook(found, ABOUT)
    assert totals(content) == {line.code: line.total_fen for line in found.lines}
    assert {row[-1] for row in sheet(content, "结果").rows[4:]} == {0}


def test_the_bounds_that_held_are_named() -> None:
    found = splits.split(splits.FULL)
    assert {line.rule for line in found.lines} == {"", "floor", "ceiling", "guarantee"}
    rows = sheet(workbook(found, ABOUT), "结果").rows
    place = rows[3].index("适用限额")
    words = {"": None, "floor": "保底", "ceiling": "封顶", "guarantee": "不低于上年比例"}
    assert [row[place] for row in rows[4:]] == [words[line.rule] for line in found.lines]


def test_every_step_between_parameters_and_result_is_a_formula() -> None:
    content = workbook(splits.split(splits.FULL), ABOUT)
    steps, result = sheet(content, "计算"), sheet(content, "结果")
    for table, given in ((steps, 2), (result, 3)):
        first = [column for column in range(len(table.rows[4])) if not _has_formula(table, column)]
        assert first[:given] == list(range(given))
        assert [table.rows[3][column] for column in first[given:]] in ([], ["系统结果"])


def _has_formula(table: Table, column: int) -> bool:
    letters = openpyxl.utils.get_column_letter(column + 1)
    return f"{letters}5" in table.formulas


def test_a_weight_that_no_decimal_holds_stands_as_a_division() -> None:
    table = sheet(workbook(splits.split(splits.FULL), ABOUT), "参数")
    assert list(table.formulas.values()).count("1/3") == 3


def test_the_cover_names_source_and_rehearsal() -> None:
    said = [
        str(cell) for row in sheet(workbook(splits.split(splits.PLAIN), ABOUT), "说明").rows for cell in row if cell
    ]
    assert "演练公报第1号" in said
    assert "演练数据，不作依据" in said


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    found = allocate(splits.PLAIN, [replace(each, name="=1+1") for each in splits.regions()])
    assert not [cell for cell in sheet(workbook(found, ABOUT), "因素").formulas if cell.startswith("B")]


def test_three_hundred_regions_are_written_whole() -> None:
    regions = [replace(each, code=f"99{n:04}") for n in range(12) for each in splits.regions()]
    found = allocate(splits.PLAIN, [replace(each, code=f"99{n:04}") for n, each in enumerate(regions)])
    content = workbook(found, ABOUT)
    assert totals(content) == {line.code: line.total_fen for line in found.lines}
