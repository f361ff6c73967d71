"""指数权重: what counts how much in the composite index of a target field, from which day, on what basis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.dated_rules import Errors, values
from luoxiao.desk.figures_shared import Choice
from luoxiao.desk.locks import form, person
from luoxiao.indicators import actions
from luoxiao.indicators.models import CompositeWeight, Indicator
from luoxiao.organisations.roles import Permission

FIELDS = (Indicator.Field.FACILITIES, Indicator.Field.PROTECTION, Indicator.Field.SERVICE)


@dataclass(frozen=True)
class WeightSet:
    """The weights of one field from a day on."""

    day: date
    is_in_force: bool
    weights: list[CompositeWeight]
    basis: str
    set_by: str


@dataclass(frozen=True)
class WeightsPage:
    """What the page shows; `typed` is what was filled in, `sets` whether this person may set weights."""

    target_field: str
    words: str
    fields: list[Choice]
    entries: list[Indicator]
    history: list[WeightSet]
    sets: bool
    key: str
    typed: Mapping[str, str]
    errors: Errors = field(default_factory=list)

    def error_of(self, name: str) -> str:
        return next((sentence for where, sentence in self.errors if where == f"f-{name}"), "")


@form(Permission.KEEP_DICTIONARY)
def weights(request: HttpRequest, target_field: str) -> HttpResponseBase:
    """The weights in force, those before and after, and the form that sets the next. Another field is a 404."""
    if target_field not in FIELDS:
        raise Http404
    entries = _entries(target_field)
    if request.method != "POST":
        return _show(request, target_field, entries, _offered(target_field))
    typed = {name: request.POST.get(name, "").strip() for name in (*map(_name, entries), "in_force_from", "basis")}
    said = _("“%(field)s”的权重填的是“%(typed)s”。填 0 至 100 的整数，不计的填 0。")
    filled = {name: text or "0" for name, text in typed.items() if name.startswith("w-")}
    labels = [(_name(entry), entry.name) for entry in entries]
    percents, day, errors = values(typed | filled, labels, said)
    if day is None or errors:
        return _show(request, target_field, entries, typed, errors)

    def act() -> str:
        actions.set_composite_weights(
            dict(zip(entries, percents, strict=True)),
            in_force_from=day,
            basis=typed["basis"],
            by=person(request),
            at=clock.now(),
        )
        return reverse("figure-weights", args=(target_field,))

    outcome = carry_out(request, act, done=_("权重已设定。"))
    told = [("", str(outcome))] if isinstance(outcome, Refusal) else []
    return _show(request, target_field, entries, typed, told) if isinstance(outcome, Refusal) else outcome


def _entries(target_field: str) -> list[Indicator]:
    """What may count: indicators of the field in force of which more, or less, is better."""
    own = Indicator.objects.current().filter(target_field=target_field).exclude(good=Indicator.Good.NEITHER)
    return list(own.order_by("code"))


def _name(entry: Indicator) -> str:
    return f"w-{entry.code}"


def _offered(target_field: str) -> dict[str, str]:
    """The form filled with the weights in force."""
    now = next((each for each in _history(target_field) if each.is_in_force), None)
    found = {f"w-{weight.indicator.code}": str(weight.percent) for weight in now.weights} if now else {}
    return found | {"in_force_from": clock.today().isoformat(), "basis": ""}


def _history(target_field: str) -> list[WeightSet]:
    """Every set of weights of the field, the newest first. One query."""
    rows = CompositeWeight.objects.filter(indicator__target_field=target_field).select_related("indicator", "set_by")
    by_day: dict[date, list[CompositeWeight]] = {}
    for row in rows.order_by("-in_force_from", "-percent", "indicator__code"):
        by_day.setdefault(row.in_force_from, []).append(row)
    now = max((day for day in by_day if day <= clock.today()), default=None)
    return [_set(day, own, is_in_force=day == now) for day, own in by_day.items()]


def _set(day: date, rows: Sequence[CompositeWeight], *, is_in_force: bool) -> WeightSet:
    first = rows[0]
    return WeightSet(day, is_in_force, list(rows), first.basis, first.set_by.full_name if first.set_by else "—")


def _show(
    request: HttpRequest,
    target_field: str,
    entries: list[Indicator],
    typed: Mapping[str, str],
    errors: Errors | None = None,
) -> HttpResponseBase:
    shown = WeightsPage(
        target_field=target_field,
        words=str(Indicator.Field(target_field).label),
        fields=[
            Choice(str(each.label), reverse("figure-weights", args=(each.value,)), each == target_field)
            for each in FIELDS
        ],
        entries=entries,
        history=_history(target_field),
        sets=person(request).may(Permission.ADOPT_DICTIONARY),
        key=new_key(),
        typed=typed,
        errors=errors or [],
    )
    return render(request, "desk/figures_weights.html", {"page": shown}, status=422 if errors else 200)
