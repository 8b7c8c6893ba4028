"""Says that a workbook holds more than is read, or a name twice; knows nothing about file formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.messages import message
from checker.source.sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_UNPACKED

if TYPE_CHECKING:
    from checker.source.problems import Place, Problems


def add_too_many_rows(place: Place, sheet: str, problems: Problems) -> None:
    """Record that a sheet has more rows than are read."""
    what = message("工作表“{sheet}”超过 {most} 行的上限", sheet=sheet, most=MAX_ROWS)
    hint = message("删去多余的空行（整行删除，不是清除内容），或按年份拆成几个文件")
    problems.add("too-many-rows", place, what, hint)


def add_too_many_cells(place: Place, sheet: str, problems: Problems, most: int = MAX_CELLS) -> None:
    """Record that a sheet has more cells, or columns, than are read."""
    what = message(
        "工作表“{sheet}”太大：超过 {columns} 列，或整个工作簿超过 {most} 个单元格",
        sheet=sheet, columns=MAX_COLUMNS, most=most,
    )  # fmt: skip
    hint = message("删去远处零星的单元格和多余的空行空列（整行整列删除），或拆成几个文件")
    problems.add("too-many-cells", place, what, hint)


def add_too_many_sheets(place: Place, problems: Problems) -> None:
    """Record that a workbook has more sheets than are read."""
    what = message("工作簿超过 {most} 张工作表的上限", most=MAX_SHEETS)
    problems.add("too-many-sheets", place, what, message("拆成几个文件"))


def add_bomb(place: Place, problems: Problems) -> None:
    """Record that a package unpacks to more than any workbook needs."""
    what = message("文件解开后过大（上限 {most} 字节）或压缩得反常，可能是压缩炸弹", most=MAX_UNPACKED)
    hint = message("不要打开来历不明的文件；确是台账的，用 Excel 或 WPS 另存一份再用")
    problems.add("zip-bomb", place, what, hint)


def add_duplicate_sheet(place: Place, sheet: str, problems: Problems) -> None:
    """Record that two sheets have the same name, which spreadsheet programs do not allow."""
    what = message("有两张名为“{sheet}”的工作表", sheet=sheet)
    problems.add("duplicate-sheet", place, what, message("用 Excel 或 WPS 打开，改掉一张的名称"))
