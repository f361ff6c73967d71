"""What the books say, read from balances alone."""

from datetime import datetime

import pytest

from luoxiao.funds import actions, balances
from luoxiao.funds.meter import Reached
from luoxiao.funds.models import Account, Project
from tests.funds import books as scenes
from tests.funds.books import WAN, Books, person


@pytest.fixture
def books(db: None) -> Books:
    return scenes.make_books()


@pytest.fixture
def project(books: Books, at: datetime) -> Project:
    """100 万元 came in, all allotted, 50 transferred to county A, 30 set aside, 20 paid."""
    scenes.allotted(at)
    scenes.transferred(at)
    made = scenes.make_project(at)
    scenes.committed(made, at)
    scenes.paid(made, at)
    return made


def test_how_far_the_money_of_a_year_has_come(books: Books, project: Project) -> None:
    assert balances.by_year(books.fund) == {2012: Reached(100 * WAN, 100 * WAN, 50 * WAN, 30 * WAN, 20 * WAN)}


def test_what_a_project_has_had_and_spent(books: Books, project: Project) -> None:
    (reached,) = balances.by_project(books.fund, [project.pk]).values()
    assert (reached.committed, reached.spent) == (30 * WAN, 20 * WAN)
    assert balances.by_kind_of_facility(books.fund)["old-peoples-home"].spent == 20 * WAN


def test_rows_for_reconciliation_name_county_document_and_reversals(
    books: Books, project: Project, at: datetime
) -> None:
    moved = scenes.transferred(at, 5 * WAN, "360731", document="演练〔2012〕9号")
    actions.reverse(moved, reason="错", by=person("clerk"), at=at)
    rows = balances.ledger_rows(books.fund)
    assert [(row.kind, row.region, row.document, row.fen) for row in rows] == [
        ("transfer", "360730", "演练〔2012〕3号", 50 * WAN),
        ("transfer", "360731", "演练〔2012〕9号", 5 * WAN),
        ("reverse", "360731", "演练〔2012〕9号", -5 * WAN),
    ]
    (paid,) = balances.ledger_rows(books.fund, kinds=["pay"], year=2012)
    assert (paid.project, paid.region_name, paid.fen) == ("360730-2012-001", "甲县", 20 * WAN)
    assert balances.ledger_rows(books.fund, year=2011) == []


def test_the_number_of_queries_does_not_grow_with_the_books(
    books: Books, project: Project, at: datetime, django_assert_num_queries: object
) -> None:
    for turn in range(5):
        scenes.transferred(at, WAN, "360731", document=f"文{turn}")
    for ask, queries in ((balances.trial_balance, 3), (balances.by_year, 1), (balances.ledger_rows, 1)):
        with django_assert_num_queries(queries):  # type: ignore[operator]
            ask(books.fund)


@pytest.mark.parametrize(
    ("name", "seen"), [("clerk", 5), ("office", 5), ("leader", 5), ("county", 2), ("neighbour", 1), ("stranger", 5)]
)
def test_who_sees_which_accounts(books: Books, at: datetime, name: str, seen: int) -> None:
    """Counties those of their own county; the office, the leaders and all bureaus, which share the books, every one."""
    scenes.allotted(at)
    scenes.transferred(at)
    found = Account.objects.exclude(kind="source").visible_to(person(name)).count()
    assert found == seen
