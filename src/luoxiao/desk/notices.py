"""我的提醒: what a person was told, where the letter of the day goes, the calendar, and who stands in for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.dated_rules import Errors
from luoxiao.desk.locks import Open, form, page, person
from luoxiao.desk.reading import number
from luoxiao.organisations.models import User
from luoxiao.supervision import actions, wording_reminders
from luoxiao.supervision.actions import AbsenceDraft
from luoxiao.supervision.models import Absence, Digest, MailAddress, Notice
from luoxiao.supervision.reminding import urgency

SHOWN = 100  # reminders on the page, newest first
LIGHTS = ("late", "soon", "ok")  # by urgency: late, near, the rest


@dataclass(frozen=True)
class Row:
    """One reminder: its sentence, where the thing stands, how urgent it is."""

    notice: Notice
    sentence: str
    address: str
    light: str
    urgency: str


@dataclass(frozen=True)
class NoticesPage:
    """What the page shows; `typed` is what was filled in, `calendar` the secret address or empty."""

    rows: list[Row]
    unread: int
    every: bool
    mail: str
    calendar: str
    digests: list[Digest]
    absences: list[Absence]
    colleagues: list[User]
    key: str
    typed: dict[str, str]
    errors: Errors = field(default_factory=list)


@page(Open.TO_SIGNED_IN)
def notices(request: HttpRequest) -> HttpResponseBase:
    """The unread ones; with `all` in the address those read, too."""
    return _show(request, {})


@form(Open.TO_SIGNED_IN)
def read(request: HttpRequest) -> HttpResponseBase:
    """Mark one as read, or all."""
    one = number(request.POST.get("notice"))
    done = _("已标为已阅。")
    return _act(request, lambda user: actions.read_notices([one] if one else None, by=user, at=clock.now()), done)


@form(Open.TO_SIGNED_IN)
def mail(request: HttpRequest) -> HttpResponseBase:
    """Where the day's letter goes."""
    address = request.POST.get("address", "")
    done = _("邮箱已保存。") if address.strip() else _("邮箱已去掉，提醒只在系统内。")
    return _act(request, lambda user: actions.set_address(address, by=user, at=clock.now()), done)


@form(Open.TO_SIGNED_IN)
def calendar_key(request: HttpRequest) -> HttpResponseBase:
    """A new secret address of the calendar."""
    return _act(request, lambda user: actions.renew_calendar(by=user, at=clock.now()), _("日历地址已更换。"))


@form(Open.TO_SIGNED_IN)
def absences(request: HttpRequest) -> HttpResponseBase:
    """Go away and name who is reminded instead."""
    if request.method != "POST":
        return redirect("notices")
    draft, errors = _absence(request)
    if draft is None:
        return _show(request, _typed(request), errors)
    return _act(request, lambda user: actions.go_away(draft, by=user, at=clock.now()), _("请假已登记。"))


@form(Open.TO_SIGNED_IN)
def absence_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Back early."""
    absence = get_object_or_404(Absence.objects.filter(user=person(request)), pk=pk)
    return _act(request, lambda user: actions.come_back(absence, by=user, at=clock.now()), _("已销假。"))


def _act(request: HttpRequest, do: Callable[[User], object], done: str) -> HttpResponseBase:
    """One action of the person about themselves, then the page again."""
    if request.method != "POST":
        return redirect("notices")

    def act() -> str:
        do(person(request))
        return reverse("notices")

    outcome = carry_out(request, act, done=done)
    if isinstance(outcome, Refusal):
        return _show(request, _typed(request), [("", str(outcome))])
    return outcome


def _absence(request: HttpRequest) -> tuple[AbsenceDraft | None, Errors]:
    """The absence that was filled in, or what cannot be read."""
    typed, errors, days = _typed(request), [], []
    for name, label in (("first", _("起始日")), ("last", _("结束日"))):
        try:
            days.append(date.fromisoformat(typed[name]))
        except ValueError:
            errors.append((f"f-{name}", _("“%(field)s”不是日期。按 2012-11-30 的样子填写。") % {"field": label}))
    agent = actions.colleagues(person(request)).filter(pk=number(typed["agent"]) or 0).first()
    if agent is None:
        errors.append(("f-agent", _("没有选代理人。选一位本单位的同事。")))
    if agent is None or errors:
        return None, errors
    return AbsenceDraft(agent, days[0], days[1], typed["reason"]), []


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in ("address", "agent", "first", "last", "reason")}


def _show(request: HttpRequest, typed: dict[str, str], errors: Errors | None = None) -> HttpResponseBase:
    user, every = person(request), "all" in request.GET
    mine = Notice.objects.filter(user=user)
    shown = (mine if every else mine.filter(read_at__isnull=True)).order_by("-pk")[:SHOWN]
    kept = MailAddress.objects.filter(user=user).first()
    found = NoticesPage(
        rows=[_row(notice) for notice in shown],
        unread=mine.filter(read_at__isnull=True).count(),
        every=every,
        mail=typed.get("address") or (kept.address if kept else ""),
        calendar=request.build_absolute_uri(reverse("calendar", args=[kept.calendar_key])) if kept else "",
        digests=list(Digest.objects.filter(user=user).order_by("-day")[:7]),
        absences=_standing(user),
        colleagues=list(actions.colleagues(user)[:200]),
        key=new_key(),
        typed={"agent": "", "first": clock.today().isoformat(), "last": "", "reason": ""} | typed,
        errors=errors or [],
    )
    return render(request, "desk/notices.html", {"page": found}, status=422 if errors else 200)


def _standing(user: User) -> list[Absence]:
    """Absences that last or are to come."""
    ahead = Absence.objects.filter(user=user, ended_at__isnull=True, last__gte=clock.today())
    return list(ahead.select_related("agent").order_by("first"))


def _row(notice: Notice) -> Row:
    rank = urgency(notice.step, notice.due)[0]
    words = (_("逾期"), _("临期"), _("待办"))[rank]
    return Row(notice, wording_reminders.sentence(notice), _address(notice), LIGHTS[rank], words)


def _address(notice: Notice) -> str:
    """The page of the thing, which asks for itself whether the person may see it."""
    try:
        return reverse(notice.about_kind, args=[notice.about])
    except NoReverseMatch:
        return ""
