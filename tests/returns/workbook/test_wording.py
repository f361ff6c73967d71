"""Every code of a workbook has its sentence, which says what is so and then what to do."""

import inspect
import re

import pytest

from luoxiao.core.office.refused import Code as OfficeCode
from luoxiao.core.office.refused import Refused
from luoxiao.returns.workbook import refused, wording
from luoxiao.returns.workbook.refused import Code, WrongWorkbook
from tests.returns.workbook.sample import FORM

BANNED = re.compile("抱歉|请|！|温馨|异常|格式错误")


def places(sentence: object) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", str(sentence)))


def test_every_code_has_a_sentence_with_the_parameters_that_it_lists() -> None:
    assert set(wording.REFUSALS) == set(Code)
    listed = dict(re.findall(r'= "([\w-]+)"(?:  # ([^\n]*))?\n', inspect.getsource(refused)))
    for code, sentence in wording.REFUSALS.items():
        assert places(sentence) <= set(re.findall(r"\w+", listed[code])), code


@pytest.mark.parametrize("code", Code)
def test_a_refusal_says_what_is_so_and_then_what_to_do(code: Code) -> None:
    params = dict.fromkeys(places(wording.REFUSALS[code]), "甲")
    said = wording.sentence(WrongWorkbook(code, **params))
    assert said.count("。") == 2
    assert not BANNED.search(said)
    assert "%" not in said


@pytest.mark.parametrize("code", wording.FAULTS)
def test_a_fault_of_a_cell_names_the_line_and_what_to_do(code: str) -> None:
    raw = wording.FAULTS[code]()
    assert {"line", "cell"} <= places(raw)
    said = raw % dict.fromkeys(places(raw), FORM.lines[0].name)
    assert said.count("。") >= 2
    assert not BANNED.search(said)


def test_what_is_no_workbook_is_refused_in_the_words_for_tables() -> None:
    assert "另存为不带宏的 .xlsx" in wording.sentence(Refused(OfficeCode.MACROS, part="xl/vbaProject.bin"))
