"""What the contestants of test_races_ledger do, each in a process of its own."""

from luoxiao.core import clock
from luoxiao.funds import actions, balances
from luoxiao.funds.actions import Share
from luoxiao.funds.models import Run, Voucher, Waiver
from tests.funds import books as scenes
from tests.funds.books import DAY, WAN, YEAR, county_of, person


def stage() -> int:
    """100 万元 in the pot, and an adopted run of 60 and 40 that nobody has allotted; its id."""
    at = clock.now()
    scenes.make_books()
    scenes.receive(100 * WAN, at)
    return scenes.adopted_run(at, {"360730": 60 * WAN, "360731": 40 * WAN}).pk


def allotted_stage() -> int:
    """As `stage`, and allotted; the id of that voucher."""
    run = Run.objects.get(pk=stage())
    return actions.allot_run(run, day=DAY, document="文", by=person("clerk"), at=clock.now()).pk


def allot(name: str, run: int) -> int:
    return actions.allot_run(Run.objects.get(pk=run), day=DAY, document=name, by=person(name), at=clock.now()).number


def receive(name: str, document: str) -> int:
    return scenes.receive(WAN, clock.now(), by=name, document=document).number


def transfer(name: str, code: str, wan: int, document: str) -> int:
    return actions.transfer(
        fund=scenes.the_fund(),
        year=YEAR,
        shares=[Share(county_of(code), wan * WAN)],
        day=DAY,
        document=document,
        by=person(name),
        at=clock.now(),
    ).number


def reverse(name: str, voucher: int) -> int:
    found = Voucher.objects.get(pk=voucher)
    return actions.reverse(found, reason="错", by=person(name), at=clock.now()).number


def ask() -> int:
    at = clock.now()
    account = scenes.the_fund().accounts.get(code="2012/本年")
    return actions.ask_waiver(
        fund=scenes.the_fund(), kind="negative", account=account, reason="急", basis="纪要", by=person("clerk"), at=at
    ).pk


def decide(name: str, waiver: int, granted: bool) -> bool:
    found = Waiver.objects.get(pk=waiver)
    return bool(actions.decide_waiver(found, granted=granted, by=person(name), at=clock.now()).granted)


def standing() -> list[object]:
    """Whether the books prove, the numbers of all vouchers, and what lies at each kind of account, 万元."""
    fund = scenes.the_fund()
    numbers = list(fund.vouchers.order_by("number").values_list("number", flat=True))
    lying: dict[str, int] = {}
    for account in fund.accounts.order_by("code"):
        lying[account.kind] = lying.get(account.kind, 0) + account.balance_fen // WAN
    return [balances.trial_balance(fund).holds, numbers, lying]
