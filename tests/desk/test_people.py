"""Accounts, roles, passwords and the rule of the lights: who administers what, by whose second hand."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from luoxiao.core.models import ActionKey, TrailEvent
from luoxiao.organisations import actions
from luoxiao.organisations.models import RoleGrant, Unit, User
from luoxiao.supervision.models import LightRule
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db
OWN = "自己选的密码-5678"


@pytest.fixture
def admin(db: None) -> Client:
    return signed_in(make_user("admin", "system-administrator"))


@pytest.fixture
def keys(db: None) -> tuple[Client, Client]:
    """Two security administrators."""
    return tuple(signed_in(make_user(name, "security-administrator")) for name in ("first", "second"))  # type: ignore[return-value]


def given_password(page: str) -> str:
    found = re.search(r'<code class="once">(.+?)</code>', page)
    assert found
    return found[1]


def test_an_account_is_opened_and_its_password_shown_once(admin: Client, bureau: Unit) -> None:
    sent = {"username": "zhang.san", "full_name": "张三", "unit": str(bureau.pk), "key": "k"}
    first = admin.post("/accounts/", sent)
    password = given_password(first.content.decode())
    made = User.objects.get(username="zhang.san")
    assert (made.unit, made.check_password(password)) == (bureau, True)
    assert "no-store" in first["Cache-Control"]
    again = admin.post("/accounts/", sent)
    assert (again.status_code, again["Location"]) == (302, f"/accounts/{made.pk}/")
    for address in ("/accounts/", f"/accounts/{made.pk}/"):
        assert password not in admin.get(address).content.decode()
    assert User.objects.get(pk=made.pk).check_password(password)


def test_a_refused_account_keeps_what_was_typed(admin: Client, clerk: User, bureau: Unit) -> None:
    response = admin.post("/accounts/", {"username": "clerk", "full_name": "张三", "unit": str(bureau.pk)})
    page = response.content.decode()
    assert response.status_code == 422
    assert "账号“clerk”已由clerk使用" in page
    assert 'value="张三"' in page
    assert f'<option value="{bureau.pk}" selected>' in page


def test_a_newcomer_comes_no_further_than_the_page_to_change_the_password(admin: Client, client: Client) -> None:
    page = admin.post("/accounts/", {"username": "zhang", "full_name": "张三"}).content.decode()
    password = given_password(page)
    grant = RoleGrant.objects.create(
        user=User.objects.get(username="zhang"), role="office", granted_at=_now(), confirmed_at=_now()
    )
    assert grant.role == "office"
    client.post("/sign-in/", {"username": "zhang", "password": password})
    for address in ("/", "/tasks/", "/rights/", "/papers/"):
        assert client.get(address)["Location"] == "/password/"
    assert "只能用来登录这一次" in client.get("/password/").content.decode()
    sent = {"password_old": password, "password_new": OWN, "password_again": OWN, "key": "k"}
    assert client.post("/password/", sent)["Location"] == "/"
    assert client.get("/tasks/").status_code == 200


def _now() -> datetime:
    from luoxiao.core import clock

    return clock.now()


def test_changing_a_password_ends_the_other_sessions(clerk: User) -> None:
    clerk.set_password("现在的密码-1234")
    clerk.save()
    here, elsewhere = signed_in(clerk), signed_in(clerk)
    sent = {"password_old": "现在的密码-1234", "password_new": OWN, "password_again": OWN}
    assert here.post("/password/", sent).status_code == 302
    assert here.get("/rights/").status_code == 200
    assert elsewhere.get("/rights/").status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password_old": "不是这个"}, "现在的密码不对"),
        ({"password_again": "另一个"}, "两次输入的新密码不同"),
        ({"password_new": "短", "password_again": "短"}, "少于 10 个字符"),
    ],
)
def test_a_password_that_will_not_do_is_told_and_never_shown(clerk: User, change: dict[str, str], said: str) -> None:
    clerk.set_password("现在的密码-1234")
    clerk.save()
    sent = {"password_old": "现在的密码-1234", "password_new": OWN, "password_again": OWN} | change
    response = signed_in(clerk).post("/password/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert not any(value in page for value in sent.values() if len(value) > 3 and value not in said)


def test_nothing_kept_of_a_form_lets_a_password_be_tried(clerk: User) -> None:
    clerk.set_password("现在的密码-1234")
    clerk.save()
    sent = {"password_old": "现在的密码-1234", "password_new": OWN, "password_again": OWN, "key": "k"}
    signed_in(clerk).post("/password/", sent)
    from hashlib import sha256

    assert ActionKey.objects.get().body_hash == sha256(repr(([("key", ["k"])], [])).encode()).hexdigest()


def test_an_account_is_stopped_reopened_and_given_a_password(admin: Client, clerk: User) -> None:
    browser, address = signed_in(clerk), f"/accounts/{clerk.pk}/"
    assert admin.post(address, {"do": "stop", "reason": ""}).status_code == 422
    admin.post(address, {"do": "stop", "reason": "调离"})
    assert browser.get("/rights/").status_code == 302
    assert "已停用" in admin.get(address).content.decode()
    admin.post(address, {"do": "reopen", "reason": "调回"})
    assert browser.get("/rights/").status_code == 200
    page = admin.post(address, {"do": "reset-password"}).content.decode()
    assert User.objects.get(pk=clerk.pk).check_password(given_password(page))
    assert browser.get("/rights/").status_code == 302


def test_an_administrators_own_account_is_another_administrators_business(admin: Client) -> None:
    own = User.objects.get(username="admin")
    page = admin.get(f"/accounts/{own.pk}/").content.decode()
    assert "由另一名系统管理员办理" in page
    assert 'value="stop"' not in page
    assert admin.post(f"/accounts/{own.pk}/", {"do": "stop", "reason": "x"}).status_code == 422


def test_a_role_is_proposed_by_one_and_confirmed_by_another(keys: tuple[Client, Client]) -> None:
    first, second = keys
    newcomer = make_user("newcomer")
    address = f"/grants/{newcomer.pk}/"
    assert first.post(address, {"do": "propose", "role": "office"}).status_code == 302
    grant = newcomer.grants.get()
    assert "须由另一人确认" in first.get("/grants/").content.decode()
    assert 'value="confirm"' not in first.get(address).content.decode()
    assert first.post(address, {"do": "confirm", "grant": grant.pk}).status_code == 422
    assert "核对并确认" in second.get("/grants/").content.decode()
    assert second.post(address, {"do": "confirm", "grant": grant.pk}).status_code == 302
    assert signed_in(newcomer).get("/tasks/").status_code == 200
    assert first.post(address, {"do": "revoke", "grant": grant.pk, "reason": " "}).status_code == 422
    assert first.post(address, {"do": "revoke", "grant": grant.pk, "reason": "调离"}).status_code == 302
    assert signed_in(newcomer).get("/tasks/").status_code == 403
    assert "已收回" in first.get(address).content.decode()


def test_an_unknown_role_or_another_persons_grant_is_not_there(keys: tuple[Client, Client], clerk: User) -> None:
    newcomer = make_user("newcomer")
    for sent in (
        {"do": "propose", "role": "king"},
        {"do": "propose"},
        {"do": "confirm", "grant": str(clerk.grants.get().pk)},
        {"do": "revoke", "grant": "²", "reason": "x"},
    ):
        assert keys[0].post(f"/grants/{newcomer.pk}/", sent).status_code == 404
    assert keys[0].get("/grants/999/").status_code == 404


def test_two_of_the_three_keys_are_refused_with_what_to_do(keys: tuple[Client, Client]) -> None:
    admin = make_user("admin", "system-administrator")
    response = keys[0].post(f"/grants/{admin.pk}/", {"do": "propose", "role": "audit-administrator"})
    assert response.status_code == 422
    assert "三类管理员不能由一人兼任" in response.content.decode()


def test_lists_of_people_page_by_name_and_can_be_searched(
    admin: Client, keys: tuple[Client, Client], bureau: Unit, django_assert_max_num_queries: Any
) -> None:
    User.objects.bulk_create(User(username=f"u{n:03}", full_name=f"某{n}", unit=bureau) for n in range(120))
    for browser, address in ((admin, "/accounts/"), (keys[0], "/grants/")):
        seen: list[str] = []
        following: str | None = address
        while following:
            with django_assert_max_num_queries(12):
                page = browser.get(following).content.decode()
            seen += re.findall(r'<td class="l">(u\d{3})</td>', page)
            link = re.search(r'rel="next" href="([^"]+)"', page)
            following = link[1].replace("&amp;", "&") if link else None
        assert seen == [f"u{n:03}" for n in range(120)]
        found = browser.get(address, {"q": "某11"}).content.decode()
        assert len(re.findall(r'<td class="l">u\d{3}</td>', found)) == 11
        assert "没有找到账号" in browser.get(address, {"q": "没有这个人"}).content.decode()


def test_administrators_see_no_business_and_each_other_no_further_than_their_own(
    admin: Client, keys: tuple[Client, Client]
) -> None:
    page = admin.get("/accounts/").content.decode()
    assert "任务督办" not in page
    assert 'href="/grants/"' not in page
    assert keys[0].get("/accounts/").status_code == admin.get("/grants/").status_code == 403


def test_every_line_of_the_trail_has_its_words(admin: Client, keys: tuple[Client, Client], at: datetime) -> None:
    from luoxiao.desk.words import trail_words

    by = User.objects.get(username="admin")
    made = actions.create_account(username="xx", full_name="某", unit=None, password="p", by=by, at=at)
    actions.stop_account(made, reason="调离", by=by, at=at)
    actions.reopen_account(made, reason="调回", by=by, at=at)
    actions.reset_password(made, password="q", by=by, at=at)
    actions.change_password(old="q", new=OWN, by=made, at=at)
    codes = set(TrailEvent.objects.values_list("action", flat=True))
    assert len(codes) == 5
    assert not [code for code in codes if trail_words(code) == code]


def rule(**more: str) -> dict[str, str]:
    return {"soon_days": "7", "silent_days": "60", "in_force_from": "2012-11-01", "basis": "办公室规定"} | more


def test_a_rule_of_the_lights_is_set_from_a_day_on_and_stands_with_its_basis(reviewer: User) -> None:
    browser = signed_in(reviewer)
    assert "还没有设定过，按 15 日和 90 日执行" in browser.get("/light-rules/").content.decode()
    assert browser.post("/light-rules/", rule()).status_code == 302
    page = browser.get("/light-rules/").content.decode()
    assert "现行：最近时限 15 日内为临期" in page
    assert "办公室规定" in page
    assert LightRule.objects.get().set_by == reviewer


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"soon_days": "七"}, "“临期天数”填的是“七”，不是天数。"),
        ({"silent_days": "-1"}, "“久无进展天数”填的是“-1”，不是天数。"),
        ({"soon_days": "0"}, "天数填了 0，没有保存。填 1 至 366 之间的整数。"),
        ({"soon_days": "9" * 18}, "没有保存。填 1 至 366 之间的整数。"),
        ({"in_force_from": "明天"}, "起始日不是日期"),
        ({"in_force_from": "2012-10-14"}, "早于今天"),
        ({"basis": " "}, "“依据”没有填写"),
    ],
    ids=lambda case: str(case)[:24],
)
def test_a_rule_that_cannot_stand_is_told_and_the_form_kept(reviewer: User, more: dict[str, str], said: str) -> None:
    response = signed_in(reviewer).post("/light-rules/", rule(**more))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert 'value="60"' in response.content.decode() or "silent_days" in more
    assert not LightRule.objects.exists()


@pytest.mark.parametrize("unit", ["999", "0", "x", "²", "9" * 40])
def test_no_account_is_opened_for_a_unit_that_is_not_there(admin: Client, unit: str) -> None:
    assert admin.post("/accounts/", {"username": "zhang", "full_name": "张三", "unit": unit}).status_code == 404
    assert not User.objects.filter(username="zhang").exists()


@pytest.mark.parametrize("do", ["", "delete", "stop "])
def test_an_unknown_step_stops_nobody(admin: Client, clerk: User, do: str) -> None:
    assert admin.post(f"/accounts/{clerk.pk}/", {"do": do, "reason": "调离"}).status_code == 404
    assert User.objects.get(pk=clerk.pk).is_active


def test_a_second_click_resets_once_and_never_shows_the_password_again(admin: Client, clerk: User) -> None:
    address, sent = f"/accounts/{clerk.pk}/", {"do": "reset-password", "key": "k"}
    password = given_password(admin.post(address, sent).content.decode())
    assert admin.post(address, sent)["Location"] == address
    assert User.objects.get(pk=clerk.pk).check_password(password)
    assert TrailEvent.objects.filter(action="account.reset-password").count() == 1


def test_a_refused_stop_keeps_its_reason(admin: Client, clerk: User) -> None:
    response = admin.post(f"/accounts/{clerk.pk}/", {"do": "reopen", "reason": "误停"})
    assert response.status_code == 422
    assert 'value="误停"' in response.content.decode()
    assert "没有再次办理" in response.content.decode()
