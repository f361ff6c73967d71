"""The form that sets a target: which indicator, for whom, by the end of which year, how much, on what basis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk import figures_reading
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.figures_shared import members
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.indicators import actions
from luoxiao.indicators.models import Indicator, Place
from luoxiao.organisations.roles import Permission

FIRST, LAST = 2010, 2050  # years that a target can be set for
Errors = list[tuple[str, str]]


@dataclass(frozen=True)
class TargetPage:
    """What the form shows; `typed` is what was filled in."""

    indicator: Indicator
    places: list[Place]
    key: str
    typed: Mapping[str, str]
    errors: Errors = field(default_factory=list)

    def error_of(self, name: str) -> str:
        return next((sentence for where, sentence in self.errors if where == f"f-{name}"), "")


@form(Permission.KEEP_DICTIONARY)
def target(request: HttpRequest, code: str) -> HttpResponseBase:
    """Set a target of an indicator in force; a target that stands is not changed. A place not offered is a 404."""
    found = figures_reading.indicator(code)
    if found is None:
        raise Http404
    if not found.kept_by(person(request)):
        raise PermissionDenied
    entry, places = found, {str(place.pk): place for place in _places()}
    if request.method != "POST":
        return _show(request, entry, places, {"place": "", "year": "", "value": "", "basis": ""})
    typed = {name: request.POST.get(name, "").strip() for name in ("place", "year", "value", "basis")}
    if typed["place"] and typed["place"] not in places:
        raise Http404
    year, value, errors = _values(typed)
    if errors:
        return _show(request, entry, places, typed, errors)

    def act() -> str:
        actions.set_target(
            entry,
            place=places.get(typed["place"]),
            year=year,
            value=value,
            basis=typed["basis"],
            by=person(request),
            at=clock.now(),
        )
        return reverse("figure", args=(code,))

    outcome = carry_out(request, act, done=_("目标已设定。"))
    return _show(request, entry, places, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _places() -> list[Place]:
    found = members()
    return found.counties if found else []


def _values(typed: Mapping[str, str]) -> tuple[int, Decimal | None, Errors]:
    """The form as values, or what cannot be read. No value means the nation's average."""
    errors: Errors = []
    year = number(typed["year"])
    if year is None or not FIRST <= year <= LAST:
        said = _("“年份”填的是“%(typed)s”。填 %(first)s 至 %(last)s 的年份。")
        errors.append(("f-year", said % {"typed": typed["year"][:20], "first": FIRST, "last": LAST}))
    try:
        value = Decimal(typed["value"].replace(",", "").replace("，", "")) if typed["value"] else None
    except InvalidOperation:
        value = Decimal("NaN")
    if value is not None and not value.is_finite():
        said = _("“目标值”填的是“%(typed)s”，不是数。填数；与全国平均看齐的不填。")
        errors.append(("f-value", said % {"typed": typed["value"][:20]}))
    return year or 0, value, errors


def _show(
    request: HttpRequest,
    entry: Indicator,
    places: Mapping[str, Place],
    typed: Mapping[str, str],
    errors: Errors | None = None,
) -> HttpResponseBase:
    shown = TargetPage(entry, list(places.values()), new_key(), typed, errors or [])
    return render(request, "desk/figures_target.html", {"page": shown}, status=422 if errors else 200)
