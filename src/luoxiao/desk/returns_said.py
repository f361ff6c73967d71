"""A fault three ways: the few words of the summary, the sentence beneath its line, the rule in its own notation."""

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from luoxiao.desk.returns_rows import Said
from luoxiao.returns import wording
from luoxiao.returns.form import Fault, Form, Line, Severity
from luoxiao.supervision.lights import Light

_FIRST = re.compile(r"[^，,。；;：:]+")
_FIGURE = re.compile(r"\{[^{}]*\}")


def said(fault: Fault, form: Form) -> Said:
    """The fault as the page of a return says it."""
    line = next((each for each in form.lines if each.code == fault.line), None)
    light = Light.LATE if fault.severity is Severity.ERROR else Light.SOON
    sentence = wording.rule_message(fault) if fault.code == "rule" else wording.fault(fault, form)
    return Said(_short(fault, line), sentence, _notation(fault), light, fault.line)


def _short(fault: Fault, line: Line | None) -> str:
    """农村低保对象人数 大于上限: the line and the kind of fault; of a rule its first few words."""
    if fault.code == "rule":
        first = _FIRST.match(_FIGURE.sub("", fault.params["message"]))
        return first[0].strip() if first else fault.params["rule"]
    return f"{line.name if line else ''}　{_KINDS[fault.code]()}"


_KINDS: Mapping[str, Callable[[], str]] = {
    "required": lambda: _("未填写"),
    "not-a-number": lambda: _("读不出数"),
    "decimals": lambda: _("小数位数过多"),
    "below": lambda: _("小于下限"),
    "above": lambda: _("大于上限"),
    "ten-thousand": lambda: _("与上期相差约一万倍"),
    "jump": lambda: _("比上期多出数倍"),
    "fall": lambda: _("不到上期的三分之一"),
    "gone": lambda: _("上期有数，本期填 0"),
    "differs": lambda: _("与已掌握的数不同"),
    "like-another": lambda: _("与另一单位的数完全相同"),
}


def _notation(fault: Fault) -> str:
    """B03 >= B01, or 必填: what would have to hold."""
    written = _NOTATIONS.get(fault.code)
    return written() % (fault.params | {"line": fault.line}) if written else ""


_NOTATIONS: Mapping[str, Callable[[], str]] = {
    "rule": lambda: "%(expression)s",
    "required": lambda: _("必填"),
    "decimals": lambda: _("小数 ≤ %(scale)s 位"),
    "below": lambda: "%(line)s ≥ %(limit)s",
    "above": lambda: "%(line)s ≤ %(limit)s",
    "jump": lambda: _("本期 ≤ 上期 × 3"),
    "fall": lambda: _("本期 ≥ 上期 ÷ 3"),
}
