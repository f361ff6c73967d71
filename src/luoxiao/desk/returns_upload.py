"""A return as a workbook: downloaded with what is known, uploaded, shown with its faults or with what it would change.

Between upload and confirmation the file waits under its hash (core/waiting.py); the address carries that hash, signed
for this person and this return. Nothing of a file that has errors is kept with the return.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core import clock, waiting
from luoxiao.core.office.kinds import XLSX_MEDIA_TYPE
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.core.wording import period_words
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.downloads import download
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.noting import note_refusal
from luoxiao.desk.reading import number
from luoxiao.desk.returns_figures import shown, typed
from luoxiao.desk.returns_may import may
from luoxiao.desk.returns_page import find
from luoxiao.desk.returns_rows import without_echoes
from luoxiao.desk.uploads import address, chosen_in, plain_name
from luoxiao.organisations.roles import Permission
from luoxiao.returns import actions, specs, wording
from luoxiao.returns.actions import Change, Examined, SameAgain
from luoxiao.returns.form import Fault, Form, Severity
from luoxiao.returns.issuing import workbook_of
from luoxiao.returns.models import Return
from luoxiao.returns.wording import Told, told
from luoxiao.supervision.lights import Light

SALT = "luoxiao.return-upload"


class NoFile(Refusal):
    code = "no-file"
    sentence = gettext_lazy("没有选择文件，没有读取。选择填好的工作簿后再上传。")


@dataclass(frozen=True)
class Upload:
    """A workbook on its way from the check to the confirmation."""

    by: int
    filed: int
    file: str
    name: str


@dataclass(frozen=True)
class FaultRow:
    """Something wrong, said once: the sentence, the cells and the lines it is about."""

    light: Light
    sentence: str
    cells: str
    fields: str

    @property
    def is_error(self) -> bool:
        return self.light is Light.LATE


@dataclass(frozen=True)
class Difference:
    """A line that the workbook would change."""

    code: str
    name: str
    unit: str
    before: str
    after: str


@dataclass(frozen=True)
class UploadPage:
    """What the page of an upload shows; `token` is that of the file that waits."""

    filed: Return
    form: Form
    title: str
    key: str
    seen: int
    why_not: str = ""
    token: str = ""
    faults: list[FaultRow] = field(default_factory=list)
    faults_title: str = ""
    notes: list[str] = field(default_factory=list)
    confirms: bool = False
    differences: list[Difference] = field(default_factory=list)
    difference_title: str = ""
    before_words: str = ""
    file_words: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)


@page(Permission.SEE_RETURNS, cached=False)
def workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The workbook to fill in: with what is known, and once something was filled in, with that and what is wrong."""
    filed = find(request, pk)
    return download(workbook_of(filed), name=_file_name(filed), media_type=XLSX_MEDIA_TYPE)


def _file_name(filed: Return, *more: str) -> str:
    marks = [_("演练")] if filed.call.is_rehearsal else []
    code = filed.call.template.code
    return "-".join([*marks, code, filed.call.period, filed.unit.short_name, *more])[:100] + ".xlsx"


@form(Permission.FILL_RETURN)
def upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Choose the workbook; what is wrong with it, or what it would change, is shown next."""
    filed = _own(request, pk)
    if request.method != "POST":
        return _show(request, _empty(request, filed))
    try:
        return HttpResponseRedirect(_put_aside(request, filed))
    except Refusal as refusal:
        note_refusal(request, refusal)
        return _show(request, replace(_empty(request, filed), errors=[("f-file", str(refusal))]), 422)


def _own(request: HttpRequest, pk: int) -> Return:
    """The return of this person's own unit: not seen is a 404, seen but another's is a 403."""
    filed = find(request, pk)
    if filed.unit_id != person(request).unit_id:
        raise PermissionDenied
    return filed


def _empty(request: HttpRequest, filed: Return) -> UploadPage:
    rights = may(filed, person(request), clock.now())
    why_not = "" if rights.uploads else (rights.why_not or [wording.whose_turn(filed)])[0]
    form_ = specs.form_of(filed.call, unit=filed.unit)
    return UploadPage(filed, form_, _("导入 Excel"), new_key(), filed.version, why_not=why_not)


def _put_aside(request: HttpRequest, filed: Return) -> str:
    """Look at the file and keep it aside; the address of its check. Raises Refusal."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise NoFile
    name = plain_name(file.name or "")
    actions.refuse_large_workbook(name, file.size or 0)
    content = file.read()
    examined = actions.examine_workbook(filed, content=content, name=name, by=person(request), at=clock.now())
    if examined.blocking:
        note_refusal(request, actions.faulty_workbook(examined))
    chosen = Upload(person(request).pk, filed.pk, waiting.keep(content), name)
    return address(reverse("return-check", args=(filed.pk,)), chosen, salt=SALT)


@page(Permission.FILL_RETURN, cached=False)
def check(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The faults of the workbook that waits, or what it would change."""
    filed = _own(request, pk)
    chosen = _chosen(request, filed)
    try:
        examined = _examine(request, filed, chosen)
    except Refusal as refusal:
        return _show(request, replace(_empty(request, filed), errors=[("f-file", str(refusal))]), 422)
    return _show(request, _looked(request, filed, chosen, examined))


def _examine(request: HttpRequest, filed: Return, chosen: Upload) -> Examined:
    """The workbook that waits, looked at anew: figures and rules may have changed since. Raises Refusal."""
    content = waiting.read(chosen.file)
    return actions.examine_workbook(filed, content=content, name=chosen.name, by=person(request), at=clock.now())


def _chosen(request: HttpRequest, filed: Return) -> Upload:
    """What this person's own token for this return carries; anything else is no page."""
    chosen = chosen_in(request, Upload, salt=SALT)
    if chosen.filed != filed.pk:
        raise Http404
    return chosen


def _looked(request: HttpRequest, filed: Return, chosen: Upload, examined: Examined) -> UploadPage:
    """The page after the check: faults first; where none of them blocks, the comparison and the confirmation."""
    faults = without_echoes(examined.faults)
    said = told(faults, form=examined.form, entries=examined.entries, unit_name=filed.unit.short_name)
    title, before_words, changes = _compared(filed, examined)
    read = {
        "name": chosen.name,
        "count": sum(not entry.is_blank for entry in examined.entries.values()),
        "period": period_words(filed.call.period),
    }
    return replace(
        _empty(request, filed),
        title=_("校核结果"),
        token=request.GET["upload"],
        faults=[_row(each) for each in said] if examined.blocking else [],
        faults_title=_faults_title(examined.blocking),
        notes=[*_notes(examined), *_unread(examined)],
        confirms=not examined.blocking,
        differences=[_difference(examined.form, each) for each in changes],
        difference_title=title,
        before_words=before_words,
        file_words=_("%(name)s，读出 %(count)s 项，%(period)s。") % read,
    )


def _row(each: Told) -> FaultRow:
    light = Light.LATE if each.severity is Severity.ERROR else Light.SOON
    fields = "、".join(f"{code} {name}" for code, name in zip(each.codes, each.fields, strict=True))
    return FaultRow(light, each.message, "、".join(each.cells), fields)


def _faults_title(stops: Sequence[Fault]) -> str:
    errors = sum(fault.severity is Severity.ERROR for fault in stops)
    if errors:
        return _("本次填报有 %(count)s 处错误，没有导入") % {"count": errors}
    return _("本次填报有 %(count)s 处提示没有说明原因，没有导入") % {"count": len(stops)}


def _notes(examined: Examined) -> list[str]:
    """What was written otherwise than numbers are, and what it was read as."""
    said = _("%(cell)s %(line)s：“%(typed)s”读作 %(value)s %(unit)s")
    found = []
    for line in (line for line in examined.form.lines if line.code in examined.echoes):
        entry = examined.entries[line.code]
        words = {"cell": entry.cell, "line": line.name, "typed": entry.typed, "unit": line.unit}
        found.append(said % (words | {"value": shown(entry.value, line.scale)}))
    return found


def _unread(examined: Examined) -> list[str]:
    return [_("工作表“%(name)s”不是报表，没有读取。") % {"name": name} for name in examined.others]


def _compared(filed: Return, examined: Examined) -> tuple[str, str, tuple[Change, ...]]:
    """With what the workbook is compared, what its column is called, and the lines that differ."""
    last = filed.submissions.order_by("-number").first()
    if last is None:
        return _("与现有草稿比较"), _("现有草稿"), examined.since_draft
    said = {"number": last.number}
    return _("与第 %(number)s 次报送比较") % said, _("第 %(number)s 次") % said, examined.since_last


def _difference(form_: Form, change: Change) -> Difference:
    line = next(line for line in form_.lines if line.code == change.line)
    before, after = (typed(each, line.scale) or "—" for each in (change.before, change.after))
    return Difference(line.code, line.name, line.unit, before, after)


@page(Permission.FILL_RETURN, cached=False)
def annotated(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same workbook with tinted cells, comments and a sheet that says what is wrong."""
    filed = _own(request, pk)
    try:
        examined = _examine(request, filed, _chosen(request, filed))
    except Refusal as refusal:
        raise Http404 from refusal
    if examined.annotated is None:
        raise Http404
    return download(examined.annotated, name=_file_name(filed, _("批注")), media_type=XLSX_MEDIA_TYPE)


@form(Permission.FILL_RETURN)
def confirm(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand in exactly the workbook that was shown; it gets its receipt."""
    filed = _own(request, pk)
    if request.method != "POST":
        return redirect("return-upload", pk)
    chosen = _chosen(request, filed)
    try:
        examined = _examine(request, filed, chosen)
    except SameAgain as refusal:
        return _again(request, filed, chosen, refusal)
    except Refusal as refusal:
        note_refusal(request, refusal)
        return _refused(request, filed, refusal)
    seen, by, at = number(request.POST.get("seen")) or 0, person(request), clock.now()

    def act() -> str:
        sent = actions.take_examined(filed, examined=examined, seen=seen, by=by, at=at)
        return reverse("receipt", args=(sent.pk,))

    outcome = carry_out(request, act, done=_("工作簿已收下，由本单位另一人审签。"))
    return _refused(request, filed, outcome) if isinstance(outcome, Refusal) else outcome


def _again(request: HttpRequest, filed: Return, chosen: Upload, refusal: Refusal) -> HttpResponseBase:
    """The very file was taken already: the second click is shown the receipt of the first."""
    taken = filed.submissions.order_by("-number").first()
    waits = filed.state == Return.State.CERTIFYING
    if waits and taken is not None and taken.sha256 == chosen.file:
        return redirect("receipt", taken.pk)
    note_refusal(request, refusal)
    return _refused(request, filed, refusal)


def _refused(request: HttpRequest, filed: Return, refusal: Refusal) -> HttpResponseBase:
    now = replace(_empty(request, find(request, filed.pk)), errors=[("", str(refusal))])
    return _show(request, now, 409 if isinstance(refusal, Stale) else 422)


def _show(request: HttpRequest, shown_page: UploadPage, status: int = 200) -> HttpResponseBase:
    return render(request, "desk/return_upload.html", {"page": shown_page}, status=status)
