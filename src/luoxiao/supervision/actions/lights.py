"""The rule of the lights is a dated setting with a basis; an earlier rule stays on record."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.models import LightRule

MOST_DAYS = 366


class RuleInThePast(Refusal):
    code = "rule-in-the-past"
    sentence = _("亮灯规则从 %(day)s 起执行，早于今天，没有保存。改为今天或以后。")


class RuleTaken(Refusal):
    code = "rule-taken"
    sentence = _("%(day)s 已有一条亮灯规则（%(basis)s），没有保存。换一个起始日。")


class DaysOutOfRange(Refusal):
    code = "days-out-of-range"
    sentence = _("天数填了 %(days)s，没有保存。填 1 至 %(most)s 之间的整数。")


@transaction.atomic
def set_light_rule(
    *, soon_days: int, silent_days: int, in_force_from: date, basis: str, by: User, at: datetime
) -> LightRule:
    """From a day on, how near is near and how long is silent, both in days. Never changes the past.

    Raises DaysOutOfRange, RuleInThePast, RuleTaken, Unsaid, TooLong.
    """
    role = by.acting(Permission.SET_LIGHTS)
    for days in (soon_days, silent_days):
        if not 1 <= days <= MOST_DAYS:
            raise DaysOutOfRange(days=days, most=MOST_DAYS)
    if in_force_from < at.date():
        raise RuleInThePast(day=in_force_from)
    _refuse_taken(in_force_from)
    rule = LightRule(soon_days=soon_days, silent_days=silent_days, in_force_from=in_force_from, set_by=by)
    rule.basis = said(_("依据"), basis, limit=200)
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError:  # somebody set a rule for the same day in this very moment
        _refuse_taken(in_force_from)
        raise
    after = {"soon_days": soon_days, "silent_days": silent_days, "from": in_force_from.isoformat()}
    trail.record("lights.set", by=by, at=at, role=role, subject=rule, after=after)
    return rule


def _refuse_taken(day: date) -> None:
    if taken := LightRule.objects.filter(in_force_from=day).first():
        raise RuleTaken(day=day, basis=taken.basis)
