"""Nouns of the room: templates and rules, calls, returns with their versions and decisions."""

from luoxiao.returns.models.calls import RANKS, BurdenRule, Call, Level, Override
from luoxiao.returns.models.filed import Decision, Reminder, Return, ReturnQuerySet, Submission, levels_above
from luoxiao.returns.models.templates import Rule, Template, TemplateItem, Waiver

__all__ = [
    "RANKS",
    "BurdenRule",
    "Call",
    "Decision",
    "Level",
    "Override",
    "Reminder",
    "Return",
    "ReturnQuerySet",
    "Rule",
    "Submission",
    "Template",
    "TemplateItem",
    "Waiver",
    "levels_above",
]
