"""常用列表 of the board: save the filters in force under a name, give one up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out
from luoxiao.desk.board_filters import Filters
from luoxiao.desk.locks import form, person
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.models import SavedView


@form(Permission.SEE_TASKS)
def save(request: HttpRequest) -> HttpResponseBase:
    """Back to the list; a refusal is said there."""
    query = Filters.read(QueryDict(request.POST.get("query", "")[:2000])).query
    place = reverse("tasks") + (f"?{query}" if query else "")
    if request.method != "POST":
        return redirect("tasks")
    name, shared, by, at = request.POST.get("name", ""), "shared" in request.POST, person(request), clock.now()

    def act() -> str:
        actions.save_view(name=name, query=query, is_shared=shared, by=by, at=at)
        return place

    outcome = carry_out(request, act, done=_("常用列表已保存。"))
    return _told(request, outcome, place) if isinstance(outcome, Refusal) else outcome


@form(Permission.SEE_TASKS)
def drop(request: HttpRequest, pk: int) -> HttpResponseBase:
    view, by, at = get_object_or_404(SavedView, pk=pk, user=person(request)), person(request), clock.now()
    if request.method != "POST":
        return redirect("tasks")

    def act() -> str:
        actions.drop_view(view, by=by, at=at)
        return reverse("tasks")

    outcome = carry_out(request, act, done=_("常用列表已删除。"))
    return _told(request, outcome, reverse("tasks")) if isinstance(outcome, Refusal) else outcome


def _told(request: HttpRequest, refusal: Refusal, place: str) -> HttpResponseBase:
    messages.error(request, str(refusal))
    return redirect(place)
