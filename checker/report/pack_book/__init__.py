"""Writes the workbook in which policy staff change parameters and weights; decides nothing.

What stands where is settled in ``checker.edit.book``, for the reader of such workbooks too.
"""

from checker.report.pack_book.render import render_pack_book

__all__ = ["render_pack_book"]
