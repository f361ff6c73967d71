"""The pages of asks: the ledger with effort and result apart, one ask, its forms, and which areas each covers."""

import csv
import re
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoxiao.organisations.models import Area, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Attachment, LetterDraft
from luoxiao.supervision.models import Ask
from tests.conftest import signed_in
from tests.supervision.asks_scene import draft, exchange, letter, make_areas, ministries

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas() -> list[Area]:
    return make_areas()


@pytest.fixture
def mof() -> Unit:
    return ministries()[0]


@pytest.fixture
def ask(mof: Unit, bureau: Unit, areas: list[Area], clerk: User, at: datetime) -> Ask:
    return actions.open_ask(draft(mof, bureau, areas), by=clerk, at=at)


def page(user: User, address: str) -> str:
    response = signed_in(user).get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def lines(shown: str) -> list[str]:
    """The titles of the ledger's rows."""
    return re.findall(r'<tr><th scope="row"><a href="/asks/\d+/">(.*?)</a>', shown)


def form_of(ask: Ask, **other: str) -> dict[str, str]:
    return {"seen": str(ask.version)} | other


def test_three_people_see_their_own_ledgers(ask: Ask, clerk: User, stranger: User, reviewer: User) -> None:
    assert lines(page(clerk, "/asks/")) == ["提高标准"]
    assert lines(page(reviewer, "/asks/")) == ["提高标准"]
    assert lines(page(stranger, "/asks/")) == []
    assert signed_in(stranger).get(f"/asks/{ask.pk}/").status_code == 404
    assert signed_in(stranger).post(f"/asks/{ask.pk}/step/", form_of(ask, step="催")).status_code == 404


def test_effort_and_result_stand_apart_and_are_counted_against_each_other(
    ask: Ask, clerk: User, reviewer: User, at: datetime
) -> None:
    letter(ask, clerk, at)
    actions.judge_effort(ask, effort="sustained", reason="催过", seen=ask.version, by=reviewer, at=at)
    ask.refresh_from_db()
    said = {"outcome": "refused", "text": "不列", "document": "财函1号"}
    actions.record_outcome(ask, **said, seen=ask.version, by=clerk, at=at)
    shown = page(reviewer, "/asks/")
    row = re.search(r"<tr><th scope=\"row\"><a href=\"/asks/.*?</tr>", shown, re.DOTALL)
    assert row
    assert re.findall(r'<span class="st (\w+)">.*?</svg>(.*?)</span>', row[0]) == [
        ("ok", "持续推动"),
        ("late", "未同意"),
    ]
    assert "effort=sustained&amp;outcome=refused" in shown
    assert lines(page(reviewer, "/asks/?effort=sustained&outcome=refused")) == ["提高标准"]
    assert lines(page(reviewer, "/asks/?effort=sustained&outcome=open")) == []


def test_the_filters_find_what_is_lacking(ask: Ask, clerk: User, at: datetime) -> None:
    assert lines(page(clerk, "/asks/?lacks=letter")) == ["提高标准"]
    assert lines(page(clerk, "/asks/?lacks=reply")) == []
    sent = letter(ask, clerk, at)
    assert lines(page(clerk, "/asks/?lacks=reply")) == ["提高标准"]
    letter(ask, clerk, at, direction="in", number="来1号", answers=sent)
    assert lines(page(clerk, "/asks/?lacks=reply")) == []
    assert lines(page(clerk, "/asks/?lacks=step")) == ["提高标准"]
    actions.plan_step(ask, step="会商", due=date(2012, 10, 15), seen=ask.version, by=clerk, at=at)
    assert lines(page(clerk, "/asks/?lacks=step")) == []
    assert lines(page(clerk, "/asks/?lacks=late")) == []
    Ask.objects.filter(pk=ask.pk).update(next_due=date(2012, 10, 14))
    assert lines(page(clerk, "/asks/?lacks=late&x=1")) == ["提高标准"]
    assert lines(page(clerk, f"/asks/?ministry={ask.ministry_id}&q=全国")) == ["提高标准"]
    assert lines(page(clerk, "/asks/?q=没有这样的")) == []


def test_real_and_rehearsed_asks_are_never_on_one_page(
    ask: Ask, mof: Unit, bureau: Unit, areas: list[Area], clerk: User, at: datetime
) -> None:
    actions.open_ask(draft(mof, bureau, areas, title="练一件"), rehearsal=True, by=clerk, at=at)
    assert lines(page(clerk, "/asks/")) == ["提高标准"]
    shown = page(clerk, "/asks/?rehearsal=1")
    assert lines(shown) == ["练一件"]
    assert "demo-tag" in shown


def test_the_file_says_what_the_ledger_says(ask: Ask, clerk: User, at: datetime) -> None:
    letter(ask, clerk, at)
    exchange(ask, clerk, at)
    answer = signed_in(clerk).get("/asks/csv/")
    assert answer["Content-Type"] == "text/csv"
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert len(rows) == 1
    said = [
        rows[0][name]
        for name in ("条款", "事项", "部委", "争取金额（元）", "工作情况", "结果", "发文（件）", "最近来往")
    ]
    assert said == ["四（一）1", "提高标准", "某财部", "100,000.00", "未开展", "待定", "1", "2012-09-20"]


def test_the_ledger_asks_no_more_of_the_database_when_it_is_longer(
    ask: Ask, mof: Unit, bureau: Unit, areas: list[Area], clerk: User, reviewer: User, at: datetime
) -> None:
    def queries() -> int:
        browser = signed_in(reviewer)
        with CaptureQueriesContext(connection) as seen:
            browser.get("/asks/")
        return len(seen)

    before = queries()
    for number in range(5):
        made = actions.open_ask(draft(mof, bureau, areas, title=f"第{number}件"), by=clerk, at=at)
        letter(made, clerk, at, number=f"{number}号")
    assert queries() == before <= 25


def test_letters_and_exchanges_stand_in_the_order_of_their_days(ask: Ask, clerk: User, at: datetime) -> None:
    sent = letter(ask, clerk, at, day=date(2012, 9, 1))
    letter(ask, clerk, at, direction="in", number="来1号", day=date(2012, 9, 25), answers=sent)
    exchange(ask, clerk, at, day=date(2012, 9, 20))
    shown = page(clerk, f"/asks/{ask.pk}/")
    found = re.findall(r'<li><time datetime="([\d-]+)">.*?<span class="dir.*?">(.*?)</span>', shown)
    assert found == [("2012-09-25", "来文"), ("2012-09-20", "会商"), ("2012-09-01", "发文")]
    assert "答复民函〔2012〕1号" in shown


def test_the_next_step_is_planned_on_the_page(ask: Ask, clerk: User) -> None:
    browser = signed_in(clerk)
    assert browser.post(f"/asks/{ask.pk}/step/", form_of(ask, step="会商", due="2012-11-01")).status_code == 302
    shown = page(clerk, f"/asks/{ask.pk}/")
    assert "会商" in shown
    assert "2012-11-01" in shown
    stale = browser.post(f"/asks/{ask.pk}/step/", form_of(ask, step="另一步", due="2012-11-02"))
    assert stale.status_code == 422
    assert "另一步" in stale.content.decode()


@pytest.mark.parametrize(
    ("move", "sent", "words"),
    [
        ("step", {"step": "会商", "due": ""}, "只填了一样"),
        ("step", {"step": "会商", "due": "明天"}, "明天"),
        ("step", {"step": "会商", "due": "2012-10-01"}, "2012-10-01"),
        ("outcome", {"outcome": "granted", "text": "同意"}, "没有写依据文号"),
        ("outcome", {"outcome": "没有这项"}, "没有选结果"),
        ("effort", {"effort": ""}, "没有选工作情况"),
    ],
)
def test_a_refusal_stands_on_the_page_with_what_was_typed(
    move: str, sent: dict[str, str], words: str, ask: Ask, clerk: User
) -> None:
    refused = signed_in(clerk).post(f"/asks/{ask.pk}/{move}/", form_of(ask, **sent))
    assert refused.status_code == 422
    assert words in refused.content.decode()


def test_only_others_are_offered_to_judge_the_effort(ask: Ask, clerk: User, reviewer: User, at: datetime) -> None:
    letter(ask, clerk, at)
    own, office = page(clerk, f"/asks/{ask.pk}/"), page(reviewer, f"/asks/{ask.pk}/")
    assert f"/asks/{ask.pk}/effort/" not in own
    assert "不自评" in own
    assert f"/asks/{ask.pk}/effort/" in office
    sent = form_of(ask, effort="started", reason="发函一件")
    assert signed_in(clerk).post(f"/asks/{ask.pk}/effort/", sent).status_code == 403
    assert signed_in(reviewer).post(f"/asks/{ask.pk}/effort/", sent).status_code == 302
    assert "发函一件" in page(clerk, f"/asks/{ask.pk}/")


def filled(mof: Unit, bureau: Unit, **other: object) -> dict[str, object]:
    texts = {"title": "新事项", "clause": "四（一）2", "basis": "国办发〔2011〕55号", "sought": "提高补助"}
    return {**texts, "ministry": mof.pk, "lead": bureau.pk, "amount": "1,000,000", "areas": ["71", "73"], **other}


def test_an_ask_is_entered_with_its_areas_of_the_eleven(
    mof: Unit, bureau: Unit, areas: list[Area], clerk: User
) -> None:
    answer = signed_in(clerk).post("/asks/new/", filled(mof, bureau))
    made = Ask.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/asks/{made.pk}/")
    assert (made.clause_path, made.sought_fen) == ("四/(一)/2", 100_000_000)
    assert [area.number for area in made.areas.order_by("number")] == [71]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"areas": []}, "一个片区也没有选"),
        ({"amount": "很多"}, "不是金额"),
        ({"ministry": ""}, "没有选部委"),
        ({"lead": ""}, "没有选牵头单位"),
        ({"title": ""}, "事项"),
        ({"clause": ""}, "条款"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_beside_it(
    other: dict[str, object], words: str, mof: Unit, bureau: Unit, areas: list[Area], clerk: User
) -> None:
    refused = signed_in(clerk).post("/asks/new/", filled(mof, bureau, **other))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not Ask.objects.exists()


def test_a_bureau_enters_no_ask_of_another(mof: Unit, other_bureau: Unit, areas: list[Area], clerk: User) -> None:
    assert signed_in(clerk).post("/asks/new/", filled(mof, other_bureau)).status_code == 403


def test_an_ask_is_said_otherwise(ask: Ask, mof: Unit, bureau: Unit, clerk: User) -> None:
    browser = signed_in(clerk)
    shown = browser.get(f"/asks/{ask.pk}/edit/").content.decode()
    assert 'value="提高标准"' in shown
    sent = filled(mof, bureau, title="改后", areas=["71", "72"], seen=ask.version)
    assert browser.post(f"/asks/{ask.pk}/edit/", sent).status_code == 302
    changed = Ask.objects.get(pk=ask.pk)
    assert (changed.title, changed.areas.count()) == ("改后", 2)
    assert browser.post(f"/asks/{ask.pk}/edit/", sent | {"title": "再改"}).status_code == 422


def test_the_table_of_areas_marks_what_is_left_out(
    ask: Ask, mof: Unit, bureau: Unit, areas: list[Area], clerk: User, at: datetime
) -> None:
    actions.open_ask(draft(mof, bureau, areas, title="另一项", clause_path="四/(四)/1"), by=clerk, at=at)
    whole = draft(mof, bureau, areas, title="全列", areas=tuple(areas[:2]))
    actions.open_ask(whole, by=clerk, at=at)
    shown = page(clerk, "/asks/areas/")
    assert "四（一）的政策 2 项，覆盖全部11个片区的 1 项，有片区未列入的 1 项" in shown
    rows = re.findall(r'<tr><th scope="row"><a href="[^"]*">(.*?)</a>(.*?)</tr>', shown, re.DOTALL)
    marks = {title: re.findall(r'<span class="vh">(.*?)</span>', cells) for title, cells in rows}
    assert marks == {
        "提高标准": ["已列入", "未列入，须核对"],
        "全列": ["已列入", "已列入"],
        "另一项": ["已列入", "不要求"],
    }


def test_a_scan_is_handed_to_those_who_see_the_ask(
    ask: Ask, mof: Unit, clerk: User, stranger: User, at: datetime
) -> None:
    made = LetterDraft("in", "来5号", mof, date(2012, 9, 1), "复函", ask=ask)
    kept = actions.enter_letter(made, attachment=Attachment("复函.txt", "同意".encode()), by=clerk, at=at)
    address = reverse("letter-file", args=(kept.pk,))
    assert signed_in(clerk).get(address).content == "同意".encode()
    assert signed_in(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302
