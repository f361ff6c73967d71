"""The rule of the burden is a dated setting with a basis; an earlier rule stays on record."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.models import BurdenRule

MOST_DAYS, MOST_CELLS = 90, 100_000


class BurdenRuleInThePast(Refusal):
    code = "burden-rule-in-the-past"
    sentence = _("负担上限从 %(day)s 起执行，早于今天，没有保存。改为今天或以后。")


class BurdenRuleTaken(Refusal):
    code = "burden-rule-taken"
    sentence = _("%(day)s 已有一条负担上限（%(basis)s），没有保存。换一个起始日。")


class OutOfRange(Refusal):
    code = "burden-out-of-range"
    sentence = _("“%(field)s”填了 %(value)s，没有保存。填 1 至 %(most)s 之间的整数。")


@transaction.atomic
def set_burden_rule(
    *, notice_days: int, monthly_cells: int, in_force_from: date, basis: str, by: User, at: datetime
) -> BurdenRule:
    """From a day on, the days a notice must leave and the cells a county may be asked in a month.

    Never changes the past. Raises OutOfRange, BurdenRuleInThePast, BurdenRuleTaken, Unsaid, TooLong.
    """
    role = by.acting(Permission.SET_BURDEN)
    _refuse_out_of_range(_("最短时限（天）"), notice_days, MOST_DAYS)
    _refuse_out_of_range(_("每月上限（项）"), monthly_cells, MOST_CELLS)
    if in_force_from < at.date():
        raise BurdenRuleInThePast(day=in_force_from)
    _refuse_taken(in_force_from)
    rule = BurdenRule(notice_days=notice_days, monthly_cells=monthly_cells, in_force_from=in_force_from, set_by=by)
    rule.basis = said(_("依据"), basis, limit=200)
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError:  # somebody set a rule for the same day in this very moment
        _refuse_taken(in_force_from)
        raise
    after = {"notice_days": notice_days, "monthly_cells": monthly_cells, "from": in_force_from.isoformat()}
    trail.record("burden.set", by=by, at=at, role=role, subject=rule, after=after, reason=rule.basis)
    return rule


def _refuse_out_of_range(field: object, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise OutOfRange(field=field, value=value, most=most)


def _refuse_taken(day: date) -> None:
    if taken := BurdenRule.objects.filter(in_force_from=day).first():
        raise BurdenRuleTaken(day=day, basis=taken.basis)
