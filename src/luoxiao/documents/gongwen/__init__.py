"""An official paper's content in; its .docx in the form of GB/T 9704-2012, its plain text and its PDF out.

Pure: no Django, no clock, no database. Only write_pdf does more than reckon: it runs LibreOffice where that is present.
"""

from .body import blocks_from_markup, markup_from_blocks
from .docx import write_docx
from .paper import Annex, Block, Column, Layout, Paper, Paragraph, Table, attachment_names, chinese_date
from .pdf import PdfFailed, write_pdf
from .plaintext import plain_text
from .readback import Fault, Reading, read, verify

__all__ = [
    "Annex",
    "Block",
    "Column",
    "Fault",
    "Layout",
    "Paper",
    "Paragraph",
    "PdfFailed",
    "Reading",
    "Table",
    "attachment_names",
    "blocks_from_markup",
    "chinese_date",
    "markup_from_blocks",
    "plain_text",
    "read",
    "verify",
    "write_docx",
    "write_pdf",
]
