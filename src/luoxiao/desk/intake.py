"""A plan's document comes in: it is read, shown as it was read, and stored only when that is confirmed.

Between the two, the file and its text wait under their hashes (core/waiting.py); the preview's address carries those
hashes and what was chosen, signed for this person. Confirming twice, in two tabs or a day later loses and doubles
nothing.
"""

import json
from dataclasses import asdict, dataclass, field, replace

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core import clock, office_wording, waiting
from luoxiao.core.office.extracted import ExtractedText, Note, Remark
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.text import extract_text
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.noting import note_refusal
from luoxiao.desk.plan_preview import Preview, preview_of
from luoxiao.desk.reading import number
from luoxiao.desk.uploads import address, chosen_in, plain_name
from luoxiao.organisations.models import Area, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan import actions, wording
from luoxiao.plan.actions import Original
from luoxiao.plan.models import Plan, PlanVersion
from luoxiao.plan.parse import Unreadable

SALT = "luoxiao.plan-import"
PLANS = 200  # offered as the plan that a new version belongs to


class NotRead(Refusal):
    """Neither the file nor its text could be read; the sentence is the reader's own."""

    code = "plan-not-read"
    sentence = "%(why)s"


class NoFile(Refusal):
    code = "no-file"
    sentence = gettext_lazy("没有选择文件，没有读取。选择方案原文后再办理。")


@dataclass(frozen=True)
class Upload:
    """What a person chose, on its way from the preview to the confirmation."""

    by: int
    file: str
    text: str
    name: str
    title: str = ""
    of: int | None = None
    area: int | None = None
    is_restated: bool = False


@dataclass(frozen=True)
class ImportForm:
    """What the form of the import shows."""

    plans: list[Plan]
    areas: list[Area]
    typed: dict[str, str]
    errors: list[tuple[str, str]] = field(default_factory=list)


def propose_file(content: bytes, *, name: str, title: str, by: User) -> PlanVersion:
    """Read a file and propose what it says, without a preview: for the command line. Raises only Refusal."""
    read, original = _extract(content, name), Original(plain_name(name), content)
    return _proposed(read.text, title=title, file=original, by=by)


def _proposed(
    text: str,
    *,
    title: str,
    file: Original,
    by: User,
    of: Plan | None = None,
    area: Area | None = None,
    is_restated: bool = False,
    seen: str = "",
) -> PlanVersion:
    try:
        return actions.propose(
            text,
            title=title,
            area=area,
            file=file,
            is_restated=is_restated,
            by=by,
            at=clock.now(),
            of=of,
            seen=seen,
        )
    except Unreadable as unreadable:
        raise NotRead(why=wording.unreadable(unreadable)) from None


def _extract(content: bytes, name: str) -> ExtractedText:
    try:
        return extract_text(content, name)
    except Refused as refused:
        raise NotRead(why=office_wording.sentence(refused)) from None


@form(Permission.IMPORT_PLAN)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose the file; a readable one leads to its preview."""
    if request.method != "POST":
        return _ask(request, {"of": request.GET.get("of", "")})
    try:
        return HttpResponseRedirect(_put_aside(request))
    except Refusal as refusal:
        note_refusal(request, refusal)
        typed = {name: str(value) for name, value in request.POST.items()}
        return _ask(request, typed, [("f-file", str(refusal))], 422)


def _ask(
    request: HttpRequest, typed: dict[str, str], errors: list[tuple[str, str]] | None = None, status: int = 200
) -> HttpResponseBase:
    plans = list(Plan.objects.visible_to(person(request)).order_by("-id")[:PLANS])
    shown = ImportForm(plans, list(Area.objects.all()), typed, errors or [])
    return render(request, "desk/plan_import.html", {"form": shown}, status=status)


def _put_aside(request: HttpRequest) -> str:
    """Read the file, check that it is a plan, put both aside; the address of the preview. Raises Refusal."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise NoFile
    limit = Limits().file
    if (file.size or 0) > limit:
        raise NotRead(why=office_wording.sentence(Refused(Code.TOO_LARGE, size=file.size or 0, limit=limit)))
    content, name = file.read(), plain_name(file.name or "")
    read = _extract(content, name)
    _check(read.text)
    chosen = Upload(
        by=person(request).pk,
        file=waiting.keep(content),
        text=waiting.keep(json.dumps({"text": read.text, "notes": [asdict(note) for note in read.notes]}).encode()),
        name=name,
        title=request.POST.get("title", "").strip()[: actions.LIMIT + 1],
        of=number(request.POST.get("of")),
        area=number(request.POST.get("area")),
        is_restated="is_restated" in request.POST,
    )
    return address(reverse("plan-preview"), chosen, salt=SALT)


def _check(text: str) -> None:
    try:
        actions.readable(text)
    except Unreadable as unreadable:
        raise NotRead(why=wording.unreadable(unreadable)) from None


@form(Permission.IMPORT_PLAN)
def preview(request: HttpRequest) -> HttpResponseBase:
    """Show what was read; on confirmation store exactly that."""
    chosen = chosen_in(request, Upload, salt=SALT)
    try:
        read = _read_again(chosen)
    except Refusal as refusal:
        note_refusal(request, refusal)
        return _ask(request, {}, [("f-file", str(refusal))], 422)
    of, area = _plan(request, chosen.of), Area.objects.filter(pk=chosen.area or 0).first()
    if request.method != "POST":
        return _show(request, chosen, preview_of(read, of=of, area=area, key=new_key()))
    title, seen = request.POST.get("title", chosen.title), request.POST.get("seen", "")

    def act() -> str:
        version = _proposed(
            read.text,
            title=title,
            file=Original(chosen.name, waiting.read(chosen.file)),
            by=person(request),
            of=of,
            area=area,
            is_restated=chosen.is_restated,
            seen=seen or "-",
        )
        return reverse("plan-version", args=(version.pk,))

    outcome = carry_out(request, act, done=_("方案已导入，待另一人启用。"))
    if not isinstance(outcome, Refusal):
        return outcome
    shown = preview_of(read, of=of, area=area, key=new_key())
    return _show(request, chosen, replace(shown, title=title, problem=outcome), 422)


def _show(request: HttpRequest, chosen: Upload, shown: Preview, status: int = 200) -> HttpResponseBase:
    if not shown.title:
        shown = replace(shown, title=chosen.title or shown.tree.version.title)
    return render(request, "desk/plan_preview.html", {"preview": shown, "chosen": chosen}, status=status)


def _read_again(chosen: Upload) -> ExtractedText:
    """The text that waits, with its remarks. Raises waiting.Gone."""
    kept = json.loads(waiting.read(chosen.text))
    waiting.read(chosen.file)
    return ExtractedText(kept["text"], tuple(Note(Remark(n["code"]), n["params"]) for n in kept["notes"]))


def _plan(request: HttpRequest, pk: int | None) -> Plan | None:
    """The plan that gets a new version; one that this person may not see is none."""
    if pk is None:
        return None
    found = Plan.objects.visible_to(person(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
