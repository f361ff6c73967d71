"""The pages of roles: one administrator proposes, another confirms, either takes back with a reason."""

from typing import Any

import pytest
from django.utils import timezone

from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import RoleGrant, User
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(db: None) -> User:
    return make_user("first", "security-administrator")


@pytest.fixture
def second(db: None) -> User:
    return make_user("second", "security-administrator")


@pytest.fixture
def newcomer(db: None) -> User:
    return make_user("newcomer")


@pytest.fixture
def proposed(first: User, newcomer: User) -> RoleGrant:
    return RoleGrant.objects.create(user=newcomer, role="office", granted_by=first, granted_at=timezone.now())


def post(by: User, user: User, **form: object) -> Any:
    return signed_in(by).post(f"/grants/{user.pk}/", {"key": "k"} | form)


def roles(user: User) -> list[str]:
    return [role.code for role in User.objects.get(pk=user.pk).roles]


def test_a_role_is_in_force_only_after_the_second_administrator(first: User, second: User, newcomer: User) -> None:
    assert post(first, newcomer, do="propose", role="bureau")["Location"] == f"/grants/{newcomer.pk}/"
    assert roles(newcomer) == []
    grant = newcomer.grants.get()
    assert (grant.granted_by, grant.confirmed_at) == (first, None)
    assert post(second, newcomer, do="confirm", grant=grant.pk).status_code == 302
    assert roles(newcomer) == ["bureau"]


def test_what_waits_is_listed_and_offered_to_the_other_one_alone(
    proposed: RoleGrant, first: User, second: User, newcomer: User
) -> None:
    own = signed_in(first).get("/grants/").content.decode()
    assert "须由另一人确认" in own
    assert "核对并确认" not in own
    other = signed_in(second).get("/grants/").content.decode()
    assert f'<a href="/grants/{newcomer.pk}/">核对并确认</a>' in other
    assert "扶贫办公室" in other
    assert "确认授予</button>" in signed_in(second).get(f"/grants/{newcomer.pk}/").content.decode()
    assert "确认授予</button>" not in signed_in(first).get(f"/grants/{newcomer.pk}/").content.decode()


def test_who_proposed_cannot_confirm_even_by_hand(proposed: RoleGrant, first: User, newcomer: User) -> None:
    response = post(first, newcomer, do="confirm", grant=proposed.pk)
    assert response.status_code == 422
    assert "由first经办，须由另一名安全管理员确认" in response.content.decode()
    assert roles(newcomer) == []
    assert TrailEvent.objects.get(result="refused").action == "refused.person-grants"


def test_who_receives_cannot_confirm(first: User, second: User) -> None:
    grant = RoleGrant.objects.create(user=second, role="bureau", granted_by=first, granted_at=timezone.now())
    assert "核对并确认" not in signed_in(second).get("/grants/").content.decode()
    assert post(second, second, do="confirm", grant=grant.pk).status_code == 422
    assert roles(second) == ["security-administrator"]


def test_taking_back_needs_a_reason_and_shows_the_form_open_with_what_was_typed(
    proposed: RoleGrant, first: User, newcomer: User
) -> None:
    response = post(first, newcomer, do="revoke", grant=proposed.pk, reason=" ")
    assert response.status_code == 422
    assert "“收回原因”没有填写" in response.content.decode()
    assert "<details open>" in response.content.decode()
    response = post(first, newcomer, do="revoke", grant=proposed.pk, reason="由" * 201)
    assert f'value="{"由" * 201}"' in response.content.decode()
    assert RoleGrant.objects.get(pk=proposed.pk).revoked_at is None


def test_a_role_taken_back_stays_on_record_and_is_offered_again(
    proposed: RoleGrant, first: User, newcomer: User
) -> None:
    browser = signed_in(first)
    address = f"/grants/{newcomer.pk}/"
    offer = 'name="role" value="office"'
    assert offer not in browser.get(address).content.decode()
    browser.post(address, {"do": "revoke", "grant": proposed.pk, "reason": "误提", "key": "k"})
    page = browser.get(address).content.decode()
    assert offer in page
    for said in ("角色已收回。", "已收回"):
        assert said in page
    assert "收回角色</button>" not in page


def test_what_was_decided_meanwhile_is_told(proposed: RoleGrant, first: User, second: User, newcomer: User) -> None:
    post(second, newcomer, do="confirm", grant=proposed.pk)
    third = make_user("third", "security-administrator")
    response = post(third, newcomer, do="confirm", grant=proposed.pk)
    assert response.status_code == 422
    assert "已于此前处理" in response.content.decode()


def test_nobody_is_given_two_of_the_three_keys(first: User, second: User) -> None:
    response = post(first, second, do="propose", role="audit-administrator")
    assert response.status_code == 422
    assert "三类管理员不能由一人兼任" in response.content.decode()
    assert 'value="audit-administrator" required checked' in response.content.decode()


def test_a_second_click_proposes_once(first: User, newcomer: User) -> None:
    assert [post(first, newcomer, do="propose", role="bureau").status_code for _ in range(2)] == [302, 302]
    assert newcomer.grants.count() == 1


@pytest.mark.parametrize(
    "form",
    [{"do": "propose", "role": "king"}, {"do": "propose"}, {"do": "confirm", "grant": "²"}, {"grant": "9" * 40}, {}],
    ids=str,
)
def test_a_mangled_form_is_a_404(proposed: RoleGrant, second: User, newcomer: User, form: dict[str, str]) -> None:
    assert post(second, newcomer, **form).status_code == 404


@pytest.mark.parametrize("do", ["", "delete"])
def test_a_form_that_asks_for_nothing_known_takes_no_role(
    proposed: RoleGrant, second: User, newcomer: User, do: str
) -> None:
    assert post(second, newcomer, do=do, grant=proposed.pk, reason="x").status_code == 404
    assert RoleGrant.objects.get(pk=proposed.pk).revoked_at is None


def test_a_grant_of_somebody_else_is_not_there(proposed: RoleGrant, second: User, clerk: User) -> None:
    assert post(second, clerk, do="confirm", grant=proposed.pk).status_code == 404
    assert post(second, clerk, do="revoke", grant=proposed.pk, reason="x").status_code == 404
    assert RoleGrant.objects.get(pk=proposed.pk).confirmed_at is None


def test_looking_changes_nothing(proposed: RoleGrant, second: User, newcomer: User) -> None:
    before = TrailEvent.objects.count()
    assert signed_in(second).get(f"/grants/{newcomer.pk}/", {"do": "confirm", "grant": proposed.pk}).status_code == 200
    assert TrailEvent.objects.count() == before
    assert RoleGrant.objects.get(pk=proposed.pk).confirmed_at is None


@pytest.mark.parametrize("who", ["system-administrator", "audit-administrator", "office"])
def test_nobody_else_gives_roles(proposed: RoleGrant, newcomer: User, who: str) -> None:
    other = make_user("other", who)
    assert post(other, newcomer, do="confirm", grant=proposed.pk).status_code == 403
    assert signed_in(other).get("/grants/").status_code == 403


def test_the_lists_ask_as_much_for_many_as_for_few(
    proposed: RoleGrant, first: User, second: User, newcomer: User, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(second)

    def asked() -> list[int]:
        found = []
        for address in ("/grants/", f"/grants/{newcomer.pk}/"):
            with django_assert_max_num_queries(12) as queries:
                browser.get(address)
            found.append(len(queries))
        return found

    few = asked()
    now = timezone.now()
    for n in range(30):
        user = make_user(f"person{n:02}", "bureau")
        RoleGrant.objects.create(user=user, role="county", granted_by=first, granted_at=now)
        RoleGrant.objects.create(user=newcomer, role="county", granted_by=first, granted_at=now, revoked_at=now)
    assert asked() == few
