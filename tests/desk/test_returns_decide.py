"""Signing, reviewing, accepting, unlocking and asking leave on the page of a return: who may, and what is refused."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.http import HttpResponse

from luoxiao.core.models import TrailEvent
from luoxiao.indicators.models import Origin
from luoxiao.returns import actions
from luoxiao.returns.models import Return, Waiver
from tests.conftest import signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db


def post(who: str, filed: Return, step: str, **more: str) -> HttpResponse:
    body = {"key": "k", "seen": str(scenes.fresh(filed).version)} | more
    return signed_in(person(who)).post(f"/returns/{filed.pk}/{step}/", body)


@pytest.fixture
def sent(filed: Return, at: datetime) -> Return:
    scenes.fill(filed, at)
    return scenes.send(filed, at)


def test_another_person_of_the_unit_signs(sent: Return) -> None:
    response = post("certifier", sent, "sign", do="certify")
    assert response["Location"] == f"/returns/{sent.pk}/"
    assert scenes.fresh(sent).state == Return.State.REVIEWING
    page = signed_in(person("certifier")).get(response["Location"]).content.decode()
    assert "现由市级审核" in page


def test_who_filled_it_cannot_sign_and_is_told(sent: Return) -> None:
    response = post("filler", sent, "sign", do="certify")
    assert response.status_code == 422
    assert "这份报表由filler填报，不能由本人审签" in response.content.decode()


def test_declining_wants_a_reason_and_keeps_the_form_open(sent: Return) -> None:
    response = post("certifier", sent, "sign", do="decline", reason=" ")
    page = response.content.decode()
    assert response.status_code == 422
    assert "“不予审签的原因”没有填写" in page
    assert '<details open><summary class="b">不予审签' in page
    assert post("certifier", sent, "sign", do="decline", reason="数字有误", key="b").status_code == 302
    assert scenes.fresh(sent).state == Return.State.SENT_BACK
    assert "数字有误" in signed_in(person("filler")).get(f"/returns/{sent.pk}/").content.decode()


def test_a_signature_on_what_was_handed_in_anew_is_stale(sent: Return) -> None:
    response = post("certifier", sent, "sign", do="certify", seen="1")
    assert response.status_code == 409
    assert scenes.fresh(sent).state == Return.State.CERTIFYING


def test_the_prefecture_sends_back_two_lines_with_their_remarks(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    remarks = {"reason": "请核对", "r-A01": "多录一位", "r-B01": "单位不对", "r-A02": " "}
    assert post("city", filed, "review", do="send-back", **remarks).status_code == 302
    cells = filed.decisions.latest("id").cells
    assert cells == [{"code": "A01", "remark": "多录一位"}, {"code": "B01", "remark": "单位不对"}]


def test_sending_back_without_lines_keeps_the_remark(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    response = post("city", filed, "review", do="send-back", reason="请核对")
    assert response.status_code == 422
    assert "没有指明退回哪一项" in response.content.decode()
    assert 'name="reason" value="请核对"' in response.content.decode()


def test_each_level_approves_and_acceptance_is_a_step_of_its_own(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    for who in ("city", "office1"):
        assert post(who, filed, "review", do="approve", reason="").status_code == 302
    assert scenes.fresh(filed).state == Return.State.APPROVED
    assert not Origin.objects.filter(kind="return").exists()
    response = post("office2", filed, "accept")
    assert response.status_code == 302
    assert Origin.objects.filter(kind="return").count() == 1


def test_a_rehearsal_says_where_its_figures_go(scene: Scene, at: datetime) -> None:
    filed = scenes.make_call(scene, at, is_rehearsal=True).returns.get(unit=scene.county)
    filed = scenes.approved(filed, at)
    browser = signed_in(person("office2"))
    assert "演练：采用后写入演练数据，不进入正式指标。" in browser.get(f"/returns/{filed.pk}/").content.decode()
    browser.post(f"/returns/{filed.pk}/accept/", {"key": "k", "seen": str(filed.version)})
    assert "已采用，写入演练数据。" in browser.get(f"/returns/{filed.pk}/").content.decode()
    assert Origin.objects.get(kind="return").is_rehearsal


def test_unlocking_wants_a_reason_and_is_logged(filed: Return, at: datetime) -> None:
    filed = scenes.accepted(filed, at)
    assert post("office1", filed, "unlock", do="unlock", reason="").status_code == 422
    assert post("office1", filed, "unlock", do="unlock", reason="数字有误", key="b").status_code == 302
    page = signed_in(person("filler")).get(f"/returns/{filed.pk}/").content.decode()
    assert "解除锁定：数字有误" in page
    assert "保存草稿" in page


def test_leave_from_a_rule_is_asked_by_the_unit_and_approved_by_another(
    filed: Return, scene: Scene, at: datetime
) -> None:
    rule = actions.write_rule(scene.template, draft=beds(), by=person("office1"), at=at)
    page = signed_in(person("filler")).get(f"/returns/{filed.pk}/").content.decode()
    assert "A02-beds　A01 &gt;= A02" in page
    asked = {"rule": rule.code, "from_period": "2012Q3", "to_period": "2012Q4", "reason": "新院未启用"}
    assert post("filler", filed, "waiver", **asked).status_code == 302
    waiver = Waiver.objects.get()
    address = f"/returns/templates/{scene.template.pk}/"
    browser = signed_in(person("office1"))
    assert "批准豁免" in browser.get(address).content.decode()
    assert browser.post(f"{address}waivers/{waiver.pk}/", {"key": "k"}).status_code == 302
    assert "office1" in browser.get(address).content.decode()
    assert "A02-beds　A01" not in signed_in(person("filler")).get(f"/returns/{filed.pk}/").content.decode()


def beds() -> actions.RuleDraft:
    sound = actions.Example({"A01": Decimal(2), "A02": Decimal(1)}, holds=True)
    wrong = actions.Example({"A01": Decimal(1), "A02": Decimal(2)}, holds=False)
    return actions.RuleDraft("A02-beds", "A01 >= A02", "床位 {A01} 少于人数 {A02}。", "error", "2012Q1", [sound, wrong])


def test_a_waiver_that_ends_before_it_begins_is_refused_with_what_was_typed(
    filed: Return, scene: Scene, at: datetime
) -> None:
    actions.write_rule(scene.template, draft=beds(), by=person("office1"), at=at)
    asked = {"do": "waiver", "rule": "A02-beds", "from_period": "2012Q3", "to_period": "2012Q1", "reason": "新院"}
    response = post("filler", filed, "waiver", **asked)
    assert response.status_code == 422
    assert 'value="2012Q1"' in response.content.decode()
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(("step", "do"), [("sign", "other"), ("sign", ""), ("review", "other")])
def test_an_unknown_decision_is_no_page(filed: Return, at: datetime, step: str, do: str) -> None:
    filed = scenes.certified(filed, at)
    who = "certifier" if step == "sign" else "city"
    assert post(who, filed, step, do=do).status_code == 404


@pytest.mark.parametrize("step", ["sign", "review", "accept", "unlock", "waiver", "save"])
def test_a_decision_that_is_looked_at_leads_to_the_return(filed: Return, step: str) -> None:
    who = {"sign": "certifier", "review": "city", "waiver": "filler", "save": "filler"}.get(step, "office1")
    response = signed_in(person(who)).get(f"/returns/{filed.pk}/{step}/")
    assert (response.status_code, response["Location"]) == (302, f"/returns/{filed.pk}/")


PEOPLE = (
    "filler",
    "certifier",
    "neighbour",
    "city",
    "other-city",
    "province",
    "asker",
    "other-bureau",
    "office1",
    "audit",
)
# Of a signed return that lies with the prefecture. y shown  r sent on  n 403  x 404  u refused
RIGHTS = {
    "": "yyxyxyyxyn",
    "save/": "uuxnxnnnnn",
    "sign/": "xxxxxxnnnn",
    "review/": "nnnxxxxxxn",
    "accept/": "nnnnnnnnun",
    "unlock/": "nnnnnnnnun",
}
LETTERS = {200: "y", 302: "r", 403: "n", 404: "x", 422: "u"}


@pytest.mark.parametrize("step", RIGHTS)
def test_each_step_answers_everybody_as_the_table_says(filed: Return, at: datetime, step: str) -> None:
    filed = scenes.certified(filed, at)
    found = []
    for who in PEOPLE:
        browser, address = signed_in(person(who)), f"/returns/{filed.pk}/{step}"
        response = browser.post(address, {"seen": filed.version}) if step else browser.get(address)
        found.append(LETTERS[response.status_code])
    assert "".join(found) == RIGHTS[step]


def test_a_refused_step_is_written_to_the_trail(sent: Return) -> None:
    post("filler", sent, "sign", do="certify")
    assert TrailEvent.objects.filter(action="refused.return-sign").exists()
