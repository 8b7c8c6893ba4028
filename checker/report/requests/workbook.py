"""Writes the request list as a workbook: a line for each document, and a sheet with each fact by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl import Workbook

from checker.facts.workbook.layout import sheet_name
from checker.messages import tr
from checker.report.book import KEY_FILL, book_bytes
from checker.report.requests.grouping import documents_asked, stake_text, whose_mark
from checker.report.scores.looks import Column, add_sheet, cell_at, filter_rows, title, write_rows
from checker.report.words import listed

if TYPE_CHECKING:
    from checker.report.requests.grouping import Asked
    from checker.result import CheckResult

_HEAD: Final = 3
_ANSWERS: Final = (6, 7, 8)


def render_workbook(result: CheckResult) -> bytes:
    """Return the request list as the bytes of an xlsx file; also when nothing is missing, which it then says."""
    asked = documents_asked(result)
    book = Workbook()
    book.remove(book.worksheets[0])
    _list(book, asked, result)
    if asked:
        _details(book, asked)
    return book_bytes(book, result.header.as_of)


def _list(book: Workbook, asked: tuple[Asked, ...], result: CheckResult) -> None:
    columns = [
        Column(tr("序号"), 6, "center"),
        Column(tr("需要的材料"), 28),
        Column(tr("需要的内容"), 40),
        Column(tr("用于"), 34),
        Column(tr("最多影响"), 11, "center"),
        Column(tr("提供单位"), 14),
        Column(tr("提供日期"), 12, "center"),
        Column(tr("备注"), 16),
    ]
    sheet = add_sheet(book, sheet_name(tr("资料需求清单")), columns, head=_HEAD)
    title(sheet, tr("资料需求清单"), result.header.title, len(columns))
    rows = [
        (
            str(number),
            one.title + whose_mark(one.whose),
            "\n".join(item.text for item in one.items),
            listed(one.uses),
            stake_text(one.stake),
            "",
            "",
            "",
        )
        for number, one in enumerate(asked, 1)
    ]
    rows = rows or [("", tr("没有缺少的资料"), "", "", "", "", "", "")]
    last = write_rows(sheet, columns, rows, _HEAD + 1)
    for row in range(_HEAD + 1, last + 1) if asked else ():
        for column in _ANSWERS:
            cell_at(sheet, row, column).fill = KEY_FILL
    filter_rows(sheet, _HEAD, last, len(columns))


def _details(book: Workbook, asked: tuple[Asked, ...]) -> None:
    columns = [
        Column(tr("序号"), 6, "center"),
        Column(tr("需要的事实"), 26),
        Column(tr("哪一条"), 16),
        Column(tr("现在只知道"), 22),
        Column(tr("需要的材料"), 28),
        Column(tr("用于"), 36),
        Column(tr("影响分数"), 11, "center"),
        Column(tr("编号"), 28),
    ]
    sheet = add_sheet(book, sheet_name(tr("明细")), columns)
    rows = [
        (item.label, item.key, item.bounded, one.title, listed(item.uses), stake_text(item.stake), item.id)
        for one in asked
        for item in one.items
    ]
    numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
    filter_rows(sheet, 1, write_rows(sheet, columns, numbered, 2), len(columns))
