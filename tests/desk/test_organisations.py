"""The organisation page draws what clause 一 sets up."""

import pytest
from django.test import Client

from luoxiao.organisations import bundled
from luoxiao.organisations.models import User
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(reviewer: User) -> Client:
    bundled.load()
    return signed_in(reviewer)


def test_the_bodies_stand_with_posts_holders_and_duties(page: Client) -> None:
    drawn = page.get("/organisations/").content.decode()
    for said in ("召集人", "李立国", "民政部援藏援疆工作领导小组", "规划财务司综合处", "一（二）"):
        assert said in drawn


def test_an_area_shows_codes_then_and_now(page: Client) -> None:
    drawn = page.get("/organisations/areas/11/").content.decode()
    assert drawn.count("<tr>") == 25
    for said in ("360721", "360704", "赣县区", "章贡区"):
        assert said in drawn


def test_an_unknown_area_is_not_there(page: Client) -> None:
    assert page.get("/organisations/areas/99/").status_code == 404


def test_administrators_see_no_organisation_page() -> None:
    assert signed_in(make_user("admin", "system-administrator")).get("/organisations/").status_code == 403
