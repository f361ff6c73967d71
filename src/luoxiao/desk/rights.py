"""Why a person may or may not do a thing: rule by rule, of the office as a whole or of one task."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luoxiao.desk.locks import Open, page, person
from luoxiao.desk.reading import number
from luoxiao.desk.task import life
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import ROLES, Permission, Scope
from luoxiao.supervision import actions
from luoxiao.supervision.models import Cooperation, Task
from luoxiao.supervision.wording import permit as permit_words


@dataclass(frozen=True)
class Decision:
    """One permission, whether this person has it, and through which role and with what reach."""

    permission: str
    allowed: bool
    because: str


@dataclass(frozen=True)
class TaskRights:
    """The same of one task, and how this person comes to see it."""

    task: Task
    seen: str
    decisions: list[Decision]


@page(Open.TO_SIGNED_IN)
def rights(request: HttpRequest) -> HttpResponseBase:
    """Rule by rule, why this person may or may not do a thing; with `task` in the address, of that task too."""
    user = person(request)
    decisions = [_decide(user, permission) for permission in Permission]
    about = _of_task(user, request.GET["task"]) if "task" in request.GET else None
    return render(request, "desk/rights.html", {"decisions": decisions, "roles": user.roles, "about": about})


def _of_task(user: User, said: str) -> TaskRights:
    task = get_object_or_404(Task.objects.visible_to(user).select_related("lead", "parent__lead"), pk=number(said))
    reports, cooperations, closures = life(task)
    made = actions.permits(
        task, user, reports=reports, cooperations=cooperations, closures=closures, open_parts=task.parts.open().count()
    )
    decisions = [Decision(permit.permission.words, permit.allowed, permit_words(permit)) for permit in made.values()]
    return TaskRights(task, _how_seen(task, user, cooperations), decisions)


def _how_seen(task: Task, user: User, cooperations: list[Cooperation]) -> str:
    if user.scope_of(Permission.SEE_TASKS) is Scope.ALL:
        return _("本人的角色可以查看全部任务。")
    if task.lead_id == user.unit_id:
        return _("本单位牵头。")
    if any(row.unit_id == user.unit_id for row in cooperations):
        return _("本单位配合。")
    if user.scope_of(Permission.SEE_TASKS) is Scope.WHOLE_AREA:
        return _("属本单位联系的片区，本人的角色可以查看。")
    return _("由本地区以下的单位牵头，或在本地区办理。") if task.place_id else _("由本地区以下的单位牵头或配合。")


def _decide(user: User, permission: Permission) -> Decision:
    role = user.role_for(permission)
    if role is None:
        holders = "、".join(str(r.name) for r in ROLES if permission in r.permissions)
        return Decision(permission.words, False, _("未授予下列任何一个角色：%(roles)s") % {"roles": holders})
    reach = user.scope_of(permission).words
    because = _("角色“%(role)s”有此权限，范围：%(reach)s") % {"role": role.name, "reach": reach}
    return Decision(permission.words, True, because)
