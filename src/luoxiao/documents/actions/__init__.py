"""Every change of a paper: preparing, editing, withdrawing, issuing, and the PDF beside it."""

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
    "FigureValue",
    "Figures",
    "IssueOwn",
    "IssuedAlready",
    "NumberOutOfRange",
    "NumberTaken",
    "UnknownFigures",
    "Words",
    "attach_pdf",
    "edit",
    "issue",
    "pdf_of",
    "prepare",
    "withdraw",
    "words_of",
]
