"""The sentences about gaps and years say what was reckoned, and a calculator finds the same."""

import re
from decimal import Decimal
from math import isclose, log

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from luoxiao.core.wording import period_words
from luoxiao.indicators import wording
from luoxiao.indicators.composite import Gone, Part, index
from luoxiao.indicators.convergence import Caution, Convergence, Demand, Method, Outcome, Rules, converge
from luoxiao.indicators.gap import Against, Doubt, Good, Missing, Move, Rank, Reading, difference
from luoxiao.indicators.histories import Point, Why
from luoxiao.indicators.wording.numbers import fixed, rate, telling_apart


def history(text: str) -> list[Point]:
    return [Point(period, Decimal(value)) for period, value in (each.split(":") for each in text.split())]


def found(own: str, nation: str, good: Good = Good.MORE, method: Method = Method.GEOMETRIC) -> Convergence:
    return converge(history(own), history(nation), Rules(good, method, highest=Decimal(10**6)))


CATCHING_UP = ("2009:80 2010:90 2012:100", "2008:130 2010:140 2011:150 2013:160")


@pytest.mark.parametrize(
    ("own", "nation", "good", "method", "said"),
    [
        (*CATCHING_UP, Good.MORE, Method.GEOMETRIC,
         "2009—2012年年均增长 7.7%，全国增长 4.2%；照此 2026年达到全国平均，区间 2016—2051年。"),
        ("2010:50 2011:52 2012:60", "2010:90 2011:96 2012:100", Good.MORE, Method.GEOMETRIC,
         "2010—2012年年均增长 9.5%，全国增长 5.4%；照此 2026年达到全国平均，最早 2018年，也可能不会达到。"),
        ("2010:50 2011:60 2012:80", "2010:150 2011:152 2012:160", Good.MORE, Method.LINEAR,
         "2010—2012年年均增加 15 元，全国增加 5 元；照此 2020年达到全国平均，区间 2018—2030年。"),
        ("2010:10 2011:10 2012:10", "2010:20 2011:30 2012:40", Good.MORE, Method.GEOMETRIC,
         "2010—2012年年均不变，全国增长 41.4%；照此不会达到全国平均，相对差距还在拉大。"),
        ("2010:10 2011:11 2012:12", "2010:20 2011:21 2012:22", Good.MORE, Method.LINEAR,
         "2010—2012年年均增加 1 元，全国增加 1 元；照此不会达到全国平均，差距不变。"),
        ("2010:10 2011:10 2012:10.01", "2010:20 2011:20 2012:20", Good.MORE, Method.GEOMETRIC,
         "2010—2012年年均增长 0.05%，全国不变；照此 100 年内不会达到全国平均。"),
        ("2010:30 2011:28 2012:26", "2010:12 2011:11 2012:10", Good.LESS, Method.GEOMETRIC,
         "2010—2012年年均下降 6.9%，全国下降 8.7%；照此不会降到全国平均，相对差距还在拉大。"),
        ("2010:16 2011:14 2012:12", "2010:7 2011:6 2012:5", Good.LESS, Method.LINEAR,
         "2010—2012年年均减少 2 元，全国减少 1 元；照此推算，两边相等时的数已不是这项指标可能的数，不能说是哪一年。"),
        ("2010:1 2011:2 2012:2100", "2010:8 2011:8 2012:2067.8", Good.MORE, Method.GEOMETRIC,
         "已达到全国平均：2012年 2,100 元，全国 2,067.8 元。"),
        ("2010:1 2011:2", "2010:8 2011:8 2012:8", Good.MORE, Method.GEOMETRIC,
         "数太少，不能推算：在共同的时段内本地有 2 个数，全国有 2 个，各须有 3 个。"),
        ("2010:0 2011:2 2012:4", "2010:8 2011:8 2012:8", Good.MORE, Method.GEOMETRIC,
         "有零或负数，不能按增长率推算；可按年均增减量推算。"),
        ("2010:1", "2010:8", Good.NEITHER, Method.GEOMETRIC, "这项指标不论高低，不推算何时达到全国平均。"),
        ("2012Q1:10 2012Q2:20 2012Q3:30", "2012Q1:65 2012Q2:65 2012Q3:65", Good.MORE, Method.LINEAR,
         "2012年第一季度至2012年第三季度年均增加 40 元，全国不变；照此 2013年达到全国平均，各种试算都是这一年。"),
    ],
)  # fmt: skip
def test_the_year_is_said_in_one_sentence(own: str, nation: str, good: Good, method: Method, said: str) -> None:
    assert wording.convergence(found(own, nation, good, method), "元") == said


def test_a_place_that_does_not_arrive_but_for_one_figure_says_so() -> None:
    said = found("2010:50 2011:40 2012:52", "2010:90 2011:92 2012:96")
    assert said.outcome is Outcome.WIDENING
    assert wording.may_arrive(said) == "去掉个别数试算，最早 2015年达到。"
    assert wording.may_arrive(found(*CATCHING_UP)) == ""
    assert wording.may_arrive(found("2010:10 2011:10 2012:10", "2010:20 2011:30 2012:40")) == ""


def test_the_growth_needed_is_said_with_the_growth_there_is() -> None:
    said = found(*CATCHING_UP)
    assert [wording.need(need, said, "元") for need in said.needs] == [
        "2015年达到全国平均，须年均增长 27.0%；现为年均增长 7.7%，不够。",
        "2020年达到全国平均，须年均增长 10.3%；现为年均增长 7.7%，不够。",
    ]
    falling = found("2010:30 2011:26 2012:22", "2010:12 2011:11 2012:10", Good.LESS, Method.LINEAR)
    assert wording.need(falling.needs[1], falling, "%") == (
        "2020年降到全国平均，须年均减少 2.5 点；现为年均减少 4 点，够。"
    )
    ahead = found("2010:80 2011:90 2012:100", "2010:50 2011:60 2012:72")
    assert wording.need(ahead.needs[1], ahead, "") == (
        "到 2020年不落后于全国平均，须年均增长 15.2%；现为年均增长 11.8%，不够。"
    )
    passed = found("2018:80 2019:90 2020:100", "2018:150 2019:160 2020:172")
    assert wording.need(passed.needs[0], passed, "") == "2015年已过。"


def test_the_reckoning_is_shown_step_by_step() -> None:
    assert wording.steps(found(*CATCHING_UP)) == [
        "本地年均增长率 p ＝ (100 ÷ 80)^(1 ÷ 3) − 1 ＝ 7.7217%（2009年至2012年，3 年）。",
        "全国年均增长率 n ＝ (160 ÷ 130)^(1 ÷ 5) − 1 ＝ 4.2402%（2008年至2013年，5 年）。",
        "本地 P ＝ 100（2012年）× (1 ＋ p)^1 ＝ 107.721735，推后 1 年。",
        "全国 N ＝ 160（2013年）。",
        "以上两数都是2013年底的数，以下从这时算起。",
        "年数 ＝ ln(N ÷ P) ÷ ln((1 ＋ p) ÷ (1 ＋ n)) ＝ ln(160 ÷ 107.721735) ÷ ln(1.077217 ÷ 1.042402) ＝ 12.04，"
        "落在 2026年。",
        "到 2015年底，所需速度 ＝ (160 ÷ 107.721735)^(1 ÷ 2) × 1.042402 − 1 ＝ 27.0409%。",
        "到 2020年底，所需速度 ＝ (160 ÷ 107.721735)^(1 ÷ 7) × 1.042402 − 1 ＝ 10.3013%。",
        "去掉本地 2009年的数：2051年。",
        "去掉本地 2012年的数：2016年。",
        "去掉全国 2008年的数：2027年。",
        "去掉全国 2013年的数：2029年。",
    ]


def test_nothing_is_shown_step_by_step_where_nothing_is_reckoned() -> None:
    assert wording.steps(found("2010:1", "2010:8")) == []


@pytest.mark.parametrize(
    ("own", "nation", "method", "said"),
    [
        ("2010:9 2011:9 2012:9", "2010:8 2011:8 2012:8", Method.LINEAR, "P 已不比 N 差，不必再算年数。"),
        ("2010:1 2011:1 2012:1", "2010:8 2011:9 2012:9", Method.LINEAR, "P 比 N 差，p 又不如 n，两边不会相等。"),
        ("2010:1 2011:1 2012:1", "2010:8 2011:8 2012:8", Method.LINEAR, "P 比 N 差，p 与 n 相同，两边不会相等。"),
        ("2010:1 2011:1 2012:1.01", "2010:8 2011:8 2012:8", Method.LINEAR, "同一公式算出的年数过大，不作预计。"),
        ("2010:1 2011:9 2012:99999", "2010:900000 2011:910000 2012:920000", Method.GEOMETRIC, "年数 ＝"),
        ("2010:600000 2011:620000 2012:640000", "2010:960000 2011:970000 2012:980000", Method.LINEAR,
         "两边相等时的数已不是这项指标可能的数，年数没有意义。"),
    ],
)  # fmt: skip
def test_a_year_that_is_not_given_has_its_reason(own: str, nation: str, method: Method, said: str) -> None:
    assert [step for step in wording.steps(found(own, nation, method=method)) if step.startswith(said)]


positive = st.decimals("1", "99999", places=2)


@given(st.lists(positive, min_size=3, max_size=6), st.lists(positive, min_size=3, max_size=6), st.sampled_from(Method))
def test_a_calculator_finds_what_each_step_says(own: list[Decimal], nation: list[Decimal], method: Method) -> None:
    made = converge(
        [Point(str(2012 - n), value) for n, value in enumerate(own)],
        [Point(str(2013 - n), value) for n, value in enumerate(nation)],
        Rules(Good.MORE, method),
    )
    assume(made.own is not None and made.nation is not None)
    assert made.own is not None
    assert made.nation is not None
    known = {"p": float(made.own.rate), "n": float(made.nation.rate)}
    assume(abs(known["p"] - known["n"]) > 0.01 and min(known.values()) > -0.9)
    formulas = [step for step in wording.steps(made) if step.count("＝") >= 2]
    assert len(formulas) >= 2
    for step in formulas:
        formula, result = step.split("＝")[-2:]
        found = re.match(r" ?(−?[\d,.]+)(%?)", result)
        assert found
        value = calculated(found[1]) / (100 if found[2] else 1)
        assert isclose(calculated(formula, **known), value, rel_tol=5e-3, abs_tol=6e-3), step


def calculated(formula: str, **known: float) -> float:
    """What a calculator makes of the formula as printed."""
    plain = re.sub(r"（[^）]*）", "", formula).translate(
        str.maketrans({"÷": "/", "×": "*", "−": "-", "＋": "+", ",": None})
    )
    return float(eval(plain.strip().replace("^", "**"), {"ln": log, **known}))


@pytest.mark.parametrize(
    ("value", "level", "good", "unit", "said"),
    [
        ("1460.00", "2067.80", Good.MORE, "元/人·年", "比全国平均低 607.80 元/人·年，为全国平均的 70.6%，未达到。"),
        ("2067.80", "2067.80", Good.MORE, "元/人·年", "与全国平均持平，已达到。"),
        ("26.5", "10.2", Good.LESS, "%", "比全国平均高 16.3 点，为全国平均的 259.8%，越低越好，未达到。"),
        ("9.9", "10.2", Good.LESS, "%", "比全国平均低 0.3 点，为全国平均的 97.1%，越低越好，已达到。"),
        ("5", "4", Good.NEITHER, "人", "比全国平均高 1 人，为全国平均的 125.0%。"),
        ("1", "0", Good.MORE, "人", "比全国平均高 1 人，已达到。"),
    ],
)
def test_a_gap_is_said_with_its_direction(value: str, level: str, good: Good, unit: str, said: str) -> None:
    made = difference(Reading(Decimal(value)), Reading(Decimal(level)), Against.NATION, good)
    assert wording.difference(made, unit) == said


def test_ranks_and_moves_say_among_how_many() -> None:
    assert wording.rank(Rank(3, 24, 1)) == "第 3 位，共 24 个有数"
    assert wording.rank(Rank(3, 24, 2)) == "第 3 位，2 个并列，共 24 个有数"
    assert wording.move(Move(3, 5, 20)) == "上升 2 位（两期都有数的 20 个中）"
    assert wording.move(Move(5, 3, 20)) == "下降 2 位（两期都有数的 20 个中）"
    assert wording.move(Move(5, 5, 20)) == "位次不变（两期都有数的 20 个中）"
    assert (wording.rank(None), wording.move(None)) == ("—", "—")


def test_an_index_says_what_is_missing() -> None:
    def part(code: str, weight: int, own: str | None) -> Part:
        return Part(code, weight, Good.MORE, Reading(None if own is None else Decimal(own)), Reading(Decimal(100)))

    assert wording.index(index([part("a", 100, "65")])) == "指数 65.0，各项都达到全国平均为 100。"
    some = index([part("a", 80, "60"), part("b", 20, None)])
    assert wording.index(some) == "指数 60.0，不完整：缺权重 20% 的指标，按其余指标折算。"
    assert wording.lost(some.lost[0]) == "本地数：没有数。"
    none = index([part("a", 79, "60"), part("b", 21, None)])
    assert wording.index(none) == "缺权重 21% 的指标，超过 20%，不出指数。"


def test_every_code_has_its_sentence() -> None:
    assert all(wording.doubt(code).endswith("。") for code in Doubt)
    assert all(wording.caution(code).endswith("。") for code in Caution)
    assert all(wording.assumption(method).endswith("。") for method in Method)
    assert set(wording.LEVELS) == set(Against)
    assert set(wording.MISSING) == set(Missing)
    assert set(wording.METHODS) == set(Method)
    assert set(wording.LEFT_OUT) == set(Why)
    from luoxiao.indicators.wording import convergences, gaps

    assert set(convergences._OUTCOMES) == set(Outcome)
    assert set(convergences._NEEDS) == set(Demand)
    assert set(gaps._GONE) == set(Gone)
    assert all(rule.endswith("。") for rule in (wording.band_rule(), wording.index_rule(), wording.frontier_rule()))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("2012", "2012年"),
        ("2012Q3", "2012年第三季度"),
        ("2012-10", "2012年10月"),
        ("2010-11-01", "2010年11月1日"),
        ("2012/2014", "2012—2014年"),
    ],
)
def test_a_period_is_said_as_officials_write_it(code: str, said: str) -> None:
    assert period_words(code) == said


def test_two_rates_that_differ_are_printed_differently() -> None:
    one, other = Decimal("0.0981"), Decimal("0.0984")
    places = telling_apart(one, other, Method.GEOMETRIC)
    assert [rate(each, Method.GEOMETRIC, "", places) for each in (one, other)] == ["增长 9.81%", "增长 9.84%"]
    assert telling_apart(one, one, Method.GEOMETRIC) == 1


def test_a_minus_is_the_minus_of_print() -> None:
    assert fixed(Decimal("-1234.5"), 0) == "−1,235"


def test_the_quarter_is_said_in_the_readers_language() -> None:
    with override("en"):
        assert period_words("2012Q3") == "Q3 2012"
