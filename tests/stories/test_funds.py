"""From census factors to the last fen: prepared, compared, explained, adopted, issued, transferred, verified."""

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.stories.test_returns import made_by

pytestmark = pytest.mark.story

# The rehearsal's plan, people and money; its returns are of no use here.
PREPARE = """
import django; django.setup()
from django.db import transaction
from luoxiao import installation
from luoxiao.rehearsal import funds, loading, returns
installation.prepare()
with transaction.atomic():
    loading.load_work()
    returns.open_people()
    funds.load_funds()
"""


def test_the_second_round_of_2012(installation: Any, sign_in: Any) -> None:
    rehearsed = made_by(installation, PREPARE)
    clerk, reviewer = sign_in(rehearsed, "fuli"), sign_in(rehearsed, "fuhe")
    before = meter(clerk)

    prepare(clerk)
    compare(clerk)
    explain(clerk)
    clerk.open(clerk.draft).click("提交复核")
    adopt(reviewer)

    office = sign_in(rehearsed, "jingban")
    issue(office, reviewer)
    enter(clerk)
    after = meter(clerk.shot("ledger"))
    assert after != before
    assert "4,800.00" in after  # 2,540 of the rounds before, and this one's 2,260
    clerk.shot("fund-meter")
    assert "逐县重算相符" in rehearsed.command("funds", "verify", "2012-2", "--rehearsal")


def to_fund(reader: Any) -> Any:
    return reader.open("/").click("资金分配", role="link")


def to_round(reader: Any) -> Any:
    return to_fund(reader).click("2012年第二批分配", role="link")


def meter(reader: Any) -> str:
    """The sentence of the promise: how much of it has been given, and the pace that is needed."""
    to_fund(reader).click("进度", role="link")
    found = re.search(r"承诺 10,000\.00 万元以上[^。]*。", reader.text)
    assert found, reader.text
    return found[0]


def prepare(reader: Any) -> None:
    """Draft 2, from two factors of the census of 2010 and a coefficient above 1."""
    to_round(reader).click("另选因素起稿", role="link").shot("allocation-factors")
    page = reader.page
    for code, weight in (("aged_60", "60"), ("rural_people", "40")):
        page.locator(f"[name=p-{code}]").select_option(label="2010年11月1日")
        page.locator(f"#w-{code}").fill(weight)
    reader.fill("片区系数，23 个片区县", "1.15").fill("稿名", "系数 1.15")
    reader.click("开始测算")
    assert "第 2 稿" in reader.text
    assert "系数 1.00" in reader.text  # 章贡区 is in the plan and not on the list
    reader.draft = page.url.removeprefix(reader.installation.address)
    reader.shot("allocation")


def compare(reader: Any) -> None:
    to_round(reader).click("比较稿次", role="link").shot("allocation-compare")
    assert "章贡区" in reader.text
    assert "受益" in reader.text or "增加" in reader.text


def explain(reader: Any) -> None:
    """宁都县's page says every step, and prints on one sheet."""
    reader.open(reader.draft).click("宁都县", role="link").shot("allocation-explained")
    for said in ("84,945", "594,027", "1.15", "取整到"):
        assert said in reader.text
    printed = reader.page.pdf(format="A4", prefer_css_page_size=True)
    assert len(PdfReader(BytesIO(printed)).pages) == 1


def adopt(reader: Any) -> None:
    """A second person reviews and adopts; who prepared it is not asked."""
    to_fund(reader).click("2012年第二批", role="link")  # among what waits for the reader
    reader.click("复核通过").click("定案")
    assert "已定案" in reader.look().text


def issue(office: Any, signer: Any) -> None:
    """The split as an official paper: drafted by one, signed by another."""
    to_round(office)
    office.page.get_by_role("link", name="第 2 稿").first.click()
    office.click("拟下达通知", role="link").click("生成通知草稿").shot("allocation-notice")
    place = office.page.url.removeprefix(office.installation.address)
    signer.open(place)
    signer.click("签发公文")
    assert "号" in signer.text
    assert "已签发" in signer.text


def enter(reader: Any) -> None:
    """The bureau enters what was allotted, and what the provinces have passed on, of all 24 counties at once."""
    to_fund(reader).click("进度", role="link").click("记拨付", role="link").click("按定案下达", role="link")
    reader.page.get_by_label("下达哪一批").select_option(index=1)
    reader.fill("依据文件", "演练：下达通知").click("记账")
    assert "2,260.00" in reader.text
    to_fund(reader).click("进度", role="link").click("记拨付", role="link")
    reader.click("按2012年第二批分配定案数", role="link").shot("transfers")
    reader.fill("依据文件", "演练：省级拨付文件").click("^记账$")
    assert "拨付" in reader.text
