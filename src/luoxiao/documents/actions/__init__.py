"""Every change of a paper from its preparation to the archive, and the PDF beside it."""

from luoxiao.documents.actions.checking import CheckOwn, NotOfItsKind, check, faults_of, send_back
from luoxiao.documents.actions.distributing import archive, distribute, mark_sent, suggested
from luoxiao.documents.actions.drafting import (
    IssuedAlready,
    UnknownFigures,
    edit,
    prepare,
    withdraw,
    words_of,
)
from luoxiao.documents.actions.issuing import (
    DOCX,
    IssueOwn,
    NotChecked,
    NumberOutOfRange,
    NumberTaken,
    attach_pdf,
    issue,
    pdf_of,
)
from luoxiao.documents.composing import AnnexTable, Figures, FigureValue, Words

__all__ = [
    "DOCX",
    "AnnexTable",
    "CheckOwn",
    "FigureValue",
    "Figures",
    "IssueOwn",
    "IssuedAlready",
    "NotChecked",
    "NotOfItsKind",
    "NumberOutOfRange",
    "NumberTaken",
    "UnknownFigures",
    "Words",
    "archive",
    "attach_pdf",
    "check",
    "distribute",
    "edit",
    "faults_of",
    "issue",
    "mark_sent",
    "pdf_of",
    "prepare",
    "send_back",
    "suggested",
    "withdraw",
    "words_of",
]
