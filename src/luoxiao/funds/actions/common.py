"""What actions on a fund share: whose fund it is, a round kept from others, and that it is not settled already."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from luoxiao.core.refusals import Refusal
from luoxiao.core.wording import day_and_hour
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission

SHORT = 300  # characters of a reason, basis or remark
FIRST_YEAR, LAST_YEAR = 2000, 2100


class YearOutOfRange(Refusal):
    code = "fund-year-out-of-range"
    sentence = _("年度“%(year)s”不在 2000 至 2100 之间，没有保存。改正年度。")


class RoundSettled(Refusal):
    code = "round-settled"
    sentence = _("“%(round)s”已由%(who)s于%(when)s按第%(number)s稿定案，%(what)s没有办理。定案的分配不再改动。")


def acting_on(fund: Fund, by: User, permission: Permission) -> str:
    """The code of the role this person acts in on this fund. Raises NotAllowed, also for another bureau's fund."""
    role = by.acting(permission)
    if not fund.handled_by(by, permission):
        raise NotAllowed(permission)
    return role


def refuse_year(year: int) -> None:
    """Raises YearOutOfRange."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year=year)


def locked(round: Round) -> Round:
    """The round as it stands now, with its fund, kept from others until this transaction ends.

    All that happens to the runs of a round takes this lock first, so one run is never adopted while another is saved.
    """
    rows = Round.objects.select_for_update(of=("self",), no_key=True).select_related("fund")
    return rows.get(pk=round.pk)


def refuse_settled(round: Round, what: object) -> None:
    """Raises RoundSettled, with who adopted which run, where the round is settled."""
    if round.state != Round.State.ADOPTED:
        return
    run = Run.objects.select_related("adopted_by").get(round=round, state=Run.State.ADOPTED)
    who = run.adopted_by.full_name if run.adopted_by else "—"
    raise RoundSettled(round=round, who=who, when=_when(run.adopted_at), number=run.number, what=what)


def _when(at: datetime | None) -> str:
    return day_and_hour(at) if at else "—"
