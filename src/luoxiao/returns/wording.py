"""The sentences of the room: faults, whose turn it is, permits, trail codes."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.wording import day_and_hour, month_day
from luoxiao.returns.entries import EMPTY
from luoxiao.returns.form import Entry, Fault, Form, Line, Severity
from luoxiao.returns.models import Call, Level, Return, Submission
from luoxiao.returns.workbook.wording import FAULTS as CELL_FAULTS

if TYPE_CHECKING:
    from luoxiao.returns.actions import Permit  # the actions themselves say faults in these words

TRAIL: dict[str, str | Promise] = {
    "template.draft": gettext_lazy("拟订报表"),
    "template.adopt": gettext_lazy("启用报表"),
    "rule.write": gettext_lazy("写入审核规则"),
    "rule.retire": gettext_lazy("停用审核规则"),
    "waiver.ask": gettext_lazy("申请豁免"),
    "waiver.approve": gettext_lazy("批准豁免"),
    "waiver.refuse": gettext_lazy("不批准豁免"),
    "burden.set": gettext_lazy("设定填报负担上限"),
    "call.draft": gettext_lazy("拟订布置"),
    "call.change": gettext_lazy("修改布置"),
    "call.open": gettext_lazy("布置报表"),
    "call.withdraw": gettext_lazy("撤回布置草稿"),
    "call.close": gettext_lazy("截止收表"),
    "call.remind": gettext_lazy("催报"),
    "return.save": gettext_lazy("填写"),
    "return.send": gettext_lazy("送审签"),
    "return.certify": gettext_lazy("审签"),
    "return.decline": gettext_lazy("不予审签"),
    "return.approve": gettext_lazy("审核通过"),
    "return.send-back": gettext_lazy("退回修改"),
    "return.accept": gettext_lazy("采用"),
    "return.unlock": gettext_lazy("解除锁定"),
}

SEVERITIES: dict[str, str | Promise] = {
    Severity.ERROR: gettext_lazy("错误"),
    Severity.WARNING: gettext_lazy("提示"),
}

_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Told:
    """What is wrong, said once: whose return, which period, the sentence, in which cells, of which lines."""

    severity: Severity
    object: str
    period: str
    message: str
    cells: tuple[str, ...]
    fields: tuple[str, ...]  # names of the lines
    codes: tuple[str, ...]  # codes of the lines


def told(faults: Iterable[Fault], *, form: Form, entries: Mapping[str, Entry], unit_name: str) -> list[Told]:
    """The faults in sentences, errors before warnings, each in the order of the form; the same is said once."""
    lines = {line.code: line for line in form.lines}
    order = list(lines)
    grouped: dict[tuple[Severity, str], dict[str, str]] = {}
    for each in sorted(faults, key=lambda fault: _rank(fault, order)):
        cells = grouped.setdefault((each.severity, _group_words(each, lines)), {})
        if each.line in lines:
            cells.setdefault(each.line, each.params.get("cell") or entries.get(each.line, EMPTY).cell)
    return [
        Told(
            severity=severity,
            object=unit_name,
            period=form.period,
            message=message,
            cells=tuple(filter(None, cells.values())),
            fields=tuple(lines[code].name for code in cells),
            codes=tuple(cells),
        )
        for (severity, message), cells in grouped.items()
    ]


def _rank(fault: Fault, order: Sequence[str]) -> tuple[bool, int]:
    return fault.severity is Severity.WARNING, order.index(fault.line) if fault.line in order else len(order)


def _group_words(each: Fault, lines: Mapping[str, Line]) -> str:
    """Lines that lack a figure are told together; what has numbers is told line by line."""
    if each.code == "required":
        return _("没有填。没有发生填 0；确实不掌握的选“不掌握”。")
    return _worded(each, lines)


def fault(each: Fault, form: Form) -> str:
    """One fault in one sentence: which line, what is wrong with it, with its number, and how to mend it."""
    return _worded(each, {line.code: line for line in form.lines})


def _worded(each: Fault, lines: Mapping[str, Line]) -> str:
    line = lines.get(each.line)
    named = {"line": line.name if line else "", "unit": line.unit if line else ""}
    if each.code == "rule":
        return _rule(each)
    said = {name: figure(value) if name in _FIGURES else value for name, value in each.params.items()}
    return _FAULTS[each.code]() % (named | said)


_FIGURES = {"value", "limit", "last", "known"}

_FAULTS: dict[str, Callable[[], str]] = {
    **CELL_FAULTS,
    "required": lambda: _("%(line)s没有填。没有发生填 0；确实不掌握的选“不掌握”。"),
    "not-a-number": lambda: _("%(line)s填的是“%(typed)s”，读不出数。填数字，单位%(unit)s，如 1,234。"),
    "decimals": lambda: _("%(line)s填了 %(value)s，小数超过 %(scale)s 位。四舍五入到 %(scale)s 位。"),
    "below": lambda: _("%(line)s填了 %(value)s %(unit)s，小于下限 %(limit)s。核对数字和单位后改正。"),
    "above": lambda: _("%(line)s填了 %(value)s %(unit)s，大于上限 %(limit)s。核对数字和单位后改正。"),
    "ten-thousand": lambda: _(
        "%(line)s %(value)s，上期 %(last)s，相差约一万倍。核对单位是否为%(unit)s；确实如此的，在“原因说明”写明。"
    ),
    "jump": lambda: _("%(line)s %(value)s，超过上期 %(last)s 的 3 倍。核对后改正；确属增长的，在“原因说明”写明。"),
    "fall": lambda: _("%(line)s %(value)s，不到上期 %(last)s 的三分之一。核对后改正；确属减少的，在“原因说明”写明。"),
    "gone": lambda: _("%(line)s填 0，上期 %(last)s。核对后改正；确实没有发生的，在“原因说明”写明。"),
    "differs": lambda: _(
        "%(line)s %(value)s，与已掌握的 %(known)s（%(source)s）不同。核对后改正；以本次为准的，在“原因说明”写明。"
    ),
    "like-another": lambda: _(
        "本表有 %(count)s 项与另一单位报送的完全相同。核对是否错用了别处的表；数字无误的，在%(line)s的“原因说明”写明。"
    ),
}


def _rule(each: Fault) -> str:
    """The office's own words, and the rule they come from."""
    return _("%(message)s（规则 %(rule)s：%(expression)s）") % (each.params | {"message": rule_message(each)})


def rule_message(each: Fault) -> str:
    """The office's own words with the figures in their places: what a page shows beside the rule itself."""
    return _PLACE.sub(lambda found: figure(each.params.get(found[1], "")), each.params["message"])


def figure(text: str) -> str:
    """1,234.5 with thousands apart and a real minus; — where there is none."""
    if not text:
        return "—"
    return f"{Decimal(text):,f}".replace("-", "\N{MINUS SIGN}")


def whose_turn(filed: Return) -> str:
    """Who has the return now and what is to be done: the answer to "can I change this?"."""
    closed = filed.call.state == Call.State.CLOSED and filed.first_certified_at is None
    if closed:
        return _("已截止，没有报送，不再收取。")
    if filed.state == Return.State.REVIEWING:
        return _("现由%(level)s审核，不能改。") % {"level": level_words(filed.level)}
    return _TURNS[filed.state]()


_TURNS: dict[str, Callable[[], str]] = {
    Return.State.FILLING: lambda: _("现由填报人填写，填好后送审签。"),
    Return.State.CERTIFYING: lambda: _("现由本单位另一人审签；要改的，审签人先退回，或重新上传工作簿。"),
    Return.State.SENT_BACK: lambda: _("已退回，现由填报人改正后再送审签。"),
    Return.State.APPROVED: lambda: _("已审核通过，现由办公室采用，不能改。"),
    Return.State.ACCEPTED: lambda: _("已采用，数字已入库，不能改；要改的，由办公室解除锁定。"),
}


def level_words(level: str) -> str:
    """The level's name."""
    return str(Level(level).label)


def reminder(filed: Return, kind: str, *, left: int | None = None) -> str:
    """A reminder: the object, the deadline, the consequence and the one thing to do.

    `left` are the days left on the day it is read, which are fewer than its kind says where the clock stood still.
    """
    when, days = kind.split("-")
    said = {"call": filed.call.title, "due": month_day(filed.call.due), "days": days}
    if left is not None and when == "before":
        said["days"] = str(left)
    if when == "late":
        return _("“%(call)s”%(due)s截止，已逾期 %(days)s 天以上，计入迟报名单。尽快填报并送审签。") % said
    return _("“%(call)s”%(due)s截止，剩 %(days)s 天，逾期计入迟报名单。填好后送另一人审签。") % said


def receipt(handed_in: Submission) -> str:
    """Proof of what was handed in: its number, the time to the minute, the hash of the file or of the values."""
    said = {"number": handed_in.receipt, "when": day_and_hour(handed_in.at), "sha": handed_in.sha256}
    return _("回执 %(number)s，%(when)s收到，SHA-256 %(sha)s。") % said


def permit(made: "Permit") -> str:
    """Which rule lets a person take a step, or keeps them from it."""
    params = {name: month_day(value) if name == "date" else value for name, value in made.params.items()}
    return _PERMITS[made.rule]() % params


_PERMITS: dict[str, Callable[[], str]] = {
    "in-role": lambda: _("角色“%(role)s”有此权限，报表现在也到了这一步。"),
    "no-role": lambda: _("没有一个角色有此权限。"),
    "not-unit": lambda: _("由%(unit)s办理，本人单位是%(own)s。"),
    "not-open-yet": lambda: _("从%(date)s起填报。"),
    "closed": lambda: _("已截止；确需补报的，请%(bureau)s另行布置。"),
    "other-state": lambda: _("现在“%(state)s”，不到这一步。"),
    "other-level": lambda: _("现在由%(level)s审核。"),
    "own-work": lambda: _("由本人填报，须由另一人办理。"),
    "certified-it": lambda: _("由本人审签，须由另一人办理。"),
    "not-issuer": lambda: _("由%(bureau)s办理。"),
    "call-state": lambda: _("布置现在“%(state)s”，不到这一步。"),
}
