"""A published split is held against itself to the fen; the figure that was changed is named with its difference."""

from importlib.resources import files

import pytest

from luoxiao import cli
from luoxiao.core.office.sheets import read_tables
from luoxiao.funds import published
from luoxiao.funds.amount_tables import Faulty, Slip
from luoxiao.funds.published import Checked
from luoxiao.funds.wording import amounts as wording

GUANGYUAN = (files("luoxiao") / "data/examples/guangyuan-2016-split.csv").read_text(encoding="utf-8")
HEAD = "# 单位：万元\n地区,合计,常规,定向\n"


def checked(text: str) -> Checked:
    return published.check(published.read(read_tables(text.encode(), "表.csv")[0]))


def slips(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Faulty) as caught:
        published.read(read_tables(text.encode(), "表.csv")[0])
    assert all(wording.said(fault) for fault in caught.value.faults)
    return [(fault.code, fault.params.get("where", "")) for fault in caught.value.faults]


def test_guangyuan_reconciles_to_zero() -> None:
    found = checked(GUANGYUAN)
    assert found.holds
    assert [column.difference for column in found.columns] == [0] * 5
    assert [wording.whole_said(whole) for whole in found.wholes] == [
        "合计 ＝ 一般公共预算小计 ＋ 彩票公益金",
        "一般公共预算小计 ＝ 常规分配 ＋ 贫困县定向分配",
    ]


def test_amounts_are_read_to_the_fen() -> None:
    split = published.read(read_tables(GUANGYUAN.encode(), "表.csv")[0])
    assert split.lines[0].amounts["合计"].fen == 377_610_000
    assert split.total.amounts["彩票公益金"].fen == 230_000_000
    assert split.blanks == ("E9",)


@pytest.mark.parametrize(
    ("old", "new", "column", "where", "difference"),
    [
        ("61.40", "61.41", "彩票公益金", "F7", 10_000),
        ("254.54", "254.45", "一般公共预算小计", "C6", -90_000),
        ("228.00", "229.00", "常规分配", "D5", 1_000_000),
        ("377.61", "377.60", "合计", "B6", -10_000),
        (",67.00", ",66.99", "贫困县定向分配", "E7", -10_000),
        ("24.66", "24.6601", "合计", "B9", 100),
    ],
)
def test_a_changed_figure_is_named_with_its_exact_difference(
    old: str, new: str, column: str, where: str, difference: int
) -> None:
    found = checked(GUANGYUAN.replace(old, new, 1))
    assert not found.holds
    assert found.suspect is not None
    assert (found.suspect.column, found.suspect.where) == (column, where)
    assert found.suspect.fen - found.suspect.should_be == difference
    assert f"差 {wording.difference(difference)} 万元" in wording.suspect_said(found.suspect)


def test_two_changed_figures_are_not_blamed_on_one() -> None:
    found = checked(GUANGYUAN.replace("61.40", "61.41").replace("32.67", "32.66"))
    assert not found.holds
    assert found.suspect is None
    assert [each.line.name for each in found.broken] == ["昭化区", "朝天区"]


def test_without_parts_a_difference_is_that_of_the_column() -> None:
    found = checked("单位：元\n地区,金额\n甲县,100.01\n乙县,200.02\n合计,300.02\n")
    assert [column.difference for column in found.columns] == [1]
    assert found.suspect is None


def test_the_unit_may_stand_in_a_title() -> None:
    split = published.read(read_tables("地区,金额（元）\n甲县,0.01\n合计,0.01\n".encode(), "表.csv")[0])
    assert split.lines[0].amounts["金额（元）"].fen == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "甲县,3,1,2\n乙县,3,1,2\n", [(Slip.TOTAL_MISSING, "")]),
        (HEAD + "合计,3,1,2\n甲县,3,1,2\n合计,3,1,2\n", [(Slip.TOTAL_TWICE, "A5")]),
        (HEAD + "甲县,3,1,2\n甲县,3,1,2\n合计,6,2,4\n", [(Slip.REGION_TWICE, "A4")]),
        (HEAD + "甲县,=C3+D3,1,2\n合计,3,1,2\n", [(Slip.FORMULA, "B3")]),
        (HEAD + "甲县,＝C3,1,2\n=HYPERLINK(1),3,1,2\n合计,3,1,2\n", [(Slip.FORMULA, "B3"), (Slip.FORMULA, "A4")]),
        (HEAD + "甲县,三,1,2\n合计,3,1,2\n", [(Slip.NOT_A_NUMBER, "B3")]),
        (HEAD + "甲县,1.0000001,1,2\n合计,3,1,2\n", [(Slip.BELOW_A_FEN, "B3")]),
        (HEAD + f"甲县,{'9' * 20},1,2\n合计,3,1,2\n", [(Slip.TOO_LARGE, "B3")]),
        (HEAD + ",3,1,2\n合计,3,1,2\n", [(Slip.NAME_MISSING, "A3")]),
        ("地区,合计\n甲县,3\n合计,3\n", [(Slip.UNIT_MISSING, "")]),
        ("单位：元\n地区,合计（万元）\n甲县,3\n合计,3\n", [(Slip.UNITS_DIFFER, "")]),
        ("单位：元\n地区,金额,金额\n甲县,3,3\n合计,3,3\n", [(Slip.COLUMN_TWICE, "C2")]),
        ("单位：元\n金额,定额\n1,3\n", [(Slip.COLUMN_MISSING, "")]),
        ("单位：元\n地区,备注\n甲县,无\n", [(Slip.NO_AMOUNTS, "")]),
        ("单位：元\n地区,金额\n", [(Slip.NO_ROWS, "")]),
        ("单位：元\n地区,金额\n合计,0\n", [(Slip.NO_ROWS, "")]),
        ("# 单位：元\n", [(Slip.NO_TITLES, "")]),
    ],
)
def test_a_bad_table_is_refused_with_its_cell(text: str, expected: list[tuple[str, str]]) -> None:
    assert slips(text) == expected


def test_the_command_ends_well_only_at_zero(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "split.csv"
    for text, code, said in (
        (GUANGYUAN, 0, "差额全部为零。"),
        (GUANGYUAN.replace("61.40", "61.41"), 1, "写的是 61.41，按其余各数应为 61.40，差 +0.01 万元。"),
        (GUANGYUAN.replace("合计,726", "小计,726"), 1, "没有“合计”行"),
    ):
        file.write_text(text, encoding="utf-8")
        assert cli.main(["funds", "reconcile", str(file)]) == code
        out, err = capsys.readouterr()
        assert said in out + err


def test_the_command_says_what_is_no_table(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert cli.main(["funds", "reconcile", str(tmp_path / "none.csv")]) == 1
    (tmp_path / "a.xlsx").write_bytes(b"PK no zip")
    assert cli.main(["funds", "reconcile", str(tmp_path / "a.xlsx")]) == 1
    assert "没有核对" not in capsys.readouterr().out
