"""生成督办通报: the draft of a circular of a period's statistics of supervision."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out
from luoxiao.desk.figures_shared import is_rehearsal
from luoxiao.desk.locks import form, person
from luoxiao.desk.paper_statistics import prepare
from luoxiao.desk.task_statistics import period_of, show
from luoxiao.organisations.roles import Permission


@form(Permission.DRAFT_PAPER)
def circular(request: HttpRequest) -> HttpResponseBase:
    """Its figures stay live until issue; the page says why where none was made."""
    if request.method != "POST":
        return redirect("supervision-statistics")
    period, rehearsal = period_of(request), is_rehearsal(request)
    by, at = person(request), clock.now()

    def act() -> str:
        return reverse("paper", args=(prepare(period, rehearsal=rehearsal, by=by, at=at).pk,))

    outcome = carry_out(request, act, done=_("督办情况通报草稿已生成，由另一人核稿、签发。"))
    return show(request, str(outcome), 422) if isinstance(outcome, Refusal) else outcome
