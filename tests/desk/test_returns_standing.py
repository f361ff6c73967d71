"""How a return stands, in one shape and one word; when it is late; the tiles by city; the counts."""

from datetime import date, datetime

import pytest

from luoxiao.desk.returns_standing import cities, is_late, standing, tally, when
from luoxiao.returns.models import Return
from luoxiao.supervision.lights import Light
from tests.conftest import BEIJING

S = Return.State
DUE = date(2012, 10, 31)
IN_TIME, TOO_LATE = datetime(2012, 10, 31, 23, 59, 59, tzinfo=BEIJING), datetime(2012, 11, 1, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("state", "first", "today", "light", "words"),
    [
        (S.FILLING, None, DUE, Light.IDLE, "填报中"),
        (S.FILLING, None, date(2012, 11, 1), Light.LATE, "未报"),
        (S.CERTIFYING, None, DUE, Light.IDLE, "待审签"),
        (S.CERTIFYING, None, date(2012, 11, 1), Light.LATE, "未报"),
        (S.CERTIFYING, IN_TIME, date(2012, 11, 1), Light.IDLE, "待审签"),
        (S.SENT_BACK, IN_TIME, date(2012, 11, 1), Light.SOON, "退回修改"),
        (S.REVIEWING, IN_TIME, DUE, Light.OK, "待审核"),
        (S.APPROVED, IN_TIME, DUE, Light.OK, "待采用"),
        (S.ACCEPTED, IN_TIME, DUE, Light.DONE, "已采用"),
    ],
)
def test_each_state_has_its_shape_and_word(
    state: str, first: datetime | None, today: date, light: Light, words: str
) -> None:
    found = standing(state, first, DUE, today)
    assert (found.light, found.words) == (light, words)


def test_the_deadline_is_the_midnight_that_ends_the_day_in_beijing() -> None:
    assert not is_late(IN_TIME, DUE, TOO_LATE)
    assert is_late(TOO_LATE, DUE, TOO_LATE)
    assert not is_late(None, DUE, IN_TIME)
    assert is_late(None, DUE, TOO_LATE)


@pytest.mark.parametrize(
    ("today", "said"), [(date(2012, 10, 28), "剩 3 天"), (DUE, "今日"), (date(2012, 11, 15), "逾期 15 天")]
)
def test_how_far_the_date_is_is_said_in_words(today: date, said: str) -> None:
    assert when(DUE, today) == said


def row(name: str, city: str | None, kind: str = "county", **more: object) -> dict[str, object]:
    values: dict[str, object] = {
        "id": 1,
        "call_id": 1,
        "state": S.FILLING,
        "first_certified_at": None,
        "unit__short_name": f"{name}民政局",
        "unit__name": f"{name}民政局",
        "unit__kind": kind,
        "unit__region__name_2012": name,
        "unit__region__parent__name_2012": city,
    }
    return values | more


def test_tiles_stand_by_city_the_largest_first_under_short_names() -> None:
    rows = [
        row("莲花县", "萍乡市"),
        row("赣县", "赣州市"),
        row("井冈山市", "赣州市"),
        row("某厅", None, kind="province"),
    ]
    found = [(city.name, [tile.name for tile in city.tiles]) for city in cities(rows, DUE, DUE)]
    assert found == [("赣州市", ["赣县", "井冈山"]), ("萍乡市", ["莲花"]), ("其他", ["某厅民政局"])]


def test_rates_are_of_those_asked() -> None:
    rows = [
        row("甲县", "甲市", state=S.ACCEPTED, first_certified_at=IN_TIME),
        row("乙县", "甲市", state=S.REVIEWING, first_certified_at=TOO_LATE),
        row("丙县", "甲市"),
    ]
    found = tally(rows, DUE, date(2012, 11, 2))
    assert (found.asked, found.reported, found.in_time) == (3, 2, 1)
    assert (found.rate, found.in_time_rate) == ("66.6%", "33.3%")
    assert found.by_light == [(Light.DONE, "已采用", 1), (Light.OK, "待审核", 1), (Light.LATE, "未报", 1)]


def test_a_call_that_asks_nobody_has_no_rate() -> None:
    assert tally([], DUE, DUE).rate == "—"
