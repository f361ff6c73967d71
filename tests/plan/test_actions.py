"""A version is stored whole or not at all; another person adopts it, once; corrections stand beside the original."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.db.models import Model
from django.utils import translation

from luoxiao.core import files, trail
from luoxiao.core.models import StoredFile, TrailEvent
from luoxiao.core.refusals import Refusal, TooLong, Unsaid
from luoxiao.organisations.models import Area, NotAllowed, Unit, User
from luoxiao.plan import actions, building
from luoxiao.plan.actions import (
    NoClauses,
    NotWaiting,
    Original,
    Overtaken,
    OwnImport,
    ReadDifferently,
    SameText,
)
from luoxiao.plan.models import (
    Clause,
    ClauseUnit,
    Correction,
    Finding,
    KnownPaper,
    Measure,
    Mention,
    Plan,
    PlanVersion,
)
from luoxiao.plan.parse import Unreadable
from luoxiao.plan.wording import TRAIL
from tests.plan.sample import NEXT, TEXT, propose

pytestmark = pytest.mark.django_db
State = PlanVersion.State
KINDS: tuple[type[Model], ...] = (
    Plan,
    PlanVersion,
    Clause,
    ClauseUnit,
    Mention,
    Measure,
    Finding,
    StoredFile,
    TrailEvent,
)


@pytest.fixture
def version(preparer: User, bureau: Unit, other_bureau: Unit, at: datetime) -> PlanVersion:
    return propose(preparer, at)


@pytest.fixture
def finding(version: PlanVersion) -> Finding:
    return version.findings.get(code="year-lost", params={"words": "2011-"})


def rows() -> dict[str, int]:
    return {kind.__name__: kind._default_manager.count() for kind in KINDS}


def last(subject: Model) -> TrailEvent:
    return trail.history(subject)[0]


def test_a_version_is_stored_with_everything_read_from_it(version: PlanVersion) -> None:
    kept = PlanVersion.objects.get(pk=version.pk)
    assert (kept.text, kept.title, kept.number, kept.state) == (TEXT, "演练方案", 1, State.PROPOSED)
    assert kept.sha256 == building.digest(TEXT)
    paths = ["一", "一/(一)", "二", "二/(一)", "二/(一)/1", "二/(一)/2", "二/(二)"]
    assert list(kept.clauses.order_by("order").values_list("path", flat=True)) == paths
    assert kept.clauses.get(path="二/(一)/1").parent == kept.clauses.get(path="二/(一)")
    assert [m.kind for m in kept.measures.order_by("order")] == ["measure", "measure", "duty"]
    assert kept.findings.exists()
    assert kept.mentions.filter(kind="citation").get().text == "演练规划(2011-)"


def test_the_trail_says_what_was_proposed(version: PlanVersion, preparer: User) -> None:
    event = last(version)
    assert (event.action, event.actor, event.role) == ("plan.propose", "preparer", "office")
    assert event.after == {"sha256": version.sha256, "clauses": 7, "measures": 3}


def test_the_file_is_kept_as_it_came(preparer: User, at: datetime) -> None:
    version = propose(preparer, at, file=Original("方案.docx", b"PK original"))
    assert version.file is not None
    assert (version.file.name, files.read(version.file)) == ("方案.docx", b"PK original")


@pytest.mark.parametrize(
    ("refusal", "text", "more"),
    [
        (NoClauses, "没有序号的一句话。", {}),
        (Unreadable, "一、试点\x00。", {}),
        (Unreadable, "", {}),
        (TooLong, TEXT, {"title": "长" * 301}),
        (Unsaid, "一、试点。\n二、推广。", {"title": " "}),
        (ReadDifferently, TEXT, {"seen": "another"}),
    ],
)
def test_what_is_refused_leaves_nothing(
    preparer: User, at: datetime, refusal: type[Exception], text: str, more: dict[str, Any]
) -> None:
    before = rows()
    with pytest.raises(refusal):
        propose(preparer, at, text, file=Original("方案.txt", text.encode()), **more)
    assert rows() == before


def test_what_breaks_halfway_leaves_nothing(preparer: User, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(rows: object) -> None:
        raise OSError("disk full")

    before = rows()
    monkeypatch.setattr(Finding.objects, "bulk_create", fail)
    with pytest.raises(OSError, match="disk full"):
        propose(preparer, at, file=Original("方案.txt", TEXT.encode()))
    assert rows() == before


def test_what_was_seen_is_what_is_stored(preparer: User, at: datetime) -> None:
    seen = building.fingerprint(building.build(TEXT))
    assert propose(preparer, at, seen=seen).pk


def test_a_unit_registered_after_the_preview_is_told(preparer: User, bureau: Unit, at: datetime) -> None:
    seen = building.fingerprint(building.build(TEXT))
    Unit.objects.filter(pk=bureau.pk).update(name="别的司", short_name="别的司")
    with pytest.raises(ReadDifferently, match="与预览不同"):
        propose(preparer, at, seen=seen)


def test_a_bureau_cannot_propose(clerk: User, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        propose(clerk, at)


def test_the_same_text_is_not_proposed_twice(version: PlanVersion, reviewer: User, at: datetime) -> None:
    before = rows()
    with pytest.raises(SameText, match="《演练方案》第 1 版（待启用）"):
        propose(reviewer, at, title="别的名称", file=Original("方案.txt", b"x"))
    assert rows() == before
    assert not [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


def test_the_same_text_in_the_same_moment_is_stored_once(
    version: PlanVersion, reviewer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other's row appears between the look and the writing: the constraint decides, the sentence is the same."""
    look, looks = actions._refuse_same, iter([lambda version: None])

    def late(version: PlanVersion) -> None:
        next(looks, look)(version)

    monkeypatch.setattr(actions, "_refuse_same", late)
    before = rows()
    with pytest.raises(SameText):
        propose(reviewer, at)
    assert rows() == before


def test_another_broken_constraint_is_no_same_text(
    version: PlanVersion, reviewer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: PlanVersion, **_how: object) -> None:
        raise IntegrityError("something else")

    monkeypatch.setattr(PlanVersion, "save", fail)
    with pytest.raises(IntegrityError, match="something else"):
        propose(reviewer, at, NEXT)


def test_a_withdrawn_text_may_be_proposed_again(version: PlanVersion, preparer: User, at: datetime) -> None:
    actions.withdraw(version, reason="导错了", by=preparer, at=at)
    assert propose(preparer, at, of=version.plan).number == 2


def test_a_first_version_makes_its_plan(preparer: User, at: datetime) -> None:
    area = Area.objects.create(number=11, name="罗霄山区", name_en="Luoxiao", short_name="罗霄山", is_one_of_11=True)
    plan = propose(preparer, at, title="自拟名称", area=area).plan
    assert (plan.title, plan.area) == ("自拟名称", area)


def test_the_next_version_joins_its_plan(version: PlanVersion, preparer: User, at: datetime) -> None:
    following = propose(preparer, at, NEXT, of=version.plan)
    assert (following.plan, following.number) == (version.plan, 2)
    assert Plan.objects.count() == 1


def test_another_person_adopts(version: PlanVersion, reviewer: User, at: datetime) -> None:
    actions.adopt(version, by=reviewer, at=at)
    kept = PlanVersion.objects.get(pk=version.pk)
    assert (kept.state, kept.adopted_by, kept.adopted_at) == (State.ADOPTED, reviewer, at)
    event = last(version)
    assert (event.action, event.before, event.after) == ("plan.adopt", {"state": "proposed"}, {"state": "adopted"})


def test_nobody_adopts_an_own_import(version: PlanVersion, preparer: User, at: datetime) -> None:
    with pytest.raises(OwnImport, match="由preparer导入，不能由本人启用"):
        actions.adopt(version, by=preparer, at=at)
    assert PlanVersion.objects.get(pk=version.pk).state == State.PROPOSED


def test_a_bureau_neither_adopts_nor_withdraws(version: PlanVersion, clerk: User, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.adopt(version, by=clerk, at=at)
    with pytest.raises(NotAllowed):
        actions.withdraw(version, reason="不要了", by=clerk, at=at)


def adopt(version: PlanVersion, by: User, at: datetime) -> object:
    return actions.adopt(version, by=by, at=at)


def withdraw(version: PlanVersion, by: User, at: datetime) -> object:
    return actions.withdraw(version, reason="导错了", by=by, at=at)


@pytest.mark.parametrize("second", [adopt, withdraw])
@pytest.mark.parametrize(("first", "state"), [(adopt, "已启用"), (withdraw, "已撤回")])
def test_what_is_decided_is_not_decided_again(
    version: PlanVersion, reviewer: User, at: datetime, first: Callable[..., object], second: Any, state: str
) -> None:
    """The second person's page still shows it waiting."""
    stale = PlanVersion.objects.get(pk=version.pk)
    first(version, reviewer, at)
    before = rows()
    with pytest.raises(NotWaiting, match=f"第 1 版{state}"):
        second(stale, reviewer, at)
    assert rows() == before


def test_a_withdrawal_gives_its_reason(version: PlanVersion, preparer: User, at: datetime) -> None:
    with pytest.raises(Unsaid, match="撤回原因"):
        actions.withdraw(version, reason=" ", by=preparer, at=at)
    actions.withdraw(version, reason="  导错了 ", by=preparer, at=at)
    assert (last(version).action, last(version).reason) == ("plan.withdraw", "导错了")
    assert PlanVersion.objects.get(pk=version.pk).state == State.WITHDRAWN


def test_the_next_version_supersedes_the_one_in_force(
    version: PlanVersion, preparer: User, reviewer: User, at: datetime
) -> None:
    actions.adopt(version, by=reviewer, at=at)
    following = propose(preparer, at, NEXT, of=version.plan)
    actions.adopt(following, by=reviewer, at=at)
    assert [v.state for v in version.plan.versions.order_by("number")] == [State.SUPERSEDED, State.ADOPTED]
    event = last(version)
    assert (event.action, event.after) == ("plan.supersede", {"state": "superseded", "by": 2})


def test_an_earlier_version_does_not_come_back_behind_a_later_one(
    version: PlanVersion, preparer: User, reviewer: User, at: datetime
) -> None:
    following = propose(preparer, at, NEXT, of=version.plan)
    actions.adopt(following, by=reviewer, at=at)
    with pytest.raises(Overtaken, match="第 1 版早于在用的第 2 版"):
        actions.adopt(version, by=reviewer, at=at)
    assert PlanVersion.objects.in_force().get() == following


def test_two_plans_are_in_force_side_by_side(
    version: PlanVersion, preparer: User, reviewer: User, at: datetime
) -> None:
    actions.adopt(version, by=reviewer, at=at)
    actions.adopt(propose(preparer, at, NEXT), by=reviewer, at=at)
    assert PlanVersion.objects.in_force().count() == 2


def test_a_correction_stands_beside_the_original(finding: Finding, reviewer: User, at: datetime) -> None:
    made = actions.record_correction(finding, text=" 2011-2015年 ", source="国办发原件", by=reviewer, at=at)
    assert (made.text, made.source, made.made_by) == ("2011-2015年", "国办发原件", reviewer)
    version = PlanVersion.objects.get(pk=finding.version_id)
    assert version.text == TEXT
    event = last(version)
    assert (event.action, event.reason) == ("plan.correct", "国办发原件")
    assert event.after == {"finding": "year-lost", "at": finding.char_start, "text": "2011-2015年"}


@pytest.mark.parametrize(
    ("text", "source", "refusal", "field"),
    [
        ("", "原件", Unsaid, "应为"),
        ("2015", " ", Unsaid, "依据"),
        ("字" * 301, "原件", TooLong, "应为"),
        ("2015", "字" * 301, TooLong, "依据"),
    ],
)
def test_a_correction_says_what_and_where_from(
    finding: Finding, reviewer: User, at: datetime, text: str, source: str, refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal, match=field):
        actions.record_correction(finding, text=text, source=source, by=reviewer, at=at)
    assert not Correction.objects.exists()


def test_a_bureau_corrects_nothing(finding: Finding, clerk: User, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.record_correction(finding, text="2015", source="原件", by=clerk, at=at)


def test_every_trail_code_has_words() -> None:
    source = Path(actions.__file__).read_text(encoding="utf-8")
    codes = {code for code in source.split('"') if code.startswith("plan.") and " " not in code}
    assert codes == TRAIL.keys()
    with translation.override("zh-hans"):
        assert all(str(words) for words in TRAIL.values())


def test_known_papers_are_loaded_once_and_then_left_alone() -> None:
    actions.load_known_papers()
    first = KnownPaper.objects.order_by("id").first()
    assert first is not None
    KnownPaper.objects.filter(pk=first.pk).update(title="改过的题名")
    number = KnownPaper.objects.count()
    actions.load_known_papers()
    assert KnownPaper.objects.count() == number
    assert KnownPaper.objects.get(pk=first.pk).title == "改过的题名"
