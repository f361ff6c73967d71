"""用款预计: what is expected to be paid in a quarter, said before it ends; why the actual differs, said after."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.money import HIGHEST, wan
from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.wording import month_day
from luoxiao.core.wording import quarter as named
from luoxiao.funds.actions.keeping import SHORT, day_of, keeping
from luoxiao.funds.models import Forecast, Fund, VarianceNote
from luoxiao.organisations.models import Region, User


class NoQuarter(Refusal):
    code = "no-quarter"
    sentence = _("“%(period)s”不是季度，没有保存。写作 2012Q3。")


class QuarterOver(Refusal):
    code = "quarter-over"
    sentence = _("%(quarter)s已于%(day)s结束，不能再报预计，没有保存。实际与预计不同的，说明差异原因。")


class QuarterAhead(Refusal):
    code = "quarter-ahead"
    sentence = _("%(quarter)s从%(day)s开始，还没有实际支付，没有保存。到时再说明差异。")


class ForecastWrong(Refusal):
    code = "forecast-wrong"
    sentence = _("预计 %(amount)s 万元，没有保存。填 0 至 %(limit)s 万元之间的数。")


@transaction.atomic
def say_forecast(*, fund: Fund, region: Region | None, period: str, fen: int, by: User, at: datetime) -> Forecast:
    """What will be paid out of a county's money (or of the whole fund) in a quarter; the newest word counts.

    Raises NotAllowed, NoQuarter, QuarterOver (a forecast after the fact is none), ForecastWrong.
    """
    role, quarter = keeping(fund, by), _quarter(period)
    if quarter.last_day < day_of(at):
        raise QuarterOver(quarter=named(quarter), day=month_day(quarter.last_day))
    if not 0 <= fen <= HIGHEST:
        raise ForecastWrong(amount=wan(fen), limit=wan(HIGHEST))
    made = Forecast.objects.create(fund=fund, region=region, period=str(quarter), fen=fen, by=by, at=at)
    after = {"fund": fund.code, "region": region.code_2012 if region else "", "period": made.period, "fen": fen}
    trail.record("forecast.say", by=by, at=at, role=role, subject=fund, after=after)
    return made


@transaction.atomic
def explain_variance(
    *, fund: Fund, region: Region | None, period: str, text: str, by: User, at: datetime
) -> VarianceNote:
    """Why a quarter's payments differ from what was expected. Raises NotAllowed, NoQuarter, QuarterAhead, Unsaid."""
    role, quarter = keeping(fund, by), _quarter(period)
    if quarter.first_day > day_of(at):
        raise QuarterAhead(quarter=named(quarter), day=month_day(quarter.first_day))
    text = said(_("差异说明"), text, limit=SHORT)
    made = VarianceNote.objects.create(fund=fund, region=region, period=str(quarter), text=text, by=by, at=at)
    after = {"fund": fund.code, "region": region.code_2012 if region else "", "period": made.period}
    trail.record("variance.explain", by=by, at=at, role=role, subject=fund, after=after, reason=text)
    return made


def _quarter(period: str) -> Quarter:
    try:
        return Quarter.parse(period.strip())
    except ValueError:
        raise NoQuarter(period=period.strip()[:20]) from None
