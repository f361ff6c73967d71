"""What is refused stands in the trail: files that were not taken, and forms sent without the right to send them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import User
from luoxiao.returns.models import Return
from tests.conftest import signed_in
from tests.indicators.scene import land
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db


def refused() -> list[TrailEvent]:
    return list(TrailEvent.objects.filter(result=TrailEvent.Result.REFUSED).order_by("id"))


def file(content: str, name: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content.encode())}


def test_a_file_that_is_no_plan_leaves_a_line(reviewer: User) -> None:
    signed_in(reviewer).post("/plans/import/", file("", "空.txt"))
    (line,) = refused()
    assert (line.action, line.actor, line.actor_id) == ("refused.plan-import", "reviewer", reviewer.pk)
    assert line.after["code"]
    assert line.reason


def test_a_faulty_file_of_figures_leaves_one_line_when_it_is_checked(reviewer: User, at: Any) -> None:
    land(at)
    browser = signed_in(reviewer)
    address = browser.post("/figures/load/", file("区划代码,指标\n1,x\n", "数.csv"))["Location"]
    browser.get(address)
    assert [line.action for line in refused()] == ["refused.figures-load-preview"]
    browser.post(address, {"key": "k"})
    assert len(refused()) == 2


def test_a_workbook_that_cannot_be_read_leaves_a_line(filed: Return) -> None:
    signed_in(person("filler")).post(f"/returns/{filed.pk}/upload/", file("no workbook", "报表.xlsx"))
    (line,) = refused()
    assert (line.action, line.actor_id) == ("refused.return-upload", person("filler").pk)


def test_a_workbook_with_errors_leaves_a_line_that_counts_them(filed: Return) -> None:
    browser = signed_in(person("filler"))
    book = b"".join(browser.get(f"/returns/{filed.pk}/workbook/"))
    browser.post(f"/returns/{filed.pk}/upload/", {"file": SimpleUploadedFile("报表.xlsx", book)})
    (line,) = refused()
    assert line.after["code"] == "faulty-workbook"
    assert int(line.after["params"]["errors"]) > 0


def test_a_form_sent_without_the_right_leaves_a_line(clerk: User) -> None:
    browser = signed_in(clerk)
    assert browser.get("/plans/import/").status_code == 403
    assert refused() == []
    assert browser.post("/plans/import/", {}).status_code == 403
    (line,) = refused()
    assert (line.action, line.after["code"]) == ("refused.plan-import", "without-the-right")


def test_whoever_is_not_signed_in_leaves_none(db: None, client: Client) -> None:
    assert client.post("/plans/import/", {}).status_code == 302
    assert refused() == []
