"""The workbook: 说明, 参数, 因素, 计算, 结果. Its formulas reproduce the split to the last unit; 结果 says whether."""

import io
from collections.abc import Sequence
from fractions import Fraction

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from luoxiao.funds.allocation import Allocation, Line
from luoxiao.funds.exporting import calculation, factors
from luoxiao.funds.exporting.about import About
from luoxiao.funds.exporting.calculation import Reckoned, number
from luoxiao.funds.exporting.factors import Given
from luoxiao.funds.exporting.parameters import Parameters
from luoxiao.funds.exporting.plain import RULES
from luoxiao.funds.exporting.sheets import PLAIN, QUIET, SEAL, WAN, YUAN, Book, Column, Grid, Spot

NAME = "结果"
_HOW = (
    "“参数”“因素”两表中有底色的格可以改，其余都是公式，随之重算；“系统结果”一列是定稿时系统算出的数，不随之变动。",
    "公式逐步重现系统的算法：系数、得分、限额、取整。余数大的先得一个取整单位，余数相同的按区划代码先后。",
    "限额逐轮处理：越限的定为限额，其余按得分再分，直到没有越限。改动参数后“仍越限”不为零的，轮数不够，回系统测算。",
    "表格程序用双精度数计算。系统用精确的整数和分数计算，两者不一致时以系统为准；“差异”一列应全部为零。",
)


def workbook(allocation: Allocation, about: About) -> bytes:
    """The file's bytes."""
    out = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    file = Workbook(out, {"in_memory": True, **never})
    file.set_properties({"title": about.title})
    book = Book(file)
    cover = book.sheet("说明")
    parameters = Parameters(book, allocation, about)
    given = factors.draw(book, allocation, about)
    reckoned = calculation.draw(book, allocation, parameters, given)
    check = _results(book, allocation, about, given, reckoned)
    _cover(book, cover, allocation, about, check)
    file.close()
    return out.getvalue()


def _results(book: Book, allocation: Allocation, about: About, given: Given, reckoned: Reckoned) -> Spot:
    """What each region gets, in yuan; the cell that says how many regions differ from the system's result."""
    lines = allocation.lines
    grid = Grid(book, NAME, f"{about.title}（单位：元）" + ("　演练" if about.rehearsal else ""), len(lines))
    factors.head(grid, allocation)
    grid.given("省份", [line.province for line in lines])
    _in_yuan(grid, "不设限额时", [reckoned.unbounded])
    regular = _in_yuan(grid, "常规部分", [reckoned.regular])
    _rules(grid, lines, reckoned)
    parts = [
        regular,
        _in_yuan(grid, "定额部分", reckoned.fixed),
        _in_yuan(grid, "定向部分", reckoned.directed),
        _from_wan(grid, "人工调整", given.adjustment),
    ]
    whole = _summed(grid, "合计", parts)
    grid.summed("合计（万元）", lambda i: f"{whole.at(i)}/10000", lambda i: number(whole.values[i]) / 10000, WAN)
    early = _from_wan(grid, "提前下达", given.early)
    grid.summed(
        "本次下达",
        lambda i: f"ROUND({whole.at(i)}-{early.at(i)},2)",
        lambda i: round(number(whole.values[i]) - number(early.values[i]), 2),
        YUAN,
    )
    _change(grid, whole, given.last)
    frozen = grid.given("系统结果", [Fraction(line.total_fen, 100) for line in lines], YUAN)
    differs = grid.summed(
        "差异",
        lambda i: f"ROUND({whole.at(i)}-{frozen.at(i)},2)",
        lambda i: round(number(whole.values[i]) - number(frozen.values[i]), 2),
        YUAN,
    )
    count = sum(value != 0 for value in differs.values)
    return Spot(f"SUMPRODUCT(({differs.whole}<>0)*1)", count)


def _in_yuan(grid: Grid, title: str, columns: Sequence[Column]) -> Column:
    """The sum of columns in fen, as yuan; 0 where there is none."""
    return grid.summed(
        title,
        lambda i: "ROUND((" + ("+".join(column.at(i) for column in columns) or "0") + ")/100,2)",
        lambda i: sum(number(column.values[i]) for column in columns) / 100,
        YUAN,
    )


def _from_wan(grid: Grid, title: str, column: Column) -> Column:
    return grid.summed(
        title,
        lambda i: f"ROUND({column.at(i)}*1000000,0)/100",
        lambda i: round(number(column.values[i]) * 1_000_000) / 100,
        YUAN,
    )


def _summed(grid: Grid, title: str, parts: Sequence[Column]) -> Column:
    return grid.summed(
        title,
        lambda i: "ROUND(" + "+".join(part.at(i) for part in parts) + ",2)",
        lambda i: round(sum(number(part.values[i]) for part in parts), 2),
        YUAN,
    )


def _rules(grid: Grid, lines: Sequence[Line], reckoned: Reckoned) -> None:
    """Which bound set the regular part."""
    frozen, floor, asked, promised = reckoned.frozen, reckoned.floor, reckoned.asked, reckoned.guaranteed
    grid.reckoned(
        "适用限额",
        lambda i: (
            f'IF({frozen.at(i)}="","",IF({frozen.at(i)}<>{floor.at(i)},"{RULES["ceiling"]}",'
            f'IF({promised.at(i)}>{asked},"{RULES["guarantee"]}","{RULES["floor"]}")))'
        ),
        lambda i: RULES[lines[i].rule],
        PLAIN,
    )


def _change(grid: Grid, whole: Column, last: Column) -> None:
    """Against last year, nothing where last year is not known."""
    grid.reckoned(
        "比上年增减",
        lambda i: f'IF({last.at(i)}="","",ROUND({whole.at(i)}-ROUND({last.at(i)}*1000000,0)/100,2))',
        lambda i: "" if last.values[i] == "" else round(number(whole.values[i]) - number(last.values[i]) * 10000, 2),
        YUAN,
    )


def _cover(book: Book, sheet: Worksheet, allocation: Allocation, about: About, differing: Spot) -> None:
    """What the file is, whether it reproduces the result, how to use it, where its figures come from."""
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 96)
    sheet.write_string(0, 0, about.title, book.style(bold=True, font_size=16))
    if about.rehearsal:
        sheet.write_string(1, 0, "演练数据，不作依据", book.style(bold=True, font_color=SEAL))
    wrapped, label = book.style(text_wrap=True), book.style(font_color=QUIET, valign="top")
    sheet.write_string(3, 0, "与系统结果不同的地区", label)
    sheet.write_formula(3, 1, f"={differing.address}", book.style(bold=True, align="left"), differing.value)
    named = factors.column_titles(allocation)
    said = [*about.said, *(("用法" if not n else "", words) for n, words in enumerate(_HOW))]
    said += [(f"来源：{named.get(code, code)}", words) for code, words in about.sources.items()]
    for row, (name, words) in enumerate(said, 4):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, words, wrapped)
