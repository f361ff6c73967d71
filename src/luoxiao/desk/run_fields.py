"""What the form of the workbench sends, read into a scheme. What cannot be read is said, and the base's value kept."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.money import WAN, NotMoney, fen_of
from luoxiao.desk.run_outcome import Problem
from luoxiao.funds.allocation import (
    Adjustment,
    Bounds,
    Coefficient,
    Direction,
    Factor,
    Normalise,
    Region,
    Scheme,
    Transform,
)

_FRACTION = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15}|/0*[1-9]\d{0,14})?")
REASON = 200  # characters


@dataclass
class Typed:
    """What was sent, by name of input; the scheme it makes; what could not be read."""

    texts: Mapping[str, str]
    scheme: Scheme
    problems: list[Problem] = field(default_factory=list)


def read(sent: Mapping[str, str], base: Scheme, regions: Sequence[Region]) -> Typed:
    """The base scheme with everything changed that was sent; what was not sent stays."""
    reader = _Reader(sent, base, regions)
    return Typed({name: sent[name] for name in sent}, reader.scheme(), reader.problems)


class _Reader:
    def __init__(self, sent: Mapping[str, str], base: Scheme, regions: Sequence[Region]) -> None:
        self._sent, self._base, self._regions = sent, base, regions
        self.problems: list[Problem] = []

    def scheme(self) -> Scheme:
        base = self._base
        return replace(
            base,
            factors=tuple(self._factor(factor) for factor in base.factors),
            coefficients=tuple(self._coefficient(each) for each in base.coefficients),
            bounds=self._bounds(base.bounds),
            adjustments=tuple(self._adjustments()),
            rounding_fen=self._rounding(),
        )

    def _factor(self, factor: Factor) -> Factor:
        label = _("%(name)s的权重") % {"name": factor.name}
        weight = self._fraction(f"w-{factor.code}", label, factor.weight * 100) / 100
        transform = self._transform(factor)
        return replace(
            factor,
            weight=weight,
            transform=transform,
            direction=Direction.MORE if transform is Transform.AS_IS else Direction.LESS,
            normalise=self._normalise(factor),
        )

    def _transform(self, factor: Factor) -> Transform:
        said = self._sent.get(f"t-{factor.code}", "")
        return Transform(said) if said in set(Transform) else factor.transform

    def _normalise(self, factor: Factor) -> Normalise:
        said = self._sent.get(f"n-{factor.code}", "")
        return Normalise(said) if said in set(Normalise) else factor.normalise

    def _coefficient(self, each: Coefficient) -> Coefficient:
        label = each.name
        read = {klass: self._fraction(f"c-{each.code}-{klass}", label, old) for klass, old in each.by_class.items()}
        return replace(each, by_class=read)

    def _bounds(self, old: Bounds) -> Bounds:
        return Bounds(
            floor_fen=self._money("floor", _("保底"), old.floor_fen),
            ceiling_fen=self._money("ceiling", _("封顶"), old.ceiling_fen),
            guarantee=self._guarantee(old.guarantee),
        )

    def _guarantee(self, old: Fraction | None) -> Fraction | None:
        if "guarantee" not in self._sent:
            return old
        if not self._sent["guarantee"].strip():
            return None
        return self._fraction("guarantee", _("保上批比例"), (old or Fraction(0)) * 100) / 100

    def _rounding(self) -> int:
        said = self._sent.get("rounding", "")
        return int(said) if said in ROUNDINGS else self._base.rounding_fen

    def _adjustments(self) -> list[Adjustment]:
        old = {each.region: each for each in self._base.adjustments}
        found = []
        for region in sorted(self._regions, key=lambda each: each.code):
            before = old.get(region.code, Adjustment(region.code, 0, ""))
            fen = self._money(f"a-{region.code}", _("%(name)s人工调整") % {"name": region.name}, before.fen) or 0
            reason = self._sent.get(f"y-{region.code}", before.reason).strip()[:REASON]
            if fen:
                found.append(Adjustment(region.code, fen, reason))
        return found

    def _money(self, name: str, label: str, old: int | None) -> int | None:
        """Of an amount in 万元; an empty input is none."""
        if name not in self._sent:
            return old
        if not self._sent[name].strip():
            return None
        try:
            return fen_of(self._sent[name], WAN)
        except NotMoney as error:
            said = {"label": label, "typed": self._sent[name].strip()[:20]}
            self.problems.append(Problem(name, str(_WHY[str(error)]) % said))
            return old

    def _fraction(self, name: str, label: str, old: Fraction) -> Fraction:
        if name not in self._sent:
            return old
        read = fraction_of(self._sent[name])
        if read is None:
            said = {"label": label, "typed": self._sent[name].strip()[:20]}
            self.problems.append(Problem(name, _("%(label)s“%(typed)s”不是数。按 40 或 1.15 的样子填写。") % said))
        return old if read is None else read


_WHY = {
    "text": gettext_lazy("%(label)s“%(typed)s”不是金额。按 48.00 的样子填写，单位万元。"),
    "fen": gettext_lazy("%(label)s“%(typed)s”有不足 1 分的部分，无法记账。万元后至多 6 位小数。"),
    "large": gettext_lazy("%(label)s“%(typed)s”超出可记的最大金额。核对单位是否为万元。"),
}
ROUNDINGS = ("1", "100", "10000", "1000000")  # fen: 分, 元, 百元, 万元


def fraction_of(text: str) -> Fraction | None:
    """40, 33.35, 1/3, also in full-width digits; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace(" ", "").removesuffix("%")
    return Fraction(plain) if plain.isascii() and _FRACTION.fullmatch(plain) else None
