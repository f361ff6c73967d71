"""The way of a return up its chain, stage by stage: who has had it, where it lies, what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from luoxiao.core.wording import month_day
from luoxiao.returns.models import Decision, Level, Return
from luoxiao.supervision.lights import Light

S, K = Return.State, Decision.Kind
ACCEPT = "accept"  # the last step, after all reviews


@dataclass(frozen=True)
class Stage:
    """One step of the way; `is_current` where the return lies now."""

    words: str
    note: str
    light: Light
    is_current: bool


def stages(filed: Return, decisions: Sequence[Decision]) -> list[Stage]:
    """Filling, each review above its unit, acceptance; decisions are the oldest first."""
    way = [Level.COUNTY.value, *filed.levels, ACCEPT]
    here = _here(filed, decisions)
    last = {decision.level: decision for decision in decisions if decision.kind in (K.APPROVED, K.SENT_BACK)}
    at = len(way) if filed.state == S.ACCEPTED else way.index(here) if here in way else 0
    return [_stage(level, n - at, filed, last.get(level), decisions) for n, level in enumerate(way)]


def _here(filed: Return, decisions: Sequence[Decision]) -> str:
    """The stage that is marked: where it lies, or who sent it back."""
    if filed.state == S.SENT_BACK:
        back = [decision.level for decision in decisions if decision.kind == K.SENT_BACK]
        return back[-1] if back else Level.COUNTY.value
    return ACCEPT if filed.state == S.APPROVED else filed.level


def _stage(level: str, behind: int, filed: Return, last: Decision | None, decisions: Sequence[Decision]) -> Stage:
    sent_back = filed.state == S.SENT_BACK and behind == 0
    light = Light.DONE if behind < 0 else Light.SOON if sent_back else Light.OK if behind == 0 else Light.IDLE
    words = _sent_back_words(level) if sent_back else stage_words(level)
    return Stage(words, _note(level, behind, filed, last, decisions), light, behind == 0)


def _note(level: str, behind: int, filed: Return, last: Decision | None, decisions: Sequence[Decision]) -> str:
    if level == Level.COUNTY:
        signed = filed.certified_at or filed.first_certified_at
        return _("%(day)s 报送") % {"day": _day(signed)} if signed else _until(filed)
    if level == ACCEPT and filed.accepted_at is not None:
        return _day(filed.accepted_at)
    if last is not None and behind <= 0 and not (behind == 0 and last.kind == K.APPROVED):
        return f"{last.by.unit_name or last.by.full_name} {_day(last.at)}"
    return _("待办理") if behind == 0 else "—"


def _day(at: datetime) -> str:
    return month_day(localtime(at).date())


def _until(filed: Return) -> str:
    return _("截止 %(day)s") % {"day": month_day(filed.call.due)}


def stage_words(level: str) -> str:
    """The step's name."""
    return {
        Level.COUNTY.value: _("填报审签"),
        Level.PREFECTURE.value: _("市级审核"),
        Level.PROVINCE.value: _("省级审核"),
        Level.BUREAU.value: _("司局审核"),
        Level.OFFICE.value: _("办公室审核"),
        ACCEPT: _("采用"),
    }[level]


def _sent_back_words(level: str) -> str:
    return {
        Level.COUNTY.value: _("退回修改"),
        Level.PREFECTURE.value: _("市级退回"),
        Level.PROVINCE.value: _("省级退回"),
        Level.BUREAU.value: _("司局退回"),
        Level.OFFICE.value: _("办公室退回"),
        ACCEPT: _("办公室退回"),
    }[level]
