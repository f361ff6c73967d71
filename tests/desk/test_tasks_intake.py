"""What goes out as a workbook comes back as changes: shown first, taken whole or refused whole."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoxiao.core.office.sheets import read_tables
from luoxiao.organisations.models import User
from luoxiao.supervision.models import Task
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
Rows = list[list[str]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def rows(task: Task, reviewer: User) -> Rows:
    """The whole list as it goes out, with its header."""
    content = signed_in(reviewer).get("/tasks/workbook/").content
    return [[str(value or "") for value in row] for row in read_tables(content, "list.xlsx")[0].rows]


def line(rows: Rows, title: str) -> list[str]:
    return next(row for row in rows if row[3] == title)


def bring(by: User, rows: Rows) -> Any:
    """Bring the list back as a .csv; the preview's answer."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = SimpleUploadedFile("清单.csv", text.getvalue().encode(), "text/csv")
    browser = signed_in(by)
    answer = browser.post("/tasks/intake/", {"file": file})
    assert answer.status_code == 302
    return browser.get(answer["Location"])


def confirm(by: User, preview: Any, **more: str) -> Any:
    return signed_in(by).post(preview.request["PATH_INFO"] + "?" + preview.request["QUERY_STRING"], {"key": "k"} | more)


def test_the_workbook_itself_comes_back_and_changes_nothing(task: Task, reviewer: User) -> None:
    browser = signed_in(reviewer)
    content = browser.get("/tasks/workbook/").content
    file = SimpleUploadedFile("清单.xlsx", content, XLSX)
    page = browser.get(browser.post("/tasks/intake/", {"file": file})["Location"])
    assert page.status_code == 200
    assert "3 行，要改 0 项，错误 0 处" in page.content.decode()


def test_an_edited_list_is_shown_and_then_taken(rows: Rows, reviewer: User) -> None:
    line(rows, "统一标准")[4:6] = ["救灾司", "2012-11-30"]
    preview = bring(reviewer, rows)
    assert "3 行，要改 1 项，错误 0 处；还没有写入" in preview.content.decode()
    assert Task.objects.get(title="统一标准").due is None
    assert confirm(reviewer, preview, reason="").status_code == 422
    assert confirm(reviewer, preview, reason="分工调整").status_code == 302
    changed = Task.objects.get(title="统一标准")
    assert (str(changed.lead), str(changed.due)) == ("救灾司", "2012-11-30")


def test_one_fault_keeps_the_whole_list_out(rows: Rows, reviewer: User) -> None:
    line(rows, "统一标准")[5] = "2012-11-30"
    line(rows, "季度通报")[4:6] = ["没有的司", "年底"]
    line(rows, "建储备库")[1] = "0"
    rows += [["9999", "1", "", "", "", ""], line(rows, "统一标准")]
    preview = bring(reviewer, rows)
    page = preview.content.decode()
    assert preview.status_code == 422
    for said in ("没有叫“没有的司”的单位", "时限“年底”不是日期", "在导出之后已有改动", "编号“9999”不是", "出现两次"):
        assert said in page
    refused = confirm(reviewer, preview, reason="分工调整")
    assert "清单有 5 处错误，全部没有导入" in refused.content.decode()
    assert not Task.objects.filter(due="2012-11-30").exists()


def test_a_change_after_the_preview_refuses_the_list(rows: Rows, reviewer: User) -> None:
    line(rows, "统一标准")[5] = "2012-11-30"
    preview = bring(reviewer, rows)
    Task.objects.filter(title="统一标准").update(version=5)
    assert confirm(reviewer, preview, reason="分工调整").status_code == 422
    assert Task.objects.get(title="统一标准").due is None


def test_another_persons_preview_is_no_page(rows: Rows, reviewer: User, preparer: User) -> None:
    preview = bring(reviewer, rows)
    assert (
        signed_in(preparer).get(preview.request["PATH_INFO"] + "?" + preview.request["QUERY_STRING"]).status_code == 404
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xff\xfe\x00"])
def test_what_is_no_table_is_refused_in_words(task: Task, reviewer: User, content: bytes) -> None:
    browser = signed_in(reviewer)
    answer = browser.post("/tasks/intake/", {"file": SimpleUploadedFile("清单.xlsx", content, XLSX)})
    shown = browser.get(answer["Location"]) if answer.status_code == 302 else answer
    assert shown.status_code == 422


def test_a_bureau_takes_its_list_out_and_brings_none_back(task: Task, clerk: User) -> None:
    content = signed_in(clerk).get("/tasks/workbook/").content
    assert len(read_tables(content, "list.xlsx")[0].rows) == 2
    assert signed_in(clerk).post("/tasks/intake/", {}).status_code == 403
