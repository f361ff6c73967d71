"""A few long-lived children that read many workbooks at once. A child that dies costs only the file it reads."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from types import TracebackType

from luoxiao.core.office import kinds, sandbox, sheets, tables
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.tables import Book

_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from luoxiao.core.office import child; child.serve()"
_AHEAD = 4  # files that may be answered before the one that is waited for
_LIMITS = Limits()

Answer = Book | Refused


class Workers:
    """Children that read .xlsx files; a context manager, so that they end with its block."""

    def __init__(self, count: int = 2, *, limits: Limits = _LIMITS) -> None:
        self._limits = limits
        self._count = count
        self._children: list[_Child] = []

    def __enter__(self) -> "Workers":
        self._children = [_Child(self._limits) for _ in range(self._count)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.end()

    def read(self, files: Iterable[bytes]) -> Iterator[Answer]:
        """The workbooks, or why each was refused, in the order of the files; few files are held at a time."""
        source = iter(files)
        waiting: deque[_Job] = deque()
        while True:
            self._feed(source, waiting)
            if not waiting:
                return
            while waiting[0].answer is None:
                self._collect()
                self._feed(source, waiting)
            yield waiting.popleft().answer or Refused(Code.READER_FAILED)

    def _feed(self, source: Iterator[bytes], waiting: "deque[_Job]") -> None:
        """Give each idle child a file, as long as not too many answers are waiting."""
        for child in self._children:
            while child.job is None and len(waiting) < self._count + _AHEAD:
                content = next(source, None)
                if content is None:
                    return
                job = _Job()
                waiting.append(job)
                self._hand_over(child, job, content)

    def _hand_over(self, child: "_Child", job: "_Job", content: bytes) -> None:
        try:
            sheets.recognise(content, "a.xlsx", wanted=kinds.WORKBOOK, limits=self._limits)
            child.take(job, content)
        except Refused as refused:
            job.answer = refused

    def _collect(self) -> None:
        """Wait until a child has answered or its time is over."""
        with selectors.DefaultSelector() as selector:
            busy = [child for child in self._children if child.job is not None]
            for child in busy:
                selector.register(child.output, selectors.EVENT_READ, child)
            ready = selector.select(max(0, min(child.deadline for child in busy) - time.monotonic()))
        for key, _ in ready:
            key.data.answer()
        for child in busy:
            if child.job is not None and time.monotonic() >= child.deadline:
                child.give_up(Code.TOO_SLOW)


class _Job:
    """One file's answer, once it is there."""

    def __init__(self) -> None:
        self.answer: Answer | None = None


class _Child:
    """One process that reads file after file; a new one takes its place when it dies."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.job: _Job | None = None
        self.deadline = 0.0
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-I", "-c", _CHILD, sandbox.ROOT, json.dumps(asdict(self._limits))]
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, with arguments of ours
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env={}
        )
        assert self._process.stdin
        assert self._process.stdout
        self._input, self.output = self._process.stdin, self._process.stdout
        self._unread = bytearray()

    def take(self, job: _Job, content: bytes) -> None:
        """Begin with a file. The child reads all of it before it works, so this ends soon."""
        self.job, self.deadline = job, time.monotonic() + self._limits.wall
        try:
            self._input.write(len(content).to_bytes(4) + content)
            self._input.flush()
        except OSError:
            self.give_up(Code.READER_FAILED)

    def answer(self) -> None:
        """Take in what has come; the job is done when all of it is there."""
        piece = os.read(self.output.fileno(), 1 << 20)
        self._unread += piece
        size = int.from_bytes(self._unread[:4]) if len(self._unread) >= 4 else None
        if not piece or (size is not None and size > sandbox.ANSWER):
            self.give_up(Code.READER_FAILED)
        elif size is not None and len(self._unread) == 4 + size:
            self._settle(_understood(bytes(self._unread[4:])))

    def give_up(self, code: Code) -> None:
        """Refuse the file and start a new process."""
        self.end()
        self._start()
        self._settle(Refused(code))

    def _settle(self, answer: Answer) -> None:
        self._unread.clear()
        if self.job is not None:
            self.job.answer = answer
        self.job = None

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._process.kill()
        self._process.communicate()


def _understood(said: bytes) -> Answer:
    try:
        return tables.from_json(sandbox.understood(said))
    except Refused as refused:
        return refused
