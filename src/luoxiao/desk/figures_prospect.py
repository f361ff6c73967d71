"""When the area reaches the national average, in sentences, and 怎么算的: assumption, steps, inputs with sources."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoxiao.core.wording import period_words
from luoxiao.desk.figure_words import amount
from luoxiao.desk.figures_history import History
from luoxiao.indicators import wording
from luoxiao.indicators.convergence import Convergence, Outcome
from luoxiao.indicators.histories import LeftOut, Point


@dataclass(frozen=True)
class Input:
    """A figure that went into the reckoning, or why it did not."""

    side: str
    period: str
    value: str
    source: str


@dataclass(frozen=True)
class Prospect:
    """What the card says; `short` and `status` are for the list."""

    sentences: list[str]
    needed: list[str]
    assumption: str
    steps: list[str]
    inputs: list[Input]
    short: str
    status: str


def prospect(history: History) -> Prospect | None:
    """None where area and nation are not compared."""
    found = history.convergence()
    if found is None:
        return None
    unit = history.indicator.unit
    steps = wording.steps(found)
    return Prospect(
        sentences=[*_said(found, unit), *(wording.caution(code) for code in found.cautions)],
        needed=[wording.need(each, found, unit) for each in found.needs],
        assumption=wording.assumption(found.method) if steps else "",
        steps=[*steps, wording.band_rule()] if steps else [],
        inputs=_inputs(found, history.indicator.scale),
        short=_short(found),
        status=_STATUS.get(found.outcome, ""),
    )


_STATUS = {
    Outcome.REACHED: "done",
    Outcome.CONVERGES: "ok",
    Outcome.WIDENING: "late",
    Outcome.CONSTANT: "late",
    Outcome.FAR: "late",
    Outcome.TOO_FEW: "idle",
}


def _said(found: Convergence, unit: str) -> list[str]:
    return [said for said in (wording.convergence(found, unit), wording.may_arrive(found)) if said]


def _short(found: Convergence) -> str:
    """The outcome in a few characters."""
    words = {
        Outcome.REACHED: _("已达到"),
        Outcome.CONVERGES: _("%(year)s年") % {"year": found.year},
        Outcome.WIDENING: _("差距拉大"),
        Outcome.CONSTANT: _("差距不变"),
        Outcome.FAR: _("百年内不会"),
        Outcome.TOO_FEW: _("数太少"),
    }
    return words.get(found.outcome, _("不能推算"))


def _inputs(found: Convergence, scale: int) -> list[Input]:
    """Every figure of both histories, used or not, with its source."""
    used = [_input(_("片区"), point, scale) for point in found.used.own]
    used += [_input(_("全国"), point, scale) for point in found.used.nation]
    used += [_left_out(_("片区"), each, scale) for each in found.used.own_left_out]
    return used + [_left_out(_("全国"), each, scale) for each in found.used.nation_left_out]


def _input(side: str, point: Point, scale: int) -> Input:
    source = point.source
    if point.partial:
        rests = {"counted": point.counted, "expected": point.expected}
        source += _("（%(counted)s/%(expected)s 县有数）") % rests
    return Input(side, period_words(point.period), amount(point.value, scale), source)


def _left_out(side: str, each: LeftOut, scale: int) -> Input:
    why = _("没有用：%(why)s") % {"why": wording.LEFT_OUT[each.why]}
    return Input(side, period_words(each.point.period), amount(each.point.value, scale), why)
