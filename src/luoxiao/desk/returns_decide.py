"""What is decided on a return: signed or declined, approved or sent back, accepted, unlocked; leave from rules."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.desk.returns_page import find, sheet
from luoxiao.organisations.roles import Permission
from luoxiao.returns import actions
from luoxiao.returns.models import Return, Rule


@form(Permission.CERTIFY_RETURN)
def sign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Sign, or decline with a reason; an unknown decision is a 404."""
    filed = find(request, pk)
    if request.method != "POST":
        return redirect("return", pk)
    common = _common(request)
    if request.POST.get("do") == "certify":
        return _answer(request, filed, lambda: actions.certify(filed, **common), _("已审签并报送。"))
    if request.POST.get("do") != "decline":
        raise Http404
    why = request.POST.get("reason", "")
    return _answer(
        request, filed, lambda: actions.decline(filed, reason=why, **common), _("没有审签，已退给填报人，原因已告知。")
    )


@form(Permission.REVIEW_RETURN)
def review(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Pass it on, or send it back naming lines with remarks; an unknown decision is a 404."""
    filed = find(request, pk)
    if request.method != "POST":
        return redirect("return", pk)
    common, reason = _common(request), request.POST.get("reason", "")
    if request.POST.get("do") == "approve":
        return _answer(
            request, filed, lambda: actions.approve(filed, remark=reason, **common), _("已审核通过，转下一环节。")
        )
    if request.POST.get("do") != "send-back":
        raise Http404
    cells = _remarks(request)
    return _answer(
        request,
        filed,
        lambda: actions.send_back(filed, reason=reason, cells=cells, **common),
        _("已退回修改，意见已告知填报单位。"),
    )


def _remarks(request: HttpRequest) -> dict[str, str]:
    """By line code what is wrong with it; lines without a remark are not named."""
    said = {name[2:]: str(text).strip() for name, text in request.POST.items() if name.startswith("r-")}
    return {code: text for code, text in said.items() if text}


@form(Permission.ACCEPT_RETURN)
def accept(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make its figures facts."""
    filed = find(request, pk)
    if request.method != "POST":
        return redirect("return", pk)
    common = _common(request)
    done = _("已采用，写入演练数据。") if filed.call.is_rehearsal else _("已采用，数据已进入指标。")
    return _answer(request, filed, lambda: actions.accept(filed, **common), done)


@form(Permission.ACCEPT_RETURN)
def unlock(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Open an approved or accepted return again, with a reason."""
    filed = find(request, pk)
    if request.method != "POST":
        return redirect("return", pk)
    common, why = _common(request), request.POST.get("reason", "")
    return _answer(
        request, filed, lambda: actions.unlock(filed, reason=why, **common), _("已解除锁定，由填报单位修改重报。")
    )


@form(Permission.FILL_RETURN)
def waiver(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask leave from one rule of the form for the person's own unit."""
    filed = find(request, pk)
    if request.method != "POST":
        return redirect("return", pk)
    rules = Rule.objects.filter(template=filed.call.template_id).select_related("template")
    rule = get_object_or_404(rules, code=request.POST.get("rule", ""))
    said = {name: request.POST.get(name, "") for name in ("from_period", "to_period", "reason")}
    by, at = person(request), clock.now()
    return _answer(
        request,
        filed,
        lambda: actions.ask_waiver(rule, unit=filed.unit, **said, by=by, at=at),
        _("已申请豁免，待另一人批准。"),
    )


def _common(request: HttpRequest) -> dict[str, Any]:
    """The version the page was opened at, who acts, and when."""
    return {"seen": number(request.POST.get("seen")) or 0, "by": person(request), "at": clock.now()}


def _answer(request: HttpRequest, filed: Return, do: Callable[[], Any], done: str) -> HttpResponseBase:
    """Carry the action out and go back to the return; a refusal shows the page again with what was filled in."""

    def act() -> str:
        do()
        return reverse("return", args=(filed.pk,))

    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    kept = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    shown = sheet(find(request, filed.pk), person(request), problem=outcome, kept=kept)
    return render(request, "desk/return.html", {"sheet": shown}, status=409 if isinstance(outcome, Stale) else 422)
