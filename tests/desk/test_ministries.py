"""Liaison: the list of ministries, the page of one, and the forms of letters, exchanges and contacts."""

import csv
import re
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoxiao.organisations.models import Area, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.models import Ask, Contact, Exchange, Letter
from tests.conftest import make_unit, make_user, signed_in
from tests.supervision.asks_scene import draft, exchange, letter, make_areas, ministries
from tests.supervision.conftest import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas() -> list[Area]:
    return make_areas()


@pytest.fixture
def units(bureau: Unit) -> tuple[Unit, Unit]:
    """Two other ministries; the bureau's own is none of them."""
    bureau.parent = make_unit("own", "本部", Unit.Kind.MINISTRY)
    bureau.save()
    return ministries()


@pytest.fixture
def ask(units: tuple[Unit, Unit], bureau: Unit, areas: list[Area], clerk: User, at: datetime) -> Ask:
    return actions.open_ask(draft(units[0], bureau, areas), by=clerk, at=at)


def page(user: User, address: str) -> str:
    response = signed_in(user).get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_list_counts_what_was_asked_written_and_said(ask: Ask, clerk: User, stranger: User, at: datetime) -> None:
    letter(ask, clerk, at)
    letter(ask, clerk, at, direction="in", number="来1号")
    exchange(ask, clerk, at)
    shown = page(clerk, "/ministries/")
    row = re.search(r'<tr><th scope="row"><a href="/ministries/of/mof-t/">某财部</a>(.*?)</tr>', shown)
    assert row
    assert re.findall(r'<td class="num"[^>]*>(\d+)</td>', row[1]) == ["1", "1", "0", "1", "1", "1", "0"]
    assert "2012-09-20" in row[1]
    assert "某改委" in shown
    assert "本部" not in shown
    assert "尚无来往" in page(stranger, "/ministries/")
    assert "<tbody>" not in page(stranger, "/ministries/")


def test_a_ministry_that_is_asked_and_never_spoken_to_is_marked(ask: Ask, clerk: User) -> None:
    shown = page(clerk, "/ministries/")
    assert "有事项而从未来往的 1 家" in shown
    assert "从未来往</span>" in shown


def test_the_page_of_a_ministry_holds_asks_letters_and_its_places_in_the_plan(
    ask: Ask, preparer: User, reviewer: User, clerk: User, at: datetime
) -> None:
    make_version(preparer, reviewer, at)
    letter(ask, clerk, at)
    shown = page(clerk, "/ministries/of/mof-t/")
    assert "提高标准" in shown
    assert "民函〔2012〕1号" in shown
    assert "在办争取事项 1 件；发文 1 件，来文 0 件，通报会商 0 次；最近来往 2012-09-01" in shown
    assert "现行方案的原文没有点名" in shown


def test_a_place_of_the_plan_is_shown_with_the_words_around_it(
    preparer: User, reviewer: User, clerk: User, at: datetime
) -> None:
    make_version(preparer, reviewer, at)
    named = make_unit("named", "统一标准", Unit.Kind.MINISTRY)  # words that stand in the text of the scene
    shown = page(clerk, f"/ministries/of/{named.code}/")
    assert "原文提到 1 处" in shown
    assert "<mark>统一标准</mark>" in shown
    assert "2.<mark>" in shown


def test_what_a_stranger_may_not_see_is_not_on_the_page(
    ask: Ask, clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    letter(ask, clerk, at)
    letter(ask, clerk, at, number="通8号", subject="一般情况", ask=None)
    shown = page(stranger, "/ministries/of/mof-t/")
    assert "通8号" in shown
    assert "民函〔2012〕1号" not in shown
    assert "提高标准" not in shown
    assert "民函〔2012〕1号" in page(reviewer, "/ministries/of/mof-t/")
    assert signed_in(make_user("xian", "county")).get("/ministries/of/mof-t/").status_code == 403


def test_ones_own_ministry_and_a_bureau_have_no_page(units: tuple[Unit, Unit], clerk: User) -> None:
    for code in ("own", "relief", "nothing"):
        assert signed_in(clerk).get(f"/ministries/of/{code}/").status_code == 404


def test_the_file_lists_letters_and_exchanges(ask: Ask, clerk: User, at: datetime) -> None:
    letter(ask, clerk, at)
    exchange(ask, clerk, at)
    answer = signed_in(clerk).get("/ministries/of/mof-t/csv/")
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert [row[:3] for row in rows[1:]] == [["2012-09-20", "会商", ""], ["2012-09-01", "发文", "民函〔2012〕1号"]]


def test_the_list_asks_no_more_of_the_database_when_more_was_said(
    ask: Ask, clerk: User, reviewer: User, at: datetime
) -> None:
    def queries(address: str) -> int:
        browser = signed_in(reviewer)
        with CaptureQueriesContext(connection) as seen:
            browser.get(address)
        return len(seen)

    letter(ask, clerk, at)
    exchange(ask, clerk, at)
    addresses = ("/ministries/", "/ministries/of/mof-t/")
    before = [queries(address) for address in addresses]
    for number in range(4):
        letter(ask, clerk, at, number=f"{number}号")
        exchange(ask, clerk, at, text=f"第{number}次")
    assert [queries(address) for address in addresses] == before
    assert max(before) <= 25


def test_an_ask_brings_its_ministry_to_the_form_and_a_letter_the_other_direction(
    ask: Ask, units: tuple[Unit, Unit], clerk: User, at: datetime
) -> None:
    shown = page(clerk, f"/ministries/letters/new/?ask={ask.pk}")
    assert f'<option value="{units[0].pk}" selected>某财部</option>' in shown
    sent = letter(ask, clerk, at)
    shown = page(clerk, f"/ministries/letters/new/?answers={sent.pk}")
    assert '<option value="in" selected>' in shown
    assert f'<option value="{sent.pk}" selected>' in shown


def filled(ask: Ask, **other: object) -> dict[str, object]:
    base = {"direction": "out", "number": "函3号", "ministry": ask.ministry_id, "day": "2012-10-10", "subject": "商请"}
    return {**base, "ask": ask.pk, **other}


def test_a_letter_is_entered_with_its_scan(ask: Ask, clerk: User) -> None:
    scan = SimpleUploadedFile("函.txt", "商请".encode())
    answer = signed_in(clerk).post("/ministries/letters/new/", filled(ask, file=scan))
    assert (answer.status_code, answer["Location"]) == (302, f"/asks/{ask.pk}/")
    kept = Letter.objects.select_related("file").get()
    assert (kept.number, kept.day, kept.ask_id) == ("函3号", date(2012, 10, 10), ask.pk)
    assert kept.file is not None


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"number": "民函〔2012〕1号"}, "已于 2012-09-01 登记"),
        ({"day": "2012-10-16"}, "在今天之后"),
        ({"day": "某日"}, "不是日期"),
        ({"direction": ""}, "没有选类别"),
        ({"ministry": ""}, "没有选部委"),
        ({"subject": " "}, "标题"),
    ],
)
def test_a_letter_that_cannot_be_entered_is_answered_beside_its_field(
    other: dict[str, object], words: str, ask: Ask, clerk: User, at: datetime
) -> None:
    letter(ask, clerk, at)
    refused = signed_in(clerk).post("/ministries/letters/new/", filled(ask, **other))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert Letter.objects.count() == 1


def test_a_strangers_ask_is_not_chosen(ask: Ask, stranger: User) -> None:
    refused = signed_in(stranger).post("/ministries/letters/new/", filled(ask))
    assert refused.status_code == 422
    assert "不在列表里" in refused.content.decode()
    assert not Letter.objects.exists()


def test_an_exchange_is_entered_with_those_it_was_passed_to(ask: Ask, other_bureau: Unit, clerk: User) -> None:
    sent = {
        "direction": "learnt",
        "ministry": ask.ministry_id,
        "day": "2012-10-12",
        "with_whom": "某处",
        "text": "获悉",
    }
    sent |= {"ask": ask.pk, "passed_to": [other_bureau.pk]}
    assert signed_in(clerk).post("/ministries/exchanges/new/", sent).status_code == 302
    kept = Exchange.objects.get()
    assert [unit.pk for unit in kept.passed_to.order_by("pk")] == [other_bureau.pk]
    shown = page(clerk, f"/asks/{ask.pk}/")
    assert "已转告：社会救助司" in shown


def test_a_contact_is_entered_and_ended_on_the_page(units: tuple[Unit, Unit], clerk: User) -> None:
    browser = signed_in(clerk)
    sent = {"ministry": units[0].pk, "matter": "低保", "person": "某人", "post": "某司", "reached_at": "电话"}
    answer = browser.post("/ministries/contacts/new/", sent | {"day": "2012-09-01"})
    assert (answer.status_code, answer["Location"]) == (302, "/ministries/of/mof-t/")
    kept = Contact.objects.get()
    address = f"/ministries/of/mof-t/contacts/{kept.pk}/end/"
    assert "停用联系人" in page(clerk, "/ministries/of/mof-t/")
    early = browser.post(address, {"last_day": "2012-08-01"})
    assert early.status_code == 422
    assert "早于起始日" in early.content.decode()
    assert browser.post(address, {"last_day": "2012-10-01"}).status_code == 302
    shown = page(clerk, "/ministries/of/mof-t/")
    assert 'class="gone"' in shown
    assert "停用联系人" not in shown
    assert browser.post(f"/ministries/of/ndrc-t/contacts/{kept.pk}/end/").status_code == 404
