"""督办单规则: the preset in force, those before and after it, and the form that sets the next."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.dated_rules import Errors, values
from luoxiao.desk.locks import form, person
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.models import SlipRule

NAMES = ("preset", "answer_days", "in_force_from", "basis")


@dataclass(frozen=True)
class RulesPage:
    """What the page shows; `typed` is what was filled in."""

    rule: SlipRule
    rules: list[SlipRule]
    presets: list[tuple[str, str]]
    key: str
    typed: dict[str, str]
    errors: Errors = field(default_factory=list)


@form(Permission.SET_LIGHTS)
def slip_rules(request: HttpRequest) -> HttpResponseBase:
    """Which colours slips have and how many days they leave, from which day, on what basis."""
    if request.method != "POST":
        rule = SlipRule.objects.on(clock.today())
        typed = {"preset": rule.preset, "answer_days": str(rule.answer_days), "basis": ""}
        return _show(request, typed | {"in_force_from": clock.today().isoformat()})
    typed = {name: request.POST.get(name, "").strip() for name in NAMES}
    said = _("“%(field)s”填的是“%(typed)s”，不是天数。填整数。")
    (days,), day, errors = values(typed, (("answer_days", _("回复天数")),), said)
    if typed["preset"] not in SlipRule.Preset.values:
        errors.insert(0, ("f-preset", _("没有选规则。选一种。")))
    if day is None or errors:
        return _show(request, typed, errors)

    def act() -> str:
        actions.set_slip_rule(
            preset=typed["preset"],
            answer_days=days,
            in_force_from=day,
            basis=typed["basis"],
            by=person(request),
            at=clock.now(),
        )
        return reverse("slip-rules")

    outcome = carry_out(request, act, done=_("督办单规则已保存。"))
    return _show(request, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _show(request: HttpRequest, typed: dict[str, str], errors: Errors | None = None) -> HttpResponseBase:
    rules = list(SlipRule.objects.select_related("set_by").order_by("-in_force_from"))
    presets = [(value, str(label)) for value, label in SlipRule.Preset.choices]
    shown = RulesPage(SlipRule.objects.on(clock.today()), rules, presets, new_key(), typed, errors or [])
    return render(request, "desk/slip_rules.html", {"page": shown}, status=422 if errors else 200)
