"""为什么是这个数: one county's amount on one page, step by step, to be followed with a calculator and printed."""

from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoxiao.core.money import percent, signed_wan, wan, yuan
from luoxiao.core.wording import period_words
from luoxiao.desk.funds import STATUS
from luoxiao.desk.locks import page
from luoxiao.desk.run_page import find, terms
from luoxiao.funds.allocation import Allocation, Line, allocate
from luoxiao.funds.explaining import Explanation, Step, check, explain
from luoxiao.funds.models import Run
from luoxiao.funds.wording.explaining import Explained, explained
from luoxiao.funds.wording.faults import RULES
from luoxiao.organisations.roles import Permission


@dataclass(frozen=True)
class Numbered:
    """A step with its number on the page."""

    number: int
    said: Explained
    is_result: bool


@dataclass(frozen=True)
class Part:
    """A group of steps under one heading; `note` says where its numbers come from."""

    title: str
    note: str
    steps: list[Numbered]


@dataclass(frozen=True)
class CountyPage:
    """What the template shows."""

    run: Run
    status: str
    code: str
    name: str
    total: str
    total_yuan: str
    share: str
    rank: int
    counties: int
    rule: str
    tranche: str
    change: str
    parts: list[Part]
    follows: bool
    others: list[tuple[str, str]]


@page(Permission.SEE_FUNDS)
def county(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """The explanation of one county in a run that this person may see."""
    run = find(request, pk)
    split = allocate(*terms(run))
    if code not in split.by_code:
        raise Http404
    return render(request, "desk/run_county.html", {"page": _page(run, split, code)})


def _page(run: Run, split: Allocation, code: str) -> CountyPage:
    line, said = split.by_code[code], explain(split, code)
    return CountyPage(
        run=run,
        status=STATUS[Run.State(run.state)],
        code=code,
        name=line.name,
        total=wan(line.total_fen),
        total_yuan=yuan(line.total_fen),
        share=percent(Fraction(line.total_fen, split.scheme.pot_fen)),
        rank=1 + sum(other.total_fen > line.total_fen for other in split.lines),
        counties=len(split.lines),
        rule=str(RULES[line.rule]) if line.rule else "",
        tranche=wan(said.tranche_fen) if split.scheme.early_fen else "",
        change=_change(line),
        parts=_parts(run, said),
        follows=not check(said),
        others=[(other.code, other.name) for other in split.lines],
    )


def _change(line: Line) -> str:
    """Against the round before, or nothing where there is none."""
    if line.last_fen is None or line.change_fen is None:
        return ""
    said = {"last": wan(line.last_fen), "change": signed_wan(line.change_fen)}
    return _("上一批 %(last)s 万元，本批 %(change)s 万元") % said


def _parts(run: Run, said: Explanation) -> list[Part]:
    """The steps under four headings, numbered through."""
    groups: list[list[Numbered]] = [[], [], [], []]
    for position, step in enumerate(said.steps, 1):
        groups[_GROUPS[step.key.partition(":")[0]]].append(Numbered(position, explained(step), _is_result(step)))
    titles = (
        _("一、本县的因素"),
        _("二、得分和份额"),
        _("三、按公式分得"),
        _("四、公式之外和合计"),
    )
    notes = (_origins(run), "", "", "")
    filled = zip(titles, notes, groups, strict=True)
    return [Part(title, note, steps) for title, note, steps in filled if steps]


_GROUPS = {
    **dict.fromkeys(("value", "turned", "coefficient", "share"), 0),
    **dict.fromkeys(("weighted", "score", "formula-share"), 1),
    **dict.fromkeys(("pot", "unbounded", "redistributed", "regular"), 2),
    **dict.fromkeys(("fixed", "directed-exact", "directed", "adjustment", "total", "early"), 3),
}


def _is_result(step: Step) -> bool:
    return step.key in ("formula-share", "regular", "total", "early")


def _origins(run: Run) -> str:
    """低保对象（2012年，某统计）; of every factor."""
    found = []
    for code, source in run.sources.items():
        period = period_words(source["period"]) if source.get("period") else ""
        about = "，".join(each for each in (period, str(source.get("source", ""))) if each)
        found.append(f"{source.get('name', code)}（{about}）" if about else str(source.get("name", code)))
    return _("数据来源：%(sources)s") % {"sources": "；".join(found)} if found else ""
