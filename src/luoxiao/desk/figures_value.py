"""One figure: where it is from, who put it in and when, what stood here before, what a second source says."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core.wording import period_words
from luoxiao.desk.figure_words import signed
from luoxiao.desk.figures_shared import figure_words, is_rehearsal, query
from luoxiao.desk.locks import page, person
from luoxiao.indicators import figures as store
from luoxiao.indicators.models import Contested, Indicator, Origin, Place
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.models import Return


@dataclass(frozen=True)
class Said:
    """A figure with its origin in words."""

    value: str
    source: str
    kind: str
    cell: str
    confidence: str
    by: str
    at: datetime
    address: str = ""  # of the return it was reported in, for those who may see it
    reason: str = ""
    difference: str = ""


@dataclass(frozen=True)
class Before:
    """A figure that another one has replaced."""

    value: str
    became: str
    source: str
    replaced: datetime


@dataclass(frozen=True)
class ValuePage:
    """What the page shows."""

    indicator: Indicator
    indicator_address: str
    place: str
    place_address: str
    period: str
    rehearsal: bool
    now: Said
    others: list[Said]
    history: list[Before]


@page(Permission.SEE_FIGURES)
def value(request: HttpRequest, code: str, place: str, period: str) -> HttpResponseBase:
    """One cell: an indicator in force, a place, a period (2012/2014 is written 2012_2014)."""
    rehearsal, wanted = is_rehearsal(request), period.replace("_", "/")
    entry = Indicator.objects.current().filter(code=code).first()
    where = Place.objects.with_code(place).first()
    if entry is None or where is None:
        raise Http404
    found = dict(store.profile(where, [entry], rehearsal=rehearsal, period=wanted).get(entry.pk, ()))
    if wanted not in found:
        raise Http404
    shown = _page(entry, where, wanted, found[wanted], rehearsal, person(request))
    return render(request, "desk/figures_value.html", {"page": shown})


def _page(entry: Indicator, place: Place, period: str, figure: store.Figure, rehearsal: bool, user: User) -> ValuePage:
    origin = Origin.objects.select_related("by").filter(pk=figure.origin_id).first()
    if origin is None:
        raise Http404
    others = store.contested([entry], rehearsal=rehearsal, period=period, place=place)
    place_route = "place" if place.kind == Place.Kind.COUNTY else ""
    return ValuePage(
        indicator=entry,
        indicator_address=reverse("figure", args=(entry.code,)) + query(rehearsal, period=period),
        place=place.name,
        place_address=reverse(place_route, args=(place.code,)) + query(rehearsal) if place_route else "",
        period=period_words(period),
        rehearsal=rehearsal,
        now=replace(_said(figure_words(figure, entry), origin, entry), address=_return(origin, user)),
        others=[_other(each, figure.value, entry) for each in others],
        history=_before(entry, place, period, figure, rehearsal),
    )


def _return(origin: Origin, user: User) -> str:
    """The address of the return that the figure was reported in; nothing for who may not see it."""
    if origin.return_id is None or not user.may(Permission.SEE_RETURNS):
        return ""
    seen = Return.objects.visible_to(user).filter(pk=origin.return_id).exists()
    return reverse("return", args=(origin.return_id,)) if seen else ""


def _said(words: str, origin: Origin, entry: Indicator, reason: str = "", difference: str = "") -> Said:
    return Said(
        value=words,
        source=origin.source,
        kind=str(origin.get_kind_display()),
        cell=str(origin.cells.get(entry.code, "")),
        confidence=str(origin.get_confidence_display()),
        by=origin.by.full_name if origin.by else _("随平台提供"),
        at=origin.at,
        reason=reason,
        difference=difference,
    )


def _other(found: Contested, official: Decimal | None, entry: Indicator) -> Said:
    figure = store.value(found)
    both = official is not None and figure.value is not None
    by = signed(figure.value - official, entry.scale) if both else ""  # type: ignore[operator]
    words = _("与现行数差 %(by)s") % {"by": by} if by else ""
    return _said(figure_words(figure, entry), found.origin, entry, found.reason, words)


def _before(entry: Indicator, place: Place, period: str, now: store.Figure, rehearsal: bool) -> list[Before]:
    """Newest first; each became what stood here next."""
    rows = store.history(entry, place, period, rehearsal=rehearsal)
    became = [figure_words(now, entry), *(figure_words(store.value(row), entry) for row in rows)]
    return [
        Before(figure_words(store.value(row), entry), after, row.origin.source, row.at)
        for row, after in zip(rows, became, strict=False)
    ]
