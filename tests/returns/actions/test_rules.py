"""Rules are tested against example returns before they go live; leave from them is asked, approved and ends."""

from datetime import datetime
from decimal import Decimal

import pytest

from luoxiao.core import trail
from luoxiao.core.periods import Period
from luoxiao.core.refusals import Unsaid
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import NotAllowed
from luoxiao.returns import actions, specs
from luoxiao.returns.actions import Example, LineDraft, RuleDraft, rules
from luoxiao.returns.models import Call, Return, Rule, Template, Waiver
from tests.conftest import make_user
from tests.returns import scene as scenes
from tests.returns.scene import PERIOD, Scene, fresh, person


def example(holds: bool, *, last: dict[str, int] | None = None, **values: int) -> Example:
    before = {code: Decimal(value) for code, value in (last or {}).items()}
    return Example({code: Decimal(value) for code, value in values.items()}, holds, before)


RIGHT = example(True, A01=9, A02=5, last={"A01": 5})
WRONG = example(False, A01=0, A02=9, last={"A01": 12})


def rule(code: str = "H1", expression: str = "A01 >= A02", **more: object) -> RuleDraft:
    values = {
        "code": code,
        "expression": expression,
        "message": "床位 {A01} 不够。",
        "severity": "error",
        "in_force_from": PERIOD,
        "examples": (RIGHT, WRONG),
    }
    return RuleDraft(**values | more)  # type: ignore[arg-type]


def write(scene: Scene, at: datetime, *, by: str = "office1", **more: object) -> Rule:
    return actions.write_rule(scene.template, draft=rule(**more), by=person(by), at=at)  # type: ignore[arg-type]


def test_a_rule_whose_examples_come_out_right_goes_live(scene: Scene, at: datetime) -> None:
    made = write(scene, at)
    assert (made.expression, made.in_force_from, made.severity) == ("A01 >= A02", PERIOD, "error")
    assert made.examples[0] == {"values": {"A01": "9", "A02": "5"}, "last": {"A01": "5"}, "holds": True}


@pytest.mark.parametrize(
    ("more", "refusal", "words"),
    [
        ({"expression": "A01 >= "}, rules.RuleMisspelt, "第 7 列"),
        ({"expression": "A01 + A02"}, rules.RuleIsNumber, "B03 >= B01"),
        ({"expression": "A01 >= C07"}, rules.RuleUnknownName, "第 8 列的“C07”"),
        ({"expression": "last.A01 >= last.A02"}, rules.RuleNamesNoLine, "A01"),
        ({"message": "{A99} 不够"}, rules.MessageUnknownName, "A99"),
        ({"examples": ()}, rules.TooFewExamples, "0 份应通过、0 份"),
        ({"examples": (RIGHT,)}, rules.TooFewExamples, "1 份应通过、0 份"),
        ({"examples": (WRONG, WRONG)}, rules.TooFewExamples, "0 份应通过、2 份"),
        ({"expression": "A01 <= A02"}, rules.ExampleFails, "第 1 份样表应“通过”.*“查出”"),
        ({"examples": (RIGHT, example(False, A01=1))}, rules.ExampleFails, "第 2 份.*缺数"),
        ({"in_force_from": "2012"}, rules.OtherPeriod, "按季"),
    ],
)
def test_a_rule_that_is_not_sound_is_refused(
    scene: Scene, at: datetime, more: dict[str, object], refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        write(scene, at, **more)
    assert Rule.objects.count() == 0


def test_a_rule_may_ask_which_quarter_it_is(scene: Scene, at: datetime) -> None:
    right, wrong = example(True, A01=1, quarter=1, last={"A01": 9}), example(False, A01=1, quarter=2, last={"A01": 9})
    made = write(scene, at, expression="quarter = 1 或 A01 >= last.A01", examples=(right, wrong))
    assert made.examples[1]["values"] == {"A01": "1", "quarter": "2"}


@pytest.mark.parametrize(
    ("expression", "name"), [("month = 1 或 A01 >= A02", "month"), ("last.quarter = 1 或 A01 >= A02", "quarter")]
)
def test_a_quarterly_form_knows_no_month_and_no_quarter_before(
    scene: Scene, at: datetime, expression: str, name: str
) -> None:
    with pytest.raises(rules.RuleUnknownName, match=name):
        write(scene, at, expression=expression)


def test_a_code_is_used_once_in_a_form(scene: Scene, at: datetime) -> None:
    write(scene, at)
    with pytest.raises(rules.RuleTaken, match="H1"):
        write(scene, at)


def test_a_rule_may_name_an_indicator_of_another_form(scene: Scene, at: datetime) -> None:
    scenes.make_indicator("people", "总人口", "人", 0, at)
    examples = (example(True, A01=1, people=5), example(False, A01=9, people=5))
    write(scene, at, expression="A01 <= people", examples=examples)
    scenes.put({"people": "100"}, at, period=PERIOD)
    call = scenes.make_call(scene, at)
    filed = call.returns.select_related("unit").get(unit=scene.county)
    form = specs.form_of(call)
    assert specs.others_for(call, filed.unit, form) == {"people": Decimal(100), "last.people": None}
    faults = specs.checked(fresh(filed), scenes.entries())
    assert [(fault.code, fault.params["people"]) for fault in faults] == [("rule", "100")]


@pytest.mark.parametrize("name", ["filler", "city", "province", "audit"])
def test_who_keeps_no_dictionary_writes_and_retires_no_rule(scene: Scene, at: datetime, name: str) -> None:
    with pytest.raises(NotAllowed):
        write(scene, at, by=name)
    made = write(scene, at)
    with pytest.raises(NotAllowed):
        actions.retire_rule(made, from_period="2012Q4", reason="不用", by=person(name), at=at)


def test_rules_of_a_form_are_written_by_the_office_and_by_whose_figures_it_asks(scene: Scene, at: datetime) -> None:
    made = write(scene, at)
    with pytest.raises(NotAllowed):
        write(scene, at, by="asker", code="H2")
    with pytest.raises(NotAllowed):
        actions.retire_rule(made, from_period="2012Q4", reason="不用", by=person("asker"), at=at)
    Indicator.objects.filter(code="beds").update(owner=scene.bureau)
    write(scene, at, by="asker", code="H2")
    actions.retire_rule(made, from_period="2012Q4", reason="不用", by=person("asker"), at=at)
    with pytest.raises(NotAllowed):
        write(scene, at, by="other-bureau", code="H3")


def test_a_bureau_writes_the_rules_of_the_form_it_made(scene: Scene, at: datetime) -> None:
    lines = [LineDraft("A01", "床位", Indicator.objects.get(code="beds"))]
    told = {"code": "YL-02", "name": "另一张", "period": "quarter", "lines": lines, "at": at}
    own = actions.draft_template(**told, by=person("asker"))  # type: ignore[arg-type]
    draft = rule(expression="A01 >= 1", message="没有床位。")
    with pytest.raises(NotAllowed):
        actions.write_rule(own, draft=draft, by=person("other-bureau"), at=at)
    actions.write_rule(own, draft=draft, by=person("asker"), at=at)


def applied(scene: Scene, period: str) -> list[tuple[str, bool]]:
    call = Call(template=scene.template, period=period)
    return [(check.code, check.is_trial) for check in specs.form_of(call).checks]


def test_a_rule_begins_as_a_trial_and_ends_when_it_is_retired(scene: Scene, at: datetime) -> None:
    made = write(scene, at)
    actions.retire_rule(made, from_period="2013Q2", reason="不用", by=person("office2"), at=at)
    assert applied(scene, "2012Q2") == []
    assert applied(scene, "2012Q3") == [("H1", True)]
    assert applied(scene, "2013Q1") == [("H1", False)]
    assert applied(scene, "2013Q2") == []


def retire(made: Rule, at: datetime, period: str) -> Rule:
    return actions.retire_rule(made, from_period=period, reason="不用", by=person("office2"), at=at)


def test_a_rule_is_not_retired_from_a_period_that_has_passed(scene: Scene, at: datetime) -> None:
    made = write(scene, at, in_force_from="2011Q1")
    with pytest.raises(rules.RetiredFromThePast, match=r"2012年第二季度已过.*从2012年第三季度或以后"):
        retire(made, at, "2012Q2")
    assert Rule.objects.get().retired_from == ""
    assert retire(made, at, "2012Q3").retired_from == "2012Q3"


def test_a_rule_by_which_returns_were_handed_in_is_retired_from_a_later_period(
    filed: Return, scene: Scene, at: datetime
) -> None:
    made = write(scene, at)
    scenes.send(scenes.fill(filed, at), at)
    with pytest.raises(rules.RuleApplied, match="2012年第三季度起已有 1 份报表"):
        retire(made, at, "2012Q3")
    assert retire(made, at, "2012Q4").retired_from == "2012Q4"


def test_a_return_of_a_rehearsal_keeps_no_rule_in_force(scene: Scene, at: datetime) -> None:
    made = write(scene, at)
    filed = scenes.make_call(scene, at, is_rehearsal=True).returns.get(unit=scene.county)
    scenes.send(scenes.fill(filed, at), at)
    assert retire(made, at, "2012Q3").retired_from == "2012Q3"


def test_a_retired_rule_does_not_come_back(scene: Scene, at: datetime) -> None:
    made = write(scene, at)
    retire(made, at, "2012Q4")
    with pytest.raises(rules.RuleRetired, match="已从2012年第四季度起停用"):
        retire(made, at, "2013Q4")
    assert Rule.objects.get().retired_from == "2012Q4"


@pytest.mark.parametrize(
    ("kind", "earliest", "past"),
    [("year", "2011", "2010"), ("month", "2012-09", "2012-08"), ("day", "2012-10-14", "2012-10-13")],
)
def test_every_rhythm_has_its_earliest_period(at: datetime, kind: str, earliest: str, past: str) -> None:
    rule = Rule(template=Template(period=kind), code="H1")
    with pytest.raises(rules.RetiredFromThePast, match=Period.parse(earliest).words):
        rules._refuse_past(rule, Period.parse(past), at)


def ask(made: Rule, scene: Scene, at: datetime, *, by: str = "filler", end: str = "2012Q4") -> Waiver:
    return actions.ask_waiver(
        made, unit=scene.county, from_period=PERIOD, to_period=end, reason="在建", by=person(by), at=at
    )


def test_a_waiver_counts_once_approved_for_its_unit_and_periods(
    call: Call, filed: Return, scene: Scene, at: datetime
) -> None:
    made = write(scene, at, in_force_from="2012Q2")
    waiver = ask(made, scene, at)

    def checks(period: str = PERIOD, *, neighbour: bool = False) -> int:
        asked = Call(template=scene.template, period=period)
        return len(specs.form_of(asked, unit=scene.neighbour if neighbour else scene.county).checks)

    assert checks() == 1
    actions.approve_waiver(waiver, by=person("office1"), at=at)
    assert [checks(), checks("2012Q4"), checks("2012Q2"), checks("2013Q1"), checks(neighbour=True)] == [0, 0, 1, 1, 1]
    with pytest.raises(rules.WaiverDecided, match="office1"):
        actions.approve_waiver(waiver, by=person("office2"), at=at)


def test_whose_business_a_waiver_is(scene: Scene, at: datetime) -> None:
    made = write(scene, at)
    for name in ("neighbour", "city", "office1", "audit"):
        with pytest.raises(NotAllowed):
            ask(made, scene, at, by=name)
    waiver = ask(made, scene, at)
    for name in ("filler", "certifier", "city", "asker", "audit"):
        with pytest.raises(NotAllowed):
            actions.approve_waiver(waiver, by=person(name), at=at)


def test_a_waiver_does_not_run_backwards(scene: Scene, at: datetime) -> None:
    with pytest.raises(rules.WaiverBackwards):
        ask(write(scene, at), scene, at, end="2012Q2")


def test_whoever_asked_for_a_waiver_does_not_approve_it(scene: Scene, at: datetime) -> None:
    both = make_user("both", "county", "office", unit=scene.county)
    waiver = ask(write(scene, at), scene, at, by="both")
    with pytest.raises(rules.WaiverOwn):
        actions.approve_waiver(waiver, by=both, at=at)


def refuse(waiver: Waiver, at: datetime, *, by: str = "office1", reason: str = "床位已启用") -> Waiver:
    return actions.refuse_waiver(waiver, reason=reason, by=person(by), at=at)


def test_a_refused_waiver_leaves_the_rule_in_force_and_says_why(
    call: Call, filed: Return, scene: Scene, at: datetime
) -> None:
    waiver = ask(write(scene, at, in_force_from="2012Q2"), scene, at)
    with pytest.raises(Unsaid):
        refuse(waiver, at, reason=" ")
    refused = refuse(waiver, at)
    assert (refused.refused_by, refused.refusal, refused.approved_by) == (person("office1"), "床位已启用", None)
    assert len(specs.form_of(call, unit=scene.county).checks) == 1
    with pytest.raises(rules.WaiverDecided, match="已由office1不予批准"):
        actions.approve_waiver(waiver, by=person("office2"), at=at)
    assert trail.history(scene.template)[0].reason == "床位已启用"


def test_an_approved_waiver_is_not_refused_any_more(scene: Scene, at: datetime) -> None:
    waiver = ask(write(scene, at), scene, at)
    actions.approve_waiver(waiver, by=person("office1"), at=at)
    with pytest.raises(rules.WaiverDecided, match="已由office1批准"):
        refuse(waiver, at, by="office2")


def test_a_waiver_is_refused_by_the_office_and_not_by_whoever_asked(scene: Scene, at: datetime) -> None:
    both = make_user("both", "county", "office", unit=scene.county)
    waiver = ask(write(scene, at), scene, at, by="both")
    for name in ("filler", "certifier", "city", "asker", "audit"):
        with pytest.raises(NotAllowed):
            refuse(waiver, at, by=name)
    with pytest.raises(rules.WaiverOwn, match="不能由本人不予批准"):
        refuse(waiver, at, by=both.username)
