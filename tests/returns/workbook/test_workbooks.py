"""Every workbook in tests/workbooks is taken, or refused for the reason that lies beside it."""

import json
import time
from pathlib import Path

import pytest

from luoxiao.core.office.refused import Refused
from luoxiao.returns import wording
from luoxiao.returns.checks import check
from luoxiao.returns.entries import number
from luoxiao.returns.form import Entry, Severity
from luoxiao.returns.workbook import WrongWorkbook, joined, read
from luoxiao.returns.workbook.wording import sentence
from tests.returns.workbook.sample import FORM, IDENTITY, KNOWN

FOLDER = Path(__file__).parents[2] / "workbooks"
GOOD = sorted((FOLDER / "should_pass").glob("*.xlsx"))
BAD = sorted((FOLDER / "should_fail").glob("*.xlsx"))


def said(entry: Entry) -> str:
    return entry.mark or ("" if entry.value is None else number(entry.value))


def expected(file: Path) -> dict[str, str]:
    beside = file.with_suffix(".json")
    found: dict[str, str] = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    return found


def refusals(content: bytes) -> list[tuple[str, str]]:
    """Code and sentence of what keeps a workbook from being taken: one refusal, or all of its errors."""
    try:
        found = read(content, FORM, IDENTITY, KNOWN)
    except (Refused, WrongWorkbook) as refused:
        return [(str(refused.code), sentence(refused))]
    faults = joined(found, check(FORM, found.entries, KNOWN))
    return [(each.code, wording.fault(each, FORM)) for each in faults if each.severity is Severity.ERROR]


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 60
    assert len(GOOD) >= 20


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_it_is_taken_as_it_was_meant(file: Path) -> None:
    content = file.read_bytes()
    assert refusals(content) == []
    entries = read(content, FORM, IDENTITY, KNOWN).entries
    values = expected(file)
    assert {code: said(entries[code]) for code in values} == values


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_it_is_refused_in_a_moment_with_what_is_wrong_where_and_what_to_do(file: Path) -> None:
    began = time.monotonic()
    found = refusals(file.read_bytes())
    assert time.monotonic() - began < 2
    assert [code for code, _ in found] == [expected(file)["code"]]
    assert expected(file)["says"] in found[0][1]
    assert found[0][1].count("。") >= 2
    assert "%(" not in found[0][1]
