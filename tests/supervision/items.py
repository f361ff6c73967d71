"""A place and a task about a stage of a project there, for tests of items."""

from datetime import date, datetime
from typing import Any

from luoxiao.organisations.models import Region, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.models import Task
from tests.conftest import make_unit

STAGE = "project-stage"


def make_region(code: str, name: str, level: str = Region.Level.COUNTY, parent: Region | None = None) -> Region:
    names = {"name_2012": name, "name_now": name, "code_2012": code, "code_now": code}
    return Region.objects.create(level=level, parent=parent, source="test", confidence="high", **names)


def make_places() -> tuple[Region, Region, Region]:
    """A province, a prefecture in it, a county in that."""
    province = make_region("990000", "演练省", Region.Level.PROVINCE)
    prefecture = make_region("990100", "演练市", Region.Level.PREFECTURE, province)
    return province, prefecture, make_region("990121", "演练县", parent=prefecture)


def make_county_unit(county: Region) -> Unit:
    return make_unit("drill-county", "演练县民政局", Unit.Kind.COUNTY, region=county)


def open_item(lead: Unit, by: User, at: datetime, **more: Any) -> Task:
    """The first stage of a project, due in December."""
    given: dict[str, Any] = {
        "origin": Task.Origin.PROJECT,
        "title": "演练敬老院：开工",
        "due": date(2012, 12, 1),
        "clause_path": "四/(二)/3",
        "place": lead.region,
        "about_kind": STAGE,
        "about": 7,
        "role": "office",
    }
    return actions.open_item(lead=lead, by=by, at=at, **given | more)


def note(**more: Any) -> actions.InstructionDraft:
    """A leader's note of the day before."""
    given = {"kind": "leader", "text": "请救灾司抓紧。", "given_by": "演练副部长", "given_on": date(2012, 10, 14)}
    return actions.InstructionDraft(**given | more)  # type: ignore[arg-type]


def register_note(by: User, at: datetime, **more: Any) -> Task:
    """An item from a leader's note, due at the end of November, that nobody has been given."""
    given = {"title": "抓紧调运棉被", "due": date(2012, 11, 30), "clause_path": "四/(二)/3"}
    return actions.register_instruction(note(), item=actions.ItemDraft(**given | more), by=by, at=at)  # type: ignore[arg-type]


def give(task: Task, lead: Unit, clerk: User, office: User, at: datetime) -> Task:
    """Assigned to the clerk's unit and received by the clerk, so that it runs."""
    given = actions.assign(task, lead=lead, due=task.due, seen=task.version, by=office, at=at)
    return actions.receive(given, by=clerk, at=at)
