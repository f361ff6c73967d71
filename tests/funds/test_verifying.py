"""A kept split is computed anew from what it kept; whatever does not follow is named."""

from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection

from luoxiao import cli
from luoxiao.funds import verifying
from luoxiao.funds.models import Fund, Run, RunLine
from luoxiao.funds.terms import Bounds
from luoxiao.funds.verifying import What, verify
from luoxiao.funds.wording.verifying import said
from luoxiao.organisations.models import User
from tests.conftest import make_user
from tests.funds.scene import NINGDU, adopted, make_round, make_run, make_scheme


@pytest.fixture
def run(fund: Fund, preparer: User, reviewer: User, at: datetime) -> Run:
    scheme = make_scheme(bounds=Bounds(floor_fen=70_000_000, guarantee=None), rounding_fen=100)
    return adopted(make_round(fund, preparer, at), preparer, reviewer, at, scheme=scheme)


def test_an_adopted_run_follows_to_the_fen(run: Run) -> None:
    verdict = verify(Run.objects.get(pk=run.pk))
    assert (verdict.follows, verdict.digest, verdict.differences) == (True, run.digest, [])


def changed(run: Run, path: tuple[Any, ...], value: Any) -> Run:
    """The run as if somebody had got past the database; not saved."""
    at: Any = getattr(run, path[0])
    for step in path[1:-1]:
        at = at[step]
    if len(path) == 1:
        setattr(run, path[0], value)
    else:
        at[path[-1]] = value
    return run


def test_a_changed_weight_shows_in_the_digest_and_in_amounts(run: Run) -> None:
    run = changed(changed(run, ("scheme", "factors", 0, "weight"), "1/2"), ("scheme", "factors", 1, "weight"), "1/2")
    found = {difference.what for difference in verify(run).differences}
    assert found == {What.DIGEST, What.LINE}


def test_a_changed_factor_value_is_found(run: Run) -> None:
    place = next(i for i, row in enumerate(run.factor_table) if row["code"] == NINGDU)
    value = Fraction(run.factor_table[place]["values"]["aged_60"])
    verdict = verify(changed(run, ("factor_table", place, "values", "aged_60"), str(value + 1000)))
    assert not verdict.follows
    assert NINGDU in {difference.region for difference in verdict.differences}


def test_a_scheme_that_cannot_be_reckoned_with_any_more_says_why(run: Run) -> None:
    verdict = verify(changed(run, ("scheme", "factors", 0, "weight"), "1/2"))
    assert [difference.what for difference in verdict.differences] == [What.UNREADABLE]
    assert "权重" in said(verdict.differences[0])


def test_another_total_pot_or_digest_is_found(run: Run) -> None:
    run.total_fen, run.digest, run.round.pot_fen = 1, "0" * 64, 2
    sentences = [said(difference) for difference in verify(run).differences]
    assert sentences[0].startswith("摘要不符：存 0000000000000000，重算 ")
    assert sentences[1:] == [
        "合计不符：存 0.01 元，重算 22,600,000.00 元。",
        "可分配金额不符：本批 0.02 元，方案 22,600,000.00 元。",
    ]


def test_a_line_that_was_written_or_taken_past_the_database_is_found(fund: Fund, preparer: User, at: datetime) -> None:
    run = make_run(make_round(fund, preparer, at), preparer, at)
    with connection.cursor() as cursor:  # as somebody could who holds the database's password
        where = " ON funds_runline" if connection.vendor == "postgresql" else ""
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER frozen_funds_runline_{event}{where}")
    ningdu, other = run.lines.order_by("region__code_2012").filter(region__code_2012__gte=NINGDU)[:2]
    before = ningdu.total_fen
    RunLine.objects.filter(pk=ningdu.pk).update(total_fen=before + 1, regular_fen=ningdu.regular_fen + 1)
    RunLine.objects.filter(pk=other.pk).delete()
    verdict = verify(run)
    assert [(d.what, d.region) for d in verdict.differences] == [
        (What.LINE, NINGDU),
        (What.MISSING, other.region.code_2012),
    ]
    assert said(verdict.differences[0]).startswith("宁都县（360730）不符：存 ")


def test_a_line_nobody_computed_is_found(run: Run) -> None:
    kept = run.factor_table.pop()
    sentences = [said(difference) for difference in verify(run).differences if difference.what == What.SURPLUS]
    assert [kept["name"] in sentence for sentence in sentences] == [True]


def test_a_kept_split_is_verified_by_its_number_or_its_round(fund: Fund, at: datetime, capsys: Any) -> None:
    preparer, adopter = make_user("preparer", "office"), make_user("adopter", "office")
    run = adopted(make_round(fund, preparer, at), preparer, adopter, at)
    for asked in (str(run.pk), "2012-2"):
        assert cli.main(["funds", "verify", asked]) == 0
        assert "24 县合计 2,260.00 万元，逐县重算相符" in capsys.readouterr().out
    for asked in ("99999", "2012-3", "第二批", "2012-2-"):
        assert cli.main(["funds", "verify", asked]) == 1
        assert f"没有测算稿“{asked}”" in capsys.readouterr().err
    assert cli.main(["funds", "verify", "2012-2", "--rehearsal"]) == 1


def test_a_split_that_does_not_follow_is_told_county_by_county(
    fund: Fund, at: datetime, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    preparer = make_user("preparer", "office")
    run = make_run(make_round(fund, preparer, at), preparer, at)
    allocate, raised = verifying.allocate, make_scheme(listed=Fraction(6, 5))
    monkeypatch.setattr(verifying, "allocate", lambda _scheme, regions: allocate(raised, regions))
    assert cli.main(["funds", "verify", str(run.pk)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("2012年第二批分配第1稿有 ")
    assert "章贡区（360702）不符：存 " in told
