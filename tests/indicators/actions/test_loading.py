"""Files of figures: looked at, taken whole or not at all, and harmless a second time."""

import csv
import io
from decimal import Decimal

import pytest

from luoxiao.core.models import StoredFile
from luoxiao.core.refusals import Refusal
from luoxiao.indicators import figures
from luoxiao.indicators.actions import FaultyFile, load_file
from luoxiao.indicators.figures import Mark
from luoxiao.indicators.models import Contested, Origin, Sheet
from luoxiao.indicators.rows import Mistake
from luoxiao.organisations.models import NotAllowed
from tests.indicators.scene import BY

A, B = "990121", "990122"
ENGLISH = ["code_2012", "indicator", "period", "value", "unit", "source", "confidence", "reason"]
CHINESE = ["区划代码", "指标", "期别", "数值", "单位", "来源", "可信度", "差异原因"]


def file(*rows, header=ENGLISH, encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out).writerows([header, *([*row, *[""] * (len(header) - len(row))] for row in rows)])
    return out.getvalue().encode(encoding)


def load(here, content, name="数.csv", dry_run=False, by=BY, **more):
    return load_file(content, name, dry_run=dry_run, by=by, at=here.at, **more)


def value(here, place=A, code="people", period="2011"):
    found = figures.figures(here.indicators[code], period, rehearsal=False).get(here.places[place].pk)
    return found and (found.value if found.value is not None else found.printed or found.mark)


PLAIN = [
    (A, "people", "2011", "100", "人", "演练公报", "high"),
    (B, "people", "2011", "35-40", "人", "演练公报", "low"),
]


def counts(report):
    return report.rows, report.new, len(report.changed), report.contested, report.unchanged


def test_a_dry_run_says_what_would_happen_and_does_nothing(here):
    assert counts(load(here, file(*PLAIN), dry_run=True)) == (2, 2, 0, 0, 0)
    assert not Sheet.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_same_file_again_changes_nothing_and_says_so(here):
    first = load(here, file(*PLAIN))
    assert counts(first) == (2, 2, 0, 0, 0)
    again = load(here, file(*PLAIN))
    assert counts(again) == (2, 0, 0, 0, 2)
    assert again.does_nothing
    assert Origin.objects.count() == len(first.origins) == 2
    assert StoredFile.objects.count() == 1


def test_only_what_is_new_gets_a_new_origin(here):
    (first, second) = load(here, file(*PLAIN)).origins
    changed = load(here, file((A, "people", "2011", "101", "人", "演练公报", "high"), PLAIN[1]))
    assert counts(changed) == (2, 0, 1, 0, 1)
    (change,) = changed.changed
    assert (change.before.value, change.cell.value) == (100, 101)
    assert [origin.confidence for origin in changed.origins] == ["high"]
    assert {first.source, second.source} == {"演练公报"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_columns_are_found_by_chinese_headers_in_any_order(here, encoding):
    order = [6, 3, 0, 1, 5, 2, 4]
    row = ("990104", "people", "2011", "１００", "人", "演练公报", "高")  # the code of after the renaming
    content = file([row[n] for n in order], header=[CHINESE[n] for n in order], encoding=encoding)
    load(here, content)
    assert value(here) == 100


def test_one_wrong_row_keeps_all_rows_out_and_every_mistake_is_named(here):
    content = file(
        PLAIN[0],
        ("123456", "people", "2011", "1", "人", "甲", "high"),
        (A, "nothing", "2011", "1", "人", "甲", "high"),
        (A, "people", "n.d.", "1", "人", "甲", "high"),
        (A, "people", "2012", "约一百", "人", "甲", "high"),
        (A, "people", "2012", "1.5", "人", "甲", "high"),
        (A, "share", "2012", "101", "%", "甲", "high"),
        (A, "people", "2012", "1", "户", "甲", "high"),
        (A, "people", "2012", "1", "人", "甲", "sure"),
        (A, "people", "2012", "", "人", "甲", "high"),
        (A, "people", "2013", "1", "人", "", "high"),
        PLAIN[0],
    )
    with pytest.raises(FaultyFile) as refused:
        load(here, content)
    assert [(fault.line, fault.field, fault.code) for fault in refused.value.faults] == [
        (3, "code", Mistake.UNKNOWN_PLACE),
        (4, "indicator", Mistake.UNKNOWN_INDICATOR),
        (5, "period", Mistake.PERIOD),
        (6, "value", Mistake.NUMBER),
        (7, "value", Mistake.FINE),
        (8, "value", Mistake.RANGE),
        (9, "unit", Mistake.UNIT),
        (10, "confidence", Mistake.CONFIDENCE),
        (11, "value", Mistake.BLANK),
        (12, "source", Mistake.BLANK),
        (13, "period", Mistake.TWICE),
    ]
    assert not Sheet.objects.exists()
    assert not Origin.objects.exists()


def test_the_sentence_names_line_column_value_and_remedy(here):
    with pytest.raises(FaultyFile, match=r"1 处.*第 2 行.*123456.*000000"):
        load(here, file(("123456", "people", "2011", "1", "人", "甲", "high")))


@pytest.mark.parametrize("content", [b"", file(), file(("x",), header=["code", "value"])])
def test_a_file_without_rows_or_columns_says_so(here, content):
    with pytest.raises(Refusal) as refused:
        load(here, content)
    assert "。" in str(refused.value)


@pytest.mark.parametrize(
    ("said", "unit", "code", "kept"),
    [
        ("1.2", "万人", "people", Decimal(12000)),
        ("1,234", "人", "people", Decimal(1234)),
        ("0", "人", "people", Decimal(0)),
        ("不掌握", "人", "people", Mark.NOT_KNOWN),
        ("不适用", "人", "people", Mark.NOT_APPLICABLE),
        ("33.8:31.0:35.2", "%", "share", "33.8:31.0:35.2"),
        (">=1", "人", "people", ">=1"),
        ("99.9%", "%", "share", Decimal("99.9")),
        ("-3", "人", "people", Decimal(-3)),
    ],
)
def test_what_a_cell_says_is_understood(here, said, unit, code, kept):
    load(here, file((A, code, "2011", said, unit, "甲", "high")))
    assert value(here, code=code) == kept


def test_a_row_with_a_reason_stands_beside_and_only_once(here):
    content = file(PLAIN[0], (A, "people", "2011", "90", "人", "区公报", "medium", "口径不同"))
    assert counts(load(here, content)) == (2, 1, 0, 1, 0)
    assert load(here, content).does_nothing
    assert value(here) == 100
    again = file((A, "people", "2011", "91", "人", "区公报", "medium", "口径不同"))
    assert counts(load(here, again)) == (1, 0, 0, 1, 0)
    assert Contested.objects.count() == 2


def test_empty_rows_and_spaces_are_passed_over(here):
    content = file((f" {A} ", "people", " 2011", "100 ", "人", "甲", "high"), *[("",) * 7] * 3)
    assert load(here, content).rows == 1
    assert value(here) == 100


def test_a_workbook_is_read_like_a_csv(here):
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate([ENGLISH[:7], [*PLAIN[0][:3], 100.0, *PLAIN[0][4:]]]):
            sheet.write_row(line, 0, row)
    assert load(here, out.getvalue(), "数.xlsx").new == 1
    assert value(here) == 100


def test_who_may_not_load_loads_nothing(here, stranger):
    with pytest.raises(NotAllowed):
        load(here, file(*PLAIN), by=stranger)
    assert not Sheet.objects.exists()


@pytest.mark.parametrize("rows", [2, 60])
def test_looking_at_a_file_asks_as_much_for_many_rows_as_for_few(here, rows, django_assert_max_num_queries):
    content = file(*((A, "people", str(1950 + n), "1", "人", "甲", "high", "口径") for n in range(rows)))
    plain = file(*((A, "people", str(1950 + n), "1", "人", "甲", "high") for n in range(rows)))
    for each in (content, plain):
        with django_assert_max_num_queries(9):
            load(here, each, dry_run=True)
