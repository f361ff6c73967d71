"""What is done with a project from its page: a step of its way, a photograph or paper, a risk."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core import clock
from luoxiao.core.money import WAN, NotMoney, fen_of
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out
from luoxiao.desk.locks import form, person
from luoxiao.desk.project_page import show_again
from luoxiao.desk.projects_shared import find
from luoxiao.desk.reading import number
from luoxiao.desk.uploads import plain_name
from luoxiao.funds import actions
from luoxiao.funds.models import Project
from luoxiao.funds.stages import Step
from luoxiao.funds.wording.projects import STEPS
from luoxiao.organisations.roles import Permission


class NotAnAmount(Refusal):
    code = "not-an-amount"
    sentence = gettext_lazy("“%(typed)s”不是金额，没有办理。按 2,260.00 的样子填写，单位万元，最多六位小数。")


class NotADay(Refusal):
    code = "not-a-day"
    sentence = gettext_lazy("“%(typed)s”不是日期，没有办理。按 2012-11-30 的样子填写。")


class NoFile(Refusal):
    code = "no-project-file"
    sentence = gettext_lazy("没有选择文件，没有上传。选择照片或文件后再上传。")


@form(Permission.SEE_PROJECTS)
def move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a step; one that is no step is a 404."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("project", pk)
    step = next((step for step in Step if step == request.POST.get("do")), None)
    if step is None:
        raise Http404
    said = _("%(step)s：已办理。") % {"step": STEPS[step]}
    return _answer(request, found, lambda: _take(request, found, step), said, f"f-remark-{step}")


def _take(request: HttpRequest, found: Project, step: Step) -> None:
    actions.take_step(
        found,
        step,
        remark=request.POST.get("remark", ""),
        approved_fen=amount(request.POST.get("amount", "")) if step is Step.APPROVE else None,
        due=day(request.POST.get("day", "")) if step is Step.MEND else None,
        seen=number(request.POST.get("seen")) or 0,
        by=person(request),
        at=clock.now(),
    )


def amount(typed: str) -> int | None:
    """Fen of an amount typed in 万元; None for nothing. Raises NotAnAmount."""
    if not typed.strip():
        return None
    try:
        return fen_of(typed, WAN)
    except NotMoney as error:
        raise NotAnAmount(typed=typed.strip()[:30]) from error


def day(typed: str) -> date | None:
    """None for nothing. Raises NotADay."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise NotADay(typed=typed.strip()[:20]) from error


@form(Permission.APPLY_PROJECT)
def add_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Keep a photograph or paper of the person's own project."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("project", pk)
    return _answer(request, found, lambda: _keep(request, found), _("材料已上传。"), "f-file")


def _keep(request: HttpRequest, found: Project) -> None:
    """Raises NoFile, and what the action raises; a file that is too large is not read."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise NoFile
    name = plain_name(file.name or "")
    actions.refuse_large(name, file.size or 0)
    said: dict[str, Any] = {"kind": request.POST.get("kind", ""), "caption": request.POST.get("caption", "")}
    actions.add_file(found, name=name, content=file.read(), **said, by=person(request), at=clock.now())


@form(Permission.SEE_PROJECTS)
def risk(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a risk on record, or (`risk` its id) close one with what was done."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("project", pk)
    by, at, measure = person(request), clock.now(), request.POST.get("measure", "")
    if "risk" in request.POST:
        known = get_object_or_404(found.risks.select_related("project"), pk=number(request.POST["risk"]))
        do: Callable[[], Any] = lambda: actions.close_risk(known, measure=measure, by=by, at=at)  # noqa: E731
        return _answer(request, found, do, _("风险已销去。"), f"f-measure-{known.pk}")
    grade, text = request.POST.get("grade", ""), request.POST.get("text", "")
    return _answer(
        request,
        found,
        lambda: actions.raise_risk(found, grade=grade, text=text, measure=measure, by=by, at=at),
        _("风险已登记。"),
        "f-text",
    )


def _answer(request: HttpRequest, found: Project, do: Callable[[], Any], done: str, field_id: str) -> HttpResponseBase:
    """Carry the action out and go back to the project; a refusal shows it again with what was filled in."""

    def act() -> str:
        do()
        return reverse("project", args=(found.pk,))

    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    field_id = _FIELDS.get(outcome.code, field_id)
    return show_again(request, found.pk, outcome, field_id, 409 if isinstance(outcome, Stale) else 422)


_FIELDS = {  # refusals that belong to another field than the form's first, or to none
    **dict.fromkeys(("not-an-amount", "amount-wanted"), "f-amount"),
    **dict.fromkeys(("not-a-day", "date-wanted"), "f-day"),
    **dict.fromkeys(
        ("stale", "project-money-in-books", "dates-wanted", "funding-wanted", "project-not-at-this-stage"), ""
    ),
    **dict.fromkeys(("own-project", "project-reviewed-it", "risk-closed"), ""),
}
