"""拟下达通知: the draft of the paper that tells an adopted split (plan text 四(二)2)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import Period
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.paper_allocation import ALLOCATION_OF
from luoxiao.desk.paper_forms import HEAD, head
from luoxiao.desk.run_page import find
from luoxiao.documents import actions
from luoxiao.documents.actions import Words
from luoxiao.documents.models import Paper
from luoxiao.funds import notice
from luoxiao.funds.models import Run
from luoxiao.funds.notice import Facts
from luoxiao.organisations.roles import Permission


@dataclass(frozen=True)
class NoticeForm:
    """What the page shows before the draft is made."""

    run: Run
    title: str
    addressee: str
    unit: str
    total: str
    provinces: list[tuple[str, int, str]]
    draft: Paper | None
    key: str
    problem: str


@form(Permission.DRAFT_PAPER)
def draft(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what the notice will say; make its draft."""
    run = find(request, pk)
    facts = notice.facts_of([run.pk])[run.pk]
    if request.method != "POST":
        return _show(request, run, facts, _problem(run), 200)
    outcome = carry_out(request, lambda: _prepare(request, run, facts), done=_("通知草稿已生成，由另一人签发。"))
    return _show(request, run, facts, str(outcome), 422) if isinstance(outcome, Refusal) else outcome


def _prepare(request: HttpRequest, run: Run, facts: Facts) -> str:
    notice.refuse_unready(run)
    kind = Paper.Kind.NOTICE
    own = {"addressee": notice.addressee(facts), "copied_to": ""}
    made = actions.prepare(
        kind=kind,
        period=Period.parse(str(run.round.year)),
        about_kind=ALLOCATION_OF,
        about=run.pk,
        words=Words(title=notice.title(facts), body=notice.prose(facts), **(head(kind, HEAD) | own)),
        known=notice.figures(facts),
        rehearsal=run.round.fund.is_rehearsal,
        by=person(request),
        at=clock.now(),
    )
    return reverse("paper", args=(made.pk,))


def _problem(run: Run) -> str:
    try:
        notice.refuse_unready(run)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _show(request: HttpRequest, run: Run, facts: Facts, problem: str, status: int) -> HttpResponseBase:
    drafts = Paper.objects.visible_to(person(request)).filter(about_kind=ALLOCATION_OF, about=run.pk)
    shown = NoticeForm(
        run=run,
        title=notice.title(facts),
        addressee=notice.addressee(facts),
        unit=facts.unit,
        total=facts.amount(facts.total),
        provinces=[
            (name, len(shares), facts.amount(sum(share.total for share in shares)))
            for name, shares in facts.provinces.items()
        ],
        draft=drafts.filter(state=Paper.State.DRAFT).order_by("-id").first(),
        key=new_key(),
        problem=problem,
    )
    return render(request, "desk/run_notice.html", {"form": shown}, status=status)
