"""Forms made from the dictionary: the list, a version with its rules and the leave from them, the next version."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.http import HttpResponse

from luoxiao.indicators.models import Indicator
from luoxiao.returns import actions
from luoxiao.returns.models import Rule, Template, Waiver
from tests.conftest import signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "scene"]

pytestmark = pytest.mark.django_db


def beds(code: str = "A02-beds") -> actions.RuleDraft:
    sound = actions.Example({"A01": Decimal(2), "A02": Decimal(1)}, holds=True)
    wrong = actions.Example({"A01": Decimal(1), "A02": Decimal(2)}, holds=False)
    return actions.RuleDraft(code, "A01 >= A02", "床位 {A01} 少于人数 {A02}。", "error", "2012Q1", [sound, wrong])


@pytest.fixture
def rule(scene: Scene, at: datetime) -> Rule:
    return actions.write_rule(scene.template, draft=beds(), by=person("office1"), at=at)


@pytest.fixture
def waiver(scene: Scene, rule: Rule, at: datetime) -> Waiver:
    asked = {"from_period": "2012Q3", "to_period": "2012Q4", "reason": "新院未启用"}
    return actions.ask_waiver(rule, unit=scene.county, **asked, by=person("filler"), at=at)


def shown(who: str, address: str) -> str:
    return signed_in(person(who)).get(address).content.decode()


def post(who: str, address: str, **body: str) -> HttpResponse:
    return signed_in(person(who)).post(address, {"key": "k"} | body)


def address(template: Template, more: str = "") -> str:
    return f"/returns/templates/{template.pk}/{more}"


def next_version(scene: Scene, by: str = "office1") -> HttpResponse:
    """A new version with one line less."""
    kept: dict[str, str] = {}
    for item in scene.template.items.exclude(code="B02"):
        kept |= {f"c-{item.indicator_id}": item.code, f"g-{item.indicator_id}": item.group}
    return post(by, f"/returns/templates/new/?of={scene.template.pk}", name="演练季报（二）", **kept)


def test_a_version_is_in_use_until_the_next_is_adopted(scene: Scene, rule: Rule, at: datetime) -> None:
    next_version(scene)
    page = shown("filler", "/returns/templates/")
    assert (page.count("待启用"), page.count("在用"), page.count("已有新版")) == (1, 1, 0)
    assert "/returns/templates/new/" not in page
    actions.adopt_template(Template.objects.get(number=2), by=person("office2"), at=at)
    page = shown("office1", "/returns/templates/")
    assert (page.count("待启用"), page.count("在用"), page.count("已有新版")) == (0, 1, 1)
    assert "/returns/templates/new/" in page


def test_the_list_takes_no_more_queries_for_more_forms(scene: Scene, rule: Rule) -> None:
    browser, counted = signed_in(person("office1")), []
    for _more in range(2):
        with scenes.counting() as queries:
            browser.get("/returns/templates/")
        counted.append(len(queries))
        next_version(scene)
    assert counted[0] == counted[1]


def test_a_version_shows_its_lines_and_rules(scene: Scene, rule: Rule) -> None:
    page = shown("filler", address(scene.template))
    assert "床位（演练）" in page
    assert "<code>A01 &gt;= A02</code>" in page
    assert "停用规则" not in page


def test_a_version_takes_no_more_queries_for_more_rules_and_waivers(scene: Scene, waiver: Waiver, at: datetime) -> None:
    browser, counted = signed_in(person("office1")), []
    for code in ("second", "third"):
        with scenes.counting() as queries:
            browser.get(address(scene.template))
        counted.append(len(queries))
        more = actions.write_rule(scene.template, draft=beds(code), by=person("office1"), at=at)
        asked = {"from_period": "2012Q3", "to_period": "2012Q4", "reason": "新院未启用"}
        actions.ask_waiver(more, unit=scene.county, **asked, by=person("filler"), at=at)
    assert counted[0] == counted[1]


def test_a_new_version_keeps_its_code_and_waits_for_another_person(scene: Scene) -> None:
    made = next_version(scene)
    drafted = Template.objects.get(number=2)
    assert made["Location"] == address(drafted)
    assert (drafted.code, drafted.period, drafted.items.count(), drafted.adopted_at) == ("YL-01", "quarter", 3, None)
    assert "本人所拟，由另一人启用" in shown("office1", address(drafted))
    refused = post("office1", address(drafted, "adopt/"))
    assert (refused.status_code, "不能由本人启用" in refused.content.decode()) == (422, True)
    assert post("office2", address(drafted, "adopt/"), key="b").status_code == 302
    assert Template.objects.usable().get() == drafted


def test_a_form_without_lines_is_refused_with_what_was_typed(scene: Scene) -> None:
    response = post("office1", "/returns/templates/new/", code="YL-02", name="空表", period="quarter")
    page = response.content.decode()
    assert response.status_code == 422
    assert "没有一项指标" in page
    assert 'value="YL-02"' in page


def test_a_bureau_drafts_a_form_and_does_not_put_it_to_use(scene: Scene) -> None:
    Indicator.objects.filter(code="beds").update(owner=scene.bureau)
    next_version(scene, by="asker")
    assert post("other-bureau", address(Template.objects.get(number=2), "adopt/")).status_code == 403


def test_another_bureaus_form_is_read_and_neither_revised_nor_given_rules(scene: Scene, rule: Rule) -> None:
    doors = ("拟新版", "写校核规则", "停用规则")
    assert [door in shown("office1", address(scene.template)) for door in doors] == [True] * 3
    assert [door in shown("asker", address(scene.template)) for door in doors] == [False] * 3
    assert next_version(scene, by="asker").status_code == 403
    assert post("asker", address(scene.template, f"rules/{rule.pk}/"), from_period="2012Q4").status_code == 403
    asker = signed_in(person("asker"))
    assert asker.get(address(scene.template, "rules/")).status_code == 403
    assert asker.get(f"/returns/templates/new/?of={scene.template.pk}").status_code == 403
    assert asker.get("/returns/templates/new/").status_code == 200
    Indicator.objects.filter(code="beds").update(owner=scene.bureau)
    assert [door in shown("asker", address(scene.template)) for door in doors] == [True] * 3
    assert asker.get(address(scene.template, "rules/")).status_code == 200


def test_a_rule_is_retired_with_a_reason_from_a_period_on(scene: Scene, rule: Rule) -> None:
    retire = address(scene.template, f"rules/{rule.pk}/")
    refused = post("office1", retire, from_period="2012Q4", reason="")
    assert (refused.status_code, Rule.objects.get().retired_from) == (422, "")
    assert post("office1", retire, from_period="2012Q4", reason="改用新口径", key="b").status_code == 302
    assert Rule.objects.get().retired_from == "2012Q4"


def test_a_rule_or_waiver_of_another_form_is_not_there(scene: Scene, waiver: Waiver) -> None:
    next_version(scene)
    other = Template.objects.get(number=2)
    assert post("office1", address(other, f"rules/{waiver.rule_id}/")).status_code == 404
    assert post("office1", address(other, f"waivers/{waiver.pk}/")).status_code == 404
    assert post("office1", address(other, f"waivers/{waiver.pk}/refuse/")).status_code == 404


def test_leave_from_a_rule_is_approved_by_the_office_once(scene: Scene, waiver: Waiver) -> None:
    waive = address(scene.template, f"waivers/{waiver.pk}/")
    assert post("city", waive).status_code == 403
    assert post("office1", waive).status_code == 302
    again = post("office2", waive)
    assert (again.status_code, "已由office1批准" in again.content.decode()) == (422, True)


def test_leave_from_a_rule_is_refused_with_a_reason_that_the_unit_reads(scene: Scene, waiver: Waiver) -> None:
    refuse = address(scene.template, f"waivers/{waiver.pk}/refuse/")
    assert refuse in shown("office1", address(scene.template))
    assert post("city", refuse, reason="已启用").status_code == 403
    silent = post("office1", refuse, reason=" ")
    assert (silent.status_code, "“不批准的原因”没有填写" in silent.content.decode()) == (422, True)
    assert post("office1", refuse, key="b", reason="新院已启用").status_code == 302
    page = shown("filler", address(scene.template))
    assert "没有批准" in page
    assert "新院已启用" in page
    again = post("office2", address(scene.template, f"waivers/{waiver.pk}/"), key="c")
    assert (again.status_code, "已由office1不予批准" in again.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("filler", True),
        ("city", True),
        ("office1", True),
        ("asker", True),
        ("neighbour", False),
        ("other-city", False),
        ("other-bureau", False),
    ],
)
def test_why_a_county_has_leave_is_shown_to_it_to_those_above_and_to_who_asks(
    call: object, scene: Scene, waiver: Waiver, who: str, seen: bool
) -> None:
    page = shown(who, address(scene.template))
    assert "A02-beds" in page
    assert ("新院未启用" in page) is seen
