"""Every code of a file from outside has its sentence."""

import re

import pytest

from luoxiao.core import office_wording
from luoxiao.core.office.extracted import Note, Remark
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.refused import Code, Refused

VALUES: dict[str, str | int] = {
    "extension": ".ofd",
    "found": Kind.DOC,
    "wanted": "docx,txt",
    "part": "word/document.xml",
    "target": "a.dotm",
    "encoding": "gb18030",
    "mark": "U+202E",
    "sample": "总则",
    "size": 11 << 20,
    "limit": 10 << 20,
    "count": 1234,
    "line": 17,
    "method": 9,
    "pages": 15,
    "sheet": "sheet1",
    "rows": 1_048_576,
    "columns": 12,
    "cell": "I8",
}
UNTIL = re.compile(r"后再试。$|校对。$|核对。$")


def places(sentence: object) -> list[str]:
    return re.findall(r"%\((\w+)\)s", str(sentence))


def test_every_code_and_every_remark_has_a_sentence() -> None:
    assert set(office_wording.REFUSALS) == set(Code)
    assert set(office_wording.REMARKS) == set(Remark)
    assert set(office_wording.KINDS) == set(Kind)


@pytest.mark.parametrize("code", Code)
def test_a_refusal_says_what_happened_with_its_values_and_then_what_to_do(code: Code) -> None:
    raw = str(office_wording.REFUSALS[code])
    said = office_wording.sentence(Refused(code, **{name: VALUES[name] for name in places(raw)}))
    assert said.count("。") == 2
    assert "%" not in said
    assert not re.search("抱歉|请|！|错误|异常", said)


@pytest.mark.parametrize("code", office_wording.OF_TABLES)
def test_a_refusal_of_a_table_says_the_same_without_sending_anybody_to_word(code: Code) -> None:
    raw = str(office_wording.OF_TABLES[code])
    said = office_wording.sentence_of_table(Refused(code, **{name: VALUES[name] for name in places(raw)}))
    assert set(places(raw)) <= set(places(office_wording.REFUSALS[code]))
    assert said.count("。") == 2
    assert "docx" not in said
    assert "Word" not in said.replace("Word 文档", "").replace("旧版 Word 或 WPS 文档", "")
    assert not re.search("抱歉|请|！|错误|异常", said)


def test_what_is_said_alike_of_texts_and_tables_is_said_once() -> None:
    refused = Refused(Code.ENCRYPTED)
    assert office_wording.sentence_of_table(refused) == office_wording.sentence(refused)


@pytest.mark.parametrize("remark", Remark)
def test_a_remark_gives_its_values(remark: Remark) -> None:
    names = places(office_wording.REMARKS[remark])
    said = office_wording.sentence(Note(remark, {name: VALUES[name] for name in names}))
    assert said.endswith("。")
    assert "%" not in said


def test_the_parameters_that_the_code_lists_are_those_of_the_sentence() -> None:
    import inspect

    from luoxiao.core.office import extracted, refused

    for module, table in ((refused, office_wording.REFUSALS), (extracted, office_wording.REMARKS)):
        listed = dict(re.findall(r'= "([\w-]+)"(?:  # ([^\n]*))?\n', inspect.getsource(module)))
        for code, sentence in table.items():
            assert set(places(sentence)) <= set(re.findall(r"\w+", listed[code])), code


def test_sizes_are_in_megabytes_and_what_is_over_never_reads_like_the_limit() -> None:
    said = office_wording.sentence(Refused(Code.TOO_LARGE, size=(10 << 20) + 1, limit=10 << 20))
    assert "文件有 10.1 MB，超过上限 10 MB" in said


def test_kinds_are_in_words_and_counts_in_groups_of_three() -> None:
    said = office_wording.sentence(Refused(Code.UNWANTED, found=Kind.XLSX, wanted="docx,txt"))
    assert said.startswith("这是Excel 工作簿（.xlsx），这里只收Word 文档（.docx）、纯文本（.txt）。")
    assert "1,048,576 个字符" in office_wording.sentence(Refused(Code.TOO_LONG, limit=1 << 20))


def test_an_empty_value_is_a_dash() -> None:
    assert "“—”" in office_wording.sentence(Refused(Code.UNKNOWN_EXTENSION, extension="", wanted="txt"))
