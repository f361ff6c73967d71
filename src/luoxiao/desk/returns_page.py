"""The page of a return: its way, its lines with last and present values, what is wrong, what each may do with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import new_key
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import page, person
from luoxiao.desk.returns_figures import shown as figure_words
from luoxiao.desk.returns_may import May, may
from luoxiao.desk.returns_rows import Filling, Group, Said, Summary, groups, summary, suspect, without_echoes
from luoxiao.desk.returns_said import said
from luoxiao.desk.returns_spark import Spark, spark
from luoxiao.desk.returns_stages import Stage, stages
from luoxiao.desk.returns_standing import Standing, standing
from luoxiao.indicators import figures
from luoxiao.indicators.models import Place
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns import specs
from luoxiao.returns.entries import entries_of
from luoxiao.returns.form import Entry, Form, Known, Line, Severity
from luoxiao.returns.models import Decision, Return, Submission
from luoxiao.returns.wording import whose_turn

PERIODS, RECEIPTS = 8, 10
S, K = Return.State, Decision.Kind
UNASKED = "required"  # a line that is still blank: said only when the return was checked or sent back


@dataclass(frozen=True)
class Sheet:
    """Everything the page shows."""

    filed: Return
    form: Form
    may: May
    standing: Standing
    turn: str
    stages: list[Stage]
    groups: list[Group]
    errors: list[Said]
    general: list[Said]
    summary: Summary
    wrong: int  # errors besides blank lines
    blanks: int
    asked: bool
    changed_known: int  # lines that are known and hold something else now
    before: int | None
    suspect: Line | None
    spark: Spark | None
    sent_back: Decision | None
    submissions: list[Submission]
    history: list[HistoryLine]
    key: str
    seen: int
    problem: Refusal | None = None
    is_stale: bool = False
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def county(self) -> str:
        return self.filed.unit.region.name_2012 if self.filed.unit.region else self.filed.unit.short_name

    @property
    def code(self) -> str:
        return self.filed.unit.region.code_2012 if self.filed.unit.region else ""

    @property
    def place(self) -> str:
        """江西省赣州市: what its region lies in."""
        region = self.filed.unit.region
        above = [region.parent.parent, region.parent] if region and region.parent else []
        return "".join(str(each) for each in above if each is not None)

    @property
    def why_not_send(self) -> str:
        """What keeps it from being sent, in the button itself."""
        if self.wrong:
            return _("有错误")
        if self.blanks:
            return _("还有 %(count)s 项未填") % {"count": self.blanks}
        return _("有提示未说明") if self.summary.unexplained else ""


@dataclass(frozen=True)
class Typed:
    """What a POST brought that could not be kept: shown again, with what others have kept meanwhile."""

    entries: Mapping[str, Entry]
    seen: int
    problem: Refusal | None = None
    others: Mapping[str, Entry] = field(default_factory=dict)
    is_stale: bool = False


@page(Permission.SEE_RETURNS, cached=False)
def filed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One return; `checked` asks for blank lines to be named too."""
    shown = sheet(find(request, pk), person(request), is_checked="checked" in request.GET)
    return render(request, "desk/return.html", {"sheet": shown})


def find(request: HttpRequest, pk: int) -> Return:
    """The return, if this person may see it."""
    return get_object_or_404(Return.objects.visible_to(person(request)).whole(), pk=pk)


def sheet(
    filed: Return,
    user: User,
    *,
    typed: Typed | None = None,
    is_checked: bool = False,
    problem: Refusal | None = None,
    kept: Mapping[str, str] | None = None,
) -> Sheet:
    """Gather the page: a fixed number of queries, however many lines and versions."""
    form, known = specs.form_of(filed.call, unit=filed.unit), specs.known_for(filed)
    rights, decisions = may(filed, user, clock.now()), list(filed.decisions.select_related("by__unit").order_by("id"))
    entries = typed.entries if typed else _standing_entries(filed, known, rights)
    faults = without_echoes(specs.checked(filed, entries, form=form, known=known))
    sent_back = _sent_back(filed, decisions)
    is_checked = is_checked or typed is not None or filed.state != S.FILLING
    asked = is_checked or filed.saved_at is not None
    told = faults if is_checked else tuple(fault for fault in faults if fault.code != UNASKED)
    filling = Filling(form, entries, known, told, asked, _remarks(sent_back), typed.others if typed else {})
    doubtful, drawn = _spark(filed, filling)
    shown = groups(filling, said)
    return Sheet(
        filed=filed,
        form=form,
        may=rights,
        standing=standing(filed.state, filed.first_certified_at, filed.call.due, clock.today()),
        turn=whose_turn(filed),
        stages=stages(filed, decisions),
        groups=shown,
        errors=[each for group in shown for row in group.rows for each in row.faults if each.is_error],
        general=[said(fault, form) for fault in told if not fault.line] if asked else [],
        summary=summary(told, entries),
        wrong=sum(fault.severity is Severity.ERROR and fault.code != UNASKED for fault in faults),
        blanks=sum(fault.code == UNASKED for fault in faults),
        asked=asked,
        changed_known=sum(bool(row.known) and not row.is_as_known for group in shown for row in group.rows),
        before=_before(filed, user),
        suspect=doubtful,
        spark=drawn,
        sent_back=sent_back,
        submissions=list(filed.submissions.select_related("by").order_by("-number")[:RECEIPTS]),
        history=history_of(filed),
        key=new_key(),
        seen=typed.seen if typed else filed.version,
        problem=problem or (typed.problem if typed else None),
        is_stale=typed.is_stale if typed else False,
        kept=kept or {},
    )


def _standing_entries(filed: Return, known: Mapping[str, Known], rights: May) -> dict[str, Entry]:
    """What is kept; to whoever fills it, lines that are still blank show what is known from elsewhere."""
    kept = entries_of(filed.values)
    if not rights.fills:
        return kept
    offered = {code: Entry(value=each.this) for code, each in known.items() if each.this is not None}
    return offered | {code: entry for code, entry in kept.items() if not (entry.is_blank and code in offered)}


def _sent_back(filed: Return, decisions: list[Decision]) -> Decision | None:
    """The decision that gave it back to the unit, while it lies there."""
    if filed.state != S.SENT_BACK:
        return None
    return next((each for each in reversed(decisions) if each.kind in (K.SENT_BACK, K.DECLINED, K.UNLOCKED)), None)


def _remarks(sent_back: Decision | None) -> dict[str, str]:
    return {cell["code"]: cell["remark"] for cell in sent_back.cells} if sent_back else {}


def _before(filed: Return, user: User) -> int | None:
    """The unit's return of the same form for the period before, if this person may see it."""
    call = filed.call
    same = Return.objects.visible_to(user).filter(
        Q(unit=filed.unit_id, call__template__code=call.template.code),
        call__period=specs.previous(call.period),
        call__is_rehearsal=call.is_rehearsal,
    )
    return same.order_by("-id").values_list("pk", flat=True).first()


def _spark(filed: Return, filling: Filling) -> tuple[Line | None, Spark | None]:
    """The past of the line that is worth a look, with its present value; nothing where it has no past."""
    found = suspect(filling)
    place = Place.objects.filter(region=filed.unit.region_id).first() if filed.unit.region_id else None
    if found is None or place is None:
        return None, None
    line, value = found
    past = _past(filed, line, place)
    if not past:
        return None, None
    return line, spark(past, value, (figure_words(past[-1][1], line.scale), figure_words(value, line.scale)))


def _past(filed: Return, line: Line, place: Place) -> list[tuple[str, Any]]:
    """The figures of the periods before this one, oldest first."""
    item = next(item for item in filed.call.template.items_in_order if item.code == line.code)
    series = figures.series(item.indicator, place, rehearsal=filed.call.is_rehearsal)
    known = [(period, figure.value) for period, figure in series if figure.value is not None]
    return [(period, value) for period, value in known if period < filed.call.period][-PERIODS:]
