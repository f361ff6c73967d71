"""Two provinces, a prefecture with two counties, a fund and its bureau, and the people of a project.

Made by plain functions so that the processes of the races can set the same scene. Everything is invented (演练).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from luoxiao.funds import actions
from luoxiao.funds.actions import FundingDraft, ProjectDraft
from luoxiao.funds.models import Fund, Project
from luoxiao.funds.stages import DATED, Step
from luoxiao.organisations.models import Area, Region, Unit, User
from tests.conftest import make_unit, make_user

WAY = (Step.APPLY, Step.REVIEW, Step.APPROVE, Step.FUND, Step.START, Step.COMPLETE, Step.ACCEPT)
BY = {  # who takes each step in the scene
    Step.APPLY: "clerk-a",
    Step.REVIEW: "city",
    Step.APPROVE: "bureau",
    Step.FUND: "bureau",
    Step.START: "clerk-a",
    Step.COMPLETE: "clerk-a",
    Step.MEND: "province",
    Step.ACCEPT: "province",
    Step.SEND_BACK: "city",
    Step.WITHDRAW: "clerk-a",
}
APPROVED = 200_000_000  # fen


@dataclass(frozen=True)
class Scene:
    """What stands in it."""

    bureau: Unit
    fund: Fund
    county: Region


def person(name: str) -> User:
    return User.objects.select_related("unit__region").get(username=name)


def _region(code: str, name: str, level: str, parent: Region | None = None) -> Region:
    names = {"code_2012": code, "code_now": code, "name_2012": name, "name_now": name}
    return Region.objects.create(**names, level=level, parent=parent, source="演练", confidence="high")


def make_scene(*, rehearsal: bool = False) -> Scene:
    above = _region("360000", "甲省", "province")
    middle = _region("360700", "甲市", "prefecture", above)
    county = _region("360730", "甲县", "county", middle)
    neighbour = _region("360731", "乙县", "county", middle)
    elsewhere = _region("430200", "乙市", "prefecture", _region("430000", "乙省", "province"))
    bureau, other = make_unit("welfare", "福利司"), make_unit("disaster", "救灾局")
    units = {
        "clerk-a": make_unit("county-a", "甲县局", kind="county", region=county),
        "clerk-b": make_unit("county-b", "乙县局", kind="county", region=neighbour),
        "city": make_unit("city-a", "甲市局", kind="prefecture", region=middle),
        "province": make_unit("province-a", "甲省厅", kind="province", region=above),
        "other-city": make_unit("city-b", "乙市局", kind="prefecture", region=elsewhere),
        "bureau": bureau,
        "other-bureau": other,
    }
    roles = {"clerk": "county", "city": "prefecture", "province": "province", "bureau": "bureau", "other": "bureau"}
    for name, unit in units.items():
        make_user(name, "prefecture" if name == "other-city" else roles[name.partition("-")[0]], unit=unit)
    make_user("second-a", "county", unit=units["clerk-a"])
    make_user("office", "office")
    make_user("office2", "office")
    make_user("leader", "leading-group")
    return Scene(bureau, _fund(bureau, rehearsal), county)


def _fund(manager: Unit, rehearsal: bool) -> Fund:
    area = Area.objects.create(
        number=11,
        name="罗霄山片区",
        name_en="Luoxiao",
        short_name="罗霄山",
        is_one_of_11=True,
        source="",
        confidence="",
    )
    return Fund.objects.create(
        code="lottery",
        name="演练资金",
        area=area,
        clause_path="四/(二)/2",
        manager=manager,
        purpose="演练",
        is_rehearsal=rehearsal,
    )


def draft(**more: Any) -> ProjectDraft:
    """A home for old people, a stage a month from November 2012 on."""
    values: dict[str, Any] = {
        "name": "甲县中心敬老院",
        "kind": "old-peoples-home",
        "clause_path": "四/(二)/3",
        "content": "新建养老用房 3000 平方米（演练）",
        "place": "甲镇甲村",
        "beds": 120,
        "due": {stage: date(2012, 11, 1) + timedelta(days=31 * n) for n, stage in enumerate(DATED)},
    }
    return ProjectDraft(**values | more)


def make_project(at: datetime, *, upto: Step | None = None, rehearsal: bool = False, **more: Any) -> Project:
    """A project of county A with two sources, brought through the steps up to one of them."""
    clerk = person("clerk-a")
    project = actions.draft_project(draft=draft(**more), rehearsal=rehearsal, by=clerk, at=at)
    rows = (
        FundingDraft("lottery", 2012, 150_000_000, Fund.objects.get(code="lottery")),
        FundingDraft("county", 2013, 50_000_000),
    )
    actions.plan_money(project, rows=rows, seen=1, by=clerk, at=at)
    for step in WAY[: WAY.index(upto) + 1] if upto else ():
        take(project, step, at)
    return Project.objects.get(pk=project.pk)


def take(project: Project, step: Step, at: datetime, *, by: str = "", **more: Any) -> Project:
    """Take a step as the person of the scene whose it is, at the version that stands."""
    seen = Project.objects.values_list("version", flat=True).get(pk=project.pk)
    values: dict[str, Any] = {"remark": "演练意见", "seen": seen}
    if step is Step.APPROVE:
        values["approved_fen"] = APPROVED
    if step is Step.MEND:
        values["due"] = date(2013, 9, 1)
    return actions.take_step(project, step, by=person(by or BY[step]), at=at, **values | more)
