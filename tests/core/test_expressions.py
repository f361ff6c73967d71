"""The language of checks: what it means, where it is wrong, and that nothing else gets in."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.core.expression_wording import sentence
from luoxiao.core.expressions import DEPTH, LENGTH, Misspelt, Mistake, evaluate, parse

D = Decimal
FIGURES = {"A01": D(3), "A02": D(4), "last.A01": D(2), "rural_standard": D("70.5"), "床位": D(10), "gone": None}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("A01 + A02 * 2", D(11)),
        ("(A01 + A02) * 2", D(14)),
        ("A01 - 1 - 1", D(1)),
        ("8 / 4 / 2", D(1)),
        ("-A01 + 5", D(2)),
        ("--A01", D(3)),
        ("A02 / last.A01", D(2)),
        ("rural_standard * 12", D("846.0")),
        ("床位 × ２ ÷ ４", D(5)),
        ("30%", D("0.30")),
        ("0.1 + 0.2", D("0.3")),
        ("A02/last.A01-1", D(1)),
        ("A01 >= 3", True),
        ("A01 ≥ 3 且 A02 < 4", False),
        ("A01 > 3 或 A02 = 4", True),
        ("非 A01 == 3", False),
        ("not A01 <> 3 and A02 != 3", True),
        ("0 <= A01 <= 3 < A02", True),
        ("0 <= A02 <= 3", False),
        ("A01 ≠ A02", True),
        ("abs(A01 / A02 - 1) <= 30%", True),
        ("min(A01, A02, 5)", D(3)),
        ("max(A01)", D(3)),
        ("round(2.345, 2)", D("2.35")),
        ("round(-2.5, 0)", D(-3)),
        ("if(A02 = 0, 0, A01 / A02)", D("0.75")),
        ("if(A01 > 1, A02 > 1, A02 > 9)", True),
    ],
)
def test_an_expression_means_what_it_says(text, result):
    assert evaluate(parse(text), FIGURES) == result


@pytest.mark.parametrize(
    "text",
    [
        "gone + 1",
        "nowhere + 1",
        "gone * 0",
        "gone = gone",
        "not gone > 1",
        "gone > 1 and A01 = 3",
        "gone > 1 or A01 = 4",
        "if(gone > 1, 1, 1)",
        "if(A01 = 3, gone, 1)",
        "min(1, gone)",
        "A01 / 0",
        "0 / 0",
        "A01 / (A02 - 4) > 1",
    ],
)
def test_a_missing_figure_is_never_zero(text):
    assert evaluate(parse(text), FIGURES) is None


@pytest.mark.parametrize(
    ("text", "result"),
    [("gone > 1 and A01 = 4", False), ("A01 = 3 or gone > 1", True), ("if(A01 = 3, 1, gone)", D(1))],
)
def test_what_is_decided_without_the_missing_figure_is_decided(text, result):
    assert evaluate(parse(text), FIGURES) == result


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", Mistake.EMPTY, 1),
        ("   ", Mistake.EMPTY, 1),
        ("A01 +", Mistake.UNEXPECTED, 6),
        ("A01 A02", Mistake.UNEXPECTED, 5),
        ("(A01", Mistake.UNEXPECTED, 5),
        ("A01)", Mistake.UNEXPECTED, 4),
        ("A01 > > 2", Mistake.UNEXPECTED, 7),
        ("A01 @ 2", Mistake.SIGN, 5),
        ("A01;A02", Mistake.SIGN, 4),
        ("__import__('os')", Mistake.SIGN, 12),
        ("eval(A01)", Mistake.UNKNOWN_FUNCTION, 1),
        ("1 + sum(A01)", Mistake.UNKNOWN_FUNCTION, 5),
        ("abs(A01, A02)", Mistake.ARGUMENTS, 1),
        ("if(A01 > 1, 2)", Mistake.ARGUMENTS, 1),
        ("round(A01, A02)", Mistake.PLACES, 12),
        ("round(A01, 11)", Mistake.PLACES, 12),
        ("1 + (A01 > 2)", Mistake.NOT_A_NUMBER, 6),
        ("(A01 > 1) > 2", Mistake.NOT_A_NUMBER, 2),
        ("A01 and A02 > 1", Mistake.NOT_A_CONDITION, 1),
        ("not A01", Mistake.NOT_A_CONDITION, 5),
        ("if(A01, 1, 2)", Mistake.NOT_A_CONDITION, 4),
        ("if(A01 > 1, 1, A01 > 2)", Mistake.NOT_A_NUMBER, 16),
        ("if(A01 > 1, A01 > 2, 1)", Mistake.NOT_A_CONDITION, 22),
    ],
)
def test_a_mistake_points_at_its_column(text, code, column):
    with pytest.raises(Misspelt) as caught:
        parse(text)
    assert (caught.value.code, caught.value.column) == (code, column)
    assert f"第 {column} 列" in sentence(caught.value)


def test_an_expression_has_bounds():
    for text, code in [
        ("1" * (LENGTH + 1), Mistake.TOO_LONG),
        ("(" * (DEPTH + 1) + "1" + ")" * (DEPTH + 1), Mistake.TOO_DEEP),
        ("-" * (DEPTH + 1) + "1", Mistake.TOO_DEEP),
        ("not " * (DEPTH + 1) + "1 > 0", Mistake.TOO_DEEP),
    ]:
        with pytest.raises(Misspelt) as caught:
            parse(text)
        assert caught.value.code is code
        assert sentence(caught.value)


def test_an_expression_names_the_figures_it_needs():
    found = parse("if(A01 > 1, last.A01, 床位) >= abs(gone)")
    assert found.names == {"A01", "last.A01", "床位", "gone"}
    assert found.is_condition


def test_a_number_too_large_to_round_is_no_result():
    assert evaluate(parse("round(9" + "9" * 60 + ", 2)"), {}) is None


numbers = st.integers(0, 10**12).map(lambda n: D(n).scaleb(-2))
leaves = st.sampled_from(["A", "B", "C"]).map(lambda name: (name, lambda known: known[name])) | numbers.map(
    lambda number: (str(number), lambda known: Fraction(number))
)
SIGNS = {"+": Fraction.__add__, "-": Fraction.__sub__, "*": Fraction.__mul__}


def joined(parts):
    """An expression in brackets, and the same sum by fractions."""
    (left, plain_left), sign, (right, plain_right) = parts
    return f"({left} {sign} {right})", lambda known: SIGNS[sign](plain_left(known), plain_right(known))


sums = st.recursive(
    leaves, lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(joined), max_leaves=3
).filter(lambda made: len(made[0]) <= LENGTH)


@given(made=sums, a=numbers, b=numbers, c=numbers)
def test_sums_are_exact(made, a, b, c):
    text, plain = made
    known = {"A": a, "B": b, "C": c}
    assert Fraction(evaluate(parse(text), known)) == plain({name: Fraction(value) for name, value in known.items()})
