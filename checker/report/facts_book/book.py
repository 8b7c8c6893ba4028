"""Puts the sheets of a facts workbook together, in the order in which they are filled in; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook

from checker.facts.shapes import HEADER, JUDGEMENT, WAIVER
from checker.facts.text import Content, Names, Row, Table
from checker.report.book import book_bytes
from checker.report.facts_book.guide import write_guide
from checker.report.facts_book.judged import write_judgements, write_waivers
from checker.report.facts_book.needs import write_needs
from checker.report.facts_book.originals import write_originals
from checker.report.facts_book.project import write_documents, write_project
from checker.report.facts_book.tables import write_table, write_upright

if TYPE_CHECKING:
    from datetime import date

    from checker.plan import Plan


@dataclass(frozen=True, slots=True)
class Filled:
    """What a workbook is filled with: the facts, and the files (name, bytes) they were read from."""

    content: Content
    originals: Sequence[tuple[str, bytes]] = ()


def blank_content(plan: Plan, on: date | None = None) -> Content:
    """Return what a workbook says that nobody has filled in: the pack it is made for, and the day that is given."""
    cells = {("rules", ""): plan.pack.id} | ({("as_of", ""): on.isoformat()} if on else {})
    return Content({HEADER.name: Table((Row(cells),))})


def render_facts_book(plan: Plan, names: Names, filled: Filled) -> bytes:
    """Return the workbook as a file, with the facts in it.

    There is a sheet for every fact type of the pack. The same plan and facts give the same bytes.
    """
    content = filled.content
    book = Workbook()
    book.remove(book.worksheets[0])
    write_guide(book, plan, [name for name, _ in filled.originals])
    write_project(book, content, plan)
    write_documents(book, content, plan)
    for name, rule in names.vocabulary.types.items():
        write = write_table if rule.several else write_upright
        write(book, rule, content.table(name), plan)
    judgements = content.table(JUDGEMENT.name)
    if plan.score.leaves or judgements.said:
        write_judgements(book, judgements, plan, names)
    write_waivers(book, content.table(WAIVER.name), plan)
    write_needs(book, plan)
    if filled.originals:
        write_originals(book, filled.originals)
    return book_bytes(book, plan.as_of)
