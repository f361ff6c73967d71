"""The trail is for the audit administrator; it shows every line once and in order."""

from datetime import datetime
from typing import Any

import pytest

from luoxiao.core import trail
from luoxiao.organisations.models import User
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(db: None) -> User:
    return make_user("auditor", "audit-administrator")


def test_nobody_else_reads_it(clerk: User, reviewer: User) -> None:
    assert [signed_in(user).get("/trail/").status_code for user in (clerk, reviewer)] == [403, 403]


def test_lines_follow_each_other_over_the_page_break(auditor: User, clerk: User, at: datetime) -> None:
    for n in range(60):
        trail.record("account.sign-in", by=clerk, at=at, after={"n": n})
    client = signed_in(auditor)
    first = client.get("/trail/").content.decode()
    oldest = trail.history(clerk).model.objects.order_by("-id")[49].pk
    second = client.get(f"/trail/?before={oldest}").content.decode()
    assert first.count("<td>登录") == 50
    assert second.count("<td>登录") == 10


@pytest.mark.parametrize("address", ["?before=x", "?before=99999999999999999999", "?subject=x", "?subject=a:b"])
def test_a_mangled_address_is_harmless(auditor: User, address: str) -> None:
    assert signed_in(auditor).get("/trail/" + address).status_code == 200


def test_the_verification_says_how_many_lines_hold(auditor: User, clerk: User, at: datetime) -> None:
    trail.record("account.sign-in", by=clerk, at=at)
    trail.seal()
    assert "校验 1 条，环环相扣" in signed_in(auditor).get("/trail/verification/").content.decode()


def test_the_auditor_takes_the_trail_and_its_verifier_away(auditor: User, clerk: User, at: datetime) -> None:
    trail.record("account.sign-in", by=clerk, at=at, after={"说": "一"})
    trail.record("account.sign-in", by=clerk, at=at)
    trail.seal()
    client = signed_in(auditor)
    export = client.get("/trail/export/")
    assert "attachment" in export["Content-Disposition"]
    lines = b"".join(export).decode().splitlines(keepends=True)
    tool: dict[str, Any] = {"__name__": "verify_trail"}
    exec(client.get("/trail/verifier/").content.decode(), tool)  # what was downloaded, not what lies in the source
    head = trail.head()
    assert head is not None
    assert tool["check"](lines, [(2, head.digest)]) == (2, head.digest, [])
