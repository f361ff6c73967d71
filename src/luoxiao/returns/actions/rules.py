"""Checks that the office writes itself, tested against example returns before they go live, and leave from them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.expression_wording import sentence as mistake
from luoxiao.core.expressions import LAST, Expression, Misspelt, evaluate, parse
from luoxiao.core.periods import BEIJING, Period, Quarter
from luoxiao.core.refusals import Refusal, said
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.actions.common import SHORT
from luoxiao.returns.entries import number
from luoxiao.returns.models import Rule, Submission, Template, Waiver

EXAMPLES = {"year": "2012", "quarter": "2012Q3", "month": "2012-10", "day": "2012-12-31"}  # of periods, by kind
PLACE = re.compile(r"\{([^{}]*)\}")  # where a message shows a figure


@dataclass(frozen=True)
class Example:
    """An example return: figures by line, those of the period before, and whether the rule must hold for it.

    `values` may also name figures of other forms by indicator code, and the `quarter` or `month` it is for.
    """

    values: Mapping[str, Decimal]
    holds: bool
    last: Mapping[str, Decimal] | None = None


@dataclass(frozen=True)
class RuleDraft:
    """A rule as it is written: `severity` is a Rule.Severity, `in_force_from` the code of its first period."""

    code: str
    expression: str
    message: str
    severity: str
    in_force_from: str
    examples: Sequence[Example]


class RuleMisspelt(Refusal):
    """`column` in params points at the place, from 1."""

    code = "rule-misspelt"
    sentence = _("公式有误，没有保存。%(problem)s")


class RuleIsNumber(Refusal):
    code = "rule-is-number"
    sentence = _("公式算出的是一个数，不是条件，没有保存。写明与什么比较，如 B03 >= B01。")


class RuleUnknownName(Refusal):
    code = "rule-unknown-name"
    sentence = _("公式第 %(column)s 列的“%(name)s”不是本表的项目，也不是在用的指标，没有保存。按表内编号改正。")


class RuleNamesNoLine(Refusal):
    code = "rule-names-no-line"
    sentence = _("公式里没有本表的项目，填报人无从改正，没有保存。至少用一个表内编号，如 %(line)s。")


class MessageUnknownName(Refusal):
    code = "message-unknown-name"
    sentence = _("提示语里的“{%(name)s}”在公式里没有，没有保存。大括号内只写公式用到的编号。")


class TooFewExamples(Refusal):
    code = "too-few-examples"
    sentence = _("样表中有 %(right)s 份应通过、%(wrong)s 份应查出，没有保存。两种至少各备一份。")


class ExampleFails(Refusal):
    code = "example-fails"
    sentence = _("第 %(number)s 份样表应“%(wanted)s”，公式的结果是“%(found)s”，规则没有启用。改公式或改样表。")


class RuleTaken(Refusal):
    code = "rule-code-taken"
    sentence = _("“%(template)s”已有规则“%(code)s”，没有保存。换一个编号；要改动的，先停用旧规则。")


class RetiredFromThePast(Refusal):
    code = "rule-retired-from-the-past"
    sentence = _("%(period)s已过，以前的报表按当时的规则校核，规则没有停用。从%(earliest)s或以后的期次停用。")


class RuleApplied(Refusal):
    code = "rule-applied"
    sentence = _(
        "%(period)s起已有 %(count)s 份报表按规则“%(rule)s”校核报送，规则没有停用。"
        "从以后的期次停用；个别单位确有特殊情况的，由该单位申请豁免。"
    )


class RuleRetired(Refusal):
    code = "rule-retired"
    sentence = _("规则“%(rule)s”已从%(period)s起停用，没有再次办理。要恢复的，另写一条规则。")


class OtherPeriod(Refusal):
    code = "other-period"
    sentence = _("“%(period)s”不是按%(wanted)s的期次，没有保存。例：%(example)s。")


@transaction.atomic
def write_rule(template: Template, *, draft: RuleDraft, by: User, at: datetime) -> Rule:
    """Put a check in force from a period on, where it only warns. Every example must come out as it says.

    The office writes rules, and the bureaus that made the form or answer for one of its indicators; others get
    NotAllowed. Raises RuleMisspelt, RuleIsNumber, RuleUnknownName, RuleNamesNoLine, MessageUnknownName, TooFewExamples,
    ExampleFails, OtherPeriod, RuleTaken, Unsaid, TooLong.
    """
    role = _keeping(template, by)
    expression = _readable(template, said(_("公式"), draft.expression, limit=SHORT))
    message = said(_("提示语"), draft.message, limit=200)
    for name in PLACE.findall(message):
        if name not in expression.names:
            raise MessageUnknownName(name=name)
    try_out(expression, draft.examples)
    rule = Rule(
        template=template,
        code=said(_("规则编号"), draft.code, limit=20),
        expression=expression.text,
        message=message,
        severity=Rule.Severity(draft.severity),
        in_force_from=period_of(template.period, draft.in_force_from),
        examples=[_kept(example) for example in draft.examples],
        made_by=by,
        made_at=at,
    )
    _store(rule)
    after = {"rule": rule.code, "expression": rule.expression, "from": rule.in_force_from, "severity": rule.severity}
    trail.record("rule.write", by=by, at=at, role=role, subject=template, after=after)
    return rule


def _keeping(template: Template, by: User) -> str:
    """The role of a person who keeps this form. Raises NotAllowed."""
    role = by.acting(Permission.KEEP_DICTIONARY)
    if not template.kept_by(by):
        raise NotAllowed(Permission.KEEP_DICTIONARY)
    return role


def _readable(template: Template, text: str) -> Expression:
    try:
        expression = parse(text)
    except Misspelt as error:
        raise RuleMisspelt(problem=mistake(error), column=error.column) from None
    if not expression.is_condition:
        raise RuleIsNumber
    _check_names(template, expression)
    return expression


def _check_names(template: Template, expression: Expression) -> None:
    lines = list(template.items.order_by("order").values_list("code", flat=True))
    figures = expression.names - set(calendar_names(template.period))
    others = {name.removeprefix(LAST) for name in figures} - set(lines)
    indicators = set(Indicator.objects.current().filter(code__in=others).values_list("code", flat=True))
    if unknown := min(others - indicators, default=None):
        raise RuleUnknownName(name=unknown, column=expression.text.find(unknown) + 1)
    if not expression.names & set(lines):
        raise RuleNamesNoLine(line=lines[0])


def calendar_names(kind: str) -> tuple[str, ...]:
    """What rules of forms by this rhythm (Indicator.Period) may ask of the calendar."""
    return tuple(Period.parse(EXAMPLES[kind]).calendar)


def try_out(expression: Expression, examples: Sequence[Example]) -> None:
    """Raises TooFewExamples, ExampleFails."""
    right = sum(example.holds for example in examples)
    if not right or right == len(examples):
        raise TooFewExamples(right=right, wrong=len(examples) - right)
    for place, example in enumerate(examples, 1):
        last = {LAST + code: value for code, value in (example.last or {}).items()}
        found = evaluate(expression, {**example.values, **last})
        if found is not example.holds:
            raise ExampleFails(number=place, wanted=_outcome(example.holds), found=_outcome(found))


def _outcome(found: object) -> object:
    if found is None:
        return _("缺数，无法判断")
    return _("通过") if found else _("查出")


def period_of(kind: str, code: str) -> str:
    """The code, if it is a period of this kind (Indicator.Period). Raises OtherPeriod."""
    try:
        period = Period.parse(code.strip())
    except ValueError:
        period = None
    if period is None or period.kind != kind:
        raise OtherPeriod(period=code.strip()[:20], wanted=Indicator.Period(kind).label, example=EXAMPLES[kind])
    return str(period)


def _kept(example: Example) -> dict[str, object]:
    last = {code: number(value) for code, value in (example.last or {}).items()}
    return {
        "values": {code: number(value) for code, value in example.values.items()},
        "last": last,
        "holds": example.holds,
    }


def _store(rule: Rule) -> None:
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError:
        raise RuleTaken(template=rule.template, code=rule.code) from None


@transaction.atomic
def retire_rule(rule: Rule, *, from_period: str, reason: str, by: User, at: datetime) -> Rule:
    """Apply it no more from a period on; returns that were checked by it stay as they were checked.

    The earliest is the period that is being reported now, until the first return of it is handed in; rehearsals do not
    count. Raises NotAllowed as `write_rule`, OtherPeriod, RuleRetired, RetiredFromThePast, RuleApplied, Unsaid.
    """
    role = _keeping(rule.template, by)
    rule = Rule.objects.select_for_update(of=("self",), no_key=True).select_related("template").get(pk=rule.pk)
    reason = said(_("停用原因"), reason, limit=SHORT)
    start = Period.parse(period_of(rule.template.period, from_period))
    _refuse_past(rule, start, at)
    rule.retired_from = str(start)
    rule.save(update_fields=["retired_from"])
    trail.record(
        "rule.retire",
        by=by,
        at=at,
        role=role,
        subject=rule.template,
        after={"rule": rule.code, "retired_from": rule.retired_from},
        reason=reason,
    )
    return rule


def _refuse_past(rule: Rule, start: Period, at: datetime) -> None:
    """Raises RuleRetired, RetiredFromThePast, RuleApplied."""
    if rule.retired_from:
        raise RuleRetired(rule=rule.code, period=Period.parse(rule.retired_from).words)
    if (earliest := _reported(start, at.astimezone(BEIJING).date())) > start.code:
        raise RetiredFromThePast(period=start.words, earliest=Period.parse(earliest).words)
    asked = Submission.objects.filter(filed__call__template=rule.template_id, filed__call__period__gte=start.code)
    if count := asked.filter(filed__call__is_rehearsal=False).values("filed").distinct().count():
        raise RuleApplied(period=start.words, count=count, rule=rule.code)


def _reported(like: Period, day: date) -> str:
    """The code of the period of the same kind that is being reported on a day: the last that has ended."""
    code = str(Quarter.of(day)) if like.kind == "quarter" else day.isoformat()[: len(like.code)]
    return str(Period.parse(code).previous)


APPROVING, REFUSING = _("批准"), _("不予批准")


class WaiverBackwards(Refusal):
    code = "waiver-backwards"
    sentence = _("豁免到 %(to)s 为止，早于起始的 %(start)s，没有保存。改正期次。")


class WaiverOwn(Refusal):
    code = "waiver-own"
    sentence = _("这项豁免由%(who)s申请，不能由本人%(what)s。请另一人办理。")


class WaiverDecided(Refusal):
    code = "waiver-decided"
    sentence = _("这项豁免已由%(who)s%(what)s，没有再次办理。")


@transaction.atomic
def ask_waiver(
    rule: Rule, *, unit: Unit, from_period: str, to_period: str, reason: str, by: User, at: datetime
) -> Waiver:
    """Ask leave from a rule for one's own unit, for some periods. Raises OtherPeriod, WaiverBackwards, Unsaid."""
    role = by.acting(Permission.FILL_RETURN)
    if by.unit_id != unit.pk:
        raise NotAllowed(Permission.FILL_RETURN)
    start, end = period_of(rule.template.period, from_period), period_of(rule.template.period, to_period)
    if end < start:
        raise WaiverBackwards(start=start, to=end)
    waiver = Waiver.objects.create(
        rule=rule,
        unit=unit,
        from_period=start,
        to_period=end,
        reason=said(_("申请豁免的原因"), reason, limit=SHORT),
        asked_by=by,
        asked_at=at,
    )
    after = {"rule": rule.code, "unit": unit.short_name, "from": start, "to": end}
    trail.record("waiver.ask", by=by, at=at, role=role, subject=rule.template, after=after, reason=waiver.reason)
    return waiver


@transaction.atomic
def approve_waiver(waiver: Waiver, *, by: User, at: datetime) -> Waiver:
    """From now on the rule is not applied to the unit in these periods. Raises WaiverOwn, WaiverDecided."""
    waiver, role = _undecided(waiver, APPROVING, by)
    waiver.approved_by, waiver.approved_at = by, at
    waiver.save(update_fields=["approved_by", "approved_at"])
    trail.record("waiver.approve", by=by, at=at, role=role, subject=waiver.rule.template, after=_named(waiver))
    return waiver


@transaction.atomic
def refuse_waiver(waiver: Waiver, *, reason: str, by: User, at: datetime) -> Waiver:
    """The rule is applied to the unit as before, and the unit reads why. Raises WaiverOwn, WaiverDecided, Unsaid."""
    waiver, role = _undecided(waiver, REFUSING, by)
    waiver.refusal = said(_("不批准的原因"), reason, limit=SHORT)
    waiver.refused_by, waiver.refused_at = by, at
    waiver.save(update_fields=["refusal", "refused_by", "refused_at"])
    after = _named(waiver)
    trail.record(
        "waiver.refuse", by=by, at=at, role=role, subject=waiver.rule.template, after=after, reason=waiver.refusal
    )
    return waiver


def _undecided(waiver: Waiver, what: object, by: User) -> tuple[Waiver, str]:
    """The waiver, locked, where this person may decide it and nobody has. Raises WaiverOwn, WaiverDecided."""
    role = by.acting(Permission.APPROVE_WAIVER)
    rows = Waiver.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("rule__template", "unit", "approved_by", "refused_by").get(pk=waiver.pk)
    if found.approved_by:
        raise WaiverDecided(who=found.approved_by.full_name, what=APPROVING)
    if found.refused_by:
        raise WaiverDecided(who=found.refused_by.full_name, what=REFUSING)
    if found.asked_by_id == by.pk:
        raise WaiverOwn(who=by.full_name, what=what)
    return found, role


def _named(waiver: Waiver) -> dict[str, object]:
    return {"rule": waiver.rule.code, "unit": waiver.unit.short_name, "to": waiver.to_period}
