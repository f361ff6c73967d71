"""Leave from a rule of the money: one asks, another decides, and only then it is possible."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core.refusals import Unsaid
from luoxiao.funds import actions
from luoxiao.funds.actions.keeping import WorldsMixed
from luoxiao.funds.actions.movements import OutsidePurpose
from luoxiao.funds.actions.vouchers import OtherFund, Overdrawn
from luoxiao.funds.actions.waivers import WaiverAbout, WaiverAsked, WaiverDecided, WaiverOwn
from luoxiao.funds.models import Account, FacilityKind, Project, Waiver
from luoxiao.organisations.models import NotAllowed
from tests.funds import books as scenes
from tests.funds.books import WAN, Books, balance, person

Kind = Waiver.Kind


@pytest.fixture
def store(books: Books, at: datetime) -> Project:
    """A relief store of county A, whose money lies with the county: outside the purpose of the fund."""
    scenes.allotted(at)
    scenes.transferred(at)
    return scenes.make_project(at, kind=FacilityKind.RELIEF_STORE)


def ask(at: datetime, *, by: str = "clerk", kind: str = Kind.PURPOSE, **more: Any) -> Waiver:
    said: dict[str, Any] = {"fund": scenes.the_fund(), "reason": "灾后急需", "basis": "部长办公会纪要"} | more
    return actions.ask_waiver(kind=kind, by=person(by), at=at, **said)


def decide(waiver: Waiver, at: datetime, *, by: str = "leader", granted: bool = True) -> Waiver:
    return actions.decide_waiver(waiver, granted=granted, by=person(by), at=at)


def test_money_goes_outside_its_purpose_once_another_person_allows_it(store: Project, at: datetime) -> None:
    asked = ask(at, project=store)
    with pytest.raises(OutsidePurpose):
        scenes.committed(store, at)
    decided = decide(asked, at)
    assert (decided.granted, decided.decided_by) == (True, person("leader"))
    scenes.committed(store, at)
    assert balance("project") == 30 * WAN


def test_leave_that_was_refused_allows_nothing_and_may_be_asked_anew(store: Project, at: datetime) -> None:
    decide(ask(at, project=store), at, granted=False)
    with pytest.raises(OutsidePurpose):
        scenes.committed(store, at)
    assert ask(at, project=store).granted is None


def test_leave_for_one_project_is_none_for_another(store: Project, at: datetime) -> None:
    decide(ask(at, project=store), at)
    other = scenes.make_project(at, kind=FacilityKind.RELIEF_STORE, number="360730-2012-002")
    with pytest.raises(OutsidePurpose):
        scenes.committed(other, at)


def test_an_account_falls_below_zero_only_by_leave(store: Project, at: datetime) -> None:
    asked = ask(at, kind=Kind.NEGATIVE, account=Account.objects.get(code="2012/县级/360730"))
    Project.objects.filter(pk=store.pk).update(kind=FacilityKind.OLD_PEOPLES_HOME)
    with pytest.raises(Overdrawn):
        scenes.committed(store, at, 51 * WAN)
    decide(asked, at)
    assert Account.objects.get(code="2012/县级/360730").may_be_negative
    scenes.committed(store, at, 51 * WAN)
    assert balance("county", "360730") == -WAN


def test_nobody_decides_what_they_asked(store: Project, at: datetime) -> None:
    asked = ask(at, by="office", project=store)
    with pytest.raises(WaiverOwn, match="office"):
        decide(asked, at, by="office")
    with pytest.raises(IntegrityError, match=r"fund_waiver_decided_by_another|frozen|CHECK"), transaction.atomic():
        Waiver.objects.filter(pk=asked.pk).update(decided_by=person("office"))
    assert decide(asked, at, by="office2").granted


def test_a_decision_stands(store: Project, at: datetime) -> None:
    asked = ask(at, project=store)
    decide(asked, at)
    with pytest.raises(WaiverDecided, match=r"leader.*同意"):
        decide(asked, at, by="office", granted=False)


def test_the_same_leave_is_asked_once(store: Project, at: datetime) -> None:
    asked = ask(at, project=store)
    with pytest.raises(WaiverAsked, match="待决定"):
        ask(at, by="office", project=store)
    decide(asked, at)
    with pytest.raises(WaiverAsked, match="同意"):
        ask(at, project=store)


def test_leave_names_what_it_is_for_and_why(store: Project, at: datetime) -> None:
    with pytest.raises(WaiverAbout, match="项目"):
        ask(at)
    with pytest.raises(WaiverAbout, match="账户"):
        ask(at, kind=Kind.NEGATIVE, project=store)
    with pytest.raises(Unsaid):
        ask(at, project=store, reason=" ")
    with pytest.raises(Unsaid):
        ask(at, project=store, basis="")
    with pytest.raises(IntegrityError, match=r"fund_waiver_has_reason|CHECK"), transaction.atomic():
        Waiver.objects.create(
            fund=scenes.the_fund(), kind=Kind.PURPOSE, reason="", basis="x", asked_by=person("clerk"), asked_at=at
        )


def test_leave_stays_within_its_fund_and_world(store: Project, at: datetime) -> None:
    fund = scenes.the_fund()
    rehearsed = scenes.make_fund(fund.area, fund.manager, is_rehearsal=True)
    account = Account.objects.create(fund=rehearsed, kind="pot", year=2012, code="2012/本年")
    with pytest.raises(OtherFund):
        ask(at, fund=fund, kind=Kind.NEGATIVE, account=account)
    with pytest.raises(WorldsMixed):
        ask(at, fund=rehearsed, project=store)


@pytest.mark.parametrize("name", ["stranger", "county"])
def test_who_neither_keeps_the_books_nor_approves_does_nothing(store: Project, at: datetime, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask(at, by=name, project=store)
    with pytest.raises(NotAllowed):
        decide(ask(at, project=store), at, by=name)


def test_the_bureau_asks_but_does_not_decide(store: Project, at: datetime) -> None:
    asked = ask(at, by="office", project=store)
    with pytest.raises(NotAllowed):
        decide(asked, at, by="clerk")
