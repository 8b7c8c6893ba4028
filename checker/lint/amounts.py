"""Says what a number in a pack can come to: a constant, or a parameter in any of its versions; knows no facts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checker.expr.tree import Constant, Parameter

if TYPE_CHECKING:
    from checker.expr import Expr


def possible_values(tree: Expr | None) -> tuple[Fraction, ...]:
    """Return every value of a constant or parameter; nothing for an expression that depends on facts."""
    match tree:
        case Constant(value=Fraction() as value):
            return (value,)
        case Parameter():
            values = [value for version in tree.versions for value in (version.value, *dict(version.keyed).values())]
            return tuple(value for value in values if isinstance(value, Fraction))
    return ()
