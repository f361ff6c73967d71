"""The database itself refuses what no call and no return may be; questions about rows."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from luoxiao.indicators.models import Indicator
from luoxiao.returns import actions
from luoxiao.returns.actions import Example, RuleDraft
from luoxiao.returns.models import (
    Call,
    Decision,
    Override,
    Reminder,
    Return,
    Rule,
    Submission,
    Template,
    TemplateItem,
    Waiver,
)
from tests.returns import scene as scenes
from tests.returns.scene import Scene, person


def refused(name: str) -> Any:
    """SQLite names the columns of a broken unique constraint, PostgreSQL the constraint."""
    return pytest.raises(IntegrityError, match=f"{name}|UNIQUE")


def broken(name: str, row: models.Model, **values: object) -> None:
    with refused(name), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**values)


def twice(name: str, row: models.Model) -> None:
    row.pk = None
    with refused(name), transaction.atomic():
        row.save(force_insert=True)


def test_a_call_is_due_after_it_opens_and_knows_when_it_opened(call: Call) -> None:
    broken("call_due_after_opening", call, due=date(2012, 10, 1))
    broken("open_call_has_its_time", call, opened_at=None)


def test_a_call_that_is_withdrawn_was_never_open_and_says_why(call: Call, scene: Scene, at: datetime) -> None:
    broken("withdrawn_call_was_a_draft_and_says_why", call, state="withdrawn", withdrawn_at=at, withdrawal="重复")
    draft = actions.draft_call(draft=scenes.draft(scene), by=person("asker"), at=at)
    broken("withdrawn_call_was_a_draft_and_says_why", draft, state="withdrawn", withdrawn_at=at)


def test_a_unit_answers_a_call_once(filed: Return) -> None:
    twice("return_once_per_call", filed)


def test_who_filled_a_return_did_not_sign_it(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    broken("return_certified_by_another", filed, certified_by=filed.filled_by)


def test_an_accepted_return_knows_when(filed: Return) -> None:
    broken("accepted_return_has_its_time", filed, state="accepted")


def test_an_override_has_a_reason_and_stands_once_for_each_kind(call: Call, at: datetime) -> None:
    made = Override.objects.create(call=call, kind="cap", detail="", reason="专项", by=person("asker"), at=at)
    twice("override_once", made)
    with refused("override_has_reason"), transaction.atomic():
        Override.objects.create(call=call, kind="known", detail="", reason="", by=person("asker"), at=at)


def test_versions_of_a_return_are_numbered_and_receipts_are_single(filed: Return, at: datetime) -> None:
    made = scenes.certified(filed, at).submissions.get()
    made.receipt = "another"
    twice("submission_number_once", made)
    made.number, made.receipt = 2, Submission.objects.get().receipt
    twice("receipt", made)


def test_whoever_refuses_says_why(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    for kind in ("declined", "sent-back", "unlocked"):
        with refused("refusing_decision_has_reason"), transaction.atomic():
            submission = filed.submissions.get()
            Decision.objects.create(
                filed=filed, submission=submission, kind=kind, level="county", by=person("city"), at=at
            )


def test_a_reminder_of_a_kind_goes_out_once(filed: Return, at: datetime) -> None:
    twice("reminder_once", Reminder.objects.create(filed=filed, kind="late-1", sent_at=at))


def test_a_form_has_each_version_line_place_and_indicator_once(scene: Scene, at: datetime) -> None:
    twice("template_version_once", scene.template)
    template = Template.objects.get()
    broken("template_adopted_by_another", template, adopted_by=template.made_by)
    first, second = template.items.order_by("order")[:2]
    broken("template_order_once", second, order=first.order)
    broken("template_line_once", second, code=first.code)
    broken("template_indicator_once", second, indicator=first.indicator)
    assert (str(template), str(first)) == ("YL-01 演练季报", "A01 床位")
    assert TemplateItem.objects.count() == 4


@pytest.fixture
def rule(scene: Scene, at: datetime) -> Rule:
    examples = (Example({"A01": 1, "A02": 1}, True), Example({"A01": 0, "A02": 1}, False))  # type: ignore[dict-item]
    draft = RuleDraft("H1", "A01 >= A02", "床位少。", "error", "2012Q3", examples)
    return actions.write_rule(scene.template, draft=draft, by=person("office1"), at=at)


def test_a_rule_stands_once_and_a_waiver_has_a_reason_and_a_second_person(
    rule: Rule, scene: Scene, at: datetime
) -> None:
    values = {"unit": scene.county, "from_period": "2012Q3", "to_period": "2012Q4", "asked_at": at}
    made = Waiver.objects.create(rule=rule, reason="在建", asked_by=person("filler"), **values)  # type: ignore[misc]
    broken("waiver_approved_by_another", made, approved_by=made.asked_by)
    broken("waiver_has_reason", made, reason="")
    broken("waiver_refused_by_another", made, refused_by=made.asked_by, refusal="已启用")
    broken("refused_waiver_has_reason", made, refused_by=person("office1"))
    broken("waiver_decided_once", made, refused_by=person("office1"), refusal="已启用", approved_by=person("office2"))
    assert str(rule) == "H1"
    twice("rule_once", rule)


@pytest.mark.parametrize("kind", [Submission, Decision, Override, Reminder])
def test_what_was_handed_in_decided_overridden_and_reminded_of_never_changes(
    call: Call, filed: Return, at: datetime, kind: type[models.Model]
) -> None:
    scenes.certified(filed, at)
    Override.objects.create(call=call, kind="cap", detail="", reason="专项", by=person("asker"), at=at)
    Reminder.objects.create(filed=filed, kind="late-1", sent_at=at)
    rows = kind._default_manager.all()
    for change in (lambda: rows.update(id=models.F("id")), lambda: rows._raw_delete(rows.db)):  # type: ignore[attr-defined]
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            change()


def test_a_person_sees_the_returns_within_their_reach(call: Call, scene: Scene, at: datetime) -> None:
    mine, neighbours = (call.returns.get(unit=unit) for unit in scene.counties)
    seen = {
        name: set(Return.objects.visible_to(person(name)))
        for name in (
            "filler",
            "neighbour",
            "city",
            "province",
            "other-city",
            "asker",
            "other-bureau",
            "office1",
            "audit",
        )
    }
    assert seen == {
        "filler": {mine},
        "neighbour": {neighbours},
        "city": {mine, neighbours},
        "province": {mine, neighbours},
        "other-city": set(),
        "asker": {mine, neighbours},
        "other-bureau": set(),
        "office1": {mine, neighbours},
        "audit": set(),
    }


def test_the_late_list_holds_what_is_missing_and_what_came_late(call: Call, scene: Scene, at: datetime) -> None:
    mine, neighbours = (call.returns.get(unit=unit) for unit in scene.counties)
    on_due, after = datetime(2012, 10, 31, 23, 59, tzinfo=at.tzinfo), datetime(2012, 11, 1, tzinfo=at.tzinfo)
    assert set(Return.objects.late(on_due)) == set()
    scenes.certified(mine, on_due)
    assert set(Return.objects.late(after)) == {neighbours}
    scenes.fill(neighbours, after, by="neighbour", A01="9", A02="8", B01="7")
    scenes.send(neighbours, after, by="neighbour")
    actions.certify(neighbours, seen=scenes.fresh(neighbours).version, by=person("neighbour2"), at=after)
    assert set(Return.objects.late(after)) == {neighbours}


def test_a_return_is_called_by_its_unit_and_call(filed: Return, at: datetime) -> None:
    assert str(filed) == "甲县局 三季度报表"
    assert str(filed.call) == "三季度报表"
    assert str(scenes.certified(filed, at).submissions.get()).startswith("YL-01")


def test_forms_are_seen_by_whoever_is_active(scene: Scene) -> None:
    clerk = person("filler")
    assert list(Template.objects.visible_to(clerk)) == [scene.template]
    clerk.is_active = False
    assert list(Template.objects.visible_to(clerk)) == []
    assert Indicator.objects.count() == 4


def test_why_a_unit_has_leave_from_a_rule_is_seen_by_it_by_those_above_and_by_who_asks(
    call: Call, scene: Scene, at: datetime
) -> None:
    examples = [Example({"A01": Decimal(2)}, holds=True), Example({"A01": Decimal(0)}, holds=False)]
    draft = RuleDraft("beds", "A01 > 0", "没有床位。", "error", "2012Q1", examples)
    rule = actions.write_rule(scene.template, draft=draft, by=person("office1"), at=at)
    asked = {"from_period": "2012Q3", "to_period": "2012Q4", "reason": "新院未启用"}
    actions.ask_waiver(rule, unit=scene.county, **asked, by=person("filler"), at=at)
    people = ("filler", "city", "province", "asker", "office1", "neighbour", "other-city", "other-bureau")
    seen = {name: Waiver.objects.visible_to(person(name)).count() for name in people}
    assert seen == dict.fromkeys(people[:5], 1) | dict.fromkeys(people[5:], 0)
