"""The sheet 因素: what is known of each region, and what people added by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from luoxiao.funds.allocation import Allocation
from luoxiao.funds.exporting.about import About
from luoxiao.funds.exporting.sheets import PLAIN, WAN, Book, Column, Grid

NAME = "因素"


@dataclass(frozen=True)
class Given:
    """The columns that formulas read."""

    klass: Column
    values: Mapping[str, Column]
    last: Column
    adjustment: Column
    early: Column


def draw(book: Book, allocation: Allocation, about: About) -> Given:
    """One row for each region, in the order of codes; amounts in 万元."""
    lines, scheme = allocation.lines, allocation.scheme
    grid = Grid(book, NAME, "因素数值和人工调整（有底色的格可以改）", len(lines))
    head(grid, allocation)
    klass = grid.given("类别", [about.class_name(line.klass) for line in lines], is_input=True)
    titles = column_titles(allocation)
    values = {
        code: grid.given(title, [line.values[code] for line in lines], PLAIN, is_input=True)
        for code, title in titles.items()
    }
    last = grid.given("上年（万元）", [_wan(line.last_fen) for line in lines], WAN, is_input=True)
    adjusted = [_wan(line.adjustment_fen or None) for line in lines]
    adjustment = grid.given("人工调整（万元）", adjusted, WAN, is_input=True)
    reasons: dict[str, str] = {}
    for each in scheme.adjustments:
        reasons[each.region] = "；".join(filter(None, (reasons.get(each.region, ""), each.reason)))
    grid.given("调整理由", [reasons.get(line.code) for line in lines], is_input=True)
    early = grid.given("提前下达（万元）", [_wan(line.early_fen or None) for line in lines], WAN, is_input=True)
    return Given(klass, values, last, adjustment, early)


def head(grid: Grid, allocation: Allocation) -> None:
    """The columns that every sheet of regions begins with."""
    grid.given("区划代码", [line.code for line in allocation.lines])
    grid.given("地区", [line.name for line in allocation.lines])


def column_titles(allocation: Allocation) -> dict[str, str]:
    """What each column of values is called, with its unit where the scheme says one."""
    scheme = allocation.scheme
    names = {line.column: line.name for line in scheme.fixed}
    names |= {each.column: each.name for each in scheme.coefficients if each.column}
    names |= {each.code: f"{each.name}（{each.unit}）" if each.unit else each.name for each in scheme.factors}
    return {code: names[code] for code in scheme.columns()}


def _wan(fen: int | None) -> Fraction | None:
    return None if fen is None else Fraction(fen, 10**6)
