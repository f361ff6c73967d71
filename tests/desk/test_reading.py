"""What is sent is a value or nothing; no address breaks a page."""

import pytest
from django.test import Client

from luoxiao.desk.reading import number
from luoxiao.organisations.models import User
from luoxiao.supervision.models import Task
from tests.conftest import signed_in


@pytest.mark.parametrize(
    ("said", "value"),
    [("7", 7), ("0", 0), ("007", 7), ("9" * 18, int("9" * 18))]
    + [(bad, None) for bad in ("", None, "-1", "+1", "1.0", " 1", "²", "١", "１", "1_0", "9" * 19, "9" * 5000, "x")],
)
def test_a_number_is_read_or_is_none(said: str | None, value: int | None) -> None:
    assert number(said) == value


MANGLED = ("²", "١", "9" * 30, "9" * 5000, "-1", "x", "%27%22%3E%3Cscript%3E", "=1", "%FF")
NAMES = ("unit", "plan", "light", "missing", "kind", "part", "q", "after")


@pytest.mark.django_db
@pytest.mark.parametrize("value", MANGLED, ids=lambda value: value[:8])
def test_a_mangled_address_shows_a_page(task: Task, reviewer: User, value: str) -> None:
    browser = signed_in(reviewer)
    for name in NAMES:
        assert browser.get(f"/tasks/?{name}={value}").status_code == 200
        assert browser.get(f"/tasks/export/?{name}={value}").status_code == 200
    assert browser.get(f"/tasks/?after=2012-10-15,{value}").status_code == 200
    assert browser.get(f"/?plan={value}").status_code == 200
    assert browser.get(f"/rights/?task={value}").status_code == 404


@pytest.mark.django_db
def test_an_id_beyond_every_row_is_not_there(reviewer: User) -> None:
    for address in (f"/tasks/{'9' * 30}/", f"/evidence/{'9' * 30}/", f"/tasks/{'9' * 18}/"):
        assert signed_in(reviewer).get(address).status_code == 404


@pytest.mark.django_db
def test_a_nul_is_refused_before_any_page_sees_it(task: Task, clerk: User) -> None:
    browser = signed_in(clerk)
    assert browser.get("/tasks/?q=a%00b").status_code == 400
    assert browser.post(f"/tasks/{task.pk}/cooperation/", {"text": "a\0b"}).status_code == 400
    assert Client().post("/sign-in/", {"username": "a\0b", "password": "x"}).status_code == 400
