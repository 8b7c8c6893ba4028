"""Writes the sheet of a fact type: a table for several facts, names and contents for one; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from checker.facts.shapes import SOURCE
from checker.facts.text import NOTE, Table
from checker.facts.text.content import joined
from checker.facts.workbook.layout import CONTENT, DOCUMENTS, HELP, NAME, NONE_GIVEN, UNIT, sheet_name, source_column
from checker.messages import tr
from checker.report.book import wide
from checker.report.facts_book import looks
from checker.report.facts_book.columns import (
    USUAL_PARTS,
    SheetColumn,
    choices_of,
    columns_of,
    first_question,
    is_derived,
    question,
    unit_shown,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.facts import FactTypeRule, FieldRule
    from checker.facts.text import Row
    from checker.plan import Plan

HEADINGS: Final = 2
FIRST: Final = 4
SPARE_ROWS: Final = 20
_WIDEST_QUESTION: Final = 24
_DOCUMENT_LIST: Final = f"{DOCUMENTS}!$B$4:$B$103"


def write_table(book: Workbook, rule: FactTypeRule, table: Table, plan: Plan) -> None:
    """Write a fact type that may have several facts: one a row, with room for more."""
    sheet = book.create_sheet(sheet_name(rule.label))
    columns = columns_of(rule, table.rows, plan)
    write_top(sheet, rule.label, table, about(rule, plan))
    last = FIRST + len(table.rows) + SPARE_ROWS - 1
    write_headings(sheet, columns)
    write_rows(sheet, columns, table.rows, last)
    fit(sheet, columns, table.rows)
    offer(sheet, columns, FIRST, last)
    keys = sum(column.key for column in columns)
    looks.finish(sheet, HEADINGS, f"{get_column_letter(keys + 1)}{FIRST}")


def write_top(sheet: Worksheet, label: str, table: Table, text: str) -> None:
    """Write the first row of a table: its title, whether there are no such facts, and what it is about."""
    looks.title(sheet, label)
    looks.remark(sheet, 1, 1, joined(table.remarks))
    looks.heading(sheet, 1, 2, NONE_GIVEN)
    looks.value(sheet, 1, 3, "是" if table.none else "")
    looks.drop_down(sheet, "C1", ("是",), strict=True)
    words = (text, tr("查明一条也没有的选“是”；还不知道的整张表空着"))
    looks.write(sheet, 1, 4, tr("；").join(filter(None, words)), quiet=True)


def write_headings(sheet: Worksheet, columns: Sequence[SheetColumn], start: int = 1) -> None:
    """Write the names of the columns and, below them in grey, what is to be written there."""
    asked = first_question(list(columns)) if start == 1 else [column.question for column in columns]
    for number, (column, text) in enumerate(zip(columns, asked, strict=True), start=start):
        looks.heading(sheet, HEADINGS, number, column.heading, key=column.key)
        looks.quiet(sheet, HEADINGS + 1, number, text)


def write_rows(sheet: Worksheet, columns: Sequence[SheetColumn], rows: Sequence[Row], last: int) -> None:
    """Write the facts, and empty cells below them down to the last row."""
    for number in range(FIRST, last + 1):
        row = rows[number - FIRST] if number - FIRST < len(rows) else None
        write_row(sheet, columns, row, number)


def write_row(sheet: Worksheet, columns: Sequence[SheetColumn], row: Row | None, number: int, start: int = 1) -> None:
    """Write one fact with its comments, or empty cells."""
    for at, column in enumerate(columns, start=start):
        text = row.cells.get(column.column, "") if row else ""
        comment = row.comments.get(column.column, "") if row else ""
        if column.column == NOTE:
            text, comment = comment, ""
        looks.value(sheet, number, at, text, column.kind)
        looks.remark(sheet, number, at, comment)


def fit(sheet: Worksheet, columns: Sequence[SheetColumn], rows: Sequence[Row]) -> None:
    """Give the columns widths by what stands in them, and the heading and the questions their heights."""
    wanted = []
    for column in columns:
        texts = [row.cells.get(column.column, "") for row in rows]
        least = max(column.least, min(_WIDEST_QUESTION, wide(column.question) // 3))
        wanted.append(max(looks.width_for([column.heading], least, 24), looks.width_for(texts, 8, 40)))
    wanted[1] = max(wanted[1], 12)  # 查明没有 stands there
    looks.widths(sheet, wanted)
    looks.fit_height(sheet, HEADINGS)
    looks.fit_height(sheet, HEADINGS + 1)


def offer(sheet: Worksheet, columns: Sequence[SheetColumn], first: int, last: int, start: int = 1) -> None:
    """Offer choices where there are some: the pack's, and the documents for sources."""
    for number, column in enumerate(columns if first <= last else (), start=start):
        letter = get_column_letter(number)
        cells = f"{letter}{first}:{letter}{last}"
        if column.choices:
            looks.drop_down(sheet, cells, column.choices, strict=True)
        elif column.column[1] == "document":
            looks.drop_down(sheet, cells, _DOCUMENT_LIST)


def write_upright(book: Workbook, rule: FactTypeRule, table: Table, plan: Plan) -> None:
    """Write a fact type with a single fact: one field a row, with its unit, what to write, and its own source."""
    sheet = book.create_sheet(sheet_name(rule.label))
    row = table.rows[0] if table.rows else None
    used = {part for column in (*row.cells, *row.remarks) for part in column[1:] if part} if row else set()
    parts = [part for part in SOURCE.fields if part in USUAL_PARTS or part in used]
    looks.title(sheet, rule.label)
    looks.remark(sheet, 1, 1, joined(table.remarks))
    looks.write(sheet, 1, 3, about(rule, plan), quiet=True)
    for number, text in enumerate((NAME, CONTENT, UNIT, HELP, *map(source_column, parts)), start=1):
        looks.heading(sheet, HEADINGS, number, text)
    number = HEADINGS
    for name, field in rule.fields.items():
        number += 1
        if is_derived(plan, rule.name, name) and not (row and (name, "") in row.cells):
            _write_derived(sheet, number, name, rule, plan, len(parts))
        else:
            _write_field(sheet, number, field, row, parts)
            looks.quiet(sheet, number, 4, question(field, rule, plan))
    _write_source(sheet, number + 1, row, parts)
    _finish_upright(sheet, row, parts, number + 1)


def _write_field(sheet: Worksheet, number: int, field: FieldRule, row: Row | None, parts: list[str]) -> None:
    cells, comments = (row.cells, row.comments) if row else ({}, {})
    looks.quiet(sheet, number, 1, field.label)
    looks.value(sheet, number, 2, cells.get((field.name, ""), ""), field.kind)
    looks.remark(sheet, number, 2, comments.get((field.name, ""), ""))
    looks.quiet(sheet, number, 3, unit_shown(field, [row] if row else []))
    for at, part in enumerate(parts, start=5):
        looks.value(sheet, number, at, cells.get((field.name, part), ""))
        looks.remark(sheet, number, at, comments.get((field.name, part), ""))
    if choices := choices_of(field):
        looks.drop_down(sheet, f"B{number}", choices, strict=True)


def _write_derived(sheet: Worksheet, number: int, name: str, rule: FactTypeRule, plan: Plan, parts: int) -> None:
    model = plan.fields[rule.name][name]
    looks.quiet(sheet, number, 1, model.label)
    looks.quiet(sheet, number, 2, "")
    looks.quiet(sheet, number, 3, "")
    looks.quiet(sheet, number, 4, tr("由“{formula}”算出，不用填", formula=" ".join(str(model.derive).split())))
    for at in range(5, 5 + parts):
        looks.quiet(sheet, number, at, "")


def _write_source(sheet: Worksheet, number: int, row: Row | None, parts: list[str]) -> None:
    looks.quiet(sheet, number, 1, SOURCE.label)
    looks.quiet(sheet, number, 2, "")
    looks.quiet(sheet, number, 3, "")
    looks.quiet(sheet, number, 4, tr("以上各项共同的来源，写在右边；某一项另有来源的，写在那一项的右边"))
    for at, part in enumerate(parts, start=5):
        looks.value(sheet, number, at, row.cells.get((SOURCE.name, part), "") if row else "")
        comment = row.comments.get((SOURCE.name, part), "") if row else ""
        looks.remark(sheet, number, at, comment)


def _finish_upright(sheet: Worksheet, row: Row | None, parts: list[str], last: int) -> None:
    texts = [text for (_, part), text in row.cells.items() if not part] if row else []
    least = {"quote": 30, "document": 20, "clause": 24}
    looks.widths(sheet, [18, looks.width_for(texts, 22, 36), 8, 40, *(least.get(part, 14) for part in parts)])
    for number in range(HEADINGS, last + 1):
        looks.fit_height(sheet, number)
    if "document" in parts:
        looks.drop_down(sheet, f"E{HEADINGS + 1}:E{last}", _DOCUMENT_LIST)
    looks.finish(sheet, HEADINGS, f"C{HEADINGS + 1}")


def about(rule: FactTypeRule, plan: Plan) -> str:
    """Return what a fact type is, and which document its facts are taken from."""
    entry = plan.pack.fact_types.get(rule.name)
    note, asked = (entry.model.note, entry.model.ask) if entry else ("", "")
    return tr("；").join(filter(None, (note, tr("见{document}", document=asked) if asked else "")))
