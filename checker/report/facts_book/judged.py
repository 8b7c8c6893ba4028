"""Writes the sheets of assessors' judgements, laid out by the indicator tree, and of waivers; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from checker.expr import walk
from checker.expr.tree import Constant
from checker.facts.shapes import JUDGEMENT, WAIVER
from checker.facts.text import Row, Table
from checker.facts.text.match import subject_of
from checker.facts.workbook.layout import JUDGEMENTS, NEEDS, QUESTION, WAIVERS, choice_of_rule
from checker.messages import tr
from checker.report.facts_book import looks
from checker.report.facts_book.columns import SheetColumn, columns_of
from checker.report.facts_book.tables import (
    FIRST,
    HEADINGS,
    fit,
    offer,
    write_headings,
    write_row,
    write_rows,
    write_top,
)
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.facts.text import Names
    from checker.plan import Plan, PlannedIndicator

_TREE: Final = ("一级指标", "二级指标")
_WEIGHT: Final = "权重"
_WORTH: Final = "要点满分"
_CRITERIA: Final = "评分标准"
_LEVELS: Final = "可选等次"
_INDICATOR: Final = JUDGEMENT.fields["indicator"].label
_POINT: Final = JUDGEMENT.fields["point"].label
_WIDTHS: Final = {
    **dict.fromkeys(_TREE, 11), _INDICATOR: 18, _POINT: 22, _WEIGHT: 6, _WORTH: 6, _CRITERIA: 36, _LEVELS: 10,
}  # fmt: skip
_LEAST: Final = {
    "points": 8,
    "share": 8,
    "misses": 8,
    "level": 8,
    "assessor": 10,
    "document": 12,
    "page": 9,
    "quote": 16,
}
_MOST: Final = 24
_SPARE_ROWS: Final = 10


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the sheet: a leaf of the tree, or one 要点 of it; ``point`` is empty where the leaf has none."""

    leaf: PlannedIndicator
    tree: tuple[str, ...]
    point: str
    worth: str
    judged: bool

    def texts(self, names: Names) -> dict[str, str]:
        """Return what is said of the line, by column: its place in the tree, its weight, and how it is scored."""
        indicator, point = names.label(self.leaf.id, self.point)
        computed = "" if self.judged else tr("按规则计算，不用填")
        return {
            **dict(zip(_TREE, self.tree, strict=False)),
            _INDICATOR: indicator,
            _POINT: point,
            _WEIGHT: decimal_text(self.leaf.weight),
            _WORTH: self.worth,
            _CRITERIA: tr("；").join(filter(None, (computed, self.leaf.criteria))),
            _LEVELS: "、".join(level.label for level in self.leaf.levels) if self.judged else "",
        }


def write_judgements(book: Workbook, table: Table, plan: Plan, names: Names) -> None:
    """Write a line for each leaf and 要点 of the tree; those that rules decide are grey."""
    sheet = book.create_sheet(JUDGEMENTS)
    rows = {subject_of(row): row for row in table.rows}
    lines = list(_lines(plan))
    known = {(line.leaf.id, line.point) for line in lines}
    others = [row for subject, row in rows.items() if subject not in known]
    heads = _heads(lines, others)
    columns = _columns(table, plan)
    start = len(heads) + 1
    write_top(sheet, JUDGEMENTS, table, tr("评价人对指标或要点的评定；灰色的按规则计算，不用填。扣分要写理由"))
    for number, text in enumerate(heads, start=1):
        looks.heading(sheet, HEADINGS, number, text, key=text in {_INDICATOR, _POINT})
        looks.quiet(sheet, HEADINGS + 1, number, QUESTION if number == 1 else "")
    write_headings(sheet, columns, start)
    for number, line in enumerate(lines, start=FIRST):
        row = rows.get((line.leaf.id, line.point))
        _write_line(sheet, number, heads, line.texts(names), row)
        if line.judged or row:
            write_row(sheet, columns, row, number, start)
            _offer_levels(sheet, number, line, columns, start)
        else:
            for column in range(start, start + len(columns)):
                looks.quiet(sheet, number, column, "")
    for number, row in enumerate(others, start=FIRST + len(lines)):
        texts = dict(zip((_INDICATOR, _POINT), names.label(*subject_of(row)), strict=True))
        _write_line(sheet, number, heads, texts, row)
        write_row(sheet, columns, row, number, start)
    _finish(sheet, heads, columns, FIRST + len(lines) + len(others) - 1, table)


def _columns(table: Table, plan: Plan) -> list[SheetColumn]:
    """Return the columns behind the tree: those by which something in it is judged, or was."""
    used = {column for row in table.rows for column in (*row.cells, *row.remarks)}
    leaves = plan.score.leaves
    needless = {
        ("misses", ""): not any(leaf.points for leaf in leaves),
        ("level", ""): not any(leaf.levels for leaf in leaves),
    }
    asked = {
        "points": tr("如 8；不能超过满分"),
        "share": tr("也可以写得分率，如 80%"),
        "misses": tr("按未达次数扣分的要点写，如 2"),
        "level": tr("有等次的从下拉列表里选"),
        "reason": tr("扣分要写理由"),
    }
    columns = columns_of(JUDGEMENT, table.rows, plan)[2:]  # indicator and 要点 stand in the tree
    kept = [one for one in columns if one.column in used or not needless.get(one.column, False)]
    return [replace(one, question=asked.get(one.column[0], one.question)) for one in kept]


def _heads(lines: list[_Line], others: list[Row]) -> list[str]:
    """Return the columns that say what is to be judged, without those that would be empty."""
    points = any(line.point for line in lines) or any(subject_of(row)[1] for row in others)
    levels = any(line.judged and line.leaf.levels for line in lines)
    second = any(len(line.tree) > 1 for line in lines)
    wanted = {_TREE[1]: second, _POINT: points, _WORTH: points, _LEVELS: levels}
    return [text for text in _WIDTHS if wanted.get(text, True)]


def _lines(plan: Plan) -> Iterator[_Line]:
    tree: dict[str, PlannedIndicator] = {indicator.id: indicator for indicator in plan.score.indicators}
    for leaf in plan.score.leaves:
        above: list[str] = []
        parent = tree.get(leaf.parent or "")
        while parent is not None:
            above.insert(0, parent.label)
            parent = tree.get(parent.parent or "")
        for point in leaf.points:
            yield _Line(leaf, tuple(above), point.id, decimal_text(point.worth), judged=_is_judged(leaf, point.id))
        if not leaf.points:
            yield _Line(leaf, tuple(above), "", "", judged=leaf.method == "judged")


def _is_judged(leaf: PlannedIndicator, point: str) -> bool:
    """Say whether an assessor decides a 要点: the score then reads the judgement on it, by its id."""
    nodes = walk(leaf.score) if leaf.score is not None else ()
    return any(isinstance(node, Constant) and node.value == point for node in nodes)


def _write_line(sheet: Worksheet, number: int, heads: list[str], texts: dict[str, str], row: Row | None) -> None:
    comments = row.comments if row else {}
    for at, head in enumerate(heads, start=1):
        looks.quiet(sheet, number, at, texts.get(head, ""))
        field = JUDGEMENT.aliases.get(head, "")
        looks.remark(sheet, number, at, comments.get((field, ""), ""))


def _offer_levels(sheet: Worksheet, number: int, line: _Line, columns: list[SheetColumn], start: int) -> None:
    at = next((n for n, column in enumerate(columns, start=start) if column.column == ("level", "")), 0)
    if line.leaf.levels and at:
        cell = f"{get_column_letter(at)}{number}"
        looks.drop_down(sheet, cell, [level.label for level in line.leaf.levels], strict=True)


def _finish(sheet: Worksheet, heads: list[str], columns: list[SheetColumn], last: int, table: Table) -> None:
    start = len(heads) + 1
    looks.widths(sheet, [_WIDTHS[text] for text in heads])
    wanted = []
    for one in columns:
        texts = [row.cells.get(one.column, "") for row in table.rows]
        least = _LEAST.get(one.column[1] or one.column[0], 14)
        wanted.append(looks.width_for(texts, least, max(least, _MOST)))
    looks.widths(sheet, wanted, start)
    for number in range(HEADINGS, last + 1):
        looks.fit_height(sheet, number)
    offer(sheet, columns, FIRST, last, start)
    behind = heads.index(_POINT if _POINT in heads else _INDICATOR) + 2
    looks.finish(sheet, HEADINGS, f"{get_column_letter(behind)}{FIRST}")


def write_waivers(book: Workbook, table: Table, plan: Plan) -> None:
    """Write the waivers, with the pack's rules to choose from."""
    sheet = book.create_sheet(WAIVERS)
    columns = columns_of(WAIVER, table.rows, plan)
    asked = (
        tr("从下拉列表里选规则"),
        tr("只对一条事实豁免时写它的键，如 2020Q3/一期；空着就是全部"),
        tr("为什么"),
        tr("谁批准的"),
        tr("如 2021-12-31，这一天仍然有效"),
        "",
    )
    columns = [
        SheetColumn(one.column, one.heading, one.kind, text, 18, key=one.column[0] in WAIVER.key)
        for one, text in zip(columns, asked, strict=True)
    ]
    titles = {rule.id: rule.title for rule in plan.rules}
    rows = [_with_title(row, titles) for row in table.rows]
    last = FIRST + len(rows) + _SPARE_ROWS - 1
    write_top(sheet, WAIVERS, table, tr("经批准可以不按某条规则处理；规则、理由、批准人、有效期至四项缺一不可"))
    write_headings(sheet, columns)
    write_rows(sheet, columns, rows, last)
    fit(sheet, columns, rows)
    sheet.column_dimensions["A"].width = 44
    if plan.rules:
        looks.drop_down(sheet, f"A{FIRST}:A{last}", f"'{NEEDS}'!$A$3:$A${2 + len(plan.rules)}")
    looks.finish(sheet, HEADINGS, f"A{FIRST}")


def _with_title(row: Row, titles: dict[str, str]) -> Row:
    rule = row.cells.get(("rule", ""), "")
    if rule not in titles:
        return row
    return Row({**row.cells, ("rule", ""): choice_of_rule(rule, titles[rule])}, row.remarks)
