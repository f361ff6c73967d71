"""Why a workbook is not taken: a code and its values. The sentences are in wording.py."""

from enum import StrEnum


class Code(StrEnum):
    """Each reason, with its parameters. Cells are as I8, several with 、 between them."""

    # which form it is
    NO_FORM = "no-form"  # sheets: names found
    TWO_FORMS = "two-forms"  # sheets
    NO_IDENTITY = "no-identity"  # label: what is not there
    TWO_IDENTITIES = "two-identities"  # label; found: in the cell; expected: kept inside the file
    OTHER_TEMPLATE = "other-template"  # found, expected
    OTHER_VERSION = "other-version"  # found, expected
    OTHER_PERIOD = "other-period"  # found, expected: in words
    OTHER_UNIT = "other-unit"  # found, expected: names with codes
    REHEARSAL = "rehearsal"  # a rehearsal's workbook for a real call
    NOT_REHEARSAL = "not-rehearsal"  # the reverse
    # its table
    HIDDEN_SHEET = "hidden-sheet"  # sheet
    HIDDEN_COLUMN = "hidden-column"  # column: letter; header
    HIDDEN_ROWS = "hidden-rows"  # rows
    MERGED = "merged"  # cells: A6:B6
    COLUMNS_MISSING = "columns-missing"  # headers
    COLUMN_TWICE = "column-twice"  # header, cells
    LINES_MISSING = "lines-missing"  # lines, count
    LINE_TWICE = "line-twice"  # line, cells
    LINES_UNKNOWN = "lines-unknown"  # lines, cells
    LINE_WITHOUT_CODE = "line-without-code"  # cell, found


class WrongWorkbook(Exception):
    """A workbook that is not taken at all. Nothing of it was kept."""

    def __init__(self, code: Code, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)
