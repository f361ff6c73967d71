"""The forms of liaison: a letter in or out, what was told, learnt or talked over, whom to speak to and until when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.asks_shared import Errors, current_ministries, other_ministries
from luoxiao.desk.board_filters import path_of
from luoxiao.desk.locks import form, person
from luoxiao.desk.ministries import find_ministry
from luoxiao.desk.ministries import show as show_ministry
from luoxiao.desk.reading import number
from luoxiao.desk.uploads import plain_name
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Attachment, ContactDraft, ExchangeDraft, LetterDraft
from luoxiao.supervision.models import Ask, Contact, Exchange, Letter

ANSWERABLE = 100  # the newest letters that one may choose to answer
_FIELD_OF = {
    "letter-number-taken": "f-number",
    "liaison-day-to-come": "f-day",
    "liaison-other-ministry": "f-ministry",
    "letter-same-direction": "f-answers",
}


@dataclass(frozen=True)
class FormPage:
    """What a form shows; `kind` says which: letter, exchange or contact."""

    kind: str
    title: str
    address: str
    back: str
    key: str
    typed: Mapping[str, str]
    passed: frozenset[int]
    options: Mapping[str, list[tuple[str, str]]]
    units: list[Unit]
    errors: Errors = field(default_factory=list)

    def error_of(self, name: str) -> str:
        return next((sentence for where, sentence in self.errors if where == f"f-{name}"), "")


TITLES: Mapping[str, Callable[[], str]] = {
    "letter": lambda: _("登记来往函件"),
    "exchange": lambda: _("登记通报、获悉或会商"),
    "contact": lambda: _("登记联系人"),
}
FIELDS = {
    "letter": ("direction", "number", "ministry", "day", "subject", "clause", "ask", "answers", "rehearsal"),
    "exchange": ("direction", "ministry", "day", "text", "with_whom", "ask", "rehearsal"),
    "contact": ("ministry", "matter", "person", "post", "reached_at", "day"),
}


@form(Permission.KEEP_ASK)
def new_letter(request: HttpRequest) -> HttpResponseBase:
    """Put a letter on record; `ask`, `ministry`, `answers` in the address choose beforehand."""
    return _form(request, "letter", _enter_letter, _("函件已登记。"))


@form(Permission.KEEP_ASK)
def new_exchange(request: HttpRequest) -> HttpResponseBase:
    """Put on record what was told, learnt or talked over."""
    return _form(request, "exchange", _record_exchange, _("来往情况已登记。"))


@form(Permission.KEEP_ASK)
def new_contact(request: HttpRequest) -> HttpResponseBase:
    """Put on record whom to speak to."""
    return _form(request, "contact", _add_contact, _("联系人已登记。"))


@dataclass(frozen=True)
class _Read:
    """What the form of liaison has in common, read as values."""

    ministry: Unit
    day: date
    ask: Ask | None


Do = Callable[[HttpRequest, Mapping[str, str], _Read], object]


def _form(request: HttpRequest, kind: str, do: Do, done: str) -> HttpResponseBase:
    if request.method != "POST":
        typed = {name: request.GET.get(name, "") for name in FIELDS[kind]} | {"day": clock.today().isoformat()}
        return _show(request, kind, _known(person(request), typed))
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS[kind]}
    read, errors = _read(person(request), typed)
    if read is None or (errors := _unchosen(kind, typed)):
        return _show(request, kind, typed, errors)
    sent = read

    def act() -> str:
        do(request, typed, sent)
        return _back(sent.ask, sent.ministry)

    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    return _show(request, kind, typed, [(_FIELD_OF.get(outcome.code, ""), str(outcome))])


def _known(user: User, typed: dict[str, str]) -> dict[str, str]:
    """What the address chooses beforehand: an ask brings its ministry, a letter to be answered too."""
    ask = _ask(user, typed.get("ask", ""))
    former = _letter(user, typed.get("answers", ""))
    if former is not None:
        back = Letter.Direction.IN if former.direction == Letter.Direction.OUT else Letter.Direction.OUT
        typed |= {"ministry": str(former.ministry_id), "direction": back, "ask": str(former.ask_id or "")}
    if ask is not None:
        typed |= {"ministry": str(ask.ministry_id)}
    return typed


def _ask(user: User, typed: str) -> Ask | None:
    return Ask.objects.visible_to(user).select_related("ministry").filter(pk=number(typed) or 0).first()


def _letter(user: User, typed: str) -> Letter | None:
    return Letter.objects.visible_to(user).select_related("ministry").filter(pk=number(typed) or 0).first()


def _read(user: User, typed: Mapping[str, str]) -> tuple[_Read | None, Errors]:
    """Ministry, day and ask, or what cannot be read."""
    errors: Errors = []
    ministry = other_ministries().filter(pk=number(typed["ministry"]) or 0).first()
    if ministry is None:
        errors.append(("f-ministry", _("没有选部委。选与哪个部委来往。")))
    day = _day(typed["day"])
    if day is None:
        said = _("“日期”填的是“%(typed)s”，不是日期。写成 2012-10-15。")
        errors.append(("f-day", said % {"typed": typed["day"][:20]}))
    ask = _ask(user, typed.get("ask", ""))
    if (typed.get("ask") and ask is None) or (typed.get("answers") and _letter(user, typed["answers"]) is None):
        errors.append(("f-ask", _("选的事项或来函不在列表里，没有保存。重新选择。")))
    if ministry is None or day is None or errors:
        return None, errors
    return _Read(ministry, day, ask), []


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _unchosen(kind: str, typed: Mapping[str, str]) -> Errors:
    allowed = {"letter": Letter.Direction.values, "exchange": Exchange.Direction.values}.get(kind)
    if allowed is None or typed["direction"] in allowed:
        return []
    return [("f-direction", _("没有选类别。从列表里选一项。"))]


def _enter_letter(request: HttpRequest, typed: Mapping[str, str], read: _Read) -> object:
    draft = LetterDraft(
        direction=typed["direction"],
        number=typed["number"],
        ministry=read.ministry,
        day=read.day,
        subject=typed["subject"],
        clause_path=path_of(typed["clause"]),
        ask=read.ask,
        answers=_letter(person(request), typed["answers"]),
    )
    rehearsal = typed["rehearsal"] == "1"
    attachment = _attachment(request)
    return actions.enter_letter(draft, attachment=attachment, rehearsal=rehearsal, by=person(request), at=clock.now())


def _attachment(request: HttpRequest) -> Attachment | None:
    """The file that was sent, if any. Raises EvidenceTooLarge before it is read."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None
    name = plain_name(file.name or "")
    actions.refuse_large(name, file.size or 0)
    return Attachment(name, file.read())


def _record_exchange(request: HttpRequest, typed: Mapping[str, str], read: _Read) -> object:
    draft = ExchangeDraft(
        direction=typed["direction"],
        ministry=read.ministry,
        day=read.day,
        text=typed["text"],
        with_whom=typed["with_whom"],
        ask=read.ask,
        passed_to=tuple(_receivers().filter(pk__in=_passed(request))),
    )
    return actions.record_exchange(draft, rehearsal=typed["rehearsal"] == "1", by=person(request), at=clock.now())


def _passed(request: HttpRequest) -> frozenset[int]:
    return frozenset(pk for sent in request.POST.getlist("passed_to") if (pk := number(sent)) is not None)


def _receivers() -> QuerySet[Unit]:
    kinds = (Unit.Kind.BUREAU, Unit.Kind.PROVINCE, Unit.Kind.PREFECTURE)
    return Unit.objects.filter(kind__in=kinds).order_by("id")


def _add_contact(request: HttpRequest, typed: Mapping[str, str], read: _Read) -> object:
    words = {name: typed[name] for name in ("matter", "person", "post", "reached_at")}
    draft = ContactDraft(ministry=read.ministry, valid_from=read.day, **words)
    return actions.add_contact(draft, by=person(request), at=clock.now())


def _back(ask: Ask | None, ministry: Unit | None) -> str:
    if ask is not None:
        return reverse("ask", args=(ask.pk,))
    return reverse("ministry", args=(ministry.code,)) if ministry else reverse("ministries")


def _show(request: HttpRequest, kind: str, typed: Mapping[str, str], errors: Errors | None = None) -> HttpResponseBase:
    user = person(request)
    ask = _ask(user, typed.get("ask", ""))
    chosen = other_ministries().filter(pk=number(typed["ministry"]) or 0).first()
    shown = FormPage(
        kind=kind,
        title=TITLES[kind](),
        address=request.get_full_path(),
        back=_back(ask, chosen),
        key=new_key(),
        typed=typed,
        passed=_passed(request),
        options=_options(user, kind, chosen),
        units=list(_receivers()) if kind == "exchange" else [],
        errors=errors or [],
    )
    return render(request, "desk/liaison_form.html", {"page": shown}, status=422 if errors else 200)


def _options(user: User, kind: str, ministry: Unit | None) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen; asks and letters of the chosen ministry, or of all while none is."""
    none = ("", _("请选择"))
    options = {"ministry": [none, *((str(unit.pk), unit.name) for unit in current_ministries())]}
    if kind == "contact":
        return options
    directions = Letter.Direction if kind == "letter" else Exchange.Direction
    asks = Ask.objects.visible_to(user).order_by("pk")
    of = asks.filter(ministry=ministry) if ministry else asks
    options["direction"] = [none, *((value, str(label)) for value, label in directions.choices)]
    options["ask"] = [("", _("不属于某一事项")), *((str(ask.pk), _marked(ask)) for ask in of)]
    letters = Letter.objects.visible_to(user).filter(ministry=ministry).order_by("-day", "-pk")[:ANSWERABLE]
    answered = [(str(each.pk), f"{each.number}　{each.subject}") for each in letters]
    options["answers"] = [("", _("不是复函")), *answered]
    return options


def _marked(ask: Ask) -> str:
    return f"{ask.title}{_('（演练）') if ask.is_rehearsal else ''}"


@form(Permission.KEEP_ASK)
def end_contact(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Say until when somebody was to be spoken to."""
    unit = find_ministry(code)
    contact = get_object_or_404(Contact.objects.visible_to(person(request)), pk=pk, ministry=unit)
    if request.method != "POST":
        return redirect("ministry", code)
    last_day = _day(request.POST.get("last_day", ""))
    if last_day is None:
        return show_ministry(request, unit, [(f"f-last-{pk}", _("没有填截止日。写成 2012-10-15。"))])

    def act() -> str:
        actions.end_contact(contact, last_day=last_day, by=person(request), at=clock.now())
        return reverse("ministry", args=(code,))

    outcome = carry_out(request, act, done=_("联系人已停用。"))
    if isinstance(outcome, Refusal):
        return show_ministry(request, unit, [(f"f-last-{pk}", str(outcome))])
    return outcome
