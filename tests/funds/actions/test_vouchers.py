"""Vouchers and their reversals: numbers without gaps, books that always prove, nothing undone twice."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import TooLong, Unsaid
from luoxiao.funds import accounts, actions, balances
from luoxiao.funds.actions import Move
from luoxiao.funds.actions.vouchers import AlreadyReversed, IsReversal, OtherFund, Overdrawn
from luoxiao.funds.models import Account, Entry, Fund, Voucher
from luoxiao.organisations.models import NotAllowed
from tests.conftest import BEIJING
from tests.funds import books as scenes
from tests.funds.books import DAY, WAN, Books, balance, person

Kind = Account.Kind


def account(fund: Fund, kind: str, **more: object) -> Account:
    return Account.objects.create(fund=fund, kind=kind, year=2012, code=str(more.pop("code", kind)), **more)


def post(fund: Fund, moves: list[Move], at: datetime, **more: object) -> Voucher:
    said = {"kind": "transfer", "day": DAY, "document": "演练", "purpose": "演练", "clause_path": "四/(二)/2"} | more
    return actions.post(fund=fund, moves=moves, by=person("clerk"), at=at, **said)  # type: ignore[arg-type]


def test_numbers_run_without_gaps_also_past_refusals(books: Books, at: datetime) -> None:
    first, other = account(books.fund, "source"), account(books.fund, "pot")
    for turn in range(3):
        post(books.fund, [Move(first, other, 5)], at, document=f"第{turn}次")
        with pytest.raises(Overdrawn):
            post(books.fund, [Move(other, first, 1000)], at)
    assert list(Voucher.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_what_a_voucher_says_is_wanted_and_bounded(books: Books, at: datetime) -> None:
    moves = [Move(account(books.fund, "source"), account(books.fund, "pot"), 5)]
    for field in ("document", "purpose", "clause_path"):
        with pytest.raises(Unsaid):
            post(books.fund, moves, at, **{field: " "})
        with pytest.raises(TooLong):
            post(books.fund, moves, at, **{field: "长" * 201})


def test_a_voucher_stays_within_its_fund(books: Books, at: datetime) -> None:
    other = scenes.make_fund(books.fund.area, books.fund.manager, is_rehearsal=True)
    with pytest.raises(OtherFund):
        post(books.fund, [Move(account(books.fund, "source"), account(other, "pot"), 5)], at)
    assert not Voucher.objects.exists()


def test_a_reversal_moves_everything_back_and_names_what_it_undoes(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    wrong = scenes.transferred(at)
    made = actions.reverse(wrong, reason="县名填错", by=person("office"), at=at)
    assert (made.kind, made.reverses, made.reason, made.document) == ("reverse", wrong, "县名填错", wrong.document)
    assert (balance(Kind.PROVINCE), balance(Kind.COUNTY)) == (100 * WAN, 0)
    line = TrailEvent.objects.get(action="voucher.reverse")
    assert (line.reason, line.after["reverses"]) == ("县名填错", wrong.number)


def test_nothing_is_reversed_twice_and_no_reversal_is_reversed(books: Books, at: datetime) -> None:
    wrong = scenes.receive(WAN, at)
    made = actions.reverse(wrong, reason="重复", by=person("clerk"), at=at)
    with pytest.raises(AlreadyReversed, match="第 1 号凭证已由第 2 号凭证"):
        actions.reverse(wrong, reason="重复", by=person("clerk"), at=at)
    with pytest.raises(IsReversal):
        actions.reverse(made, reason="恢复", by=person("clerk"), at=at)
    assert Voucher.objects.count() == 2


def test_money_that_has_been_passed_on_cannot_be_taken_back(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    moved = scenes.transferred(at)
    scenes.committed(scenes.make_project(at), at)
    with pytest.raises(Overdrawn, match=r"甲县（县级）”余额 20\.00 万元，这次要转出 50\.00 万元"):
        actions.reverse(moved, reason="退回", by=person("clerk"), at=at)
    assert balance(Kind.COUNTY) == 20 * WAN


def test_a_reversal_wants_its_reason(books: Books, at: datetime) -> None:
    with pytest.raises(Unsaid):
        actions.reverse(scenes.receive(WAN, at), reason=" ", by=person("clerk"), at=at)


def test_a_stranger_reverses_nothing(books: Books, at: datetime) -> None:
    made = scenes.receive(WAN, at)
    for name in ("stranger", "county", "leader"):
        with pytest.raises(NotAllowed):
            actions.reverse(made, reason="试", by=person(name), at=at)
    assert balance(Kind.POT) == WAN


def test_many_counties_take_a_fixed_number_of_queries(
    books: Books, at: datetime, django_assert_max_num_queries: object
) -> None:
    amounts = {}
    for place in range(40):
        scenes.region(f"36{2000 + place}", f"县{place}", "county", books.county.parent)
        amounts[f"36{2000 + place}"] = WAN
    scenes.receive(40 * WAN, at)
    run = scenes.adopted_run(at, amounts)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        actions.allot_run(run, day=DAY, document="甲", by=person("clerk"), at=at)


def refused(make: object) -> bool:
    try:
        with transaction.atomic():
            make()  # type: ignore[operator]
    except IntegrityError:
        return True
    return False


def test_the_database_keeps_the_ledger_sound(books: Books, at: datetime) -> None:
    first, other = account(books.fund, "source"), account(books.fund, "pot")
    made = post(books.fund, [Move(first, other, 5)], at)
    said = {"fund": books.fund, "kind": "pay", "day": DAY, "document": "d", "purpose": "p", "clause_path": "c"}
    said |= {"by": person("clerk"), "at": at}
    breaches = {
        "account_code_once": lambda: account(books.fund, "pot"),
        "balance_not_negative": lambda: account(books.fund, "pot", code="b", balance_fen=-1),
        "voucher_number_once": lambda: Voucher.objects.create(number=1, **said),
        "reversal_has_reason": lambda: Voucher.objects.create(number=2, reverses=made, reason="", **said),
        "entry_is_positive": lambda: Entry.objects.create(voucher=made, giver=first, taker=other, fen=0),
        "entry_between_two": lambda: Entry.objects.create(voucher=made, giver=first, taker=first, fen=1),
    }
    assert [name for name, breach in breaches.items() if not refused(breach)] == []


def test_vouchers_and_entries_are_never_changed_or_deleted(books: Books, at: datetime) -> None:
    made = post(books.fund, [Move(account(books.fund, "source"), account(books.fund, "pot"), 5)], at)
    assert refused(lambda: Voucher.objects.filter(pk=made.pk).update(document="改"))
    assert refused(lambda: Entry.objects.filter(voucher=made).update(fen=6))
    assert refused(lambda: Entry.objects.filter(voucher=made)._raw_delete("default"))


STEPS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 10**13), st.booleans()), min_size=1, max_size=25
)


class RandomBooks(TestCase):
    """Whatever is posted or undone in whatever order, refused or not, the books prove."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_any_postings_and_reversals_leave_books_that_prove(self, steps: list[tuple[int, int, int, bool]]) -> None:
        at = datetime(2012, 10, 15, 10, tzinfo=BEIJING)
        fund = scenes.make_books().fund
        own = [account(fund, "source")] + [account(fund, "pot", code=f"账户{place}") for place in range(4)]
        entered = 0
        for turn, (giver, taker, fen, undo) in enumerate(steps):
            try:
                with transaction.atomic():
                    self.step(fund, own[giver], own[taker], fen, undo, turn, at)
                entered += 1
            except (Overdrawn, AlreadyReversed, IsReversal, IntegrityError):
                pass
        proof = balances.trial_balance(fund)
        assert proof.holds
        assert sum(Account.objects.order_by("code").values_list("balance_fen", flat=True)) == 0
        assert all(line.account.balance_fen >= 0 for line in proof.lines if line.account.kind != Kind.SOURCE)
        numbers = list(Voucher.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, entered + 1))

    def step(self, fund: Fund, giver: Account, taker: Account, fen: int, undo: bool, turn: int, at: datetime) -> None:
        """Undo an earlier voucher, or move money; between one and the same account the database refuses."""
        earlier = Voucher.objects.order_by("number")[fen % 3 : fen % 3 + 1] if undo else []
        if earlier:
            actions.reverse(earlier[0], reason="试", by=person("clerk"), at=at)
        else:
            post(fund, [Move(giver, taker, fen)], at, document=f"第{turn}次")


def test_a_balance_that_was_tampered_with_is_found(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    assert balances.trial_balance(books.fund).holds
    Account.objects.filter(code="2012/本年").update(balance_fen=7)
    proof = balances.trial_balance(books.fund)
    assert [(line.account.code, line.proven) for line in proof.wrong] == [("2012/本年", 0)]
    assert (proof.difference, proof.holds) == (7, False)
    assert accounts.words(proof.wrong[0].account) == "2012年本年资金"
