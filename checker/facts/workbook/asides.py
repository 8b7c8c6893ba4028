"""Tells which rows of a sheet hold no fact: questions, notes, sums, and the words that there are none.

Knows nothing about what the columns hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.facts.parts import shortened
from checker.facts.workbook.layout import MOST_HEADER_ROWS, NONE_GIVEN, QUESTION
from checker.messages import message

if TYPE_CHECKING:
    from checker.facts.workbook.grid import Grid
    from checker.source import Problems
    from checker.source.document import Cell

_FOOTNOTE: Final = re.compile(
    r"(注|备注|说明|附注|填表人|填报人|填表日期|制表人?|审核人?|复核人?|负责人|数据来源|资料来源)\s*\d*\s*[:：].*",
    re.DOTALL,
)
_TOTAL: Final = re.compile(r"[(（]?(合|总|小|共|累)\s*计[)）]?\s*[:：]?|本页(小|合)计|(年|季|月)度?(小|合)计")
_YES: Final = frozenset({"是", "有", "√", "✓"})
_NO: Final = frozenset({"", "否", "无", "×"})


def is_aside(grid: Grid, row: int) -> bool:
    """Say whether a row is empty, asks for values, or is a note below the table (注：……、填表人：……)."""
    first = grid.first(row)
    return not first or first.startswith(QUESTION) or bool(_FOOTNOTE.fullmatch(first)) or says_none(first)


def is_total(text: str) -> bool:
    """Say whether a text names a row of sums: 合计, 小计, 总计."""
    return bool(_TOTAL.fullmatch(text))


def says_none(text: str) -> bool:
    """Say whether a text is the words 查明没有."""
    return text.rstrip("：:？?。") == NONE_GIVEN


def none_given(grid: Grid, above: int | None, problems: Problems) -> Cell | None:
    """Return the cell in which it says that there are no such facts, None when it does not say so.

    Up to the row of column names (``above``) 是 stands in the cell behind 查明没有; below, the words are enough.
    """
    last = min(MOST_HEADER_ROWS, grid.height) if above is None else above
    for row in range(1, last + 1):
        for column, text in grid.texts(row):
            if says_none(text) and _is_yes(grid, row, column + 1, problems):
                return grid.cell(row, column + 1)
    for row in range(last + 1, grid.height + 1):
        column, text = next(grid.texts(row), (0, ""))
        if says_none(text) and (not grid.text(row, column + 1) or _is_yes(grid, row, column + 1, problems)):
            return grid.cell(row, column)
    return None


def _is_yes(grid: Grid, row: int, column: int, problems: Problems) -> bool:
    answer = grid.text(row, column)
    if answer in _YES or answer in _NO:
        return answer in _YES
    what = message("“{text}”不是“是”或“否”", text=shortened(answer))
    problems.add("not-a-truth", grid.place(row, column), what, message("写“是”或“否”"))
    return False
