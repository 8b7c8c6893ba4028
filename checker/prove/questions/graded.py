"""Tells whether two rules grade one thing, and by which field; asks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.expr import children, walk
from checker.expr.tree import Comparison, Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.plan import PlannedRule


def graded(a: PlannedRule, b: PlannedRule) -> list[Field]:
    """Return the fields by which two rules grade one thing, such as how late a payment is; none when they do not."""
    return _compared(a, b) if _are_tiers(a, b) else []


def _are_tiers(a: PlannedRule, b: PlannedRule) -> bool:
    same_problem = a.problem is not None and a.problem == b.problem
    both_deduct = a.deduct is not None and b.deduct is not None and a.indicator == b.indicator
    same_subject = a.subject.types == b.subject.types and len(a.subject.types) == 1
    return same_subject and a.concerns == b.concerns == "project" and (same_problem or both_deduct)


def _compared(a: PlannedRule, b: PlannedRule) -> list[Field]:
    """Return the fields with an order that both rules hold against something: the less a field moves, the later."""
    record = a.subject.types[0]
    fields = [part for node in walk(a.when) if isinstance(node, Comparison) for part in _sides(node)]
    found = {part.name: part for part in fields if part.record == record and part.kind.ordered}
    other = {part.name for node in walk(b.when) if isinstance(node, Comparison) for part in _sides(node)}
    return [field for name, field in found.items() if name in other]


def _sides(node: Comparison) -> Iterator[Field]:
    """Yield a field that stands alone on one side of a comparison."""
    return (part for part in children(node) if isinstance(part, Field))
