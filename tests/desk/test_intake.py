"""A document comes in: read, shown, and stored only when what was shown is confirmed."""

import os
import re
import time
from collections.abc import Callable
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from luoxiao.core import files, waiting
from luoxiao.core.models import StoredFile, TrailEvent
from luoxiao.core.office.limits import Limits
from luoxiao.core.refusals import Refusal
from luoxiao.desk.intake import propose_file
from luoxiao.organisations.models import Area, NotAllowed, Unit, User
from luoxiao.plan.models import Plan, PlanVersion
from luoxiao.supervision import actions as supervision
from tests.conftest import signed_in
from tests.core.office.making import docx, paragraph, pdf
from tests.plan.sample import NEXT, TEXT, propose

pytestmark = pytest.mark.django_db
IMPORT = "/plans/import/"


@pytest.fixture
def office(preparer: User, bureau: Unit, other_bureau: Unit) -> Client:
    return signed_in(preparer)


def send(client: Client, content: bytes | str = TEXT, name: str = "方案.txt", **more: Any) -> Any:
    sent = content.encode() if isinstance(content, str) else content
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, sent), **more})


def previewed(client: Client, *args: Any, **more: Any) -> tuple[str, str]:
    """The preview's address and its page."""
    answer = send(client, *args, **more)
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"], text_of(client.get(answer["Location"]))


def text_of(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def confirm(client: Client, address: str, page: str, **more: str) -> Any:
    form = {"key": hidden(page, "key"), "seen": hidden(page, "seen"), "title": "演练方案"}
    return client.post(address, form | more)


def test_a_preview_shows_what_was_read_and_stores_nothing(office: Client) -> None:
    _address, page = previewed(office)
    assert "尚未导入，没有保存任何内容" in page
    assert "建设储备库" in page
    assert "二（一）1" in page
    assert "“2011-”里的年份在来文中脱落" in page
    assert not PlanVersion.objects.exists()
    assert not StoredFile.objects.exists()
    assert not TrailEvent.objects.exists()


def test_the_same_doubt_is_said_once_with_its_places(office: Client) -> None:
    _address, page = previewed(office, lines(4))
    assert page.count("原文没有给这项举措定期限") == 1
    assert "一1、一2、一3" in page


def test_a_confirmation_stores_what_was_seen(office: Client, preparer: User) -> None:
    address, page = previewed(office)
    answer = confirm(office, address, page)
    version = PlanVersion.objects.get()
    assert answer["Location"] == f"/plans/{version.pk}/"
    assert (version.text, version.title, version.imported_by) == (TEXT, "演练方案", preparer)
    assert version.file is not None
    assert (version.file.name, files.read(version.file)) == ("方案.txt", TEXT.encode())
    assert "方案已导入，待另一人启用。" in text_of(office.get(answer["Location"]))


def test_a_double_click_stores_one_version(office: Client) -> None:
    address, page = previewed(office)
    first, second = confirm(office, address, page), confirm(office, address, page)
    assert first["Location"] == second["Location"]
    assert PlanVersion.objects.count() == StoredFile.objects.count() == 1


def test_of_two_tabs_the_second_is_told(office: Client) -> None:
    one, two = previewed(office), previewed(office)
    confirm(office, *one)
    answer = confirm(office, *two)
    assert answer.status_code == 422
    assert "原文与《演练方案》第 1 版（待启用）逐字相同，没有再次导入" in text_of(answer)
    assert PlanVersion.objects.count() == 1


def test_the_title_is_what_stands_in_the_form(office: Client) -> None:
    address, page = previewed(office, title="拟用名称")
    assert 'value="拟用名称"' in page
    confirm(office, address, page, title="定用名称")
    assert PlanVersion.objects.get().title == "定用名称"


def test_a_refused_confirmation_keeps_the_title(office: Client) -> None:
    address, page = previewed(office)
    answer = confirm(office, address, page, title="长" * 301)
    assert answer.status_code == 422
    assert "“方案名称”有 301 字，超过 300 字" in text_of(answer)
    assert "长" * 301 in text_of(answer)
    assert not StoredFile.objects.exists()


def test_area_and_kind_come_along(office: Client) -> None:
    area = Area.objects.create(number=11, name="罗霄山区", name_en="Luoxiao", short_name="罗霄山", is_one_of_11=True)
    confirm(office, *previewed(office, area=str(area.pk), is_restated="1"))
    version = PlanVersion.objects.get()
    assert (version.plan.area, version.is_restated) == (area, True)


def test_what_reads_differently_by_now_is_shown_again(office: Client, bureau: Unit) -> None:
    address, page = previewed(office)
    Unit.objects.filter(pk=bureau.pk).update(name="别的司", short_name="别的司")
    answer = confirm(office, address, page)
    assert answer.status_code == 422
    assert "读出的内容与预览不同，没有导入" in text_of(answer)
    assert not PlanVersion.objects.exists()
    assert confirm(office, address, text_of(answer)).status_code == 302


@pytest.mark.parametrize("seen", ["", "another"])
def test_without_having_seen_the_preview_nothing_is_stored(office: Client, seen: str) -> None:
    address, page = previewed(office)
    assert confirm(office, address, page, seen=seen).status_code == 422
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.txt", TEXT.encode()),
        ("方案.txt", TEXT.encode("gb18030")),
        ("方案.docx", docx("".join(paragraph(line) for line in TEXT.splitlines()))),
    ],
    ids=["utf-8", "gb18030", "docx"],
)
def test_each_kind_of_file_is_read(office: Client, name: str, content: bytes) -> None:
    confirm(office, *previewed(office, content, name))
    version = PlanVersion.objects.get()
    assert version.measures.count() == 3
    assert version.file is not None
    assert files.read(version.file) == content


def test_remarks_on_the_file_are_shown(office: Client) -> None:
    _address, page = previewed(office, TEXT.encode("gb18030"))
    assert "按 gb18030 编码读取" in page


UNREADABLE = {
    "empty": ("方案.txt", b"", "文件是空的，0 字节"),
    "no clauses": ("方案.txt", "没有序号。".encode(), "没有读出一个条款，没有导入"),
    "nul": ("方案.txt", "一、试点\x00。".encode(), "空字符"),
    "direction": ("方案.txt", "一、试点\u202e。".encode(), "改变文字方向"),
    "encoding": ("方案.txt", b"\xff\xfe\x00\xd8", "读到第 1 行为止"),
    "suffix": ("方案.xyz", TEXT.encode(), "后缀是“.xyz”"),
    "renamed": ("方案.docx", TEXT.encode(), "内容却是"),
    "half": ("方案.docx", docx(paragraph("一、试点"))[:-30], "文件不完整"),
    "scan": ("方案.pdf", pdf(b""), "没有文字层"),
    "workbook": ("方案.xlsx", b"PK\x03\x04xl/workbook", "这里只收"),
    "locked": ("方案.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "已加密"),
    "bomb": ("方案.docx", docx("", {"word/media/x.bin": b"\x00" * (40 << 20)}), "压缩炸弹"),
}


@pytest.mark.parametrize(("name", "content", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_said_and_the_form_kept(office: Client, name: str, content: bytes, said: str) -> None:
    answer = send(office, content, name, title="拟用名称", is_restated="1")
    assert answer.status_code == 422
    page = text_of(answer)
    assert said in page
    assert 'value="拟用名称"' in page
    assert 'name="is_restated" value="1" checked' in page
    assert not [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


def test_a_file_too_large_is_refused_unread(office: Client) -> None:
    answer = send(office, b" " * (Limits().file + 1))
    assert answer.status_code == 422
    assert "文件有 10.1 MB，超过上限 10 MB" in text_of(answer)


def test_without_a_file_the_form_says_so(office: Client) -> None:
    answer = office.post(IMPORT, {"title": "拟用名称"})
    assert answer.status_code == 422
    assert "没有选择文件，没有读取" in text_of(answer)
    assert 'value="拟用名称"' in text_of(answer)


def test_a_preview_older_than_a_day_asks_for_the_file_again(office: Client) -> None:
    address, page = previewed(office)
    for file in (Path(settings.MEDIA_ROOT) / "waiting").iterdir():
        os.utime(file, (time.time() - waiting.LIFETIME - 9,) * 2)
    waiting.keep(b"the next one sweeps")
    for answer in (office.get(address), confirm(office, address, page)):
        assert answer.status_code == 422
        assert "预览后已过 24 小时，文件没有留存，没有导入" in text_of(answer)


def test_a_preview_belongs_to_who_made_it(office: Client, reviewer: User) -> None:
    address, page = previewed(office)
    other = signed_in(reviewer)
    assert other.get(address).status_code == 404
    assert confirm(other, address, page).status_code == 404


@pytest.mark.parametrize("upload", ["", "x", "e30:1abcde:forged"])
def test_a_mangled_address_is_no_page(office: Client, upload: str) -> None:
    assert office.get("/plans/import/preview/", {"upload": upload}).status_code == 404


def test_bureaus_do_not_import(office: Client, clerk: User, stranger: User) -> None:
    address, _page = previewed(office)
    for user in (clerk, stranger):
        client = signed_in(user)
        answers = [client.get(IMPORT), send(client), client.get(address), client.post(address)]
        assert [answer.status_code for answer in answers] == [403] * 4


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(IMPORT)["Location"].startswith("/sign-in/")


def test_a_new_version_is_compared_with_the_one_in_force(
    office: Client, preparer: User, reviewer: User, at: datetime
) -> None:
    first = propose(preparer, at)
    supervision.adopt(first, by=reviewer, at=at)
    address, page = previewed(office, NEXT, of=str(first.plan_id))
    assert "与在用版对照" in page
    assert "统一<ins>各项</ins>标准" in page
    assert "3 项任务随条款转入新版，0 项新立，0 项原有任务" in page
    confirm(office, address, page)
    assert [v.number for v in first.plan.versions.order_by("number")] == [1, 2]
    assert Plan.objects.count() == 1


def test_a_plan_that_does_not_exist_gets_no_version(office: Client) -> None:
    answer = send(office, of="4711")
    assert office.get(answer["Location"]).status_code == 404


def test_the_form_offers_the_plan_it_was_opened_for(office: Client, preparer: User, at: datetime) -> None:
    plan = propose(preparer, at).plan
    assert f'value="{plan.pk}" selected' in text_of(office.get(f"{IMPORT}?of={plan.pk}"))


def lines(number: int) -> str:
    return "演练方案\n一、任务\n" + "".join(f"{n}.按《规划{n}》试点{n}，到，完成。(救灾司)\n" for n in range(1, number))


def test_a_preview_asks_no_more_questions_for_more_clauses(
    office: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    short, _page = previewed(office, lines(5))
    long, _page = previewed(office, lines(800))
    for address in (short, long):
        with django_assert_max_num_queries(12):
            page = text_of(office.get(address))
    assert "另有 400 条，导入后在方案页查看" in page
    assert "另有 599 项，导入后在方案页查看" in page


def test_the_command_proposes_a_file(preparer: User) -> None:
    version = propose_file(TEXT.encode(), name="folder/方案.txt", title="", by=preparer)
    assert (version.title, version.number, version.imported_by) == ("演练方案", 1, preparer)
    assert version.file is not None
    assert version.file.name == "方案.txt"


@pytest.mark.parametrize("content", [b"", b"\x00", "没有序号。".encode(), "一、试点\u202e。".encode(), b"PK\x03\x04"])
def test_the_command_hears_nothing_but_refusals(preparer: User, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        propose_file(content, name="方案.txt", title="", by=preparer)
    assert str(refused.value).endswith("。")
    assert not PlanVersion.objects.exists()


def test_the_command_refuses_who_may_not_import(clerk: User) -> None:
    with pytest.raises(NotAllowed):
        propose_file(TEXT.encode(), name="方案.txt", title="", by=clerk)
