"""Money on its way from pot to payment: what may move, what is refused, and what the refusal says."""

from datetime import date, datetime, timedelta

import pytest

from luoxiao.core.models import TrailEvent
from luoxiao.funds import actions
from luoxiao.funds.actions import Share
from luoxiao.funds.actions.common import YearOutOfRange
from luoxiao.funds.actions.keeping import NotYet, WorldsMixed
from luoxiao.funds.actions.movements import (
    AllottedAlready,
    NotAccepted,
    NotAdopted,
    NotApproved,
    OutsidePurpose,
    kind_words,
)
from luoxiao.funds.actions.vouchers import AmountTooLarge, AmountWrong, EnteredAlready, NothingMoves, Overdrawn
from luoxiao.funds.models import Account, FacilityKind, Project, Run, Voucher
from luoxiao.organisations.models import NotAllowed
from tests.funds import books as scenes
from tests.funds.books import DAY, WAN, YEAR, Books, balance, county_of, person

Kind = Account.Kind


def test_money_goes_from_the_pot_to_the_payment_and_every_fen_is_somewhere(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    project = scenes.make_project(at)
    scenes.committed(project, at)
    scenes.paid(project, at)
    lying = {kind: balance(kind) // WAN for kind in Kind.values}
    assert lying == {
        "source": -100,
        "pot": 0,
        "tranche": 0,
        "province": 50,
        "county": 20,
        "project": 10,
        "paid": 20,
    }
    assert balance(Kind.PROVINCE, "360731") == 40 * WAN


def test_accounts_have_codes_that_can_be_read(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    assert list(Account.objects.order_by("code").values_list("code", flat=True)) == [
        "2012/县级/360730",
        "2012/批次/1",
        "2012/本年",
        "2012/来源",
        "2012/省级/360000/360730",
        "2012/省级/360000/360731",
    ]


def test_a_voucher_leaves_a_line_with_its_number_and_sum(books: Books, at: datetime) -> None:
    made = scenes.receive(100 * WAN, at)
    line = TrailEvent.objects.get(action="voucher.enter")
    assert (line.actor, line.role, line.subject_id) == ("clerk", "bureau", made.pk)
    assert line.after["number"] == 1
    assert line.after["fen"] == 100 * WAN


def test_one_allotment_counts_its_money_once(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    assert TrailEvent.objects.order_by("-id")[0].after["fen"] == 100 * WAN


def test_a_county_gets_no_more_than_was_allotted_to_it(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    with pytest.raises(Overdrawn) as refused:
        scenes.transferred(at, 60 * WAN + 1)
    assert str(refused.value) == (
        "“2012年甲县（省级）”余额 60.00 万元，这次要转出 60.000001 万元，差 0.000001 万元，没有记账。"
        "减少金额，或先申请“允许余额为负”的例外。"
    )
    assert balance(Kind.COUNTY) == 0


def test_of_many_counties_in_one_voucher_one_that_cannot_be_stops_all(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    shares = [Share(county_of("360730"), WAN), Share(county_of("360731"), 41 * WAN)]
    with pytest.raises(Overdrawn, match="乙县"):
        actions.transfer(fund=books.fund, year=YEAR, shares=shares, day=DAY, document="甲", by=person("clerk"), at=at)
    assert Voucher.objects.filter(kind="transfer").count() == 0
    assert balance(Kind.PROVINCE) == 100 * WAN


def test_only_an_adopted_split_is_allotted(books: Books, at: datetime) -> None:
    scenes.receive(WAN, at)
    run = scenes.adopted_run(at, {"360730": WAN})
    draft = Run.objects.create(
        round=run.round,
        number=2,
        scheme={},
        factor_table=[],
        software="0",
        digest="",
        total_fen=1,
        prepared_by=person("office"),
        prepared_at=at,
    )
    with pytest.raises(NotAdopted, match=r"第2稿.*测算稿"):
        actions.allot_run(draft, day=DAY, document="甲", by=person("clerk"), at=at)


def test_a_split_is_allotted_once_until_it_is_reversed(books: Books, at: datetime) -> None:
    run = scenes.allotted(at)
    with pytest.raises(AllottedAlready, match="第 2 号凭证"):
        actions.allot_run(run, day=DAY, document="另一文件", by=person("clerk"), at=at)
    actions.reverse(run.vouchers.get(), reason="文件撤回", by=person("clerk"), at=at)
    again = actions.allot_run(run, day=DAY, document="演练〔2012〕2号", by=person("office"), at=at)
    assert again.number == 4
    assert balance(Kind.PROVINCE) == 100 * WAN


def test_what_was_announced_early_is_not_allotted_again(books: Books, at: datetime) -> None:
    scenes.receive(100 * WAN, at)
    run = scenes.adopted_run(at, {"360730": 60 * WAN, "360731": 40 * WAN}, early=40 * WAN)
    actions.allot_run(run, day=DAY, document="甲", by=person("clerk"), at=at)
    assert balance(Kind.PROVINCE) == 20 * WAN
    assert not Account.objects.filter(code__endswith="360731").exists()
    assert balance(Kind.POT) == 80 * WAN


def test_a_split_larger_than_what_came_in_is_refused(books: Books, at: datetime) -> None:
    scenes.receive(99 * WAN, at)
    run = scenes.adopted_run(at, {"360730": 100 * WAN})
    with pytest.raises(Overdrawn, match=r"99.00 万元.*100.00 万元.*差 1.00 万元"):
        actions.allot_run(run, day=DAY, document="甲", by=person("clerk"), at=at)
    assert not Account.objects.filter(kind=Kind.PROVINCE).exists()


def test_money_for_another_purpose_is_refused_and_the_kinds_are_named(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    store = scenes.make_project(at, kind=FacilityKind.RELIEF_STORE, name="甲县救灾物资储备库")
    with pytest.raises(OutsidePurpose) as refused:
        scenes.committed(store, at)
    assert "救灾物资储备库" in str(refused.value)
    assert "规定用途：敬老院、儿童福利院。" in str(refused.value)
    assert balance(Kind.PROJECT) == 0


def test_a_fund_without_kinds_may_go_to_any(books: Books, at: datetime) -> None:
    books.fund.eligible_kinds = []
    books.fund.save()
    scenes.allotted(at)
    scenes.transferred(at)
    scenes.committed(scenes.make_project(at, kind=FacilityKind.SHELTER), at)
    assert balance(Kind.PROJECT) == 30 * WAN


def test_a_kind_that_is_no_longer_known_is_called_by_its_code() -> None:
    assert kind_words("warehouse-2009") == "warehouse-2009"


@pytest.mark.parametrize("state", ["draft", "applied", "reviewed", "returned", "withdrawn"])
def test_nothing_is_set_aside_before_approval(books: Books, at: datetime, state: str) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    with pytest.raises(NotApproved):
        scenes.committed(scenes.make_project(at, state=state), at)


def test_a_reward_rests_on_an_accepted_result(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    project = scenes.make_project(at, state=Project.State.COMPLETED)
    given = {"fund": books.fund, "year": YEAR, "fen": 10 * WAN, "day": DAY, "document": "甲", "by": person("clerk")}
    with pytest.raises(NotAccepted, match=r"已竣工.*10.00 万元"):
        actions.reward(project, **given, at=at)
    Project.objects.filter(pk=project.pk).update(state=Project.State.ACCEPTED)
    made = actions.reward(project, **given, at=at)
    assert made.kind == Voucher.Kind.REWARD
    assert (balance(Kind.PAID), balance(Kind.PROJECT), balance(Kind.COUNTY)) == (10 * WAN, 0, 40 * WAN)


def test_real_money_never_goes_to_a_rehearsed_project(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    with pytest.raises(WorldsMixed):
        scenes.committed(scenes.make_project(at, is_rehearsal=True), at)


def test_a_day_that_has_not_come_is_refused(books: Books, at: datetime) -> None:
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(NotYet, match=r"10月16日.*10月15日"):
        actions.receive(fund=books.fund, year=YEAR, fen=1, day=tomorrow, document="甲", by=person("clerk"), at=at)
    early = date(2012, 1, 4)
    assert (
        actions.receive(fund=books.fund, year=YEAR, fen=1, day=early, document="甲", by=person("clerk"), at=at).day
        == early
    )


def test_no_amount_and_amounts_that_are_none_are_refused(books: Books, at: datetime) -> None:
    with pytest.raises(NothingMoves):
        actions.transfer(fund=books.fund, year=YEAR, shares=[], day=DAY, document="甲", by=person("clerk"), at=at)
    for fen in (0, -5):
        with pytest.raises(AmountWrong):
            scenes.receive(fen, at)
    assert not Account.objects.exists()


def test_a_number_too_large_is_refused_with_the_limit(books: Books, at: datetime) -> None:
    with pytest.raises(AmountTooLarge, match=r"9,000,000,000,000.00"):
        scenes.receive(9 * 10**18 + 1, at)
    scenes.receive(9 * 10**18, at)
    with pytest.raises(AmountTooLarge):
        scenes.receive(1, at, document="又一笔")
    assert balance(Kind.POT) == 9 * 10**18


def test_the_same_receipt_entered_twice_is_entered_once(books: Books, at: datetime) -> None:
    made = scenes.receive(WAN, at)
    with pytest.raises(EnteredAlready, match="第 1 号凭证"):
        scenes.receive(WAN, at, by="office")
    scenes.receive(2 * WAN, at)
    actions.reverse(made, reason="记错", by=person("clerk"), at=at)
    assert scenes.receive(WAN, at).number == 4


@pytest.mark.parametrize("name", ["county", "neighbour", "stranger", "leader"])
def test_only_the_office_and_the_bureau_of_the_fund_keep_its_books(books: Books, at: datetime, name: str) -> None:
    with pytest.raises(NotAllowed):
        scenes.receive(WAN, at, by=name)
    assert not Voucher.objects.exists()
    for keeper in ("clerk", "office"):
        scenes.receive(WAN, at, by=keeper, document=keeper)
    assert Voucher.objects.count() == 2


@pytest.mark.parametrize("year", [0, 1999, 2101, 99_999])
def test_a_budget_year_far_off_opens_no_account(books: Books, at: datetime, year: int) -> None:
    with pytest.raises(YearOutOfRange, match=f"年度“{year}”不在"):
        actions.receive(fund=books.fund, year=year, fen=WAN, day=DAY, document="文", by=person("clerk"), at=at)
    assert not Account.objects.exists()
