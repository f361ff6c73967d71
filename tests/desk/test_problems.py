"""The pages of problems: raised, found again, answered, counted."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from luoxiao.organisations.models import Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.models import Problem
from tests.conftest import signed_in
from tests.supervision.test_problems import answered, county, draft, problem, taken

__all__ = ["answered", "county", "problem", "taken"]

pytestmark = pytest.mark.django_db


def post(user: User, address: str, **body: Any) -> HttpResponse:
    return signed_in(user).post(f"/problems/{address}", {"key": "k"} | body)


def page(user: User, address: str = "") -> str:
    response = signed_in(user).get(f"/problems/{address}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_county_raises_a_problem_and_finds_it(county: User, reviewer: User, stranger: User) -> None:
    sent = {"kind": "money", "place": "990121", "text": "床位缺口", "asked": "提高标准", "clause": "四（二）3"}
    response = post(county, "new/", **sent)
    made = Problem.objects.get()
    assert response["Location"] == f"/problems/{made.pk}/"
    assert (made.clause_path, made.place) == ("四/(二)/3", county.unit and county.unit.region)
    assert "提高标准" in page(county)
    assert "提高标准" in page(reviewer)
    assert "提高标准" not in page(stranger)
    assert signed_in(stranger).get(f"/problems/{made.pk}/").status_code == 404


def test_a_place_that_is_not_offered_is_not_there(county: User) -> None:
    assert post(county, "new/", kind="money", place="999999", text="甲", asked="乙").status_code == 404


def test_what_is_refused_stays_in_the_form(county: User) -> None:
    response = post(county, "new/", kind="money", place="", text="床位缺口", asked="")
    assert response.status_code == 422
    assert "“请求事项”没有填写" in response.content.decode()
    assert "床位缺口</textarea>" in response.content.decode()


def test_the_whole_way_on_the_page(problem: Problem, bureau: Unit, clerk: User, county: User, reviewer: User) -> None:
    at = f"{problem.pk}/"
    assert post(reviewer, at + "decide/", do="take", owner=bureau.pk, seen=1).status_code == 302
    assert post(clerk, at + "decide/", do="answer", answer="列入明年计划", seen=2).status_code == 302
    shown = page(county, at)
    assert "列入明年计划" in shown
    assert "认可，问题办结" in shown
    assert "认可，问题办结" not in page(clerk, at)
    assert post(county, at + "say/", content="1", remark="", seen=3).status_code == 302
    shown = page(county, at)
    assert "已解决" in shown
    for words in ("反映问题", "确定办理单位", "答复问题", "认可答复"):
        assert f"<b>{words}</b>" in shown


def test_an_answer_that_came_second_is_not_lost(taken: Problem, clerk: User, reviewer: User, at: datetime) -> None:
    actions.answer_problem(taken, text="先答的", seen=2, by=reviewer, at=at)
    response = post(clerk, f"{taken.pk}/decide/", do="answer", answer="后答的", seen=2)
    assert response.status_code == 409
    assert "后答的</textarea>" in response.content.decode()
    assert "先答的" in response.content.decode()


def test_an_unknown_step_is_not_there(taken: Problem, clerk: User) -> None:
    assert post(clerk, f"{taken.pk}/decide/", do="drop", seen=2).status_code == 404


def test_the_counts_are_by_county_and_month(answered: Problem, county: User, at: datetime) -> None:
    actions.raise_problem(draft(), by=county, at=at.replace(month=3))
    shown = page(county, "counts/?year=2012")
    assert "反映 2 件，答复 1 件，解决 0 件" in shown
    assert "反映 0 件" in page(county, "counts/?year=2012&rehearsal=1")
    file = signed_in(county).get("/problems/counts/export/?year=2012").content.decode("utf-8-sig")
    assert file.splitlines()[1:] == ['"990121","演练县","2012-10",1,1,0', '"","不分地区","2012-03",1,0,0']


def test_a_long_list_asks_no_more_questions(problem: Problem, county: User, reviewer: User, at: datetime) -> None:
    def queries() -> int:
        browser = signed_in(reviewer)
        browser.get("/problems/")
        with CaptureQueriesContext(connection) as found:
            browser.get("/problems/?kind=money")
        return len(found)

    before = queries()
    for _n in range(12):
        actions.raise_problem(draft(place=problem.place), by=county, at=at)
    assert queries() == before <= 25
