"""The rehearsal's asks: one for each of the 13 measures that depend on somebody else, with what was written and said.

All invented but clause, lead and ministry; everything goes through the actions that people use.
"""

import tomllib
from datetime import date, datetime, time
from importlib.resources import files
from typing import Any

from luoxiao.core.money import WAN
from luoxiao.core.periods import BEIJING
from luoxiao.organisations.models import Area, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import AskDraft, ContactDraft, ExchangeDraft, LetterDraft
from luoxiao.supervision.models import Ask, Letter, Task

DATA = files("luoxiao") / "data/rehearsal_asks.toml"
OPENED, JUDGED = date(2012, 7, 30), date(2012, 10, 10)


def load_asks() -> None:
    """The 13 asks, whom to speak to, and what was told to the leading group's office. Needs the plan in force."""
    said = tomllib.loads(DATA.read_text(encoding="utf-8"))
    for each in said["ask"]:
        _Asking(each).carry_out()
    for each in said["contact"]:
        ministry = Unit.objects.get(code=each.pop("ministry"))
        draft = ContactDraft(ministry=ministry, valid_from=OPENED, **each)
        actions.add_contact(draft, by=_person("jingban"), at=_moment(OPENED))
    for each in said["told"]:
        ministry = Unit.objects.get(code=each.pop("ministry"))
        told = ExchangeDraft(direction="told", ministry=ministry, **each)
        actions.record_exchange(told, rehearsal=True, by=_person("jingban"), at=_moment(each["day"]))


def _moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), BEIJING)


def _person(username: str) -> User:
    return User.objects.select_related("unit").get(username=username)


class _Asking:
    """One ask with its letters, exchanges, next step, judgement and result."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said
        tasks = Task.objects.select_related("lead").filter(origin=Task.Origin.PLAN)
        self.task = tasks.get(clause_path=said["clause"])
        self.ministry = Unit.objects.get(code=said["ministry"])
        clerks = User.objects.select_related("unit").filter(is_rehearsal=True, grants__role="bureau")
        self.clerk = clerks.get(unit=self.task.lead)

    def carry_out(self) -> None:
        self.ask = self._open()
        self._write()
        self._speak()
        self._plan()
        self._judge()
        self._end()

    def _seen(self) -> int:
        self.ask.refresh_from_db(fields=["version"])
        return self.ask.version

    def _open(self) -> Ask:
        assert self.task.lead is not None, "the measures of the plan have a lead"
        numbers = self.said["areas"]
        of_11 = Area.objects.filter(is_one_of_11=True).order_by("number")
        draft = AskDraft(
            title=self.said["title"],
            measure=self.task.promise,
            clause_path=self.said["clause"],
            ministry=self.ministry,
            lead=self.task.lead,
            basis=self.said["basis"],
            sought=self.said["sought"],
            sought_fen=self.said["wan"] * WAN if "wan" in self.said else None,
            areas=tuple(area for area in of_11 if numbers == [0] or area.number in numbers),
        )
        return actions.open_ask(draft, rehearsal=True, by=self.clerk, at=_moment(OPENED))

    def _write(self) -> None:
        sent: list[Letter] = []
        for direction, number, day, subject, answered in self.said.get("letter", []):
            former = sent[answered - 1] if answered else None
            draft = LetterDraft(direction, number, self.ministry, day, subject, ask=self.ask, answers=former)
            sent.append(actions.enter_letter(draft, by=self.clerk, at=_moment(day, 15)))

    def _speak(self) -> None:
        for direction, day, whom, text, *codes in self.said.get("exchange", []):
            passed = tuple(Unit.objects.filter(code__in=codes).order_by("id"))
            draft = ExchangeDraft(direction, self.ministry, day, text, whom, self.ask, passed)
            actions.record_exchange(draft, by=self.clerk, at=_moment(day, 16))

    def _plan(self) -> None:
        if "step" in self.said:
            step, due, day = self.said["step"]
            actions.plan_step(self.ask, step=step, due=due, seen=self._seen(), by=self.clerk, at=_moment(day, 17))

    def _judge(self) -> None:
        if "effort" in self.said:
            effort, reason = self.said["effort"]
            by, at = _person("jingban"), _moment(JUDGED)
            actions.judge_effort(self.ask, effort=effort, reason=reason, seen=self._seen(), by=by, at=at)

    def _end(self) -> None:
        if "outcome" in self.said:
            outcome, text, document = self.said["outcome"]
            end = {"outcome": outcome, "text": text, "document": document}
            actions.record_outcome(self.ask, **end, seen=self._seen(), by=self.clerk, at=_moment(JUDGED, 11))
