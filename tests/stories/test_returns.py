"""From a call for returns to the figure and what it changes, by the people who do it; and who is reminded."""

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from luoxiao.core.periods import Quarter
from luoxiao.rehearsal.inventing import LAST, LINES, County, figure

pytestmark = pytest.mark.story

NINGDU = County("360730", urban=200779, rural=594027, old=84945)
FAULTS = {"A03": 347500, "B03": 100, "C02": None, "D01": "约一百", "E02": 104}
STANDARD = "/figures/indicators/rural_dibao_standard/?rehearsal=1"

# Everything of the rehearsal but the call: the story itself asks. The other counties' figures are there already.
PREPARE = """
import django; django.setup()
from django.db import transaction
from luoxiao import installation
from luoxiao.indicators.actions import NewFigure, OriginDraft, put_figures
from luoxiao.rehearsal import loading, returns
from luoxiao.rehearsal.inventing import LAST, LINES, figure
installation.prepare()
with transaction.atomic():
    loading.load_work()
    returns.load_form()
    indicators = returns._indicators()
    cells = [
        NewFigure(indicators[line], place, str(LAST), figure(county, line, LAST))
        for county, place in returns._places() if place.code != returns.SAMPLE for line in LINES
    ]
    origin = OriginDraft("load", "演练数据，编造而成，不是实际数", "low")
    by, at = returns._person("jingban"), returns._moment(returns.MADE, 9)
    put_figures(cells, origin=origin, rehearsal=True, by=by, at=at)
"""

# The rehearsal with its call, and one of the two silent counties brought to answer.
ONE_LATE = """
import django; django.setup()
from luoxiao import installation
from luoxiao.rehearsal import loading, returns
from luoxiao.returns.models import Return
installation.prepare()
loading.load()
filed = Return.objects.select_related("unit__region").get(unit__code="civil-affairs-360726")
county = next(county for county, place in returns._places() if place.code == "360726")
returns._Answer(filed, county).carry_out()
"""


def made_by(installation: Any, script: str) -> Any:
    """An installation filled by a script, with the passwords of its sample people."""
    from luoxiao.rehearsal import ACCOUNTS

    environment = installation.environment() | {"DJANGO_SETTINGS_MODULE": "luoxiao.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    password = (installation.home / "rehearsal-password").read_text()
    installation.passwords = {account[0]: password for account in ACCOUNTS}
    return installation


def test_from_the_call_to_the_changed_year(installation: Any, sign_in: Any, tmp_path: Path) -> None:
    asked = made_by(installation, PREPARE)
    office, other = sign_in(asked, "jingban"), sign_in(asked, "fuhe")
    before = prospect(office.open(STANDARD))
    open_call(office)

    filler = sign_in(asked, "ningdu")
    book = download(to_return(filler), "下载工作簿")
    check_prefilled(book)
    upload(filler, fill(book, figures() | FAULTS), tmp_path / "faults.xlsx")
    assert "5 处错误" in filler.text
    corrected = fill(download(filler.shot("return-faults"), "下载批注后的工作簿"), figures())
    upload(filler, corrected, tmp_path / "corrected.xlsx")
    assert "LX-01-2012Q3-360730" in filler.click("确认导入").shot("receipt").text

    certify(sign_in(asked, "ningdu2"))
    prefecture = sign_in(asked, "ganzhou")
    send_back(prefecture, {"A04": "按元每年填写，请核实。", "C03": "与台账不符，请核实。"})
    mend(filler, {"A04": "1510", "C03": "835"})
    certify(sign_in(asked, "ningdu2"))
    for username in ("ganzhou", "jiangxi", "jingban"):
        approve(sign_in(asked, username))
    accept(other)

    after = other.open(STANDARD).shot("indicator")
    assert "1,510.0" in after.text
    assert prospect(after) != before
    after.page.get_by_role("link", name="1,510.0").first.click()
    assert "LX-01-2012Q3-360730" in after.look().text


def prospect(reader: Any) -> str:
    """The sentence that says when the area reaches the national average."""
    found = re.search(r"照此\s*\d{4}年达到全国平均[^；。]*", reader.text)
    assert found, reader.text
    return found[0]


def open_call(reader: Any) -> None:
    reader.open("/returns/").click("布置报表", role="link")
    page = reader.page
    reader.fill("标题", "2012年第三季度民政事业季度报表")
    reader.fill("期次", "2012Q3").fill("布置日期", "2012-10-15").fill("截止日期", "2012-10-31")
    page.get_by_label("片区").select_option(label="不按片区")
    page.get_by_text("另选单位").click()
    page.get_by_label("宁都县民政局", exact=True).check()
    for level in ("市级", "省级", "办公室"):
        page.get_by_label(level, exact=True).check()
    page.get_by_label("演练").check()
    reader.click("保存草稿，看负担")
    assert "16" in reader.text
    reader.click("布置报表")
    assert "填报中" in reader.text


def to_return(reader: Any) -> Any:
    """From home to the form in three clicks at most."""
    reader.open("/").click("季度报表", role="link")
    return reader.click("第三季度民政事业季度报表", role="link")


def figures() -> dict[str, Any]:
    return {line: float(figure(NINGDU, line, LAST)) for line in LINES}


def download(reader: Any, name: str) -> bytes:
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("link", name=name).click()
    return Path(waiting.value.path()).read_bytes()


def form_of(book: Any) -> tuple[Any, int, dict[str, int]]:
    """The sheet that is filled in, the row of its headers, and their columns."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            named = {str(cell.value).strip(): cell.column for cell in row if cell.value is not None}
            if "本期数" in named and "代码" in named:
                return sheet, row[0].row, named
    raise AssertionError("no sheet to fill in")


def fill(book: bytes, values: dict[str, Any]) -> bytes:
    """Type these into the workbook as a clerk does."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    sheet, header, named = form_of(opened)
    for row in range(header + 1, sheet.max_row + 1):
        line = sheet.cell(row, named["代码"]).value
        if line in values:
            sheet.cell(row, named["本期数"]).value = values[line]
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def check_prefilled(book: bytes) -> None:
    """The workbook holds the figures of the period before, and says what it is for."""
    sheet, header, named = form_of(openpyxl.load_workbook(io.BytesIO(book)))
    last = {
        sheet.cell(row, named["代码"]).value: sheet.cell(row, named["上期数"]).value
        for row in range(header + 1, sheet.max_row + 1)
    }
    assert float(last["A04"]) == float(figure(NINGDU, "A04", Quarter(2012, 2)))
    assert "演练" in " ".join(str(cell.value) for row in sheet.iter_rows(max_row=header) for cell in row)


def upload(reader: Any, content: bytes, place: Path) -> None:
    place.write_bytes(content)
    if reader.page.get_by_role("link", name="导入 Excel").count():
        reader.click("导入 Excel", role="link")
    reader.page.locator("#f-file").set_input_files(place)
    reader.click("上传并校核")


def certify(reader: Any) -> None:
    to_return(reader).click("审签并报送")


def send_back(reader: Any, remarks: dict[str, str]) -> None:
    to_return(reader)
    for line, remark in remarks.items():
        reader.page.locator(f"tr[data-line={line}] summary").click()
        reader.page.locator(f"[name=r-{line}]").fill(remark)
    reader.fill("审核意见", "两项请核实").click("退回修改")
    assert "退回修改" in reader.text


def mend(reader: Any, values: dict[str, str]) -> None:
    to_return(reader)
    assert "请核实" in reader.text
    for line, value in values.items():
        reader.page.locator(f"#v-{line}").fill(value)
    reader.shot("return").click("报送审签")


def approve(reader: Any) -> None:
    to_return(reader).click("审核通过")


def accept(reader: Any) -> None:
    to_return(reader).click("采用报表")
    assert "已采用" in reader.text


def test_one_of_twenty_four_counties_is_late_and_reminded(a_week_later: Any, sign_in: Any) -> None:
    late = made_by(a_week_later, ONE_LATE)
    for _time in range(2):
        made_by(late, "import django; django.setup(); from luoxiao.clock.jobs import tick; tick()")

    office = sign_in(late, "jingban").open("/returns/")
    assert "应报 24，实报 23" in office.text
    office.click("进入报表", role="link")
    assert "宜章县民政局" in office.text
    assert re.search(r"已提醒\s*1\s*次", office.shot("late-list").text)
