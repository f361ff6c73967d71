"""The form of a check: written over the lines of a form, tried out on example returns, then put in force."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.expression_wording import sentence
from luoxiao.core.expressions import LAST, Expression, Misspelt, evaluate, parse
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.organisations.roles import Permission
from luoxiao.returns import actions
from luoxiao.returns.actions import Example, RuleDraft
from luoxiao.returns.models import Rule, Template, TemplateItem
from luoxiao.supervision.lights import Light

EXAMPLES = 4  # rows of the form
_CALENDAR = {"quarter": lambda: _("期次所在的季度（1—4）"), "month": lambda: _("期次所在的月份（1—12）")}
Errors = list[tuple[str, str]]
_PAIR = re.compile(r"([A-Za-z][\w.\-]*)\s*[=＝]\s*(-?\d+(?:\.\d+)?)$")
_FIELDS = {
    "rule-misspelt": "f-expression",
    "rule-is-number": "f-expression",
    "rule-unknown-name": "f-expression",
    "rule-names-no-line": "f-expression",
    "message-unknown-name": "f-message",
    "rule-code-taken": "f-code",
    "other-period": "f-in_force_from",
}


@dataclass(frozen=True)
class ExampleRow:
    """An example return as it was typed, and what the formula makes of it."""

    typed: str = ""
    holds: bool = True
    result: str = ""
    light: Light = Light.IDLE


@dataclass(frozen=True)
class RuleForm:
    """What the form shows."""

    template: Template
    items: list[TemplateItem]
    calendar: list[tuple[str, str]]
    typed: Mapping[str, str]
    examples: list[ExampleRow]
    key: str
    errors: Errors = field(default_factory=list)


@form(Permission.KEEP_DICTIONARY)
def rule(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write a rule; `do` says whether only its examples are tried or it is saved."""
    template = get_object_or_404(Template.objects.visible_to(person(request)), pk=pk)
    if not template.kept_by(person(request)):
        raise PermissionDenied
    if request.method != "POST":
        return _show(request, template, {}, [ExampleRow(), ExampleRow(holds=False)])
    typed = {name: value.strip() for name, value in request.POST.items() if isinstance(value, str)}
    rows = _rows(request)
    examples, errors = _examples(rows)
    if request.POST.get("do") == "test" or errors:
        tried, more = _tried(typed.get("expression", ""), rows)
        return _show(request, template, typed, tried, errors + more)

    def act() -> str:
        made = actions.write_rule(template, draft=_draft(typed, examples), by=person(request), at=clock.now())
        return f"{reverse('return-template', args=(template.pk,))}#rule-{made.pk}"

    outcome = carry_out(request, act, done=_("规则已保存，首期试行，只作提示。"))
    if not isinstance(outcome, Refusal):
        return outcome
    tried, _more = _tried(typed.get("expression", ""), rows)
    return _show(request, template, typed, tried, [(_FIELDS.get(outcome.code, ""), str(outcome))])


def _draft(typed: Mapping[str, str], examples: Sequence[Example]) -> RuleDraft:
    severity = typed.get("severity", "")
    return RuleDraft(
        code=typed.get("code", ""),
        expression=typed.get("expression", ""),
        message=typed.get("message", ""),
        severity=severity if severity in Rule.Severity.values else Rule.Severity.ERROR,
        in_force_from=typed.get("in_force_from", ""),
        examples=examples,
    )


def _rows(request: HttpRequest) -> list[ExampleRow]:
    """The example rows that say something."""
    pairs = zip(request.POST.getlist("values"), request.POST.getlist("holds"), strict=False)
    return [ExampleRow(values.strip(), holds == "1") for values, holds in pairs if values.strip()]


def _examples(rows: Sequence[ExampleRow]) -> tuple[list[Example], Errors]:
    """The rows as values, or which one cannot be read."""
    found, errors = [], []
    for n, row in enumerate(rows, 1):
        values = _values(row.typed)
        if values is None:
            said = _("第 %(row)s 个样例“%(typed)s”读不出。按 B01=1846 B03=1700 的样子填写，用空格隔开。")
            errors.append((f"x-{n}", said % {"row": n, "typed": row.typed[:40]}))
        else:
            last = {code.removeprefix(LAST): value for code, value in values.items() if code.startswith(LAST)}
            this = {code: value for code, value in values.items() if not code.startswith(LAST)}
            found.append(Example(this, row.holds, last))
    return found, errors


def _values(typed: str) -> dict[str, Decimal] | None:
    """`B01=1846 last.B01=1800` as values; None where a part is no such pair."""
    found: dict[str, Decimal] = {}
    for part in re.split(r"[\s,，;；、]+", typed.strip()):
        pair = _PAIR.fullmatch(part)
        if pair is None:
            return None
        found[pair[1]] = Decimal(pair[2])
    return found


def _tried(text: str, rows: Sequence[ExampleRow]) -> tuple[list[ExampleRow], Errors]:
    """The rows with the result of each, or what is wrong with the formula."""
    try:
        expression = parse(text)
    except Misspelt as misspelt:
        return list(rows), [("f-expression", sentence(misspelt))]
    return [_with_result(expression, row) for row in rows], []


def _with_result(expression: Expression, row: ExampleRow) -> ExampleRow:
    values = _values(row.typed)
    if values is None:
        return row
    found = evaluate(expression, values)
    if found is None:
        return ExampleRow(row.typed, row.holds, _("缺数，无法判断"), Light.SOON)
    if not isinstance(found, bool):
        return ExampleRow(row.typed, row.holds, _("不是条件"), Light.LATE)
    words = _("成立") if found else _("不成立")
    said = _("%(found)s，对得上") if found is row.holds else _("%(found)s，对不上")
    return ExampleRow(row.typed, row.holds, said % {"found": words}, Light.DONE if found is row.holds else Light.LATE)


def _show(
    request: HttpRequest,
    template: Template,
    typed: Mapping[str, str],
    rows: Sequence[ExampleRow],
    errors: Errors | None = None,
) -> HttpResponseBase:
    items = list(template.items.select_related("indicator").order_by("order"))
    blank = [ExampleRow(holds=n % 2 == 0) for n in range(len(rows), EXAMPLES)]
    calendar = [(name, _CALENDAR[name]()) for name in actions.calendar_names(template.period)]
    shown = RuleForm(template, items, calendar, typed, [*rows, *blank], new_key(), errors or [])
    return render(request, "desk/return_rule.html", {"form": shown}, status=422 if errors else 200)
