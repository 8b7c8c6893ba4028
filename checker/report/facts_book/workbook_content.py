"""Turns a facts workbook into ``Content``, with the comments on its cells; the reader of facts reads the values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import DOCUMENTS as DOCUMENTS_FIELD
from checker.facts.shapes import HEADER
from checker.facts.text import DOCUMENT, NOTE, Column, Content, Remark, Row, Table, gather_node
from checker.facts.text.content import SHARED, first_column, rule_of, shown_text
from checker.facts.workbook.book import book_parts
from checker.facts.workbook.columns import header_row, source_part
from checker.facts.workbook.grid import Grid
from checker.facts.workbook.layout import (
    CONTENT,
    DOCUMENTS,
    JUDGEMENTS,
    MOST_HEADER_ROWS,
    NAME,
    ORIGINALS,
    PROBLEM_MARK,
    PROJECT,
    WAIVERS,
    read_column,
    sheet_name,
)
from checker.source.document import Mapping as MappingNode
from checker.source.document import Node, Scalar
from checker.source.document import Sequence as ListNode
from checker.source.sheets import cell_name, read_book

if TYPE_CHECKING:
    from pathlib import Path

    from checker.facts import FactTypeRule
    from checker.facts.text import Names
    from checker.source import Problems
    from checker.source.sheets import Book, Sheet

_SHEETS: Final = {PROJECT: HEADER.name, DOCUMENTS: DOCUMENT.name, JUDGEMENTS: "judgements", WAIVERS: "waivers"}
_ROW: Final = re.compile(r"\d+")
_NAME_COLUMNS: Final = 3
Said = tuple[int, Column | None, str]
"""A comment: the row of the sheet it is on (0 for the table as a whole), the column it is about, and its text."""


@dataclass(frozen=True, slots=True)
class ReadBook:
    """What a workbook says, and the sheet in which it keeps the files it was converted from, if there is one."""

    content: Content
    originals: Sheet | None


def read_content(path: Path, name: str, names: Names, problems: Problems) -> ReadBook | None:
    """Return what the workbook called ``name`` says; what is wrong is recorded, and what cannot be read gives None."""
    book = read_book(path, name, problems, details=True)
    facts = None if book is None else book_parts(book, name, problems)
    if facts is None or book is None:
        return None
    root: dict[str, tuple[Scalar, Node]] = {}
    for word, part in facts.shared.items():
        root[word] = (Scalar(word, 0, 0, 0, 0), part.node)
    for rule, part in facts.types(names.vocabulary, problems):
        root[rule.name] = (Scalar(rule.name, 0, 0, 0, 0), part.node)
    tree = MappingNode(root, 0, 0)
    content = gather_node(tree, names, {})
    return ReadBook(_with_comments(content, tree, book, names), book.sheet(ORIGINALS))


def _with_comments(content: Content, tree: MappingNode, book: Book, names: Names) -> Content:
    tables = dict(content.tables)
    aliases = {sheet_name(label): name for label, name in names.vocabulary.aliases.items()}
    for sheet in book.sheets:
        title = sheet.name.strip()
        name = _SHEETS.get(title) or aliases.get(title) or (title if title in SHARED else None)
        if name is not None:
            said = list(_comments(Grid(sheet, book.date1904), rule_of(name, names.vocabulary)))
            table = _commented(tables.get(name, Table()), said, name, tree)
            if table.rows or table.remarks or table.none:
                tables[name] = table
    return Content(tables)


def _commented(table: Table, said: list[Said], name: str, tree: MappingNode) -> Table:
    """Return the table with its comments: on the rows, or, where a row says nothing, on the table as a whole."""
    find = {HEADER.name: _header_row, DOCUMENTS_FIELD.name: _document_row}.get(name, _fact_row)
    at = {find(row, tree): number for number, row in enumerate(table.rows)}
    single = name not in SHARED and not isinstance(tree.items.get(name, (None, None))[1], ListNode)
    rows = list(table.rows)
    remarks = list(table.remarks)
    for row, column, text in said:
        number = 0 if single and rows else at.get(row)
        if column is None or number is None:
            where = f"{column[0]}：" if column == NOTE else ""
            remarks.append(Remark(where + text))
        else:
            found = rows[number].remarks
            rows[number] = replace(rows[number], remarks={**found, column: (*found.get(column, ()), Remark(text))})
    return Table(tuple(rows), table.none, tuple(remarks))


def _fact_row(row: Row, tree: MappingNode) -> int:
    name, *rest = row.path
    node = tree.items[str(name)][1]
    if rest and isinstance(node, ListNode):
        node = node.items[int(rest[0])]
    return _row_of(node)


def _header_row(row: Row, tree: MappingNode) -> int:
    return _row_of(tree.items[str(row.path[0])][1])


def _document_row(row: Row, tree: MappingNode) -> int:
    documents = tree.items[DOCUMENTS_FIELD.name][1]
    return _row_of(documents.items[str(row.path[1])][0]) if isinstance(documents, MappingNode) else 0


def _row_of(node: Node) -> int:
    found = _ROW.search(node.cell[1]) if node.cell else None
    return int(found.group()) if found else 0


def _comments(grid: Grid, rule: FactTypeRule) -> Iterator[Said]:
    """Yield the comments of a sheet, and what stands in its columns of remarks."""
    upright = None if rule is DOCUMENT else _upright(grid)
    above = upright if upright is not None else header_row(grid, rule)
    column_at = _upright_column if upright is not None else _table_column
    for (row, column), comment in sorted(grid.sheet.comments.items()):
        text = _own_lines(comment)
        if not text:
            continue
        if above is None or row <= above:
            where = "" if (row, column) == (1, 1) else f"{grid.text(row, column) or cell_name(row, column)}："
            yield 0, None, where + text
        else:
            found = column_at(grid, rule, above, row, column) or first_column(rule)
            yield row, found, text
    if above is not None and upright is None:
        yield from _notes(grid, above)


def _own_lines(comment: str) -> str:
    """Return a comment without what ``checker facts check`` wrote into it."""
    return shown_text("\n".join(line for line in comment.splitlines() if not line.startswith(PROBLEM_MARK)))


def _notes(grid: Grid, above: int) -> Iterator[Said]:
    columns = [column for column, text in grid.texts(above) if text.startswith(NOTE[0])]
    for row in range(above + 1, grid.height + 1):
        for column in columns:
            if text := shown_text(grid.text(row, column)):
                yield row, NOTE, text


def _table_column(grid: Grid, rule: FactTypeRule, above: int, row: int, column: int) -> Column | None:
    del row
    heading = grid.text(above, column)
    return NOTE if heading.startswith(NOTE[0]) else read_column(heading, rule)


def _upright_column(grid: Grid, rule: FactTypeRule, above: int, row: int, column: int) -> Column | None:
    names = (read_column(grid.text(row, at), rule) for at in range(1, _NAME_COLUMNS + 1))
    name = next((found for found in names if found is not None), None)
    part = source_part(grid.text(above, column))
    return (name[0], part) if name and part else name


def _upright(grid: Grid) -> int | None:
    """Return the row that names the columns 名称 and 内容."""
    for row in range(1, min(MOST_HEADER_ROWS, grid.height) + 1):
        words = {"".join(text.split()) for _, text in grid.texts(row)}
        if {NAME, CONTENT} <= words:
            return row
    return None
