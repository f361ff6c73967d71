"""Another person signs what was handed in, or declines with a reason."""

from datetime import datetime, timedelta

import pytest

from luoxiao.core import trail
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.organisations.models import NotAllowed, Region, Unit
from luoxiao.returns import actions
from luoxiao.returns.actions import calls
from luoxiao.returns.actions.common import CallClosed, NotHere, OwnWork
from luoxiao.returns.models import Call, Return
from tests.conftest import make_unit, make_user
from tests.returns import scene as scenes
from tests.returns.scene import Scene, fresh, person


@pytest.fixture
def sent(filed: Return, at: datetime) -> Return:
    scenes.fill(filed, at)
    return scenes.send(filed, at)


def certify(filed: Return, at: datetime, by: str = "certifier", seen: int | None = None) -> Return:
    actions.certify(filed, seen=seen or fresh(filed).version, by=person(by), at=at)
    return fresh(filed)


def decline(filed: Return, at: datetime, by: str = "certifier", reason: str = "支出有误") -> Return:
    actions.decline(filed, reason=reason, seen=fresh(filed).version, by=person(by), at=at)
    return fresh(filed)


def test_a_signature_lays_it_before_the_first_level(sent: Return, at: datetime) -> None:
    signed = certify(sent, at)
    assert (signed.state, signed.level) == ("reviewing", "prefecture")
    assert (signed.certified_by, signed.certified_at, signed.first_certified_at) == (person("certifier"), at, at)
    decision = signed.decisions.get()
    assert (decision.kind, decision.submission.number, decision.level) == ("certified", 1, "county")


@pytest.mark.parametrize("do", [certify, decline])
def test_whoever_sent_it_does_not_sign_it(sent: Return, at: datetime, do: object) -> None:
    with pytest.raises(OwnWork, match="filler"):
        do(sent, at, by="filler")  # type: ignore[operator]


def test_whoever_typed_part_of_it_does_not_sign_it(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at, by="third", A01="1700")
    scenes.fill(filed, at, A02="1500", B01="320.5")
    sent = scenes.send(filed, at)
    with pytest.raises(OwnWork, match="third"):
        certify(sent, at, by="third")
    assert certify(sent, at).state == "reviewing"


def declined(filed: Return, at: datetime) -> None:
    decline(filed, at)


def sent_back(filed: Return, at: datetime) -> None:
    signed = certify(filed, at)
    actions.send_back(signed, reason="核对", cells={"A01": "偏大"}, seen=signed.version, by=person("city"), at=at)


def unlocked(filed: Return, at: datetime) -> None:
    signed = certify(filed, at)
    for name in ("city", "office1"):
        actions.approve(signed, seen=fresh(signed).version, by=person(name), at=at)
    actions.unlock(signed, reason="数字有误", seen=fresh(signed).version, by=person("office2"), at=at)


@pytest.mark.parametrize("back", [declined, sent_back, unlocked])
def test_whoever_typed_in_it_does_not_sign_it_after_it_came_back(sent: Return, at: datetime, back: object) -> None:
    back(sent, at)  # type: ignore[operator]
    scenes.fill(sent, at, by="third", A01="1699")
    again = scenes.send(sent, at, by="third")
    for name in ("filler", "third"):
        with pytest.raises(OwnWork, match=name):
            certify(again, at, by=name)
    assert certify(again, at).state == "reviewing"


@pytest.mark.parametrize("name", ["neighbour", "city", "province", "asker", "office1", "audit"])
@pytest.mark.parametrize("do", [certify, decline])
def test_only_people_of_the_unit_sign(sent: Return, at: datetime, do: object, name: str) -> None:
    with pytest.raises(NotAllowed):
        do(sent, at, by=name)  # type: ignore[operator]


def test_what_was_not_sent_is_not_signed(filed: Return, at: datetime) -> None:
    with pytest.raises(NotHere, match="填报中"):
        certify(filed, at)


def test_the_second_signature_is_told_who_signed(sent: Return, at: datetime) -> None:
    certify(sent, at)
    with pytest.raises(NotHere, match="certifier于10月15日"):
        certify(sent, at, by="third")


def test_declining_gives_it_back_with_the_reason(sent: Return, at: datetime) -> None:
    declined = decline(sent, at)
    assert (declined.state, declined.level, declined.first_certified_at) == ("sent-back", "county", None)
    assert declined.decisions.get().reason == "支出有误"
    with pytest.raises(Unsaid):
        decline(scenes.send(scenes.fill(declined, at, A01="1699"), at), at, reason=" ")


def test_a_signature_over_a_version_that_was_replaced_is_refused(sent: Return, at: datetime) -> None:
    seen = sent.version
    decline(sent, at)
    scenes.fill(sent, at, A01="1699")
    scenes.send(sent, at)
    with pytest.raises(Stale):
        certify(sent, at, seen=seen)


def test_a_unit_above_the_first_levels_goes_past_them(scene: Scene, at: datetime) -> None:
    call = scenes.make_call(scene, at, units=[scene.prefecture])
    filed = call.returns.get()
    make_user("city2", "prefecture", unit=scene.prefecture)
    signed = scenes.certified(filed, at, filler="city", certifier="city2")
    assert (signed.state, signed.level) == ("reviewing", "office")


def test_a_unit_above_all_levels_waits_to_be_accepted(scene: Scene, at: datetime) -> None:
    call = scenes.make_call(scene, at, units=[scene.prefecture], chain=("prefecture",))
    make_user("city2", "prefecture", unit=scene.prefecture)
    signed = scenes.certified(call.returns.get(), at, filler="city", certifier="city2")
    assert (signed.state, signed.level) == ("approved", "office")


def directly_under_the_province(scene: Scene) -> Unit:
    """A county without a prefecture above it, with two people."""
    province = Region.objects.get(code_2012="360000")
    place = scenes.region("360781", "丙县", "county", province)
    county = make_unit("county-c", "丙县局", kind="county", region=place)
    for name in ("direct", "direct2"):
        make_user(name, "county", unit=county)
    return county


def test_a_level_without_a_unit_above_the_county_is_passed_over(scene: Scene, at: datetime) -> None:
    direct, chain = directly_under_the_province(scene), ("prefecture", "province", "office")
    call = scenes.make_call(scene, at, units=[scene.county, direct], chain=chain)
    ways = {filed.unit_id: filed.levels for filed in Return.objects.whole().filter(call=call).order_by("pk")}
    assert ways == {scene.county.pk: [*chain], direct.pk: ["province", "office"]}
    assert trail.history(call)[0].after["passed_over"] == {"county-c": ["prefecture"]}
    signed = scenes.certified(call.returns.get(unit=direct), at, filler="direct", certifier="direct2")
    assert (signed.state, signed.level) == ("reviewing", "province")
    actions.approve(signed, seen=signed.version, by=scenes.person("province"), at=at)
    assert scenes.fresh(signed).level == "office"


def test_a_call_that_leaves_a_unit_without_any_review_is_not_opened(scene: Scene, at: datetime) -> None:
    direct = directly_under_the_province(scene)
    with pytest.raises(calls.NobodyReviews, match="丙县局等 1 个单位上面没有市级单位"):
        scenes.make_call(scene, at, units=[scene.county, direct], chain=("prefecture",))
    assert not Return.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "late"), [(-1, False), (0, True)], ids=["the last second", "midnight that ends the day"]
)
def test_the_deadline_is_half_open_in_beijing(sent: Return, at: datetime, seconds: int, *, late: bool) -> None:
    midnight = datetime(2012, 11, 1, tzinfo=at.tzinfo) + timedelta(seconds=seconds)
    signed = certify(sent, midnight)
    assert signed.is_late(midnight) is late
    assert (signed in Return.objects.late(midnight)) is late


def test_a_late_return_still_comes_in_until_the_call_is_closed(call: Call, sent: Return, at: datetime) -> None:
    late = at + timedelta(days=40)
    assert certify(sent, late).is_late(late)


def test_what_was_not_signed_when_the_call_closed_is_not_taken(call: Call, sent: Return, at: datetime) -> None:
    actions.close_call(call, seen=call.version, by=person("asker"), at=at)
    with pytest.raises(CallClosed):
        certify(sent, at)


def test_a_return_that_came_in_time_stays_in_time_when_it_is_corrected(sent: Return, at: datetime) -> None:
    signed = certify(sent, at)
    later = at + timedelta(days=40)
    actions.send_back(signed, reason="核对", cells={"A01": "偏大"}, seen=signed.version, by=person("city"), at=later)
    scenes.fill(signed, later, A01="1699")
    scenes.send(signed, later)
    again = certify(signed, later)
    assert (again.first_certified_at, again.certified_at) == (at, later)
    assert not again.is_late(later)
