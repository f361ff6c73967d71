"""The page of an item: its line of life, the forms each person may use, and what was asked and decided."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test.utils import CaptureQueriesContext

from luoxiao.organisations.models import Region, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import PartDraft
from luoxiao.supervision.models import Instruction, Task
from tests.conftest import make_unit, make_user, signed_in
from tests.supervision.items import give, make_places, open_item, register_note
from tests.supervision.test_actions import draft

pytestmark = pytest.mark.django_db
NOTE = {
    "key": "k",
    **{
        "kind": "leader",
        "text": "请抓紧。",
        "given_by": "演练副部长",
        "given_on": "2012-10-14",
        "title": "抓紧调运棉被",
    },
    **{"due": "2012-11-30", "clause": "四（二）3"},
}


@pytest.fixture
def item(bureau: Unit, clerk: User, reviewer: User, at: datetime) -> Task:
    return give(register_note(reviewer, at), bureau, clerk, reviewer, at)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def read(user: User, task: Task) -> str:
    return signed_in(user).get(f"/tasks/{task.pk}/").content.decode()


def do(user: User, task: Task, which: str, **typed: object) -> HttpResponseBase:
    said = {"key": which + user.username, "seen": str(fresh(task).version)} | typed
    return signed_in(user).post(f"/tasks/{task.pk}/moves/{which}/", said)


def test_a_note_is_registered_on_its_page(reviewer: User) -> None:
    client = signed_in(reviewer)
    assert "立项督办" in client.get("/tasks/new/").content.decode()
    answer = client.post("/tasks/new/", NOTE)
    task = Task.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/tasks/{task.pk}/")
    assert (task.state, task.due, task.clause_path) == ("registered", date(2012, 11, 30), "四/(二)/3")
    assert "请抓紧。" in read(reviewer, task)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "没有填写“原话”"),
        ({"given_on": "昨天"}, "不是日期"),
        ({"due": "11月底"}, "不是日期"),
        ({"kind": "rumour"}, "没有选来源"),
        ({"place": "999999"}, "没有代码为“999999”的县市"),
        ({"due": "2012-10-14"}, "早于今天"),
    ],
)
def test_what_cannot_be_registered_is_said_and_what_was_typed_stays(
    reviewer: User, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(reviewer).post("/tasks/new/", NOTE | typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "抓紧调运棉被" in answer.content.decode()
    assert not Instruction.objects.exists()


def test_only_the_office_reaches_the_form(clerk: User) -> None:
    assert [
        signed_in(clerk).get("/tasks/new/").status_code,
        signed_in(clerk).post("/tasks/new/", NOTE).status_code,
    ] == [
        403,
        403,
    ]


def test_an_item_goes_its_whole_way_on_the_page(bureau: Unit, clerk: User, reviewer: User, at: datetime) -> None:
    task = register_note(reviewer, at)
    assert "现由办公室交办" in read(reviewer, task)
    assert do(reviewer, task, "assign", unit=str(bureau.pk), due="2012-11-30").status_code == 302
    page = read(clerk, task)
    assert all(words in page for words in ("签收", "退回或转办", "销号"))
    assert "报送进展</a>" not in page
    assert do(clerk, task, "receive").status_code == 302
    assert "报送进展</a>" in read(clerk, task)
    now = fresh(task)
    sent = actions.report_progress(now, draft=draft(now), seen=now.version, by=clerk, at=at)
    answer = signed_in(reviewer).post(f"/tasks/{task.pk}/reports/{sent.pk}/", {"key": "k", "decision": "accept"})
    assert answer.status_code == 302
    said = {"key": "k", "statement": "已调运", "seen": str(fresh(task).version)}
    assert signed_in(clerk).post(f"/tasks/{task.pk}/closure/", said).status_code == 302
    asked = task.closure_requests.get()
    answer = signed_in(reviewer).post(f"/tasks/{task.pk}/closure/{asked.pk}/", {"key": "k", "decision": "close"})
    assert (answer.status_code, fresh(task).state) == (302, "closed")
    assert "2012-10-15 reviewer" in read(clerk, task)


def test_more_time_is_asked_and_granted_on_the_page(item: Task, clerk: User, reviewer: User) -> None:
    assert do(clerk, item, "ask-extension", due="2012-12-20", why="连日大雪").status_code == 302
    asked = item.extensions.get()
    assert "连日大雪" in read(reviewer, item)
    assert do(clerk, item, "decide-extension", asked=str(asked.pk), decision="grant").status_code == 403
    answer = do(reviewer, item, "decide-extension", asked=str(asked.pk), decision="refuse")
    assert (answer.status_code, "没有填写" in answer.content.decode()) == (422, True)
    assert do(reviewer, item, "decide-extension", asked=str(asked.pk), decision="grant").status_code == 302
    assert "<del>2012-11-30</del> → <ins>2012-12-20</ins>" in read(clerk, item)


def test_it_is_handed_over_and_rests_on_the_page(item: Task, other_bureau: Unit, clerk: User, reviewer: User) -> None:
    assert do(reviewer, item, "pause", look_again="2012-11-01", why="等批复").status_code == 302
    assert "2012-11-30" in read(reviewer, item)
    assert do(reviewer, item, "resume", due="").status_code == 302
    assert do(clerk, item, "ask-referral", unit=str(other_bureau.pk), why="不属本司").status_code == 302
    asked = item.referrals.get()
    assert do(reviewer, item, "decide-referral", asked=str(asked.pk), decision="grant").status_code == 302
    assert (fresh(item).lead, fresh(item).state) == (other_bureau, "assigned")
    assert signed_in(clerk).get(f"/tasks/{item.pk}/").status_code == 404


def test_a_step_is_adjusted_on_the_page(filed: Task, clerk: User, reviewer: User) -> None:
    step = actions.current_steps(filed)[1]
    typed = {"step": str(step.pk), "title": "报方案", "owner": "李处长", "expected": "方案报部", "due": "2012-12-10"}
    assert "提出调整" in read(clerk, filed)
    assert do(clerk, filed, "propose-adjustment", why="会期推迟", **typed).status_code == 302
    asked = filed.adjustments.get()
    assert do(reviewer, filed, "decide-adjustment", asked=str(asked.pk), decision="grant").status_code == 302
    step.refresh_from_db()
    assert step.due == date(2012, 12, 10)
    assert "<del>2012-11-30</del> → <ins>2012-12-10</ins>" in read(reviewer, filed)


@pytest.mark.parametrize(
    ("move", "typed", "said"),
    [
        ("ask-extension", {"due": "", "why": "大雪"}, "没有填日期"),
        ("ask-extension", {"due": "月底", "why": "大雪"}, "“月底”不是日期"),
        ("ask-extension", {"due": "2012-11-30", "why": "大雪"}, "不晚于现在的时限"),
        ("ask-referral", {"why": ""}, "没有填写"),
        ("hand-down", {"title": "调运"}, "没有选下一级单位"),
    ],
)
def test_a_refusal_shows_the_page_again_with_what_was_typed(
    item: Task, clerk: User, move: str, typed: dict[str, str], said: str
) -> None:
    answer = do(clerk, item, move, move=move, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert typed.get("why", "") in answer.content.decode()


def test_a_move_that_is_none_and_an_item_of_others_are_not_there(item: Task, clerk: User, stranger: User) -> None:
    assert do(clerk, item, "forget").status_code == 404
    assert do(stranger, item, "receive").status_code == 404
    assert signed_in(clerk).get(f"/tasks/{item.pk}/moves/receive/")["Location"] == f"/tasks/{item.pk}/"


def test_another_who_assigned_meanwhile_is_said(bureau: Unit, reviewer: User, at: datetime) -> None:
    task = register_note(reviewer, at)
    answer = do(reviewer, task, "assign", seen="0", unit=str(bureau.pk))
    assert answer.status_code == 409


def test_what_a_project_opened_shows_no_way(bureau: Unit, clerk: User, reviewer: User, at: datetime) -> None:
    page = read(clerk, open_item(bureau, reviewer, at))
    assert "办理过程" not in page
    assert "签收" not in page


def test_a_lead_that_ended_is_warned_of(item: Task, bureau: Unit, reviewer: User) -> None:
    Unit.objects.filter(pk=bureau.pk).update(valid_to=date(2012, 10, 1))
    assert "已于 2012-10-01 撤并，由办公室另行指定牵头单位" in read(reviewer, item)


# levels


@pytest.fixture
def levels(db: None) -> tuple[Unit, Unit, Unit, User, User]:
    """The units of a province, a prefecture in it and another province; people of the first two."""
    region, prefecture, _county = make_places()
    province = make_unit("drill-province", "演练省厅", Unit.Kind.PROVINCE, region=region)
    below = make_unit("drill-prefecture", "演练市局", Unit.Kind.PREFECTURE, region=prefecture)
    names = {"name_2012": "邻省", "name_now": "邻省", "code_2012": "980000", "code_now": "980000"}
    other = Region.objects.create(level="province", parent=None, source="test", confidence="high", **names)
    neighbour = make_unit("neighbour-province", "邻省厅", Unit.Kind.PROVINCE, region=other)
    people = make_user("p-clerk", "province", unit=province), make_user("m-clerk", "prefecture", unit=below)
    return province, below, neighbour, *people


def test_the_tree_shows_added_targets_and_shortened_limits(
    item: Task, levels: tuple[Unit, Unit, Unit, User, User], clerk: User, reviewer: User
) -> None:
    province, below, _neighbour, of_province, of_prefecture = levels
    answer = do(clerk, item, "hand-down", units=[str(province.pk)], title=item.title, due="2012-11-30")
    assert answer.status_code == 302
    part = item.parts.get()
    assert do(of_province, part, "receive").status_code == 302
    typed = {"units": [str(below.pk)], "title": "抓紧调运棉被3000床", "due": "2012-11-10"}
    assert do(of_province, part, "hand-down", **typed).status_code == 302
    for user in (clerk, reviewer):
        page = read(user, item)
        assert "时限比上级提前 20 天（上级 2012-11-30，本级 2012-11-10）。" in page
        assert "本级加了上级没有的指标：3000床。" in page
        assert "加码" in page
    lowest = part.parts.get()
    assert "抓紧调运棉被3000床" in read(of_prefecture, lowest)
    assert ">抓紧调运棉被</td>" in read(of_prefecture, lowest)


def test_the_level_above_reviews_and_closes_what_it_handed_down(
    item: Task, levels: tuple[Unit, Unit, Unit, User, User], clerk: User, at: datetime
) -> None:
    province, _below, neighbour, of_province, _of_prefecture = levels
    drafts = [PartDraft(unit, "调运", None) for unit in (province, neighbour)]
    part = actions.hand_down(item, parts=drafts, seen=item.version, by=clerk, at=at)[0]
    actions.receive(part, by=of_province, at=at)
    now = fresh(part)
    sent = actions.report_progress(now, draft=draft(now), seen=now.version, by=of_province, at=at)
    address = f"/tasks/{part.pk}/reports/{sent.pk}/"
    assert signed_in(of_province).post(address, {"key": "k", "decision": "accept"}).status_code == 403
    assert signed_in(clerk).post(address, {"key": "k", "decision": "accept"}).status_code == 302
    asked = actions.ask_closure(fresh(part), statement="已办", seen=fresh(part).version, by=of_province, at=at)
    assert "分解下去的事项还有 2 项没有办结" in read(clerk, item)
    answer = signed_in(clerk).post(f"/tasks/{part.pk}/closure/{asked.pk}/", {"key": "k", "decision": "close"})
    assert (answer.status_code, fresh(part).state) == (302, "closed")


def test_the_page_takes_as_many_queries_for_many_parts_as_for_two(
    item: Task, levels: tuple[Unit, Unit, Unit, User, User], clerk: User, at: datetime
) -> None:
    province, _below, neighbour, *_people = levels

    def count() -> int:
        client = signed_in(clerk)
        client.get("/rights/")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(f"/tasks/{item.pk}/")
        return len(caught)

    drafts = [PartDraft(unit, "调运", None) for unit in (province, neighbour)]
    actions.hand_down(item, parts=drafts, seen=item.version, by=clerk, at=at)
    few = count()
    more = [make_unit(f"p{n}", f"第{n}省厅", Unit.Kind.PROVINCE) for n in range(12)]
    actions.hand_down(
        item, parts=[PartDraft(unit, "调运", None) for unit in more], seen=fresh(item).version, by=clerk, at=at
    )
    assert count() == few <= 25
