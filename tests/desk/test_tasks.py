"""The board: fifty at a time by nearest date, tiles that count what they would leave, the list as a file."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from luoxiao.core import clock
from luoxiao.organisations.models import Unit, User
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.models import LightRule, Task
from tests.conftest import make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db
FIRST = date(2012, 11, 1)


def titles(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/tasks/\d+/">(.+?)</a>', page)


def tile(page: str, words: str) -> int:
    found = re.search(rf'class="alert[^>]*><b>(\d+)</b><span>(?:<svg(?:(?!</svg>).)*</svg>)?{words}<', page)
    assert found, words
    return int(found[1])


def whole(browser: Client, address: str) -> list[str]:
    """All titles over all pages, in order."""
    seen: list[str] = []
    while address:
        page = browser.get(address).content.decode()
        seen += titles(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    return seen


@pytest.mark.parametrize(
    "due",
    [
        lambda n: FIRST,
        lambda n: None,
        lambda n: FIRST + timedelta(days=n % 3),
        lambda n: FIRST + timedelta(days=n) if n % 2 else None,
        lambda n: None if n > 48 else FIRST,
    ],
    ids=["one-date", "no-dates", "ties", "every-other", "the-break-falls-between"],
)
def test_pages_hold_every_task_once_and_in_order(
    many: Callable[..., list[Task]], reviewer: User, due: Callable[[int], date | None]
) -> None:
    made = many(125, due=due)
    wanted = sorted(made, key=lambda task: (task.next_due is None, task.next_due or FIRST, task.pk))
    assert whole(signed_in(reviewer), "/tasks/") == [task.title for task in wanted]


def test_the_next_page_keeps_the_filters(many: Callable[..., list[Task]], task: Task, reviewer: User) -> None:
    many(60)
    shown = whole(signed_in(reviewer), "/tasks/?missing=due&q=%E6%BC%94%E7%BB%83")
    assert len(shown) == 60
    assert "统一标准" not in shown


def test_a_board_without_tasks_says_where_they_come_from(reviewer: User) -> None:
    assert "每项举措在这里成为一条任务" in signed_in(reviewer).get("/tasks/").content.decode()


def test_a_bureau_sees_its_own_and_counts_its_own(task: Task, clerk: User, stranger: User) -> None:
    page = signed_in(clerk).get("/tasks/").content.decode()
    assert titles(page) == ["建储备库"]
    assert (tile(page, "未启动"), tile(page, "没有牵头单位")) == (1, 0)
    assert set(titles(signed_in(stranger).get("/tasks/").content.decode())) == {"建储备库", "统一标准"}


def test_a_tile_counts_what_pressing_it_would_leave(task: Task, reviewer: User, other_bureau: Unit) -> None:
    browser = signed_in(reviewer)
    page = browser.get(f"/tasks/?missing=due&unit={other_bureau.pk}").content.decode()
    assert (tile(page, "未启动"), tile(page, "没有落实措施"), tile(page, "没有时限")) == (1, 2, 1)
    assert len(titles(page)) == 1


def test_pressing_a_pressed_tile_takes_the_filter_off(task: Task, reviewer: User) -> None:
    page = signed_in(reviewer).get("/tasks/?light=idle&missing=due").content.decode()
    assert '<a class="alert t-idle" href="/tasks/?missing=due" aria-current="true">' in page


def test_the_counts_follow_a_change_and_another_person(task: Task, reviewer: User, clerk: User, bureau: Unit) -> None:
    assert tile(signed_in(reviewer).get("/tasks/").content.decode(), "没有牵头单位") == 1
    duty = Task.objects.get(title="季度通报")
    actions.assign_lead(duty, lead=bureau, reason="分工", by=reviewer, at=clock.now())
    assert tile(signed_in(reviewer).get("/tasks/").content.decode(), "没有牵头单位") == 0
    assert tile(signed_in(clerk).get("/tasks/").content.decode(), "未启动") == 2


def test_a_row_says_the_light_with_its_reason_and_the_lead_bureaus_own_confidence(filed: Task, reviewer: User) -> None:
    Task.objects.filter(pk=filed.pk).update(confidence="doubtful", confidence_reason="名册未到")
    page = signed_in(reviewer).get("/tasks/?light=late").content.decode()
    assert titles(page) == ["建储备库"]
    for said in ("逾期 5 天", "最近一个时限 10月10日 已过 5 天。", "把握不大", '<td class="num hide-s">0/2</td>'):
        assert said in page


def test_withdrawn_tasks_are_off_the_board(task: Task, reviewer: User) -> None:
    Task.objects.filter(pk=task.pk).update(state="withdrawn")
    assert "建储备库" not in titles(signed_in(reviewer).get("/tasks/").content.decode())


def test_what_was_typed_is_shown_as_text(task: Task, reviewer: User) -> None:
    page = signed_in(reviewer).get("/tasks/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_unchanged_board_is_not_sent_again(task: Task, reviewer: User) -> None:
    browser = signed_in(reviewer)
    etag = browser.get("/tasks/")["ETag"]
    assert browser.get("/tasks/", headers={"If-None-Match": etag}).status_code == 304


def test_the_board_asks_as_much_for_many_rows_as_for_few(
    task: Task, many: Callable[..., list[Task]], reviewer: User, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(reviewer)
    with django_assert_max_num_queries(12) as few:
        browser.get("/tasks/?missing=due")
    many(120)
    with django_assert_max_num_queries(12) as more:
        browser.get("/tasks/?missing=due&q=%E6%BC%94")
    assert len(more) == len(few)


def exported(browser: Client, address: str) -> tuple[str, list[list[str]]]:
    response = browser.get(address)
    name = unquote(response["Content-Disposition"].split("''")[1])
    return name, list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_file_holds_the_whole_filtered_list_and_is_named_after_it(
    task: Task, many: Callable[..., list[Task]], reviewer: User
) -> None:
    many(60)
    name, lines = exported(signed_in(reviewer), "/tasks/export/?missing=due&kind=measure&q=%E6%BC%94/%E7%BB%83")
    assert name == "任务督办-没有时限-支持举措-“演-练”-2012-10-15-演练 2012-10-15.csv"
    assert len(lines) == 1
    _name, lines = exported(signed_in(reviewer), "/tasks/export/?missing=due")
    assert len(lines) == 63
    assert lines[1][:5] == ["四2", "统一标准", "社会救助司", "未启动", "尚未报落实措施。"]


def test_the_file_of_a_bureau_holds_its_own(task: Task, clerk: User) -> None:
    _name, lines = exported(signed_in(clerk), "/tasks/export/")
    assert [line[1] for line in lines[1:]] == ["建储备库"]


def test_several_plans_can_be_told_apart(task: Task, reviewer: User, preparer: User, version: PlanVersion) -> None:
    second = PlanVersion.objects.get(pk=version.pk)
    second.pk, second.number, second.sha256, second.title = None, 2, "x" * 64, "另一个方案"
    second.plan = type(version.plan).objects.create(title="另一个方案")
    second.save(force_insert=True)
    page = signed_in(reviewer).get(f"/tasks/?plan={second.pk}").content.decode()
    assert titles(page) == []
    assert "另一个方案" in page


def test_a_county_without_tasks_sees_an_empty_board(task: Task) -> None:
    county = make_user("county", "county", unit=make_unit("c", "某县局", Unit.Kind.COUNTY))
    assert titles(signed_in(county).get("/tasks/").content.decode()) == []


def test_the_rule_in_force_decides_what_is_near(filed: Task, reviewer: User, at: Any) -> None:
    Task.objects.filter(pk=filed.pk).update(next_due=date(2012, 11, 10))
    assert tile(signed_in(reviewer).get("/tasks/?q=%E5%BA%93").content.decode(), "临期") == 0
    actions.set_light_rule(
        soon_days=30, silent_days=90, in_force_from=at.date(), basis="办公室规定", by=reviewer, at=clock.now()
    )
    assert tile(signed_in(reviewer).get("/tasks/?q=%E5%BA%93").content.decode(), "临期") == 1
    assert LightRule.objects.on(at.date()).soon_days == 30


@pytest.mark.parametrize("after", ["tomorrow,1", "2012-02-30,1", ",1", "-,²", "2012-11-01", "-,", "x" * 4000])
def test_a_place_that_is_none_shows_nothing_rather_than_the_first_page_again(
    task: Task, reviewer: User, after: str
) -> None:
    response = signed_in(reviewer).get("/tasks/", {"after": after})
    assert response.status_code == 200
    assert titles(response.content.decode()) == []


def light_of(page: str, title: str) -> str:
    found = re.search(rf">{title}</a></th>.*?<span class=\"st (\w+)\"", page)
    assert found, title
    return found[1]


def test_a_row_follows_its_task_the_rule_and_the_day_at_once(
    filed: Task, reviewer: User, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(reviewer)
    Task.objects.filter(pk=filed.pk).update(title="建<物资>库", next_due=date(2012, 11, 10))
    assert light_of(browser.get("/tasks/").content.decode(), "建&lt;物资&gt;库") == "ok"
    actions.set_light_rule(
        soon_days=30, silent_days=90, in_force_from=at.date(), basis="办公室规定", by=reviewer, at=clock.now()
    )
    assert light_of(browser.get("/tasks/").content.decode(), "建&lt;物资&gt;库") == "soon"
    monkeypatch.setattr(clock, "today", lambda: date(2012, 11, 11))
    assert light_of(browser.get("/tasks/").content.decode(), "建&lt;物资&gt;库") == "late"


def test_a_row_kept_for_one_reader_is_said_in_the_language_of_the_next(filed: Task, reviewer: User) -> None:
    browser = signed_in(reviewer)
    Task.objects.filter(pk=filed.pk).update(
        next_due=date(2012, 11, 10), latest_news="名册已到", latest_news_at=clock.now()
    )
    assert "10月15日 名册已到" in browser.get("/tasks/").content.decode()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "15 Oct 名册已到" in browser.get("/tasks/").content.decode()
