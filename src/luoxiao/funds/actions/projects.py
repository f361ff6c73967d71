"""Projects (clause 四(二)3): drafted and changed by the county, and what all actions on a project share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.core.wording import day_and_hour, month_day
from luoxiao.funds import stages
from luoxiao.funds.actions import project_milestones as milestones
from luoxiao.funds.models import FacilityKind, Project, Stage
from luoxiao.funds.wording.projects import STAGES
from luoxiao.organisations.models import NotAllowed, Region, Unit, User
from luoxiao.organisations.roles import Permission

State = Project.State
LONGEST, SHORT = 2000, 300  # characters: what is built; a remark
MOST_BEDS = 10_000
WEST, EAST = Decimal("112.5"), Decimal("117.5")  # a box around the 24 counties, half a degree wide of them
SOUTH, NORTH = Decimal("24"), Decimal("28.5")
CHANGED = "修改申报内容"  # kept in a row, so in the language of the record


@dataclass(frozen=True)
class ProjectDraft:
    """What a county applies for. `due`: by which day each stage of stages.DATED is to be reached."""

    name: str
    kind: str
    clause_path: str
    content: str
    place: str
    beds: int | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    due: Mapping[str, date] = field(default_factory=dict)


class NoCounty(Refusal):
    code = "no-county"
    sentence = _("本单位不是县级单位，不能申报项目。项目由所在县的民政局申报。")


class UnknownKind(Refusal):
    code = "unknown-facility-kind"
    sentence = _("“%(kind)s”不是项目类型，没有保存。从列出的类型中选一种。")


class TooManyBeds(Refusal):
    code = "too-many-beds"
    sentence = _("床位 %(beds)s 张，超过 %(limit)s 张，没有保存。核对床位数，一个项目只填本项目新增的床位。")


class HalfAPlace(Refusal):
    code = "half-a-place"
    sentence = _("经度和纬度只填了一个，没有保存。两个都填，或者都不填。")


class OutsideTheArea(Refusal):
    code = "outside-the-area"
    sentence = _(
        "经度 %(longitude)s、纬度 %(latitude)s 不在片区内（东经 112.5～117.5 度，北纬 24～28.5 度），没有保存。"
        "核对经纬度是否填反。"
    )


class DatesRunBack(Refusal):
    code = "dates-run-back"
    sentence = _("%(after)s时限 %(after_day)s 早于%(before)s时限 %(before_day)s，没有保存。按先后改正。")


class NotAtThisStage(Refusal):
    code = "project-not-at-this-stage"
    sentence = _(
        "“%(project)s”现在“%(state)s”，“%(what)s”没有办理。最近一次由%(who)s于%(when)s办理。刷新页面查看现状。"
    )


def locked(project: Project) -> Project:
    """The project as it stands now, kept from others until this transaction ends."""
    rows = Project.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("county__parent", "unit").get(pk=project.pk)


@transaction.atomic
def draft_project(*, draft: ProjectDraft, rehearsal: bool, by: User, at: datetime) -> Project:
    """Begin an application of the person's own county. Raises NoCounty, UnknownKind, and what `_values` raises."""
    role = by.acting(Permission.APPLY_PROJECT)
    unit, county = _home(by)
    values = _values(draft)
    project = Project.objects.create(
        **values,
        number=_number(county, unit, at),
        county=county,
        unit=unit,
        applied_by=by,
        applied_at=at,
        is_rehearsal=rehearsal,
    )
    milestones.set_dates(project, draft.due)
    step_taken(project, State.DRAFT, "", by, at)
    trail.record("project.draft", by=by, at=at, role=role, subject=project, after=_said(values, draft))
    return project


def _home(by: User) -> tuple[Unit, Region]:
    region = by.unit.region if by.unit else None
    if by.unit is None or region is None or region.level != Region.Level.COUNTY:
        raise NoCounty
    return by.unit, region


def _number(county: Region, unit: Unit, at: datetime) -> str:
    """The next of the county and year. Its unit's row is locked, so that two at once get two."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    head = f"{county.code_2012}-{at.year}-"
    given = Project.objects.filter(number__startswith=head).order_by().values_list("number", flat=True)
    return f"{head}{max((int(number.removeprefix(head)) for number in given), default=0) + 1:03}"


@transaction.atomic
def change_project(project: Project, *, draft: ProjectDraft, seen: int, by: User, at: datetime) -> Project:
    """Change what is applied for, while it has not been applied for or was sent back.

    Raises NotAllowed for another unit, NotAtThisStage, Stale, and as `draft_project`.
    """
    project, role = own(project, by)
    refuse_unless_changeable(project, _("修改项目"))
    values = _values(draft)
    claim(project, seen)
    before = {name: str(getattr(project, name)) for name in values}
    for name, value in values.items():
        setattr(project, name, value)
    project.save(update_fields=list(values))
    milestones.set_dates(project, draft.due)
    step_taken(project, State.DRAFT, CHANGED, by, at)
    after = _said(values, draft)
    trail.record("project.change", by=by, at=at, role=role, subject=project, before=before, after=after)
    return project


def own(project: Project, by: User) -> tuple[Project, str]:
    """The project of this person's own county unit, locked, and the role they act in. Raises NotAllowed."""
    role, found = by.acting(Permission.APPLY_PROJECT), locked(project)
    if by.unit_id != found.unit_id:
        raise NotAllowed(Permission.APPLY_PROJECT)
    return found, role


def refuse_unless_changeable(project: Project, what: object) -> None:
    """Raises NotAtThisStage where the county has handed it in."""
    if project.state not in stages.CHANGEABLE:
        raise not_here(project, what)


def not_here(project: Project, what: object) -> NotAtThisStage:
    """The refusal that says where the project stands and who brought it there."""
    last = project.stages.select_related("by").order_by("-id").first()
    who, when = (last.by.full_name, day_and_hour(last.at)) if last else ("—", "—")
    return NotAtThisStage(project=project.name, state=project.get_state_display(), what=what, who=who, when=when)


def _values(draft: ProjectDraft) -> dict[str, Any]:
    """The columns. Raises Unsaid, TooLong, UnknownKind, TooManyBeds, HalfAPlace, OutsideTheArea, DatesRunBack."""
    if draft.kind not in FacilityKind.values:
        raise UnknownKind(kind=draft.kind[:20])
    if draft.beds is not None and draft.beds > MOST_BEDS:
        raise TooManyBeds(beds=f"{draft.beds:,}", limit=f"{MOST_BEDS:,}")
    _check_place(draft)
    _check_dates(draft.due)
    return {
        "name": said(_("项目名称"), draft.name, limit=80),
        "kind": draft.kind,
        "clause_path": said(_("条款"), draft.clause_path, limit=200),
        "content": said(_("建设内容"), draft.content, limit=LONGEST),
        "beds": draft.beds,
        "place": said(_("建设地点"), draft.place, limit=120),
        "longitude": draft.longitude,
        "latitude": draft.latitude,
    }


def _check_place(draft: ProjectDraft) -> None:
    longitude, latitude = draft.longitude, draft.latitude
    if longitude is None and latitude is None:
        return
    if longitude is None or latitude is None:
        raise HalfAPlace
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        raise OutsideTheArea(longitude=longitude, latitude=latitude)


def _check_dates(due: Mapping[str, date]) -> None:
    if wrong := stages.out_of_order(due):
        before, after = wrong
        raise DatesRunBack(
            before=STAGES[before],
            after=STAGES[after],
            before_day=month_day(due[before]),
            after_day=month_day(due[after]),
        )


def _said(values: Mapping[str, Any], draft: ProjectDraft) -> dict[str, Any]:
    dates = {stage: day.isoformat() for stage, day in draft.due.items()}
    return {name: str(value) for name, value in values.items()} | {"due": dates}


def step_taken(project: Project, state: str, remark: str, by: User, at: datetime) -> Stage:
    """Put on record that the project went into this state."""
    return Stage.objects.create(project=project, state=state, remark=remark, by=by, at=at)
