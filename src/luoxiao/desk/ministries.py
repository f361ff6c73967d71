"""部委联络 (三(二)): its part in the plan, what is asked of it, what was written and said, and to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock, csv_files
from luoxiao.desk import asks as ledger
from luoxiao.desk.acting import new_key
from luoxiao.desk.ask_page import Happening, happened
from luoxiao.desk.asks_shared import Errors, Said, other_ministries, said_by
from luoxiao.desk.downloads import download
from luoxiao.desk.figures_shared import Choice, is_rehearsal, modes
from luoxiao.desk.locks import page, person
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import Clause, PlanVersion
from luoxiao.supervision.asking import named_in
from luoxiao.supervision.models import Ask, Contact

AROUND = 40  # characters of the text shown on each side of a name


@dataclass(frozen=True)
class Line:
    """A ministry in the list."""

    name: str
    code: str
    asks: int
    pursued: int
    late: int
    said: Said
    contacts: int


@dataclass(frozen=True)
class MinistriesPage:
    """What the list shows: those that something was asked of or said with, then the others."""

    rehearsal: bool
    modes: list[Choice]
    sentence: str
    lines: list[Line]
    silent: list[Line]
    may_write: bool


@dataclass(frozen=True)
class Passage:
    """A place where the plan names the ministry: the words before, the name, the words after."""

    cite: str
    before: str
    name: str
    after: str
    address: str


@dataclass(frozen=True)
class MinistryPage:
    """What the page of one ministry shows; errors are those of ending a contact."""

    rehearsal: bool
    modes: list[Choice]
    unit: Unit
    sentence: str
    passages: list[Passage]
    asks: list[ledger.Row]
    settled: list[ledger.Row]
    contacts: list[tuple[Contact, bool]]
    happened: list[Happening]
    said: Said
    may_write: bool
    key: str
    today: date
    errors: Errors


@page(Permission.SEE_ASKS)
def ministries(request: HttpRequest) -> HttpResponseBase:
    """Every ministry, whether anything was asked of it or not. A fixed number of queries."""
    user, rehearsal = person(request), is_rehearsal(request)
    units = list(other_ministries())
    lines = _lines(user, units, rehearsal=rehearsal)
    shown = MinistriesPage(
        rehearsal=rehearsal,
        modes=modes(reverse("ministries"), rehearsal),
        sentence=_sentence(lines),
        lines=[line for line in lines if _is_spoken_to(line)],
        silent=[line for line in lines if not _is_spoken_to(line)],
        may_write=user.may(Permission.KEEP_ASK),
    )
    return render(request, "desk/ministries.html", {"page": shown})


def _is_spoken_to(line: Line) -> bool:
    return bool(line.asks or line.contacts or line.said.last)


def _lines(user: User, units: Sequence[Unit], *, rehearsal: bool) -> list[Line]:
    said = said_by("ministry", [unit.pk for unit in units], user, rehearsal=rehearsal)
    asks = Ask.objects.visible_to(user).filter(is_rehearsal=rehearsal).order_by().values("ministry_id")
    pursued = Q(outcome__in=Ask.PURSUED)
    late = pursued & Q(next_due__lt=clock.today())
    counted = asks.annotate(all=Count("pk"), open=Count("pk", filter=pursued), late=Count("pk", filter=late))
    of = {row["ministry_id"]: (row["all"], row["open"], row["late"]) for row in counted}
    known = Contact.objects.visible_to(user).filter(_in_force()).order_by().values("ministry_id")
    contacts = {row["ministry_id"]: row["count"] for row in known.annotate(count=Count("pk"))}
    return [
        Line(unit.name, unit.code, *of.get(unit.pk, (0, 0, 0)), said[unit.pk], contacts.get(unit.pk, 0))
        for unit in units
    ]


def _in_force() -> Q:
    today = clock.today()
    return Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))


def _sentence(lines: Sequence[Line]) -> str:
    said = _("联络部委 %(count)s 家，在办争取事项 %(asks)s 件；有事项而从未来往的 %(silent)s 家")
    spoken = [line for line in lines if _is_spoken_to(line)]
    silent = sum(line.pursued > 0 and line.said.last is None for line in lines)
    return said % {"count": len(spoken), "asks": sum(line.pursued for line in lines), "silent": silent}


@page(Permission.SEE_ASKS)
def ministry(request: HttpRequest, code: str) -> HttpResponseBase:
    """One ministry."""
    return show(request, find_ministry(code))


def find_ministry(code: str) -> Unit:
    return get_object_or_404(other_ministries(), code=code)


def show(request: HttpRequest, unit: Unit, errors: Errors | None = None) -> HttpResponseBase:
    """The page, with what was refused where something was."""
    shown = _page(person(request), unit, errors or [], rehearsal=is_rehearsal(request))
    return render(request, "desk/ministry.html", {"page": shown}, status=422 if errors else 200)


def _page(user: User, unit: Unit, errors: Errors, *, rehearsal: bool) -> MinistryPage:
    asks = Ask.objects.visible_to(user).filter(ministry=unit, is_rehearsal=rehearsal)
    found = list(asks.select_related("ministry", "lead").order_by("clause_path", "pk"))
    rows = ledger.rows(found, user, rehearsal=rehearsal)
    pursued = {ask.pk for ask in found if ask.is_pursued}
    said = said_by("ministry", [unit.pk], user, rehearsal=rehearsal)[unit.pk]
    return MinistryPage(
        rehearsal=rehearsal,
        modes=modes(reverse("ministry", args=(unit.code,)), rehearsal),
        unit=unit,
        sentence=_said(len(pursued), said),
        passages=passages(user, unit),
        asks=[row for row in rows if row.pk in pursued],
        settled=[row for row in rows if row.pk not in pursued],
        contacts=_contacts(user, unit),
        happened=happened(user, ministry=unit, is_rehearsal=rehearsal),
        said=said,
        may_write=user.may(Permission.KEEP_ASK),
        key=new_key(),
        today=clock.today(),
        errors=errors,
    )


def _said(pursued: int, said: Said) -> str:
    words = _("在办争取事项 %(asks)s 件；发文 %(out)s 件，来文 %(in)s 件，通报会商 %(met)s 次") % {
        "asks": pursued,
        "out": said.out,
        "in": said.in_,
        "met": said.exchanges,
    }
    return words + (_("；最近来往 %(day)s") % {"day": said.last} if said.last else _("；还没有来往"))


def _contacts(user: User, unit: Unit) -> list[tuple[Contact, bool]]:
    """Everybody to speak to, by matter, and whether they still are; those who are first."""
    found = Contact.objects.visible_to(user).filter(ministry=unit).order_by("matter", "-valid_from", "pk")
    today = clock.today()
    marked = [(each, each.valid_to is None or each.valid_to >= today) for each in found]
    return sorted(marked, key=lambda pair: not pair[1])


def passages(user: User, unit: Unit) -> list[Passage]:
    """Where the plans in force name the ministry, in the order of the text; two queries and one for its names."""
    names = {unit.name, unit.short_name, *unit.aliases.order_by("alias").values_list("alias", flat=True)}
    versions = PlanVersion.objects.visible_to(user).in_force().order_by("pk")
    return [passage for version in versions for passage in _of_version(version, names)]


def _of_version(version: PlanVersion, names: set[str]) -> list[Passage]:
    spans = named_in(version.text, names)
    clauses = list(version.clauses.order_by("order")) if spans else []
    return [_passage(version, clauses, start, end) for start, end in spans]


def _passage(version: PlanVersion, clauses: Sequence[Clause], start: int, end: int) -> Passage:
    """The words around a name, inside its own clause; the innermost clause is the last that begins before it."""
    within = [each for each in clauses if each.char_start <= start < each.char_end]
    clause = within[-1] if within else None
    low = max(clause.char_start if clause else 0, start - AROUND)
    high = min(clause.char_end if clause else len(version.text), end + AROUND)
    address = reverse("plan-version", args=(version.pk,)) + (f"?clause={quote(clause.path)}" if clause else "")
    return Passage(
        cite=clause.cite if clause else _("序言"),
        before=("…" if low > (clause.char_start if clause else 0) else "") + version.text[low:start].replace("\n", " "),
        name=version.text[start:end],
        after=version.text[end:high].replace("\n", " ") + "…",
        address=address,
    )


@page(Permission.SEE_ASKS, cached=False)
def table(request: HttpRequest, code: str) -> HttpResponseBase:
    """What was written and said with one ministry, as a file."""
    unit, rehearsal = find_ministry(code), is_rehearsal(request)
    found = happened(person(request), ministry=unit, is_rehearsal=rehearsal)
    header = [_("日期"), _("类别"), _("文号"), _("标题或内容"), _("对方或答复"), _("争取事项"), _("转告单位")]
    rows = [
        [line.day, line.kind, line.number, line.text, line.about, line.ask[1] if line.ask else "", line.passed]
        for line in found
    ]
    name = f"联络-{'演练-' if rehearsal else ''}{unit.short_name}-{clock.today().isoformat()}.csv"
    return download(csv_files.write(header, rows), name=name, media_type="text/csv")
