"""A round of the lottery fund, its people, and schemes to split it by."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from luoxiao.funds import actions, factors
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.funds.terms import Bounds, Coefficient, Factor, Region, Scheme, Shape
from luoxiao.organisations.models import User

POT = 2_260_000_000  # 2,260.00 万元
NINGDU = "360730"


def make_round(fund: Fund, by: User, at: datetime, *, number: int = 2, previous: Round | None = None) -> Round:
    return actions.open_round(
        fund=fund, year=2012, number=number, pot_fen=POT, basis="彩票公益金预算", previous=previous, by=by, at=at
    )


def make_scheme(*, listed: Fraction = Fraction(23, 20), pot_fen: int = POT, **more: Any) -> Scheme:
    """Two factors, six to four, and the coefficient of the contiguous counties."""
    return Scheme(
        name="2012年第二批",
        pot_fen=pot_fen,
        shape=Shape.WEIGHTED,
        factors=(
            Factor("aged_60", "60岁及以上人口", "人", Fraction(3, 5)),
            Factor("rural_people", "乡村人口", "人", Fraction(2, 5)),
        ),
        coefficients=(Coefficient("area", "连片特困系数", {"listed": listed, "other": Fraction(1)}),),
        bounds=more.pop("bounds", Bounds()),
        **more,
    )


def make_regions(fund: Fund) -> list[Region]:
    """The counties of the area with invented values that differ from county to county."""
    return [
        Region(
            code=county.code_2012,
            name=county.name_2012,
            klass=klass,
            values={"aged_60": Fraction(20_000 + 700 * i), "rural_people": Fraction(150_000 + 9_000 * (i * 7 % 24))},
        )
        for i, (county, klass) in enumerate(factors.counties(fund).items())
    ]


def make_run(round: Round, by: User, at: datetime, **more: Any) -> Run:
    """A draft of this person's."""
    round.refresh_from_db()
    said: dict[str, Any] = {"scheme": make_scheme(), "regions": make_regions(round.fund), "sources": {}, "name": ""}
    said |= {"based_on": None, "seen": round.version} | more
    return actions.save_run(round=round, by=by, at=at, **said)


def reviewed(round: Round, by: User, reviewer: User, at: datetime, **more: Any) -> Run:
    """A draft that somebody else has found right."""
    run = actions.submit_run(make_run(round, by, at, **more), by=by, at=at)
    return actions.review_run(run, by=reviewer, at=at)


def adopted(round: Round, by: User, adopter: User, at: datetime, **more: Any) -> Run:
    """A settled round."""
    run = reviewed(round, by, adopter, at, **more)
    return actions.adopt_run(run, seen=run.round.version, by=adopter, at=at)
