"""Fills a rehearsal: accounts, the plan in force, a quarter of invented work.

Everything goes through the same actions that people use, so that a rehearsal shows nothing the product cannot do.
"""

import tomllib
from datetime import date, datetime, time
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao import installation
from luoxiao.core import package_data
from luoxiao.core.periods import BEIJING, Quarter
from luoxiao.core.refusals import Refusal
from luoxiao.organisations.models import Area, Unit, User
from luoxiao.plan import actions as plans
from luoxiao.plan.sentences import sentences_of
from luoxiao.rehearsal import ACCOUNTS, password
from luoxiao.rehearsal.asks import load_asks
from luoxiao.rehearsal.funds import load_funds
from luoxiao.rehearsal.returns import load_call, load_figures, load_form
from luoxiao.supervision import actions
from luoxiao.supervision.models import ProgressReport, Task

DATA = files("luoxiao") / "data/rehearsal.toml"
ADOPTED, FILED, CONFIRMED = date(2012, 7, 6), date(2012, 7, 20), date(2012, 8, 1)
REPORTED, REVIEWED = date(2012, 9, 26), date(2012, 9, 28)
LEADS = {  # the text names no bureau for its lead tasks and duties; the office does
    "二/(一)/1": "mca-social-assistance",
    "二/(一)/2": "mca-social-assistance",
    "三/(三)": "mca-planning-finance",
}


class RealAccounts(Refusal):
    code = "real-accounts"
    sentence = _("这个数据库里有正式账号，没有装入演练数据。演练须用单独的数据库和 LUOXIAO_HOME。")


def load() -> None:
    """Load accounts, plan and a quarter of work, once; what is there stays as it is. Raises RealAccounts."""
    if User.objects.filter(is_rehearsal=False).exists():
        raise RealAccounts
    if User.objects.exists():
        return
    with transaction.atomic():
        load_work()
        load_call(load_form())
        load_funds()
        load_asks()


def load_work() -> None:
    """Accounts, the plan in force, the quarter's work and the invented figures, without any call for returns."""
    _open_accounts()
    _put_plan_in_force()
    for work in tomllib.loads(DATA.read_text(encoding="utf-8"))["work"]:
        _Work(work).carry_out()
    load_figures()


def _open_accounts() -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    for username, role, unit, full_name in ACCOUNTS:
        user = User(username=username, full_name=full_name, unit=units[unit] if unit else None, is_rehearsal=True)
        user.set_password(password())
        user.save()
        installation.grant_at_installation(user, [role])


def _person(username: str) -> User:
    return User.objects.select_related("unit").get(username=username)


def _put_plan_in_force() -> None:
    """The restated plan, imported by one person of the office and adopted by another."""
    plan = package_data.luoxiao_plan()
    version = plans.propose(
        plan.text,
        title=plan.title,
        area=Area.objects.get(number=plan.area_number),
        file=None,
        is_restated=True,
        by=_person("jingban"),
        at=_moment(ADOPTED, 9),
    )
    actions.adopt(version, by=_person("fuhe"), at=_moment(ADOPTED, 15))
    for clause, code in LEADS.items():
        for task in Task.objects.filter(clause_path=clause, lead=None).order_by("id"):
            unit = Unit.objects.get(code=code)
            actions.assign_lead(task, lead=unit, reason="演练：按职责分工", by=_person("fuhe"), at=_moment(ADOPTED, 16))


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BEIJING)


class _Work:
    """The invented quarter of one task, step by step through the actions that people use."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said
        self.task = Task.objects.select_related("lead").get(clause_path=said["clause"])
        self.clerk = self._of(self.task.lead)

    @staticmethod
    def _of(unit: Unit | None) -> User:
        """The sample account of a bureau."""
        return User.objects.select_related("unit").get(unit=unit, is_rehearsal=True, grants__role="bureau")

    def carry_out(self) -> None:
        self._file()
        self._cooperate()
        self._report()
        self._close()

    def _seen(self) -> int:
        self.task.refresh_from_db(fields=["version"])
        return self.task.version

    def _file(self) -> None:
        steps = [self._draft(*step) for step in self.said["steps"]]
        actions.file_steps(self.task, steps=steps, seen=self._seen(), by=self.clerk, at=_moment(FILED, 10))

    def _draft(self, title: str, owner: str, due: date, expected: str, *numbers: int) -> actions.StepDraft:
        """A step; the numbers behind it are those of the sentences it serves."""
        found = sentences_of(self.task.promise) if numbers else []
        serves = tuple(sentence.text for sentence in found if sentence.number in numbers)
        return actions.StepDraft(title, owner, due, expected, serves)

    def _cooperate(self) -> None:
        """Ask the cooperating bureaus; where an answer is given, the first of them confirms."""
        if text := self.said.get("cooperation"):
            actions.ask_cooperation(self.task, text=text, by=self.clerk, at=_moment(FILED, 11))
        if answer := self.said.get("answer"):
            first = self.task.cooperations.select_related("unit").order_by("order")[0]
            by = self._of(first.unit)
            actions.confirm_cooperation(first, answer=answer, by=by, at=_moment(CONFIRMED, 9))

    def _report(self) -> None:
        if "progress" not in self.said:
            return
        steps = actions.current_steps(self.task)
        draft = actions.ProgressDraft(
            period=Quarter.of(REPORTED),
            text=self.said["progress"],
            confidence=self.said["confidence"],
            confidence_reason=self.said.get("confidence_reason", ""),
            difficulties=self.said.get("difficulties", ""),
            steps_done=tuple(steps[number - 1].pk for number in self.said.get("done", [])),
        )
        report = actions.report_progress(
            self.task, draft=draft, seen=self._seen(), by=self.clerk, at=_moment(REPORTED, 14)
        )
        self._review(report)

    def _review(self, report: ProgressReport) -> None:
        by, at = _person("fuhe"), _moment(REVIEWED, 10)
        if self.said.get("review") == "accept":
            actions.accept_report(report, by=by, at=at)
        elif self.said.get("review") == "return":
            actions.return_report(report, reason=self.said["review_reason"], by=by, at=at)

    def _close(self) -> None:
        if "closure" not in self.said:
            return
        request = actions.ask_closure(
            self.task, statement=self.said["statement"], seen=self._seen(), by=self.clerk, at=_moment(REVIEWED, 14)
        )
        if self.said["closure"] == "close":
            actions.close(request, by=_person("fuhe"), at=_moment(REVIEWED, 16))
