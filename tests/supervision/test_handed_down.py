"""What a level below adds to an item, shortens or leaves out is said; nobody hands down to whom is not below."""

from datetime import date, datetime

import pytest

from luoxiao.core.refusals import Stale
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import PartDraft
from luoxiao.supervision.actions.closure import PartStillOpen
from luoxiao.supervision.actions.handing_down import AlreadyHasPart, NobodyBelow, NotNextLevel
from luoxiao.supervision.handed_down import Limit, compared, figures
from luoxiao.supervision.models import Task
from luoxiao.supervision.wording_items import difference
from tests.conftest import make_unit, make_user
from tests.supervision.items import give, make_county_unit, make_places, register_note
from tests.supervision.test_models import refused

DUE = date(2012, 11, 30)
ABOVE = Limit("建成区域性养老中心3所，覆盖率达到 80%", DUE)


@pytest.mark.parametrize(
    ("own", "codes", "burdens"),
    [
        (ABOVE, [], False),
        (Limit("建成区域性养老中心３所，覆盖率达到80％", DUE), [], False),
        (Limit(ABOVE.wording, date(2012, 11, 20)), ["shortened"], True),
        (Limit(ABOVE.wording, date(2012, 12, 20)), ["later"], False),
        (Limit(ABOVE.wording, None), ["limit-dropped"], False),
        (Limit("建成区域性养老中心5所，覆盖率达到 80%", DUE), ["figures-added", "figures-dropped", "reworded"], True),
        (Limit("建成养老中心3所，覆盖率达到80%", DUE), ["reworded"], False),
    ],
)
def test_a_level_below_is_compared_with_the_one_above(own: Limit, codes: list[str], burdens: bool) -> None:
    found = compared(ABOVE, own)
    assert [each.code for each in found] == codes
    assert any(each.burdens for each in found) is burdens
    assert all("%(" not in difference(each) for each in found)


def test_a_limit_where_there_was_none_is_added() -> None:
    (found,) = compared(Limit("报方案", None), Limit("报方案", DUE))
    assert (found.burdens, difference(found)) == (True, "上级没有时限，本级加了 2012-11-30。")


def test_figures_are_numbers_with_their_units_and_dates_are_none() -> None:
    assert figures("2012年12月31日前建成3 所、5所，投入 20.5万元，占80％，11月底前报") == [
        "3所",
        "5所",
        "20.5万元",
        "80%",
    ]


@pytest.fixture
def item(bureau: Unit, clerk: User, reviewer: User, at: datetime) -> Task:
    return give(register_note(reviewer, at), bureau, clerk, reviewer, at)


@pytest.fixture
def levels(db: None) -> tuple[Unit, Unit, Unit]:
    region, prefecture, county = make_places()
    province = make_unit("drill-province", "演练省厅", Unit.Kind.PROVINCE, region=region)
    middle = make_unit("drill-prefecture", "演练市局", Unit.Kind.PREFECTURE, region=prefecture)
    return province, middle, make_county_unit(county)


def down(task: Task, unit: Unit, by: User, at: datetime, seen: int | None = None) -> Task:
    parts = [PartDraft(unit, task.title, task.due)]
    return actions.hand_down(task, parts=parts, seen=seen or task.version, by=by, at=at)[0]


@pytest.mark.django_db
def test_each_level_hands_down_to_the_next(
    item: Task, levels: tuple[Unit, Unit, Unit], clerk: User, at: datetime
) -> None:
    task, by = item, clerk
    for kind, unit in zip(("province", "prefecture", "county"), levels, strict=True):
        part = down(task, unit, by, at)
        assert (part.origin, part.parent, part.lead, part.state, part.place) == (
            *("handed-down", task, unit, "assigned", unit.region),
        )
        by = make_user(f"{kind}-clerk", kind, unit=unit)
        task = actions.receive(part, by=by, at=at)
    with pytest.raises(NotAllowed):
        down(task, levels[2], by, at)


@pytest.mark.django_db
def test_nothing_is_handed_past_a_level_twice_or_to_nobody(
    item: Task, levels: tuple[Unit, Unit, Unit], other_bureau: Unit, clerk: User, at: datetime
) -> None:
    for unit in (levels[1], other_bureau):
        with pytest.raises(NotNextLevel):
            down(item, unit, clerk, at)
    with pytest.raises(NobodyBelow):
        actions.hand_down(item, parts=[], seen=item.version, by=clerk, at=at)
    down(item, levels[0], clerk, at)
    with pytest.raises(AlreadyHasPart):
        down(item, levels[0], clerk, at, item.version + 1)
    with pytest.raises(Stale):
        down(item, make_unit("next", "邻省厅", Unit.Kind.PROVINCE), clerk, at)


@pytest.mark.django_db
def test_only_the_lead_hands_down_and_sees_what_it_handed_down(
    item: Task, levels: tuple[Unit, Unit, Unit], clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    for user in (stranger, reviewer):
        with pytest.raises(NotAllowed):
            down(item, levels[0], user, at)
    part = down(item, levels[0], clerk, at)
    assert part in Task.objects.visible_to(clerk)
    assert part not in Task.objects.visible_to(stranger)
    refused("handed_down_task_has_parent", lambda: Task.objects.filter(pk=part.pk).update(parent=None))


@pytest.mark.django_db
def test_the_whole_is_not_closed_before_its_parts(
    item: Task, levels: tuple[Unit, Unit, Unit], clerk: User, at: datetime
) -> None:
    down(item, levels[0], clerk, at)
    with pytest.raises(PartStillOpen):
        actions.ask_closure(item, statement="已办", seen=item.version + 1, by=clerk, at=at)


@pytest.mark.django_db
def test_a_part_that_came_back_is_given_out_again_by_the_level_above(
    item: Task, levels: tuple[Unit, Unit, Unit], clerk: User, stranger: User, at: datetime
) -> None:
    part = down(item, levels[0], clerk, at)
    province = make_user("province-clerk", "province", unit=levels[0])
    asked = actions.ask_referral(part, to=None, reason="不在本省", seen=part.version, by=province, at=at)
    with pytest.raises(NotAllowed):
        actions.decide_referral(asked, grant=True, reason="", by=stranger, at=at)
    actions.decide_referral(asked, grant=True, reason="", by=clerk, at=at)
    back = Task.objects.get(pk=part.pk)
    other = make_unit("next", "邻省厅", Unit.Kind.PROVINCE)
    assert actions.assign(back, lead=other, due=DUE, seen=back.version, by=clerk, at=at).lead == other
