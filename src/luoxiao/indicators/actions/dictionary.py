"""The data dictionary changes: a draft by one person, put in force by another; targets and weights with their basis.

A changed definition is a new version under the same code and a new series; the old one keeps its figures.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.expression_wording import sentence
from luoxiao.core.expressions import LAST, Misspelt, parse
from luoxiao.core.periods import CALENDAR
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.indicators.actions.deriving import derive_history
from luoxiao.indicators.actions.putting import OriginDraft, keep_origin
from luoxiao.indicators.actions.writing import take_turns
from luoxiao.indicators.models import CompositeWeight, Indicator, Origin, Place, Target
from luoxiao.indicators.packing import TooFine, TooLarge, amount_of
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.organisations.roles import Permission

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
SCALES = 4  # most decimal places


class BadCode(Refusal):
    code = "indicator-code"
    sentence = _("指标代码写作“%(typed)s”，没有保存。用小写字母开头，只用小写字母、数字和下划线，2 至 40 个字符。")


class CodeReserved(Refusal):
    code = "indicator-code-reserved"
    sentence = _("指标代码“%(typed)s”在校核规则里指期次，没有保存。换一个代码。")


class CodeTaken(Refusal):
    code = "indicator-code-taken"
    sentence = _("指标代码“%(typed)s”已是“%(name)s”，没有保存。换一个代码，或者修订那一项。")


class DraftWaits(Refusal):
    code = "indicator-draft-waits"
    sentence = _("“%(name)s”已有一个待启用的版本（%(who)s起草），没有保存。先启用那一版。")


class RuleIncomplete(Refusal):
    code = "indicator-rule-incomplete"
    sentence = _("各地汇总选了“%(rule)s”，没有写明%(lacks)s，没有保存。选定后再保存。")


class RangeBackwards(Refusal):
    code = "indicator-range"
    sentence = _("有效范围下限 %(lowest)s 大于上限 %(highest)s，没有保存。对调或改正。")


class EndUnreadable(Refusal):
    code = "indicator-range-unreadable"
    sentence = _("有效范围的 %(value)s 小数位多于 %(scale)s 位或太大，没有保存。按小数位改写。")


class ScaleTooFine(Refusal):
    code = "indicator-scale"
    sentence = _("小数位填了 %(scale)s，没有保存。填 0 至 %(most)s。")


class FormulaWrong(Refusal):
    code = "indicator-formula"
    sentence = _("算法没有保存。%(why)s")


class FormulaNames(Refusal):
    code = "indicator-formula-names"
    sentence = _("算法里的“%(names)s”不在指标目录里，没有保存。改用目录里的代码。")


class FormulaCircle(Refusal):
    code = "indicator-formula-circle"
    sentence = _("算法用到“%(name)s”本身，没有保存。只能由别的指标算出。")


class AdoptOwn(Refusal):
    code = "indicator-adopt-own"
    sentence = _("“%(name)s”由本人起草，不能由本人启用。请另一人启用。")


class AdoptedAlready(Refusal):
    code = "indicator-adopted-already"
    sentence = _("“%(name)s”第 %(number)s 版已由%(who)s启用，没有再办理。")


class TargetTaken(Refusal):
    code = "target-taken"
    sentence = _("%(year)s 年“%(indicator)s”已有目标（%(basis)s），没有保存。")


class WeightsNotWhole(Refusal):
    code = "weights-not-whole"
    sentence = _("“%(field)s”各项权重合计 %(total)s，不是 100，没有保存。调到 100。")


class WeightsTaken(Refusal):
    code = "weights-taken"
    sentence = _("“%(field)s”从 %(day)s 起的权重已经设过（%(basis)s），没有保存。换一个起始日。")


class WeightsInThePast(Refusal):
    code = "weights-in-the-past"
    sentence = _("起始日 %(day)s 已过，没有保存。以前的指数不改，填今天或以后的日期。")


class WithoutDirection(Refusal):
    code = "weights-without-direction"
    sentence = _("“%(indicator)s”没有优劣方向，算不出得分，不能计权重，没有保存。去掉这一项。")


@dataclass(frozen=True)
class IndicatorDraft:
    """What a version of an entry says; `lowest` and `highest` in its unit."""

    code: str
    name: str
    name_en: str
    definition: str
    unit: str
    period: str
    source: str
    good: str
    over_time: str
    over_places: str
    scale: int = 0
    owner: Unit | None = None
    weight: Indicator | None = None
    numerator: Indicator | None = None
    denominator: Indicator | None = None
    formula: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    clause_path: str = ""
    target_field: str = Indicator.Field.NONE


@transaction.atomic
def draft_indicator(draft: IndicatorDraft, *, by: User, at: datetime) -> Indicator:
    """Draft a new entry, or the next version of the entry with this code.

    Raises BadCode, CodeReserved, CodeTaken, DraftWaits, RuleIncomplete, RangeBackwards, EndUnreadable, ScaleTooFine,
    FormulaWrong, FormulaNames, FormulaCircle, Unsaid, TooLong.
    """
    role = by.acting(Permission.KEEP_DICTIONARY)
    entry = entry_of(draft)
    last = Indicator.objects.filter(code=draft.code).select_related("made_by").order_by("-number").first()
    if last and last.adopted_at is None:
        raise DraftWaits(name=last.name, who=last.made_by.full_name if last.made_by else "—")
    if last:
        entry.number, entry.replaces = last.number + 1, last
    entry.made_by, entry.made_at = by, at
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:  # somebody drafted the same version in this very moment
        raise CodeTaken(typed=draft.code, name=entry.name) from None
    after = {"code": entry.code, "number": entry.number, "definition": entry.definition, "formula": entry.formula}
    trail.record("indicator.draft", by=by, at=at, role=role, subject=entry, after=after)
    return entry


def entry_of(draft: IndicatorDraft) -> Indicator:
    """The row that a draft makes, checked and not saved. Raises as draft_indicator."""
    if not CODE.fullmatch(draft.code):
        raise BadCode(typed=draft.code)
    if draft.code in CALENDAR:
        raise CodeReserved(typed=draft.code)
    if not 0 <= draft.scale <= SCALES:
        raise ScaleTooFine(scale=draft.scale, most=SCALES)
    _refuse_incomplete(draft)
    _refuse_formula(draft)
    plain = {each.name: getattr(draft, each.name) for each in fields(draft)}
    texts = {
        "name": said(_("名称"), draft.name, limit=80),
        "name_en": added(_("英文名"), draft.name_en, limit=160),
        "definition": said(_("口径"), draft.definition, limit=2000),
        "unit": said(_("单位"), draft.unit, limit=30),
        "source": added(_("数据来源"), draft.source, limit=300),
        "formula": added(_("算法"), draft.formula, limit=300),
    }
    return Indicator(**plain | texts | _range(draft))


def _refuse_incomplete(draft: IndicatorDraft) -> None:
    rules = Indicator.OverPlaces
    if draft.over_places == rules.WEIGHTED and draft.weight is None:
        raise RuleIncomplete(rule=rules.WEIGHTED.label, lacks=_("权数"))
    if draft.over_places == rules.RATIO and (draft.numerator is None or draft.denominator is None):
        raise RuleIncomplete(rule=rules.RATIO.label, lacks=_("分子和分母"))


def _range(draft: IndicatorDraft) -> dict[str, int | None]:
    ends: dict[str, int | None] = {}
    for name, value in (("lowest", draft.lowest), ("highest", draft.highest)):
        try:
            ends[name] = None if value is None else amount_of(value, draft.scale)
        except (TooFine, TooLarge):
            raise EndUnreadable(value=value, scale=draft.scale) from None
    if draft.lowest is not None and draft.highest is not None and draft.lowest > draft.highest:
        raise RangeBackwards(lowest=draft.lowest, highest=draft.highest)
    return ends


def _refuse_formula(draft: IndicatorDraft) -> None:
    if not draft.formula:
        return
    try:
        expression = parse(draft.formula)
    except Misspelt as misspelt:
        raise FormulaWrong(why=sentence(misspelt)) from None
    if expression.is_condition:
        raise FormulaWrong(why=_("它只得出是或不是，得不出一个数。改写成算式。"))
    codes = {name.removeprefix(LAST) for name in expression.names}
    known = dict(Indicator.objects.current().values_list("code", "formula"))
    if unknown := codes - known.keys() - {draft.code}:
        raise FormulaNames(names="、".join(sorted(unknown)))
    if draft.code in _reached(codes, known):
        raise FormulaCircle(name=draft.name)


def _reached(codes: set[str], formulas: Mapping[str, str]) -> set[str]:
    """These indicators, those they are derived from, and so on down."""
    reached, open_ = set(codes), list(codes)
    while open_:
        formula = formulas.get(open_.pop(), "")
        further = {name.removeprefix(LAST) for name in parse(formula).names} - reached if formula else set()
        reached |= further
        open_ += further
    return reached


@transaction.atomic
def adopt_indicator(entry: Indicator, *, by: User, at: datetime) -> Indicator:
    """Put a draft in force; the version before it ends as a series. Raises AdoptOwn, AdoptedAlready, FormulaCircle."""
    role = by.acting(Permission.ADOPT_DICTIONARY)
    found = Indicator.objects.select_for_update(of=("self",)).select_related("adopted_by").get(pk=entry.pk)
    if found.adopted_at is not None:
        who = found.adopted_by.full_name if found.adopted_by else "—"
        raise AdoptedAlready(name=found.name, number=found.number, who=who)
    if found.made_by_id == by.pk:
        raise AdoptOwn(name=found.name)
    found.adopted_by, found.adopted_at = by, at
    found.save(update_fields=["adopted_by", "adopted_at"])
    if found.formula:
        _derive(found, by, at)
    trail.record("indicator.adopt", by=by, at=at, role=role, subject=found, after={"number": found.number})
    return found


def _derive(entry: Indicator, by: User, at: datetime) -> None:
    """Compute the new series for all figures there are. Raises FormulaCircle where the dictionary has changed since.

    Formulas are put in force in turn, or two that name each other would not see each other.
    """
    take_turns()
    formulas = dict(Indicator.objects.current().values_list("code", "formula"))
    codes = {name.removeprefix(LAST) for name in parse(entry.formula).names}
    if entry.code in _reached(codes, formulas):
        raise FormulaCircle(name=entry.name)
    words = _("“%(name)s”第 %(number)s 版启用时按算法计算") % {"name": entry.name, "number": entry.number}
    draft = OriginDraft(Origin.Kind.LOAD, str(words), Origin.Confidence.MEDIUM)
    for rehearsal in (False, True):
        derive_history(entry, keep_origin(draft, rehearsal, by, at), rehearsal, at)


@transaction.atomic
def set_target(
    indicator: Indicator, *, place: Place | None, year: int, value: Decimal | None, basis: str, by: User, at: datetime
) -> Target:
    """What the indicator should reach by the end of a year; no value means the nation's average of that year.

    Raises NotAllowed for a bureau that does not answer for the indicator, TargetTaken, EndUnreadable, Unsaid, TooLong.
    """
    role = by.acting(Permission.KEEP_DICTIONARY)
    if not indicator.kept_by(by):
        raise NotAllowed(Permission.KEEP_DICTIONARY)
    _refuse_taken(indicator, place, year)
    try:
        amount = None if value is None else amount_of(value, indicator.scale)
    except (TooFine, TooLarge):
        raise EndUnreadable(value=value, scale=indicator.scale) from None
    basis = said(_("依据"), basis, limit=200)
    target = Target(indicator=indicator, place=place, year=year, amount=amount, basis=basis, set_by=by, set_at=at)
    try:
        with transaction.atomic():
            target.save(force_insert=True)
    except IntegrityError:  # somebody set a target for the same year and place in this very moment
        _refuse_taken(indicator, place, year)
        raise
    after = {"year": year, "value": None if value is None else str(value), "place": place.code if place else ""}
    trail.record("indicator.target", by=by, at=at, role=role, subject=indicator, after=after, reason=basis)
    return target


def _refuse_taken(indicator: Indicator, place: Place | None, year: int) -> None:
    if taken := Target.objects.filter(indicator=indicator, place=place, year=year).first():
        raise TargetTaken(year=year, indicator=indicator.name, basis=taken.basis)


@transaction.atomic
def set_composite_weights(
    percents: Mapping[Indicator, int], *, in_force_from: date, basis: str, by: User, at: datetime
) -> list[CompositeWeight]:
    """The weights of one target field's composite index, from a day on; indicators at 0 are left out.

    Raises WeightsNotWhole, WithoutDirection, WeightsInThePast, WeightsTaken, Unsaid, TooLong.
    """
    role = by.acting(Permission.ADOPT_DICTIONARY)
    percents = {entry: percent for entry, percent in percents.items() if percent}
    field = _weighed_field(percents)
    if in_force_from < at.date():
        raise WeightsInThePast(day=in_force_from)
    basis = said(_("依据"), basis, limit=200)
    take_turns()  # two sets of one day over different indicators would break no constraint
    own = CompositeWeight.objects.filter(indicator__target_field=field, in_force_from=in_force_from)
    if taken := own.order_by("pk").first():
        raise WeightsTaken(field=field.label, day=in_force_from, basis=taken.basis)
    made = CompositeWeight.objects.bulk_create(
        CompositeWeight(indicator=entry, percent=percent, in_force_from=in_force_from, basis=basis, set_by=by)
        for entry, percent in percents.items()
    )
    after = {"from": in_force_from.isoformat(), "weights": {e.code: percent for e, percent in percents.items()}}
    trail.record("indicator.weights", by=by, at=at, role=role, after=after, reason=basis)
    return made


def _weighed_field(percents: Mapping[Indicator, int]) -> Indicator.Field:
    """The one target field that these weights are for. Raises WeightsNotWhole, WithoutDirection."""
    field = Indicator.Field(next(iter(percents)).target_field) if percents else Indicator.Field.NONE
    total = sum(percents.values())
    if total != 100 or any(percent < 0 or entry.target_field != field for entry, percent in percents.items()):
        raise WeightsNotWhole(field=field.label, total=total)
    if neither := next((entry for entry in percents if entry.good == Indicator.Good.NEITHER), None):
        raise WithoutDirection(indicator=neither.name)
    return field
