"""The page of a fund and the small card: the promise, how far it has come, and what is honest to say of it."""

import itertools
from datetime import date, datetime
from typing import Any

import pytest

from luoxiao.desk.fund_meter import fund_card, plan_words, sentence
from luoxiao.desk.fund_picture import picture
from luoxiao.funds import actions
from luoxiao.funds.meter import Reached, meter
from luoxiao.funds.models import YearPlan
from tests.conftest import signed_in
from tests.funds import books as scenes
from tests.funds.books import WAN, YEAR, Books, person

TODAY = date(2012, 10, 15)


@pytest.fixture
def books(db: None) -> Books:
    return scenes.make_books()


def made(today: date = TODAY, planned: dict[int, int] | None = None, **reached: int) -> Any:
    money = {2012: Reached(**{name: wan * WAN for name, wan in reached.items()})}
    return meter(promised=10_000 * WAN, years=range(2011, 2016), planned=planned or {}, reached=money, today=today)


def shown(name: str, address: str) -> str:
    response = signed_in(person(name)).get(address)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def test_the_first_sentence_says_what_is_allotted_what_is_missing_and_the_pace() -> None:
    assert sentence(made(allotted=2260)) == (
        "承诺 10,000.00 万元以上，已下达 2,260.00 万元，占 22.6%；"
        "到2015年底还差 7,740.00 万元，余 13 个季度（含本季），每季度须下达 595.39 万元"
    )


def test_a_promise_kept_and_a_promise_broken_are_said_as_such() -> None:
    assert sentence(made(allotted=10_001)).endswith("已下达 10,001.00 万元，承诺的数已达到")
    broken = sentence(made(date(2016, 3, 1), allotted=9_000))
    assert broken == "承诺 10,000.00 万元以上，到2015年底下达 9,000.00 万元，差 1,000.00 万元"


def test_plans_that_are_missing_are_told() -> None:
    assert plan_words(made()) == "各年都没有列入计划，无从比较计划与下达。"
    said = plan_words(made(planned={2012: 2260 * WAN}))
    assert said == "2011、2013、2014、2015年没有列入计划。已列计划比承诺少 7,740.00 万元。"
    assert plan_words(made(planned=dict.fromkeys(range(2011, 2016), 2000 * WAN))) == ""


def test_the_picture_stays_in_its_frame_and_labels_stay_apart() -> None:
    for today in (date(2009, 1, 1), TODAY, date(2020, 1, 1)):
        drawn = picture(made(today, received=30_000, allotted=30_000, transferred=30_000, spent=29_990), today)
        points = [float(part) for line in drawn.lines for pair in line.points.split() for part in pair.split(",")]
        assert all(0 <= point <= 640 for point in points)
        heights = sorted(line.label_y for line in drawn.lines)
        assert all(after - before >= 15.9 for before, after in itertools.pairwise(heights))


def test_the_page_shows_years_kinds_and_projects(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    project = scenes.make_project(at)
    scenes.committed(project, at)
    scenes.paid(project, at)
    YearPlan.objects.create(fund=books.fund, year=YEAR, fen=2_260 * WAN, basis="演练", by=person("office"), at=at)
    page = shown("leader", f"/funds/{books.fund.pk}/")
    assert "已下达 100.00 万元，占 1.0%" in page
    assert "2,260.00" in page
    assert "没有计划" in page
    assert "甲县中心敬老院" in page
    assert "规定用途：敬老院、儿童福利院。" in page
    assert "记拨付" not in page
    assert "记拨付" in shown("clerk", f"/funds/{books.fund.pk}/")


def test_another_countys_project_is_not_there(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    scenes.committed(scenes.make_project(at), at)
    address = f"/funds/{books.fund.pk}/"
    assert "甲县中心敬老院" in shown("county", address)
    assert "甲县中心敬老院" not in shown("neighbour", address)


def test_a_fund_without_a_promise_has_no_meter(books: Books) -> None:
    books.fund.promised_fen = books.fund.promised_from = books.fund.promised_to = None
    books.fund.save()
    page = shown("clerk", f"/funds/{books.fund.pk}/")
    assert "这项资金没有承诺的总数" in page
    assert "meter-pic" not in page


def test_a_rehearsal_is_marked_and_its_money_is_not_added_to_the_real(books: Books, at: datetime) -> None:
    scenes.receive(7 * WAN, at)
    rehearsed = scenes.make_fund(books.fund.area, books.fund.manager, is_rehearsal=True)
    page = shown("clerk", f"/funds/{rehearsed.pk}/")
    assert "演练" in page
    assert "7.00" not in page


def test_the_card_is_of_the_world_the_installation_stands_in(books: Books, at: datetime) -> None:
    assert fund_card(person("leader"), TODAY) is None  # tests stand on a rehearsal day, the fund is real
    rehearsed = scenes.make_fund(books.fund.area, books.fund.manager, is_rehearsal=True)
    card = fund_card(person("leader"), TODAY)
    assert card is not None
    assert (card.fund, card.allotted_width, card.waiting) == (rehearsed, 0, 0)
    actions.open_round(
        fund=rehearsed,
        year=YEAR,
        number=1,
        pot_fen=2_000 * WAN,
        basis="演练",
        previous=None,
        by=person("office"),
        at=at,
    )
    card = fund_card(person("leader"), TODAY)
    assert card is not None
    assert (card.waiting_width, len(card.rounds)) == (40, 1)
    assert "测算中 2,000.00" in card.sentence


def test_the_number_of_queries_does_not_grow(books: Books, at: datetime, django_assert_max_num_queries: Any) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    for place in range(5):
        scenes.committed(scenes.make_project(at, number=f"360730-2012-{place:03}"), at, WAN + place)
    client = signed_in(person("leader"))
    with django_assert_max_num_queries(25):
        assert client.get(f"/funds/{books.fund.pk}/").status_code == 200


def test_what_was_said_of_one_county_is_not_told_to_another(books: Books, at: datetime) -> None:
    said = {"fund": books.fund, "region": books.county, "period": "2012Q4", "by": person("clerk"), "at": at}
    actions.explain_variance(text="甲县工期顺延", **said)
    assert "甲县工期顺延" in shown("leader", f"/funds/{books.fund.pk}/")
    assert "甲县工期顺延" not in shown("neighbour", f"/funds/{books.fund.pk}/")
