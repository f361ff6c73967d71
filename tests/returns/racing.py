"""What the contestants of test_races do, each in a process of its own."""

from decimal import Decimal

from luoxiao.core import clock
from luoxiao.indicators.models import Origin, Superseded
from luoxiao.returns import actions, issuing
from luoxiao.returns.models import BurdenRule, Call, Decision, Override, Reminder, Return, Submission, Template
from tests.returns import scene as scenes
from tests.returns.actions.test_workbooks import filled
from tests.returns.scene import Scene, entries, person


def stage(upto: str) -> list[int]:
    """The scene with a call, and county A's return brought to a stage; ids of the call and the return."""
    at = clock.now()
    call = scenes.make_call(scenes.make_scene(at), at)
    filed = call.returns.get(unit__code="county-a")
    if upto in ("filled", "certifying"):
        scenes.fill(filed, at)
    if upto == "certifying":
        scenes.send(filed, at)
    if upto == "reviewing":
        scenes.certified(filed, at)
    if upto == "approved":
        scenes.approved(filed, at)
    return [call.pk, filed.pk]


def the(filed: int) -> Return:
    return Return.objects.get(pk=filed)


def save(name: str, filed: int, seen: int, code: str, value: str) -> int:
    changed = entries(**{code: value})
    return actions.save_draft(the(filed), entries=changed, seen=seen, by=person(name), at=clock.now()).version


def send(name: str, filed: int, seen: int) -> str:
    return actions.send_to_sign(the(filed), seen=seen, by=person(name), at=clock.now()).receipt


def certify(name: str, filed: int, seen: int) -> str:
    return actions.certify(the(filed), seen=seen, by=person(name), at=clock.now()).kind


def decline(name: str, filed: int, seen: int) -> str:
    return actions.decline(the(filed), reason="有误", seen=seen, by=person(name), at=clock.now()).kind


def approve(name: str, filed: int, seen: int) -> str:
    return actions.approve(the(filed), seen=seen, by=person(name), at=clock.now()).kind


def send_back(name: str, filed: int, seen: int) -> str:
    cells = {"A01": "偏大"}
    decided = actions.send_back(the(filed), reason="核对", cells=cells, seen=seen, by=person(name), at=clock.now())
    return decided.kind


def accept(name: str, filed: int, seen: int) -> str:
    return actions.accept(the(filed), seen=seen, by=person(name), at=clock.now()).kind


def close(name: str, call: int) -> str:
    found = Call.objects.get(pk=call)
    return actions.close_call(found, seen=found.version, by=person(name), at=clock.now()).state


def upload(name: str, filed: int, seen: int, beds: float) -> str:
    content = filled(issuing.workbook_of(scenes.fresh(the(filed))), 本期数={"A01": beds, "A02": 1500, "B01": 320.5})
    made = actions.take_workbook(
        the(filed), content=content, name="报表.xlsx", seen=seen, by=person(name), at=clock.now()
    )
    return made.receipt


def standing(filed: int) -> list[object]:
    """State, number of submissions and decisions, values of the first lines."""
    found = the(filed)
    values = [found.values.get(code, {}).get("value", "") for code in ("A01", "A02")]
    counts = Submission.objects.filter(filed=filed).count(), Decision.objects.filter(filed=filed).count()
    return [found.state, *counts, *values]


def facts() -> list[int]:
    """Origins of returns, and figures that were replaced."""
    return [Origin.objects.filter(kind="return").count(), Superseded.objects.count()]


def tight_drafts() -> list[int]:
    """Two drafts of different forms that together, and only together, pass the cap."""
    at = clock.now()
    scene = scenes.make_scene(at)
    BurdenRule.objects.create(monthly_cells=4, in_force_from=at.date(), basis="演练")
    staff = scenes.make_indicator("staff", "人员", "人", 0, at)
    made = actions.draft_template(
        code="YL-02",
        name="演练二表",
        period="quarter",
        lines=[actions.LineDraft("A01", "组", staff)],
        by=person("office1"),
        at=at,
    )
    second = actions.adopt_template(made, by=person("office2"), at=at)
    forms = (scene, Scene(scene.bureau, scene.county, scene.neighbour, scene.prefecture, second))
    drafts = [scenes.draft(form, title=form.template.name) for form in forms]
    return [actions.draft_call(draft=draft, by=person("asker"), at=at).pk for draft in drafts]


def open_call(name: str, call: int) -> int:
    found = Call.objects.get(pk=call)
    return actions.open_call(found, seen=found.version, by=person(name), at=clock.now()).returns.count()


def asked() -> list[int]:
    return [Return.objects.count(), Override.objects.count()]


def remind(day: int) -> int:
    """The clock on a day of October 2012."""
    return actions.remind(at=clock.now().replace(day=day))


def reminded() -> int:
    return Reminder.objects.count()


def rule(name: str, template: int, code: str) -> str:
    examples = (
        actions.Example({"A01": Decimal(1), "A02": Decimal(1)}, True),
        actions.Example({"A01": Decimal(0), "A02": Decimal(1)}, False),
    )
    draft = actions.RuleDraft(code, "A01 >= A02", "床位少。", "error", "2012Q3", examples)
    made = actions.write_rule(Template.objects.get(pk=template), draft=draft, by=person(name), at=clock.now())
    return made.code


def new_version(name: str, template: int) -> int:
    before = Template.objects.get(pk=template)
    lines = [actions.LineDraft(item.code, item.group, item.indicator) for item in before.items.all()]
    made = actions.draft_template(
        code="", name="新版", period="", lines=lines, replaces=before, by=person(name), at=clock.now()
    )
    return made.number


def set_burden(name: str) -> int:
    made = actions.set_burden_rule(
        notice_days=7, monthly_cells=9, in_force_from=clock.today(), basis="演练", by=person(name), at=clock.now()
    )
    return made.notice_days


def template_of(call: int) -> int:
    return Call.objects.get(pk=call).template_id
