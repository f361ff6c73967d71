"""Returns and reminders on the workbench: to whom each shows, how far its date is, and where it leads."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from luoxiao.core import clock
from luoxiao.desk.workbench_duties import SHOWN, Duty, shown
from luoxiao.organisations.models import User
from luoxiao.returns import actions
from luoxiao.returns.models import Call, Return
from tests.conftest import BEIJING, make_unit, signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db


def page(user: User) -> str:
    return signed_in(user).get("/").content.decode()


def duties(user: User) -> list[tuple[str, str, str]]:
    """Of each duty that the page shows the chip, the address and the words."""
    listed = re.search(r'<ol class="todo">(.*?)</ol>', page(user), re.DOTALL)
    assert listed
    return re.findall(r'</svg>([^<]+)</span></span><a href="([^"]+)">(.+?)</a>', listed[1])


def reminders(user: User) -> list[tuple[str, str]]:
    """The sentences of the digest with where they lead."""
    card = re.search(r'aria-labelledby="h-reminded">(.*?)</section>', page(user), re.DOTALL)
    return re.findall(r'<a href="([^"]+)">(.+?)</a>', card[1]) if card else []


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock of the doors to a day; gives ten in the morning of it."""

    def set_to(day: date) -> datetime:
        monkeypatch.setenv("LUOXIAO_TODAY", day.isoformat())
        clock.rehearsal_day.cache_clear()
        return datetime(day.year, day.month, day.day, 10, tzinfo=BEIJING)

    return set_to


def test_a_return_to_fill_is_the_units_own_and_leads_to_it(filed: Return) -> None:
    assert duties(person("filler")) == [("剩 16 天", f"/returns/{filed.pk}/", "填报“三季度报表”")]
    shown = page(person("filler"))
    assert "2012年第三季度，截止 10月31日，填报中" in shown
    assert 'class="st ok"' in shown


def test_the_neighbour_county_finds_its_own_return_and_not_this_one(filed: Return, scene: Scene) -> None:
    own = Return.objects.get(call=filed.call, unit=scene.neighbour)
    assert [address for _when, address, _title in duties(person("neighbour"))] == [f"/returns/{own.pk}/"]
    assert f"/returns/{filed.pk}/" not in page(person("neighbour"))


def test_a_near_date_and_a_past_one_are_told_by_shape_and_word(filed: Return, on_day: Any) -> None:
    for day, light, words in (
        (date(2012, 10, 28), "soon", "剩 3 天"),
        (date(2012, 10, 31), "soon", "今日"),
        (date(2012, 11, 3), "late", "逾期 3 天"),
    ):
        on_day(day)
        assert re.search(rf'class="st {light}"><svg.*?</svg>{words}</span>', page(person("filler"))), day


def test_who_sent_it_does_not_sign_it_and_another_of_the_unit_does(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    scenes.send(filed, at)
    assert duties(person("filler")) == []
    assert [title for _when, _address, title in duties(person("certifier"))] == ["审签“三季度报表”"]


def test_the_level_where_it_lies_is_asked_to_review_and_no_other(filed: Return, at: datetime) -> None:
    scenes.certified(filed, at)
    assert duties(person("city")) == [("待审核", f"/returns/{filed.pk}/", "审核 甲县局“三季度报表”")]
    for name in ("other-city", "province", "office1", "other-bureau", "certifier"):
        assert duties(person(name)) == [], name
    actions.approve(filed, seen=scenes.fresh(filed).version, by=person("city"), at=at)
    assert [title for _when, _address, title in duties(person("office1"))] == ["审核 甲县局“三季度报表”"]
    assert duties(person("city")) == []


def test_the_office_is_asked_to_accept_what_is_approved(filed: Return, at: datetime) -> None:
    scenes.approved(filed, at)
    assert duties(person("office2")) == [("待采用", f"/returns/{filed.pk}/", "采用 甲县局“三季度报表”")]


def test_what_was_sent_back_waits_for_its_unit_again(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    actions.send_back(filed, reason="请核对", cells={"A02": "多录一位"}, seen=filed.version, by=person("city"), at=at)
    assert [title for _when, _address, title in duties(person("filler"))] == ["修改后重报“三季度报表”"]
    assert "退回修改" in page(person("filler"))


def test_a_rehearsals_return_is_marked(scene: Scene, at: datetime) -> None:
    scenes.make_call(scene, at, is_rehearsal=True)
    assert '<span class="drill">演练</span>' in page(person("filler"))


def test_who_owes_no_return_is_not_led_to_them(filed: Return) -> None:
    leading = '<a href="/returns/">季度报表</a>'
    assert leading in page(person("filler"))
    assert leading not in page(person("office1"))


def some(kind: str, count: int) -> list[Duty]:
    return [Duty("ok", "今日", f"{kind}{n}", "", "/") for n in range(count)]


@pytest.mark.parametrize(
    ("owed", "others", "returns", "tasks"),
    [(0, 20, 0, 8), (20, 0, 8, 0), (20, 20, 4, 4), (2, 20, 2, 6), (20, 2, 6, 2), (3, 3, 3, 3)],
)
def test_neither_returns_nor_tasks_keep_the_other_from_half_the_list(
    owed: int, others: int, returns: int, tasks: int
) -> None:
    titles = [duty.title for duty in shown(some("报", owed), some("办", others))]
    assert titles == [f"报{n}" for n in range(returns)] + [f"办{n}" for n in range(tasks)]


def test_the_days_reminders_stand_in_one_card_of_the_unit(filed: Return, call: Call, on_day: Any) -> None:
    day = on_day(call.due - timedelta(days=7))
    actions.remind(at=day)
    said = "“三季度报表”10月31日截止，剩 7 天，逾期计入迟报名单。填好后送另一人审签。"
    assert reminders(person("filler")) == [(f"/returns/{filed.pk}/", said)]
    assert [address for address, _said in reminders(person("neighbour"))] != [f"/returns/{filed.pk}/"]
    for name in ("city", "other-city", "office1", "asker"):
        assert reminders(person(name)) == [], name
    on_day(call.due - timedelta(days=6))
    assert reminders(person("filler")) == []


def test_a_reminder_found_late_counts_from_today(filed: Return, call: Call, on_day: Any) -> None:
    actions.remind(at=on_day(call.due - timedelta(days=4)))
    assert "剩 4 天" in reminders(person("filler"))[0][1]


def test_a_reminder_is_gone_once_the_unit_has_answered(filed: Return, call: Call, on_day: Any) -> None:
    day = on_day(call.due - timedelta(days=7))
    actions.remind(at=day)
    scenes.certified(filed, day)
    assert reminders(person("filler")) == []


def test_a_long_digest_says_that_it_is_cut(scene: Scene, call: Call, at: datetime, on_day: Any) -> None:
    for n in range(SHOWN):
        scenes.make_call(scene, at, title=f"报表{n}", period=f"{2004 + n}Q4", units=[scene.county])
    actions.remind(at=on_day(call.due - timedelta(days=7)))
    assert len(reminders(person("filler"))) == SHOWN
    assert "前 8 项" in page(person("filler"))


def test_the_page_is_sent_again_when_a_return_moves_or_a_reminder_goes_out(
    filed: Return, call: Call, on_day: Any
) -> None:
    day = on_day(call.due - timedelta(days=7))
    browser = signed_in(person("filler"))

    def unchanged(etag: str) -> bool:
        return browser.get("/", headers={"If-None-Match": etag}).status_code == 304

    etag = browser.get("/")["ETag"]
    assert unchanged(etag)
    actions.remind(at=day)
    assert not unchanged(etag)
    etag = browser.get("/")["ETag"]
    scenes.fill(filed, day)
    scenes.send(filed, day)
    assert not unchanged(etag)
    assert "填报“三季度报表”" not in page(person("filler"))


def test_the_page_asks_as_much_for_many_returns_as_for_few(
    scene: Scene, call: Call, on_day: Any, at: datetime, django_assert_num_queries: Any
) -> None:
    browsers = {name: signed_in(person(name)) for name in ("filler", "city", "office1", "asker")}
    above = scene.county.region.parent if scene.county.region else None
    counties = [
        make_unit(
            f"more-{n}", f"第{n}县局", kind="county", region=scenes.region(f"3607{50 + n}", f"第{n}县", "county", above)
        )
        for n in range(20)
    ]
    day = on_day(call.due - timedelta(days=7))
    actions.remind(at=day)
    scenes.certified(
        Return.objects.whole().get(call=call, unit=scene.neighbour), day, filler="neighbour", certifier="neighbour2"
    )
    counts = {}
    for name, browser in browsers.items():
        with scenes.counting() as asked:
            browser.get("/")
        counts[name] = len(asked)
    for n in range(10):
        scenes.make_call(scene, at, title=f"报表{n}", period=f"{2002 + n}Q4", units=[scene.county, *counties])
    Return.objects.exclude(unit=scene.county).update(state=Return.State.REVIEWING, level="prefecture")
    actions.remind(at=day)
    for name, browser in browsers.items():
        with django_assert_num_queries(counts[name]):
            browser.get("/")
