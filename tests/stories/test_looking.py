"""Every page of the desk at both widths and in both languages: axe finds nothing, nothing is wider than the window."""

from typing import Any

import pytest

pytestmark = pytest.mark.story

WIDTHS = [(1440, 900), (390, 844)]
PAGES = {
    "workbench": "/",
    "tasks": "/tasks/",
    "tasks-late": "/tasks/?light=late",
    "plans": "/plans/",
    "papers": "/papers/",
    "organisations": "/organisations/",
    "area": "/organisations/areas/11/",
    "rights": "/rights/",
}


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_every_page_of_the_office(rehearsal: Any, sign_in: Any, width: int, height: int) -> None:
    reader = sign_in(rehearsal, "jingban", width=width, height=height)
    for name, path in PAGES.items():
        reader.open(path).shot(f"{name}-{width}")
        assert reader.page.locator("h1").count() == 1, path


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_every_page_of_a_bureau(rehearsal: Any, sign_in: Any, width: int, height: int) -> None:
    reader = sign_in(rehearsal, "jiuzhu", width=width, height=height)
    reader.open("/").shot(f"bureau-workbench-{width}")
    reader.page.locator("table a[href^='/tasks/'], .band a").first.click()
    reader.look().shot(f"task-{width}")
    reader.click("报送进展", role="link").shot(f"report-{width}")
    reader.open("/tasks/?missing=steps").page.locator("table tbody th a").first.click()
    reader.look().click("报落实措施", role="link").shot(f"steps-{width}")


@pytest.mark.parametrize(("width", "height"), WIDTHS)
@pytest.mark.parametrize(
    ("username", "there", "not_there"),
    [
        ("lingdao", ("农村低保平均标准与全国平均的差距", "季度报表报送", "片区与全国平均"), "季度民政事业季度报表"),
        ("ningdu", ("修改后重报“2012年第三季度", "剩 4 天"), "季度报表报送"),
        ("ganzhou", ("审核 兴国县民政局", "审核 寻乌县民政局"), "季度报表报送"),
    ],
)
def test_the_workbench_of_each_level(
    rehearsal: Any, sign_in: Any, username: str, there: tuple[str, ...], not_there: str, width: int, height: int
) -> None:
    reader = sign_in(rehearsal, username, width=width, height=height)
    reader.open("/").shot(f"workbench-{username}-{width}")
    for said in there:
        assert said in reader.text
    assert not_there not in reader.text


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_a_plan_and_its_clauses(rehearsal: Any, sign_in: Any, width: int, height: int) -> None:
    reader = sign_in(rehearsal, "jingban", width=width, height=height)
    reader.open("/plans/").click("罗霄山片区扶贫攻坚工作实施方案", role="link").shot(f"plan-{width}")


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_the_trail_for_the_auditor(rehearsal: Any, sign_in: Any, width: int, height: int) -> None:
    reader = sign_in(rehearsal, "shenji", width=width, height=height)
    reader.open("/trail/").shot(f"trail-{width}")
    reader.click("校验留痕", role="link")
    assert "环环相扣" in reader.text


def test_the_same_pages_in_english(rehearsal: Any, sign_in: Any) -> None:
    reader = sign_in(rehearsal, "jingban")
    reader.click("English")
    for path in PAGES.values():
        reader.open(path)
    assert reader.open("/").page.locator("h1").inner_text() == "Workbench"
    reader.shot("workbench-english").click("中文")
    assert reader.page.locator("h1").inner_text() == "工作台"


def test_everything_is_reached_with_the_keyboard_alone(rehearsal: Any, sign_in: Any) -> None:
    reader = sign_in(rehearsal, "jingban")
    page = reader.open("/").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("低保")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/?q=*")
    reader.look()
    assert "低保" in reader.text


def test_the_menu_of_a_phone_opens_and_closes(rehearsal: Any, sign_in: Any) -> None:
    reader = sign_in(rehearsal, "jingban", width=390, height=844)
    menu = reader.open("/").page.get_by_role("button", name="打开主导航")
    menu.click()
    assert reader.page.locator("#nav").is_visible()
    reader.look().page.keyboard.press("Escape")
    assert not reader.page.locator("#nav").is_visible()
    assert menu.evaluate("button => button === document.activeElement")
