"""The form of a call: which form, which period, whom, by when, with what instructions, and through which reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.calls import find
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.organisations.models import Area, Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.returns import actions, specs
from luoxiao.returns.actions import CallDraft
from luoxiao.returns.models import BurdenRule, Call, Level, Template

UNITS = 4000  # offered one by one
REVIEWS = (Level.PREFECTURE, Level.PROVINCE, Level.BUREAU, Level.OFFICE)
ASKED = (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)
TEXTS = ("title", "template", "period", "issued_by", "area", "level", "opens_on", "due", "instructions")
FIELDS = {"other-period": "f-period", "due-before-opening": "f-due", "nobody-asked": "f-area", "no-place": "f-area"}
Errors = list[tuple[str, str]]


@dataclass(frozen=True)
class CallForm:
    """What the form shows."""

    typed: Mapping[str, str]
    chosen: set[int]
    chain: Sequence[str]
    templates: list[tuple[int, str]]
    issuers: list[tuple[int, str]]
    areas: list[tuple[int, str]]
    units: list[tuple[int, str]]
    levels: list[tuple[str, str]]
    reviews: list[tuple[str, str]]
    address: str
    key: str
    seen: int
    errors: Errors = field(default_factory=list)


@form(Permission.OPEN_CALL)
def new(request: HttpRequest) -> HttpResponseBase:
    """Write a call; it is a draft until its burden has been looked at."""
    if request.method != "POST":
        return _show(request, _offered(person(request)), set(), [Level.PREFECTURE, Level.PROVINCE, Level.OFFICE])
    return _save(request, None)


@form(Permission.OPEN_CALL)
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Rewrite a call that has not been opened."""
    call = find(request, pk)
    if request.method == "POST":
        return _save(request, call)
    if call.state != Call.State.DRAFT:
        return redirect("call", pk)
    return _show(request, _written(call), set(call.asked), call.chain, call=call)


def _offered(user: User) -> dict[str, str]:
    """A fresh form: the quarter that has just ended, due after the notice that the rule wants."""
    today = clock.today()
    due = today + timedelta(days=BurdenRule.objects.on(today).notice_days)
    period = Quarter.of(today).previous
    return {
        "period": str(period),
        "opens_on": today.isoformat(),
        "due": due.isoformat(),
        "level": Level.COUNTY,
        "issued_by": str(user.unit_id or ""),
    }


def _written(call: Call) -> dict[str, str]:
    """The form filled with a draft."""
    found = {"title": call.title, "template": str(call.template_id), "period": call.period}
    found |= {"issued_by": str(call.issued_by_id), "area": "", "level": Level.COUNTY}
    found |= {"opens_on": call.opens_on.isoformat(), "due": call.due.isoformat(), "instructions": call.instructions}
    return found | ({"is_rehearsal": "1"} if call.is_rehearsal else {})


def _save(request: HttpRequest, call: Call | None) -> HttpResponseBase:
    typed = {name: request.POST.get(name, "").strip() for name in TEXTS}
    typed |= {"is_rehearsal": "1"} if "is_rehearsal" in request.POST else {}
    chosen = {pk for pk in map(number, request.POST.getlist("units")) if pk is not None}
    chain = request.POST.getlist("chain")
    draft, errors = _draft(request, typed, chosen, chain)
    if draft is None:
        return _show(request, typed, chosen, chain, call=call, errors=errors)
    by, at, seen, kept = person(request), clock.now(), number(request.POST.get("seen")) or 0, draft

    def act() -> str:
        if call is None:
            made = actions.draft_call(draft=kept, by=by, at=at)
        else:
            made = actions.change_call(call, draft=kept, seen=seen, by=by, at=at)
        return reverse("call", args=(made.pk,))

    outcome = carry_out(request, act, done=_("草稿已保存。看清各单位的负担后再布置。"))
    if not isinstance(outcome, Refusal):
        return outcome
    told = [(FIELDS.get(outcome.code, ""), str(outcome))]
    now = find(request, call.pk) if call else None
    status = 409 if isinstance(outcome, Stale) else 422
    return _show(request, typed, chosen, chain, call=now, errors=told, status=status)


def _draft(
    request: HttpRequest, typed: Mapping[str, str], chosen: set[int], chain: Sequence[str]
) -> tuple[CallDraft | None, Errors]:
    """The form as values, or every fault with its field. What is not offered is a 404."""
    opens, due = _day(typed["opens_on"]), _day(typed["due"])
    said = _("“%(typed)s”不是日期。按 2012-11-30 的样子填写。")
    errors = [
        (f"f-{name}", said % {"typed": typed[name][:20]})
        for name, day in (("opens_on", opens), ("due", due))
        if day is None
    ]
    if opens is None or due is None:
        return None, errors
    area = get_object_or_404(Area, pk=number(typed["area"])) if typed["area"] else None
    named = list(Unit.objects.filter(pk__in=chosen).order_by("pk"))
    level = typed["level"] if typed["level"] in ASKED else Level.COUNTY
    return CallDraft(
        title=typed["title"],
        template=get_object_or_404(Template.objects.usable(), pk=number(typed["template"])),
        period=typed["period"],
        issued_by=_issuer(person(request), typed["issued_by"]),
        units=specs.units_asked(area=area, level=level, units=named),
        opens_on=opens,
        due=due,
        chain=chain,
        instructions=typed["instructions"],
        is_rehearsal="is_rehearsal" in typed,
    ), []


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _issuer(user: User, said: str) -> Unit:
    """The unit that asks: one of those offered for the office, their own for a bureau or where none is said."""
    chosen = number(said) if said and user.scope_of(Permission.OPEN_CALL) is Scope.ALL else user.unit_id
    return get_object_or_404(_may_issue(user), pk=chosen)


def _may_issue(user: User) -> QuerySet[Unit]:
    own = Unit.objects.filter(pk=user.unit_id or 0)
    if user.scope_of(Permission.OPEN_CALL) is not Scope.ALL:
        return own
    return own | Unit.objects.filter(kind__in=(Unit.Kind.BUREAU, Unit.Kind.MINISTRY))


def _issuers(user: User) -> list[tuple[int, str]]:
    return list(_may_issue(user).order_by("id").values_list("pk", "short_name"))


def _show(
    request: HttpRequest,
    typed: Mapping[str, str],
    chosen: set[int],
    chain: Sequence[str],
    *,
    call: Call | None = None,
    errors: Errors | None = None,
    status: int = 422,
) -> HttpResponseBase:
    askable = Unit.objects.filter(kind__in=ASKED, region__isnull=False).order_by("region__code_2012")
    shown = CallForm(
        typed=typed,
        chosen=chosen,
        chain=chain,
        templates=[(each.pk, str(each)) for each in Template.objects.usable().order_by("code")],
        issuers=_issuers(person(request)),
        areas=list(Area.objects.order_by("number").values_list("pk", "short_name")),
        units=list(askable.values_list("pk", "short_name")[:UNITS]),
        levels=[(level.value, str(level.label)) for level in ASKED],
        reviews=[(level.value, str(level.label)) for level in REVIEWS],
        address=reverse("call-edit", args=(call.pk,)) if call else reverse("call-new"),
        key=new_key(),
        seen=call.version if call else 0,
        errors=errors or [],
    )
    return render(request, "desk/call_form.html", {"form": shown}, status=status if errors else 200)
