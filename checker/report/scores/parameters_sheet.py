"""Writes the sheet of parameters: the values of policy that the check reads, each with its days and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import walk
from checker.expr.evaluate import in_force
from checker.expr.tree import Parameter
from checker.messages import tr
from checker.report.book import KEY_FILL, put
from checker.report.scores.looks import Column, add_sheet, cell_at, dress, filter_rows, say, set_height
from checker.report.scores.names import PARAMETERS, Cell, name_of
from checker.report.scores.stored import Stored, money_unit, stored, unit_word
from checker.report.scores.written import write_stored
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.workbook import Workbook

    from checker.expr import Expr, ParameterSpec
    from checker.expr.tree import Version
    from checker.plan import Plan
    from checker.values import Value

FIRST_ROW: Final = 2
_VALUE: Final = "C"


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One value of a parameter: from which day on, for which key, and how it is written."""

    row: int
    spec: ParameterSpec
    since: int
    key: str
    written: Stored
    unit: str
    factor: int

    @property
    def cell(self) -> Cell:
        """Where the value stands."""
        return Cell(
            PARAMETERS, f"{_VALUE}{self.row}", self.spec.kind, self.factor, self.written.computed, self.written.fault
        )


def parameter_rows(plan: Plan) -> tuple[ParameterRow, ...]:
    """Return a row for each value of each parameter that something reads, by parameter, day and key."""
    used = {node.name for tree in _trees(plan) for node in walk(tree) if isinstance(node, Parameter)}
    rows: list[ParameterRow] = []
    for name, spec in plan.parameters.items():
        if name not in used:
            continue
        model = plan.pack.parameters[name].model
        values = [value for version in spec.versions for _, value in _values(version)]
        money, factor = money_unit(values, model.unit) if spec.kind is Kind.MONEY else ("", 1)
        for version in spec.versions:
            for key, value in _values(version):
                if isinstance(value, Fraction | str | bool):
                    written = stored(value, spec.kind, factor)
                    unit = unit_word(spec.kind, model.unit, money)
                    rows.append(ParameterRow(FIRST_ROW + len(rows), spec, version.since, key, written, unit, factor))
    return tuple(rows)


def _values(version: Version) -> tuple[tuple[str, Value], ...]:
    return version.keyed or (("", version.value),)


def _trees(plan: Plan) -> Iterator[Expr]:
    for rule in plan.rules:
        found = (rule.when, rule.applies, rule.deduct, rule.subject.where, *rule.message)
        yield from (tree for tree in found if tree is not None and not isinstance(tree, str))
    for node in plan.score.indicators:
        yield from (tree for tree in (node.score, node.measure, node.target_met) if tree is not None)
        yield from (item.when for item in node.not_applicable)
        yield from (item.when for item in node.vetoes)
    yield from (cap.when for cap in plan.score.caps)
    yield from (veto.when for veto in plan.score.vetoes)
    yield from (item.value for item in plan.derivations)


def add_parameters(book: Workbook, rows: Sequence[ParameterRow], plan: Plan) -> None:
    """Add the sheet."""
    columns = _columns()
    sheet = add_sheet(book, name_of(PARAMETERS), columns)
    for row in rows:
        texts = _texts(row, plan)
        for number, text in texts.items():
            say(cell_at(sheet, row.row, number), text, columns[number - 1].align)
        value = cell_at(sheet, row.row, 3)
        write_stored(value, row.written)
        dress(value, "right")
        value.fill = KEY_FILL
        put(cell_at(sheet, row.row, 5), date.fromordinal(row.since))
        dress(cell_at(sheet, row.row, 5), "center")
        set_height(sheet, row.row, [(text, columns[number - 1].width) for number, text in texts.items()])
    filter_rows(sheet, 1, 1 + len(rows), len(columns))


def _columns() -> list[Column]:
    return [
        Column(tr("参数"), 18),
        Column(tr("适用于"), 12),
        Column(tr("取值"), 13, "right"),
        Column(tr("单位"), 6, "center"),
        Column(tr("起始日期"), 12, "center"),
        Column(tr("在基准日"), 12, "center"),
        Column(tr("依据文件"), 30),
        Column(tr("条款"), 20),
        Column(tr("备注"), 34),
        Column(tr("编号"), 24),
    ]


def _texts(row: ParameterRow, plan: Plan) -> dict[int, str]:
    model = plan.pack.parameters[row.spec.name].model
    version = model.values.get(date.fromordinal(row.since).isoformat())
    source = version.source if version else None
    document = plan.pack.documents.get(source.document) if source else None
    title = document.model.title if document else source.document if source else ""
    notes = filter(None, (version.note if version else "", model.note))
    return {
        1: row.spec.label,
        2: row.key,
        4: row.unit,
        6: _state(row, plan),
        7: title,
        8: source.clause if source else "",
        9: "\n".join(notes),
        10: row.spec.name,
    }


def _state(row: ParameterRow, plan: Plan) -> str:
    current = in_force(row.spec.versions, Fraction(plan.as_of.toordinal()))
    if current and current[0].since == row.since:
        return tr("现行")
    return tr("尚未生效") if row.since > plan.as_of.toordinal() else tr("已被取代")
