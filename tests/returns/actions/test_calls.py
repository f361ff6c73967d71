"""A call asks only what is not known, gives notice, keeps to the cap, or says why not."""

from datetime import date, datetime, timedelta

import pytest

from luoxiao.core import trail
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.organisations.models import NotAllowed
from luoxiao.returns import actions
from luoxiao.returns.actions import calls, rules
from luoxiao.returns.models import BurdenRule, Call, Override, Return
from tests.conftest import make_unit
from tests.returns import scene as scenes
from tests.returns.scene import LAST, PERIOD, Scene, person

KNOWN, NOTICE, CAP = Override.Kind.KNOWN, Override.Kind.NOTICE, Override.Kind.CAP


def drafted(scene: Scene, at: datetime, **more: object) -> Call:
    return actions.draft_call(draft=scenes.draft(scene, **more), by=person("asker"), at=at)


def opened(call: Call, at: datetime, **more: object) -> Call:
    return actions.open_call(call, seen=call.version, by=person("asker"), at=at, **more)  # type: ignore[arg-type]


def test_a_draft_asks_nobody_yet(scene: Scene, at: datetime) -> None:
    call = drafted(scene, at)
    assert (call.state, call.returns.count(), call.asked) == ("draft", 0, [unit.pk for unit in scene.counties])


def test_opening_gives_every_unit_its_return(call: Call, scene: Scene) -> None:
    assert call.state == Call.State.OPEN
    assert {filed.unit_id: filed.cells_asked for filed in call.returns.all()} == {unit.pk: 4 for unit in scene.counties}
    assert call.cells_asked == 4
    assert trail.history(call)[0].after["cells"] == 4


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"units": []}, calls.NobodyAsked),
        ({"chain": ()}, calls.BadChain),
        ({"chain": ("county", "office")}, calls.BadChain),
        ({"chain": ("village",)}, calls.BadChain),
        ({"due": date(2012, 10, 14)}, calls.DueBeforeOpening),
        ({"title": "  "}, Unsaid),
    ],
)
def test_a_draft_that_cannot_be_asked_is_refused(
    scene: Scene, at: datetime, more: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        drafted(scene, at, **more)
    assert Call.objects.count() == 0


@pytest.mark.parametrize("period", ["2012", "2012Q5", "2012-10", "", "三季度"])
def test_a_period_of_another_kind_is_refused(scene: Scene, at: datetime, period: str) -> None:
    with pytest.raises(rules.OtherPeriod, match="2012Q3"):
        drafted(scene, at, period=period)


def test_a_unit_without_a_place_cannot_be_asked(scene: Scene, at: datetime) -> None:
    with pytest.raises(calls.NoPlace, match="丙司"):
        drafted(scene, at, units=[scene.county, make_unit("c", "丙司")])


def test_a_form_that_is_not_in_use_cannot_be_asked(scene: Scene, at: datetime) -> None:
    scene.template.adopted_by = scene.template.adopted_at = None
    with pytest.raises(calls.TemplateNotInUse):
        drafted(scene, at)


def test_the_levels_of_the_chain_are_kept_in_their_order_once(scene: Scene, at: datetime) -> None:
    assert drafted(scene, at, chain=("office", "prefecture", "office")).chain == ["prefecture", "office"]


def test_a_bureau_asks_only_in_its_own_name(scene: Scene, at: datetime) -> None:
    call = drafted(scene, at)
    for name in ("other-bureau", "filler", "city", "audit"):
        with pytest.raises(NotAllowed):
            actions.draft_call(draft=scenes.draft(scene), by=person(name), at=at)
        with pytest.raises(NotAllowed):
            actions.open_call(call, seen=1, by=person(name), at=at)
        with pytest.raises(NotAllowed):
            actions.close_call(call, seen=1, by=person(name), at=at)
    assert actions.open_call(call, seen=1, by=person("office1"), at=at).state == "open"


def test_a_draft_may_be_changed_until_it_opens(scene: Scene, at: datetime) -> None:
    call = drafted(scene, at)
    changed = actions.change_call(call, draft=scenes.draft(scene, title="改过"), seen=1, by=person("asker"), at=at)
    assert (changed.title, changed.version) == ("改过", 2)
    with pytest.raises(Stale):
        opened(call, at)
    opened(changed, at)
    with pytest.raises(calls.NotADraft):
        actions.change_call(changed, draft=scenes.draft(scene), seen=3, by=person("asker"), at=at)


def withdrawn(call: Call, at: datetime, *, by: str = "asker", reason: str = "与省里重复") -> Call:
    return actions.withdraw_call(call, reason=reason, seen=call.version, by=person(by), at=at)


def test_a_withdrawn_draft_asks_nobody_and_keeps_its_reason(scene: Scene, at: datetime) -> None:
    call = drafted(scene, at)
    with pytest.raises(Unsaid):
        withdrawn(call, at, reason=" ")
    gone = withdrawn(call, at)
    assert (gone.state, gone.withdrawn_by, gone.withdrawal) == ("withdrawn", person("asker"), "与省里重复")
    assert trail.history(gone)[0].reason == "与省里重复"
    with pytest.raises(calls.NotADraft, match="已撤回"):
        opened(gone, at)
    with pytest.raises(calls.NotADraft):
        withdrawn(gone, at)
    assert not Return.objects.exists()


def test_only_a_draft_as_it_was_seen_is_withdrawn_and_by_those_who_ask(scene: Scene, at: datetime) -> None:
    call = drafted(scene, at)
    for name in ("other-bureau", "filler", "city", "audit"):
        with pytest.raises(NotAllowed):
            withdrawn(call, at, by=name)
    changed = actions.change_call(call, draft=scenes.draft(scene, title="改过"), seen=1, by=person("asker"), at=at)
    with pytest.raises(Stale):
        withdrawn(call, at)
    with pytest.raises(calls.NotADraft, match="填报中"):
        withdrawn(opened(changed, at), at)
    assert withdrawn(drafted(scene, at), at, by="office1").state == "withdrawn"


def test_a_withdrawn_draft_is_seen_by_those_who_ask_only(scene: Scene, at: datetime) -> None:
    call = withdrawn(drafted(scene, at), at)
    seen = {name: call in Call.objects.visible_to(person(name)) for name in ("asker", "office1", "filler", "city")}
    assert seen == {"asker": True, "office1": True, "filler": False, "city": False}


def test_a_call_opens_once(call: Call, at: datetime) -> None:
    with pytest.raises(calls.NotADraft):
        opened(call, at)
    assert call.returns.count() == 2


def test_known_lines_are_filled_in_and_not_asked(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1700", "residents": "1500"}, at, period=PERIOD)
    call = opened(drafted(scene, at), at)
    mine, other = call.returns.get(unit=scene.county), call.returns.get(unit=scene.neighbour)
    assert mine.values == {"A01": {"value": "1700"}, "A02": {"value": "1500"}}
    assert (mine.cells_asked, other.cells_asked, call.cells_asked) == (2, 4, 4)


def test_the_last_period_is_not_taken_for_this_one(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1700"}, at, period=LAST)
    assert opened(drafted(scene, at), at).returns.get(unit=scene.county).values == {}


def test_real_figures_are_not_known_to_a_rehearsal(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1700"}, at, period=PERIOD)
    call = opened(drafted(scene, at, is_rehearsal=True), at)
    assert call.returns.get(unit=scene.county).cells_asked == 4


def test_asking_again_what_is_known_needs_a_reason_that_stays_on_record(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1700"}, at, period=PERIOD)
    call = drafted(scene, at)
    with pytest.raises(actions.ReasonWanted, match="A01") as refused:
        opened(call, at, again=["A01", "B01"], reasons={KNOWN: "  "})
    assert refused.value.kinds == (KNOWN,)
    call.refresh_from_db()
    call = opened(call, at, again=["A01", "B01"], reasons={KNOWN: "年鉴有误"})
    assert call.again == ["A01"]
    assert call.returns.get(unit=scene.county).cells_asked == 4
    kept = call.overrides.get()
    assert (kept.kind, kept.reason, kept.by.username) == (KNOWN, "年鉴有误", "asker")
    assert "A01" in kept.detail


def test_a_call_of_which_all_is_known_is_not_opened(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1", "residents": "1", "spent": "1", "note_rate": "1"}, at, period=PERIOD)
    with pytest.raises(calls.NothingToAsk):
        opened(drafted(scene, at, units=[scene.county]), at)


@pytest.mark.parametrize(("days", "wanted"), [(5, False), (4, True), (0, True)])
def test_a_shorter_notice_than_the_rule_needs_a_reason(scene: Scene, at: datetime, days: int, *, wanted: bool) -> None:
    call = drafted(scene, at, due=at.date() + timedelta(days))
    assert set(actions.preview_call(call, at=at).against) == ({NOTICE} if wanted else set())
    if wanted:
        with pytest.raises(actions.ReasonWanted, match=f"只有 {days} 天"):
            opened(call, at)
    assert opened(call, at, reasons={NOTICE: "汛情"}).overrides.count() == int(wanted)


def test_a_notice_counts_from_the_day_the_call_really_opens(scene: Scene, at: datetime) -> None:
    call = drafted(scene, at, due=date(2012, 10, 22))
    later = at + timedelta(days=3)
    assert actions.preview_call(call, at=later).notice_days == 4
    opened_call = opened(call, later, reasons={NOTICE: "汛情"})
    assert opened_call.opens_on == date(2012, 10, 18)


def test_a_call_whose_due_date_has_passed_is_not_opened(scene: Scene, at: datetime) -> None:
    with pytest.raises(calls.DuePassed):
        opened(drafted(scene, at), at + timedelta(days=30))


def cap(cells: int, at: datetime) -> None:
    BurdenRule.objects.create(monthly_cells=cells, in_force_from=at.date(), basis="演练")


def second_form(scene: Scene, at: datetime) -> Scene:
    indicator = scenes.make_indicator("staff", "人员", "人", 0, at)
    made = actions.draft_template(
        code="YL-02",
        name="演练二表",
        period="quarter",
        lines=[actions.LineDraft("A01", "组", indicator)],
        by=person("office1"),
        at=at,
    )
    adopted = actions.adopt_template(made, by=person("office2"), at=at)
    return Scene(scene.bureau, scene.county, scene.neighbour, scene.prefecture, adopted)


def test_the_cap_of_a_month_needs_a_reason_to_be_passed(call: Call, scene: Scene, at: datetime) -> None:
    cap(4, at)
    second = drafted(second_form(scene, at), at, title="二表")
    preview = actions.preview_call(second, at=at)
    assert [(unit.pk, total) for unit, total in preview.over_cap] == [(unit.pk, 5) for unit in scene.counties]
    with pytest.raises(actions.ReasonWanted, match="超过上限 4 项"):
        opened(second, at)
    assert opened(second, at, reasons={CAP: "专项核查"}).overrides.get().kind == CAP


def test_a_cap_that_is_just_reached_holds_and_a_new_month_begins_anew(call: Call, scene: Scene, at: datetime) -> None:
    cap(5, at)
    second = drafted(second_form(scene, at), at, title="二表")
    assert actions.preview_call(second, at=at).against == {}
    BurdenRule.objects.all().delete()
    cap(4, at)
    november = datetime(2012, 11, 1, 9, tzinfo=at.tzinfo)
    second.opens_on, second.due = date(2012, 11, 1), date(2012, 11, 30)
    assert actions.preview_call(second, at=november).against == {}


def test_a_rehearsal_is_no_burden(call: Call, scene: Scene, at: datetime) -> None:
    cap(4, at)
    second = drafted(second_form(scene, at), at, is_rehearsal=True)
    assert actions.preview_call(second, at=at).against == {}


def test_the_same_form_and_period_is_not_asked_twice(call: Call, scene: Scene, at: datetime) -> None:
    with pytest.raises(calls.AskedAlready, match="三季度报表"):
        opened(drafted(scene, at, title="再来一次"), at)
    opened(drafted(scene, at, title="演练一次", is_rehearsal=True), at)


def test_who_did_not_answer_a_closed_call_may_be_asked_again(call: Call, scene: Scene, at: datetime) -> None:
    actions.close_call(call, seen=call.version, by=person("asker"), at=at)
    assert opened(drafted(scene, at, title="补报"), at).returns.count() == 2


def test_a_call_closes_once_and_says_how_many_are_missing(call: Call, filed: Return, at: datetime) -> None:
    scenes.certified(filed, at)
    closed = actions.close_call(call, seen=call.version, by=person("asker"), at=at)
    assert (closed.state, closed.closed_at) == ("closed", at)
    assert trail.history(call)[0].after == {"missing": 1, "reported": 1, "version": closed.version}
    with pytest.raises(calls.NotOpen):
        actions.close_call(call, seen=closed.version, by=person("asker"), at=at)


def test_opening_asks_the_database_no_oftener_for_more_units(
    scene: Scene, at: datetime, django_assert_max_num_queries: object
) -> None:
    one = drafted(scene, at, units=[scene.county], title="一个")
    two = drafted(scene, at, units=[scene.neighbour, scene.prefecture], title="两个")
    for call in (one, two):
        with django_assert_max_num_queries(36):  # type: ignore[operator]
            opened(call, at)


def test_a_person_sees_the_calls_that_concern_them(call: Call, scene: Scene, at: datetime) -> None:
    draft = drafted(scene, at, title="草稿")
    seen = {
        name: set(Call.objects.visible_to(person(name)))
        for name in ("filler", "city", "province", "office1", "asker", "other-bureau", "other-city", "audit")
    }
    assert seen == {
        "filler": {call},
        "city": {call},
        "province": {call},
        "office1": {call, draft},
        "asker": {call, draft},
        "other-bureau": set(),
        "other-city": set(),
        "audit": set(),
    }
