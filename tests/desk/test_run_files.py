"""The files of a split: who may have them, what they are called, that they hold the amounts of the run."""

from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponseBase

from luoxiao.core.office.sheets import read_tables
from luoxiao.funds.models import Fund, Run
from luoxiao.organisations.models import User
from tests.conftest import make_user, signed_in
from tests.funds.scene import NINGDU, adopted, make_round, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(fund: Fund, preparer: User, at: datetime) -> Run:
    return make_run(make_round(fund, preparer, at), preparer, at)


def got(user: User, run: Run, kind: str) -> HttpResponseBase:
    return signed_in(user).get(f"/funds/runs/{run.pk}/{kind}/")


def content(response: Any) -> bytes:
    body: bytes = response.content
    return body


def test_the_workbook_holds_every_amount_of_the_run(run: Run, reviewer: User) -> None:
    answer = got(reviewer, run, "xlsx")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    tables = {table.name: table for table in read_tables(content(answer), "a.xlsx")}
    rows = tables["结果"].rows[4:]
    place = tables["结果"].rows[3].index("合计")
    kept = {line.region.code_2012: line.total_fen for line in run.lines.select_related("region")}
    assert {str(row[0]): round(float(str(row[place])) * 100) for row in rows} == kept
    said = [cell for row in tables["说明"].rows for cell in row]
    assert run.digest in said


def test_the_table_holds_every_amount_in_yuan(run: Run, reviewer: User) -> None:
    rows = read_tables(content(got(reviewer, run, "csv")), "a.csv")[0].rows
    line = run.lines.get(region__code_2012=NINGDU)
    row = next(row for row in rows if row[0] == NINGDU)
    assert row[rows[0].index("合计（元）")] == f"{line.total_fen // 100}.{line.total_fen % 100:02}"
    assert len(rows) == 25


def test_a_draft_is_not_there_for_others_and_an_adopted_run_is(
    fund: Fund, preparer: User, reviewer: User, at: datetime
) -> None:
    leader = make_leader()
    round = make_round(fund, preparer, at)
    draft = make_run(round, preparer, at)
    assert got(leader, draft, "xlsx").status_code == 404
    settled = adopted(round, preparer, reviewer, at)
    assert got(leader, settled, "xlsx").status_code == 200
    assert got(leader, settled, "csv").status_code == 200


def make_leader() -> User:
    return make_user("leader", "leading-group")


def test_files_of_a_rehearsal_say_so(run: Run, fund: Fund, reviewer: User) -> None:
    Fund.objects.filter(pk=fund.pk).update(is_rehearsal=True)
    answer = got(reviewer, run, "xlsx")
    assert "%E6%BC%94%E7%BB%83" in answer["Content-Disposition"]
    cover = read_tables(content(answer), "a.xlsx")[0]
    assert "演练数据，不作依据" in [cell for row in cover.rows for cell in row]
