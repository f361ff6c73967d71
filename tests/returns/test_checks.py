"""What is wrong with a return, rule by rule, each cause once."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.returns.checks import blocking, check
from luoxiao.returns.form import Check, Entry, Fault, Form, Known, Line, Mark, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def line(code: str, **more: object) -> Line:
    made = Line(code, "组", code.lower(), code, "人", "", 0, Decimal(0), Decimal(100_000), True)
    return replace(made, **more)  # type: ignore[arg-type]


FORM = Form("YL-01", 1, "演练", "2012Q3", (line("A01"), line("A02", scale=2), line("A03", is_required=False)))


def form(*rules: Check) -> Form:
    return replace(FORM, checks=rules)


def found(
    entry: Entry | str | None, known: Known | None = None, code: str = "A01", among: Form = FORM
) -> list[tuple[str, str]]:
    """The faults of one line, where the other lines are in order."""
    one = Entry(value=Decimal(entry)) if isinstance(entry, str) else entry
    entries = {"A01": Entry(Decimal(5)), "A02": Entry(Decimal(5))} | ({code: one} if one else {})
    if one is None:
        del entries[code]
    faults = check(among, entries, {code: known} if known else {})
    return [(fault.severity.value, fault.code) for fault in faults if fault.line == code]


@pytest.mark.parametrize(
    ("entry", "faults"),
    [
        ("7", []),
        ("0", []),
        ("100000", []),
        (None, [("error", "required")]),
        (Entry(reason="只有说明"), [("error", "required")]),
        (Entry(mark=Mark.NOT_KNOWN), []),
        (Entry(mark=Mark.NOT_APPLICABLE), []),
        (Entry(typed="三百多"), [("error", "not-a-number")]),
        ("-1", [("error", "below")]),
        ("100001", [("error", "above")]),
        ("7.5", [("error", "decimals")]),
        ("7.00", []),
    ],
)
def test_a_line_by_itself(entry: Entry | str | None, faults: list[tuple[str, str]]) -> None:
    assert found(entry) == faults


def test_a_line_that_need_not_be_filled_may_stay_blank() -> None:
    assert found(Entry(), code="A03") == []


def test_decimals_that_the_line_keeps_are_allowed() -> None:
    assert found("7.25", code="A02") == []
    assert found("7.255", code="A02") == [("error", "decimals")]


@pytest.mark.parametrize(
    ("value", "last", "code"),
    [
        ("312", "312", ""),
        ("936", "312", ""),  # three times exactly
        ("937", "312", "jump"),
        ("104", "312", ""),
        ("103", "312", "fall"),
        ("0", "312", "gone"),
        ("9", "1", ""),  # small numbers
        ("10", "1", "jump"),
        ("12", "0", ""),
        ("50000", "5", "ten-thousand"),
        ("5", "50000", "ten-thousand"),
        ("24999", "5", "jump"),
        ("25000", "5", "ten-thousand"),
    ],
)
def test_the_last_period_raises_a_doubt(value: str, last: str, code: str) -> None:
    assert found(value, Known(last=Decimal(last))) == ([("warning", code)] if code else [])


def test_a_number_that_differs_from_what_is_known_wants_a_reason_and_no_second_doubt() -> None:
    known = Known(last=Decimal(1), this=Decimal(300), source="年鉴")
    assert found("300", known) == []
    assert found("900", known) == [("warning", "differs")]


def test_a_broken_range_is_the_only_fault_of_its_line() -> None:
    assert found("500000", Known(last=Decimal(50))) == [("error", "above")]


SUM = Check("H1", "A01 >= A02", "床位 {A01} 少于人数 {A02}。", ERROR)


def test_a_rule_that_does_not_hold_is_told_with_its_figures() -> None:
    (fault,) = check(form(SUM), {"A01": Entry(Decimal(7)), "A02": Entry(Decimal(9))}, {})
    assert (fault.line, fault.severity, fault.code) == ("A01", ERROR, "rule")
    assert (fault.params["A01"], fault.params["A02"], fault.params["lines"]) == ("7", "9", "A01、A02")


def test_a_rule_in_its_trial_period_only_warns() -> None:
    (fault,) = check(form(replace(SUM, is_trial=True)), {"A01": Entry(Decimal(7)), "A02": Entry(Decimal(9))}, {})
    assert fault.severity is WARNING


@pytest.mark.parametrize("first", [None, Entry(typed="若干"), Entry(Decimal(-1)), Entry(mark=Mark.NOT_KNOWN)])
def test_a_rule_that_needs_a_missing_or_broken_line_is_not_judged(first: Entry | None) -> None:
    entries = {"A02": Entry(Decimal(9))} | ({"A01": first} if first else {})
    assert "rule" not in {fault.code for fault in check(form(SUM), entries, {})}


def test_a_rule_may_look_at_the_last_period_and_at_other_forms() -> None:
    rules = form(
        Check("H1", "A01 >= last.A01", "少于上期。", WARNING), Check("H2", "A01 <= people", "多于总人口。", ERROR)
    )
    entries = {"A01": Entry(Decimal(7)), "A02": Entry(Decimal(1))}
    faults = check(rules, entries, {"A01": Known(last=Decimal(8))}, {"people": Decimal(6)})
    assert [(fault.params["rule"], fault.params["lines"]) for fault in faults] == [("H1", "A01"), ("H2", "A01")]
    assert check(rules, entries, {}, {"people": None}) == ()


def test_a_fault_of_a_rule_stands_at_the_line_it_names_first() -> None:
    rules = form(Check("H1", "last.A01 + A02 <= A01", "。", ERROR))
    (fault,) = check(rules, {"A01": Entry(Decimal(1)), "A02": Entry(Decimal(1))}, {"A01": Known(last=Decimal(1))})
    assert (fault.line, fault.params["lines"]) == ("A02", "A02、A01")


def test_only_a_warning_with_a_reason_lets_through() -> None:
    faults = (Fault("A01", ERROR, "below"), Fault("A02", WARNING, "jump"), Fault("A03", WARNING, "jump"))
    entries = {"A01": Entry(reason="没有用"), "A02": Entry(reason="新建一所"), "A03": Entry(reason="  ")}
    assert [fault.line for fault in blocking(faults, entries)] == ["A01", "A03"]


VALUES = st.none() | st.integers(-(10**6), 10**6).map(Decimal)


@given(st.lists(VALUES, min_size=3, max_size=3), st.lists(VALUES, min_size=3, max_size=3))
def test_each_line_has_at_most_one_fault_of_its_own_and_they_come_in_order(
    values: list[Decimal | None], before: list[Decimal | None]
) -> None:
    codes = [line.code for line in FORM.lines]
    entries = {code: Entry(value) for code, value in zip(codes, values, strict=True)}
    known = {code: Known(last=value) for code, value in zip(codes, before, strict=True)}
    places = [codes.index(fault.line) for fault in check(FORM, entries, known)]
    assert all(one < next_ for one, next_ in pairwise(places))


@pytest.mark.parametrize(
    ("period", "value", "last", "holds"),
    [
        ("2012Q1", 3, 9, True),  # the year begins anew
        ("2012Q1", 3, None, True),
        ("2012Q2", 9, 9, True),
        ("2012Q2", 8, 9, False),
        ("2012Q4", 8, None, True),  # nothing to compare with: not judged
    ],
)
def test_a_rule_may_ask_which_quarter_it_is(period: str, value: int, last: int | None, *, holds: bool) -> None:
    rule = Check("H1", "quarter = 1 或 A01 >= last.A01", "第 {quarter} 季度累计数减少。", ERROR)
    known = {"A01": Known(last=None if last is None else Decimal(last))}
    entries = {"A01": Entry(Decimal(value)), "A02": Entry(Decimal(5))}
    faults = [f for f in check(replace(form(rule), period=period), entries, known) if f.code == "rule"]
    assert [fault.line for fault in faults] == ([] if holds else ["A01"])
    assert all(fault.params["quarter"] == period[-1] for fault in faults)


def test_only_a_form_by_the_month_knows_its_month() -> None:
    rule = Check("H1", "month > 6 或 A01 >= A02", "上半年。", ERROR)
    entries = {"A01": Entry(Decimal(4)), "A02": Entry(Decimal(5))}
    judged = {
        period: [fault.code for fault in check(replace(form(rule), period=period), entries, {})]
        for period in ("2012-06", "2012-07", "2012Q2")
    }
    assert judged == {"2012-06": ["rule"], "2012-07": [], "2012Q2": []}
