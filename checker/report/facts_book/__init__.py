"""Makes the workbook that auditors fill in: blank from a pack, or with the facts of a project in it; decides nothing.

What stands where is settled in ``checker.facts.workbook.layout``, for the reader of such workbooks too.
"""

from checker.report.facts_book.book import Filled, blank_content, render_facts_book
from checker.report.facts_book.originals import read_originals
from checker.report.facts_book.subjects import names_of
from checker.report.facts_book.workbook_content import read_content

__all__ = ["Filled", "blank_content", "names_of", "read_content", "read_originals", "render_facts_book"]
