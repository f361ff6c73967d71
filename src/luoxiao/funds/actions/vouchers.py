"""记账和冲正: money moves from account to account in whole vouchers; what was wrong is undone by a voucher back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.money import HIGHEST, wan
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.wording import day_and_hour
from luoxiao.funds import accounts
from luoxiao.funds.actions.keeping import LINE, SHORT, TITLE, day_of, keeping, locked, refuse_future
from luoxiao.funds.models import Account, Entry, Fund, Run, Voucher
from luoxiao.organisations.models import User

Kind = Voucher.Kind


@dataclass(frozen=True)
class Move:
    """So many fen out of one account into another of the same fund."""

    giver: Account
    taker: Account
    fen: int


class NothingMoves(Refusal):
    code = "nothing-moves"
    sentence = _("没有一笔金额，没有记账。至少填一笔大于 0 的金额。")


class AmountWrong(Refusal):
    code = "amount-wrong"
    sentence = _("“%(account)s”的金额是 %(amount)s 万元，没有记账。填大于 0 的金额；要退回的，冲正原来的凭证。")


class AmountTooLarge(Refusal):
    code = "amount-too-large"
    sentence = _("“%(account)s”的金额 %(amount)s 万元超过账簿能记的最大数 %(limit)s 万元，没有记账。核对金额和单位。")


class OtherFund(Refusal):
    code = "other-fund"
    sentence = _("“%(account)s”不是“%(fund)s”的账户，没有记账。一张凭证只在一项资金之内记账。")


class Overdrawn(Refusal):
    code = "overdrawn"
    sentence = _(
        "“%(account)s”余额 %(balance)s 万元，这次要转出 %(amount)s 万元，差 %(short)s 万元，没有记账。"
        "减少金额，或先申请“允许余额为负”的例外。"
    )


class EnteredAlready(Refusal):
    code = "entered-already"
    sentence = _(
        "同一文件“%(document)s”、同一日期和同样的金额已记为第 %(number)s 号凭证，没有重复记账。"
        "确有两笔的，在文件名中写明。"
    )


class AlreadyReversed(Refusal):
    code = "already-reversed"
    sentence = _("第 %(number)s 号凭证已由第 %(by)s 号凭证于%(when)s冲正，没有再次办理。")


class IsReversal(Refusal):
    code = "is-reversal"
    sentence = _("第 %(number)s 号凭证本身是冲正，不能再冲正。需要恢复的，重新记一张凭证。")


@transaction.atomic
def post(
    *,
    fund: Fund,
    kind: str,
    day: date,
    moves: Sequence[Move],
    document: str,
    purpose: str,
    clause_path: str,
    run: Run | None = None,
    by: User,
    at: datetime,
) -> Voucher:
    """Enter one voucher under the next number and carry it into the balances, all or nothing.

    Balances are looked at after the whole voucher, so money may pass through an account. Raises NotAllowed, NotYet,
    NothingMoves, AmountWrong, AmountTooLarge, OtherFund, EnteredAlready, Overdrawn, Unsaid, TooLong.
    """
    role = keeping(fund, by)
    refuse_future(day, at)
    voucher = Voucher(
        fund=locked(fund),
        kind=Kind(kind),
        day=day,
        document=said(_("依据文件"), document, limit=TITLE),
        purpose=said(_("用途"), purpose, limit=LINE),
        clause_path=said(_("条款"), clause_path, limit=LINE),
        run=run,
        by=by,
        at=at,
    )
    _refuse_amounts(fund, moves)
    _refuse_again(voucher, moves)
    return _enter(voucher, moves, role)


@transaction.atomic
def reverse(voucher: Voucher, *, reason: str, by: User, at: datetime) -> Voucher:
    """Undo a voucher by one that moves everything back, today, once.

    Raises NotAllowed, AlreadyReversed, IsReversal, Overdrawn where what it gave has been passed on, Unsaid, TooLong.
    """
    role, fund = keeping(voucher.fund, by), locked(voucher.fund)
    reason = said(_("冲正原因"), reason, limit=SHORT)
    _refuse_reversed(voucher)
    entries = voucher.entries.select_related("giver", "taker").order_by("id")
    back = [Move(entry.taker, entry.giver, entry.fen) for entry in entries]
    made = Voucher(
        fund=fund,
        kind=Kind.REVERSE,
        day=day_of(at),
        document=voucher.document,
        purpose=voucher.purpose,
        clause_path=voucher.clause_path,
        run=voucher.run,
        reverses=voucher,
        reason=reason,
        by=by,
        at=at,
    )
    return _enter(made, back, role)


def _refuse_amounts(fund: Fund, moves: Sequence[Move]) -> None:
    if not moves:
        raise NothingMoves
    for move in moves:
        if move.fen <= 0:
            raise AmountWrong(account=accounts.words(move.taker), amount=wan(move.fen))
        if move.fen > HIGHEST:
            raise AmountTooLarge(account=accounts.words(move.taker), amount=wan(move.fen), limit=wan(HIGHEST))
        for account in (move.giver, move.taker):
            if account.fund_id != fund.pk:
                raise OtherFund(account=accounts.words(account), fund=fund)


def _refuse_again(voucher: Voucher, moves: Sequence[Move]) -> None:
    """Two clerks with the same bank receipt: the second is told. What was reversed may be entered again."""
    same = Voucher.objects.filter(
        fund=voucher.fund, kind=voucher.kind, day=voucher.day, document=voucher.document, reversal=None
    )
    wanted = sorted((move.giver.pk, move.taker.pk, move.fen) for move in moves)
    found: dict[int, list[tuple[int, int, int]]] = {}
    entries = Entry.objects.filter(voucher__in=same).order_by("voucher__number", "id")
    for number, giver, taker, fen in entries.values_list("voucher__number", "giver_id", "taker_id", "fen"):
        found.setdefault(number, []).append((giver, taker, fen))
    for number, entered in found.items():
        if sorted(entered) == wanted:
            raise EnteredAlready(document=voucher.document, number=number)


def _refuse_reversed(voucher: Voucher) -> None:
    if voucher.kind == Kind.REVERSE:
        raise IsReversal(number=voucher.number)
    if made := Voucher.objects.filter(reverses=voucher).first():
        raise AlreadyReversed(number=voucher.number, by=made.number, when=day_and_hour(made.at))


def _enter(voucher: Voucher, moves: Sequence[Move], role: str) -> Voucher:
    """Number it, write it with its entries, move the balances, leave a line. The fund is locked."""
    _carry(moves)
    last = Voucher.objects.filter(fund=voucher.fund).aggregate(last=Max("number"))["last"] or 0
    voucher.number = last + 1
    voucher.save(force_insert=True)
    Entry.objects.bulk_create([Entry(voucher=voucher, giver=m.giver, taker=m.taker, fen=m.fen) for m in moves])
    after = {
        "fund": voucher.fund.code,
        "number": voucher.number,
        "kind": voucher.kind,
        "day": voucher.day.isoformat(),
        "document": voucher.document,
        "entries": len(moves),
        "fen": total(moves),
    }
    if voucher.reverses:
        after["reverses"] = voucher.reverses.number
    action = "voucher.reverse" if voucher.reverses else "voucher.enter"
    trail.record(action, by=voucher.by, at=voucher.at, role=role, subject=voucher, after=after, reason=voucher.reason)
    return voucher


def exactly(fen: int) -> str:
    """In 万元 with two places, or with six where two would hide something."""
    return wan(fen, 2 if fen % 10_000 == 0 else 6)


def total(moves: Sequence[Move]) -> int:
    """What a voucher moves, fen; money that passes through an account on its way is counted once."""
    return sum(change for change in _changes(moves).values() if change > 0)


def _changes(moves: Sequence[Move]) -> Counter[int]:
    """By account what a voucher adds to it, fen."""
    found: Counter[int] = Counter()
    for move in moves:
        found[move.giver.pk] -= move.fen
        found[move.taker.pk] += move.fen
    return found


def _carry(moves: Sequence[Move]) -> None:
    """Add to the balances. Raises Overdrawn for the first account, by code, that would fall below zero."""
    changes = _changes(moves)
    touched = list(Account.objects.filter(pk__in=changes).select_related("fund", *accounts.NAMED).order_by("code"))
    for account in touched:
        _refuse_overdrawn(account, changes[account.pk])
        account.balance_fen += changes[account.pk]
        if abs(account.balance_fen) > HIGHEST:
            amount = wan(account.balance_fen)
            raise AmountTooLarge(account=accounts.words(account), amount=amount, limit=wan(HIGHEST))
    Account.objects.bulk_update(touched, ["balance_fen"], batch_size=400)


def _refuse_overdrawn(account: Account, change: int) -> None:
    """The source gives what comes in and is below zero by its nature; an account with leave may fall below."""
    left = account.balance_fen + change
    if change >= 0 or left >= 0 or account.kind == Account.Kind.SOURCE or account.may_be_negative:
        return
    raise Overdrawn(
        account=accounts.words(account),
        balance=exactly(account.balance_fen),
        amount=exactly(-change),
        short=exactly(-left),
    )
