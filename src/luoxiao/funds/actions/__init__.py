"""Every change of the money: plans of a year, splits, vouchers, projects, exceptions, forecasts, terms of help."""

from luoxiao.funds.actions.forecasts import explain_variance, say_forecast
from luoxiao.funds.actions.movements import Share, allot_run, commit_to_project, pay, receive, reward, transfer
from luoxiao.funds.actions.project_files import add_file, refuse_large
from luoxiao.funds.actions.project_funding import (
    FundingDraft,
    may_plan_money,
    may_report_spent,
    plan_money,
    report_spent,
)
from luoxiao.funds.actions.project_parties import bureau_of
from luoxiao.funds.actions.project_risks import close_risk, has_a_hand, raise_risk
from luoxiao.funds.actions.project_steps import open_steps, take_step
from luoxiao.funds.actions.projects import ProjectDraft, change_project, draft_project
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
from luoxiao.funds.actions.terms import publish_term
from luoxiao.funds.actions.vouchers import Move, post, reverse
from luoxiao.funds.actions.waivers import ask_waiver, decide_waiver

__all__ = [
    "Faulty",
    "FundingDraft",
    "Move",
    "ProjectDraft",
    "Share",
    "add_file",
    "adopt_run",
    "allot_run",
    "ask_waiver",
    "attach_paper",
    "bureau_of",
    "change_project",
    "close_risk",
    "commit_to_project",
    "decide_waiver",
    "draft_project",
    "explain_variance",
    "has_a_hand",
    "may_plan_money",
    "may_report_spent",
    "open_round",
    "open_steps",
    "pay",
    "plan_money",
    "plan_year",
    "post",
    "publish_term",
    "raise_risk",
    "receive",
    "refuse_large",
    "report_spent",
    "return_run",
    "reverse",
    "review_run",
    "reward",
    "save_run",
    "say_forecast",
    "submit_run",
    "take_step",
    "transfer",
]
