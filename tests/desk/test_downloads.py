"""A file is saved, never shown; its name can be written on every file system and says what it is."""

from urllib.parse import unquote

import pytest

from luoxiao.desk.downloads import download


def name_of(name: str) -> str:
    """The name a browser would save under."""
    disposition = download(b"", name=name, media_type="text/csv")["Content-Disposition"]
    assert disposition.startswith("attachment")
    if "filename*=utf-8''" in disposition:
        return unquote(disposition.split("filename*=utf-8''")[1])
    return disposition.split('filename="')[1][:-1].replace("\\\\", "\\").replace('\\"', '"')


def test_a_file_runs_in_no_page_of_ours() -> None:
    response = download(b"<script>1</script>", name="a.html", media_type="application/octet-stream")
    assert response.content == b"<script>1</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("name", ["通报.docx", "四（一）3.csv", "a b;c=d.txt", "50%.txt", "演练😀.pdf", "it's.txt"])
def test_a_name_is_kept_as_the_office_gave_it(name: str) -> None:
    assert name_of(name) == name


@pytest.mark.parametrize("sign", ["/", "\\", ":", "*", "?", '"', "<", ">", "|", "\r", "\n", "\0", "\x1f"])
def test_a_sign_no_file_system_takes_becomes_a_dash(sign: str) -> None:
    assert name_of(f"通{sign}报.txt") == "通-报.txt"
    assert name_of(f"a{sign}b.txt") == "a-b.txt"


@pytest.mark.parametrize("sign", ["\u202e", "\u202a", "\u200f", "\u2066", "\u2069"])
def test_no_sign_turns_the_ending_round(sign: str) -> None:
    assert name_of(f"说明{sign}txt.exe") == "说明-txt.exe"


def test_no_name_climbs_out_of_its_folder() -> None:
    assert name_of("../../etc/passwd") == "..-..-etc-passwd"


def test_no_name_adds_a_header() -> None:
    response = download(b"", name="a\r\nSet-Cookie: x=1", media_type="text/csv")
    assert "Set-Cookie" not in response.headers
    assert "\n" not in response["Content-Disposition"]


def test_without_a_name_it_is_still_saved() -> None:
    assert download(b"", name="", media_type="text/csv")["Content-Disposition"] == "attachment"
