"""Writes the sheet of facts: each value as written, its exact number, its bounds, and where it was taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from checker.facts import Source
from checker.messages import tr
from checker.report.book import FONT, KEY_FILL, QUIET
from checker.report.scores.looks import Column, add_sheet, cell_at, dress, filter_rows, say, set_height
from checker.report.scores.names import FACTS, name_of
from checker.report.scores.stored import FORMATS
from checker.report.scores.written import write_formula, write_stored
from checker.report.words import listed
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.plan import Plan
    from checker.report.scores.facts_ledger import FactRow


def add_facts(
    book: Workbook,
    rows: Sequence[FactRow],
    plan: Plan,
    formulas: Mapping[int, str],
    documents: Mapping[str, str],
) -> None:
    """Add the sheet; a field worked out from others is a formula where there is one, by the number of its row."""
    columns = _columns()
    sheet = add_sheet(book, name_of(FACTS), columns)
    for row in rows:
        _write(sheet, row, plan, documents, columns)
        if row.row in formulas:
            cell = cell_at(sheet, row.row, 5)
            write_formula(cell, formulas[row.row], FORMATS.get(row.spec.kind, "General"))
            dress(cell, "right")
    filter_rows(sheet, 1, 1 + len(rows), len(columns))
    sheet.freeze_panes = "D2"
    _offer_choices(sheet, rows)


def _columns() -> list[Column]:
    return [
        Column(tr("事实类型"), 10),
        Column(tr("哪一条"), 12),
        Column(tr("项目"), 12),
        Column(tr("原样填写"), 14),
        Column(tr("数值"), 13, "right"),
        Column(tr("单位"), 6, "center"),
        Column(tr("下限"), 11, "right"),
        Column(tr("上限"), 11, "right"),
        Column(tr("材料"), 20),
        Column(tr("页码、条款"), 14),
        Column(tr("原文"), 18),
        Column(tr("填写位置"), 20),
        Column(tr("编号"), 16),
    ]


def _write(sheet: Worksheet, row: FactRow, plan: Plan, documents: Mapping[str, str], columns: Sequence[Column]) -> None:
    source = _source(row) if row.given else Source()
    texts = {
        1: plan.records[row.record].label,
        2: row.fact.key,
        3: row.spec.label,
        4: _as_written(row),
        6: row.unit,
        9: documents.get(source.document, source.document),
        10: listed(filter(None, [_page(source), source.cell, source.clause])),
        11: source.quote,
        12: str(row.given.place if row.given else row.fact.place),
        13: f"{row.record}.{row.spec.name}",
    }
    for number, text in texts.items():
        say(cell_at(sheet, row.row, number), text, columns[number - 1].align)
    if row.given is None:
        cell_at(sheet, row.row, 4).font = Font(name=FONT, size=10.5, color=QUIET)
    for number, written in zip((5, 7, 8), (row.stored, *row.ends), strict=True):
        cell = cell_at(sheet, row.row, number)
        write_stored(cell, written)
        dress(cell, "right" if row.spec.kind.ordered else "left")
    if not row.derived:
        cell_at(sheet, row.row, 5).fill = KEY_FILL
    set_height(sheet, row.row, [(text, columns[number - 1].width) for number, text in texts.items()])


def _source(row: FactRow) -> Source:
    return row.given.source if row.given and row.given.source.given else row.fact.source


def _page(source: Source) -> str:
    return tr("第{page}页", page=source.page) if source.page else ""


def _as_written(row: FactRow) -> str:
    if row.given is not None:
        return row.given.text
    return tr("由其他项算出") if row.derived and row.stored else tr("没有提供")


def _offer_choices(sheet: Worksheet, rows: Sequence[FactRow]) -> None:
    """Let a choice be picked from its list."""
    offered: dict[str, DataValidation] = {}
    for row in rows:
        choices = row.spec.choices if row.spec.kind is Kind.CHOICE else ()
        choices = (tr("是"), tr("否")) if row.spec.kind is Kind.TRUTH else choices
        if row.derived or not choices or any("," in choice or '"' in choice for choice in choices):
            continue
        words = f'"{",".join(choices)}"'
        if len(words) <= 255 and words not in offered:  # noqa: PLR2004 - as long as Excel lets a list be
            offered[words] = DataValidation(type="list", formula1=words, allow_blank=True)
            sheet.add_data_validation(offered[words])
        if words in offered:
            offered[words].add(f"E{row.row}")
