"""Writes the sheet that says what may be changed in the workbook, and how it gets back into the pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font

from checker.edit.book import layout as at
from checker.messages import tr
from checker.report.book import HEADING, put, set_up_page, wide
from checker.report.pack_book.looks import EDITED_FILL, FIXED_FILL, cell_at

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.pack import Pack

_WIDTH = 96
_MARK = 5


def add_guide(book: Workbook, pack: Pack) -> None:
    """Add the sheet as the first one."""
    sheet: Worksheet = book.create_sheet(at.GUIDE)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _MARK, _WIDTH
    sheet.sheet_view.showGridLines = False
    model = pack.model
    title = tr("{title}：参数和权重", title=model.title)
    _line(sheet, 1, title, heading=True)
    _line(sheet, 2, tr("规则包 {pack}，版本 {version}", pack=pack.id, version=model.version))
    row = 4
    for words, lines in _chapters(pack):
        _line(sheet, row, words, heading=True)
        for number, text in enumerate(lines, 1):
            row += 1
            put(cell_at(sheet, row, 1), f"{number}.")
            cell_at(sheet, row, 1).alignment = Alignment(horizontal="right", vertical="center")
            _line(sheet, row, text, column=2)
        row += 2
    for fill, text in ((EDITED_FILL, tr("可以改")), (FIXED_FILL, tr("只供查看；表有保护，没有密码"))):
        cell_at(sheet, row, 1).fill = fill
        _line(sheet, row, text, column=2)
        row += 1
    set_up_page(sheet, "portrait")
    sheet.protection.sheet = True


def _line(sheet: Worksheet, row: int, text: str, *, column: int = 1, heading: bool = False) -> None:
    cell = cell_at(sheet, row, column)
    put(cell, text)
    if heading:
        cell.font = Font(name=HEADING, size=14 if row == 1 else 11, bold=True)
    cell.alignment = Alignment(vertical="center", wrap_text=column > 1)
    lines = max(1, -(-wide(text) // (_WIDTH - 2))) if column > 1 else 1
    sheet.row_dimensions[row].height = 26 if row == 1 else 15 * lines + 5


def _chapters(pack: Pack) -> list[tuple[str, list[str]]]:
    return [
        (tr("可以改什么"), _may(pack)),
        (tr("不能在这里改什么"), _may_not()),
        (tr("改完以后"), _then(pack)),
    ]


def _may(pack: Pack) -> list[str]:
    lines = [
        tr("“参数”表：值、文件、条款、原文、备注。数字照常写，单位在旁边一列；比率写成百分数，如 92%。"),
        tr(
            "标准变了，在“参数”表下面的空行加一行：编号（或名称）、生效日、新的值。旧的一行留着，往年的项目按旧标准复查。"
        ),
        tr("生效日写错了，只改日期；日期和值不要同时改。"),
        tr("“权重”表：权重和评分标准。下级合计与权重不等时会变色，等了才能写回。"),
        tr("“计分”表：各指标计分方法里的数。“等级”表：各等级的分数界限。"),
    ]
    if len(pack.lineage) > 1:
        lines.append(
            tr("灰色的参数是上级规则包的。取消保护后也可以改，写回时在本规则包里写一条 override，上级规则包不动。")
        )
    return lines


def _may_not() -> list[str]:
    return [
        tr("编号、名称、类型、键：改名称用 checker rules rename，用到它的地方一起改。"),
        tr("行不能删：某个值曾经有效，就留着。确实要去掉的，在规则包的文件里删。"),
        tr("规则的条件、问题和建议的文字、新的参数和指标：写在规则包的文件里。"),
    ]


def _then(pack: Pack) -> list[str]:
    return [
        tr("先看会改什么，不写文件：checker rules import {pack} 这个文件.xlsx --dry-run", pack=pack.id),
        tr("写回规则包：checker rules import {pack} 这个文件.xlsx。没有改的地方，文件一个字也不动。", pack=pack.id),
        tr("运行用例：checker rules test {pack}。标准变了，界限上下的用例也要跟着补。", pack=pack.id),
    ]
