"""Reads a file from outside in a child process with limits, so that nothing in it can take this process down."""

import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import luoxiao
from luoxiao.core.office import tables
from luoxiao.core.office.extracted import ExtractedText, Note, Remark
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.tables import Book

ANSWER = 16 << 20  # bytes; a million characters in JSON escapes are at most 12 million
ROOT = str(Path(luoxiao.__file__).parents[1])
# Isolated (-I): no variable of this environment and no file of this folder decides what the child loads.
_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from luoxiao.core.office import child; child.main()"


def read(content: bytes, kind: Kind, limits: Limits) -> ExtractedText:
    """The text of a file of this kind. Raises Refused, also where the child fails, is too slow or grows too large."""
    found = _found(content, kind, limits)
    notes = (Note(Remark(note["code"]), note["params"]) for note in found["notes"])
    return ExtractedText(found["text"], tuple(notes))


def read_book(content: bytes, limits: Limits) -> Book:
    """The tables of an .xlsx. Raises Refused as `read` does."""
    return tables.from_json(_found(content, Kind.XLSX, limits))


def _found(content: bytes, kind: Kind, limits: Limits) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="luoxiao-") as folder:
        path = Path(folder) / f"file.{kind}"
        path.write_bytes(content)
        command = [sys.executable, "-I", "-c", _CHILD, ROOT, str(path), kind, json.dumps(asdict(limits))]
        return understood(_answer(command, folder, limits.wall))


def _answer(command: list[str], folder: str, wall: int) -> bytes:
    """What the child prints before it ends. Raises Refused when it does not end well."""
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - this very Python, with arguments of ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder, env={}
    ) as child:
        alarm = threading.Timer(wall, child.kill)
        alarm.start()
        try:
            answer: bytes = child.stdout.read(ANSWER + 1) if child.stdout else b""
            if len(answer) > ANSWER:
                child.kill()
            status = child.wait()
        finally:
            alarm.cancel()
    if status == -signal.SIGXCPU or (status and time.monotonic() - began >= wall):
        raise Refused(Code.TOO_SLOW)
    if status:
        raise Refused(Code.READER_FAILED)
    return answer


def understood(answer: bytes) -> dict[str, Any]:
    """What the child found. Raises Refused where that is what it says."""
    found: dict[str, Any] = json.loads(answer)
    if "code" in found:
        raise Refused(Code(found["code"]), **found["params"])
    return found
