"""The workbook of a return: written from the form, read back with its entries, given back with what is wrong. Pure.

The sentences for its codes are in wording.py, which is the only module here that knows Django.
"""

from luoxiao.returns.workbook.annotating import annotate
from luoxiao.returns.workbook.identifying import identity_of
from luoxiao.returns.workbook.reading import Read, joined, read, understand
from luoxiao.returns.workbook.refused import Code, WrongWorkbook
from luoxiao.returns.workbook.writing import write

__all__ = ["Code", "Read", "WrongWorkbook", "annotate", "identity_of", "joined", "read", "understand", "write"]
