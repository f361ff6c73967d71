"""A form becomes one action: once, with refusals kept, and without keeping anything secret."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseRedirect
from django.test import RequestFactory

from luoxiao.core.models import ActionKey, TrailEvent
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import _content, carry_out, new_key
from luoxiao.organisations.models import User
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


class NotToday(Refusal):
    code = "not-today"
    sentence = "今日不办，没有保存。"


def request_of(user: User, **data: object) -> object:
    request = RequestFactory().post("/somewhere/", data)
    request.user, request.session, request._messages = user, {}, Said()  # type: ignore[assignment,attr-defined]
    return request


class Said(list[str]):
    """Stands where messages are kept."""

    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        self.append(message)


def test_the_action_runs_once_for_one_key_and_the_second_answer_is_the_first(clerk: User) -> None:
    ran: list[int] = []

    def do() -> str:
        ran.append(1)
        return f"/done/{len(ran)}/"

    for _ in range(3):
        answer = carry_out(request_of(clerk, key="k", text="甲"), do, done="已办")  # type: ignore[arg-type]
        assert isinstance(answer, HttpResponseRedirect)
        assert answer.url == "/done/1/"
    assert ran == [1]


def test_a_form_without_a_key_acts_each_time(clerk: User) -> None:
    ran: list[int] = []
    do: Callable[[], str] = lambda: str(ran.append(1) or "/")  # type: ignore[func-returns-value]  # noqa: E731
    for _ in range(2):
        carry_out(request_of(clerk, text="甲"), do, done="已办")  # type: ignore[arg-type]
    assert ran == [1, 1]


def test_a_refusal_is_handed_back_and_leaves_a_line_and_no_key(clerk: User) -> None:
    def do() -> str:
        raise NotToday(day=1)

    answer = carry_out(request_of(clerk, key="k"), do, done="已办")  # type: ignore[arg-type]
    assert isinstance(answer, NotToday)
    line = TrailEvent.objects.get()
    assert (line.result, line.after, line.reason) == (
        "refused",
        {"code": "not-today", "params": {"day": "1"}},
        "今日不办，没有保存。",
    )
    assert not ActionKey.objects.exists()


def test_two_people_may_use_the_same_key(clerk: User, stranger: User) -> None:
    for user in (clerk, stranger):
        carry_out(request_of(user, key="k"), lambda: "/", done="已办")  # type: ignore[arg-type]
    assert ActionKey.objects.count() == 2


def test_files_belong_to_the_content_and_stand_at_their_beginning_again(clerk: User) -> None:
    contents = []
    for content in (b"a", b"a", b"b"):
        request = request_of(clerk, file=SimpleUploadedFile("a.txt", content))
        contents.append(_content(request))  # type: ignore[arg-type]
        assert request.FILES["file"].read() == content  # type: ignore[attr-defined]
    assert contents[0] == contents[1] != contents[2]
    assert sha256(b"b").hexdigest().encode() in contents[2]


def test_no_password_and_no_token_is_part_of_what_is_kept(clerk: User) -> None:
    request = request_of(clerk, password_new="很秘密的密码", csrfmiddlewaretoken="token", text="甲")
    assert _content(request) == repr(([("text", ["甲"])], [])).encode()  # type: ignore[arg-type]


def test_keys_differ() -> None:
    assert len({new_key() for _ in range(100)}) == 100


def test_a_key_longer_than_any_is_cut_and_not_an_error(clerk: User) -> None:
    response = signed_in(clerk).post("/password/", {"key": "k" * 5000})
    assert response.status_code == 422
