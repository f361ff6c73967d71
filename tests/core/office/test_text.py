"""From a file to its text, for every kind that a plan comes in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from luoxiao.core.office import libreoffice
from luoxiao.core.office.extracted import Remark
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.text import extract_text

from . import making

LINES = "一、总则\n（一）目标。"


def refusal(content: bytes, name: str) -> Refused:
    with pytest.raises(Refused) as refused:
        extract_text(content, name)
    return refused.value


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (LINES.encode("gb18030"), "方案.txt"),
        (making.docx("".join(map(making.paragraph, LINES.split("\n")))), "方案.docx"),
        (making.pdf(making.shown((72, 700, "一、总则"), (72, 680, "（一）目标。"))), "方案.pdf"),
    ],
    ids=["txt", "docx", "pdf"],
)
def test_the_same_text_comes_from_every_kind(content: bytes, name: str, tmp_path: Path) -> None:
    assert extract_text(content, name).text == LINES
    (tmp_path / name).write_bytes(content)
    assert extract_text(tmp_path / name).text == LINES


def test_line_ends_of_a_text_stay_as_they_are() -> None:
    assert extract_text("一\r\n二\r三\n".encode(), "方案.txt").text == "一\r\n二\r三\n"


def test_a_file_larger_than_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    with path.open("wb") as file:
        file.truncate((10 << 20) + 1)
    with pytest.raises(Refused) as refused:
        extract_text(path)
    assert (refused.value.code, refused.value.params) == (Code.TOO_LARGE, {"size": (10 << 20) + 1, "limit": 10 << 20})
    assert refusal(bytes((10 << 20) + 1), "方案.txt").code == Code.TOO_LARGE


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        extract_text(tmp_path / "方案.txt")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("民政".encode() * (10 << 17), "方案.txt", Code.TOO_LONG),
        ("民政".encode("gb18030") * (10 << 18), "方案.txt", Code.TOO_LONG),
        (b"a" * (2 << 20), "方案.txt", Code.TOO_LONG),
        ("一、\0".encode(), "方案.txt", Code.NUL),
        ("一、\u202e".encode(), "方案.txt", Code.DIRECTION_MARK),
        (making.docx(making.paragraph("一、\u2066")), "方案.docx", Code.DIRECTION_MARK),
        (making.docx(parts={"word/media/x.png": bytes(70 << 20)}), "方案.docx", Code.INFLATES_TOO_MUCH),
        (making.docx("<w:tbl>" * 60_000), "方案.docx", Code.XML_TOO_DEEP),
        (making.docx()[:-40], "方案.docx", Code.BROKEN_CONTAINER),
        (b"<html>", "方案.docx", Code.RENAMED),
        (making.container({"xl/workbook.xml": "<workbook/>"}), "任务.xlsx", Code.UNWANTED),
        (b"%PDF-1.7 broken", "方案.pdf", Code.PDF_BROKEN),
    ],
)
def test_a_hostile_file_is_refused(content: bytes, name: str, code: Code) -> None:
    assert refusal(content, name).code == code


def test_one_very_long_line_is_text_like_any_other() -> None:
    assert len(extract_text("民".encode() * 1_000_000, "方案.txt").text) == 1_000_000


def test_an_old_document_says_that_it_needs_libreoffice_where_that_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
    assert refusal(content, "方案.wps").code == Code.NO_LIBREOFFICE


def test_an_old_document_is_read_by_way_of_a_docx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "to_docx", lambda content: making.docx(making.paragraph("一、总则")))
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    extracted = extract_text(content, "方案.doc")
    assert extracted.text == "一、总则"
    assert extracted.notes[0].code == Remark.CONVERTED


def test_limits_may_be_narrower() -> None:
    with pytest.raises(Refused) as refused:
        extract_text("民政部".encode(), "方案.txt", limits=Limits(characters=2))
    assert refused.value.code == Code.TOO_LONG


def test_reading_a_text_loads_neither_django_nor_any_reader() -> None:
    heavy = "{'django', 'lxml', 'docx', 'pypdfium2', 'zipfile', 'xml'}"
    look = f"import sys; from luoxiao.core.office import text; print(sorted({heavy} & set(sys.modules)))"
    source = str(Path(libreoffice.__file__).parents[3])
    environment = os.environ | {"PYTHONPATH": source}
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"
