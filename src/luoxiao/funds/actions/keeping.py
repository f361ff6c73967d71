"""What all actions of the ledger share: who keeps a fund's books, the lock on them, and the moment in Beijing."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from luoxiao.core.periods import BEIJING
from luoxiao.core.refusals import Refusal
from luoxiao.core.wording import month_day
from luoxiao.funds.models import Fund, Project
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission

SHORT, LINE, TITLE = 300, 200, 80  # characters of a reason, of a purpose or basis, of a document


class NotYet(Refusal):
    code = "day-not-yet"
    sentence = _("日期%(day)s还没有到，没有办理。按业务发生的日期填写，最晚%(today)s。")


class WorldsMixed(Refusal):
    code = "worlds-mixed"
    sentence = _("“%(one)s”与“%(other)s”一个是演练、一个是实际，没有办理。演练与实际的资金不混记。")


def keeping(fund: Fund, by: User, permission: Permission = Permission.KEEP_LEDGER) -> str:
    """The role of a person who keeps this fund's books; a bureau keeps those of its own. Raises NotAllowed."""
    role = by.acting(permission)
    if not fund.handled_by(by, permission):
        raise NotAllowed(permission)
    return role


def locked(fund: Fund) -> Fund:
    """The fund, with its books kept from others until this transaction ends.

    One lock for all accounts of a fund: numbers of vouchers have no gaps, so vouchers of one fund wait for each other
    anyhow, and no two of them can lock accounts in opposite orders.
    """
    return Fund.objects.select_for_update(no_key=True, of=("self",)).get(pk=fund.pk)


def day_of(at: datetime) -> date:
    """The day in Beijing."""
    return at.astimezone(BEIJING).date()


def refuse_future(day: date, at: datetime) -> None:
    """Raises NotYet for a business day after today."""
    if day > day_of(at):
        raise NotYet(day=month_day(day), today=month_day(day_of(at)))


def refuse_other_world(fund: Fund, project: Project) -> None:
    """Raises WorldsMixed where one is a rehearsal and the other is not."""
    if fund.is_rehearsal != project.is_rehearsal:
        raise WorldsMixed(one=fund, other=project)
