"""Before the first day: facts in, first administrators opened from the console."""

import pytest
from django.test import Client

from luoxiao import installation
from luoxiao.core.models import TrailEvent
from luoxiao.organisations.actions import NameTaken
from luoxiao.organisations.models import Area, Body, Region, Unit, User
from luoxiao.plan.models import KnownPaper
from tests.conftest import make_unit, make_user

pytestmark = pytest.mark.django_db


def counts() -> list[int]:
    return [kind.objects.count() for kind in (Region, Area, Unit, Body, KnownPaper)]


def test_preparing_twice_loads_the_facts_once() -> None:
    installation.prepare()
    before = counts()
    assert min(before) > 0
    installation.prepare()
    assert counts() == before


def test_the_first_account_can_sign_in_and_has_its_role_at_once() -> None:
    password = installation.first_account("xitong", name="张三", roles=["system-administrator"], unit="")
    user = User.objects.get(username="xitong")
    assert user.check_password(password)
    assert user.password_is_temporary
    assert [role.code for role in user.roles] == ["system-administrator"]
    line = TrailEvent.objects.get(action="account.create")
    assert (line.actor, line.after["roles"]) == ("installation", ["system-administrator"])


def test_who_was_opened_from_the_console_chooses_a_password_before_anything_else(client: Client) -> None:
    password = installation.first_account("anquan", name="张三", roles=["security-administrator"], unit="")
    client.post("/sign-in/", {"username": "anquan", "password": password})
    for address in ("/", "/grants/", "/rights/"):
        assert client.get(address)["Location"] == "/password/"
    sent = {"password_old": password, "password_new": "自己选的-1234567", "password_again": "自己选的-1234567"}
    assert client.post("/password/", sent)["Location"] == "/grants/"
    assert client.get("/grants/").status_code == 200


def test_a_unit_is_found_by_any_of_its_names() -> None:
    unit = make_unit("relief", "救灾司")
    installation.first_account("jiuzai", name="李四", roles=["bureau"], unit="救灾司")
    assert User.objects.get(username="jiuzai").unit == unit


@pytest.mark.parametrize(
    ("roles", "unit", "refusal"),
    [
        (["emperor"], "", installation.UnknownRole),
        (["bureau"], "没有的司", installation.UnknownUnit),
    ],
)
def test_what_is_not_known_is_refused_and_nothing_is_opened(
    roles: list[str], unit: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        installation.first_account("wangwu", name="王五", roles=roles, unit=unit)
    assert not User.objects.exists()


def test_a_taken_name_is_refused_with_its_holder() -> None:
    make_user("zhaoliu")
    with pytest.raises(NameTaken, match="zhaoliu"):
        installation.first_account("zhaoliu", name="赵六", roles=[], unit="")
