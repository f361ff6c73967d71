"""Every step of an explanation can be reckoned again, leads to the amount, and is said in words with its numbers."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given

from luoxiao.funds.allocation import (
    Adjustment,
    Bounds,
    Directed,
    Faults,
    FixedLine,
    Region,
    Scheme,
    Shape,
    Wrong,
    allocate,
)
from luoxiao.funds.explaining import FORMULAS, Code, check, explain
from luoxiao.funds.terms import Fault
from luoxiao.funds.wording import faults as fault_wording
from luoxiao.funds.wording.explaining import explained
from tests.funds.schemes_invented import INVENTED, counties, factor, regions, schemes, second_round

BOUNDS = Bounds(floor_fen=80_000_000, ceiling_fen=105_000_000)


@INVENTED
@given(schemes(), regions())
def test_every_step_follows_and_the_last_is_the_amount(scheme: Scheme, all_: list[Region]) -> None:
    try:
        found = allocate(scheme, all_)
    except Faults:
        assume(False)
        return
    for line in found.lines:
        explanation = explain(found, line.code)
        assert check(explanation) == []
        assert explanation.step("regular").result == line.regular_fen
        assert explanation.step("score").result == line.score
        assert explanation.step("total").result == line.total_fen


def test_every_part_of_an_amount_has_its_step() -> None:
    scheme = second_round(
        fixed=(FixedLine("orphans", "孤儿基本生活费", "aged", {"": 60_000}),),
        directed=(Directed("poor-pot", "贫困县定向", 10_000_000, ("listed",)),),
        adjustments=(Adjustment("360001", -500, "已到位"), Adjustment("360002", 500, "缺口")),
        early_fen={"360001": 7},
    )
    found = allocate(scheme, counties())
    inside, outside = explain(found, "360001"), explain(found, "360024")
    assert check(inside) == check(outside) == []
    assert inside.step("directed:poor-pot").result == found.by_code["360001"].directed_fen["poor-pot"]
    assert inside.step("fixed:orphans").result == found.by_code["360001"].fixed_fen["orphans"]
    assert inside.step("adjustment:1").result == -500
    assert inside.step("early").result == found.by_code["360001"].tranche_fen
    assert "directed:poor-pot" not in {step.key for step in outside.steps}


@pytest.mark.parametrize("rule", ["floor", "ceiling", ""])
def test_what_a_bound_did_is_a_step(rule: str) -> None:
    found = allocate(second_round(bounds=BOUNDS), counties())
    line = next(line for line in found.lines if line.rule == rule)
    explanation = explain(found, line.code)
    assert explanation.step("regular").code == (rule or Code.ROUNDED)
    assert ("redistributed" in {step.key for step in explanation.steps}) is (not rule)
    assert check(explanation) == []


def test_who_breaks_a_ceiling_only_after_others_is_told_so() -> None:
    found = allocate(second_round(bounds=BOUNDS), counties())
    late = next(line for line in found.lines if line.rule == "ceiling" and line.unbounded_fen < 105_000_000)
    assert explained(explain(found, late.code).step("regular")).what == "余下资金重分后高于封顶，按封顶"


def test_a_guarantee_is_last_years_amount_times_its_rate() -> None:
    all_ = [replace(each, last_fen=150_000_050) if each.code == "360007" else each for each in counties()]
    found = allocate(second_round(bounds=Bounds(guarantee=Fraction(9, 10))), all_)
    said = explained(explain(found, "360007").step("regular"))
    assert str(said) == "低于上年保障数，按上年金额乘比例：1,500,000.50 × 0.9 ＝ 1,350,001.00 元"


def test_a_step_that_was_tampered_with_is_found() -> None:
    explanation = explain(allocate(second_round(), counties()), "360005")
    for number, step in enumerate(explanation.steps):
        steps = list(explanation.steps)
        steps[number] = replace(step, result=step.result + 1)
        assert step.key in check(replace(explanation, steps=tuple(steps)))
    assert check(replace(explanation, total_fen=1)) == ["total"]


def test_every_kind_of_step_has_a_formula() -> None:
    assert set(FORMULAS) == set(Code)


def test_a_region_that_is_not_there_has_no_explanation() -> None:
    with pytest.raises(KeyError):
        explain(allocate(second_round(), counties()), "999999")


@INVENTED
@given(schemes(), regions())
def test_every_step_is_said_with_its_result(scheme: Scheme, all_: list[Region]) -> None:
    try:
        found = allocate(scheme, all_)
    except Faults:
        assume(False)
        return
    for step in explain(found, all_[0].code).steps:
        said = str(explained(step))
        assert re.search(r"\d", said)
        assert "%(" not in said


def test_somebody_with_a_calculator_finds_the_same_from_the_words() -> None:
    """Products and quotients as printed give the printed result to its last place but one."""
    scheme = second_round(bounds=BOUNDS, directed=(Directed("d", "定向", 10_000_000, ("listed",)),))
    found = allocate(scheme, counties())
    checked = 0
    for line in found.lines:
        for step in explain(found, line.code).steps:
            said = explained(step)
            if re.fullmatch(r"[\d,. ×÷＋−()%]+", said.how):
                sum_ = said.how.replace("×", "*").replace("÷", "/").replace("＋", "+").replace("−", "-")
                sum_ = sum_.replace("%", "/100").replace(",", "")
                result = float(said.result.replace(",", "").replace("−", "-").split(" ")[0])
                assert eval(sum_) == pytest.approx(result, rel=1e-9, abs=0.02 if "元" in said.result else 1e-9)
                checked += 1
    assert checked > 200


def test_an_explanation_reads_like_this() -> None:
    all_ = [
        Region("360730", "宁都县", "listed", {"aged": Fraction(300)}),
        Region("360702", "章贡区", "other", {"aged": Fraction(100)}),
    ]
    found = allocate(second_round(factors=(factor("aged", 1),), pot_fen=1_000_000), all_)
    assert [str(explained(step)) for step in explain(found, "360730").steps] == [
        "连片特困系数：1.15",
        "因素aged：300 人",
        "因素aged占各地合计的份额：300 × 1.15 ÷ 445 ＝ 0.7752809",
        "因素aged份额乘权重：0.7752809 × 100% ＝ 0.7752809",
        "各因素相加，为得分：0.7752809",
        "得分占各地得分合计的份额：0.7752809 ÷ 1 ＝ 0.7752809",
        "按公式分配的资金（总额－定额－定向）：10,000.00 − 0.00 − 0.00 ＝ 10,000.00 元",
        "资金乘份额，未计保底封顶、未取整：10,000.00 × 0.7752809 ＝ 7,752.8090 元",
        "取整到 1.00 元的整倍数：7,752.8090 舍尾，尾数较大，进一个单位 ＝ 7,753.00 元",
        "合计：7,753.00 元",
    ]


@pytest.mark.parametrize("code", list(Wrong))
def test_every_fault_has_a_sentence_with_a_full_stop(code: Wrong) -> None:
    params: dict[str, str | int | Fraction] = {
        name: name
        for name in (
            *("code", "name", "part", "factor", "column", "region", "region_name", "coefficient", "klass", "klasses"),
            *("where", "choices", "said", "instead"),
        )
    }
    params |= {
        "direction": "more",
        "transform": "inverse",
        "rule": "floor",
        "sum": Fraction(9, 10),
        "weight": Fraction(2),
    }
    params |= dict.fromkeys(("fen", "limit_fen", "fixed_fen", "directed_fen", "rounding_fen", "rest_fen"), 1234500)
    params |= dict.fromkeys(("floor_fen", "ceiling_fen", "floors_fen", "ceilings_fen", "left_fen"), 1017300001)
    params |= {"early_fen": 1, "total_fen": 2, "value": Fraction(5, 2)}
    said = fault_wording.said(Fault(code, params))
    assert said.endswith("。")
    assert "%" not in said.replace("90%", "").replace("100%", "").replace("200%", "")


def test_amounts_are_in_wan_where_two_places_tell_it_all() -> None:
    assert fault_wording.amount(1_017_300_000) == "1,017.30 万元"
    assert fault_wording.amount(-800_000_001) == "−8,000,000.01 元"
    assert fault_wording.said(Fault(Wrong.WEIGHTS_NOT_ONE, {"sum": Fraction(9, 10)})) == (
        "权重合计 90%，应为 100%。改后再算。"
    )


def test_a_product_is_explained_as_one() -> None:
    scheme = second_round(shape=Shape.PRODUCT, factors=(factor("aged", 1), factor("poor", 1)))
    steps = {step.key: step for step in explain(allocate(scheme, counties()), "360003").steps}
    assert steps["score"].code is Code.PRODUCT
    assert steps["share:aged"].numbers["c"] == 1
    assert steps["score"].sources["c"] == "coefficient"
