"""A return as a workbook: downloaded, uploaded, shown with its faults or changes, handed in with a receipt."""

import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from luoxiao.core import waiting
from luoxiao.core.models import StoredFile
from luoxiao.returns import actions
from luoxiao.returns.models import Return, Submission
from tests.conftest import signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db
GOOD: dict[str, Any] = {"A01": 1700, "A02": 1500, "B01": 320.5}


@pytest.fixture
def browser(filed: Return) -> Client:
    return signed_in(person("filler"))


def book_of(browser: Client, filed: Return) -> bytes:
    response = browser.get(f"/returns/{filed.pk}/workbook/")
    assert response.status_code == 200
    return bytes(response.content)


def form_of(book: Any) -> tuple[Any, int, dict[str, int]]:
    """The sheet with the form, the row of its headers, and their columns."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            named = {str(cell.value).strip(): cell.column for cell in row if cell.value is not None}
            if "本期数" in named and "代码" in named:
                return sheet, row[0].row, named
    raise AssertionError("no form")


def filled(book: bytes, values: dict[str, Any], reasons: dict[str, str] | None = None) -> bytes:
    """As somebody fills it in a spreadsheet."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    sheet, header, named = form_of(opened)
    for row in range(header + 1, sheet.max_row + 1):
        line = sheet.cell(row, named["代码"]).value
        if line in values:
            sheet.cell(row, named["本期数"]).value = values[line]
        if line in (reasons or {}):
            sheet.cell(row, named["原因说明"]).value = (reasons or {})[line]
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def upload(browser: Client, filed: Return, content: bytes, name: str = "报表.xlsx") -> HttpResponse:
    return browser.post(f"/returns/{filed.pk}/upload/", {"file": SimpleUploadedFile(name, content)})


def confirm(browser: Client, filed: Return, address: str, key: str = "k") -> HttpResponse:
    to = address.replace("/check/", "/confirm/")
    return browser.post(to, {"key": key, "seen": str(scenes.fresh(filed).version)})


def test_the_workbook_is_named_for_form_period_and_unit_and_says_when_it_is_a_rehearsal(
    scene: Scene, at: datetime
) -> None:
    made = scenes.make_call(scene, at, is_rehearsal=True)
    filed = made.returns.get(unit=scene.county)
    response = signed_in(person("filler")).get(f"/returns/{filed.pk}/workbook/")
    assert "%E6%BC%94%E7%BB%83-YL-01-2012Q3-" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_sound_workbook_is_compared_confirmed_and_gets_a_receipt(browser: Client, filed: Return) -> None:
    content = filled(book_of(browser, filed), GOOD | {"A02": "１,５００"})
    address = upload(browser, filed, content)["Location"]
    page = browser.get(address).content.decode()
    assert "与现有草稿比较" in page
    assert "“１,５００”读作 1,500 人" in page
    assert "报表.xlsx，读出 3 项，2012年第三季度。" in page
    assert scenes.fresh(filed).values == {}
    response = confirm(browser, filed, address)
    sent = filed.submissions.get()
    assert response["Location"] == f"/returns/receipts/{sent.pk}/"
    receipt = browser.get(response["Location"]).content.decode()
    for said in (sent.receipt, sent.sha256, "工作簿", "3,520.5"):
        assert said in receipt
    assert scenes.fresh(filed).state == Return.State.CERTIFYING
    assert browser.get(f"/returns/receipts/{sent.pk}/workbook/").content == content


def test_a_second_click_shows_the_receipt_of_the_first(browser: Client, filed: Return) -> None:
    address = upload(browser, filed, filled(book_of(browser, filed), GOOD))["Location"]
    found = [confirm(browser, filed, address)["Location"] for _ in range(2)]
    assert found == [f"/returns/receipts/{filed.submissions.get().pk}/"] * 2


def test_faults_are_listed_in_order_with_cells_and_the_annotated_workbook(browser: Client, filed: Return) -> None:
    bad = GOOD | {"A01": 200000, "A02": None, "B01": "约三百"}
    address = upload(browser, filed, filled(book_of(browser, filed), bad))["Location"]
    page = browser.get(address).content.decode()
    assert "本次填报有 3 处错误，没有导入" in page
    heads = re.findall(r'<th scope="col">([^<]+)</th>', page)
    assert heads == ["对象", "期次", "说明", "单元格", "指标"]
    assert re.findall(r'<td class="l">([AB]\d\d) ', page) == ["A01", "A02", "B01"]
    assert "确认导入" not in page
    marked = browser.get(re.findall(r'href="([^"]*annotated[^"]*)"', page)[0].replace("&amp;", "&"))
    sheets = openpyxl.load_workbook(io.BytesIO(marked.content)).sheetnames
    assert "校核结果" in sheets
    assert confirm(browser, filed, address).status_code == 422
    assert not Submission.objects.exists()
    assert not StoredFile.objects.exists()
    assert scenes.fresh(filed).values == {}


def test_the_annotated_workbook_mended_goes_through(browser: Client, filed: Return) -> None:
    bad = upload(browser, filed, filled(book_of(browser, filed), GOOD | {"A01": 200000}))["Location"]
    annotated = browser.get(bad.replace("/check/", "/annotated/")).content
    good = upload(browser, filed, filled(annotated, {"A01": 1700}))["Location"]
    assert "确认导入" in browser.get(good).content.decode()
    assert confirm(browser, filed, good).status_code == 302


def test_a_warning_stops_until_its_reason_is_written(browser: Client, filed: Return, at: datetime) -> None:
    scenes.put({"beds": "100"}, at)
    book = book_of(browser, filed)
    page = browser.get(upload(browser, filed, filled(book, GOOD))["Location"]).content.decode()
    assert "有 1 处提示没有说明原因，没有导入" in page
    page = browser.get(upload(browser, filed, filled(book, GOOD, {"A01": "新建两所"}))["Location"]).content.decode()
    assert "确认导入" in page


def test_a_second_upload_shows_what_changed_since_the_first(browser: Client, filed: Return) -> None:
    book = book_of(browser, filed)
    confirm(browser, filed, upload(browser, filed, filled(book, GOOD))["Location"])
    page = browser.get(upload(browser, filed, filled(book, GOOD | {"A02": 1490}))["Location"]).content.decode()
    assert "与第 1 次报送比较" in page
    assert re.findall(r'<td class="num [ls]">([\d,.]+)</td>', page) == ["1,500", "1,490"]


def test_an_identical_one_is_refused_kindly(browser: Client, filed: Return) -> None:
    content = filled(book_of(browser, filed), GOOD)
    confirm(browser, filed, upload(browser, filed, content)["Location"])
    response = upload(browser, filed, content)
    assert response.status_code == 422
    assert "完全相同，没有重复收取" in response.content.decode()


def test_a_sheet_that_is_none_of_ours_is_named_as_not_read(browser: Client, filed: Return) -> None:
    opened = openpyxl.load_workbook(io.BytesIO(filled(book_of(browser, filed), GOOD)))
    opened.create_sheet("台账")["A1"] = "私记"
    out = io.BytesIO()
    opened.save(out)
    page = browser.get(upload(browser, filed, out.getvalue())["Location"]).content.decode()
    assert re.findall(r"工作表“([^”]+)”不是报表，没有读取。", page) == ["台账"]


def test_another_units_workbook_gets_a_precise_answer(browser: Client, filed: Return) -> None:
    theirs = filed.call.returns.exclude(pk=filed.pk).get()
    book = book_of(signed_in(person("neighbour")), theirs)
    response = upload(browser, filed, filled(book, GOOD))
    page = response.content.decode()
    assert response.status_code == 422
    assert "乙县局" in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "没有选择文件"), (b"no workbook", "没有收取"), (b"x" * (12 << 20), "有 12.0 MB，超过 10 MB")],
)
def test_what_is_no_workbook_is_refused_in_words(browser: Client, filed: Return, content: bytes, said: str) -> None:
    response = upload(browser, filed, content) if content else browser.post(f"/returns/{filed.pk}/upload/")
    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_forged_or_foreign_token_is_no_page(browser: Client, filed: Return) -> None:
    address = upload(browser, filed, filled(book_of(browser, filed), GOOD))["Location"]
    assert browser.get(f"/returns/{filed.pk}/upload/check/?upload=forged").status_code == 404
    assert signed_in(person("third")).get(address).status_code == 404
    theirs = filed.call.returns.exclude(pk=filed.pk).get()
    assert browser.get(address.replace(f"/{filed.pk}/", f"/{theirs.pk}/")).status_code == 404


def test_a_file_that_waited_too_long_is_asked_for_again(browser: Client, filed: Return) -> None:
    address = upload(browser, filed, filled(book_of(browser, filed), GOOD))["Location"]
    for place in Path(waiting._folder()).glob("*"):
        place.unlink()
    response = browser.get(address)
    assert response.status_code == 422
    assert "重新选择文件" in response.content.decode()


def test_a_call_closed_during_the_upload_takes_nothing(browser: Client, filed: Return, at: datetime) -> None:
    address = upload(browser, filed, filled(book_of(browser, filed), GOOD))["Location"]
    actions.close_call(filed.call, seen=scenes.fresh(filed).call.version, by=person("asker"), at=at)
    response = confirm(browser, filed, address)
    assert response.status_code == 422
    assert "截止" in response.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("city", 403), ("office1", 403)])
def test_only_the_units_own_people_upload(filed: Return, who: str, status: int) -> None:
    browser = signed_in(person(who))
    for address in ("upload/", "upload/check/", "upload/annotated/", "upload/confirm/"):
        assert browser.get(f"/returns/{filed.pk}/{address}").status_code == status
    assert browser.post(f"/returns/{filed.pk}/upload/confirm/").status_code == status


def test_the_draft_and_its_faults_come_back_in_the_workbook(browser: Client, filed: Return, at: datetime) -> None:
    scenes.fill(filed, at, A01="200000", A02="1500")
    sheet, _header, _named = form_of(openpyxl.load_workbook(io.BytesIO(book_of(browser, filed))))
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {200000, 1500} <= values
