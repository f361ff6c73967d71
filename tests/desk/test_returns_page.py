"""The page of a return: what the county, its reviewer and a neighbour see of it."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from luoxiao.organisations.models import User
from luoxiao.returns import actions
from luoxiao.returns.form import Entry, Mark
from luoxiao.returns.models import Call, Return, TemplateItem
from tests.conftest import signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db


def page(user: User, filed: Return, query: str = "") -> str:
    response = signed_in(user).get(f"/returns/{filed.pk}/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def row(html: str, code: str) -> str:
    """The rows of one line: its own and the messages beneath it."""
    found = re.search(rf'<tr[^>]*data-line="{code}".*?(?=<tr[^>]*data-line=|</tbody>)', html, re.DOTALL)
    assert found
    return found[0]


def save(filed: Return, at: datetime, **values: str) -> Return:
    return scenes.fill(scenes.fresh(filed), at, **values)


def test_the_page_says_which_form_of_whom_for_when_and_how_far_it_is(filed: Return) -> None:
    shown = page(person("filler"), filed)
    for said in (
        "甲县　演练季报",
        "区划代码 360730",
        "甲省甲市",
        "截止 10月31日",
        "表号 YL-01，共 4 项",
        "2012年第三季度",
    ):
        assert said in shown
    way = re.findall(r"</svg>([^<]+)</b><span class=\"m\">([^<]*)", shown)
    assert way == [("填报审签", "截止 10月31日"), ("市级审核", "—"), ("办公室审核", "—"), ("采用", "—")]
    assert 'aria-current="step"' in shown


def test_before_anything_was_saved_nothing_is_called_wrong(filed: Return) -> None:
    shown = page(person("filler"), filed)
    assert "errsum" not in shown
    assert "aria-invalid" not in shown
    assert shown.count(" 未填</span>") == 4
    assert "报送审签（还有 3 项未填）" in shown


def test_last_value_and_change_stand_beside_the_cell(filed: Return, at: datetime) -> None:
    scenes.put({"beds": "1600", "note_rate": "80"}, at)
    filed = save(filed, at, A01="1700", B02="88.5")
    shown = page(person("filler"), filed)
    assert ">1,600</td>" in row(shown, "A01")
    assert "+6.3%" in row(shown, "A01")
    assert "+8.5 点" in row(shown, "B02")
    assert ">—</td>" in row(shown, "A02")


def test_a_failing_cell_says_what_is_wrong_and_by_which_rule(filed: Return, at: datetime) -> None:
    filed = save(filed, at, A01="200000", A02="1500", B01="3.505")
    shown = page(person("filler"), filed)
    cell = row(shown, "A01")
    assert re.search(r'id="v-A01"[^>]*aria-invalid="true" aria-describedby="m-A01"', cell)
    assert 'id="m-A01"' in cell
    assert "大于上限 100,000" in cell
    assert "<code>A01 ≤ 100000</code>" in cell
    assert "<code>小数 ≤ 2 位</code>" in row(shown, "B01")
    assert "通过" in row(shown, "A02")


def test_the_summary_links_to_the_cells_in_the_order_of_the_form(filed: Return, at: datetime) -> None:
    filed = save(filed, at, B01="1.234", A01="200000")
    shown = page(person("filler"), filed, "?checked=1")
    assert re.findall(r'<li><a href="#v-(\w+)">', shown) == ["A01", "A02", "B01"]
    assert "有 3 处错误，改正后才能报送" in shown
    assert 'aria-labelledby="es" tabindex="-1"' in shown


def test_lines_still_blank_are_named_only_when_the_return_is_checked(filed: Return, at: datetime) -> None:
    filed = save(filed, at, A01="1700")
    assert "errsum" not in page(person("filler"), filed)
    assert "有 2 处错误" in page(person("filler"), filed, "?checked=1")


def test_a_warning_asks_for_its_reason_in_place(filed: Return, at: datetime) -> None:
    scenes.put({"beds": "100"}, at)
    filed = save(filed, at)
    shown = row(page(person("filler"), filed), "A01")
    assert "请说明" in shown
    assert 'name="y-A01"' in shown
    assert "aria-invalid" not in shown


def test_not_known_not_applicable_and_zero_are_three_things(filed: Return, at: datetime) -> None:
    entries = {
        "A01": Entry(mark=Mark.NOT_KNOWN),
        "A02": Entry(mark=Mark.NOT_APPLICABLE),
        "B01": Entry(value=Decimal(0)),
    }
    actions.save_draft(filed, entries=entries, seen=filed.version, by=person("filler"), at=at)
    shown = page(person("filler"), filed)
    values = re.findall(r'id="v-(\w+)"[^>]*? value="([^"]*)"', shown)
    assert values == [("A01", "不掌握"), ("A02", "不适用"), ("B01", "0.00"), ("B02", "")]


def test_what_is_known_from_elsewhere_is_filled_in_with_its_source(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1650"}, at, period=scenes.PERIOD)
    made = scenes.make_call(scene, at)
    shown = row(page(person("filler"), made.returns.get(unit=scene.county)), "A01")
    assert 'value="1,650"' in shown
    assert "已知 1,650（演练年鉴），无变化" in shown
    assert "data-same" not in shown


def test_a_known_line_that_was_changed_offers_no_change(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1650"}, at, period=scenes.PERIOD)
    filed = scenes.make_call(scene, at).returns.get(unit=scene.county)
    filed = save(filed, at, A01="1700")
    shown = row(page(person("filler"), filed), "A01")
    assert 'name="same" value="A01" data-same="1,650"' in shown
    assert "与已掌握的" in shown


def test_remarks_of_the_reviewer_stand_at_their_lines_and_in_the_rail(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    actions.send_back(filed, reason="请核对", cells={"A02": "多录一位"}, seen=filed.version, by=person("city"), at=at)
    shown = page(person("filler"), scenes.fresh(filed))
    assert "退回意见：</b>多录一位" in row(shown, "A02")
    assert re.search(r'class="quote">请核对<br><a href="#v-A02">A02</a> 多录一位', shown)
    assert "市级退回" in shown


def test_the_suspect_line_shows_its_past(filed: Return, at: datetime) -> None:
    for period, value in (("2011Q4", "1500"), ("2012Q1", "1550"), ("2012Q2", "1600")):
        scenes.put({"beds": value}, at, period=period)
    filed = save(filed, at, A01="160000")
    shown = page(person("filler"), filed)
    assert 'aria-label="床位：上期 1,600，本期 160,000"' in shown
    assert "2011年第四季度" in shown


def test_the_neighbour_county_finds_nothing(filed: Return) -> None:
    for address in ("", "save/", "sign/", "review/", "waiver/"):
        status = signed_in(person("neighbour")).get(f"/returns/{filed.pk}/{address}").status_code
        assert status == (403 if address == "review/" else 404)


def test_the_reviewer_reads_values_and_may_remark_on_each_line(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    shown = page(person("city"), filed)
    assert '<span class="ro">1,700</span>' in shown
    assert shown.count('name="r-') == 4
    assert "保存草稿" not in shown
    assert "现由市级审核，不能改。" in shown


def test_who_filled_it_is_told_why_they_do_not_sign(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    sent = scenes.send(filed, at)
    assert "由本人填报，须由另一人办理。" in page(person("filler"), sent)
    assert "审签并报送" not in page(person("filler"), sent)
    assert "审签并报送" in page(person("certifier"), sent)


def test_a_rehearsal_is_marked(scene: Scene, at: datetime) -> None:
    made = scenes.make_call(scene, at, is_rehearsal=True)
    assert '<span class="drill">演练</span>' in page(person("filler"), made.returns.get(unit=scene.county))


def test_the_page_asks_as_much_for_many_lines_as_for_few(
    filed: Return, scene: Scene, at: datetime, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    scenes.put({"beds": "100"}, at)
    save(filed, at)
    browser = signed_in(person("filler"))
    with django_assert_max_num_queries(25) as few:
        browser.get(f"/returns/{filed.pk}/")
    for n in range(30):
        indicator = scenes.make_indicator(f"more-{n}", f"指标{n}", "人", 0, at)
        TemplateItem.objects.create(
            template=scene.template, order=10 + n, code=f"D{n:02}", group="其他", indicator=indicator
        )
    with django_assert_num_queries(len(few)):
        browser.get(f"/returns/{filed.pk}/")


def test_the_last_periods_return_is_one_click_away(scene: Scene, call: Call, at: datetime) -> None:
    before = scenes.make_call(scene, at, period="2012Q2")
    shown = page(person("filler"), call.returns.get(unit=scene.county))
    assert f'href="/returns/{before.returns.get(unit=scene.county).pk}/"' in shown
