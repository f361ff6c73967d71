"""Every change of what is owed: opening, assigning, steps, cooperation, progress, closure, the rule of the lights.

A room above opens, closes and withdraws tasks of its own things (items) and asks how they stand.
"""

from luoxiao.supervision.actions.closure import CloseOwn, StepsUnfinished, ask_closure, close, send_back
from luoxiao.supervision.actions.common import FinishedElsewhere, LeadMoved, LeadsNow, current_steps
from luoxiao.supervision.actions.items import close_item, items_about, open_item, withdraw_item
from luoxiao.supervision.actions.lights import set_light_rule
from luoxiao.supervision.actions.opening import adopt, assign_lead, open_tasks
from luoxiao.supervision.actions.permits import Permit, permits
from luoxiao.supervision.actions.progress import (
    Attachment,
    ProgressDraft,
    accept_report,
    refuse_large,
    report_progress,
    return_report,
)
from luoxiao.supervision.actions.steps import (
    AskedAnew,
    StepDraft,
    ask_cooperation,
    confirm_cooperation,
    file_steps,
)

__all__ = [
    "AskedAnew",
    "Attachment",
    "CloseOwn",
    "FinishedElsewhere",
    "LeadMoved",
    "LeadsNow",
    "Permit",
    "ProgressDraft",
    "StepDraft",
    "StepsUnfinished",
    "accept_report",
    "adopt",
    "ask_closure",
    "ask_cooperation",
    "assign_lead",
    "close",
    "close_item",
    "confirm_cooperation",
    "current_steps",
    "file_steps",
    "items_about",
    "open_item",
    "open_tasks",
    "permits",
    "refuse_large",
    "report_progress",
    "return_report",
    "send_back",
    "set_light_rule",
    "withdraw_item",
]
