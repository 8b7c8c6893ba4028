"""Says how facts would lie if nothing were known of them but their kinds: to show the SQL of a pack without any data.

A run over a real portfolio looks at the data instead. Knows nothing about SQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.pack.builtin import BUILTIN, JUDGEMENT
from checker.sql.shapes import FieldShape, Shapes, TypeShape
from checker.values import Kind
from checker.values.calendar import FIRST_DAY, LAST_DAY, QUARTERS

if TYPE_CHECKING:
    from checker.plan import Plan

_MOST: Final = {
    Kind.MONEY: (2, 10**14),
    Kind.RATIO: (4, 10**6),
    Kind.COUNT: (0, 10**7),
    Kind.SCORE: (2, 10**5),
    Kind.NUMBER: (4, 10**11),
}
"""The decimals and the greatest whole number assumed of each kind: a trillion yuan, ten million of a count …"""
_JUDGED: Final = ("indicator", "point", "full")
"""What is there in every judgement."""
_YEARS: Final = (1, 9999)


def declared_shapes(plan: Plan) -> Shapes:
    """Return shapes in which every field may be missing and none is bounded."""
    types = {
        name: TypeShape(
            {
                field: _shape(spec.kind, name, field)
                for field, spec in record.fields.items()
                if (name, field) not in plan.derived and field not in {"lost", "share"} - _given(name)
            }
        )
        for name, record in plan.records.items()
        if name not in BUILTIN or name == JUDGEMENT.name
    }
    return Shapes(types)


def _given(record: str) -> frozenset[str]:
    """Return the fields that only judgements have worked out, for any other type."""
    return frozenset() if record == JUDGEMENT.name else frozenset({"lost", "share"})


def _shape(kind: Kind, record: str, field: str) -> FieldShape:
    nullable = record != JUDGEMENT.name or field not in _JUDGED
    if kind is Kind.DATE:
        return FieldShape(0, FIRST_DAY, LAST_DAY, nullable)
    if kind is Kind.QUARTER:
        return FieldShape(0, _YEARS[0] * QUARTERS, _YEARS[1] * QUARTERS + QUARTERS - 1, nullable)
    scale, most = _MOST.get(kind, (0, 0))
    return FieldShape(scale, -most, most, nullable)
