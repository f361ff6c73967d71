"""A split as files: a workbook whose formulas reproduce it to the last unit, and a plain table for CSV. Pure.

The words are Chinese whatever language the page is read in: the file goes to provinces and into the archive.
"""

from luoxiao.funds.exporting.about import About
from luoxiao.funds.exporting.plain import HEADER, rows
from luoxiao.funds.exporting.workbook import workbook

__all__ = ["HEADER", "About", "rows", "workbook"]
