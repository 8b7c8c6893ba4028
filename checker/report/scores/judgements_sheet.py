"""Writes the sheet of judgements: what assessors gave each indicator or 要点, where it may be changed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from openpyxl.worksheet.datavalidation import DataValidation

from checker.expr import walk
from checker.expr.tree import Aggregate, AllOf, Comparison, Constant, Field
from checker.messages import tr
from checker.report.book import KEY_FILL, put
from checker.report.scores.looks import Column, add_sheet, cell_at, dress, filter_rows, say, set_height
from checker.report.scores.names import JUDGEMENTS, Cell, name_of
from checker.report.scores.stored import stored
from checker.report.scores.written import write_stored
from checker.report.words import listed
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.workbook import Workbook

    from checker.expr import Expr
    from checker.facts import FactSet, Judgement
    from checker.plan import Plan, PlannedIndicator
    from checker.plan.tables import Tables
    from checker.report.scores.stored import Stored
    from checker.values import Value

FIRST_ROW: Final = 2
_COLUMNS: Final = {"points": ("D", Kind.SCORE), "misses": ("E", Kind.COUNT)}


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """What is to be judged: an indicator or one 要点 of it, what it is worth, and what was given."""

    row: int
    leaf: PlannedIndicator
    point: str
    point_label: str
    full: Fraction
    read: frozenset[str]
    given: Mapping[str, Value]
    judgement: Judgement | None

    def stored(self, name: str) -> Stored | None:
        """Return how the points or misses that were given are written."""
        value = self.given.get(name)
        return stored(value, _COLUMNS[name][1]) if isinstance(value, Fraction) else None

    def cells(self) -> dict[tuple[str, str, str], Cell]:
        """Return where what is read of the judgement stands."""
        found = {}
        for name in self.read & _COLUMNS.keys():
            column, kind = _COLUMNS[name]
            written = self.stored(name)
            computed, fault = (written.computed, written.fault) if written else (False, "")
            found[self.leaf.id, self.point, name] = Cell(JUDGEMENTS, f"{column}{self.row}", kind, 1, computed, fault)
        return found


def judgement_rows(plan: Plan, facts: FactSet, tables: Tables) -> tuple[JudgementRow, ...]:
    """Return a row for everything that is to be judged, in the order of the indicators."""
    table = tables.by_type["judgement"]
    given = dict(zip(table.keys, table.rows, strict=True))
    rows: list[JudgementRow] = []
    for leaf in plan.score.leaves:
        for point, read in (_judged(leaf.score) if leaf.score else {}).items():
            key = f"{leaf.id}/{point}" if point else leaf.id
            spec = next((item for item in leaf.points if item.id == point), None)
            rows.append(
                JudgementRow(
                    FIRST_ROW + len(rows),
                    leaf,
                    point,
                    spec.label if spec else "",
                    spec.worth if spec else leaf.weight,
                    frozenset(read),
                    given.get(key, {}),
                    _judgement(facts, leaf, point, spec.label if spec else ""),
                )
            )
    return tuple(rows)


def _judged(score: Expr) -> dict[str, set[str]]:
    """Return what a scoring expression reads of judgements, by 要点 (empty for the indicator itself)."""
    found: dict[str, set[str]] = {}
    for node in walk(score):
        if not (isinstance(node, Aggregate) and node.record == "judgement" and isinstance(node.where, AllOf)):
            continue
        for item in node.where.items:
            match item:
                case Comparison(left=Field(name="point"), right=Constant(value=str() as point)):
                    found.setdefault(point, set()).add(node.body.name if isinstance(node.body, Field) else "")
    return found


def _judgement(facts: FactSet, leaf: PlannedIndicator, point: str, label: str) -> Judgement | None:
    for item in facts.judgements:
        if item.indicator in {leaf.id, leaf.label} and (item.point == point or (label and item.point == label)):
            return item
    return None


def add_judgements(book: Workbook, rows: Sequence[JudgementRow], documents: Mapping[str, str]) -> None:
    """Add the sheet; what may be changed is coloured."""
    columns = _columns()
    sheet = add_sheet(book, name_of(JUDGEMENTS), columns)
    for row in rows:
        texts = _texts(row, documents)
        for number, text in texts.items():
            say(cell_at(sheet, row.row, number), text, columns[number - 1].align)
        put(cell_at(sheet, row.row, 3), row.full)
        dress(cell_at(sheet, row.row, 3), "right")
        for number, name in ((4, "points"), (5, "misses")):
            cell = cell_at(sheet, row.row, number)
            write_stored(cell, row.stored(name))
            dress(cell, "right")
            if name in row.read:
                cell.fill = KEY_FILL
        set_height(sheet, row.row, [(text, columns[number - 1].width) for number, text in texts.items()])
    if rows:
        limit = DataValidation(type="decimal", operator="lessThanOrEqual", formula1=f"$C{FIRST_ROW}", allow_blank=True)
        limit.error, limit.errorTitle = tr("得分不能超过满分"), tr("得分")
        limit.add(f"D{FIRST_ROW}:D{rows[-1].row}")
        sheet.add_data_validation(limit)
    filter_rows(sheet, 1, 1 + len(rows), len(columns))


def _columns() -> list[Column]:
    return [
        Column(tr("指标"), 18),
        Column(tr("要点"), 16),
        Column(tr("满分"), 8, "right"),
        Column(tr("评定得分"), 9, "right"),
        Column(tr("未达次数"), 9, "right"),
        Column(tr("等次"), 10, "center"),
        Column(tr("理由"), 34),
        Column(tr("评价人"), 10),
        Column(tr("证据"), 30),
        Column(tr("材料"), 28),
        Column(tr("填写位置"), 22),
    ]


def _texts(row: JudgementRow, documents: Mapping[str, str]) -> dict[int, str]:
    given = row.judgement
    texts = {1: row.leaf.label, 2: row.point_label}
    if given is None:
        return texts | dict.fromkeys((*range(6, 11),), "") | {11: tr("没有评定")}
    source = given.source
    page = tr("第{page}页", page=source.page) if source.page else ""
    document = documents.get(source.document, source.document)
    return texts | {
        6: given.level,
        7: given.reason,
        8: given.assessor,
        9: given.evidence,
        10: listed(filter(None, (document, page, source.cell, source.clause))),
        11: str(given.place),
    }
