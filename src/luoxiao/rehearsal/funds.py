"""The rehearsal's money: a fund with two settled rounds and one in the making, a ledger, and projects. All invented.

Only the census figures that the shares rest on are real. Everything goes through the actions that people use.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from importlib.resources import files
from typing import Any

from luoxiao.core.money import WAN
from luoxiao.core.periods import BEIJING
from luoxiao.funds import actions, bundled, factors
from luoxiao.funds.actions import FundingDraft, ProjectDraft, Share
from luoxiao.funds.allocation import Bounds, Coefficient, Factor, Scheme, Shape
from luoxiao.funds.factors import Choice
from luoxiao.funds.models import Fund, Project, Round, Run
from luoxiao.funds.stages import DATED, Step
from luoxiao.organisations.models import Unit, User

DATA = files("luoxiao") / "data/rehearsal_funds.toml"
CENSUS = "2010-11-01"
FACTORS = (("aged_60", "60岁及以上人口", Fraction(3, 5)), ("rural_people", "乡村人口", Fraction(2, 5)))


def load_funds() -> None:
    """The fund of the rehearsal with all that hangs on it. Needs people in every county (rehearsal.returns)."""
    said = tomllib.loads(DATA.read_text(encoding="utf-8"))
    bundled.load(rehearsal=True)
    fund = Fund.objects.get(code="lottery", is_rehearsal=True)
    for year, wan in said["planned_wan"].items():
        actions.plan_year(
            fund=fund, year=int(year), fen=wan * WAN, basis="演练：年度计划", **_by("fuli", date(2012, 3, 1))
        )
    for year, wan in said["received_wan"].items():
        actions.receive(fund=fund, year=int(year), fen=wan * WAN, **_entry("演练：到账通知", date(2012, 3, 5)))
    last: Round | None = None
    for each in said["round"]:
        last = _Split(fund, last, each).carry_out()
    for each in said["project"]:
        _Work(fund, each).carry_out()
    for period, wan in said["forecast_wan"].items():
        actions.say_forecast(fund=fund, region=None, period=period, fen=wan * WAN, **_by("fuli", date(2012, 3, 8)))


def _by(username: str, day: date, hour: int = 9) -> dict[str, Any]:
    by = User.objects.select_related("unit").get(username=username)
    return {"by": by, "at": datetime.combine(day, time(hour), BEIJING)}


def _entry(document: str, day: date) -> dict[str, Any]:
    """Who enters a voucher, on the day of the document it rests on."""
    return {"day": day, "document": document} | _by("fuli", day, 10)


@dataclass
class _Split:
    """One round, as far as it has come: split, settled, allotted, passed on to so many counties."""

    fund: Fund
    previous: Round | None
    said: dict[str, Any]

    def carry_out(self) -> Round:
        day: date = self.said["day"]
        found = actions.open_round(
            fund=self.fund,
            year=self.said["year"],
            number=self.said["number"],
            pot_fen=self.said["wan"] * WAN,
            basis="演练：部本级彩票公益金年度安排",
            previous=self.previous,
            **_by("fuli", day),
        )
        run = self._draft(found, day)
        if self.said["settled"]:
            self._settle(run, day)
        return found

    def _draft(self, found: Round, day: date) -> Run:
        regions, sources = factors.factor_table(found, [Choice(code, CENSUS) for code, _name, _weight in FACTORS])
        return actions.save_run(
            round=found,
            scheme=_scheme(found, Fraction(self.said["coefficient"])),
            regions=regions,
            sources=sources,
            name=f"系数 {self.said['coefficient']}",
            based_on=None,
            seen=found.version,
            **_by("fuli", day, 10),
        )

    def _settle(self, run: Run, day: date) -> None:
        """Reviewed and adopted by another person, entered, and passed on."""
        run = actions.submit_run(run, **_by("fuli", day, 11))
        run = actions.review_run(run, **_by("fuhe", day, 14))
        run = actions.adopt_run(run, seen=run.round.version, **_by("fuhe", day, 15))
        actions.allot_run(run, **_entry("演练：资金下达文件", day + timedelta(7)))
        lines = run.lines.select_related("region__parent__parent").order_by("region__code_2012")[
            : self.said["passed_on"]
        ]
        shares = [Share(line.region, line.total_fen) for line in lines]
        document = _entry("演练：省级拨付文件", day + timedelta(28))
        actions.transfer(fund=self.fund, year=self.said["year"], shares=shares, run=run, **document)


def _scheme(found: Round, coefficient: Fraction) -> Scheme:
    return Scheme(
        name=found.title,
        pot_fen=found.pot_fen,
        shape=Shape.WEIGHTED,
        factors=tuple(Factor(code, name, "人", weight) for code, name, weight in FACTORS),
        coefficients=(
            Coefficient("contiguous", "连片特困系数", {factors.LISTED: coefficient, factors.OTHER: Fraction(1)}),
        ),
        bounds=Bounds(),
        rounding_fen=WAN // 100,
    )


class _Work:
    """One project of a county, as far as it has come."""

    def __init__(self, fund: Fund, said: dict[str, Any]) -> None:
        self.fund, self.said = fund, said
        self.unit = Unit.objects.get(code=f"civil-affairs-{said['county']}")
        self.day: date = said["applied"]

    def carry_out(self) -> None:
        people = list(User.objects.filter(unit=self.unit, grants__role="county").select_related("unit").order_by("pk"))
        self.clerk = people[0]
        due = {stage: self.day + timedelta(days) for stage, days in zip(DATED, self.said["days"], strict=True)}
        draft = ProjectDraft(
            name=self.said["name"],
            kind=self.said["kind"],
            clause_path="四/(二)/3",
            content=f"演练：{self.said['content']}",
            place=self.said["place"],
            beds=self.said.get("beds"),
            due=due,
        )
        self.project = actions.draft_project(draft=draft, rehearsal=True, by=self.clerk, at=self._at())
        rows = [
            FundingDraft(source, year, wan * WAN, self.fund if source == "lottery" else None)
            for source, year, wan in self.said["money"]
        ]
        actions.plan_money(self.project, rows=rows, seen=self._seen(), by=self.clerk, at=self._at())
        for step in self.said["steps"]:
            self._take(Step(step))

    def _take(self, step: Step) -> None:
        self.day += timedelta(self.said.get("pace", 10))
        approved = sum(wan for _source, _year, wan in self.said["money"]) * WAN if step is Step.APPROVE else None
        actions.take_step(
            self.project,
            step,
            seen=self._seen(),
            by=self._whose(step),
            at=self._at(),
            remark=self.said.get("remarks", {}).get(step.value, "演练"),
            approved_fen=approved,
        )
        if step is Step.START:
            self._pay()

    def _pay(self) -> None:
        """Part of the lottery money, once work has started."""
        if wan := self.said.get("paid_wan", 0):
            year = next(year for source, year, _wan in self.said["money"] if source == "lottery")
            keeping = {"fund": self.fund, "year": year, "fen": wan * WAN} | _entry("演练：支付凭证", self.day)
            actions.commit_to_project(self.project, **keeping)
            actions.pay(self.project, **keeping)

    def _whose(self, step: Step) -> User:
        """The county's clerk, the person above, or the office."""
        if step in (Step.APPLY, Step.START, Step.COMPLETE, Step.WITHDRAW):
            return self.clerk
        if step is Step.REVIEW:
            above = User.objects.filter(unit__region=self.project.county.parent_id, grants__role="prefecture")
            return above.select_related("unit").order_by("pk")[0]
        return User.objects.select_related("unit").get(username="fuhe" if step is Step.ACCEPT else "jingban")

    def _seen(self) -> int:
        self.project = Project.objects.select_related("county", "unit").get(pk=self.project.pk)
        return self.project.version

    def _at(self) -> datetime:
        return datetime.combine(self.day, time(10), BEIJING)
