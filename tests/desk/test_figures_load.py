"""A file of figures: shown before it is written, written whole or not at all, refused with every line named."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from luoxiao.core.office.sheets import read_tables
from luoxiao.core.office.tables import Table
from luoxiao.indicators import figures
from luoxiao.indicators.actions import loading
from luoxiao.indicators.models import Origin
from luoxiao.organisations.models import User
from tests.conftest import signed_in
from tests.indicators.scene import Land, land

pytestmark = pytest.mark.django_db
HERE = "/figures/load/"
HEAD = "区划代码,地区,指标,期别,数值,单位,来源,可信度,差异原因\n"
GOOD = HEAD + "990121,甲县,plain,2012,1234,人,演练公报,高,\n990122,乙县,plain,2012,不详,人,演练公报,高,\n"


@pytest.fixture
def here(at: Any) -> Land:
    return land(at)


@pytest.fixture
def browser(reviewer: User) -> Client:
    return signed_in(reviewer)


def send(browser: Client, text: str | bytes, name: str = "数.csv", **more: str) -> str:
    """Upload; the address of the preview."""
    content = text.encode() if isinstance(text, str) else text
    response = browser.post(HERE, {"file": SimpleUploadedFile(name, content)} | more)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def value(land: Land, place: str, *, rehearsal: bool = False) -> figures.Figure | None:
    found = figures.figures(land.indicators["plain"], "2012", rehearsal=rehearsal)
    return found.get(land.places[place].pk)


def test_nothing_is_written_before_it_is_confirmed(browser: Client, here: Land) -> None:
    address = send(browser, GOOD)
    shown = browser.get(address).content.decode()
    for said in ("2 行都读懂了；还没有写入", "新增", "导入这些数", "数.csv"):
        assert said in shown
    assert value(here, "990121") is None
    assert not Origin.objects.exists()


def test_what_was_shown_is_written_once(browser: Client, here: Land) -> None:
    address = send(browser, GOOD)
    for _again in range(2):
        assert browser.post(address, {"key": "k"}).status_code == 302
    found = value(here, "990121")
    assert found is not None
    assert found.value == 1234
    assert Origin.objects.count() == 1
    assert "2 行都已在库中，没有要写的" in browser.get(send(browser, GOOD)).content.decode()


def test_a_file_is_read_before_the_transaction_that_writes_it_begins(
    browser: Client, here: Land, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[int] = []

    def watched(content: bytes, name: str) -> tuple[Table, ...]:
        inside.append(len(connection.savepoint_ids))
        return read_tables(content, name)

    address = send(browser, GOOD)
    monkeypatch.setattr(loading, "read_tables", watched)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"key": "k"}).status_code == 302
    assert inside == [0, 0]


def test_a_changed_figure_is_shown_with_what_it_replaces(browser: Client, here: Land) -> None:
    here.put(("plain", "990121", "2012", "1000"))
    shown = browser.get(send(browser, GOOD)).content.decode()
    assert "要改动的数" in shown
    assert '<td class="num">1,000</td><td class="num">1,234</td>' in shown


def test_a_row_with_a_reason_stands_beside_the_official_figure(browser: Client, here: Land) -> None:
    here.put(("plain", "990121", "2012", "1000"))
    address = send(browser, HEAD + "990121,甲县,plain,2012,900,人,另一公报,中,口径不同\n")
    assert "并列为另一来源" in browser.get(address).content.decode()
    browser.post(address, {"key": "k"})
    assert "口径不同" in browser.get("/figures/indicators/plain/990121/2012/").content.decode()


def test_every_mistake_is_named_with_its_lines_and_nothing_can_be_confirmed(browser: Client, here: Land) -> None:
    rows = (
        "".join(f"99999{n},,plain,2012,5,人,演练,高,\n" for n in range(2)) + "990121,甲县,plain,2012,很多,人,演练,高,\n"
    )
    address = send(browser, HEAD + rows + "990122,乙县,plain,2012,多多,人,演练,高,\n" * 2)
    shown = browser.get(address).content.decode()
    assert "“很多”不是数" in shown
    assert "第 5、6 行" in shown
    assert "导入这些数" not in shown
    assert browser.post(address, {"key": "k"}).status_code == 422
    assert value(here, "990122") is None


def test_rehearsal_figures_go_to_the_rehearsal(browser: Client, here: Land) -> None:
    address = send(browser, GOOD, rehearsal="1")
    assert "demo-tag" in browser.get(address).content.decode()
    assert browser.post(address, {"key": "k"})["Location"] == "/figures/?rehearsal=1"
    assert value(here, "990121") is None
    assert value(here, "990121", rehearsal=True) is not None


def test_without_a_file_the_form_says_so(browser: Client, here: Land) -> None:
    response = browser.post(HERE, {})
    assert response.status_code == 422
    assert "没有选择文件，没有读取。" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "name"), [(b"\xff\xfe\x00\x81", "a.csv"), (b"PK\x03\x04 no zip", "a.xlsx"), (b"", "a.csv")]
)
def test_what_is_no_table_is_refused_with_a_sentence(browser: Client, here: Land, content: bytes, name: str) -> None:
    address = send(browser, content or b" ", name)
    response = browser.get(address)
    assert "导入这些数" not in response.content.decode()
    assert "没有" in response.content.decode()


def test_a_preview_is_its_uploaders_alone(browser: Client, here: Land, preparer: User) -> None:
    address = send(browser, GOOD)
    assert signed_in(preparer).get(address).status_code == 404
    assert browser.get("/figures/load/preview/?upload=forged").status_code == 404


def test_a_file_that_waited_too_long_is_gone(browser: Client, here: Land, settings: Any) -> None:
    address = send(browser, GOOD)
    settings.MEDIA_ROOT = settings.MEDIA_ROOT / "other"
    response = browser.get(address)
    assert response.status_code == 422
    assert "文件没有留存，没有导入。" in response.content.decode()
