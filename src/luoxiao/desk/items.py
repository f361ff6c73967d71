"""立项: the form that registers an item of a leader's note or an inspection."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.board_filters import path_of
from luoxiao.desk.locks import form, person
from luoxiao.organisations.models import Region
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.actions import InstructionDraft, ItemDraft
from luoxiao.supervision.models import Instruction

Errors = list[tuple[str, str]]
NAMES = ("kind", "text", "given_by", "given_on", "document", "title", "due", "clause", "place", "urgent", "rehearsal")


@dataclass(frozen=True)
class ItemForm:
    """What the form shows; `typed` is what was filled in."""

    typed: dict[str, str]
    key: str
    kinds: list[tuple[str, str]]
    errors: Errors = field(default_factory=list)


@form(Permission.OPEN_ITEM)
def new(request: HttpRequest) -> HttpResponseBase:
    """What was noted or found, by whom, and what is to be done by when; to whom it is given is said on its page."""
    typed = {name: request.POST.get(name, "").strip() for name in NAMES}
    shown = ItemForm(typed, new_key(), [(str(value), str(label)) for value, label in Instruction.Kind.choices])
    if request.method != "POST":
        return _show(request, replace(shown, typed=typed | {"kind": "leader", "given_on": clock.today().isoformat()}))
    errors = _faults(typed)
    if errors:
        return _show(request, replace(shown, errors=errors))

    def act() -> str:
        made = actions.register_instruction(_instruction(typed), item=_item(typed), by=person(request), at=clock.now())
        return reverse("task", args=(made.pk,))

    outcome = carry_out(request, act, done=_("已立项。选定牵头单位后交办。"))
    if not isinstance(outcome, Refusal):
        return outcome
    return _show(request, replace(shown, errors=[("", str(outcome))]))


def _show(request: HttpRequest, shown: ItemForm) -> HttpResponseBase:
    return render(request, "desk/item_new.html", {"form": shown}, status=422 if shown.errors else 200)


def _faults(typed: dict[str, str]) -> Errors:
    """What is missing or unreadable: the id of the field and a sentence."""
    said = _("没有填写“%(field)s”。补填后再保存。")
    wanted = (("text", _("原话")), ("given_by", _("批示领导或检查单位")), ("title", _("督办事项")))
    errors = [(f"f-{name}", said % {"field": label}) for name, label in wanted if not typed[name]]
    if typed["kind"] not in Instruction.Kind.values:
        errors.append(("f-kind", _("没有选来源。选“领导批示”或“检查发现”。")))
    for name, label, wanted_too in (("given_on", _("日期"), True), ("due", _("办理时限"), False)):
        if (typed[name] or wanted_too) and _day(typed[name]) is None:
            sentence = _("“%(field)s”填的是“%(typed)s”，不是日期。按 2012-11-30 的样子填写。")
            errors.append((f"f-{name}", sentence % {"field": label, "typed": typed[name][:20]}))
    if typed["place"] and _place(typed["place"]) is None:
        sentence = _("没有代码为“%(typed)s”的县市。填六位行政区划代码，或留空。")
        errors.append(("f-place", sentence % {"typed": typed["place"][:20]}))
    return errors


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _place(code: str) -> Region | None:
    return Region.objects.with_code(code).order_by("id").first()


def _instruction(typed: dict[str, str]) -> InstructionDraft:
    given_on = _day(typed["given_on"])
    assert given_on is not None, "_faults has looked"
    return InstructionDraft(typed["kind"], typed["text"], typed["given_by"], given_on, typed["document"])


def _item(typed: dict[str, str]) -> ItemDraft:
    return ItemDraft(
        title=typed["title"],
        due=_day(typed["due"]),
        clause_path=path_of(typed["clause"])[:200],
        place=_place(typed["place"]) if typed["place"] else None,
        is_urgent=bool(typed["urgent"]),
        is_rehearsal=bool(typed["rehearsal"]),
    )
