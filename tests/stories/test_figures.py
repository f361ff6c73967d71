"""Figures in a browser: every page at both widths, cells chosen and copied as in a spreadsheet, a county on a sheet."""

from typing import Any

import pytest

pytestmark = pytest.mark.story

WIDTHS = [(1440, 900), (390, 844)]
PAGES = {
    "figures": "/figures/",
    "figures-rehearsal": "/figures/?rehearsal=1",
    "indicator": "/figures/indicators/rural_dibao_standard/?rehearsal=1",
    "indicator-census": "/figures/indicators/people/",
    "value": "/figures/indicators/people/360702/2010-11-01/",
    "place": "/figures/places/360702/",
    "comparison": "/figures/comparison/",
    "dictionary": "/figures/dictionary/",
    "dictionary-entry": "/figures/dictionary/entries/rural_dibao_standard/",
    "dictionary-draft": "/figures/dictionary/draft/?code=rural_dibao_standard",
    "figures-load": "/figures/load/",
}
# What the page's own handler puts on the clipboard is read where the event arrives after it.
LISTEN = "window.addEventListener('copy', (event) => { window.copied = event.clipboardData.getData('text/plain'); })"


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_every_page_of_figures(rehearsal: Any, sign_in: Any, width: int, height: int) -> None:
    reader = sign_in(rehearsal, "jingban", width=width, height=height)
    for name, path in PAGES.items():
        reader.open(path).shot(f"{name}-{width}")
        assert reader.page.locator("h1").count() == 1, path
    reader.open(PAGES["indicator"])
    for summary in reader.page.locator("main details summary").all():
        summary.click()
    reader.look()


def test_the_map_leads_to_the_county_and_the_table_says_the_same(rehearsal: Any, sign_in: Any) -> None:
    reader = sign_in(rehearsal, "jingban").open(PAGES["indicator"])
    assert reader.page.locator("svg.map a").count() == 24
    assert reader.page.locator("#counties tbody tr").count() == 24
    reader.page.locator("svg.map a[aria-label^='寻乌县']").focus()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/figures/places/360734/**")
    assert "寻乌县" in reader.look().text


def test_cells_are_chosen_with_keys_and_copied_as_a_block(rehearsal: Any, sign_in: Any) -> None:
    page = sign_in(rehearsal, "jingban").open(PAGES["comparison"] + "?period=2010-11-01").page
    page.evaluate(LISTEN)
    first = page.locator("[role=gridcell]").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator("[role=gridcell][aria-selected=true]").count() == 4
    assert page.locator("#chosen").inner_text() == "已选 2 行 2 列，Ctrl+C 复制"
    page.keyboard.press("Control+c")
    lines = [line.split("\t") for line in page.evaluate("window.copied").split("\n")]
    shown = page.locator("tbody tr").nth(1).locator("[role=gridcell]").first.get_attribute("data-value")
    assert [len(line) for line in lines] == [2, 2]
    assert lines[0][0] == shown


def test_cells_are_chosen_with_the_mouse_and_all_at_once(rehearsal: Any, sign_in: Any) -> None:
    page = sign_in(rehearsal, "jingban").open(PAGES["comparison"] + "?period=2010-11-01").page
    page.evaluate(LISTEN)
    cells = page.locator("tbody tr").nth(2).locator("[role=gridcell]")
    cells.nth(0).hover()
    page.mouse.down()
    page.locator("tbody tr").nth(4).locator("[role=gridcell]").nth(1).hover()
    page.mouse.up()
    assert page.locator("[role=gridcell][aria-selected=true]").count() == 6
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    assert len(page.evaluate("window.copied").split("\n")) == 26
    page.keyboard.press("Escape")
    assert page.locator("[role=gridcell][aria-selected=true]").count() == 1


def test_a_county_prints_on_a_sheet_of_paper(rehearsal: Any, sign_in: Any, tmp_path: Any) -> None:
    from pypdf import PdfReader

    reader = sign_in(rehearsal, "jingban").open(PAGES["place"])
    reader.page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True, print_background=True)
    pages = PdfReader(tmp_path / "sheet.pdf").pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
