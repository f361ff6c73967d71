"""Mail as files: one file a message, whole, and the same message once."""

import os
import stat
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage

from luoxiao.core.outbox import Outbox
from luoxiao.settings import _mail


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.OUTBOX = tmp_path / "outbox"
    return tmp_path / "outbox"


def message() -> EmailMessage:
    headers = {"Message-ID": "<digest-2012-10-15-1@localhost>"}
    return EmailMessage("提醒 1 条", "1. 任务“建储备库”到期。", to=["clerk@example.org"], headers=headers)


def test_a_message_is_one_file_that_reads_back(folder: Path) -> None:
    assert Outbox().send_messages([message()]) == 1
    (file,) = folder.iterdir()
    assert file.name == "digest-2012-10-15-1_localhost.eml"
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (read["Subject"], read["To"]) == ("提醒 1 条", "clerk@example.org")
    assert "建储备库" in read.get_content()
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600


def test_the_same_message_again_is_the_same_file(folder: Path) -> None:
    for _ in range(2):
        Outbox().send_messages([message()])
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("address", "host", "port", "user", "starttls", "tls"),
    [
        ("smtp://mail.example.org", "mail.example.org", 25, "", False, False),
        ("smtp+tls://a%40b:p%2Fw@mail.example.org", "mail.example.org", 587, "a@b", True, False),
        ("smtps://u:p@mail.example.org:8465", "mail.example.org", 8465, "u", False, True),
    ],
)
def test_a_mail_server_is_named_by_one_address(
    address: str, host: str, port: int, user: str, starttls: bool, tls: bool
) -> None:
    said = _mail(address)
    assert [said[f"EMAIL_{name}"] for name in ("HOST", "PORT", "HOST_USER", "USE_TLS", "USE_SSL")] == [
        host,
        port,
        user,
        starttls,
        tls,
    ]


def test_a_password_may_hold_any_character() -> None:
    assert _mail("smtp://u:p%2Fw%40@h")["EMAIL_HOST_PASSWORD"] == "p/w@"


def test_without_a_server_letters_are_files() -> None:
    assert _mail("") == {"EMAIL_BACKEND": "luoxiao.core.outbox.Outbox"}


@pytest.mark.parametrize("address", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_an_address_that_is_none_stops_the_start(address: str) -> None:
    with pytest.raises(ValueError, match="LUOXIAO_MAIL_URL"):
        _mail(address)
