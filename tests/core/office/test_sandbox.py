"""Nothing in a file takes the process down that asked for its text."""

import sys
import time
import zlib
from pathlib import Path

import pytest

from luoxiao.core.office import sandbox
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused

from . import making


def refusal(content: bytes, kind: Kind = Kind.DOCX, **limits: int) -> Refused:
    with pytest.raises(Refused) as refused:
        sandbox.read(content, kind, Limits(**limits))
    return refused.value


def child_does(monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    """Let the child do something else than reading, after it has limited itself."""
    limited = "import json, sys; from luoxiao.core.office import child; given = json.loads(sys.argv[-1]); "
    limits = "child.limit(memory=given['memory'], cpu=given['cpu']); "
    monkeypatch.setattr(sandbox, "_CHILD", f"import sys; sys.path.insert(0, sys.argv[1]); {limited}{limits}{work}")


def test_text_and_remarks_come_back_from_the_child() -> None:
    body = making.paragraph("一、总则") + '<w:p><w:ins w:id="1"><w:r><w:t>𠮷"\\</w:t></w:r></w:ins></w:p>'
    extracted = sandbox.read(making.docx(body), Kind.DOCX, Limits())
    assert extracted.text == '一、总则\n𠮷"\\'
    assert [(note.code, note.params) for note in extracted.notes] == [("inserted", {"count": 1, "sample": '𠮷"\\'})]


def test_a_refusal_comes_back_with_its_parameters() -> None:
    refused = refusal(making.docx(parts={"word/vbaProject.bin": b"x"}))
    assert (refused.code, refused.params) == (Code.MACROS, {"part": "word/vbaProject.bin"})


def test_what_no_text_may_hold_is_refused_in_the_child_too() -> None:
    assert refusal(making.docx(making.paragraph("一\u202e二"))).code == Code.DIRECTION_MARK
    assert refusal(making.docx("<w:p/>")).code == Code.NO_TEXT


def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    child_does(monkeypatch, "import os; os.abort()")
    assert refusal(b"").code == Code.READER_FAILED


def test_a_child_that_fails_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    child_does(monkeypatch, "1 / 0")
    assert refusal(b"").code == Code.READER_FAILED


def test_a_child_that_waits_for_ever_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    child_does(monkeypatch, "import time; time.sleep(60)")
    began = time.monotonic()
    assert refusal(b"", wall=1).code == Code.TOO_SLOW
    assert time.monotonic() - began < 10


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_CPU ends the child by a signal of its own on Linux")
def test_a_child_that_computes_for_ever_is_ended_by_its_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    child_does(monkeypatch, "exec('while True: pass')")
    assert refusal(b"", cpu=1).code == Code.TOO_SLOW


def test_a_child_that_talks_for_ever_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "ANSWER", 1000)
    child_does(monkeypatch, "exec('while True: print(1)')")
    assert refusal(b"").code == Code.READER_FAILED


def test_a_child_has_no_input_and_nothing_of_this_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOXIAO_SECRET_KEY", "secret")
    look = "import os; text = repr((sys.stdin.read(), os.environ.get('LUOXIAO_SECRET_KEY'), sys.flags.isolated)); "
    child_does(monkeypatch, f"{look}print(json.dumps({{'text': text, 'notes': []}}))")
    assert sandbox.read(b"", Kind.DOCX, Limits()).text == "('', None, 1)"


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not limit the address space of a process")
def test_a_child_that_needs_too_much_memory_is_a_refusal() -> None:
    bomb = zlib.compress(bytes(400 << 20), 9)
    page = making.pdf(bomb).replace(b"<</Length", b"<</Filter/FlateDecode/Length")
    assert refusal(page, Kind.PDF).code in (Code.READER_FAILED, Code.TOO_MUCH_MEMORY)
    assert refusal(making.docx(parts={"word/a.png": bytes(range(256)) * 150_000}), memory=60 << 20).code in (
        Code.TOO_MUCH_MEMORY,
        Code.INFLATES_TOO_MUCH,
    )


def test_the_file_is_gone_afterwards(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sandbox.read(making.docx(), Kind.DOCX, Limits())
    refusal(b"PK")
    assert list(tmp_path.iterdir()) == []
