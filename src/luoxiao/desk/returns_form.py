"""Filling a return on the web: what was typed becomes entries, is kept, checked and sent to be signed.

Everything works as a plain form; the script only sends the same form by itself (`do=autosave`) and reads JSON back.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.desk.returns_figures import shown, typed
from luoxiao.desk.returns_page import Typed, find, sheet
from luoxiao.organisations.models import NotAllowed
from luoxiao.organisations.roles import Permission
from luoxiao.returns import actions, specs
from luoxiao.returns.actions import DraftMoved
from luoxiao.returns.checks import blocking
from luoxiao.returns.entries import EMPTY, entries_of, same
from luoxiao.returns.form import UNCHANGED, Entry, Form, Known, Line
from luoxiao.returns.models import Return
from luoxiao.returns.understanding import understood

ALL = "*"  # 无变化 for every known line


@form(Permission.FILL_RETURN)
def save(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Keep what was typed; `do` says whether it is also checked, sent, or saved by the script."""
    filed = find(request, pk)
    if request.method != "POST":
        return redirect("return", pk)
    if filed.unit_id != person(request).unit_id:
        raise NotAllowed(Permission.FILL_RETURN)
    form_, do = specs.form_of(filed.call, unit=filed.unit), request.POST.get("do", "")
    entries = _entries(request, filed, form_)
    if do == "autosave":
        return _autosave(request, filed, entries)
    sends = do == "send" and not blocking(specs.checked(filed, entries, form=form_), entries)
    outcome = carry_out(request, _act(request, filed, entries, sends), done=_done(do, sends))
    if not isinstance(outcome, Refusal):
        return outcome
    return _refused(request, filed, entries, outcome)


def _done(do: str, sends: bool) -> str:
    if sends:
        return _("已报送审签，由本单位另一人审签。")
    if do == "send":
        return _("草稿已保存，没有报送审签：还有需要改正或说明的。")
    return _("草稿已保存，已重新校核。") if do == "check" else _("草稿已保存。")


def _act(request: HttpRequest, filed: Return, entries: Mapping[str, Entry], sends: bool) -> Callable[[], str]:
    """Save, and where nothing stands against it send in the same transaction."""
    by, at, seen = person(request), clock.now(), number(request.POST.get("seen")) or 0

    def act() -> str:
        saved = actions.save_draft(filed, entries=entries, seen=seen, by=by, at=at)
        if sends:
            sent = actions.send_to_sign(saved, seen=saved.version, by=by, at=at)
            return reverse("receipt", args=(sent.pk,))
        checked = "?checked=1" if request.POST.get("do") in ("check", "send") else ""
        return reverse("return", args=(filed.pk,)) + checked

    return act


def _autosave(request: HttpRequest, filed: Return, entries: Mapping[str, Entry]) -> HttpResponseBase:
    """What the script is told: the version it stands on now and when, or why nothing was kept; a new key always."""
    outcome = carry_out(request, _act(request, filed, entries, sends=False), done="")
    if isinstance(outcome, Refusal):
        status = 409 if isinstance(outcome, Stale) else 422
        return JsonResponse({"problem": str(outcome), "key": new_key()}, status=status)
    now = Return.objects.select_related("call__template").get(pk=filed.pk)
    at = localtime(now.saved_at).strftime("%H:%M") if now.saved_at else ""
    return JsonResponse({"seen": now.version, "at": at, "key": new_key(), "others": _others(now, entries)})


def _others(now: Return, entries: Mapping[str, Entry]) -> dict[str, str]:
    """By name of an input what stands there now where it is not what was sent: another has kept it.

    The script puts it in. Otherwise the page, which counts as having seen this version, would send what the input held
    before and so undo the other's work.
    """
    kept, found = entries_of(now.values), dict[str, str]()
    scales = {item.code: item.indicator.scale for item in now.call.template.items_in_order}
    for code, entry in entries.items():
        standing = kept.get(code, EMPTY)
        if not same(standing, entry):
            found |= {f"v-{code}": typed(standing, scales[code]), f"y-{code}": standing.reason}
    return found


def _refused(request: HttpRequest, filed: Return, entries: Mapping[str, Entry], problem: Refusal) -> HttpResponseBase:
    """The page again with what was typed; after a stale edit also what stands there now, and a way on."""
    now = find(request, filed.pk)
    kept = Typed(entries, seen=number(request.POST.get("seen")) or 0, problem=problem)
    if isinstance(problem, Stale):
        moved = {each.line: each.now for each in problem.moved} if isinstance(problem, DraftMoved) else {}
        kept = replace(kept, seen=now.version, others=moved, is_stale=True)
    shown_sheet = sheet(now, person(request), typed=kept)
    return render(request, "desk/return.html", {"sheet": shown_sheet}, status=409 if kept.is_stale else 422)


def _entries(request: HttpRequest, filed: Return, form_: Form) -> dict[str, Entry]:
    """Every line that was sent; 无变化 puts in what is known, or else the last period's figure."""
    same, known = request.POST.get("same", ""), specs.known_for(filed)
    kept = entries_of(filed.values)
    found = {}
    for line in form_.lines:
        on_record = known.get(line.code, Known())
        if f"v-{line.code}" in request.POST:
            found[line.code] = _entry(request, line, kept.get(line.code, EMPTY), on_record)
        if same == line.code or (same == ALL and on_record.this is not None):
            found |= _unchanged(line, on_record, found.get(line.code, EMPTY))
    return found


def _entry(request: HttpRequest, line: Line, kept: Entry, known: Known) -> Entry:
    """What stands in one line. What was not touched stays as it is kept, with how it was first written."""
    text = request.POST.get(f"v-{line.code}", "").strip()
    reason = request.POST.get(f"y-{line.code}", kept.reason).strip()
    if text == typed(kept, line.scale) or text == shown(kept.value, line.scale):
        return replace(kept, reason=reason)
    if text == UNCHANGED and known.unchanged is not None:
        return Entry(value=known.unchanged, typed=UNCHANGED, reason=reason)
    return replace(understood(text, line), reason=reason)


def _unchanged(line: Line, known: Known, typed_entry: Entry) -> dict[str, Entry]:
    figure = known.unchanged
    return {line.code: Entry(value=figure, reason=typed_entry.reason)} if figure is not None else {}
