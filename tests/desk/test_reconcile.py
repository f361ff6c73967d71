"""核对: a file against the books to the fen, a published split against itself; bad files are named by cell."""

from datetime import datetime
from importlib.resources import files
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoxiao.funds.models import Entry
from luoxiao.organisations.models import AreaCounty, User
from tests.conftest import signed_in
from tests.funds import books
from tests.funds.books import Books, person

pytestmark = pytest.mark.django_db
GUANGYUAN = (files("luoxiao") / "data/examples/guangyuan-2016-split.csv").read_text(encoding="utf-8")
HEAD = "单位：万元\n区划代码,地区,金额\n"


@pytest.fixture
def here(db: None, at: datetime) -> Books:
    """County A was sent 50 万元."""
    made = books.make_books()
    for county in (made.county, made.neighbour):
        AreaCounty.objects.create(
            area=made.fund.area, county=county, on_contiguous_list=True, in_area_plan=True, confidence="high"
        )
    books.allotted(at)
    books.transferred(at)
    return made


def send(user: User, here: Books, text: str, **more: str) -> Any:
    file = SimpleUploadedFile("核对.csv", text.encode())
    return signed_in(user).post(f"/funds/{here.fund.pk}/reconcile/", {"file": file} | more)


def result(user: User, here: Books, text: str, **more: str) -> tuple[int, str]:
    sent = send(user, here, text, **more)
    assert sent.status_code == 302, sent.content.decode()
    answer = signed_in(user).get(sent["Location"])
    return answer.status_code, answer.content.decode()


def test_a_file_that_agrees_with_the_books_says_so(here: Books) -> None:
    status, page = result(person("clerk"), here, HEAD + "360730,甲县,50.00\n合计,,50\n", year="2012")
    assert status == 200
    assert "1 项全部一致，差额 0.00 万元。" in page
    assert "第3号凭证" in page


def test_a_difference_of_one_fen_is_named(here: Books) -> None:
    status, page = result(person("clerk"), here, HEAD + "360730,甲县,50.000001\n")
    assert status == 200
    assert "1 项中 1 项不一致，文件比台账 +0.000001 万元。" in page
    assert "金额不同" in page


def test_what_only_one_side_has_is_told_apart(here: Books) -> None:
    _status, page = result(person("clerk"), here, HEAD + "360731,乙县,1\n")
    assert "文件中有，台账没有记" in page
    assert "台账已记，文件中没有" in page
    assert "文件比台账 −49.00 万元" in page


def test_what_was_allotted_is_another_thing_than_what_was_sent_on(here: Books) -> None:
    _status, page = result(person("clerk"), here, HEAD + "360730,甲县,60\n360731,乙县,40\n", kind="allot")
    assert "2 项全部一致" in page


def test_guangyuan_reconciles_to_zero_on_the_page(here: Books) -> None:
    status, page = result(person("clerk"), here, GUANGYUAN, against="itself")
    assert status == 200
    assert "差额全部为零。" in page
    assert "726.00" in page


def test_a_changed_figure_of_a_published_split_is_named(here: Books) -> None:
    _status, page = result(person("clerk"), here, GUANGYUAN.replace("61.40", "61.41"), against="itself")
    assert "F7（昭化区，彩票公益金）写的是 61.41，按其余各数应为 61.40，差 +0.01 万元。" in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "360730,甲县,=1+1\n", "C3：是公式“=1+1”，不是数"),
        (HEAD + "360730,甲县,五十\n", "C3：“金额”填的是“五十”，不是数"),
        (HEAD + "360799,丁县,1\n", "不是片区县的代码或名称"),
        (HEAD + "360730,甲县,1\n360730,甲县,1\n", "B4：甲县出现两次，另一次在 B3"),
        ("地区,金额\n甲县,1\n", "没有写明金额单位"),
    ],
)
def test_a_bad_file_is_refused_with_its_cell(here: Books, text: str, said: str) -> None:
    status, page = result(person("clerk"), here, text)
    assert status == 422
    assert said in page
    assert "改正后才能核对" in page


def test_nothing_is_written_to_the_books(here: Books) -> None:
    before = Entry.objects.count()
    result(person("clerk"), here, HEAD + "360730,甲县,50\n")
    assert Entry.objects.count() == before


def test_without_a_file_the_form_says_so(here: Books) -> None:
    answer = signed_in(person("clerk")).post(f"/funds/{here.fund.pk}/reconcile/", {})
    assert answer.status_code == 422
    assert "没有选择文件" in answer.content.decode()


def test_the_form_offers_the_years_of_the_promise(here: Books) -> None:
    page = signed_in(person("office")).get(f"/funds/{here.fund.pk}/reconcile/").content.decode()
    assert '<option value="2015">2015</option>' in page


def test_another_bureau_and_a_county_are_refused(here: Books) -> None:
    for name in ("stranger", "county"):
        assert signed_in(person(name)).get(f"/funds/{here.fund.pk}/reconcile/").status_code == 403


def test_a_result_is_its_uploaders_alone(here: Books) -> None:
    address = send(person("clerk"), here, HEAD + "360730,甲县,50\n")["Location"]
    assert signed_in(person("office")).get(address).status_code == 404
    assert signed_in(person("clerk")).get(f"/funds/{here.fund.pk}/reconcile/result/?upload=forged").status_code == 404


def test_a_file_that_waited_too_long_is_gone(here: Books, settings: Any) -> None:
    address = send(person("clerk"), here, HEAD + "360730,甲县,50\n")["Location"]
    settings.MEDIA_ROOT = settings.MEDIA_ROOT / "other"
    assert signed_in(person("clerk")).get(address).status_code == 422


def test_a_form_without_its_file_keeps_what_was_chosen(here: Books) -> None:
    chosen = {"against": "itself", "kind": "pay", "year": "2013"}
    page = signed_in(person("clerk")).post(f"/funds/{here.fund.pk}/reconcile/", chosen).content.decode()
    assert "没有选择文件" in page
    for kept in ('value="itself" checked', '<option value="pay" selected>', '<option value="2013" selected>'):
        assert kept in page
