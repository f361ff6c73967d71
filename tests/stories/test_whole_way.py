"""The main job, from the official text to the issued circular, by the people who do it."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from luoxiao.documents.gongwen import read

PLAN = Path(__file__).parents[2] / "src/luoxiao/data/plans/luoxiao-2012-restated.txt"
MEASURE = "四（一）2"

pytestmark = pytest.mark.story


@pytest.fixture
def staffed(installation: Any) -> Any:
    """Two people of the office and the bureau that leads the measure."""
    installation.person("jingban", "office", "规划财务司综合处")
    installation.person("fuhe", "office", "规划财务司")
    installation.person("jiuzai", "bureau", "救灾司")
    return installation


def test_from_the_text_to_the_circular(staffed: Any, sign_in: Any, tmp_path: Path) -> None:
    preparer = sign_in(staffed, "jingban")
    import_plan(preparer)
    reviewer = sign_in(staffed, "fuhe")
    adopt_plan(reviewer)

    bureau = sign_in(staffed, "jiuzai")
    file_steps(bureau)
    report(bureau, "储备库补助办法已拟出初稿。", evidence=("初稿说明.txt", "补助办法初稿说明"))

    send_back(reviewer, "写明初稿何时审定。")
    report(bureau.open("/"), "储备库补助办法已拟出初稿，11月10日前审定。", answering="写明初稿何时审定。")
    accept(reviewer)

    circular = write_circular(preparer.open("/"))
    issued = issue(reviewer, circular)
    check_word_file(download(reviewer, issued, "docx", tmp_path))


def import_plan(reader: Any) -> None:
    reader.open("/plans/").click("导入方案", role="link")
    reader.page.get_by_label("方案原文").set_input_files(PLAN)
    reader.click("读取并预览")
    assert "19" in reader.text
    reader.shot("plan-preview").click("^导入")


def adopt_plan(reader: Any) -> None:
    reader.open("/plans/").click("罗霄山片区扶贫攻坚工作实施方案", role="link")
    reader.click("^启用")
    assert "已启用" in reader.text
    reader.open("/tasks/")
    assert MEASURE in reader.text


def file_steps(reader: Any) -> None:
    to_measure(reader).click("报落实措施", role="link")
    reader.fill("措施 1", "研究储备库补助办法").fill("责任人 1", "备灾处")
    reader.fill("时限 1", "2012-11-20").fill("预期结果 1", "补助办法建议稿")
    reader.click("报送落实措施")
    assert "研究储备库补助办法" in reader.text


def report(reader: Any, text: str, *, evidence: tuple[str, str] | None = None, answering: str = "") -> None:
    to_measure(reader)
    assert answering in reader.text
    reader.click("报送进展", role="link")
    reader.page.get_by_label("报告期").select_option(label="2012年第三季度")
    reader.fill("^进展", text)
    reader.page.get_by_label("基本有把握").check()
    if evidence:
        name, content = evidence
        reader.page.get_by_label("佐证材料").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
        )
    reader.click("报送进展")
    assert "待复核" in reader.text


def to_measure(reader: Any) -> Any:
    reader.open("/tasks/?part=四/(一)/2")
    reader.page.locator("table tbody th a").first.click()
    return reader.look()


def send_back(reader: Any, reason: str) -> None:
    to_measure(reader).page.get_by_text("退回修改", exact=True).first.click()
    reader.fill("退回原因", reason).click("退回进展")
    assert reason in reader.text


def accept(reader: Any) -> None:
    to_measure(reader).click("采用进展")
    assert "已采用" in reader.text


def write_circular(reader: Any) -> str:
    """The address of the draft."""
    reader.click("生成季度通报", role="link")
    reader.page.get_by_label("报告期").select_option(label="2012年第三季度")
    reader.click("生成")
    assert "储备库补助办法" in reader.text
    return str(reader.page.url)


def issue(reader: Any, address: str) -> str:
    reader.open(address.removeprefix(reader.installation.address)).click("^签发")
    assert "〔2012〕" in reader.text
    reader.shot("paper-issued")
    return str(reader.page.url)


def download(reader: Any, address: str, kind: str, folder: Path) -> bytes:
    with reader.page.expect_download() as waiting:
        reader.page.locator(f"a[href$='/{kind}/']").first.click()
    place = folder / f"paper.{kind}"
    waiting.value.save_as(place)
    return place.read_bytes()


def check_word_file(content: bytes) -> None:
    """Opens as a container without faults, and says what the bureau reported, with all 19 measures in its annex."""
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    reading = read(content)
    text = "\n".join(reading.lines)
    assert "第三季度" in text
    assert "11月10日前审定" in "\n".join([text, *(cell for table in reading.tables for row in table for cell in row)])
