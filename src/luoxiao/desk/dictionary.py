"""指标目录: every entry in force by target field, and one entry with all its versions.

A changed definition is a new version and a new series under the same code; earlier ones stay to be read. Drafts are
seen by those who keep or adopt the dictionary.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from luoxiao.core.wording import month_day
from luoxiao.desk.figure_words import amount
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import page, person
from luoxiao.indicators.models import Indicator, IndicatorQuerySet
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import cite

RELATED = ("owner", "weight", "numerator", "denominator", "made_by", "adopted_by")


@dataclass(frozen=True)
class Line:
    """One entry of the list."""

    name: str
    code: str
    unit: str
    period: str
    owner: str
    adds: str
    number: int
    made: str
    address: str


@dataclass(frozen=True)
class Group:
    """The entries of one target field."""

    id: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class DictionaryPage:
    """What the list shows."""

    sentence: str
    groups: list[Group]
    waiting: list[Line]


@dataclass(frozen=True)
class Change:
    """What a version says otherwise than the one before."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One version as the page of an entry shows it."""

    number: int
    status: str
    status_words: str
    said: str
    definition: str
    facts: list[tuple[str, str]]
    formula: str
    changes: list[Change]
    adopt_address: str


@dataclass(frozen=True)
class EntryPage:
    """One code with all its versions, the newest first."""

    code: str
    name: str
    sentence: str
    versions: list[Version]
    may_draft: bool
    figures_address: str
    history: list[HistoryLine]


@page(Permission.SEE_FIGURES)
def dictionary(request: HttpRequest) -> HttpResponseBase:
    """What is in force, by target field; above it the drafts that wait."""
    entries = list(Indicator.objects.current().select_related(*RELATED))
    groups = [
        Group(value, str(words), [_line(entry) for entry in entries if entry.target_field == value])
        for value, words in Indicator.Field.choices
    ]
    waiting = [_line(draft) for draft in _drafts(person(request))]
    said = _("在用指标 %(count)s 项；口径改变就是新版本，旧数不动") % {"count": len(entries)}
    if waiting:
        said += _("；待启用 %(count)s 项") % {"count": len(waiting)}
    shown = DictionaryPage(said, [group for group in groups if group.lines], waiting)
    return render(request, "desk/dictionary.html", {"page": shown})


@page(Permission.SEE_FIGURES)
def entry(request: HttpRequest, code: str) -> HttpResponseBase:
    """One entry: its versions and what each changed."""
    user = person(request)
    versions = list(seen_by(user).filter(code=code).select_related(*RELATED).order_by("number"))
    if not versions:
        raise Http404
    return render(request, "desk/dictionary_entry.html", {"page": _page(code, versions, user)})


def seen_by(user: User) -> IndicatorQuerySet:
    """Adopted versions; drafts too for those who keep or adopt the dictionary."""
    if user.may(Permission.KEEP_DICTIONARY) or user.may(Permission.ADOPT_DICTIONARY):
        return Indicator.objects.all()
    return Indicator.objects.filter(adopted_at__isnull=False)


def _drafts(user: User) -> Iterable[Indicator]:
    return seen_by(user).filter(adopted_at__isnull=True).select_related(*RELATED)


def _line(entry: Indicator) -> Line:
    return Line(
        name=entry.name,
        code=entry.code,
        unit=entry.unit,
        period=str(entry.get_period_display()),
        owner=entry.owner.short_name if entry.owner else _("公开发布"),
        adds=str(entry.get_over_places_display()),
        number=entry.number,
        made=_made(entry),
        address=reverse("dictionary-entry", args=(entry.code,)),
    )


def _page(code: str, versions: Sequence[Indicator], user: User) -> EntryPage:
    in_force = next((entry for entry in reversed(versions) if entry.adopted_at), None)
    before = [None, *versions[:-1]]
    shown = [_version(entry, last, in_force, user) for entry, last in zip(versions, before, strict=True)]
    newest = versions[-1]
    said = _("%(unit)s，%(period)s报；共 %(count)s 版") % {
        "unit": newest.unit,
        "period": newest.get_period_display(),
        "count": len(versions),
    }
    address = reverse("figure", args=(code,)) if in_force else ""
    return EntryPage(
        code, newest.name, said, shown[::-1], newest.adopted_at is not None, address, history_of(*versions)
    )


def _version(entry: Indicator, last: Indicator | None, in_force: Indicator | None, user: User) -> Version:
    waits = entry.adopted_at is None
    status = ("soon", _("草案")) if waits else ("done", _("现行")) if entry == in_force else ("idle", _("前版"))
    facts = facts_of(entry)
    may_adopt = waits and user.may(Permission.ADOPT_DICTIONARY)
    return Version(
        number=entry.number,
        status=status[0],
        status_words=status[1],
        said=_made(entry),
        definition=entry.definition,
        facts=facts,
        formula=entry.formula,
        changes=_changes(last, entry) if last else [],
        adopt_address=reverse("dictionary-adopt", args=(entry.code, entry.number)) if may_adopt else "",
    )


def _made(entry: Indicator) -> str:
    """Who drafted and who adopted it."""
    made = _("随平台提供") if entry.made_by is None else _("%(who)s起草") % {"who": entry.made_by.full_name}
    if entry.adopted_at is None or entry.adopted_by is None:
        return f"{made}　{month_day(localtime(entry.made_at).date())}"
    adopted = {"who": entry.adopted_by.full_name, "day": month_day(localtime(entry.adopted_at).date())}
    return made + _("，%(who)s%(day)s启用") % adopted


def facts_of(entry: Indicator) -> list[tuple[str, str]]:
    """Everything an entry says besides its definition and formula, in words."""
    return [
        (_("名称"), entry.name),
        (_("英文名"), entry.name_en or "—"),
        (_("单位"), entry.unit),
        (_("期别"), str(entry.get_period_display())),
        (_("归口单位"), entry.owner.name if entry.owner else _("公开发布")),
        (_("数据来源"), entry.source or "—"),
        (_("优劣方向"), str(entry.get_good_display())),
        (_("跨期汇总"), str(entry.get_over_time_display())),
        (_("各地汇总"), _over_places(entry)),
        (_("小数位"), str(entry.scale)),
        (_("有效范围"), _range(entry)),
        (_("服务条款"), cite(entry.clause_path) if entry.clause_path else "—"),
        (_("目标领域"), str(entry.get_target_field_display())),
    ]


def _over_places(entry: Indicator) -> str:
    words = str(entry.get_over_places_display())
    if entry.weight:
        return _("%(how)s，权数：%(weight)s") % {"how": words, "weight": entry.weight.name}
    if entry.numerator and entry.denominator:
        return f"{words}：{entry.numerator.name} ÷ {entry.denominator.name}"
    return words


def _range(entry: Indicator) -> str:
    ends = [entry.lowest, entry.highest]
    if ends == [None, None]:
        return _("不限")
    low, high = (_("不限") if end is None else amount(in_unit(end, entry.scale), entry.scale) for end in ends)
    return f"{low}～{high}"


def in_unit(units: int, scale: int) -> Decimal:
    """An amount kept in units of the last decimal place, in the indicator's own unit."""
    return Decimal(units).scaleb(-scale)


def _changes(last: Indicator, entry: Indicator) -> list[Change]:
    before = dict([*facts_of(last), (_("口径"), last.definition), (_("算法"), last.formula or "—")])
    after = dict([*facts_of(entry), (_("口径"), entry.definition), (_("算法"), entry.formula or "—")])
    return [Change(name, before[name], words) for name, words in after.items() if before[name] != words]
