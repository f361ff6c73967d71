"""Every change of the money: plans of a year, splits, vouchers, projects, exceptions, forecasts, terms of help."""

from luoxiao.funds.actions.rounds import open_round, plan_year
from luoxiao.funds.actions.runs import (
    Faulty,
    adopt_run,
    attach_paper,
    return_run,
    review_run,
    save_run,
    submit_run,
)

__all__ = [
    "Faulty",
    "adopt_run",
    "attach_paper",
    "open_round",
    "plan_year",
    "return_run",
    "review_run",
    "save_run",
    "submit_run",
]
