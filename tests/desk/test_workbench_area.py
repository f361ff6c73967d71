"""How the area stands on the workbench: for whom, of which indicator, real before rehearsal, and the newest call."""

import re
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from luoxiao.core import clock
from luoxiao.desk.figures_reading import histories
from luoxiao.desk.figures_shared import members
from luoxiao.desk.workbench_area import FIRST, first_compared
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import User
from luoxiao.returns import actions
from luoxiao.returns.models import Call
from tests.conftest import make_unit, make_user, signed_in
from tests.desk.figures_scene import fill
from tests.indicators.scene import Land, land, make_indicator
from tests.returns import scene as scenes
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at: datetime) -> Land:
    """The small land, whose standard belongs to the field of protection."""
    made = land(at)
    Indicator.objects.filter(code="standard").update(target_field="protection")
    return made


def page(user: User) -> str:
    response = signed_in(user).get("/")
    assert response.status_code == 200
    return str(response.content.decode())


def card(user: User, name: str) -> str:
    """The card of this name, or nothing."""
    found = re.search(rf'aria-labelledby="{name}">.*?</section>', page(user), re.DOTALL)
    return found[0] if found else ""


def test_office_leaders_and_convener_see_how_the_area_stands(here: Land, reviewer: User) -> None:
    fill(here)
    for user in (reviewer, make_user("leader", "leading-group"), make_user("convener", "convener")):
        shown = card(user, "h-map")
        assert "standard与全国平均的差距" in shown
        assert "元/人·年，2012年" in shown
        for said in ("差距最大的 2 个县", "丙县", "−608.0", "−209.7", "达到或超过"):
            assert said in shown
        assert 'href="/figures/indicators/standard/#table"' in shown


def test_bureaus_provinces_and_counties_do_not(here: Land, call: Call, clerk: User, stranger: User) -> None:
    fill(here)
    for user in (clerk, stranger, person("province"), person("city"), person("filler"), person("asker")):
        shown = page(user)
        assert not re.search('id="h-(map|call|trend)"', shown), user
        assert "figures.css" not in shown


def test_before_there_are_places_figures_or_calls_each_card_says_what_will_stand_there(reviewer: User) -> None:
    assert "还没有可与全国平均比较的数。" in card(reviewer, "h-map")
    assert "没有正在填报的报表。" in card(reviewer, "h-call")
    assert "还没有可以连成线的数。" in card(reviewer, "h-trend")


def test_the_trend_names_both_ends(here: Land, reviewer: User) -> None:
    fill(here)
    shown = card(reviewer, "h-trend")
    assert "<svg" in shown
    assert "全国由 1,200.0 到 2,068.0" in shown
    assert "县有数" not in shown


def test_a_last_point_that_rests_on_some_counties_says_so(here: Land, reviewer: User) -> None:
    people = [("people", code, "2010", "1000") for code in ("990121", "990122", "990123")]
    here.put(*people, ("standard", "990121", "2012Q3", "1900"), ("standard", "000000", "2012Q3", "2100"))
    assert "2012年第三季度片区数：1/3 县有数" in card(reviewer, "h-trend")


def test_a_real_installation_never_falls_back_to_rehearsal_figures(
    here: Land, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(here, rehearsal=True)
    monkeypatch.setattr(clock, "rehearsal_day", cache(lambda: None))
    assert "rehearsal=1" not in page(reviewer)


def test_the_rehearsals_figures_show_only_while_there_are_no_real_ones(here: Land, reviewer: User) -> None:
    badge = '<span class="drill">演练</span>'
    fill(here, rehearsal=True)
    for name in ("h-map", "h-trend"):
        assert badge in card(reviewer, name)
    assert 'href="/figures/indicators/standard/?rehearsal=1#table"' in card(reviewer, "h-map")
    fill(here)
    for name in ("h-map", "h-trend"):
        assert badge not in card(reviewer, name)
    assert "rehearsal=1" not in page(reviewer)


def compared() -> str:
    """The code of the indicator that is chosen, or nothing."""
    entries = list(Indicator.objects.current())
    found = first_compared(histories(entries, rehearsal=False, found=members()).values())
    return found.indicator.code if found else ""


def test_the_standard_of_rural_allowances_comes_first_then_the_order_of_codes(here: Land, at: datetime) -> None:
    assert compared() == ""
    fill(here)
    assert compared() == "standard"
    for code in ("a_first", FIRST):
        here.indicators[code] = make_indicator(code, at, over_places="mean")
        here.put((code, "990121", "2012", "10"), (code, "000000", "2012", "20"))
        assert compared() == code


def test_an_indicator_without_a_nation_or_added_up_is_not_compared(here: Land) -> None:
    here.put(("plain", "990121", "2012", "10"), ("people", "990121", "2012", "10"), ("people", "000000", "2012", "20"))
    assert compared() == ""


def test_another_fields_indicator_is_not_shown(here: Land, reviewer: User) -> None:
    fill(here)
    Indicator.objects.filter(code="standard").update(target_field="service")
    assert "还没有可与全国平均比较的数。" in card(reviewer, "h-map")


def test_the_newest_open_call_shows_a_tile_for_each_unit(call: Call, at: datetime) -> None:
    filed = call.returns.get(unit__code="county-a")
    scenes.certified(scenes.fresh(filed), at)
    shown = card(person("office1"), "h-call")
    assert "2012年第三季度　·　截止 10月31日　·　应报 2，实报 1" in shown
    assert re.findall(r'<a class="tl (\w+)" href="(/returns/\d+/)"', shown)[0] == ("review", f"/returns/{filed.pk}/")
    assert len(re.findall('<a class="tl ', shown)) == 2
    assert f'href="/returns/calls/{call.pk}/"' in shown


def test_a_later_call_takes_the_place_and_a_closed_one_leaves_it(scene: Scene, call: Call, at: datetime) -> None:
    later = scenes.make_call(scene, at, title="二季度补报", period="2012Q2", is_rehearsal=True)
    shown = card(person("office1"), "h-call")
    assert f'href="/returns/calls/{later.pk}/"' in shown
    assert '<span class="drill">演练</span>' in shown
    for each in (call, later):
        actions.close_call(each, seen=Call.objects.get(pk=each.pk).version, by=person("asker"), at=at)
    assert "没有正在填报的报表。" in card(person("office1"), "h-call")


def test_a_draft_is_no_open_call(scene: Scene, at: datetime) -> None:
    actions.draft_call(draft=scenes.draft(scene), by=person("asker"), at=at)
    assert "没有正在填报的报表。" in card(person("office1"), "h-call")


def test_the_page_is_sent_again_when_a_figure_comes_in(here: Land, reviewer: User) -> None:
    fill(here)
    browser = signed_in(reviewer)
    again = {"If-None-Match": browser.get("/")["ETag"]}
    assert browser.get("/", headers=again).status_code == 304
    here.put(("standard", "990123", "2012", "1500"))
    sent = browser.get("/", headers=again)
    assert sent.status_code == 200
    assert "−568.0" in sent.content.decode()


def test_the_page_asks_as_much_for_many_figures_and_units_as_for_few(
    here: Land, scene: Scene, call: Call, at: datetime, django_assert_num_queries: Any
) -> None:
    fill(here)
    browser = signed_in(person("office1"))
    with scenes.counting() as few:
        browser.get("/")
    assert len(few) <= 30
    above = scene.county.region.parent if scene.county.region else None
    counties = [
        make_unit(
            f"more-{n}", f"第{n}县局", kind="county", region=scenes.region(f"3607{50 + n}", f"第{n}县", "county", above)
        )
        for n in range(20)
    ]
    scenes.make_call(scene, at, title="报表", period="2011Q4", units=counties)
    for n in range(5):
        code = f"more_{n}"
        here.indicators[code] = make_indicator(code, at, over_places="mean", target_field="protection")
        here.put(
            *((code, place, f"{year}", "10") for place in ("990121", "990122", "000000") for year in range(2005, 2012))
        )
    with django_assert_num_queries(len(few)):
        assert len(re.findall('<a class="tl ', browser.get("/").content.decode())) == 20
