"""Where everything stands in the workbook, by the words that people see: nothing depends on hidden names."""

import functools
import unicodedata
from dataclasses import dataclass

from luoxiao.returns.form import UNCHANGED, Mark

SHEET, HELP, FAULTS, FAULT_HELP = "报表", "填报说明", "校核结果", "校核说明"
CODE, GROUP, NAME, UNIT, PERIOD = "代码", "分组", "指标", "单位", "期别"
LAST, KNOWN, SOURCE = "上期数", "已掌握数", "已掌握数来源"
VALUE, STATE, REASON, VERDICT = "本期数", "情况", "原因说明", "校核"

MARKS = {"不掌握": Mark.NOT_KNOWN, "不适用": Mark.NOT_APPLICABLE}
STATES = (UNCHANGED, *MARKS)
WORDS = {mark: word for word, mark in MARKS.items()}


@dataclass(frozen=True)
class Column:
    """A column of the table: its header, its width in characters, whether it is filled in."""

    header: str
    width: float
    is_input: bool = False


COLUMNS = (
    Column(CODE, 9),
    Column(GROUP, 15),
    Column(NAME, 30),
    Column(UNIT, 11),
    Column(PERIOD, 15),
    Column(LAST, 13),
    Column(KNOWN, 13),
    Column(SOURCE, 22),
    Column(VALUE, 15, is_input=True),
    Column(STATE, 9, is_input=True),
    Column(REASON, 30, is_input=True),
    Column(VERDICT, 11),
)
PLACES = {column.header: at for at, column in enumerate(COLUMNS)}
NEEDED = (CODE, VALUE, STATE, REASON)

TITLE_ROW, ADVICE_ROW, HEADER_ROW = 0, 1, 6
FIRST_ROW = HEADER_ROW + 1

UNIT_NAME, UNIT_CODE, DUE = "填报单位", "单位代码", "报送时限"
TEMPLATE, NUMBER, NATURE = "表号", "版次", "性质"
REAL, REHEARSAL = "正式报送", "演练"
LABELS = (
    (2, 0, UNIT_NAME),
    (2, 4, UNIT_CODE),
    (2, 7, DUE),
    (3, 0, TEMPLATE),
    (3, 4, NUMBER),
    (3, 7, PERIOD),
    (4, 0, NATURE),
)


def plain(said: object) -> str:
    """A text as it is compared: full-width signs narrowed, without any space."""
    return "" if said is None else _narrowed(str(said))


@functools.lru_cache(maxsize=4096)  # headers, labels and codes are the same in workbook after workbook
def _narrowed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
