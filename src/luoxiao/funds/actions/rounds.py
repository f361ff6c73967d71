"""What is planned of a fund in a year, and the rounds in which it is split."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.money import wan
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.wording import day_and_hour
from luoxiao.funds.actions.common import SHORT, acting_on, refuse_year
from luoxiao.funds.models import Fund, Round, YearPlan
from luoxiao.funds.terms import LARGEST_POT
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

MOST_ROUNDS = 99  # of a year


class AmountOutOfRange(Refusal):
    code = "fund-amount-out-of-range"
    sentence = _("“%(field)s”是 %(wan)s 万元，没有保存。%(how)s")


class RoundNumberOutOfRange(Refusal):
    code = "round-number-out-of-range"
    sentence = _("批次“%(number)s”不在 1 至 99 之间，没有保存。改正批次。")


class RoundTaken(Refusal):
    code = "round-taken"
    sentence = _("“%(round)s”已由%(who)s于%(when)s开始，没有再开。换一个批次，或到已有的批次中测算。")


class OtherFundsRound(Refusal):
    code = "other-funds-round"
    sentence = _("“%(round)s”不是“%(fund)s”的批次，不能作为上一批，没有保存。重新选上一批。")


@transaction.atomic
def plan_year(*, fund: Fund, year: int, fen: int, basis: str, by: User, at: datetime) -> YearPlan:
    """Write down what is planned of a fund in a year, in fen. The newest counts; earlier ones stay on record.

    Raises NotAllowed for another bureau's fund, YearOutOfRange, AmountOutOfRange, Unsaid, TooLong.
    """
    role = acting_on(fund, by, Permission.PREPARE_ALLOCATION)
    refuse_year(year)
    if not 0 <= fen <= LARGEST_POT:
        raise AmountOutOfRange(field=_("计划金额"), wan=wan(fen), how=_("填 0 或以上、不超过 9 万亿万元的金额。"))
    basis = said(_("依据"), basis, limit=SHORT)
    plan = YearPlan.objects.create(fund=fund, year=year, fen=fen, basis=basis, by=by, at=at)
    after = {"year": year, "fen": fen, "rehearsal": fund.is_rehearsal}
    trail.record("fund.plan-year", by=by, at=at, role=role, subject=fund, after=after, reason=basis)
    return plan


@transaction.atomic
def open_round(
    *, fund: Fund, year: int, number: int, pot_fen: int, basis: str, previous: Round | None, by: User, at: datetime
) -> Round:
    """Begin a round: a pot of fen to be split; `previous` is the round it is compared with and guaranteed against.

    Raises NotAllowed, YearOutOfRange, RoundNumberOutOfRange, AmountOutOfRange, OtherFundsRound, RoundTaken, Unsaid.
    """
    role = acting_on(fund, by, Permission.PREPARE_ALLOCATION)
    _refuse(fund, year, number, pot_fen, previous)
    basis = said(_("依据"), basis, limit=SHORT)
    made = Round(fund=fund, year=year, number=number, pot_fen=pot_fen, basis=basis, previous=previous)
    made.opened_by, made.opened_at = by, at
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody opened the same round in this very moment
        _refuse_taken(fund, year, number)
        raise
    after = {"pot_fen": pot_fen, "previous": previous.pk if previous else None, "rehearsal": fund.is_rehearsal}
    trail.record("round.open", by=by, at=at, role=role, subject=made, after=after, reason=basis)
    return made


def _refuse(fund: Fund, year: int, number: int, pot_fen: int, previous: Round | None) -> None:
    refuse_year(year)
    if not 1 <= number <= MOST_ROUNDS:
        raise RoundNumberOutOfRange(number=number)
    if not 0 < pot_fen <= LARGEST_POT:
        raise AmountOutOfRange(field=_("可分配金额"), wan=wan(pot_fen), how=_("填大于 0、不超过 9 万亿万元的金额。"))
    if previous is not None and previous.fund_id != fund.pk:
        raise OtherFundsRound(round=previous, fund=fund)
    _refuse_taken(fund, year, number)


def _refuse_taken(fund: Fund, year: int, number: int) -> None:
    taken = Round.objects.filter(fund=fund, year=year, number=number).select_related("opened_by").first()
    if taken:
        raise RoundTaken(round=taken, who=taken.opened_by.full_name, when=day_and_hour(taken.opened_at))
