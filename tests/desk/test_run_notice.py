"""The notice that tells an adopted split: drafted by one, issued by another, then noted with the run."""

import html
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from luoxiao.documents.models import Paper
from luoxiao.funds import notice
from luoxiao.funds.models import Fund, Run
from luoxiao.funds.terms import Bounds
from luoxiao.organisations.models import User
from tests.conftest import make_user, signed_in
from tests.desk.paper_pages import _no_libreoffice
from tests.funds.scene import adopted, make_round, make_run, make_scheme

__all__ = ["_no_libreoffice"]

pytestmark = pytest.mark.django_db
WAN = {"rounding_fen": 10_000, "bounds": Bounds(floor_fen=60_000_000)}


@pytest.fixture
def run(fund: Fund, preparer: User, reviewer: User, at: datetime) -> Run:
    """Adopted, to hundredths of 万元."""
    return adopted(make_round(fund, preparer, at), preparer, reviewer, at, scheme=make_scheme(**WAN))


def here(run: Run) -> str:
    return f"/funds/runs/{run.pk}/notice/"


def drafted(user: User, run: Run) -> Paper:
    answer = signed_in(user).post(here(run), {"key": "k"})
    assert answer.status_code == 302, answer.content.decode()
    return Paper.objects.get(about_kind="allocation", about=run.pk, state=Paper.State.DRAFT)


def issued(user: User, paper: Paper) -> Any:
    browser = signed_in(user)
    page = browser.get(f"/papers/{paper.pk}/").content.decode()
    fields = {
        name: html.unescape(value) for name, value in re.findall(r'name="(seen|shown|key)" value="([^"]*)"', page)
    }
    return browser.post(f"/papers/{paper.pk}/issue/", fields | {"number": ""})


def test_the_page_shows_what_the_notice_will_say(run: Run, preparer: User) -> None:
    page = signed_in(preparer).get(here(run)).content.decode()
    for said in (
        "关于下达2012年第二批罗霄山片区彩票公益金专项扶贫资金的通知",
        "江西省、湖南省民政厅",
        "2,260.00",
        "生成通知草稿",
    ):
        assert said in page
    assert not Paper.objects.exists()


def test_a_draft_is_made_once_with_live_figures(run: Run, preparer: User) -> None:
    paper = drafted(preparer, run)
    assert (paper.kind, paper.period, paper.is_rehearsal) == ("notice", "2012", False)
    assert "{本批金额}" in paper.body
    shown = signed_in(preparer).get(f"/papers/{paper.pk}/").content.decode()
    assert "2,260.00" in shown
    assert "宁都县" in shown
    again = signed_in(preparer).post(here(run), {"key": "k2"})
    assert again.status_code == 422
    assert "打开已有的草稿" in again.content.decode()


def test_another_person_issues_it_and_the_run_knows_its_paper(run: Run, preparer: User, reviewer: User) -> None:
    paper = drafted(preparer, run)
    assert issued(preparer, paper).status_code == 422
    run.refresh_from_db()
    assert run.paper_id is None
    assert issued(reviewer, paper).status_code == 302
    run.refresh_from_db()
    paper.refresh_from_db()
    assert run.paper_id == paper.pk
    assert paper.state == Paper.State.ISSUED
    assert "本批共2,260.00万元，安排2个省24个县（市、区）。" in paper.issued_text
    refused = signed_in(preparer).post(here(run), {"key": "k3"})
    assert refused.status_code == 422
    assert "下达，没有另外起草" in refused.content.decode()


def test_an_open_split_has_no_notice(fund: Fund, preparer: User, at: datetime) -> None:
    draft = make_run(make_round(fund, preparer, at), preparer, at)
    answer = signed_in(preparer).post(here(draft), {"key": "k"})
    assert answer.status_code == 422
    assert "还没有定案，没有起草通知" in answer.content.decode()
    assert not Paper.objects.exists()


def test_who_may_not_draft_papers_is_refused(run: Run) -> None:
    assert signed_in(make_user("bureau", "bureau")).post(here(run), {"key": "k"}).status_code == 403
    assert Client().get(here(run)).status_code == 302
    assert signed_in(make_user("leader", "leading-group")).get(here(run)).status_code == 403


def test_the_annex_adds_up_as_it_is_printed(run: Run) -> None:
    facts = notice.facts_of([run.pk])[run.pk]
    table = notice.annexes(facts)[0]
    amounts = [(row, round(float(row[3].replace(",", "")) * 100)) for row in table.rows]
    counties = [amount for row, amount in amounts if row[0]]
    parts = [amount for row, amount in amounts if row[2] == "小计"]
    assert len(counties) == 24
    assert sum(counties) == sum(parts) == amounts[0][1] == 226_000
    assert facts.unit == "万元"


def test_amounts_with_a_rest_are_printed_in_yuan(fund: Fund, preparer: User, reviewer: User, at: datetime) -> None:
    run = adopted(make_round(fund, preparer, at), preparer, reviewer, at)
    facts = notice.facts_of([run.pk])[run.pk]
    assert facts.unit == "元"
    amounts = [round(float(row[3].replace(",", "")) * 100) for row in notice.annexes(facts)[0].rows if row[0]]
    assert sum(amounts) == run.total_fen


def test_early_amounts_stand_beside_what_is_still_to_come(
    fund: Fund, preparer: User, reviewer: User, at: datetime
) -> None:
    scheme = make_scheme(**WAN, early_fen={"360730": 20_000_000})
    run = adopted(make_round(fund, preparer, at), preparer, reviewer, at, scheme=scheme)
    facts = notice.facts_of([run.pk])[run.pk]
    assert "此前已提前下达{提前下达金额}万元，本次实际下达{本次下达金额}万元。" in notice.prose(facts)
    row = next(row for row in notice.annexes(facts)[0].rows if row[2] == "宁都县")
    assert row[4] == "20.00"
    assert notice.figures(facts)["本次下达金额"].value == "2,240.00"


def test_braces_that_people_wrote_are_no_figures(run: Run) -> None:
    run.round.basis = "预算{草案}"
    run.round.save(update_fields=["basis"])
    assert "预算（草案）" in notice.prose(notice.facts_of([run.pk])[run.pk])


def test_names_of_queries_differ_and_facts_of_many_runs_take_two_queries(
    run: Run, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        facts = notice.facts_of([run.pk])[run.pk]
    queries = [figure.query for figure in notice.figures(facts).values()]
    assert len(queries) == len(set(queries))
    assert all(len(query) <= 60 for query in queries)
