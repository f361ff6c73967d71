"""The form of an ask: enter it, or say it otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.money import NotMoney, fen_of, yuan
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.asks_shared import Errors, current_ministries, find, other_ministries
from luoxiao.desk.board_filters import path_of
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.organisations.models import Area, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import Measure, PlanVersion, cite
from luoxiao.supervision import actions
from luoxiao.supervision.actions import AskDraft
from luoxiao.supervision.models import Ask

TEXTS = ("title", "clause", "basis", "sought", "amount")
CHOSEN = ("measure", "ministry", "lead")
# Beside which field a refusal stands; others stand above the form.
_FIELD_OF = {"ask-of-own": "f-ministry", "ask-no-area": "f-areas", "ask-amount": "f-amount"}


@dataclass(frozen=True)
class FormPage:
    """What the form shows; `ticked` are the numbers of the areas that are ticked."""

    title: str
    ask: Ask | None
    address: str
    back: str
    key: str
    seen: int
    typed: Mapping[str, str]
    ticked: frozenset[int]
    options: Mapping[str, list[tuple[str, str]]]
    areas: list[Area]
    errors: Errors = field(default_factory=list)

    def error_of(self, name: str) -> str:
        return next((sentence for where, sentence in self.errors if where == f"f-{name}"), "")


@form(Permission.KEEP_ASK)
def new(request: HttpRequest) -> HttpResponseBase:
    """Enter something to be asked for; `ministry` and `measure` in the address choose beforehand."""
    empty = dict.fromkeys((*TEXTS, *CHOSEN, "rehearsal"), "")
    known = {name: request.GET.get(name, "") for name in CHOSEN}
    if request.method != "POST":
        user = person(request)
        lead = known["lead"] or str(user.unit_id or "")
        return _show(request, None, empty | known | {"lead": lead}, frozenset())

    def act(draft: AskDraft) -> Ask:
        rehearsal = request.POST.get("rehearsal") == "1"
        return actions.open_ask(draft, rehearsal=rehearsal, by=person(request), at=clock.now())

    return _save(request, None, act, _("争取事项已登记。"))


@form(Permission.KEEP_ASK)
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say an ask otherwise."""
    found = find(request, pk)
    if not actions.may_keep(found.lead, person(request)):
        raise PermissionDenied
    if request.method != "POST":
        return _show(request, found, _typed_of(found), frozenset(found.areas.values_list("number", flat=True)))
    seen = number(request.POST.get("seen")) or 0

    def act(draft: AskDraft) -> Ask:
        return actions.change_ask(found, draft, seen=seen, by=person(request), at=clock.now())

    return _save(request, found, act, _("争取事项已修改。"))


def _save(request: HttpRequest, of: Ask | None, act: Callable[[AskDraft], Ask], done: str) -> HttpResponseBase:
    typed = {name: request.POST.get(name, "").strip() for name in (*TEXTS, *CHOSEN, "rehearsal")}
    ticked = frozenset(pk for sent in request.POST.getlist("areas") if (pk := number(sent)) is not None)
    draft, errors = _read(typed, ticked)
    if draft is None:
        return _show(request, of, typed, ticked, errors)
    outcome = carry_out(request, lambda: reverse("ask", args=(act(draft).pk,)), done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    return _show(request, of, typed, ticked, [(_FIELD_OF.get(outcome.code, ""), str(outcome))])


def _read(typed: Mapping[str, str], ticked: frozenset[int]) -> tuple[AskDraft | None, Errors]:
    """The form as values, or what cannot be read."""
    errors: Errors = []
    ministry = other_ministries().filter(pk=number(typed["ministry"]) or 0).first()
    lead = Unit.objects.filter(pk=number(typed["lead"]) or 0, kind=Unit.Kind.BUREAU).first()
    if ministry is None:
        errors.append(("f-ministry", _("没有选部委。选由谁决定这件事。")))
    if lead is None:
        errors.append(("f-lead", _("没有选牵头单位。选由哪个司局去争取。")))
    fen = _fen(typed["amount"], errors)
    if errors or ministry is None or lead is None:
        return None, errors
    measure = Measure.objects.select_related("clause").filter(pk=number(typed["measure"]) or 0).first()
    return (
        AskDraft(
            title=typed["title"],
            measure=measure,
            clause_path=path_of(typed["clause"]),
            ministry=ministry,
            lead=lead,
            basis=typed["basis"],
            sought=typed["sought"],
            sought_fen=fen,
            areas=tuple(Area.objects.filter(number__in=ticked, is_one_of_11=True).order_by("number")),
        ),
        [],
    )


def _fen(typed: str, errors: Errors) -> int | None:
    if not typed:
        return None
    try:
        return fen_of(typed)
    except NotMoney:
        said = _("“争取金额”填的是“%(typed)s”，不是金额。按元填数，如 10,000,000；不是金额的不填。")
        errors.append(("f-amount", said % {"typed": typed[:20]}))
        return None


def _typed_of(ask: Ask) -> dict[str, str]:
    return {
        "title": ask.title,
        "measure": str(ask.measure_id or ""),
        "clause": cite(ask.clause_path),
        "ministry": str(ask.ministry_id),
        "lead": str(ask.lead_id),
        "basis": ask.basis,
        "sought": ask.sought,
        "amount": "" if ask.sought_fen is None else yuan(ask.sought_fen),
        "rehearsal": "",
    }


def _show(
    request: HttpRequest,
    of: Ask | None,
    typed: Mapping[str, str],
    ticked: frozenset[int],
    errors: Errors | None = None,
) -> HttpResponseBase:
    user = person(request)
    shown = FormPage(
        title=of.title if of else _("登记争取事项"),
        ask=of,
        address=request.get_full_path(),
        back=reverse("ask", args=(of.pk,)) if of else reverse("asks"),
        key=new_key(),
        seen=of.version if of else 0,
        typed=typed,
        ticked=ticked,
        options={"measure": _measures(user), "ministry": _ministries(of), "lead": _leads(user)},
        areas=list(Area.objects.filter(is_one_of_11=True).order_by("number")),
        errors=errors or [],
    )
    return render(request, "desk/ask_form.html", {"page": shown}, status=422 if errors else 200)


def _measures(user: User) -> list[tuple[str, str]]:
    versions = PlanVersion.objects.visible_to(user).in_force()
    found = Measure.objects.filter(version__in=versions, kind=Measure.Kind.MEASURE).select_related("clause")
    named = [(str(each.pk), f"{each.clause.cite}　{each.title}") for each in found.order_by("version_id", "order")]
    return [("", _("不对应支持举措，写条款")), *named]


def _ministries(of: Ask | None) -> list[tuple[str, str]]:
    """Those that something can be asked of, and the one that an ask already names."""
    named = list(current_ministries())
    named += [of.ministry] if of and of.ministry not in named else []
    return [("", _("请选择")), *((str(unit.pk), unit.name) for unit in named)]


def _leads(user: User) -> list[tuple[str, str]]:
    """The bureaus whose asks this person keeps."""
    bureaus = Unit.objects.filter(kind=Unit.Kind.BUREAU).order_by("id")
    kept = [unit for unit in bureaus if actions.may_keep(unit, user)]
    return [("", _("请选择")), *((str(unit.pk), unit.name) for unit in kept)]
