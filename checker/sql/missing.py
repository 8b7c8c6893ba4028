"""Names, for an outcome that cannot be told, the fields its rule reads that are not given.

Knows nothing about who asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.expr.tree import Field, children
from checker.pack.builtin import FOUND_OUT
from checker.sql.steps import negated, text, when
from checker.sql.terms import bracketed
from checker.sql.translate import sql_value
from checker.sql.truths import known
from checker.sql.values import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.expr import Expr
    from checker.plan import Plan, PlannedRule
    from checker.sql.translate import Scope
    from checker.sql.values import Sql

BETWEEN: Final = "、"


def fields_read(rule: PlannedRule, plan: Plan) -> tuple[Field, ...]:
    """Return the given fields that decide a rule, in the order it asks for them; what is gathered is left out."""
    parts = (rule.subject.where, rule.applies, rule.when)
    found = {field: None for part in parts if part is not None for field in _given(part, plan)}
    return tuple(found)


def _given(node: Expr, plan: Plan) -> Iterator[Field]:
    """Yield the fields below ``node`` that people fill in, and instead of a derived one those it is worked out from."""
    if not isinstance(node, Field):
        for child in children(node):
            yield from _given(child, plan)
        return
    derived = plan.derived.get((node.record, node.name))
    if derived is None:
        yield from () if node.record in FOUND_OUT else (node,)
    elif node.variable == node.record:
        yield from _given(derived, plan)


def is_missing(fields: Iterable[Field], scope: Scope) -> dict[str, Truth]:
    """Return for each field, as ``type.field``, whether it is not given; left out when it always is."""
    found: dict[str, Truth] = {}
    for field in fields:
        there = known(sql_value(field, scope))
        if there.constant is not True:
            found[f"{field.record}.{field.name}"] = there
    return found


def listed(there: dict[str, Truth]) -> Sql:
    """Return the names of the fields that are not given, joined."""
    items: list[Sql] = []
    for name, truth in there.items():
        if truth.constant is False:
            items.append(text(name))
        else:
            items.append(when((negated(bracketed(truth.sql)), text(name))))
    return exp.Anonymous(this="CONCAT_WS", expressions=[text(BETWEEN), *items]) if items else text("")
