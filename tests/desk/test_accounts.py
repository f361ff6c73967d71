"""Signing in, its limit, and the page that explains rights."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client

from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import User
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db
PASSWORD, OWN = "一个够长的演练密码", "自己选的密码-5678"


@pytest.fixture
def known(clerk: User) -> User:
    clerk.set_password(PASSWORD)
    clerk.save()
    return clerk


def attempt(client: Client, password: str, **more: str) -> Any:
    return client.post("/sign-in/", {"username": "clerk", "password": password} | more)


def test_the_right_password_opens_and_leaves_a_line(client: Client, known: User) -> None:
    response = attempt(client, PASSWORD)
    assert (response.status_code, response.url) == (302, "/")
    assert TrailEvent.objects.get(action="account.sign-in").actor == "clerk"


def test_a_wrong_password_is_told_with_what_to_do(client: Client, known: User) -> None:
    assert "账号或密码不对" in attempt(client, "wrong").content.decode()


def test_a_failed_attempt_leaves_a_line_without_what_was_typed(client: Client, known: User) -> None:
    attempt(client, "wrong")
    client.post("/sign-in/", {"username": "this-may-be-my-password", "password": "x"})
    lines = TrailEvent.objects.filter(action="account.sign-in", result="refused").order_by("id")
    assert [line.actor for line in lines] == ["clerk", "—"]


def test_an_unknown_name_gets_the_same_answer(client: Client, known: User) -> None:
    assert "账号或密码不对" in client.post("/sign-in/", {"username": "nobody", "password": "x"}).content.decode()


def test_five_failures_close_the_name_even_for_the_right_password(client: Client, known: User) -> None:
    for _ in range(5):
        attempt(client, "wrong")
    response = attempt(client, PASSWORD)
    assert response.status_code == 429
    assert "15 分钟" in response.content.decode()


def change(client: Client, old: str) -> Any:
    return client.post("/password/", {"password_old": old, "password_new": OWN, "password_again": OWN})


def test_five_wrong_guesses_of_the_old_password_close_the_name_too(client: Client, known: User) -> None:
    client = signed_in(known)
    assert [change(client, f"guess-{n}").status_code for n in range(5)] == [422, 422, 422, 422, 429]
    response = change(client, PASSWORD)
    assert response.status_code == 429
    assert "已停用 15 分钟，密码没有更改" in response.content.decode()
    assert "没有登录" not in response.content.decode()
    assert User.objects.get(pk=known.pk).check_password(PASSWORD)
    assert attempt(Client(), PASSWORD).status_code == 429


def test_guesses_at_both_pages_are_counted_together(client: Client, known: User) -> None:
    inside = signed_in(known)
    for _ in range(4):
        attempt(client, "wrong")
    assert change(inside, "wrong").status_code == 429
    assert attempt(client, PASSWORD).status_code == 429


def test_another_persons_guesses_close_nobody_elses_page(known: User, stranger: User) -> None:
    guessing = signed_in(stranger)
    for _ in range(6):
        change(guessing, "wrong")
    assert change(signed_in(known), PASSWORD).status_code == 302


def test_a_new_password_that_will_not_do_is_no_guess(known: User) -> None:
    client = signed_in(known)
    sent = {"password_old": PASSWORD, "password_new": "短", "password_again": "短"}
    assert {client.post("/password/", sent).status_code for _ in range(6)} == {422}
    assert change(client, PASSWORD).status_code == 302


def test_nothing_that_was_typed_is_kept_with_a_wrong_guess(known: User) -> None:
    change(signed_in(known), "nearly-my-password")
    kept = repr(list(AccessAttempt.objects.values())) + repr(list(TrailEvent.objects.values()))
    assert "failures_since_start': 1" in kept
    for typed in ("nearly-my-password", OWN):
        assert typed not in kept


def test_nobody_is_sent_to_another_site_after_signing_in(client: Client, known: User) -> None:
    assert attempt(client, PASSWORD, next="https://elsewhere.example/").url == "/"
    assert attempt(Client(), PASSWORD, next="/rights/").url == "/rights/"


def test_a_closed_account_stays_out(client: Client, known: User) -> None:
    known.is_active = False
    known.save()
    assert attempt(client, PASSWORD).status_code == 200


def test_passwords_are_kept_with_argon2id_at_owasps_parameters() -> None:
    kept = make_password(PASSWORD)
    assert identify_hasher(kept).algorithm == "argon2"
    assert "argon2id$v=19$m=19456,t=2,p=1" in kept


def test_signing_out_needs_a_form(known: User) -> None:
    client = signed_in(known)
    client.get("/sign-out/")
    assert client.get("/rights/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/rights/").status_code == 302


def test_the_page_of_rights_gives_a_reason_for_every_answer(clerk: User) -> None:
    page = signed_in(clerk).get("/rights/").content.decode()
    assert "角色“业务司局”有此权限，范围：本单位牵头或配合的" in page
    assert "未授予下列任何一个角色：扶贫办公室" in page


def test_a_person_without_roles_is_told_who_grants_them() -> None:
    assert "由安全管理员授予" in signed_in(make_user("newcomer")).get("/rights/").content.decode()


def test_the_language_is_chinese_until_chosen_otherwise(clerk: User) -> None:
    client = signed_in(clerk)
    assert "我的权限" in client.get("/rights/", headers={"accept-language": "en"}).content.decode()
    client.post("/language/", {"language": "en", "next": "/rights/"})
    response = client.get("/rights/")
    assert response["Content-Language"] == "en"
    assert '<html lang="en">' in response.content.decode()
