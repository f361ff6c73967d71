"""Every route, for everybody: a table written by hand from the roles, against what the pages answer."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from luoxiao.organisations.models import Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Attachment
from luoxiao.supervision.models import ClosureRequest, Task
from tests.conftest import make_unit, make_user, signed_in
from tests.supervision.test_actions import draft

pytestmark = pytest.mark.django_db

PEOPLE = ("anonymous", "clerk", "helper", "outsider", "county", "leader", "reviewer", "system", "security", "audit")
# One letter for each of them, in this order. Forms are sent empty, so whoever may do a thing is told what is missing.
#   y shown   r sent on   s sent to sign in   n 403   x 404   m 405 (shows only)   u refused: 422   c stale: 409
TABLE = {
    "workbench": ("syyyyyyrrr", "mmmmmmmmmm"),
    "plans": ("syyyyyynnn", "mmmmmmmmmm"),
    "plan-import": ("snnnnnynnn", "snnnnnunnn"),
    "plan-preview": ("snnnnnxnnn", "snnnnnxnnn"),
    "plan-version": ("syyyyyynnn", "mmmmmmmmmm"),
    "plan-findings": ("syyyyyynnn", "mmmmmmmmmm"),
    "plan-correct": ("snnnnnxnnn", "snnnnnxnnn"),
    "plan-comparison": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "plan-original": ("syyyyyynnn", "mmmmmmmmmm"),
    "plan-adopt": ("snnnnnynnn", "snnnnnunnn"),
    "plan-withdraw": ("snnnnnynnn", "snnnnnunnn"),
    "tasks": ("syyyyyynnn", "mmmmmmmmmm"),
    "tasks-export": ("syyyyyynnn", "mmmmmmmmmm"),
    "task": ("syyxxyynnn", "mmmmmmmmmm"),
    "item-new": ("snnnnnynnn", "snnnnnunnn"),
    "task-move": ("srrxxrrnnn", "sunxxnnnnn"),
    "task-steps": ("synxxnnnnn", "scnxxnnnnn"),
    "task-report": ("synxxnnnnn", "sunxxnnnnn"),
    "task-review": ("srrxxrrnnn", "snnxxnxnnn"),
    "task-cooperation": ("srrxxnnnnn", "sunxxnnnnn"),
    "task-confirm": ("srrxxnnnnn", "snuxxnnnnn"),
    "task-closure": ("srrxxnnnnn", "scnxxnnnnn"),
    "task-decide": ("srrxxrrnnn", "snnxxnxnnn"),
    "task-lead": ("snnnnnrnnn", "snnnnnxnnn"),
    "supervision-statistics": ("syyyyyynnn", "mmmmmmmmmm"),
    "supervision-statistics-export": ("syyyyyynnn", "mmmmmmmmmm"),
    "supervision-circular": ("snnnnnrnnn", "snnnnnrnnn"),
    "tasks-workbook": ("syyyyyynnn", "mmmmmmmmmm"),
    "tasks-intake": ("snnnnnynnn", "snnnnnunnn"),
    "tasks-intake-preview": ("snnnnnxnnn", "snnnnnxnnn"),
    "tasks-many": ("snnnnnynnn", "snnnnnunnn"),
    "view-save": ("srrrrrrnnn", "srrrrrrnnn"),
    "view-drop": ("sxxxxxxnnn", "sxxxxxxnnn"),
    "task-slips": ("syyxxyynnn", "mmmmmmmmmm"),
    "task-slip-new": ("snnnnnrnnn", "snnnnnunnn"),
    "task-slip-answer": ("sxxxxnnnnn", "sxxxxnnnnn"),
    "papers": ("syyyyyynnn", "mmmmmmmmmm"),
    "paper-new": ("snnnnnynnn", "snnnnnrnnn"),
    "paper-changes": ("syyyyyynnn", "mmmmmmmmmm"),
    "paper": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "paper-edit": ("snnnnnxnnn", "snnnnnxnnn"),
    "paper-issue": ("snnnnnxnnn", "snnnnnxnnn"),
    "paper-pdf": ("snnnnnxnnn", "snnnnnxnnn"),
    "paper-withdraw": ("snnnnnxnnn", "snnnnnxnnn"),
    "paper-write": ("snnnnnynnn", "snnnnnunnn"),
    "paper-versions": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "paper-check": ("snnnnnxnnn", "snnnnnxnnn"),
    "paper-send-back": ("snnnnnxnnn", "snnnnnxnnn"),
    "paper-distribute": ("snnnnnxnnn", "snnnnnxnnn"),
    "paper-send": ("snnnnnxnnn", "snnnnnxnnn"),
    "paper-archive": ("snnnnnxnnn", "snnnnnxnnn"),
    "paper-download": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "problems": ("syyyyyynnn", "mmmmmmmmmm"),
    "problem": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "problem-new": ("syyyyyynnn", "suuuuuunnn"),
    "problem-counts": ("syyyyyynnn", "mmmmmmmmmm"),
    "problem-counts-export": ("syyyyyynnn", "mmmmmmmmmm"),
    "problem-decide": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "problem-say": ("sxxxxxxnnn", "sxxxxxxnnn"),
    "meetings": ("syyyyyynnn", "mmmmmmmmmm"),
    "meeting": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "meeting-new": ("snnnnnynnn", "snnnnnxnnn"),
    "meeting-rules": ("syyyyyynnn", "mmmmmmmmmm"),
    "meeting-rules-draft": ("snnnnnrnnn", "snnnnnunnn"),
    "meeting-file": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "meeting-reply": ("sxxxxxxnnn", "sxxxxxxnnn"),
    "meeting-rules-adopt": ("snnnnnxnnn", "snnnnnxnnn"),
    "meeting-edit": ("snnnnnxnnn", "snnnnnxnnn"),
    "meeting-agenda": ("snnnnnxnnn", "snnnnnxnnn"),
    "meeting-invite": ("snnnnnxnnn", "snnnnnxnnn"),
    "meeting-move": ("snnnnnxnnn", "snnnnnxnnn"),
    "meeting-hold": ("snnnnnxnnn", "snnnnnxnnn"),
    "meeting-decide": ("snnnnnxnnn", "snnnnnxnnn"),
    "meeting-write": ("snnnnnxnnn", "snnnnnxnnn"),
    "meeting-minutes": ("snnnnnxnnn", "snnnnnxnnn"),
    "meeting-lay": ("snnnnnxnnn", "snnnnnxnnn"),
    "problem-table": ("snnnnnxnnn", "snnnnnxnnn"),
    "terms": ("syyyyyynnn", "mmmmmmmmmm"),
    "term-new": ("syyynnynnn", "suuunnunnn"),
    "evidence": ("syyxxyynnn", "mmmmmmmmmm"),
    "figures": ("syyyyyynnn", "mmmmmmmmmm"),
    "figures-comparison": ("syyyyyynnn", "mmmmmmmmmm"),
    "figures-comparison-download": ("syyyyyynnn", "mmmmmmmmmm"),
    "figures-load": ("snnnnnynnn", "snnnnnunnn"),
    "figures-load-preview": ("snnnnnxnnn", "snnnnnxnnn"),
    "figure": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "figure-download": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "figure-target": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "figure-weights": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "figure-value": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "place": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "place-download": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "dictionary": ("syyyyyynnn", "mmmmmmmmmm"),
    "dictionary-entry": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "dictionary-draft": ("syyynnynnn", "suuunnunnn"),
    "dictionary-adopt": ("snnnnnxnnn", "snnnnnxnnn"),
    "returns": ("syyyyyynnn", "mmmmmmmmmm"),
    "return": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "return-save": ("snnnxnnnnn", "snnnxnnnnn"),
    "return-sign": ("snnnxnnnnn", "snnnxnnnnn"),
    "return-review": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "return-accept": ("snnnnnxnnn", "snnnnnxnnn"),
    "return-unlock": ("snnnnnxnnn", "snnnnnxnnn"),
    "return-waiver": ("snnnxnnnnn", "snnnxnnnnn"),
    "return-workbook": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "return-upload": ("snnnxnnnnn", "snnnxnnnnn"),
    "return-check": ("snnnxnnnnn", "mmmmmmmmmm"),
    "return-annotated": ("snnnxnnnnn", "mmmmmmmmmm"),
    "return-confirm": ("snnnxnnnnn", "snnnxnnnnn"),
    "receipt": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "receipt-file": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "receipt-workbook": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "call-new": ("syyynnynnn", "suuunnunnn"),
    "call": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "call-edit": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "call-open": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "call-close": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "call-withdraw": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "call-export": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "burden": ("syyyyyynnn", "mmmmmmmmmm"),
    "burden-rules": ("snnnnnynnn", "snnnnnunnn"),
    "return-templates": ("syyyyyynnn", "mmmmmmmmmm"),
    "return-template": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "return-template-new": ("syyynnynnn", "suuunnunnn"),
    "return-template-adopt": ("snnnnnxnnn", "snnnnnxnnn"),
    "return-rule": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "return-rule-retire": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "return-waive": ("snnnnnxnnn", "snnnnnxnnn"),
    "return-waive-refuse": ("snnnnnxnnn", "snnnnnxnnn"),
    "funds": ("syyyyyynnn", "mmmmmmmmmm"),
    "round": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "round-new": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "year-plan": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "fund": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "ledger": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "voucher": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "trial-balance": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "forecasts": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "fund-waivers": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "voucher-new": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "voucher-reverse": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "forecast-say": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "fund-waiver-ask": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "fund-waiver-decide": ("snnnnnxnnn", "snnnnnxnnn"),
    "run": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "run-save": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "run-live": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "run-submit": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "run-review": ("snnnnnxnnn", "snnnnnxnnn"),
    "run-return": ("snnnnnxnnn", "snnnnnxnnn"),
    "run-adopt": ("snnnnnxnnn", "snnnnnxnnn"),
    "run-first": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "run-compare": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "reconcile": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "reconcile-result": ("sxxxnnxnnn", "mmmmmmmmmm"),
    "run-xlsx": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "run-csv": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "run-notice": ("snnnnnxnnn", "snnnnnxnnn"),
    "run-county": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "projects": ("syyyyyynnn", "mmmmmmmmmm"),
    "project": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "project-new": ("snnnynnnnn", "snnnunnnnn"),
    "project-edit": ("snnnxnnnnn", "snnnxnnnnn"),
    "project-move": ("sxxxxxxnnn", "sxxxxxxnnn"),
    "project-money": ("sxxxxxxnnn", "sxxxxxxnnn"),
    "project-risk": ("sxxxxxxnnn", "sxxxxxxnnn"),
    "project-file-new": ("snnnxnnnnn", "snnnxnnnnn"),
    "project-file": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "project-of-stage": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "project-of-step": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "asks": ("syyynyynnn", "mmmmmmmmmm"),
    "asks-csv": ("syyynyynnn", "mmmmmmmmmm"),
    "asks-areas": ("syyynyynnn", "mmmmmmmmmm"),
    "ask-new": ("syyynnynnn", "suuunnunnn"),
    "ask": ("sxxxnxxnnn", "mmmmmmmmmm"),
    "ask-edit": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "ask-step": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "ask-effort": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "ask-outcome": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "ministries": ("syyynyynnn", "mmmmmmmmmm"),
    "letter-new": ("syyynnynnn", "suuunnunnn"),
    "letter-file": ("sxxxnxxnnn", "mmmmmmmmmm"),
    "exchange-new": ("syyynnynnn", "suuunnunnn"),
    "contact-new": ("syyynnynnn", "suuunnunnn"),
    "ministry": ("sxxxnxxnnn", "mmmmmmmmmm"),
    "ministry-csv": ("sxxxnxxnnn", "mmmmmmmmmm"),
    "contact-end": ("sxxxnnxnnn", "sxxxnnxnnn"),
    "sign-in": ("yyyyyyyyyy", "yyyyyyyyyy"),
    "sign-out": ("ssssssssss", "ssssssssss"),
    "password": ("syyyyyyyyy", "suuuuuuuuu"),
    "notices": ("syyyyyyyyy", "mmmmmmmmmm"),
    "notices-read": ("srrrrrrrrr", "srrrrrrrrr"),
    "notices-mail": ("srrrrrrrrr", "srrrrrrrrr"),
    "notices-calendar": ("srrrrrrrrr", "srrrrrrrrr"),
    "absences": ("srrrrrrrrr", "suuuuuuuuu"),
    "absence-end": ("sxxxxxxxxx", "sxxxxxxxxx"),
    "calendar": ("xxxxxxxxxx", "mmmmmmmmmm"),
    "rights": ("syyyyyyyyy", "mmmmmmmmmm"),
    "language": ("rrrrrrrrrr", "rrrrrrrrrr"),
    "organisations": ("syyyyyynnn", "mmmmmmmmmm"),
    "area": ("sxxxxxxnnn", "mmmmmmmmmm"),
    "accounts": ("snnnnnnynn", "snnnnnnunn"),
    "account": ("snnnnnnynn", "snnnnnnxnn"),
    "grants": ("snnnnnnnyn", "mmmmmmmmmm"),
    "person-grants": ("snnnnnnnyn", "snnnnnnnxn"),
    "slip-rules": ("snnnnnynnn", "snnnnnunnn"),
    "light-rules": ("snnnnnynnn", "snnnnnunnn"),
    "trail": ("snnnnnnnny", "mmmmmmmmmm"),
    "trail-verification": ("snnnnnnnny", "mmmmmmmmmm"),
    "trail-export": ("snnnnnnnny", "mmmmmmmmmm"),
    "trail-verifier": ("snnnnnnnny", "mmmmmmmmmm"),
}
LETTERS = {200: "y", 403: "n", 404: "x", 405: "m", 409: "c", 422: "u"}


def routes(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield str(pattern.name)


def test_the_table_knows_every_route_and_no_other() -> None:
    assert sorted(routes(get_resolver().url_patterns)) == sorted(TABLE)


@pytest.fixture
def places(filed: Task, clerk: User, at: datetime) -> dict[str, tuple[object, ...]]:
    """The arguments of each route that takes some; 99 is nothing that exists."""
    sent = draft(filed, evidence=(Attachment("说明.txt", "演练".encode()),))
    report = actions.report_progress(filed, draft=sent, seen=filed.version, by=clerk, at=at)
    asked = ClosureRequest.objects.create(task=filed, statement="已完成", asked_by=clerk, asked_at=at)
    of_task = {name: (filed.pk,) for name in TABLE if name.startswith("task-") or name == "task"}
    of_plan = {name: (filed.version_of_plan_id,) for name in TABLE if name.startswith("plan-")}
    of_paper = {name: (99,) for name in TABLE if name.startswith("paper-") or name == "paper"}
    of_returns = {name: (99,) for name in TABLE if name.startswith(("return", "receipt", "call"))}
    of_projects = {name: (99,) for name in TABLE if name.startswith("project-") or name == "project"}
    return {
        **(of_task | of_plan | of_paper | of_returns | of_projects),
        **dict.fromkeys(("plan-import", "plan-preview", "paper-new", "paper-write", "paper-changes"), ()),
        **dict.fromkeys(("returns", "call-new", "return-templates", "return-template-new"), ()),
        **dict.fromkeys(("round", "round-new", "year-plan"), (99,)),
        **dict.fromkeys(("run-submit", "run-review", "run-return", "run-adopt"), (99,)),
        **dict.fromkeys(("reconcile", "reconcile-result", "run-xlsx", "run-csv", "run-notice"), (99,)),
        **dict.fromkeys(("round", "round-new", "year-plan"), (99,)),
        **dict.fromkeys(("run-submit", "run-review", "run-return", "run-adopt"), (99,)),
        **dict.fromkeys(("run", "run-save", "run-live", "run-first", "run-compare"), (99,)),
        **dict.fromkeys(("fund", "ledger", "trial-balance", "forecasts", "fund-waivers", "fund-waiver-ask"), (99,)),
        **dict.fromkeys(("voucher", "voucher-reverse", "forecast-say"), (99,)),
        "voucher-new": (99, "receipt"),
        "fund-waiver-decide": (99, 99),
        "run-county": (99, "360730"),
        **dict.fromkeys(("return-rule-retire", "return-waive", "return-waive-refuse"), (99, 99)),
        **dict.fromkeys(("ask", "ask-edit", "ask-step", "ask-effort", "ask-outcome", "letter-file"), (99,)),
        **dict.fromkeys(("ministry", "ministry-csv"), ("nothing",)),
        "contact-end": ("nothing", 99),
        "project-new": (),
        "project-file": (99, 99),
        **dict.fromkeys(("problem", "problem-decide", "problem-say", "problem-table"), (99,)),
        **dict.fromkeys(("meeting", "meeting-edit", "meeting-agenda", "meeting-invite", "meeting-move"), (99,)),
        **dict.fromkeys(("meeting-hold", "meeting-decide", "meeting-write", "meeting-minutes", "meeting-lay"), (99,)),
        **dict.fromkeys(("meeting-reply", "meeting-file"), (99, 99)),
        "meeting-rules-adopt": (99,),
        "plan-correct": (filed.version_of_plan_id, 99),
        "item-new": (),
        "task-move": (filed.pk, "receive"),
        "task-review": (filed.pk, report.pk),
        "task-confirm": (filed.pk, filed.cooperations.get().pk),
        "task-decide": (filed.pk, asked.pk),
        "task-slip-answer": (filed.pk, 99),
        "view-drop": (99,),
        "paper-download": (99, "docx"),
        "evidence": (report.evidence.get().pk,),
        "area": (99,),
        "figures-comparison-download": ("csv",),
        "figure": ("nothing",),
        "figure-download": ("nothing", "csv"),
        "figure-target": ("nothing",),
        "figure-weights": ("nothing",),
        "figure-value": ("nothing", "990121", "2012"),
        "place": ("990121",),
        "place-download": ("990121", "csv"),
        "dictionary-entry": ("nothing",),
        "dictionary-adopt": ("nothing", 1),
        "absence-end": (99,),
        "calendar": ("nobody-knows",),
        "account": (clerk.pk,),
        "person-grants": (clerk.pk,),
    }


@pytest.fixture
def browsers(clerk: User, helper: User, reviewer: User) -> Callable[[], dict[str, Client]]:
    """Makes a fresh browser for each of the people."""
    third: Unit = make_unit("third", "第三司")
    people = {
        "clerk": clerk,
        "helper": helper,
        "outsider": make_user("outsider", "bureau", unit=third),
        "county": make_user("county", "county", unit=make_unit("county", "某县局", Unit.Kind.COUNTY)),
        "leader": make_user("leader", "leading-group"),
        "reviewer": reviewer,
        "system": make_user("system", "system-administrator"),
        "security": make_user("security", "security-administrator"),
        "audit": make_user("audit", "audit-administrator"),
    }
    return lambda: {"anonymous": Client()} | {name: signed_in(user) for name, user in people.items()}


def letter(response: HttpResponseBase) -> str:
    if response.status_code != 302:
        return LETTERS.get(response.status_code, str(response.status_code))
    return "s" if response["Location"].startswith("/sign-in/") else "r"


@pytest.mark.parametrize("name", TABLE)
def test_a_route_answers_everybody_as_the_table_says(
    name: str, places: dict[str, tuple[object, ...]], browsers: Callable[[], dict[str, Client]]
) -> None:
    address, (shown, sent) = reverse(name, args=places.get(name, ())), TABLE[name]
    found = {who: letter(browser.get(address)) for who, browser in browsers().items()}
    assert found == dict(zip(PEOPLE, shown, strict=True))
    found = {who: letter(browser.post(address)) for who, browser in browsers().items()}
    assert found == dict(zip(PEOPLE, sent, strict=True))
    assert [letter(browser.head(address)) for browser in browsers().values()] == list(shown)
