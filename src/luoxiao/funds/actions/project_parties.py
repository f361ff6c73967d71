"""Whose a project is: its county, the regions above, the bureau that decides on it; and who prepared it."""

from luoxiao.funds.models import Project
from luoxiao.funds.stages import Party, prepared_by
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.supervision.models import Task

PERMISSIONS = {
    Party.COUNTY: Permission.APPLY_PROJECT,
    Party.ABOVE: Permission.REVIEW_PROJECT,
    Party.BUREAU: Permission.APPROVE_PROJECT,
    Party.ACCEPTOR: Permission.ACCEPT_PROJECT,
}
_ABOVE = (Unit.Kind.PREFECTURE, Unit.Kind.PROVINCE)


def stands_in(project: Project, by: User, party: Party, bureau: Unit | None) -> bool:
    """Whether this person is of the party for this project; `bureau` decides on it.

    Needs the project's county with its parent, and the person's unit.
    """
    if not by.may(PERMISSIONS[party]):
        return False
    if party is Party.COUNTY:
        return by.unit_id == project.unit_id
    above = _is_above(project, by)
    return above if party is Party.ABOVE else _decides(by, party, bureau) or (party is Party.ACCEPTOR and above)


def _is_above(project: Project, by: User) -> bool:
    return bool(by.unit and by.unit.kind in _ABOVE and by.unit.region_id in regions_above(project))


def _decides(by: User, party: Party, bureau: Unit | None) -> bool:
    if by.scope_of(PERMISSIONS[party]) is Scope.ALL:
        return True
    return bureau is not None and by.unit_id == bureau.pk


def regions_above(project: Project) -> list[int]:
    """Ids of its prefecture and province, the nearer first."""
    parent = project.county.parent
    found = (parent.pk if parent else None, parent.parent_id if parent else None)
    return [pk for pk in found if pk is not None]


def bureau_of(project: Project) -> Unit | None:
    """The bureau that decides on it: it keeps the fund that pays, or else leads the clause that is served."""
    paid = project.funding.exclude(fund=None).select_related("fund__manager").order_by("year", "id").first()
    if paid and paid.fund:
        return paid.fund.manager
    led = Task.objects.in_force().filter(origin=Task.Origin.PLAN, clause_path=project.clause_path)
    task = led.exclude(lead=None).select_related("lead").order_by("-id").first()
    return task.lead if task else None


def unit_above(project: Project, kinds: tuple[str, ...] = _ABOVE) -> Unit | None:
    """The nearest civil affairs unit above the county of one of these kinds."""
    above = regions_above(project)
    found = Unit.objects.filter(region__in=above, kind__in=kinds).order_by("id")
    return min(found, key=lambda unit: above.index(unit.region_id or 0), default=None)


def lead_of(project: Project, stage: str, bureau: Unit | None) -> Unit | None:
    """Who owes a stage of the project; None where nobody is known."""
    if stage in ("started", "completed"):
        return project.unit
    if stage in ("approved", "funded"):
        return bureau
    return unit_above(project) if stage == "reviewed" else unit_above(project, (Unit.Kind.PROVINCE,)) or bureau


def preparers(project: Project) -> set[int]:
    """Ids of all who drafted, changed or applied for it, or reported its work: none of them judges it."""
    taken = project.stages.order_by("id").values_list("state", "by_id")
    return {project.applied_by_id, *prepared_by(taken)}
