"""The database itself refuses what must never be: constraints one by one, and every freeze."""

from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Model

from luoxiao.organisations.models import User
from luoxiao.plan.models import (
    Clause,
    ClauseUnit,
    Correction,
    Finding,
    Measure,
    Mention,
    Plan,
    PlanVersion,
    cite,
)
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
State = PlanVersion.State
SPAN = {"char_start": 0, "char_end": 2}


def make_version(
    by: User, at: datetime, *, plan: Plan | None = None, text: str = "一、试点。", **more: Any
) -> PlanVersion:
    values: dict[str, Any] = {
        "plan": plan or Plan.objects.create(title="演练方案"),
        "number": 1,
        "title": "演练方案",
        "text": text,
        "sha256": sha256(text.encode()).hexdigest(),
        "parser": "test",
        "imported_by": by,
        "imported_at": at,
    }
    return PlanVersion.objects.create(**values | more)


def make_clause(version: PlanVersion, **more: Any) -> Clause:
    values: dict[str, Any] = {
        "version": version,
        "order": 0,
        "path": "一",
        "level": 1,
        "kind": Clause.Kind.ITEM,
        "number": "一、",
        "heading": "试点。",
        "char_start": 0,
        "own_end": 5,
        "char_end": 5,
    }
    return Clause.objects.create(**values | more)


@pytest.fixture
def version(preparer: User, at: datetime) -> PlanVersion:
    return make_version(preparer, at)


@pytest.fixture
def clause(version: PlanVersion) -> Clause:
    return make_clause(version)


def adopted(by: User, at: datetime) -> dict[str, Any]:
    return {"state": State.ADOPTED, "adopted_by": by, "adopted_at": at}


def refused(name: str) -> Any:
    """SQLite names the columns of a broken unique constraint, PostgreSQL the constraint."""
    return pytest.raises(IntegrityError, match=f"{name}|UNIQUE")


def test_plan_version_number_once(version: PlanVersion, preparer: User, at: datetime) -> None:
    with refused("plan_version_number_once"):
        make_version(preparer, at, plan=version.plan, text="二、别的。")


def test_one_adopted_version_per_plan(version: PlanVersion, preparer: User, reviewer: User, at: datetime) -> None:
    PlanVersion.objects.filter(pk=version.pk).update(**adopted(reviewer, at))
    with refused("one_adopted_version_per_plan"):
        make_version(preparer, at, plan=version.plan, number=2, text="二、别的。", **adopted(reviewer, at))


def test_same_plan_text_once(version: PlanVersion, preparer: User, at: datetime) -> None:
    with refused("same_plan_text_once"):
        make_version(preparer, at)


def test_a_withdrawn_text_may_come_again(version: PlanVersion, preparer: User, at: datetime) -> None:
    PlanVersion.objects.filter(pk=version.pk).update(state=State.WITHDRAWN)
    assert make_version(preparer, at).pk


@pytest.mark.parametrize("state", [State.ADOPTED, State.SUPERSEDED])
def test_plan_adopted_by_another(preparer: User, at: datetime, state: str) -> None:
    with pytest.raises(IntegrityError, match="plan_adopted_by_another"), transaction.atomic():
        make_version(preparer, at, state=state)
    with pytest.raises(IntegrityError, match="plan_adopted_by_another"), transaction.atomic():
        make_version(preparer, at, state=state, adopted_by=preparer, adopted_at=at)
    assert make_version(preparer, at, state=state, adopted_by=make_user("third"), adopted_at=at).pk


def test_a_proposal_has_no_adopter(preparer: User, reviewer: User, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="plan_adopted_by_another"):
        make_version(preparer, at, adopted_by=reviewer, adopted_at=at)


def test_clause_order_once(clause: Clause) -> None:
    with refused("clause_order_once"):
        make_clause(clause.version, path="二")


def test_clause_path_once(clause: Clause) -> None:
    with refused("clause_path_once"):
        make_clause(clause.version, order=1)


@pytest.mark.parametrize("offsets", [(3, 2, 5), (0, 6, 5)])
def test_clause_offsets_in_order(version: PlanVersion, offsets: tuple[int, int, int]) -> None:
    with pytest.raises(IntegrityError, match="clause_offsets_in_order"):
        make_clause(version, char_start=offsets[0], own_end=offsets[1], char_end=offsets[2])


def test_clause_unit_order_once(clause: Clause) -> None:
    ClauseUnit.objects.create(clause=clause, order=0, printed="甲司", is_lead=True, **SPAN)
    with refused("clause_unit_order_once"):
        ClauseUnit.objects.create(clause=clause, order=0, printed="乙司", is_lead=False, **SPAN)


def test_measure_order_once(clause: Clause) -> None:
    Measure.objects.create(version=clause.version, clause=clause, kind="measure", order=0, title="试点", **SPAN)
    with refused("measure_order_once"):
        Measure.objects.create(version=clause.version, clause=clause, kind="duty", order=0, title="通报", **SPAN)


def _rows(clause: Clause, by: User, at: datetime) -> dict[str, Model]:
    version = clause.version
    finding = Finding.objects.create(version=version, clause=clause, code="lost-year", **SPAN)
    made: list[Model] = [
        clause,
        ClauseUnit.objects.create(clause=clause, order=0, printed="甲司", is_lead=True, **SPAN),
        Mention.objects.create(version=version, clause=clause, kind="verb", text="试点", **SPAN),
        Measure.objects.create(version=version, clause=clause, kind="measure", order=0, title="试点", **SPAN),
        finding,
        Correction.objects.create(finding=finding, text="2015年", source="原件", made_by=by, made_at=at),
    ]
    return {row._meta.model_name or "": row for row in made}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("clause", {"heading": "别的"}),
        ("clauseunit", {"is_lead": False}),
        ("mention", {"text": "别的"}),
        ("measure", {"due": "2020-12-31"}),
        ("finding", {"code": "none"}),
        ("correction", {"text": "2016年"}),
    ],
)
def test_what_was_read_is_never_changed(
    clause: Clause, preparer: User, at: datetime, name: str, change: dict[str, Any]
) -> None:
    row = _rows(clause, preparer, at)[name]
    rows = type(row)._default_manager.filter(pk=row.pk)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows._raw_delete(rows.db)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "一、改动。"},
        {"sha256": "0" * 64},
        {"title": "别的方案"},
        {"number": 2},
        {"doc_number": "民发〔2012〕1号"},
        {"parser": "other"},
        {"is_restated": True},
        {"imported_at": datetime.fromisoformat("2020-01-01T00:00:00+08:00")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_text_of_a_version_never_moves(version: PlanVersion, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="frozen"):
        PlanVersion.objects.filter(pk=version.pk).update(**change)


def test_a_version_is_never_deleted(version: PlanVersion) -> None:
    rows = PlanVersion.objects.filter(pk=version.pk)
    with pytest.raises(DatabaseError, match="frozen"):
        rows._raw_delete(rows.db)


@pytest.mark.parametrize("state", [State.SUPERSEDED, State.WITHDRAWN])
def test_a_closed_version_never_comes_back(preparer: User, reviewer: User, at: datetime, state: str) -> None:
    who = {"adopted_by": reviewer, "adopted_at": at} if state == State.SUPERSEDED else {}
    version = make_version(preparer, at, state=state, **who)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(state=State.PROPOSED)
    with pytest.raises(DatabaseError, match="frozen"):
        PlanVersion.objects.filter(pk=version.pk).update(adopted_by=None)


def test_an_adopted_version_may_be_superseded(version: PlanVersion, reviewer: User, at: datetime) -> None:
    row = PlanVersion.objects.filter(pk=version.pk)
    row.update(**adopted(reviewer, at))
    assert row.update(state=State.SUPERSEDED) == 1


def test_proposals_are_seen_by_those_who_prepare_and_adopt(version: PlanVersion, clerk: User, reviewer: User) -> None:
    assert version in PlanVersion.objects.visible_to(reviewer)
    assert version not in PlanVersion.objects.visible_to(clerk)
    assert version.plan not in Plan.objects.visible_to(clerk)


def test_adopted_versions_are_seen_by_all_who_see_plans(
    version: PlanVersion, clerk: User, reviewer: User, at: datetime
) -> None:
    PlanVersion.objects.filter(pk=version.pk).update(**adopted(reviewer, at))
    assert version in PlanVersion.objects.visible_to(clerk)
    assert version.plan in Plan.objects.visible_to(clerk)
    assert not PlanVersion.objects.visible_to(make_user("admin", "system-administrator")).exists()


def test_a_path_is_cited_as_officials_write_it() -> None:
    assert cite("四/(一)/3") == "四（一）3"
