"""One ask: what is sought on what basis, effort and result side by side, letters and exchanges in order, next step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luoxiao.core import files, trail
from luoxiao.core.models import TrailEvent
from luoxiao.core.money import wan
from luoxiao.desk.acting import new_key
from luoxiao.desk.asks_shared import Errors, find, light_of, soon_days
from luoxiao.desk.downloads import download
from luoxiao.desk.locks import page, person
from luoxiao.desk.words import trail_words
from luoxiao.organisations.models import Area, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import cite
from luoxiao.supervision import actions
from luoxiao.supervision.asking import left_out
from luoxiao.supervision.models import Ask, Exchange, Letter
from luoxiao.supervision.wording_asks import EFFORTS, OUTCOMES, STEPS

HISTORY, MOST = 50, 200  # lines of the trail, letters and exchanges that a page shows


@dataclass(frozen=True)
class Happening:
    """A letter or an exchange, as a line of what happened; `passed` are the units it was passed on to."""

    day: date
    kind: str
    is_ours: bool
    number: str
    text: str
    about: str
    passed: str
    who: str
    letter: int | None
    paper: int | None
    file: str
    ask: tuple[int, str] | None
    is_rehearsal: bool


@dataclass(frozen=True)
class AskPage:
    """What the page shows, and what was filled in where something was refused."""

    ask: Ask
    clause: str
    amount: str
    areas: list[tuple[Area, bool]]
    missing: int
    effort: tuple[str, str]
    outcome: tuple[str, str]
    step_light: tuple[str, str]
    happened: list[Happening]
    history: list[tuple[TrailEvent, str]]
    efforts: list[tuple[str, str]]
    outcomes: list[tuple[str, str]]
    may_keep: bool
    may_judge: bool
    may_write: bool
    key: str
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=list)


@page(Permission.SEE_ASKS)
def ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What stands, what was written and said, and the forms this person may use."""
    return show(request, find(request, pk))


def show(
    request: HttpRequest, found: Ask, typed: Mapping[str, str] | None = None, errors: Errors | None = None
) -> HttpResponseBase:
    """The page, with what was typed and refused where something was."""
    shown = _page(found, person(request), typed or {}, errors or [])
    return render(request, "desk/ask.html", {"page": shown}, status=422 if errors else 200)


def _page(found: Ask, user: User, typed: Mapping[str, str], errors: Errors) -> AskPage:
    covered = set(found.areas.order_by().values_list("number", flat=True))
    of_11 = list(Area.objects.filter(is_one_of_11=True).order_by("number"))
    light = light_of(found, soon_days())
    return AskPage(
        ask=found,
        clause=cite(found.clause_path),
        amount="" if found.sought_fen is None else wan(found.sought_fen),
        areas=[(area, area.number in covered) for area in of_11],
        missing=len(left_out(found.clause_path, covered, [area.number for area in of_11])),
        effort=(EFFORTS[found.effort], str(found.get_effort_display())),
        outcome=(OUTCOMES[found.outcome], str(found.get_outcome_display())),
        step_light=(light, str(STEPS[light])),
        happened=happened(user, ask=found),
        history=[(event, trail_words(event.action)) for event in trail.history(found)[:HISTORY]],
        efforts=[(value, str(label)) for value, label in Ask.Effort.choices],
        outcomes=[(value, str(label)) for value, label in Ask.Outcome.choices],
        may_keep=actions.may_keep(found.lead, user),
        may_judge=actions.may_judge(found, user),
        may_write=user.may(Permission.KEEP_ASK),
        key=new_key(),
        typed=typed,
        errors=errors,
    )


def happened(user: User, **about: object) -> list[Happening]:
    """Letters and exchanges about something that this person sees, in order, the newest first; three queries."""
    letters = Letter.objects.visible_to(user).filter(**about).select_related("by", "file", "answers", "ask", "paper")
    exchanges = Exchange.objects.visible_to(user).filter(**about).select_related("by", "ask")
    said = [_of_letter(letter, user) for letter in letters.order_by("-day", "-pk")[:MOST]]
    said += [_of_exchange(each) for each in exchanges.prefetch_related("passed_to").order_by("-day", "-pk")[:MOST]]
    return sorted(said, key=lambda line: line.day, reverse=True)


def _of_letter(letter: Letter, user: User) -> Happening:
    about = _("答复%(number)s") % {"number": letter.answers.number} if letter.answers else ""
    return Happening(
        day=letter.day,
        kind=str(letter.get_direction_display()),
        is_ours=letter.direction == Letter.Direction.OUT,
        number=letter.number,
        text=letter.subject,
        about=about,
        passed="",
        who=letter.by.full_name,
        letter=letter.pk,
        paper=letter.paper_id if user.may(Permission.SEE_PAPERS) else None,
        file=letter.file.name if letter.file else "",
        ask=(letter.ask.pk, letter.ask.title) if letter.ask else None,
        is_rehearsal=letter.is_rehearsal,
    )


def _of_exchange(exchange: Exchange) -> Happening:
    return Happening(
        day=exchange.day,
        kind=str(exchange.get_direction_display()),
        is_ours=exchange.direction == Exchange.Direction.TOLD,
        number="",
        text=exchange.text,
        about=exchange.with_whom,
        passed="、".join(sorted(unit.short_name for unit in exchange.passed_to.all())),
        who=exchange.by.full_name,
        letter=None,
        paper=None,
        file="",
        ask=(exchange.ask.pk, exchange.ask.title) if exchange.ask else None,
        is_rehearsal=exchange.is_rehearsal,
    )


@page(Permission.SEE_ASKS, cached=False)
def letter_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a letter this person may see."""
    seen = Letter.objects.visible_to(person(request)).filter(file__isnull=False).select_related("file")
    found = get_object_or_404(seen, pk=pk).file
    assert found is not None
    return download(files.read(found), name=found.name, media_type="application/octet-stream")
