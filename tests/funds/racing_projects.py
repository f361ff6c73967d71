"""What the contestants of test_races_projects do, each in a process of its own."""

from datetime import date
from typing import Any

from luoxiao.core import clock
from luoxiao.funds import actions
from luoxiao.funds.models import Project, Stage
from luoxiao.funds.stages import Step
from luoxiao.supervision.models import Task
from tests.funds.project_scene import draft, make_project, make_scene, person


def stage(upto: str) -> list[int]:
    """The scene with a project brought through its steps up to one; its id and version."""
    make_scene()
    project = make_project(clock.now(), upto=Step(upto) if upto else None)
    return [project.pk, project.version]


def take(name: str, step: str, project: int, seen: int) -> str:
    found = Project.objects.get(pk=project)
    said: dict[str, Any] = {"remark": "演练", "approved_fen": 1_000_000, "due": date(2013, 9, 1)}
    return actions.take_step(found, Step(step), seen=seen, by=person(name), at=clock.now(), **said).state


def apply_anew(name: str) -> str:
    return actions.draft_project(draft=draft(), rehearsal=False, by=person(name), at=clock.now()).number


def change(name: str, project: int, seen: int) -> int:
    found = Project.objects.get(pk=project)
    return actions.change_project(found, draft=draft(name=name), seen=seen, by=person(name), at=clock.now()).version


def standing(project: int) -> list[object]:
    """Its state, how often it went there, and how many tasks are open."""
    state = Project.objects.get(pk=project).state
    taken = Stage.objects.filter(project=project, state=state).count()
    return [state, taken, Task.objects.open().count()]
