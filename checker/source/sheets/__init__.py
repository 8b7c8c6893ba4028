"""Turns workbooks and separated text (xlsx, xls, ods, csv) into sheets of text whose cells know their places.

Knows nothing about what stands in the cells. Files are untrusted: size, rows, cells and what a package unpacks to are
bounded before anything is loaded, macros are never run, links are never followed.
"""

from checker.source.sheets.read import SHEET_SUFFIXES, read_book
from checker.source.sheets.sheet import UNCALCULATED, Book, Sheet, add_fault, cell_name, column_letters, range_name

__all__ = [
    "SHEET_SUFFIXES",
    "UNCALCULATED",
    "Book",
    "Sheet",
    "add_fault",
    "cell_name",
    "column_letters",
    "range_name",
    "read_book",
]
