"""亮灯规则: the rule in force, those before and after it, and the form that sets the next."""

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
from luoxiao.supervision.models import LightRule


@dataclass(frozen=True)
class RulesPage:
    """What the page shows; `typed` is what was filled in."""

    rule: LightRule
    rules: list[LightRule]
    key: str
    typed: dict[str, str]
    errors: Errors = field(default_factory=list)


@form(Permission.SET_LIGHTS)
def light_rules(request: HttpRequest) -> HttpResponseBase:
    """How near is near and how long is silent, from which day, on what basis."""
    if request.method != "POST":
        rule = LightRule.objects.on(clock.today())
        typed = {"soon_days": str(rule.soon_days), "silent_days": str(rule.silent_days)}
        return _show(request, typed | {"in_force_from": clock.today().isoformat(), "basis": ""})
    typed = {
        name: request.POST.get(name, "").strip() for name in ("soon_days", "silent_days", "in_force_from", "basis")
    }
    fields = (("soon_days", _("临期天数")), ("silent_days", _("久无进展天数")))
    said = _("“%(field)s”填的是“%(typed)s”，不是天数。填整数。")
    (soon, silent), day, errors = values(typed, fields, said)
    if day is None or errors:
        return _show(request, typed, errors)

    def act() -> str:
        actions.set_light_rule(
            soon_days=soon,
            silent_days=silent,
            in_force_from=day,
            basis=typed["basis"],
            by=person(request),
            at=clock.now(),
        )
        return reverse("light-rules")

    outcome = carry_out(request, act, done=_("亮灯规则已保存。"))
    return _show(request, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _show(request: HttpRequest, typed: dict[str, str], errors: Errors | None = None) -> HttpResponseBase:
    rules = list(LightRule.objects.select_related("set_by").order_by("-in_force_from"))
    shown = RulesPage(LightRule.objects.on(clock.today()), rules, new_key(), typed, errors or [])
    return render(request, "desk/light_rules.html", {"page": shown}, status=422 if errors else 200)
