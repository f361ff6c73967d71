"""报表与校核规则: the forms made from the dictionary, one version with its lines and rules, and putting it to use."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.reading import number
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns import actions
from luoxiao.returns.actions import LineDraft
from luoxiao.returns.models import Rule, Template, TemplateItem, Waiver
from luoxiao.supervision.lights import Light

MOST = 200  # templates on a page; indicators offered to a form
Errors = list[tuple[str, str]]


@dataclass(frozen=True)
class Row:
    """A version of a form in the list."""

    template: Template
    lines: int
    rules: int
    light: Light
    words: str


@dataclass(frozen=True)
class ListPage:
    rows: list[Row]
    may_keep: bool


@page(Permission.SEE_RETURNS)
def templates(request: HttpRequest) -> HttpResponseBase:
    """All versions, the newest of each code first."""
    user = person(request)
    seen = Template.objects.visible_to(user).select_related("made_by")
    counted = seen.annotate(
        lines=Count("items", distinct=True),
        ruled=Count("rules", distinct=True),
        later=Count("successors", filter=Q(successors__adopted_at__isnull=False)),
    )
    rows = [_row(template) for template in counted.order_by("code", "-number")[:MOST]]
    shown = ListPage(rows, user.may(Permission.KEEP_DICTIONARY))
    return render(request, "desk/return_templates.html", {"page": shown})


def _row(template: Any) -> Row:
    return Row(template, template.lines, template.ruled, *_standing(template, template.later > 0))


def _standing(template: Template, is_replaced: bool) -> tuple[Light, str]:
    if template.adopted_at is None:
        return Light.SOON, _("待启用")
    return (Light.IDLE, _("已有新版")) if is_replaced else (Light.DONE, _("在用"))


@dataclass(frozen=True)
class TemplatePage:
    """One version: what it asks, by which rules, and which of the units that this person sees have leave from them."""

    template: Template
    light: Light
    words: str
    items: list[TemplateItem]
    rules: list[Rule]
    waivers: list[Waiver]
    may_rule: bool
    revises: bool
    adopts: bool
    why_not_adopt: str
    grants: bool
    user: User
    key: str
    errors: Errors = field(default_factory=list)


@page(Permission.SEE_RETURNS)
def template(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = gather(_template(request, pk), person(request))
    return render(request, "desk/return_template.html", {"page": shown})


def _template(request: HttpRequest, pk: int) -> Template:
    seen = Template.objects.visible_to(person(request))
    return get_object_or_404(seen.select_related("made_by", "adopted_by"), pk=pk)


def gather(template: Template, user: User) -> TemplatePage:
    """A fixed number of queries, however many lines and rules."""
    is_replaced = template.successors.filter(adopted_at__isnull=False).exists()
    light, words = _standing(template, is_replaced)
    keeps = template.kept_by(user)
    waivers = Waiver.objects.visible_to(user).filter(rule__template=template)
    return TemplatePage(
        template=template,
        light=light,
        words=words,
        items=list(template.items.select_related("indicator").order_by("order")),
        rules=list(template.rules.order_by("code")),
        waivers=list(waivers.select_related("rule", "unit", "asked_by", "approved_by", "refused_by").order_by("-id")),
        may_rule=keeps and not is_replaced,
        revises=keeps and template.adopted_at is not None and not is_replaced,
        adopts=template.adopted_at is None and user.may(Permission.ADOPT_DICTIONARY),
        why_not_adopt=_("本人所拟，由另一人启用") if template.made_by_id == user.pk else "",
        grants=user.may(Permission.APPROVE_WAIVER),
        user=user,
        key=new_key(),
    )


@form(Permission.ADOPT_DICTIONARY)
def adopt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A second person puts the version to use."""
    template = _template(request, pk)
    by, at = person(request), clock.now()
    return answer(request, template, lambda: actions.adopt_template(template, by=by, at=at), _("报表已启用。"))


@form(Permission.APPROVE_WAIVER)
def waive(request: HttpRequest, pk: int, waiver: int) -> HttpResponseBase:
    """A second person approves leave from a rule."""
    template = _template(request, pk)
    found = _waiver(request, template, waiver)
    by, at = person(request), clock.now()
    return answer(request, template, lambda: actions.approve_waiver(found, by=by, at=at), _("豁免已批准。"))


@form(Permission.APPROVE_WAIVER)
def refuse_waiver(request: HttpRequest, pk: int, waiver: int) -> HttpResponseBase:
    """A second person refuses it, with the reason that the unit reads."""
    template = _template(request, pk)
    found, why = _waiver(request, template, waiver), request.POST.get("reason", "")
    by, at = person(request), clock.now()
    return answer(
        request,
        template,
        lambda: actions.refuse_waiver(found, reason=why, by=by, at=at),
        _("豁免没有批准，原因已写明。"),
    )


def _waiver(request: HttpRequest, template: Template, pk: int) -> Waiver:
    return get_object_or_404(Waiver.objects.visible_to(person(request)), rule__template=template, pk=pk)


@form(Permission.KEEP_DICTIONARY)
def retire(request: HttpRequest, pk: int, rule: int) -> HttpResponseBase:
    """Apply a rule no more from a period on."""
    template = _template(request, pk)
    found = get_object_or_404(template.rules, pk=rule)
    period, why = request.POST.get("from_period", ""), request.POST.get("reason", "")
    by, at = person(request), clock.now()
    return answer(
        request,
        template,
        lambda: actions.retire_rule(found, from_period=period, reason=why, by=by, at=at),
        _("规则已停用。"),
    )


def answer(request: HttpRequest, template: Template, do: Any, done: str) -> HttpResponseBase:
    """Carry out what a POST asks and go back to the version; a GET only shows it; a refusal is shown on it."""
    if request.method != "POST":
        return render(request, "desk/return_template.html", {"page": gather(template, person(request))})

    def act() -> str:
        do()
        return reverse("return-template", args=(template.pk,))

    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    shown = replace(gather(_template(request, template.pk), person(request)), errors=[("", str(outcome))])
    return render(request, "desk/return_template.html", {"page": shown}, status=422)


@dataclass(frozen=True)
class OfferedLine:
    """An indicator that may become a line, with what was typed beside it."""

    pk: int
    name: str
    unit: str
    period: str
    code: str
    group: str
    is_required: bool


@dataclass(frozen=True)
class DraftForm:
    """What the form of a new version shows."""

    of: Template | None
    lines: list[OfferedLine]
    periods: list[tuple[str, str]]
    typed: Mapping[str, str]
    key: str
    errors: Errors = field(default_factory=list)


@form(Permission.KEEP_DICTIONARY)
def draft(request: HttpRequest) -> HttpResponseBase:
    """Choose indicators and name the lines; `of` is the version that is to be replaced."""
    asked = number(request.GET.get("of"))
    of = _template(request, asked) if asked else None
    if of and not of.kept_by(person(request)):
        raise PermissionDenied
    if request.method != "POST":
        return _ask(request, of, _from_version(of))
    typed = {name: value.strip() for name, value in request.POST.items() if isinstance(value, str)}
    lines = _drafts(typed)

    def act() -> str:
        made = actions.draft_template(
            code=typed.get("code", ""),
            name=typed.get("name", ""),
            period=typed.get("period", ""),
            lines=lines,
            replaces=of,
            by=person(request),
            at=clock.now(),
        )
        return reverse("return-template", args=(made.pk,))

    outcome = carry_out(request, act, done=_("报表已保存，待另一人启用。"))
    return _ask(request, of, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _from_version(of: Template | None) -> dict[str, str]:
    """The form filled with the version that is to be replaced."""
    if of is None:
        return {"period": Indicator.Period.QUARTER}
    found = {"code": of.code, "name": of.name, "period": of.period}
    for item in of.items.order_by("order"):
        found |= {f"c-{item.indicator_id}": item.code, f"g-{item.indicator_id}": item.group}
        found |= {f"r-{item.indicator_id}": "1"} if item.is_required else {}
    return found


def _reported() -> Any:
    """What a form may ask: indicators in force that are reported, not computed."""
    return Indicator.objects.current().filter(formula="").order_by("period", "code")[:MOST]


def _drafts(typed: Mapping[str, str]) -> list[LineDraft]:
    """The indicators that were given a code, in the order of the codes."""
    chosen = [indicator for indicator in _reported() if typed.get(f"c-{indicator.pk}")]
    lines = [
        LineDraft(typed[f"c-{each.pk}"], typed.get(f"g-{each.pk}", ""), each, f"r-{each.pk}" in typed)
        for each in chosen
    ]
    return sorted(lines, key=lambda line: line.code)


def _ask(
    request: HttpRequest, of: Template | None, typed: Mapping[str, str], errors: Errors | None = None
) -> HttpResponseBase:
    fresh = request.method != "POST" and of is None
    lines = [
        OfferedLine(
            pk=each.pk,
            name=each.name,
            unit=each.unit,
            period=each.get_period_display(),
            code=typed.get(f"c-{each.pk}", ""),
            group=typed.get(f"g-{each.pk}", ""),
            is_required=fresh or f"r-{each.pk}" in typed,
        )
        for each in _reported()
    ]
    shown = DraftForm(
        of, lines, [(value, str(words)) for value, words in Indicator.Period.choices], typed, new_key(), errors or []
    )
    return render(request, "desk/return_template_form.html", {"form": shown}, status=422 if errors else 200)
