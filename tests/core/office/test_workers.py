"""Many workbooks at once, and the ones that would take a reader down."""

import sys
import time
from collections.abc import Iterator

import pytest

from luoxiao.core.office import workers, xlsx
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.tables import Book
from luoxiao.core.office.xlsx_look import Memory

from .books import SPACE, book, row, sheet


def numbered(n: int) -> bytes:
    return book(sheet(row(1, f'<c r="A1"><v>{n}</v></c>')))


def said(answer: workers.Answer) -> object:
    return answer.tables[0].rows[0][0] if isinstance(answer, Book) else answer.code


def test_answers_come_in_the_order_of_the_files() -> None:
    with workers.Workers(2) as children:
        assert [said(answer) for answer in children.read(map(numbered, range(40)))] == list(range(40))
        assert [said(answer) for answer in children.read([numbered(7)])] == [7]
        assert list(children.read([])) == []


def test_a_refused_file_stands_between_the_others() -> None:
    files = [numbered(1), b"", b"PK\x03\x04xl/workbook", numbered(2)]
    with workers.Workers(2) as children:
        answers = [said(answer) for answer in children.read(files)]
    assert answers == [1, Code.EMPTY, Code.BROKEN_CONTAINER, 2]


def test_few_files_are_held_at_a_time() -> None:
    taken = 0

    def files() -> Iterator[bytes]:
        nonlocal taken
        for n in range(30):
            taken += 1
            yield numbered(n)

    with workers.Workers(2) as children:
        for given, _ in enumerate(children.read(files()), 1):
            assert taken - given <= 6


def replaced(monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    """Let the children do something else to files whose number is 13."""
    hook = (
        "from luoxiao.core.office import child, xlsx; read = xlsx.read\n"
        "def other(content, limits, memory):\n"
        "    found = read(content, limits, memory)\n"
        f"    {work} if found.tables[0].rows[0][0] == 13 else None\n"
        "    return found\n"
        "xlsx.read = other; child.serve()"
    )
    monkeypatch.setattr(workers, "_CHILD", f"import sys; sys.path.insert(0, sys.argv[1])\n{hook}")


@pytest.mark.parametrize("work", ["__import__('os').abort()", "1 / 0", "bytearray(1 << 40)"])
def test_a_child_that_dies_costs_only_its_file(monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    replaced(monkeypatch, work)
    with workers.Workers(2) as children:
        answers = [said(answer) for answer in children.read(map(numbered, range(10, 17)))]
    assert answers[3] in (Code.READER_FAILED, Code.TOO_MUCH_MEMORY)
    assert answers[:3] + answers[4:] == [10, 11, 12, 14, 15, 16]


def test_a_child_that_never_answers_costs_only_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(monkeypatch, "__import__('time').sleep(60)")
    began = time.monotonic()
    with workers.Workers(1, limits=Limits(wall=2)) as children:
        answers = [said(answer) for answer in children.read(map(numbered, (12, 13, 14)))]
    assert answers == [12, Code.TOO_SLOW, 14]
    assert time.monotonic() - began < 10


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_CPU ends the child by a signal of its own on Linux")
def test_the_limit_of_processor_time_counts_for_each_file_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    work = "exec('import time; end = time.process_time() + {seconds}\\nwhile time.process_time() < end: pass')"
    replaced(monkeypatch, work.format(seconds=0.6))
    with workers.Workers(1, limits=Limits(cpu=1)) as children:
        assert [said(answer) for answer in children.read([numbered(13)] * 5)] == [13] * 5
    replaced(monkeypatch, work.format(seconds=5))
    with workers.Workers(1, limits=Limits(cpu=1)) as children:
        assert [said(answer) for answer in children.read([numbered(13), numbered(1)])][1] == 1


def test_an_answer_that_is_too_long_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoxiao.core.office.sandbox.ANSWER", 10)
    with workers.Workers(1) as children:
        (answer,) = children.read([numbered(1)])
    assert isinstance(answer, Refused)
    assert answer.code == Code.READER_FAILED


def with_texts(first: str, second: str, where: str = "1") -> bytes:
    """Two sheets that show one text each, of these two; `where` names the part of the texts that is used."""
    cells = [sheet(row(1, f'<c r="A1" t="s"><v>{n}</v></c>')) for n in (0, 1)]
    texts = f'<sst xmlns="{SPACE}"><si><t>{first}</t></si><si><t>{second}</t></si></sst>'
    return book(*cells, parts={"xl/sharedStrings.xml": texts, "docProps/app.xml": f"<a b='{where}'/>"})


def shown(content: bytes, memory: Memory) -> list[object]:
    return [table.rows[0][0] for table in xlsx.read(content, Limits(), memory).tables]


def test_a_sheet_is_read_again_only_where_its_texts_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, read = Memory(), []
    table = xlsx._table
    monkeypatch.setattr(xlsx, "_table", lambda book, said, sights: read.append(said.name) or table(book, said, sights))
    assert shown(with_texts("甲", "乙"), memory) == ["甲", "乙"]
    assert shown(with_texts("甲", "乙", where="2"), memory) == ["甲", "乙"]
    assert read == ["表1", "表2"]
    assert shown(with_texts("甲", "丙"), memory) == ["甲", "丙"]
    assert read == ["表1", "表2"] * 2


def test_a_sheet_beside_a_part_that_nobody_looked_into_is_always_read(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, read = Memory(), []
    table = xlsx._table
    monkeypatch.setattr(xlsx, "_table", lambda book, said, sights: read.append(said.name) or table(book, said, sights))
    content = book(sheet(row(1, '<c r="A1"><v>1</v></c>')), parts={"xl/media/a.png": b"a"})
    assert [shown(content, memory) for _ in range(2)] == [[1], [1]]
    assert read == ["表1", "表1"]
