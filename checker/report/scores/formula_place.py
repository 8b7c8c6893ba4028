"""Where an expression is compiled: what is known, which fact each variable stands for, in which cell a value stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.expr import Env, evaluate
from checker.report.scores.formula_text import MISSING, Inexpressible, Text, call, from_cell

if TYPE_CHECKING:
    from checker.expr import Expr
    from checker.expr.tree import Field
    from checker.report.scores.names import Cell, Names
    from checker.values import Kind, Value


@dataclass(frozen=True, slots=True)
class Here:
    """Where an expression is compiled: what is known, which fact each variable stands for, and the weight's cell.

    ``strict`` is off inside a branch that is not taken now: what is missing there gives ``#N/A`` instead of a reason.
    """

    names: Names
    env: Env
    rows: Mapping[str, tuple[str, int]]
    weight: tuple[Fraction, str] | None = None
    indicator: str = ""
    strict: bool = True
    needed: dict[str, None] = field(default_factory=dict)

    def bind(self, variable: str, record: str, index: int) -> Here:
        """Return this place with a variable standing for the fact with this number."""
        row = self.env.tables[record][index]
        return replace(self, env=self.env.bind(variable, row), rows={**self.rows, variable: (record, index)})

    def lax(self) -> Here:
        """Return this place for a branch that is not taken now."""
        return replace(self, strict=False)

    def read(self, cell: Cell, kind: Kind) -> Text:
        """Return the value of a cell; where it must not be empty this is noted, else it is guarded by itself."""
        if cell.fault:
            raise Inexpressible(cell.fault)
        text = from_cell(cell.ref, kind, cell.factor)
        if cell.computed:
            return text._replace(rough=text.rough or kind.ordered)
        if self.strict:
            self.needed[cell.ref] = None
        if cell.ref in self.needed:
            return text
        return call("IF", f'{cell.ref}=""', MISSING, text.text, rough=text.rough)

    def known(self, node: Expr) -> Value:
        """Return what the checker itself knows of a part."""
        return evaluate(node, self.env)


def place_of(names: Names, env: Env) -> Here:
    """Return the place of an expression about the whole project."""
    singles = {name: (name, 0) for name in env.rows if env.tables.get(name)}
    return Here(names, env, singles)


def cell_of(node: Field, here: Here) -> Cell | None:
    """Return the cell of a field, or None when nobody gave the fact."""
    found = here.rows.get(node.variable)
    return None if found is None else here.names.fields.get((*found, node.name))
