"""A scheme comes back from text as it was written, exactly, and whatever is wrong in a file is named with its place."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from luoxiao.funds import schemes
from luoxiao.funds.allocation import (
    Adjustment,
    Bounds,
    Coefficient,
    Directed,
    Faults,
    FixedLine,
    Region,
    Scheme,
    Shape,
    Wrong,
    allocate,
)
from tests.funds.schemes_invented import INVENTED, counties, factor, regions, second_round
from tests.funds.schemes_invented import schemes as invented

FULL = second_round(
    fixed=(FixedLine("orphans", "孤儿基本生活费", "orphans", {"": 60_000}),),
    directed=(Directed("poor-pot", "贫困县定向", 1_000_000, ("listed",)),),
    bounds=Bounds(40_000_000, 170_000_001, Fraction(1, 3)),
    adjustments=(Adjustment("360001", -8_000_000, '改建"一期"\n已开工'), Adjustment("360002", 8_000_000, "缺口")),
    early_fen={"360001": 7, "36000X": 1},
)
PLAIN = second_round(coefficients=(), factors=(factor("aged", 1),))
TABLE = "code,name,aged\n360001,甲县,10\n360002,乙县,20.5\n"


def faults(read: Any, *given_: Any, **named: Any) -> list[tuple[Wrong, dict[str, Any]]]:
    with pytest.raises(Faults) as caught:
        read(*given_, **named)
    return [(fault.code, dict(fault.params)) for fault in caught.value.faults]


def places(found: list[tuple[Wrong, dict[str, Any]]]) -> list[tuple[Wrong, str]]:
    return [(code, params["where"]) for code, params in found]


@INVENTED
@given(invented())
def test_a_scheme_comes_back_from_toml_and_from_json(scheme: Scheme) -> None:
    assert schemes.read_scheme(schemes.write_scheme(scheme)) == scheme
    assert schemes.from_json(schemes.to_json(scheme)) == scheme


def test_every_part_of_a_scheme_comes_back() -> None:
    assert schemes.read_scheme(schemes.write_scheme(FULL)) == FULL
    assert schemes.from_json(schemes.to_json(FULL)) == FULL


@INVENTED
@given(regions())
def test_regions_come_back_from_json_in_the_order_of_codes(all_: list[Region]) -> None:
    assert schemes.regions_from_json(schemes.regions_to_json(all_)) == sorted(all_, key=lambda each: each.code)


def test_a_value_that_is_not_known_stays_so() -> None:
    one = Region("360001", "甲县", "", {"aged": None})
    assert schemes.regions_from_json(schemes.regions_to_json([one])) == [one]


def test_amounts_are_written_in_yuan_and_fractions_as_decimals_where_they_are() -> None:
    text = schemes.write_scheme(FULL)
    for line in ('pot_yuan = "22600000.00"', "weight = 0.35", 'guarantee = "1/3"', 'ceiling_yuan = "1700000.01"'):
        assert line in text.splitlines()
    assert "by_class = {listed = 1.15, other = 1}" in text
    assert 'yuan_each = {"" = "600.00"}' in text
    assert "fen" not in text


def test_a_decimal_is_read_as_it_is_written() -> None:
    """0.1 + 0.2 + 0.7 is 1 here, which it is not in floating point."""
    factors = "".join(
        f'[[factors]]\ncode="{code}"\nname="{code}"\nunit=""\nweight={weight}\n'
        for code, weight in (("a", "0.1"), ("b", "0.2"), ("c", "0.7"))
    )
    read = schemes.read_scheme(f'name="x"\npot_yuan="100.01"\nshape="weighted"\n{factors}')
    assert read.pot_fen == 10_001
    assert sum(each.weight for each in read.factors) == 1


@pytest.mark.parametrize(
    ("line", "wrong", "where"),
    [
        ('pot_yuan = "1.005"', Wrong.VALUE_BAD, "pot_yuan"),
        ('pot_yuan = "1e9"', Wrong.VALUE_BAD, "pot_yuan"),
        ("pot_yuan = true", Wrong.VALUE_BAD, "pot_yuan"),
        ("pot_fen = 100", Wrong.KEY_UNKNOWN, "pot_fen"),
        ('shape = "round"', Wrong.CHOICE_BAD, "shape"),
        ("pot = 100", Wrong.KEY_UNKNOWN, "pot"),
        ("factors = 3", Wrong.VALUE_BAD, "factors"),
        ("factors = [3]", Wrong.VALUE_BAD, "factors[1]"),
        ('factors = [{code="a", name="a", unit="", weight="much"}]', Wrong.VALUE_BAD, "factors[1].weight"),
        ('factors = [{code="a", name="a", unit=""}]', Wrong.KEY_MISSING, "factors[1].weight"),
        ('coefficients = [{code="c", name="c", by_class=1}]', Wrong.VALUE_BAD, "coefficients[1].by_class"),
        ('directed = [{code="d", name="d", pot_yuan=1, classes="all"}]', Wrong.VALUE_BAD, "directed[1].classes"),
        ('fixed = [{code="f", name="f", column="f", yuan_each={"a"="x"}}]', Wrong.VALUE_BAD, "fixed[1].yuan_each.a"),
        ("name = 5", Wrong.VALUE_BAD, "name"),
    ],
)
def test_what_is_wrong_in_a_scheme_is_named_with_its_key(line: str, wrong: Wrong, where: str) -> None:
    whole = {"name": '"x"', "pot_yuan": "100", "shape": '"weighted"', "factors": "[]"}
    key, value = line.split(" = ", 1)
    text = "\n".join(f"{name} = {said}" for name, said in {**whole, key: value}.items())
    assert (wrong, where) in places(faults(schemes.read_scheme, text))


@pytest.mark.parametrize("text", ["name = ", "weight = 1e5", "weight = inf", "a = 1\na = 2", "x = " + "9" * 5000])
def test_what_is_no_toml_or_a_bomb_is_refused(text: str) -> None:
    assert faults(schemes.read_scheme, text)[0][0] is Wrong.NOT_TOML


@pytest.mark.parametrize("number", ["1/0", "1e9", "0x10", "１", "1" * 99, " 1", 1.5, None, True])
def test_a_fraction_that_is_none_is_refused(number: object) -> None:
    plain = schemes.to_json(PLAIN)
    plain["factors"][0]["weight"] = number
    assert places(faults(schemes.from_json, plain)) == [(Wrong.VALUE_BAD, "factors[1].weight")]


def test_the_digest_is_the_same_in_any_order_and_changes_with_any_input() -> None:
    one = schemes.digest(FULL_WITHOUT_FIXED, counties())
    assert one == schemes.digest(FULL_WITHOUT_FIXED, counties()[::-1])
    assert one == schemes.digest(FULL_WITHOUT_FIXED, counties(), allocate(FULL_WITHOUT_FIXED, counties()))
    other = [replace(counties()[0], name="改名"), *counties()[1:]]
    assert len({one, schemes.digest(PLAIN, counties()), schemes.digest(FULL_WITHOUT_FIXED, other)}) == 3
    assert len(one) == 64


FULL_WITHOUT_FIXED = replace(FULL, fixed=(), early_fen={}, bounds=Bounds(40_000_000), adjustments=(), directed=())


def test_regions_are_read_from_a_table_by_code_or_name_of_the_column() -> None:
    header = "\ufeff区划代码,县（市、区）,省,因素aged,别的,上年金额（元）\n"
    text = header + '360001,甲县,江西,"1,234.5",x,12.34\n360002,乙县,江西,２,,\n,,,,,\n'
    assert schemes.read_factors(text, PLAIN) == [
        Region("360001", "甲县", "", {"aged": Fraction(2469, 2)}, 1234, "江西"),
        Region("360002", "乙县", "", {"aged": Fraction(2)}, None, "江西"),
    ]


def test_numbers_of_a_workbook_are_taken_as_they_show() -> None:
    rows = [["code", "name", "aged"], [360001, "甲县", 0.1], [360002.0, "乙县", 1e7]]
    found = schemes.read_factors(rows, PLAIN)
    assert [(each.code, each.values["aged"]) for each in found] == [
        ("360001", Fraction(1, 10)),
        ("360002", Fraction(10_000_000)),
    ]


def test_classes_are_asked_for_where_the_scheme_has_them() -> None:
    with_class = "code,name,class,aged,poor,income\n360001,甲县,listed,1,2,3\n"
    assert schemes.read_factors(with_class, second_round())[0].klass == "listed"
    missing = faults(schemes.read_factors, TABLE, second_round())
    assert [(code, params["column"]) for code, params in missing] == [
        (Wrong.COLUMN_MISSING, "class"),
        (Wrong.COLUMN_MISSING, "poor"),
        (Wrong.COLUMN_MISSING, "income"),
    ]


@pytest.mark.parametrize(
    ("row", "wrong", "where"),
    [
        ("360003,丙县,", Wrong.CELL_BLANK, "C4"),
        ("360003,丙县", Wrong.CELL_BLANK, "C4"),
        (",丙县,5", Wrong.CELL_BLANK, "A4"),
        ("360003,,5", Wrong.CELL_BLANK, "B4"),
        ("360003,丙县,=B2*2", Wrong.CELL_FORMULA, "C4"),
        ("360003,＝甲,5", Wrong.CELL_FORMULA, "B4"),
        ("360003,丙县,不掌握", Wrong.CELL_NOT_A_NUMBER, "C4"),
        ("360003,丙县,70%", Wrong.CELL_NOT_A_NUMBER, "C4"),
        ("360003,丙县,1e5", Wrong.CELL_NOT_A_NUMBER, "C4"),
        ('360003,丙县,"1,2"', Wrong.CELL_NOT_A_NUMBER, "C4"),
        ("360001,丙县,5", Wrong.REGION_TWICE, "A4"),
    ],
)
def test_what_is_wrong_in_a_table_is_named_with_its_cell(row: str, wrong: Wrong, where: str) -> None:
    assert places(faults(schemes.read_factors, TABLE + row + "\n", PLAIN)) == [(wrong, where)]


def test_a_formula_behind_a_value_of_a_workbook_is_refused() -> None:
    rows = [["code", "name", "aged", "note"], ["360001", "甲县", 5.0, 1.0]]
    found = faults(schemes.read_factors, rows, PLAIN, formulas={"C2": "B7*2", "D2": "1+0"})
    assert [(code, params["where"], params["value"]) for code, params in found] == [(Wrong.CELL_FORMULA, "C2", "B7*2")]


def test_a_negative_value_is_read_and_then_refused_by_the_run() -> None:
    read = schemes.read_factors(TABLE + "360003,丙县,-5\n", PLAIN)
    assert faults(allocate, PLAIN, read)[0][0] is Wrong.FACTOR_NEGATIVE


def test_a_code_of_another_year_is_named_with_the_right_one() -> None:
    text = "code,name,aged\n360721,赣县,1\n360704,赣县区,2\n999999,无此县,3\n"
    found = faults(schemes.read_factors, text, PLAIN, known={"360721": "赣县"}, instead={"360704": "360721"})
    assert found == [
        (Wrong.CODE_OF_OTHER_YEAR, {"where": "A3", "region": "360704", "region_name": "赣县区", "instead": "360721"}),
        (Wrong.CODE_UNKNOWN, {"where": "A4", "region": "999999", "region_name": "无此县"}),
    ]


@pytest.mark.parametrize("text", ["", "code,name,aged\n", ",,\n\n"])
def test_a_table_without_rows_is_refused(text: str) -> None:
    assert faults(schemes.read_factors, text, PLAIN) == [(Wrong.NO_ROWS, {})]


def test_a_column_that_stands_twice_is_refused() -> None:
    found = faults(schemes.read_factors, "code,name,aged,因素aged\n360001,甲县,1,2\n", PLAIN)
    assert found == [(Wrong.COLUMN_TWICE, {"column": "aged", "where": "D1"})]


def test_last_years_amount_is_wanted_where_it_guarantees_something() -> None:
    scheme = replace(PLAIN, bounds=Bounds(guarantee=Fraction(1)), shape=Shape.WEIGHTED)
    text = "code,name,aged,last_yuan\n360001,甲县,1,\n360002,乙县,1,3.333\n"
    assert places(faults(schemes.read_factors, text, scheme)) == [
        (Wrong.CELL_BLANK, "D2"),
        (Wrong.CELL_NOT_A_NUMBER, "D3"),
    ]


def test_a_coefficient_that_is_a_column_comes_from_the_table() -> None:
    scheme = replace(PLAIN, coefficients=(Coefficient("result", "绩效系数", column="score"),))
    text = "code,name,aged,绩效系数\n360001,甲县,1,1.2\n"
    assert schemes.read_factors(text, scheme)[0].values == {"aged": Fraction(1), "score": Fraction(6, 5)}
    assert schemes.read_scheme(schemes.write_scheme(scheme)) == scheme
