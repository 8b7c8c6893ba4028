"""What deciding leaves behind for scoring and for later rules: totals per rule, and rows that are known beforehand.

Knows nothing about how they are worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from checker.expr import Expr
from checker.sql.values import Exact, Number, SqlValue, Truth


@dataclass(frozen=True, slots=True)
class RuleTotals:
    """What one rule came to for a project; the counts are never null.

    ``fails`` and ``doubts`` count the findings and the outcomes that cannot be told. ``deducted`` adds up what the
    findings deduct as far as it is known (0 without any), ``unnamed`` counts the findings that deduct nobody knows how
    much. ``lost`` is what findings and possible findings deduct together, as ``sum`` gathers it (a possible one between
    0 and its points; unknown when the points of one are). ``open_ended`` says that there may be any number more.
    """

    fails: Exact
    doubts: Exact
    deducted: Number
    unnamed: Exact
    lost: Number
    open_ended: Truth


@dataclass(frozen=True, slots=True)
class StaticRow:
    """A row of a builtin fact type that every project has, or may have; ``member`` says whether (null: may have)."""

    key: str
    member: Truth
    fields: Mapping[str, SqlValue]


class Stage(Protocol):
    """The table of projects that scoring is worked out in, one row each; columns are added step by step."""

    def value(self, node: Expr) -> SqlValue:
        """Return the value of an expression that is about the project as a whole."""
        ...

    def keep(self, values: Mapping[str, SqlValue]) -> Mapping[str, SqlValue]:
        """Add the values as columns of the table, and return them read from there; later steps stay small that way."""
        ...


Totals: TypeAlias = Mapping[str, RuleTotals]
"""By rule id; only rules in force."""
