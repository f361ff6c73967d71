"""清单导出为 Excel、改后导入: chosen, shown as what it would change, then taken whole or refused whole.

Between preview and confirmation the file waits under its hash; what is confirmed is exactly what was shown.
"""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core import clock, office_wording, waiting
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.board_filters import Filters
from luoxiao.desk.figures_files import answer
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.noting import note_refusal
from luoxiao.desk.tasks import by_date
from luoxiao.desk.tasks_sheet import Returned, returned, table
from luoxiao.desk.uploads import address, chosen_in, plain_name
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.models import LightRule, Task

SALT, SHOWN = "luoxiao.tasks-intake", 200


class NoList(Refusal):
    code = "no-list"
    sentence = gettext_lazy("没有选择文件，没有读取。选择导出后修改的清单再办理。")


class ListNotRead(Refusal):
    """The file could not be read; the sentence is the reader's own."""

    code = "list-not-read"
    sentence = "%(why)s"


class ListFaulty(Refusal):
    code = "list-faulty"
    sentence = gettext_lazy("清单有 %(count)s 处错误，全部没有导入。改正后再导入。")


@dataclass(frozen=True)
class Chosen:
    """What a person chose, on its way from the preview to the confirmation."""

    by: int
    file: str
    name: str


@page(Permission.SEE_TASKS)
def workbook(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as a workbook that can be brought back."""
    filters, rule = Filters.read(request.GET), LightRule.objects.on(clock.today())
    tasks = filters.narrow(Task.objects.visible_to(person(request)).in_force(), at=clock.now(), rule=rule)
    return answer(table(by_date(tasks)), "xlsx", clock.rehearsal_day() is not None)


@form(Permission.OPEN_ITEM)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose the file; one that was put aside leads to its preview."""
    if request.method != "POST":
        return render(request, "desk/tasks_intake.html", {"errors": []})
    try:
        return HttpResponseRedirect(_put_aside(request))
    except Refusal as refusal:
        note_refusal(request, refusal)
        return render(request, "desk/tasks_intake.html", {"errors": [("f-file", str(refusal))]}, status=422)


def _put_aside(request: HttpRequest) -> str:
    """Keep the file for a day; the address of its preview. Raises NoList, ListNotRead."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise NoList
    limit = Limits().file
    if (file.size or 0) > limit:
        raise ListNotRead(why=office_wording.sentence(Refused(Code.TOO_LARGE, size=file.size or 0, limit=limit)))
    chosen = Chosen(person(request).pk, waiting.keep(file.read()), plain_name(file.name or ""))
    return address(reverse("tasks-intake-preview"), chosen, salt=SALT)


@form(Permission.OPEN_ITEM)
def preview(request: HttpRequest) -> HttpResponseBase:
    """Show what would change; on confirmation change exactly that."""
    chosen = chosen_in(request, Chosen, salt=SALT)
    try:
        found = _read(request, chosen)
    except Refusal as refusal:
        note_refusal(request, refusal)
        return _show(request, chosen, Returned(0), str(refusal))
    if request.method != "POST":
        return _show(request, chosen, found, "")
    reason, by, at = request.POST.get("reason", ""), person(request), clock.now()

    def act() -> str:
        if found.faults:
            raise ListFaulty(count=len(found.faults))
        actions.change_many(found.changes, reason=reason, by=by, at=at)
        return reverse("tasks")

    outcome = carry_out(request, act, done=_("清单已导入。"))
    return _show(request, chosen, found, str(outcome)) if isinstance(outcome, Refusal) else outcome


def _read(request: HttpRequest, chosen: Chosen) -> Returned:
    """Raises ListNotRead, waiting.Gone."""
    try:
        return returned(waiting.read(chosen.file), chosen.name, person(request))
    except Refused as refused:
        raise ListNotRead(why=office_wording.sentence(refused)) from refused


def _show(request: HttpRequest, chosen: Chosen, found: Returned, problem: str) -> HttpResponseBase:
    context = {
        "name": chosen.name,
        "found": found,
        "faults": found.faults[:SHOWN],
        "changes": found.changes[:SHOWN],
        "problem": problem,
        "key": new_key(),
        "reason": request.POST.get("reason", ""),
    }
    status = 422 if problem or found.faults else 200
    return render(request, "desk/tasks_intake_preview.html", context, status=status)
