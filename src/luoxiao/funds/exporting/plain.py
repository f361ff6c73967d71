"""A split as a plain table, one row for each region, every amount in yuan with two places."""

from collections.abc import Iterator
from decimal import Decimal

from luoxiao.funds.allocation import Allocation, Line
from luoxiao.funds.exporting.about import About

Cell = str | int | Decimal | None
RULES = {"": "", "floor": "保底", "ceiling": "封顶", "guarantee": "不低于上年比例"}
HEADER = (
    *("区划代码", "地区", "省份", "类别", "公式部分（元）", "适用限额", "定额部分（元）", "定向部分（元）"),
    *("人工调整（元）", "合计（元）", "提前下达（元）", "本次下达（元）", "上年（元）", "比上年增减（元）"),
)


def rows(allocation: Allocation, about: About) -> Iterator[tuple[Cell, ...]]:
    """In the order of region codes; what is not known stays empty."""
    return (_row(line, about) for line in allocation.lines)


def _row(line: Line, about: About) -> tuple[Cell, ...]:
    amounts = (sum(line.fixed_fen.values()), sum(line.directed_fen.values()), line.adjustment_fen)
    totals = (line.total_fen, line.early_fen, line.tranche_fen, line.last_fen, line.change_fen)
    return (
        *(line.code, line.name, line.province, about.class_name(line.klass)),
        *(_yuan(line.regular_fen), RULES[line.rule], *map(_yuan, amounts), *map(_yuan, totals)),
    )


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen).scaleb(-2)
