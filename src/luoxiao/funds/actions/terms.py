"""Published terms of help are entered with their source; a later entry stands beside the earlier, which stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.funds.actions.keeping import keeping
from luoxiao.funds.models import Fund, Group, Programme, PublishedTerm
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

HIGHEST_RATIO, HIGHEST = 10_000, 9 * 10**18  # hundredths of a percent; what a column holds
CONFIDENCES = ("high", "medium", "low")


class NotARatio(Refusal):
    code = "not-a-ratio"
    sentence = _("补助比例填的是 %(value)s%%，超过 100%%，没有登记。填 0 至 100 之间的数。")


class NoPeople(Refusal):
    code = "no-people"
    sentence = _("%(group)s的人口填的是 0，算不出人均，没有登记。填实有人口，或者不登记。")


class LooksAmiss(Refusal):
    code = "term-out-of-range"
    sentence = _("%(value)s 不在可登记的范围内，没有登记。核对数字和单位。")


@transaction.atomic
def publish_term(
    *,
    programme: str,
    fund: Fund | None,
    group: str,
    year: int,
    measure: str,
    value: int,
    source: str,
    confidence: str,
    rehearsal: bool,
    by: User,
    at: datetime,
) -> PublishedTerm:
    """Enter one published number: hundredths of a percent, fen, or people. A number of a fund is of that fund's world.

    Raises NotAllowed, also for another bureau's fund, Unsaid, TooLong, NotARatio, NoPeople, LooksAmiss.
    """
    role = keeping(fund, by) if fund else by.acting(Permission.KEEP_LEDGER)
    source = said(_("来源"), source, limit=300)
    _refuse(measure, value, group)
    term = PublishedTerm.objects.create(
        programme=Programme(programme) if programme else "",
        fund=fund,
        group=Group(group),
        year=year,
        measure=PublishedTerm.Measure(measure),
        value=value,
        source=source,
        confidence=confidence if confidence in CONFIDENCES else "low",
        by=by,
        at=at,
        is_rehearsal=fund.is_rehearsal if fund else rehearsal,
    )
    after = {"of": programme or str(fund), "group": group, "year": year, "measure": measure, "value": value}
    trail.record("term.publish", by=by, at=at, role=role, subject=term, after=after | {"source": source})
    return term


def _refuse(measure: str, value: int, group: str) -> None:
    if not 0 <= value <= HIGHEST:
        raise LooksAmiss(value=value)
    if measure == PublishedTerm.Measure.RATIO and value > HIGHEST_RATIO:
        raise NotARatio(value=f"{value // 100}.{value % 100:02}")
    if measure == PublishedTerm.Measure.PEOPLE and not value:
        raise NoPeople(group=Group(group).label)
