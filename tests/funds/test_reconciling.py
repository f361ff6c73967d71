"""A file against the books: what agrees, what differs by how much, what only one side has, and files not taken."""

import io

import pytest
import xlsxwriter

from luoxiao.core.office.sheets import read_tables
from luoxiao.funds import reconciling
from luoxiao.funds.amount_tables import Faulty, Slip
from luoxiao.funds.reconciling import Item, Places, Reconciled
from luoxiao.funds.wording import amounts as wording

PLACES = Places({"990101": ("甲县",), "990102": ("乙县",), "990103": ("丙县", "丙区")}, {"990193": "990103"})
HEAD = "单位：万元\n区划代码,地区,文号,金额\n"
LEDGER = [
    Item("990101", "甲县", "财社1号", 1_000_000, "第1号凭证"),
    Item("990101", "甲县", "财社2号", 500_000, "第2号凭证"),
    Item("990102", "乙县", "财社1号", 2_000_000, "第1号凭证"),
]


def read(text: str) -> list[Item]:
    return reconciling.read(read_tables(text.encode(), "表.csv")[0], PLACES)


def held(text: str) -> Reconciled:
    return reconciling.reconcile(read(text), LEDGER)


def slips(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Faulty) as caught:
        read(text)
    assert all(wording.said(fault) for fault in caught.value.faults)
    return [(fault.code, fault.params.get("where", "")) for fault in caught.value.faults]


def test_the_same_amounts_match() -> None:
    found = held(HEAD + "990101,甲县,财社1号,1\n990101,甲县,财社2号,0.5\n990102,乙县,财社1号,2\n合计,,,3.5\n")
    assert found.holds
    assert len(found.matched) == 3
    assert found.difference == 0


def test_every_difference_is_exact_and_named() -> None:
    found = held(HEAD + "990101,甲县,财社1号,1.000001\n990102,乙县,财社1号,2\n990103,丙县,财社1号,3\n")
    assert [(pair.name, pair.document, pair.difference) for pair in found.differing] == [("甲县", "财社1号", 1)]
    assert [(pair.name, pair.there and pair.there.where) for pair in found.only_there] == [("丙县", "D5")]
    assert [(pair.name, pair.document) for pair in found.only_here] == [("甲县", "财社2号")]
    assert found.difference == 1 + 3_000_000 - 500_000
    assert not found.holds


def test_without_documents_the_entries_of_a_county_are_added_up() -> None:
    found = held("单位：元\n地区,金额\n甲县,15000\n乙县,20000\n")
    assert found.holds
    assert found.pairs[0].here is not None
    assert found.pairs[0].here.where == "第1号凭证、第2号凭证"


def test_a_reversal_counts_against_its_entry() -> None:
    ledger = [*LEDGER, Item("990102", "乙县", "冲正", -2_000_000, "第3号凭证")]
    found = reconciling.reconcile(read("单位：元\n地区,金额\n甲县,15000\n乙县,0\n"), ledger)
    assert found.holds


def test_a_workbook_is_read_like_a_csv() -> None:
    items = reconciling.read(read_tables(workbook(377.61), "表.xlsx")[0], PLACES)
    assert [item.fen for item in items] == [377_610_000, 2_000_000]


def test_a_formula_in_a_workbook_is_refused_though_it_has_a_value() -> None:
    with pytest.raises(Faulty) as caught:
        reconciling.read(read_tables(workbook("=1+1"), "表.xlsx")[0], PLACES)
    assert [(fault.code, fault.params["where"]) for fault in caught.value.faults] == [(Slip.FORMULA, "B3")]


def workbook(amount: float | str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for row, cells in enumerate((["单位：万元"], ["地区", "金额"], ["甲县", amount], ["乙县", 2])):
        sheet.write_row(row, 0, cells)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "990193,丙区,,1\n", [(Slip.CODE_OF_OTHER_YEAR, "B3")]),
        (HEAD + "990199,丁县,,1\n", [(Slip.CODE_UNKNOWN, "B3")]),
        (HEAD + "990101,乙县,,1\n", [(Slip.OTHER_NAME, "B3")]),
        (HEAD + "990101,甲县,,\n", [(Slip.AMOUNT_MISSING, "D3")]),
        (HEAD + "990101,甲县,,很多\n", [(Slip.NOT_A_NUMBER, "D3")]),
        (HEAD + "990101,甲县,,=1+1\n", [(Slip.FORMULA, "D3")]),
        (HEAD + "990101,甲县,,1\n990101,甲县,,1\n", [(Slip.REGION_TWICE, "B4")]),
        (HEAD + "990101,,,1\n,甲县,,1\n", [(Slip.REGION_TWICE, "D4")]),
        (HEAD + "990101,甲县,,1\n,合计,,2\n", [(Slip.TOTAL_OFF, "B4")]),
        ("单位：元\n地区,金额\n丁县,1\n", [(Slip.CODE_UNKNOWN, "A3")]),
    ],
)
def test_a_bad_file_is_refused_with_its_cell(text: str, expected: list[tuple[str, str]]) -> None:
    assert slips(text) == expected
