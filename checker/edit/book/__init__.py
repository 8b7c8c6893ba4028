"""Turns what policy staff changed in a pack's workbook into changes of its files; knows no office format.

The workbook itself is written by ``checker.report.pack_book``; what stands where in it is settled here.
"""

from checker.edit.book.content import book_of
from checker.edit.book.imported import Import, import_book
from checker.edit.book.rows import PackBook, Row, Slot

__all__ = ["Import", "PackBook", "Row", "Slot", "book_of", "import_book"]
