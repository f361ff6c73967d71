"""Nouns of the money: funds and their splits, projects, the ledger, the terms of help."""

from luoxiao.funds.models.ledger import Account, Entry, Forecast, VarianceNote, Voucher, Waiver, sees_all_books
from luoxiao.funds.models.pools import Fund, Round, Run, RunLine, YearPlan, promised_years
from luoxiao.funds.models.projects import (
    FacilityKind,
    Funding,
    Milestone,
    Project,
    ProjectFile,
    Risk,
    Stage,
    kind_words,
)
from luoxiao.funds.models.terms import Group, Programme, PublishedTerm

__all__ = [
    "Account",
    "Entry",
    "FacilityKind",
    "Forecast",
    "Fund",
    "Funding",
    "Group",
    "Milestone",
    "Programme",
    "Project",
    "ProjectFile",
    "PublishedTerm",
    "Risk",
    "Round",
    "Run",
    "RunLine",
    "Stage",
    "VarianceNote",
    "Voucher",
    "Waiver",
    "YearPlan",
    "kind_words",
    "promised_years",
    "sees_all_books",
]
