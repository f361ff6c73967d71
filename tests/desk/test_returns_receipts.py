"""A receipt: number, time, hash, lines and control total, on the page and as a file, for those who see the return."""

from datetime import datetime

import pytest

from luoxiao.returns.models import Return, Submission
from tests.conftest import signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(filed: Return, at: datetime) -> Submission:
    scenes.fill(filed, at)
    scenes.send(filed, at)
    return filed.submissions.get()


def test_the_receipt_says_what_auditors_ask(sent: Submission) -> None:
    shown = signed_in(person("filler")).get(f"/returns/receipts/{sent.pk}/").content.decode()
    for said in (sent.receipt, sent.sha256, "2012-10-15 10:00:00", "3,520.5", "网页填写", "甲县局", "filler"):
        assert said in shown
    assert "下载原件" not in shown


def test_the_file_says_the_same(sent: Submission) -> None:
    response = signed_in(person("filler")).get(f"/returns/receipts/{sent.pk}/text/")
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response.content.decode("utf-8-sig").splitlines() == [
        f"回执 {sent.receipt}",
        "填报单位：甲县局",
        "报表：YL-01 三季度报表",
        "期次：2012年第三季度",
        "第几次：1",
        "报送人：filler",
        "收到时间：2012-10-15 10:00:00",
        "方式：网页填写",
        "读取项数：3",
        "控制合计：3,520.5",
        f"内容 SHA-256：{sent.sha256}",
    ]


def test_what_was_filled_on_the_web_has_no_workbook(sent: Submission) -> None:
    assert signed_in(person("filler")).get(f"/returns/receipts/{sent.pk}/workbook/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("city", 200), ("asker", 200), ("neighbour", 404), ("other-city", 404)])
def test_it_is_seen_by_whoever_sees_the_return(sent: Submission, who: str, status: int) -> None:
    for address in ("", "text/"):
        assert signed_in(person(who)).get(f"/returns/receipts/{sent.pk}/{address}").status_code == status


def test_a_rehearsals_receipt_says_so(scene: Scene, at: datetime) -> None:
    filed = scenes.make_call(scene, at, is_rehearsal=True).returns.get(unit=scene.county)
    scenes.fill(filed, at)
    scenes.send(filed, at)
    shown = signed_in(person("filler")).get(f"/returns/receipts/{filed.submissions.get().pk}/").content.decode()
    assert "演练，不进入指标" in shown
