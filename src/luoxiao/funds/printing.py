"""A split as lines of text, as rows of a table and as plain JSON, for the command. Pure."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from luoxiao.core.money import percent, yuan
from luoxiao.funds.allocation import Allocation, Line

SHARE_PLACES = 12  # decimal places of shares, which are printed and never reckoned with
RULES = {"floor": "保底", "ceiling": "封顶", "guarantee": "保上年", "": ""}
HEADER = (
    "代码",
    "地区",
    "类别",
    "份额",
    "按公式（元）",
    "规则",
    "定额（元）",
    "定向（元）",
    "调整（元）",
    "合计（元）",
    "本次（元）",
)


def lines(allocation: Allocation) -> Iterator[str]:
    """What each region gets in yuan, the rule that set it, and the sum."""
    for line in allocation.lines:
        yield f"{line.code}  {yuan(line.total_fen):>20}  {line.name}{_mark(line)}"
    total, rest = allocation.total_fen, allocation.scheme.pot_fen - allocation.total_fen
    yield f"合计 {len(allocation.lines)} 个地区 {yuan(total)} 元，与总额差 {yuan(rest)} 元。"


def _mark(line: Line) -> str:
    return f"（{RULES[line.rule]}）" if line.rule else ""


def rows(allocation: Allocation) -> Iterator[tuple[str | Decimal, ...]]:
    """The rows under HEADER: amounts in yuan with two places."""
    for line in allocation.lines:
        fixed, directed = sum(line.fixed_fen.values()), sum(line.directed_fen.values())
        parts = (fixed, directed, line.adjustment_fen, line.total_fen, line.tranche_fen)
        start = (line.code, line.name, line.klass, Decimal(_share(line.formula_share)), _yuan(line.regular_fen))
        yield (*start, RULES[line.rule], *map(_yuan, parts))


def to_json(allocation: Allocation, digest: str) -> dict[str, Any]:
    """The split in plain values, amounts in fen, with the digest of what it follows from."""
    return {
        "name": allocation.scheme.name,
        "pot_fen": allocation.scheme.pot_fen,
        "regular_pot_fen": allocation.regular_pot_fen,
        "total_fen": allocation.total_fen,
        "rounds": allocation.rounds,
        "digest": digest,
        "lines": [_plain(line) for line in allocation.lines],
    }


def _plain(line: Line) -> dict[str, Any]:
    amounts = ("unbounded_fen", "regular_fen", "adjustment_fen", "total_fen", "early_fen", "tranche_fen", "last_fen")
    return {
        "code": line.code,
        "name": line.name,
        "class": line.klass,
        "share": _share(line.formula_share),
        "rule": line.rule,
        "fixed_fen": dict(line.fixed_fen),
        "directed_fen": dict(line.directed_fen),
        **{name: getattr(line, name) for name in amounts},
    }


def _share(value: Fraction) -> str:
    return percent(value / 100, SHARE_PLACES)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
