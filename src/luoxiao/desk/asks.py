"""争取事项台账: what is asked of other ministries, effort and result apart, letters both ways, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock, csv_files
from luoxiao.core.money import wan, yuan
from luoxiao.desk.asks_shared import Said, light_of, other_ministries, said_by, soon_days
from luoxiao.desk.downloads import download
from luoxiao.desk.figures_shared import Choice, is_rehearsal
from luoxiao.desk.locks import page, person
from luoxiao.desk.reading import narrowed, number
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import cite
from luoxiao.supervision.models import Ask, Letter
from luoxiao.supervision.models.asks import AskQuerySet
from luoxiao.supervision.wording_asks import EFFORTS, OUTCOMES, STEPS

PAGE, MOST = 50, 5000  # rows of a page, rows of a file
LACKS = ("step", "late", "letter", "reply")


@dataclass(frozen=True)
class Filters:
    """What the ledger is narrowed to; empty fields narrow nothing. `rehearsal` is "1" or empty."""

    rehearsal: str = ""
    effort: str = ""
    outcome: str = ""
    lacks: str = ""
    ministry: str = ""
    lead: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: QueryDict, rehearsal: bool) -> "Filters":
        """From an address. A value that is none of the allowed ones counts as not given."""
        given = {field.name: query.get(field.name, "").strip()[:60] for field in fields(cls)}
        allowed = {"effort": Ask.Effort.values, "outcome": Ask.Outcome.values, "lacks": LACKS}
        kept = {name: given[name] for name, values in allowed.items() if given[name] in values}
        kept |= {name: given[name] for name in ("ministry", "lead") if number(given[name])}
        return cls(rehearsal="1" if rehearsal else "", q=given["q"], **kept)

    def query(self, **other: str) -> str:
        """The query of an address that narrows like this, save for what is said otherwise."""
        return narrowed(self, **other)

    def address(self, **other: str) -> str:
        return reverse("asks") + self.query(**other)

    @property
    def narrows(self) -> bool:
        return self != Filters(rehearsal=self.rehearsal)

    def narrow(self, asks: AskQuerySet) -> AskQuerySet:
        """The asks that pass every filter."""
        given = {"effort": self.effort, "outcome": self.outcome, "ministry_id": self.ministry, "lead_id": self.lead}
        asks = asks.filter(**{name: value for name, value in given.items() if value})
        if self.q:
            asks = asks.filter(Q(title__icontains=self.q) | Q(sought__icontains=self.q) | Q(basis__icontains=self.q))
        return asks.filter(lacking(self.lacks)) if self.lacks else asks


def lacking(what: str) -> Q:
    """Asks still pursued that have no next step, a late one, no letter sent, or letters and no reply."""
    written = Letter.objects.filter(ask=OuterRef("pk"))
    out = Exists(written.filter(direction=Letter.Direction.OUT))
    back = Exists(written.filter(direction=Letter.Direction.IN))
    return (
        Q(outcome__in=Ask.PURSUED)
        & {
            "step": Q(next_due__isnull=True),
            "late": Q(next_due__lt=clock.today()),
            "letter": ~Q(out),
            "reply": Q(out) & ~Q(back),
        }[what]
    )


@dataclass(frozen=True)
class Row:
    """A line of the ledger."""

    pk: int
    title: str
    clause: str
    ministry: str
    lead: str
    sought: str
    amount: str
    effort: tuple[str, str]
    outcome: tuple[str, str]
    said: Said
    step: str
    due: date | None
    step_light: tuple[str, str]
    is_rehearsal: bool


@dataclass(frozen=True)
class Tile:
    """A count over the ledger that narrows it."""

    count: int
    words: str
    light: str
    address: str
    pressed: bool


@dataclass(frozen=True)
class Cell:
    """How many asks have this effort and this outcome, and where they are listed."""

    count: int
    address: str


@dataclass(frozen=True)
class AsksPage:
    """What the ledger shows."""

    rehearsal: bool
    modes: list[Choice]
    sentence: str
    filters: Filters
    tiles: list[Tile]
    outcomes: list[tuple[str, str]]
    cross: list[tuple[str, str, list[Cell]]]
    ministries: list[Unit]
    leads: list[Unit]
    rows: list[Row]
    next: str
    may_keep: bool


@page(Permission.SEE_ASKS)
def asks(request: HttpRequest) -> HttpResponseBase:
    """The ledger in the order of entry; `after` is the id of the last ask seen. A fixed number of queries."""
    user, filters = person(request), Filters.read(request.GET, is_rehearsal(request))
    return render(request, "desk/asks.html", {"page": _page(user, filters, number(request.GET.get("after")) or 0)})


def _seen(user: User, filters: Filters) -> AskQuerySet:
    return Ask.objects.visible_to(user).filter(is_rehearsal=filters.rehearsal == "1")


def _page(user: User, filters: Filters, after: int) -> AsksPage:
    seen = _seen(user, filters)
    found = _listed(filters.narrow(seen).filter(pk__gt=after), PAGE + 1)
    counts, tiles = _counts(seen), _tiles(seen, filters)
    return AsksPage(
        rehearsal=filters.rehearsal == "1",
        modes=[
            Choice(_("真实"), filters.address(rehearsal=""), not filters.rehearsal),
            Choice(_("演练"), filters.address(rehearsal="1"), bool(filters.rehearsal)),
        ],
        sentence=_sentence(counts, tiles),
        filters=filters,
        tiles=tiles,
        outcomes=[(OUTCOMES[value], str(label)) for value, label in Ask.Outcome.choices],
        cross=[(EFFORTS[value], str(label), _cells(value, counts, filters)) for value, label in Ask.Effort.choices],
        ministries=list(other_ministries().filter(asked_of__in=seen).distinct()),
        leads=list(Unit.objects.filter(asks__in=seen).distinct().order_by("id")),
        rows=rows(found[:PAGE], user, rehearsal=filters.rehearsal == "1"),
        next=f"&after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        may_keep=user.may(Permission.KEEP_ASK),
    )


def _listed(asks: AskQuerySet, most: int) -> list[Ask]:
    return list(asks.select_related("ministry", "lead").order_by("pk")[:most])


def rows(found: Sequence[Ask], user: User, *, rehearsal: bool) -> list[Row]:
    """The lines of these asks, with what was said about each; three queries."""
    said = said_by("ask", [ask.pk for ask in found], user, rehearsal=rehearsal)
    near = soon_days()
    return [_row(ask, said[ask.pk], light_of(ask, near)) for ask in found]


def _row(ask: Ask, said: Said, light: str) -> Row:
    return Row(
        pk=ask.pk,
        title=ask.title,
        clause=cite(ask.clause_path),
        ministry=ask.ministry.short_name,
        lead=ask.lead.short_name,
        sought=ask.sought,
        amount="—" if ask.sought_fen is None else wan(ask.sought_fen),
        effort=(EFFORTS[ask.effort], str(ask.get_effort_display())),
        outcome=(OUTCOMES[ask.outcome], str(ask.get_outcome_display())),
        said=said,
        step=ask.next_step,
        due=ask.next_due,
        step_light=(light, str(STEPS[light])),
        is_rehearsal=ask.is_rehearsal,
    )


def _counts(seen: AskQuerySet) -> dict[tuple[str, str], int]:
    """How many there are of each effort and outcome."""
    rows = seen.order_by().values("effort", "outcome").annotate(count=Count("pk"))
    return {(row["effort"], row["outcome"]): row["count"] for row in rows}


def _cells(effort: str, counts: Mapping[tuple[str, str], int], filters: Filters) -> list[Cell]:
    return [
        Cell(counts.get((effort, outcome), 0), filters.address(effort=effort, outcome=outcome))
        for outcome in Ask.Outcome.values
    ]


def _tiles(seen: AskQuerySet, filters: Filters) -> list[Tile]:
    """How many there are, and how many lack something."""
    words = {
        "late": (_("下一步逾期"), "late"),
        "step": (_("没有下一步"), "soon"),
        "letter": (_("还没有发函"), "idle"),
        "reply": (_("发函未复"), "soon"),
    }
    counted = seen.aggregate(all=Count("pk"), **{name: Count("pk", filter=lacking(name)) for name in words})
    tiles = [Tile(counted["all"], _("全部事项"), "", filters.address(lacks=""), not filters.lacks)]
    return tiles + [
        Tile(
            counted[name],
            said,
            light if counted[name] else "idle",
            filters.address(lacks="" if filters.lacks == name else name),
            filters.lacks == name,
        )
        for name, (said, light) in words.items()
    ]


def _sentence(counts: Mapping[tuple[str, str], int], tiles: Sequence[Tile]) -> str:
    if not counts:
        return _("还没有争取事项。由其他部委决定的支持举措，争取什么、找谁、到了哪一步，登记在这里。")
    got = sum(count for (_effort, outcome), count in counts.items() if outcome in ("granted", "partly"))
    begun = sum(count for (effort, _outcome), count in counts.items() if effort != "not-begun")
    said = _("争取事项 %(all)s 件：已开展 %(begun)s 件，取得或部分取得 %(got)s 件，下一步逾期 %(late)s 件")
    return said % {"all": tiles[0].count, "begun": begun, "got": got, "late": tiles[1].count}


@page(Permission.SEE_ASKS, cached=False)
def table(request: HttpRequest) -> HttpResponseBase:
    """The ledger as narrowed, as a file; amounts in yuan."""
    user, filters = person(request), Filters.read(request.GET, is_rehearsal(request))
    found = _listed(filters.narrow(_seen(user, filters)), MOST)
    lines = [
        _csv(row, ask) for row, ask in zip(rows(found, user, rehearsal=bool(filters.rehearsal)), found, strict=True)
    ]
    name = f"争取事项-{'演练-' if filters.rehearsal else ''}{clock.today().isoformat()}.csv"
    return download(csv_files.write(_columns(), lines), name=name, media_type="text/csv")


def _columns() -> list[str]:
    effort = [_("工作情况"), _("评定理由"), _("结果"), _("结果说明"), _("依据文号")]
    said = [_("发文（件）"), _("来文（件）"), _("通报会商（次）"), _("最近来往"), _("下一步"), _("时限"), _("演练")]
    what = [_("条款"), _("事项"), _("部委"), _("牵头单位"), _("依据"), _("争取什么"), _("争取金额（元）")]
    return what + effort + said


def _csv(row: Row, ask: Ask) -> list[object]:
    amount = None if ask.sought_fen is None else yuan(ask.sought_fen)
    judged = (row.effort[1], ask.effort_reason, row.outcome[1], ask.outcome_text, ask.outcome_document)
    said = (row.said.out, row.said.in_, row.said.exchanges, row.said.last, row.step, row.due)
    mark = _("演练") if row.is_rehearsal else None
    return [
        row.clause,
        row.title,
        ask.ministry.name,
        ask.lead.name,
        ask.basis,
        row.sought,
        amount,
        *judged,
        *said,
        mark,
    ]
