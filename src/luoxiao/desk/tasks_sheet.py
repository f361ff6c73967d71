"""The board as a workbook that comes back: what goes out, and what a returned one would change. Nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from luoxiao.core.office.sheets import read_tables
from luoxiao.core.office.tables import Value
from luoxiao.desk.figures_files import Table
from luoxiao.desk.reading import number
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision.actions import TaskChange
from luoxiao.supervision.models import Task, TaskQuerySet

MOST_ROWS = 10_000


@dataclass(frozen=True)
class Returned:
    """What a workbook that came back says: the changes, and what is wrong by line of the sheet."""

    rows: int
    changes: list[TaskChange] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def header() -> list[str]:
    """The first six columns are read again; the last two only tell."""
    return [
        *(_("编号"), _("版本"), _("条款"), _("举措或事项"), _("牵头单位"), _("时限")),
        *(_("状态"), _("来源")),
    ]


def table(tasks: TaskQuerySet) -> Table:
    """One row an item; editing the lead's short name or the date (2012-11-30) and bringing the file back changes it."""
    rows = [
        [
            *(str(task.pk), str(task.version), task.cite, task.title),
            *(task.lead.short_name if task.lead else "", str(task.due or "")),
            *(task.get_state_display(), task.get_origin_display()),
        ]
        for task in tasks.select_related("lead")[:MOST_ROWS]
    ]
    said = _("可改“牵头单位”和“时限”两列后导入；“编号”“版本”两列不改。空格表示不改。")
    return Table(_("任务督办"), header(), rows, said)


def returned(content: bytes, name: str, user: User) -> Returned:
    """What it would change of the items this person sees. Raises office Refused where it is no table."""
    rows = read_tables(content, name)[0].rows[1 : MOST_ROWS + 1]
    lines = [(line, [_text(value) for value in [*row, *[None] * 6][:6]]) for line, row in enumerate(rows, 2)]
    lines = [(line, cells) for line, cells in lines if any(cells)]
    tasks = _tasks([cells[0] for _line, cells in lines], user)
    units = {unit.short_name: unit for unit in Unit.objects.filter(valid_to=None).order_by("-pk")}
    found = Returned(len(lines))
    known: set[int] = set()
    for line, cells in lines:
        _read(line, cells, tasks, units, found, known)
    return found


def _tasks(numbers: Sequence[str], user: User) -> dict[int, Task]:
    wanted = [pk for said in numbers if (pk := number(said))]
    seen = Task.objects.visible_to(user).in_force().select_related("lead").order_by("pk")
    return {
        task.pk: task
        for place in range(0, len(wanted), 500)
        for task in seen.filter(pk__in=wanted[place : place + 500])
    }


def _text(value: Value) -> str:
    return "" if value is None else str(value).removesuffix(".0").strip()


def _read(
    line: int, cells: list[str], tasks: dict[int, Task], units: dict[str, Unit], found: Returned, known: set[int]
) -> None:
    task = tasks.get(number(cells[0]) or 0)
    if task is None:
        found.faults.append((line, _("编号“%(said)s”不是清单中的事项。用导出的文件修改。") % {"said": cells[0][:20]}))
        return
    if task.pk in known:
        found.faults.append((line, _("编号 %(said)s 出现两次。只留一行。") % {"said": task.pk}))
        return
    known.add(task.pk)
    faults = list(_faults(cells, task, units))
    found.faults.extend((line, said) for said in faults)
    if not faults:
        due = date.fromisoformat(cells[5][:10]) if cells[5] else None
        change = TaskChange(task, task.version, units.get(cells[4]), due)
        found.changes.extend([change] if change.changes else [])


def _faults(cells: list[str], task: Task, units: dict[str, Unit]) -> Iterator[str]:
    if number(cells[1]) != task.version:
        said = _("“%(task)s”在导出之后已有改动（导出时第 %(then)s 版，现在第 %(now)s 版）。重新导出后再改。")
        yield said % {"task": task.title, "then": cells[1][:10] or "—", "now": task.version}
    if cells[4] and cells[4] not in units:
        yield _("没有叫“%(unit)s”的单位。写机构简称，如“救灾司”。") % {"unit": cells[4][:30]}
    try:
        date.fromisoformat(cells[5][:10] or "2012-01-01")
    except ValueError:
        yield _("时限“%(day)s”不是日期。按 2012-11-30 的样子填写。") % {"day": cells[5][:20]}
