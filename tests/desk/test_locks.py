"""A page that shows cannot write, whoever wrote it."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from luoxiao.core import trail
from luoxiao.core.models import ActionKey
from luoxiao.desk.locks import WriteRefused, page, reading_only
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db


@page(Permission.SEE_PLANS)
def naughty(request: HttpRequest) -> HttpResponse:
    ActionKey.objects.all().update(location="x")
    return HttpResponse()


def test_a_page_that_writes_is_stopped(clerk: User) -> None:
    request = RequestFactory().get("/")
    request.user, request.session = clerk, {}  # type: ignore[assignment]
    with pytest.raises(WriteRefused, match="UPDATE"):
        naughty(request)


@pytest.mark.parametrize("statement", ["insert into core_actionkey default values", "  DELETE FROM core_actionkey"])
def test_any_writing_is_recognised(statement: str) -> None:
    with reading_only(), pytest.raises(WriteRefused), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_page_takes_no_post(clerk: User) -> None:
    assert signed_in(clerk).post("/rights/").status_code == 405


def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(clerk: User, at: object) -> None:
    client = signed_in(clerk)
    first = client.get("/rights/")
    again = {"If-None-Match": first["ETag"]}
    assert client.get("/rights/", headers=again).status_code == 304
    trail.record("account.sign-in", by=clerk, at=at)  # type: ignore[arg-type]
    assert client.get("/rights/", headers=again).status_code == 200


def test_another_person_never_gets_the_first_ones_page(clerk: User) -> None:
    seen = signed_in(clerk).get("/rights/")["ETag"]
    other = signed_in(make_user("other", "bureau"))
    assert other.get("/rights/", headers={"If-None-Match": seen}).status_code == 200


def test_a_revoked_role_changes_the_page_at_once(clerk: User, at: object) -> None:
    client = signed_in(clerk)
    seen = client.get("/rights/")["ETag"]
    clerk.grants.update(revoked_at=at)
    assert client.get("/rights/", headers={"If-None-Match": seen}).status_code == 200


def test_the_version_is_read_before_the_person_it_is_kept_for(clerk: User) -> None:
    client = signed_in(clerk)
    with CaptureQueriesContext(connection) as asked:
        client.get("/tasks/")
    tables = [query["sql"].split(" FROM ")[1].split()[0] for query in asked]
    assert tables[0] == '"core_trailevent"'
    assert tables.count('"core_trailevent"') == 1
