"""Forms are made from the dictionary: drafted by one person, put to use by another. A new version starts anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.expressions import LAST, parse
from luoxiao.core.refusals import Refusal, said
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.models import Rule, Template, TemplateItem


@dataclass(frozen=True)
class LineDraft:
    """A line of a form: its code (A01), its group, what it asks, and whether it must be filled."""

    code: str
    group: str
    indicator: Indicator
    is_required: bool = True


class NoLines(Refusal):
    code = "no-lines"
    sentence = _("“%(name)s”没有一项指标，没有保存。至少选一项。")


class LineTwice(Refusal):
    code = "line-twice"
    sentence = _("“%(line)s”用了两次，没有保存。每项一个编号，每个指标只问一次。")


class BadLineCode(Refusal):
    code = "bad-line-code"
    sentence = _("“%(line)s”不能作项目编号，没有保存。用一个字母加数字，如 A01，不超过 10 个字符。")


class NotInForce(Refusal):
    code = "indicator-not-in-force"
    sentence = _("“%(indicator)s”还没有启用，或是由公式算出的，不能放进报表，没有保存。换一项在用的填报指标。")


class OtherRhythm(Refusal):
    code = "other-rhythm"
    sentence = _("“%(indicator)s”按%(its)s统计，报表按%(wanted)s填报，没有保存。换一项，或另立一张表。")


class CodeTaken(Refusal):
    code = "template-code-taken"
    sentence = _("表号“%(code)s”第 %(number)s 版已有（%(name)s），没有保存。换一个表号，或作为它的新版。")


class AdoptOwn(Refusal):
    code = "template-adopt-own"
    sentence = _("“%(template)s”由%(who)s拟订，不能由本人启用。请另一人办理。")


class AdoptedAlready(Refusal):
    code = "template-adopted"
    sentence = _("“%(template)s”第 %(number)s 版已经启用，没有再次办理。")


@transaction.atomic
def draft_template(
    *,
    code: str,
    name: str,
    period: str,
    lines: Sequence[LineDraft],
    replaces: Template | None = None,
    by: User,
    at: datetime,
) -> Template:
    """A first version under a new code, or the next of `replaces`, whose rules it takes over where it has their lines.

    `period` is an Indicator.Period. Raises NotAllowed where `replaces` is kept by others, NoLines, LineTwice,
    BadLineCode, NotInForce, OtherRhythm, CodeTaken, Unsaid, TooLong.
    """
    role = by.acting(Permission.KEEP_DICTIONARY)
    if replaces and not replaces.kept_by(by):
        raise NotAllowed(Permission.KEEP_DICTIONARY)
    template = Template(
        code=replaces.code if replaces else said(_("表号"), code, limit=20),
        number=replaces.number + 1 if replaces else 1,
        replaces=replaces,
        name=said(_("表名"), name, limit=80),
        period=replaces.period if replaces else period,
        made_by=by,
        made_at=at,
    )
    _check_lines(template, lines)
    _store(template)
    TemplateItem.objects.bulk_create(_item(template, n, line) for n, line in enumerate(lines, 1))
    kept = _take_over(template, replaces, {line.code for line in lines}) if replaces else []
    after = {"lines": {line.code: line.indicator.code for line in lines}, "rules": kept}
    trail.record("template.draft", by=by, at=at, role=role, subject=template, after=after)
    return template


def _check_lines(template: Template, lines: Sequence[LineDraft]) -> None:
    if not lines:
        raise NoLines(name=template.name)
    for words in ([line.code for line in lines], [line.indicator.name for line in lines]):
        if twice := next((word for n, word in enumerate(words) if word in words[:n]), ""):
            raise LineTwice(line=twice)
    for line in lines:
        _check_line(template, line)


def _check_line(template: Template, line: LineDraft) -> None:
    well_made = line.code.isascii() and line.code.isalnum() and line.code[:1].isalpha()
    if not well_made or line.code != line.code.upper() or len(line.code) > 10:
        raise BadLineCode(line=line.code[:20])
    indicator = line.indicator
    if indicator.adopted_at is None or indicator.formula:
        raise NotInForce(indicator=indicator.name)
    if indicator.period != template.period:
        wanted = Indicator.Period(template.period).label
        raise OtherRhythm(indicator=indicator.name, its=indicator.get_period_display(), wanted=wanted)


def _item(template: Template, order: int, line: LineDraft) -> TemplateItem:
    group = said(_("分组"), line.group, limit=40)
    return TemplateItem(
        template=template,
        order=order,
        code=line.code,
        group=group,
        indicator=line.indicator,
        is_required=line.is_required,
    )


def _store(template: Template) -> None:
    """Raises CodeTaken, also for the slower of two who draft the same version at once."""
    try:
        with transaction.atomic():
            template.save(force_insert=True)
    except IntegrityError:
        taken = Template.objects.filter(code=template.code, number=template.number).first()
        if taken is None:
            raise
        raise CodeTaken(code=taken.code, number=taken.number, name=taken.name) from None


def _take_over(template: Template, before: Template, lines: set[str]) -> list[str]:
    """The rules in use whose lines the new version still has go on, with their first period as it was."""
    old = {item.code for item in before.items.all()}
    kept = []
    for rule in before.rules.filter(retired_from="").order_by("code"):
        named = {name.removeprefix(LAST) for name in parse(rule.expression).names} & old
        if named <= lines:
            kept.append(_copy(rule, template))
    return [rule.code for rule in Rule.objects.bulk_create(kept)]


def _copy(rule: Rule, template: Template) -> Rule:
    return Rule(
        template=template,
        code=rule.code,
        expression=rule.expression,
        message=rule.message,
        severity=rule.severity,
        in_force_from=rule.in_force_from,
        examples=rule.examples,
        made_by=rule.made_by,
        made_at=rule.made_at,
    )


@transaction.atomic
def adopt_template(template: Template, *, by: User, at: datetime) -> Template:
    """Put a drafted version to use; calls that are open stay on theirs. Raises AdoptOwn, AdoptedAlready."""
    role = by.acting(Permission.ADOPT_DICTIONARY)
    template = Template.objects.select_for_update(no_key=True).get(pk=template.pk)
    if template.adopted_at:
        raise AdoptedAlready(template=template, number=template.number)
    if template.made_by_id == by.pk:
        raise AdoptOwn(template=template, who=by.full_name)
    template.adopted_by, template.adopted_at = by, at
    template.save(update_fields=["adopted_by", "adopted_at"])
    trail.record("template.adopt", by=by, at=at, role=role, subject=template, after={"number": template.number})
    return template
