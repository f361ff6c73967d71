"""核稿, 分发, 归档: what happens to a paper between its draft and the shelf, beside its signature."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.desk.locks import form, person
from luoxiao.desk.paper_forms import acted
from luoxiao.desk.papers import seen
from luoxiao.desk.reading import number
from luoxiao.documents import actions
from luoxiao.organisations.roles import Permission


@form(Permission.CHECK_PAPER)
def check(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Pass the draft for signature."""
    paper, by, at = seen(person(request), pk), person(request), clock.now()
    why, version = request.POST.get("despite", ""), number(request.POST.get("seen")) or 0
    done = _("核稿通过，待签发。")
    return acted(request, pk, lambda: actions.check(paper, seen=version, despite=why, by=by, at=at), done)


@form(Permission.CHECK_PAPER)
def send_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the draft back, with what is to be changed."""
    paper, by, at = seen(person(request), pk), person(request), clock.now()
    why, version = request.POST.get("back", ""), number(request.POST.get("seen")) or 0
    done = _("草稿已退回修改。")
    return acted(request, pk, lambda: actions.send_back(paper, reason=why, seen=version, by=by, at=at), done)


@form(Permission.DRAFT_PAPER)
def distribute(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Set who gets the paper, a line each."""
    paper, by, at = seen(person(request), pk), person(request), clock.now()
    listed = listing(request.POST.get("recipients", "").splitlines())
    return acted(request, pk, lambda: actions.distribute(paper, copies=listed, by=by, at=at), _("分发名单已保存。"))


@form(Permission.DRAFT_PAPER)
def send(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Note that everybody on the list was sent it."""
    paper, by, at = seen(person(request), pk), person(request), clock.now()
    return acted(request, pk, lambda: actions.mark_sent(paper, by=by, at=at), _("已登记发出。"))


@form(Permission.DRAFT_PAPER)
def archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put the paper away."""
    paper, by, at = seen(person(request), pk), person(request), clock.now()
    return acted(request, pk, lambda: actions.archive(paper, by=by, at=at), _("公文已归档。"))


def listing(lines: Iterable[str]) -> dict[str, int]:
    """江西省民政厅 2: the copies of each recipient, one where no number is said."""
    found: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in lines)):
        name, _space, copies = line.rpartition(" ")
        counted = number(copies.removesuffix("份"))
        found |= {name.strip(): counted} if name and counted is not None else {line: 1}
    return found
