"""What is owed and what is said about it: tasks and items, problems and meetings, asks and liaison, reminders."""

from luoxiao.supervision.models.asks import Ask, Contact, Exchange, Letter
from luoxiao.supervision.models.items import Adjustment, Extension, Instruction, Pause, Referral, Slip, SlipRule
from luoxiao.supervision.models.lights import LightRule
from luoxiao.supervision.models.meetings import (
    AgendaItem,
    ConferenceRules,
    Decision,
    Invitation,
    Meeting,
    MeetingFile,
    Postponement,
    Problem,
)
from luoxiao.supervision.models.notices import Absence, Digest, MailAddress, Notice, SavedView
from luoxiao.supervision.models.tasks import (
    ClosureRequest,
    Cooperation,
    Evidence,
    Filing,
    ProgressReport,
    Step,
    Task,
    TaskQuerySet,
    light_condition,
    verdict_of,
)

__all__ = [
    "Absence",
    "Adjustment",
    "AgendaItem",
    "Ask",
    "ClosureRequest",
    "ConferenceRules",
    "Contact",
    "Cooperation",
    "Decision",
    "Digest",
    "Evidence",
    "Exchange",
    "Extension",
    "Filing",
    "Instruction",
    "Invitation",
    "Letter",
    "LightRule",
    "MailAddress",
    "Meeting",
    "MeetingFile",
    "Notice",
    "Pause",
    "Postponement",
    "Problem",
    "ProgressReport",
    "Referral",
    "SavedView",
    "Slip",
    "SlipRule",
    "Step",
    "Task",
    "TaskQuerySet",
    "light_condition",
    "verdict_of",
]
