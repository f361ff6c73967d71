"""What is done with the form of the workbench: shown, reckoned as it moves, kept as the next draft."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoxiao.core.models import TrailEvent
from luoxiao.funds import schemes
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.organisations.models import Unit, User
from tests.conftest import make_user, signed_in
from tests.funds.scene import NINGDU, adopted, make_round, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(fund: Fund, preparer: User, at: datetime) -> Round:
    return make_round(fund, preparer, at)


@pytest.fixture
def run(round: Round, preparer: User, at: datetime) -> Run:
    return make_run(round, preparer, at)


@pytest.fixture
def stranger(fund: Fund) -> User:
    """Of a bureau that does not keep the fund."""
    other = Unit.objects.filter(kind=Unit.Kind.BUREAU).exclude(pk=fund.manager_id).order_by("code")[0]
    return make_user("stranger", "bureau", unit=other)


def sent(run: Run, **more: str) -> dict[str, str]:
    """The form as the page gives it out, with what was typed."""
    run.round.refresh_from_db()
    return {"seen": str(run.round.version), "do": "save", "name": "", "key": ""} | more


def post(user: User, name: str, run: Run, fields: dict[str, Any]) -> Any:
    answer: Any = signed_in(user).post(reverse(name, args=(run.pk,)), fields)
    return answer


def test_saving_makes_the_next_draft_and_leaves_the_old_one(run: Run, preparer: User) -> None:
    fields = {"w-aged_60": "30", "w-rural_people": "70", "c-area-listed": "1.2", "floor": "40", "name": "系数 1.20"}
    fields |= {f"a-{NINGDU}": "-8", f"y-{NINGDU}": "已到位", "a-360702": "8", "y-360702": "缺口"}
    answer = post(preparer, "run-save", run, sent(run, **fields))
    made = Run.objects.get(number=2)
    assert answer["Location"] == f"/funds/runs/{made.pk}/"
    assert (made.based_on, made.name, made.prepared_by) == (run, "系数 1.20", preparer)
    scheme = schemes.from_json(made.scheme)
    assert [str(factor.weight) for factor in scheme.factors] == ["3/10", "7/10"]
    assert str(scheme.coefficients[0].by_class["listed"]) == "6/5"
    assert scheme.bounds.floor_fen == 40_000_000
    assert {each.region: (each.fen, each.reason) for each in scheme.adjustments} == {
        "360702": (8_000_000, "缺口"),
        NINGDU: (-8_000_000, "已到位"),
    }
    run.refresh_from_db()
    assert str(schemes.from_json(run.scheme).factors[0].weight) == "3/5"


def test_reckoning_shows_where_it_leads_and_keeps_nothing(run: Run, preparer: User) -> None:
    answer = post(preparer, "run-save", run, sent(run, do="reckon", **{"w-aged_60": "50"}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'name="w-aged_60"[^>]*value="50"', page)
    assert "权重合计 90%，须为 100%" in page
    assert re.search(r'value="save" disabled>存为第 2 稿（校核有 1 项没过）', page)
    assert Run.objects.count() == 1


def test_a_scheme_at_fault_is_not_kept_and_stays_in_the_form(run: Run, preparer: User) -> None:
    answer = post(preparer, "run-save", run, sent(run, floor="100"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有保存" in page
    assert re.search(r'name="floor"[^>]*value="100"', page)
    assert Run.objects.count() == 1


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_kept(run: Run, preparer: User) -> None:
    answer = post(preparer, "run-save", run, sent(run, **{f"a-{NINGDU}": "八万"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<li data-field="a-{NINGDU}">' in page
    assert "宁都县人工调整“八万”不是金额" in page
    assert 'value="八万"' in page
    assert Run.objects.count() == 1


def test_whoever_saves_over_another_is_told_and_may_save_again(
    run: Run, preparer: User, reviewer: User, at: datetime
) -> None:
    fields = sent(run, **{"c-area-listed": "1.3"})
    make_run(run.round, reviewer, at)
    answer = post(preparer, "run-save", run, fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "reviewer" in page
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    assert re.search(r'name="c-area-listed"[^>]*value="1.3"', page)
    again = post(preparer, "run-save", run, fields | {"seen": found[1]})
    assert again.status_code == 302
    assert Run.objects.count() == 3


def test_the_same_form_sent_twice_keeps_one_draft(run: Run, preparer: User) -> None:
    fields = sent(run, key="f" * 32)
    browser = signed_in(preparer)
    first, second = (browser.post(reverse("run-save", args=(run.pk,)), fields) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Run.objects.count() == 2


def test_a_settled_round_takes_no_draft(round: Round, preparer: User, reviewer: User, at: datetime) -> None:
    run = adopted(round, preparer, reviewer, at)
    answer = post(preparer, "run-save", run, sent(run))
    assert answer.status_code == 422
    assert "已由reviewer" in answer.content.decode()


def test_the_answer_to_the_script_has_the_new_amounts_and_no_inputs_of_the_table(run: Run, preparer: User) -> None:
    answer = post(preparer, "run-live", run, sent(run, **{"c-area-listed": "1.5", f"a-{NINGDU}": "3"}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'data-live="t-{NINGDU}"' in page
    assert "人工调整没写理由：宁都县" in page
    assert f'name="y-{NINGDU}"' in page
    assert f'name="a-{NINGDU}"' not in page


def test_asking_writes_nothing(run: Run, preparer: User) -> None:
    before = TrailEvent.objects.count()
    post(preparer, "run-live", run, sent(run, **{"w-aged_60": "a"}))
    assert (Run.objects.count(), TrailEvent.objects.count()) == (1, before)


def test_asking_takes_few_queries_whatever_is_typed(
    run: Run, preparer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(preparer)
    fields = sent(run, **{f"a-{NINGDU}": "3", "a-360702": "-3", "floor": "40"})
    with django_assert_max_num_queries(8):
        browser.post(reverse("run-live", args=(run.pk,)), fields)


def test_without_a_script_the_addresses_of_the_form_lead_back_to_the_page(run: Run, preparer: User) -> None:
    for name in ("run-save", "run-live"):
        answer = signed_in(preparer).get(reverse(name, args=(run.pk,)))
        assert answer["Location"] == f"/funds/runs/{run.pk}/"


def test_another_bureau_neither_asks_nor_saves(
    round: Round, preparer: User, reviewer: User, stranger: User, at: datetime
) -> None:
    draft = make_run(round, preparer, at)
    settled = adopted(round, preparer, reviewer, at)
    for name in ("run-save", "run-live"):
        assert post(stranger, name, draft, sent(draft)).status_code == 404
        assert post(stranger, name, settled, sent(settled)).status_code == 403
    assert Run.objects.count() == 2
