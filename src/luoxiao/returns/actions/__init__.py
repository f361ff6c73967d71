"""Every change of what is asked and reported: forms, rules, calls, filling, signing, review, acceptance, reminders."""

from luoxiao.returns.actions.burden_rules import set_burden_rule
from luoxiao.returns.actions.calls import (
    CallDraft,
    ReasonWanted,
    change_call,
    close_call,
    draft_call,
    open_call,
    preview_call,
    withdraw_call,
)
from luoxiao.returns.actions.filling import DraftMoved, FaultsLeft, Moved, SameAgain, save_draft, send_to_sign
from luoxiao.returns.actions.permits import CallStep, Permit, Step, call_permits, permits
from luoxiao.returns.actions.reminders import remind
from luoxiao.returns.actions.reviewing import accept, approve, send_back, unlock
from luoxiao.returns.actions.rules import (
    Example,
    RuleDraft,
    approve_waiver,
    ask_waiver,
    calendar_names,
    refuse_waiver,
    retire_rule,
    try_out,
    write_rule,
)
from luoxiao.returns.actions.signing import certify, decline
from luoxiao.returns.actions.templates import LineDraft, adopt_template, draft_template
from luoxiao.returns.actions.workbooks import (
    Change,
    Examined,
    FaultyWorkbook,
    WorkbookRefused,
    WorkbookTooLarge,
    examine_workbook,
    faulty_workbook,
    refuse_large_workbook,
    take_examined,
    take_workbook,
)

__all__ = [
    "CallDraft",
    "CallStep",
    "Change",
    "DraftMoved",
    "Examined",
    "Example",
    "FaultsLeft",
    "FaultyWorkbook",
    "LineDraft",
    "Moved",
    "Permit",
    "ReasonWanted",
    "RuleDraft",
    "SameAgain",
    "Step",
    "WorkbookRefused",
    "WorkbookTooLarge",
    "accept",
    "adopt_template",
    "approve",
    "approve_waiver",
    "ask_waiver",
    "calendar_names",
    "call_permits",
    "certify",
    "change_call",
    "close_call",
    "decline",
    "draft_call",
    "draft_template",
    "examine_workbook",
    "faulty_workbook",
    "open_call",
    "permits",
    "preview_call",
    "refuse_large_workbook",
    "refuse_waiver",
    "remind",
    "retire_rule",
    "save_draft",
    "send_back",
    "send_to_sign",
    "set_burden_rule",
    "take_examined",
    "take_workbook",
    "try_out",
    "unlock",
    "withdraw_call",
    "write_rule",
]
