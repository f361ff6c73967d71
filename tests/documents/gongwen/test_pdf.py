"""PDF beside the .docx where LibreOffice is present."""

import os
import shutil
import stat
import time
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

from luoxiao.documents.gongwen import Annex, Paragraph, PdfFailed, pdf, write_docx, write_pdf

from .samples import notice, table

needs_libreoffice = pytest.mark.skipif(pdf.program() is None, reason="LibreOffice is not on this machine")


def pages(data: bytes | None) -> list[list[str]]:
    """The lines of each page, without gaps: LibreOffice puts one between Chinese and figures."""
    assert data is not None
    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [[line.replace(" ", "") for line in text.splitlines()] for text in texts]


@needs_libreoffice
def test_the_pdf_says_what_the_paper_says_on_marked_and_numbered_pages() -> None:
    found = pages(write_pdf(write_docx(notice())))
    assert "民办函〔2012〕236号" in found[0]
    assert all("演练" in page for page in found)
    assert all(f"—{number}—" in page for number, page in enumerate(found, 1))
    assert any(line.startswith("抄送：") for line in found[-1])


@needs_libreoffice
def test_a_full_page_has_22_lines_of_28_characters() -> None:
    paper = notice(blocks=(Paragraph(0, "字" * 28 * 60), Paragraph(0, "末段")), rehearsal=False)
    page = pages(write_pdf(write_docx(paper)))[1]
    assert page == ["字" * 28] * 22 + ["—2—"]


@needs_libreoffice
def test_the_last_row_goes_with_the_imprint_to_a_new_page() -> None:
    """22 rows fill the page of the annex, and 版记 has no room below them."""
    paper = notice(annexes=(Annex("清单", (table(22),)),), rehearsal=False)
    *_, before, last = pages(write_pdf(write_docx(paper)))
    assert any("举措21" in line for line in before)
    assert any("举措22" in line for line in last)


def test_where_there_is_no_libreoffice_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert write_pdf(b"") is None


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in LibreOffice's place; the test writes what it does."""
    script = tmp_path / "soffice"
    monkeypatch.setattr(pdf, "program", lambda: str(script))
    return script


def write_script(script: Path, lines: str) -> None:
    script.write_text(f"#!/bin/sh\n{lines}\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)


def test_one_that_hangs_is_ended_with_what_it_started(stand_in: Path, tmp_path: Path) -> None:
    mark = tmp_path / "child"
    write_script(stand_in, f"sh -c 'sleep 1; touch {mark}' & sleep 30")
    with pytest.raises(PdfFailed, match=r"after 0\.3 s"):
        write_pdf(write_docx(notice()), timeout=0.3)
    time.sleep(1.2)
    assert not mark.exists()


@pytest.mark.parametrize(("lines", "reason"), [("exit 3", "ended with 3"), ("exit 0", "no PDF")])
def test_one_that_fails_says_so(stand_in: Path, lines: str, reason: str) -> None:
    write_script(stand_in, lines)
    with pytest.raises(PdfFailed, match=reason):
        write_pdf(write_docx(notice()))


def test_the_child_does_not_see_our_secrets(stand_in: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    seen = tmp_path / "seen"
    write_script(stand_in, f"env > {seen}")
    with pytest.raises(PdfFailed):
        write_pdf(write_docx(notice()))
    assert "geheim" not in seen.read_text()
    assert "FONTCONFIG_FILE" in seen.read_text()
    assert os.environ["HOME"] not in [line.removeprefix("HOME=") for line in seen.read_text().splitlines()]


def test_every_font_of_the_standard_has_a_stand_in(tmp_path: Path) -> None:
    root = ElementTree.fromstring(pdf.font_list(tmp_path).split("?>", 1)[1].split(">", 1)[1])
    named = {alias.findtext("family") for alias in root.iter("alias")}
    assert named == {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"}
