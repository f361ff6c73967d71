"""Level by level, acceptance as a step of its own, and unlocking on record."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from luoxiao.core import trail
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.indicators import figures
from luoxiao.indicators.models import Contested, Indicator, Origin, Place, Superseded
from luoxiao.organisations.models import NotAllowed
from luoxiao.returns import actions
from luoxiao.returns.actions import reviewing
from luoxiao.returns.actions.common import NotHere, OwnWork, UnknownLine
from luoxiao.returns.form import Entry, Mark
from luoxiao.returns.models import Return
from tests.conftest import make_user
from tests.returns import scene as scenes
from tests.returns.scene import PERIOD, Scene, fresh, person

EVERYBODY = ("filler", "certifier", "neighbour", "other-city", "province", "asker", "office1", "city", "audit")


@pytest.fixture
def signed(filed: Return, at: datetime) -> Return:
    return scenes.certified(filed, at)


@pytest.fixture
def approved(filed: Return, at: datetime) -> Return:
    return scenes.approved(filed, at)


def approve(filed: Return, at: datetime, by: str, seen: int | None = None) -> Return:
    actions.approve(filed, remark="无误", seen=seen or fresh(filed).version, by=person(by), at=at)
    return fresh(filed)


def back(filed: Return, at: datetime, by: str = "city", **cells: str) -> Return:
    actions.send_back(
        filed, reason="核对", cells=cells or {"A01": "偏大"}, seen=fresh(filed).version, by=person(by), at=at
    )
    return fresh(filed)


def accept(filed: Return, at: datetime, by: str = "office2", seen: int | None = None) -> Return:
    actions.accept(filed, seen=seen or fresh(filed).version, by=person(by), at=at)
    return fresh(filed)


def unlock(filed: Return, at: datetime, by: str = "office1", reason: str = "数字有误") -> Return:
    actions.unlock(filed, reason=reason, seen=fresh(filed).version, by=person(by), at=at)
    return fresh(filed)


def figure(code: str = "beds") -> figures.Figure | None:
    indicator, place = Indicator.objects.get(code=code), Place.objects.get(code="360730")
    return figures.table([indicator], PERIOD, rehearsal=False).get((indicator.pk, place.pk))


def test_it_goes_up_level_by_level(signed: Return, at: datetime) -> None:
    assert approve(signed, at, "city").level == "office"
    done = approve(signed, at, "office1")
    assert (done.state, done.level) == ("approved", "office")
    assert [(d.kind, d.level, d.reason) for d in done.decisions.all()] == [
        ("certified", "county", ""),
        ("approved", "prefecture", "无误"),
        ("approved", "office", "无误"),
    ]


def test_every_level_of_a_long_chain_has_its_people(scene: Scene, at: datetime) -> None:
    call = scenes.make_call(scene, at, chain=("prefecture", "province", "bureau", "office"))
    filed = scenes.certified(call.returns.get(unit=scene.county), at)
    for level, name in (("prefecture", "city"), ("province", "province"), ("bureau", "asker"), ("office", "office1")):
        assert filed.level == level
        assert name in [who for who in EVERYBODY if filed.lies_with(person(who))]
        filed = approve(filed, at, name)
    assert filed.state == "approved"


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "city"])
def test_only_the_level_where_it_lies_reviews(signed: Return, at: datetime, name: str) -> None:
    for do in (lambda: approve(signed, at, name), lambda: back(signed, at, by=name)):
        with pytest.raises(NotAllowed):
            do()
    assert fresh(signed).level == "prefecture"


def test_a_level_that_has_decided_does_not_decide_again(signed: Return, at: datetime) -> None:
    approve(signed, at, "city")
    with pytest.raises(NotAllowed):
        approve(signed, at, "city")
    approve(signed, at, "office1")
    with pytest.raises(NotHere, match="office1"):
        approve(signed, at, "office2")


def test_a_review_of_a_version_that_was_replaced_is_refused(signed: Return, at: datetime) -> None:
    seen = signed.version
    back(signed, at)
    scenes.fill(signed, at, A01="1699")
    scenes.send(signed, at)
    actions.certify(signed, seen=fresh(signed).version, by=person("certifier"), at=at)
    with pytest.raises(Stale):
        approve(signed, at, "city", seen=seen)


def test_sending_back_names_the_cells(signed: Return, at: datetime) -> None:
    returned = back(signed, at, B01="与财政数不符", A01="偏大")
    assert (returned.state, returned.level, returned.marked) == ("sent-back", "county", ["A01", "B01"])
    assert returned.decisions.last().cells == [  # type: ignore[union-attr]
        {"code": "A01", "remark": "偏大"},
        {"code": "B01", "remark": "与财政数不符"},
    ]
    assert trail.history(signed)[0].reason == "核对"


def test_sending_back_without_a_cell_or_a_word_is_refused(signed: Return, at: datetime) -> None:
    send_back = {"seen": signed.version, "by": person("city"), "at": at}
    with pytest.raises(reviewing.NoCells):
        actions.send_back(signed, reason="核对", cells={}, **send_back)
    with pytest.raises(Unsaid):
        actions.send_back(signed, reason=" ", cells={"A01": "偏大"}, **send_back)
    with pytest.raises(Unsaid, match="A01"):
        actions.send_back(signed, reason="核对", cells={"A01": " "}, **send_back)
    with pytest.raises(UnknownLine):
        actions.send_back(signed, reason="核对", cells={"Z9": "偏大"}, **send_back)
    assert fresh(signed).state == "reviewing"


def test_what_comes_back_goes_the_whole_way_again(signed: Return, at: datetime) -> None:
    approve(signed, at, "city")
    actions.send_back(
        signed, reason="核对", cells={"A01": "偏大"}, seen=fresh(signed).version, by=person("office1"), at=at
    )
    scenes.fill(signed, at, A01="1699")
    sent = scenes.send(signed, at)
    assert sent.marked == []
    actions.certify(signed, seen=sent.version, by=person("certifier"), at=at)
    assert fresh(signed).level == "prefecture"


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "office1"])
def test_only_the_office_accepts_and_unlocks(approved: Return, at: datetime, name: str) -> None:
    for do in (lambda: accept(approved, at, by=name), lambda: unlock(approved, at, by=name)):
        with pytest.raises(NotAllowed):
            do()
    assert Origin.objects.count() == 0


def test_what_is_not_approved_is_not_accepted(signed: Return, at: datetime) -> None:
    with pytest.raises(NotHere, match="待审核"):
        accept(signed, at)


@pytest.mark.parametrize(("part", "refusal"), [("filler", OwnWork), ("certifier", reviewing.CertifiedIt)])
def test_whoever_filled_or_signed_it_neither_reviews_nor_accepts(
    scene: Scene, at: datetime, part: str, refusal: type[Exception]
) -> None:
    both = make_user("both", "county", "office", unit=scene.county)
    call = scenes.make_call(scene, at, chain=("office",))
    filed = scenes.certified(call.returns.get(unit=scene.county), at, **{part: "both"})
    with pytest.raises(refusal):
        approve(filed, at, both.username)
    filed = approve(filed, at, "office1")
    with pytest.raises(refusal):
        accept(filed, at, both.username)
    assert accept(filed, at, "office1").state == "accepted"


def test_it_is_accepted_once(approved: Return, at: datetime) -> None:
    done = accept(approved, at)
    assert (done.accepted_by, done.accepted_at) == (person("office2"), at)
    with pytest.raises(NotHere, match=r"已采用.*office2"):
        accept(approved, at, by="office1")
    assert Origin.objects.count() == 1


def test_a_blank_line_writes_no_figure_and_a_mark_is_no_zero(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    actions.save_draft(filed, entries={"A02": Entry(mark=Mark.NOT_KNOWN)}, seen=2, by=person("filler"), at=at)
    scenes.send(filed, at)
    actions.certify(filed, seen=fresh(filed).version, by=person("certifier"), at=at)
    accept(approve(approve(filed, at, "city"), at, "office1"), at)
    unknown, blank = figure("residents"), figure("note_rate")
    assert unknown is not None
    assert (unknown.value, unknown.mark) == (None, "not-known")
    assert blank is None


def test_a_line_that_confirms_what_is_known_keeps_its_origin(scene: Scene, at: datetime) -> None:
    origin = scenes.put({"beds": "1700"}, at, period=PERIOD)
    call = scenes.make_call(scene, at)
    scenes.accepted(call.returns.get(unit=scene.county), at)
    found = figure()
    assert found is not None
    assert found.origin_id == origin.pk
    assert "beds" not in Origin.objects.get(kind="return").cells


@pytest.mark.parametrize(("kind", "stands", "beside"), [("published", 1700, 1), ("load", 1699, 0)])
def test_a_published_figure_is_not_replaced_but_has_the_reported_one_beside_it(
    scene: Scene, at: datetime, kind: str, stands: int, beside: int
) -> None:
    scenes.put({"beds": "1700"}, at, period=PERIOD, kind=kind)
    filed = scenes.make_call(scene, at).returns.get(unit=scene.county)
    entries = scenes.entries(A01="1699", A02="1500", B01="320.5")
    reasoned = entries | {"A01": replace(entries["A01"], reason="年鉴含在建床位")}
    actions.save_draft(filed, entries=reasoned, seen=1, by=person("filler"), at=at)
    scenes.send(filed, at)
    actions.certify(filed, seen=fresh(filed).version, by=person("certifier"), at=at)
    accept(approve(approve(filed, at, "city"), at, "office1"), at)
    found = figure()
    assert found is not None
    assert found.value == stands
    assert [(c.reason, c.origin.return_id) for c in Contested.objects.select_related("origin")] == [
        ("年鉴含在建床位", filed.pk)
    ] * beside


def test_unlocking_leaves_the_figures_until_it_is_accepted_anew(approved: Return, at: datetime) -> None:
    accept(approved, at)
    opened = unlock(approved, at)
    assert (opened.state, opened.accepted_at) == ("sent-back", None)
    assert (opened.decisions.last().kind, opened.decisions.last().reason) == (  # type: ignore[union-attr]
        "unlocked",
        "数字有误",
    )
    standing = figure()
    assert standing is not None
    assert standing.value == Decimal(1700)
    later = at + timedelta(days=1)
    scenes.fill(approved, later, A01="1650")
    scenes.send(approved, later)
    actions.certify(approved, seen=fresh(approved).version, by=person("certifier"), at=later)
    accept(approve(approve(approved, later, "city"), later, "office1"), later)
    replaced = figure()
    assert replaced is not None
    assert replaced.value == Decimal(1650)
    assert Origin.objects.filter(return_id=approved.pk).count() == 2


def again(filed: Return, at: datetime, entries: dict[str, Entry]) -> Return:
    """Unlocked, filled anew with these lines, and accepted once more."""
    unlock(filed, at)
    actions.save_draft(filed, entries=entries, seen=fresh(filed).version, by=person("filler"), at=at)
    scenes.send(filed, at)
    actions.certify(filed, seen=fresh(filed).version, by=person("certifier"), at=at)
    return accept(approve(approve(filed, at, "city"), at, "office1"), at)


def test_a_line_that_is_emptied_after_unlocking_is_no_fact_any_more(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at, **scenes.GOOD, B02="98.5")
    filed = accept(approve(approve(scenes.certified(filed, at), at, "city"), at, "office1"), at)
    standing = figure("note_rate")
    assert standing is not None
    again(filed, at, {"B02": Entry()})
    first, second = Origin.objects.filter(return_id=filed.pk)
    assert figure("note_rate") is None
    gone = Superseded.objects.get()
    assert (gone.indicator.code, gone.amount, gone.origin, gone.replaced_by) == ("note_rate", 985, first, second)
    assert second.cells["note_rate"] == "B02"
    assert trail.history(filed)[0].after["figures"] == {"put": 3, "withdrawn": 1, "contested": 0}
    again(filed, at, {"A02": Entry(mark=Mark.NOT_KNOWN)})
    unknown = figure("residents")
    assert unknown is not None
    assert unknown.mark == "not-known"


def test_an_emptied_line_leaves_the_figures_of_others_alone(scene: Scene, filed: Return, at: datetime) -> None:
    scenes.fill(filed, at, **scenes.GOOD, B02="98.5")
    filed = accept(approve(approve(scenes.certified(filed, at), at, "city"), at, "office1"), at)
    scenes.put({"note_rate": "97"}, at, period=PERIOD)
    again(filed, at, {"B02": Entry()})
    standing = figure("note_rate")
    assert standing is not None
    assert standing.value == 97


def test_one_return_has_one_figure_beside_a_published_one(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1710"}, at, period=PERIOD, kind="published")
    filed = scenes.make_call(scene, at).returns.get(unit=scene.county)
    reasoned = Entry(Decimal(1699), reason="年鉴含在建床位")
    actions.save_draft(filed, entries={"A01": reasoned}, seen=1, by=person("filler"), at=at)
    scenes.fill(filed, at, A02="1500", B01="320.5")
    scenes.send(filed, at)
    actions.certify(filed, seen=fresh(filed).version, by=person("certifier"), at=at)
    filed = accept(approve(approve(filed, at, "city"), at, "office1"), at)
    assert beside() == [(1699, "年鉴含在建床位")]
    filed = again(filed, at, {"A02": Entry(Decimal(1501))})
    assert (beside(), Contested.objects.count()) == ([(1699, "年鉴含在建床位")], 1)
    filed = again(filed, at, {"A01": Entry(Decimal(1690), reason="年鉴含在建床位")})
    assert beside() == [(1690, "年鉴含在建床位")]
    filed = again(filed, at, {"A01": Entry(Decimal(1710))})
    assert beside() == []
    again(filed, at, {"A01": reasoned})
    assert beside() == [(1699, "年鉴含在建床位")]


def beside() -> list[tuple[int, str]]:
    found = figures.contested(Indicator.objects.filter(code="beds"), rehearsal=False)
    return [(other.amount, other.reason) for other in found]


def test_what_is_not_locked_is_not_unlocked(approved: Return, at: datetime) -> None:
    with pytest.raises(Unsaid):
        unlock(approved, at, reason="")
    unlock(approved, at)
    with pytest.raises(reviewing.NotLocked):
        unlock(approved, at)
