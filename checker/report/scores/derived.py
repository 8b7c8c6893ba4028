"""Turns the fields that are worked out from others into formulas, and notes those for which there is none."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.scores.formula import compiled_formula
from checker.report.scores.formula_place import place_of
from checker.report.scores.formula_text import Inexpressible, quoted
from checker.values import Kind
from checker.values.calendar import QUARTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.expr import Env
    from checker.plan import Plan
    from checker.report.scores.facts_ledger import FactRow
    from checker.report.scores.names import Cell, Names


def derived_formulas(
    rows: Sequence[FactRow], plan: Plan, names: Names, fields: dict[tuple[str, int, str], Cell], env: Env
) -> dict[int, str]:
    """Return the formula of each row that has one, by the row's number.

    ``fields`` are the fields of ``names``; where a value stays as it is, the reason is noted there as its fault, so
    that no formula pretends to move with it.
    """
    found: dict[int, str] = {}
    for derivation in plan.derivations:
        for row in rows:
            if (row.record, row.spec.name) != (derivation.record, derivation.field) or not row.derived:
                continue
            here = place_of(names, env).bind(row.record, row.record, row.index)
            at = row.record, row.index, row.spec.name
            try:
                found[row.row] = compiled_formula(derivation.value, here, partial(_shown, row))
            except Inexpressible as why:
                if row.stored is not None and not fields[at].fault:
                    fault = tr("{label}不是公式：{why}", label=row.spec.label, why=why)
                    fields[at] = replace(fields[at], fault=fault)
    return found


def _shown(row: FactRow, text: str) -> str:
    """Return a formula for what is shown in the cell: in its unit, as 2020Q3, as 是 or 否."""
    match row.spec.kind:
        case Kind.MONEY if row.factor != 1:
            return f"({text})/{row.factor}"
        case Kind.QUARTER:
            return f'INT(({text})/{QUARTERS})&"Q"&(MOD({text},{QUARTERS})+1)'
        case Kind.TRUTH:
            return f"IF({text},{quoted(tr('是'))},{quoted(tr('否'))})"
    return text
