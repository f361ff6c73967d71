"""What must hold of a fund and of published terms, held by the database."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from luoxiao.funds.models import Fund, PublishedTerm
from tests.conftest import make_user


def term(at: datetime, **more: Any) -> PublishedTerm:
    said: dict[str, Any] = {"programme": "elderly", "fund": None, "group": "area", "year": 2012, "measure": "ratio"}
    said |= {"value": 8000, "source": "某通知", "confidence": "high", "by": make_user("keeper"), "at": at}
    return PublishedTerm.objects.create(**said | more)


@pytest.mark.parametrize(
    ("constraint", "more"),
    [
        ("term_of_programme_or_fund", {"programme": ""}),
        ("term_has_source", {"source": ""}),
        ("term_not_negative", {"value": -1}),
    ],
)
def test_a_term_that_says_too_little_is_refused(db: None, at: datetime, constraint: str, more: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        term(at, **more)


def test_a_term_is_of_a_programme_or_of_a_fund_and_not_of_both(fund: Fund, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="term_of_programme_or_fund"), transaction.atomic():
        term(at, fund=fund)


def test_a_promise_has_its_years_in_order(fund: Fund) -> None:
    with pytest.raises(IntegrityError, match="promise_has_its_years"), transaction.atomic():
        Fund.objects.filter(pk=fund.pk).update(promised_to=2010)


def test_a_fund_stands_once_for_real_and_once_as_a_rehearsal(fund: Fund) -> None:
    same = {"area": fund.area, "manager": fund.manager, "name": fund.name, "clause_path": fund.clause_path}
    with pytest.raises(IntegrityError, match=r"fund_code_once|funds_fund\.code"), transaction.atomic():
        Fund.objects.create(code=fund.code, is_rehearsal=False, purpose="", **same)
