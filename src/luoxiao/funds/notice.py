"""下达通知: the paper that tells provinces and counties what an adopted split gives them (plan text 四(二)2).

A first draft, the office's to rewrite. Every number in it is a figure between braces, taken from the adopted run; the
words are Chinese whatever language the page is read in. Amounts are in 万元 with two places where that says every fen,
else in yuan, so that the annex adds up as printed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from luoxiao.core.money import percent, wan, yuan
from luoxiao.core.refusals import Refusal
from luoxiao.documents.actions import AnnexTable, FigureValue
from luoxiao.funds import schemes
from luoxiao.funds.factors import LISTED, OTHER, province_of
from luoxiao.funds.models import Run, RunLine
from luoxiao.funds.terms import Scheme, Shape


class NotSettled(Refusal):
    code = "notice-before-adoption"
    sentence = _("%(round)s还没有定案，没有起草通知。定案后再起草。")


class ToldAlready(Refusal):
    code = "notice-issued-already"
    sentence = _("%(round)s已由《%(title)s》下达，没有另外起草。需要更正的另行发文。")


CLASSES = {LISTED: "列入连片特困地区分县名单的县", OTHER: "其他县"}
_COLUMNS = (("序号", 0.8, "center"), ("省份", 1.6, "center"), ("县（市、区）", 2.6, "left"))


@dataclass(frozen=True)
class Share:
    """What one county gets, fen; `early` of it went out before."""

    code: str
    name: str
    province: str
    total: int
    early: int


@dataclass(frozen=True)
class Facts:
    """An adopted run as the notice tells it."""

    round: str  # 2012年第二批
    fund: str
    purpose: str
    basis: str
    scheme: Scheme
    source: str
    digest: str
    shares: tuple[Share, ...]

    @property
    def total(self) -> int:
        return sum(share.total for share in self.shares)

    @property
    def early(self) -> int:
        return sum(share.early for share in self.shares)

    @property
    def provinces(self) -> dict[str, list[Share]]:
        """The shares of each province, in order of codes."""
        found: dict[str, list[Share]] = {}
        for share in self.shares:
            found.setdefault(share.province, []).append(share)
        return found

    @property
    def unit(self) -> str:
        """万元 where two places of it hold every amount."""
        parts = (part for share in self.shares for part in (share.total, share.early))
        return "元" if any(part % 10_000 for part in parts) else "万元"

    def amount(self, fen: int) -> str:
        """As it is printed, without its unit."""
        return wan(fen) if self.unit == "万元" else yuan(fen)


def refuse_unready(run: Run) -> None:
    """A notice tells an adopted split, once. Raises NotSettled, ToldAlready."""
    if run.state != Run.State.ADOPTED:
        raise NotSettled(round=run.round)
    if run.paper is not None:
        raise ToldAlready(round=run.round, title=run.paper.title)


def facts_of(runs: Collection[int]) -> dict[int, Facts]:
    """What notices about these runs tell, by id of the run. Two queries."""
    found = Run.objects.filter(pk__in=runs).select_related("round__fund").order_by("id")
    lines = RunLine.objects.filter(run__in=runs).select_related("region__parent__parent")
    by_run: dict[int, list[Share]] = {}
    for line in lines.order_by("region__code_2012"):
        by_run.setdefault(line.run_id, []).append(_share(line))
    return {run.pk: _facts(run, by_run.get(run.pk, [])) for run in found}


def _share(line: RunLine) -> Share:
    region = line.region
    return Share(region.code_2012, region.name_2012, province_of(region), line.total_fen, line.early_fen)


def _facts(run: Run, shares: Sequence[Share]) -> Facts:
    fund = run.round.fund
    return Facts(
        round=run.round.title.removesuffix("分配"),
        fund=fund.name,
        purpose=fund.purpose,
        basis=run.round.basis,
        scheme=schemes.from_json(run.scheme),
        source=f"{run.round.title}第{run.number}稿（定案）",
        digest=run.digest,
        shares=tuple(shares),
    )


def title(facts: Facts) -> str:
    """关于下达2012年第二批罗霄山片区彩票公益金专项扶贫资金的通知."""
    return f"关于下达{facts.round}{facts.fund}的通知"


def addressee(facts: Facts) -> str:
    """江西省、湖南省民政厅."""
    return "、".join(facts.provinces) + "民政厅"


def figures(facts: Facts) -> dict[str, FigureValue]:
    """By the name between braces."""
    return {figure.key: figure for figure in _figures(facts)}


def _figures(facts: Facts) -> Iterator[FigureValue]:
    def figure(key: str, value: str, unit: str, query: str) -> FigureValue:
        return FigureValue(key, key, value, unit, f"allocation-{query}", facts.source)

    yield figure("本批金额", facts.amount(facts.total), facts.unit, "total")
    yield figure("省数", str(len(facts.provinces)), "个", "provinces")
    yield figure("县数", str(len(facts.shares)), "个", "counties")
    for number, (name, shares) in enumerate(facts.provinces.items(), 1):
        money = facts.amount(sum(share.total for share in shares))
        yield figure(f"{name}金额", money, facts.unit, f"total-{number}")
        yield figure(f"{name}县数", str(len(shares)), "个", f"counties-{number}")
    if facts.early:
        yield figure("提前下达金额", facts.amount(facts.early), facts.unit, "early")
        yield figure("本次下达金额", facts.amount(facts.total - facts.early), facts.unit, "tranche")
    for key, value in _terms(facts.scheme).items():
        yield figure(key, value, "", f"terms-{key}")


def _terms(scheme: Scheme) -> Mapping[str, str]:
    """Factors, coefficients and bounds in the words of the notice; what the scheme does not have is left out."""
    weighted = scheme.shape is Shape.WEIGHTED
    factors = (f"{each.name}（{_percent(each.weight)}%）" if weighted else each.name for each in scheme.factors)
    found = {"分配因素": "、".join(factors)}
    coefficients = [
        f"{each.name}："
        + "，".join(f"{CLASSES.get(klass, klass)}{_decimal(value)}" for klass, value in each.by_class.items())
        for each in scheme.coefficients
        if each.by_class
    ]
    if coefficients:
        found["分配系数"] = "；".join(coefficients)
    bounds = (("保底金额", scheme.bounds.floor_fen), ("封顶金额", scheme.bounds.ceiling_fen))
    return found | {key: f"{wan(fen)}万元" for key, fen in bounds if fen is not None}


def _percent(share: Fraction) -> str:
    return percent(share).rstrip("0").rstrip(".")


def _decimal(value: Fraction) -> str:
    return percent(value / 100, 4).rstrip("0").rstrip(".")


def prose(facts: Facts) -> str:
    """The draft's markup: a line is a paragraph, 一、（一）are levels, braces are figures."""
    known = figures(facts)
    each = "；".join(f"{name}{{{name}金额}}{facts.unit}，{{{name}县数}}个县（市、区）" for name in facts.provinces)
    return "\n".join(
        [
            f"根据{_quoted(facts.basis)}，现下达{facts.round}{facts.fund}，并就有关事项通知如下。",
            "一、资金安排",
            f"本批共{{本批金额}}{facts.unit}，安排{{省数}}个省{{县数}}个县（市、区）。其中，{each}。各县（市、区）金额见附件。",
            *([_early(facts)] if facts.early else []),
            "二、分配办法",
            "按因素法分配，因素" + ("及权重" if facts.scheme.shape is Shape.WEIGHTED else "") + "为：{分配因素}。",
            *(["{分配系数}。"] if "分配系数" in known else []),
            *([_bounds(known)] if known.keys() & {"保底金额", "封顶金额"} else []),
            "三、有关要求",
            f"（一）资金{_quoted(facts.purpose)}，不得用于其他支出，不得截留、挤占和挪用。",
            "（二）收到本通知后，及时将资金拨付到县（市、区），并将拨付情况报告我部。",
            "（三）按季报送资金使用和项目进展情况。以奖代补资金在项目验收后兑付。",
        ]
    )


def _early(facts: Facts) -> str:
    return f"此前已提前下达{{提前下达金额}}{facts.unit}，本次实际下达{{本次下达金额}}{facts.unit}。"


def _bounds(known: Mapping[str, FigureValue]) -> str:
    said = [f"{word}{{{key}}}" for key, word in (("保底金额", "不低于"), ("封顶金额", "不高于")) if key in known]
    return "按公式分配的部分，每县" + "、".join(said) + "。"


def _quoted(text: str) -> str:
    """What people wrote, without braces: they must not be taken for a figure's place."""
    return text.translate(str.maketrans("{}", "（）")).rstrip("。")


def annexes(facts: Facts) -> list[AnnexTable]:
    """The table of all counties: the whole first, then each province with its counties."""
    money = [f"金额（{facts.unit}）"]
    if facts.early:
        money += [f"其中提前下达（{facts.unit}）", f"本次下达（{facts.unit}）"]
    columns = (*_COLUMNS, *((name, 2.4, "right") for name in money))
    return [AnnexTable(f"{facts.round}{facts.fund}分配表", columns, tuple(_rows(facts)), (_anchor(facts),))]


def _anchor(facts: Facts) -> str:
    """Which draft the table is, in groups that can be compared by eye and may turn a line."""
    groups = " ".join(facts.digest[start : start + 8] for start in range(0, len(facts.digest), 8))
    return f"本表为{facts.source}的结果，校验值：{groups}。"


def _rows(facts: Facts) -> Iterator[tuple[str, ...]]:
    yield ("", "合计", f"{len(facts.shares)}个县（市、区）", *_amounts(facts, facts.shares))
    number = 0
    for name, shares in facts.provinces.items():
        yield ("", name, "小计", *_amounts(facts, shares))
        for share in shares:
            number += 1
            yield (str(number), name, share.name, *_amounts(facts, [share]))


def _amounts(facts: Facts, shares: Sequence[Share]) -> list[str]:
    total, early = sum(share.total for share in shares), sum(share.early for share in shares)
    return [facts.amount(fen) for fen in ((total, early, total - early) if facts.early else (total,))]
