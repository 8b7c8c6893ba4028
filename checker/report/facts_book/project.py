"""Writes the sheets of what a project is (规则包、项目名称……) and of its documents; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.facts.shapes import DOCUMENTS as DOCUMENTS_FIELD
from checker.facts.shapes import HEADER
from checker.facts.text import DOCUMENT, NOTE, Content
from checker.facts.text.content import joined
from checker.facts.text.match import merged
from checker.facts.workbook.layout import CONTENT, DOCUMENTS, HELP, NAME, PROJECT
from checker.messages import tr
from checker.report.facts_book import looks
from checker.report.facts_book.columns import SheetColumn, columns_of
from checker.report.facts_book.tables import FIRST, HEADINGS, write_headings, write_rows

if TYPE_CHECKING:
    from openpyxl import Workbook

    from checker.plan import Plan

_SPARE_ROWS: Final = 20


def write_project(book: Workbook, content: Content, plan: Plan) -> None:
    """Write the header of the facts: one name a row, with what is to be written there."""
    sheet = book.create_sheet(PROJECT)
    looks.title(sheet, PROJECT)
    for number, text in enumerate((NAME, CONTENT, HELP), start=1):
        looks.heading(sheet, HEADINGS, number, text)
    given = merged(content.table(HEADER.name))
    asked = {
        "rules": tr("规则包的编号，一般不用改"),
        "title": tr("项目的全称"),
        "as_of": tr("一个确切的日期，如 2020-12-31；参数按这一天的取值"),
        "kind": tr("从下拉列表里选"),
    }
    for number, (name, field) in enumerate(HEADER.fields.items(), start=HEADINGS + 1):
        text, comment = given.get((name, ""), ("", ""))
        looks.quiet(sheet, number, 1, field.label)
        looks.value(sheet, number, 2, text, field.kind)
        looks.remark(sheet, number, 2, comment)
        looks.quiet(sheet, number, 3, asked[name])
        if field.choices:
            allowed = [kind for kind in field.choices if kind in (plan.pack.model.kinds or field.choices)]
            looks.drop_down(sheet, f"B{number}", allowed, strict=True)
    looks.widths(sheet, (16, 50, 56))
    looks.finish(sheet, HEADINGS, f"A{HEADINGS + 1}")


def write_documents(book: Workbook, content: Content, plan: Plan) -> None:
    """Write the list of documents that sources are chosen from."""
    sheet = book.create_sheet(DOCUMENTS)
    table = content.table(DOCUMENTS_FIELD.name)
    asked = {
        "id": tr("自己定的编号，如 contract；可以空着"),
        "title": tr("材料的全称；各表的“来源：材料”从这里选"),
        NOTE[0]: "",
    }
    columns = [
        SheetColumn(one.column, one.heading, one.kind, asked[one.column[0]], one.least)
        for one in columns_of(DOCUMENT, table.rows, plan)
    ]
    looks.title(sheet, DOCUMENTS)
    looks.remark(sheet, 1, 1, joined(table.remarks))
    write_headings(sheet, columns)
    write_rows(sheet, columns, table.rows, FIRST + len(table.rows) + _SPARE_ROWS - 1)
    looks.widths(sheet, (20, 64, 30))
    looks.fit_height(sheet, HEADINGS + 1)
    looks.finish(sheet, HEADINGS, f"A{FIRST}")
