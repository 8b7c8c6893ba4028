"""Finishes the tables of a filled-in document: merges marked cells, and gives every cell the paragraph Word insists on.

Knows nothing about the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from checker.report.docx.content import LEFT, UP

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS: Final = {UP, LEFT}


def finish_tables(body: Any) -> None:
    """Merge the cells marked ``UP`` or ``LEFT``, and leave no mark anywhere in the document."""
    for table in body.iter(qn("w:tbl")):
        for row in table.iterchildren(qn("w:tr")):
            for cell in list(row.iterchildren(qn("w:tc"))):
                _finish(cell)
        _start_merges(table)
    for text in body.iter(qn("w:t")):
        if text.text and not _MARKS.isdisjoint(text.text):
            text.text = text.text.replace(UP, "").replace(LEFT, "")


def _finish(cell: Any) -> None:
    if cell.find(qn("w:p")) is None:
        cell.append(OxmlElement("w:p"))
    text = _text(cell)
    before = cell.getprevious()
    if text == LEFT and before is not None and before.tag == qn("w:tc"):
        _widen(before, cell)
    elif text == UP:
        _merge(cell, "continue")


def _widen(cell: Any, gone: Any) -> None:
    """Let ``cell`` take the columns and the width of the cell after it."""
    properties = cell.get_or_add_tcPr()
    properties.grid_span = properties.grid_span + (gone.tcPr.grid_span if gone.tcPr is not None else 1)
    if cell.width is not None and gone.width is not None:
        cell.width = cell.width + gone.width
    gone.getparent().remove(gone)


def _merge(cell: Any, how: str) -> None:
    cell.get_or_add_tcPr().vMerge_val = how


def _start_merges(table: Any) -> None:
    """Mark the cell above the first of a run of continued cells as the one they continue."""
    above: dict[int, Any] = {}
    for row in table.iterchildren(qn("w:tr")):
        for column, cell in _columns(row):
            start = above.get(column)
            if _text(cell) == UP:
                if start is not None and start.tcPr.vMerge_val is None:
                    _merge(start, "restart")
            else:
                above[column] = cell


def _columns(row: Any) -> Iterator[tuple[int, Any]]:
    column = 0
    for cell in row.iterchildren(qn("w:tc")):
        yield column, cell
        column += cell.grid_span


def _text(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(qn("w:t"))).strip()
