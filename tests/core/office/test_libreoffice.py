"""Old .doc files, where LibreOffice is present."""

import socket
import subprocess
import threading
from pathlib import Path

import pytest

from luoxiao.core.office import libreoffice
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.text import extract_text

from . import making

needs_libreoffice = pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")


def as_doc(source: Path) -> bytes:
    """The file as a .doc, made by LibreOffice itself."""
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    options = ["--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(source.parent), str(source)]
    subprocess.run([str(libreoffice.program()), profile, *options], check=True, capture_output=True)
    return source.with_suffix(".doc").read_bytes()


@needs_libreoffice
def test_text_and_automatic_numbers_survive_the_way_through_doc(tmp_path: Path) -> None:
    shape = making.numbering(("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"))
    body = making.numbered("总则", 1) + making.numbered("目标𠮷", 1, 1) + making.paragraph("2.到,")
    source = tmp_path / "plan.docx"
    source.write_bytes(making.docx(body, {"word/numbering.xml": shape}))
    assert extract_text(as_doc(source), "方案.doc").text == "一、总则\n（一）目标𠮷\n2.到,"


@needs_libreoffice
@pytest.mark.enable_socket
def test_nothing_is_fetched_that_a_document_points_to(tmp_path: Path) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_listen, args=(server, asked), daemon=True).start()
        source = tmp_path / "plan.html"
        source.write_text(f'<p>text<img src="http://127.0.0.1:{server.getsockname()[1]}/a.png"></p>')
        content = as_doc(source)
        assert asked, "made without our settings, the document is fetched for: the trap works"
        asked.clear()
        libreoffice.to_docx(content)
    assert asked == []


def _listen(server: socket.socket, asked: list[bytes]) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            asked.append(connection.recv(100))


@needs_libreoffice
def test_what_libreoffice_cannot_open_is_refused() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
    with pytest.raises(Refused) as refused:
        libreoffice.to_docx(content)
    assert refused.value.code == Code.CONVERSION_FAILED


def test_a_program_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeper = tmp_path / "soffice"
    sleeper.write_text("#!/bin/sh\nsleep 60\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(sleeper))
    monkeypatch.setattr(libreoffice, "WALL", 1)
    with pytest.raises(Refused) as refused:
        libreoffice.to_docx(b"")
    assert refused.value.code == Code.TOO_SLOW
