"""Forms are made of what the dictionary has in use, by one person, and put to use by another."""

from datetime import datetime

import pytest

from luoxiao.core import trail
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import NotAllowed
from luoxiao.returns import actions
from luoxiao.returns.actions import LineDraft, templates
from luoxiao.returns.models import Template
from tests.returns import scene as scenes
from tests.returns.actions.test_rules import rule
from tests.returns.scene import Scene, person


@pytest.fixture
def beds(scene: Scene) -> Indicator:
    return Indicator.objects.get(code="beds")


def drafted(at: datetime, *lines: LineDraft, by: str = "office1", **more: object) -> Template:
    values = {"code": "YL-09", "name": "演练", "period": "quarter", "lines": lines, "by": person(by), "at": at}
    return actions.draft_template(**values | more)  # type: ignore[arg-type]


def test_a_form_holds_its_lines_in_order(scene: Scene) -> None:
    items = scene.template.items.select_related("indicator")
    assert [(item.code, item.indicator.code) for item in items][:2] == [("A01", "beds"), ("A02", "residents")]
    assert trail.history(scene.template)[1].after["lines"]["A01"] == "beds"


def test_whoever_drafted_a_form_does_not_adopt_it(beds: Indicator, at: datetime) -> None:
    made = drafted(at, LineDraft("A01", "组", beds))
    with pytest.raises(templates.AdoptOwn, match="office1"):
        actions.adopt_template(made, by=person("office1"), at=at)
    assert actions.adopt_template(made, by=person("office2"), at=at).adopted_by == person("office2")
    with pytest.raises(templates.AdoptedAlready):
        actions.adopt_template(made, by=person("office2"), at=at)


def test_who_may_draft_and_who_may_adopt(beds: Indicator, at: datetime) -> None:
    made = drafted(at, LineDraft("A01", "组", beds), by="asker")
    for name in ("filler", "city", "province", "audit"):
        with pytest.raises(NotAllowed):
            drafted(at, LineDraft("A01", "组", beds), by=name)
    for name in ("filler", "city", "province", "asker", "other-bureau", "audit"):
        with pytest.raises(NotAllowed):
            actions.adopt_template(made, by=person(name), at=at)


def test_a_form_without_lines_is_refused(scene: Scene, at: datetime) -> None:
    with pytest.raises(templates.NoLines):
        drafted(at)


def test_a_line_or_an_indicator_stands_once(beds: Indicator, at: datetime) -> None:
    staff = scenes.make_indicator("staff", "人员", "人", 0, at)
    with pytest.raises(templates.LineTwice, match="A01"):
        drafted(at, LineDraft("A01", "组", beds), LineDraft("A01", "组", staff))
    with pytest.raises(templates.LineTwice, match="床位"):
        drafted(at, LineDraft("A01", "组", beds), LineDraft("A02", "组", beds))


@pytest.mark.parametrize("code", ["", "1A", "a01", "A-01", "Ａ01", "A" * 11, "甲"])
def test_a_code_that_no_rule_could_name_is_refused(beds: Indicator, at: datetime, code: str) -> None:
    with pytest.raises(templates.BadLineCode):
        drafted(at, LineDraft(code, "组", beds))


def test_only_what_is_in_use_and_reported_is_asked(scene: Scene, at: datetime) -> None:
    waiting = scenes.make_indicator("waiting", "待启用", "人", 0, at, adopted_at=None)
    derived = scenes.make_indicator("derived", "比率", "%", 2, at, formula="residents / beds")
    yearly = scenes.make_indicator("yearly", "年末数", "人", 0, at, period="year")
    for indicator in (waiting, derived):
        with pytest.raises(templates.NotInForce, match=indicator.name):
            drafted(at, LineDraft("A01", "组", indicator))
    with pytest.raises(templates.OtherRhythm, match=r"年末数.*按年.*按季"):
        drafted(at, LineDraft("A01", "组", yearly))


def test_a_code_is_given_once(scene: Scene, beds: Indicator, at: datetime) -> None:
    with pytest.raises(templates.CodeTaken, match="演练季报"):
        drafted(at, LineDraft("A01", "组", beds), code="YL-01")


def test_a_new_version_keeps_code_and_rhythm_and_takes_over_the_rules_it_can(
    scene: Scene, beds: Indicator, at: datetime
) -> None:
    for name, expression in (("H1", "A01 >= A02"), ("H2", "A01 >= last.A01"), ("H3", "A01 >= 1")):
        actions.write_rule(scene.template, draft=rule(name, expression), by=person("office1"), at=at)
    third = scene.template.rules.get(code="H3")
    actions.retire_rule(third, from_period="2012Q4", reason="不用", by=person("office1"), at=at)
    made = drafted(at, LineDraft("A01", "组", beds), replaces=scene.template, code="XX", period="year")
    assert (made.code, made.number, made.period, made.replaces) == ("YL-01", 2, "quarter", scene.template)
    assert [(r.code, r.in_force_from) for r in made.rules.all()] == [("H2", "2012Q3")]
    assert list(Template.objects.usable()) == [scene.template]
    actions.adopt_template(made, by=person("office2"), at=at)
    assert list(Template.objects.usable()) == [made]


def test_an_open_call_stays_on_its_version(scene: Scene, beds: Indicator, at: datetime) -> None:
    call = scenes.make_call(scene, at)
    made = drafted(at, LineDraft("A01", "组", beds), replaces=scene.template)
    actions.adopt_template(made, by=person("office2"), at=at)
    call.refresh_from_db()
    assert call.template == scene.template
