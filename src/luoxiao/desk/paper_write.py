"""起草公文: a new paper of any kind that is not drawn up elsewhere, from the template of its kind."""

from dataclasses import dataclass, field, replace

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Refusal
from luoxiao.core.wording import quarter
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.paper_forms import head
from luoxiao.desk.paper_plain import PLAIN, plain_figures
from luoxiao.documents import actions
from luoxiao.documents.actions import Figures, Words
from luoxiao.documents.composing import PLACE
from luoxiao.documents.kinds import kind_of
from luoxiao.documents.models import Paper
from luoxiao.organisations.roles import Permission

K = Paper.Kind
WRITTEN = (K.CIRCULAR, K.REPORT, K.REQUEST, K.LETTER, K.MINUTES, K.BULLETIN)  # slips and years are drawn up elsewhere
OFFERED = 4  # quarters
MISSING = "【缺】"


@dataclass(frozen=True)
class WriteForm:
    """What the form for a new paper shows."""

    kinds: list[tuple[str, str]]
    periods: list[tuple[str, str]]
    key: str
    kind: str
    period: str
    title: str
    addressee: str
    errors: list[tuple[str, str]] = field(default_factory=list)


@form(Permission.DRAFT_PAPER)
def write(request: HttpRequest) -> HttpResponseBase:
    """Choose the kind, say title and addressee; the draft opens with head, foot and first prose of its kind."""
    shown = _shown(request)
    if request.method != "POST":
        return render(request, "desk/paper_write.html", {"form": shown})
    if shown.kind not in dict(shown.kinds) or shown.period not in dict(shown.periods):
        return _again(request, shown, "f-kind", _("没有选文种或报告期。各选一项。"))
    outcome = carry_out(request, lambda: _prepare(request, shown), done=_("草稿已生成，核稿后由另一人签发。"))
    return _again(request, shown, "f-title", str(outcome)) if isinstance(outcome, Refusal) else outcome


def _shown(request: HttpRequest) -> WriteForm:
    offered = [Quarter.of(clock.today())]
    for _n in range(OFFERED - 1):
        offered.append(offered[-1].previous)
    said = request.POST or request.GET
    return WriteForm(
        kinds=[(kind.value, str(kind.label)) for kind in WRITTEN],
        periods=[(str(period), quarter(period)) for period in offered],
        key=request.POST.get("key", "") or new_key(),
        kind=said.get("kind", ""),
        period=said.get("period", "") or str(offered[0]),
        title=said.get("title", ""),
        addressee=said.get("addressee", ""),
    )


def _again(request: HttpRequest, shown: WriteForm, at: str, problem: str) -> HttpResponseBase:
    again = replace(shown, errors=[(at, problem)], key=new_key())
    return render(request, "desk/paper_write.html", {"form": again}, status=422)


def _prepare(request: HttpRequest, shown: WriteForm) -> str:
    period = Quarter.parse(shown.period)
    known = plain_figures(period, clock.today())
    made = actions.prepare(
        kind=shown.kind,
        period=period,
        about_kind=PLAIN,
        about=None,
        words=_words(shown, known),
        known=known,
        rehearsal=clock.rehearsal_day() is not None,
        by=person(request),
        at=clock.now(),
    )
    return reverse("paper-edit", args=(made.pk,))


def _words(shown: WriteForm, known: Figures) -> Words:
    """The template's prose; a figure that there is not yet is a gap for the writer to fill."""
    kind = kind_of(shown.kind)
    body = PLACE.sub(lambda found: found[0] if found[1] in known else MISSING, kind.body)
    first = head(shown.kind, kind.head)
    return Words(**(first | {"title": shown.title, "body": body, "addressee": shown.addressee or first["addressee"]}))
