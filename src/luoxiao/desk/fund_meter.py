"""How far the promise of a fund has come, in sentences and rows: on the page of the fund, and small on the 工作台."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core import clock
from luoxiao.core.money import percent, wan
from luoxiao.funds import balances
from luoxiao.funds.meter import Meter, Pace, meter
from luoxiao.funds.models import Fund, Round, YearPlan, promised_years
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

ROUNDS, BAR = 3, 200  # rounds on the card; width of a bar
STAGES: tuple[tuple[str, str | Promise], ...] = (
    ("received", gettext_lazy("到位")),
    ("allotted", gettext_lazy("下达")),
    ("transferred", gettext_lazy("拨付到县")),
    ("spent", gettext_lazy("支付")),
)


def meter_of(fund: Fund, today: date, *, with_plans: bool = True) -> Meter | None:
    """The fund's meter; None for a fund of which nothing was promised. Two queries, one without its plans."""
    years = promised_years(fund)
    if not years or not fund.promised_fen:
        return None
    plans = YearPlan.objects.filter(fund=fund).order_by("id").values_list("year", "fen")
    planned = dict(plans) if with_plans else {}
    reached = balances.by_year(fund)
    return meter(promised=fund.promised_fen, years=years, planned=planned, reached=reached, today=today)


@dataclass(frozen=True)
class Stage:
    """One stage against the promise: share in percent, the width of its bar, what is missing and the pace for it."""

    name: str
    pace: Pace
    share: str
    width: int


def stages(found: Meter) -> list[Stage]:
    """From the plan to the payment. A plan that is not there has no row of zero."""
    reached = [(str(name), getattr(found.reached, code)) for code, name in STAGES]
    plan = [] if found.planned is None else [(_("列入计划"), found.planned)]
    return [_stage(name, found, fen) for name, fen in plan + reached]


def _stage(name: str, found: Meter, fen: int) -> Stage:
    width = max(0, min(BAR, fen * BAR // found.promised))
    return Stage(name, found.pace(fen), percent(Fraction(fen, found.promised), 1), width)


def sentence(found: Meter) -> str:
    """One fact before the picture: what is allotted of the promise, what is missing, and at what pace."""
    allotted, last = found.reached.allotted, found.years[-1].year
    pace = found.pace(allotted)
    said = {
        "promised": wan(found.promised),
        "allotted": wan(allotted),
        "share": percent(Fraction(allotted, found.promised), 1),
        "missing": wan(pace.missing),
        "last": last,
        "quarters": pace.quarters_left,
        "pace": wan(-(-(pace.per_quarter or 0) // 10_000) * 10_000),
    }
    if pace.kept:
        return _("承诺 %(promised)s 万元以上，已下达 %(allotted)s 万元，承诺的数已达到") % said
    if found.over:
        return _("承诺 %(promised)s 万元以上，到%(last)s年底下达 %(allotted)s 万元，差 %(missing)s 万元") % said
    begun = _("承诺 %(promised)s 万元以上，已下达 %(allotted)s 万元，占 %(share)s%%") % said
    rest = _("到%(last)s年底还差 %(missing)s 万元，余 %(quarters)s 个季度（含本季），每季度须下达 %(pace)s 万元") % said
    return f"{begun}；{rest}"


def plan_words(found: Meter) -> str:
    """What is said of the plans: none, or which years have none and what the others leave open."""
    if found.planned is None:
        return _("各年都没有列入计划，无从比较计划与下达。")
    missing = found.pace(found.planned).missing
    parts = []
    if found.unplanned_years:
        years = _("、").join(str(year) for year in found.unplanned_years)
        parts.append(_("%(years)s年没有列入计划。") % {"years": years})
    if missing:
        parts.append(_("已列计划比承诺少 %(missing)s 万元。") % {"missing": wan(missing)})
    return "".join(parts)


@dataclass(frozen=True)
class FundMeterCard:
    """The small card: what is arranged, a bar of it, and the newest rounds."""

    fund: Fund
    meter: Meter
    sentence: str
    allotted_width: int
    waiting_width: int
    waiting: int
    rounds: list[Round]


def fund_card(user: User, today: date) -> FundMeterCard | None:
    """The first fund with a promise, of the world this installation stands in. Three queries."""
    if not user.may(Permission.SEE_FUNDS):
        return None
    rehearsal = clock.rehearsal_day() is not None
    funds = Fund.objects.visible_to(user).filter(is_rehearsal=rehearsal, promised_fen__isnull=False)
    fund = funds.order_by("id").first()
    found = meter_of(fund, today, with_plans=False) if fund else None
    if fund is None or found is None:
        return None
    rounds = list(fund.rounds.order_by("-year", "-number"))
    promised = promised_years(fund)
    waiting = sum(each.pot_fen for each in rounds if each.state == Round.State.OPEN and each.year in promised)
    allotted = found.reached.allotted
    return FundMeterCard(
        fund=fund,
        meter=found,
        sentence=_card_words(found, waiting),
        allotted_width=min(BAR, allotted * BAR // found.promised),
        waiting_width=min(BAR, (allotted + waiting) * BAR // found.promised),
        waiting=waiting,
        rounds=rounds[:ROUNDS],
    )


def _card_words(found: Meter, waiting: int) -> str:
    pace = found.pace(found.reached.allotted)
    said = {
        "promised": wan(found.promised),
        "share": percent(Fraction(found.reached.allotted, found.promised), 1),
        "waiting": wan(waiting),
        "transferred": wan(found.reached.transferred),
        "spent": wan(found.reached.spent),
        "missing": wan(pace.missing),
        "last": found.years[-1].year,
    }
    begun = _("占承诺 %(promised)s 万元的 %(share)s%%；已拨付 %(transferred)s，已支付 %(spent)s，测算中 %(waiting)s")
    rest = _("；到%(last)s年底还差 %(missing)s 万元") if not pace.kept else _("；承诺的数已达到")
    return (begun + rest) % said
