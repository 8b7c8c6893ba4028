"""Says which fields a plan reads, so that a fact nobody reads can be named and a missing one asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.expr import Expr, walk
from checker.expr.tree import Aggregate, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checker.plan.plan import Derivation, PlannedRule, ScorePlan

Target = tuple[str, str]


def fields_read(derivations: Sequence[Derivation], rules: Sequence[PlannedRule], score: ScorePlan) -> frozenset[Target]:
    """Return every ``(type, field)`` that a rule, an indicator or a derivation that is itself read reads."""
    read = {target for tree in _trees(rules, score) for target in reads(tree)}
    for derivation in reversed(derivations):
        if (derivation.record, derivation.field) in read:
            read.update(reads(derivation.value))
    return frozenset(read)


def reads(tree: Expr) -> Iterator[Target]:
    """Yield the ``(type, field)`` pairs a tree reads; ``(type, "")`` for a type that is only counted."""
    for node in walk(tree):
        if isinstance(node, Field):
            yield node.record, node.name
        elif isinstance(node, Aggregate):
            yield node.record, ""


def _trees(rules: Iterable[PlannedRule], score: ScorePlan) -> Iterator[Expr]:
    for rule in rules:
        yield rule.when
        yield from (tree for tree in (rule.applies, rule.deduct, rule.subject.where) if tree is not None)
        yield from (part for part in rule.message if not isinstance(part, str))
    for indicator in score.indicators:
        found = (indicator.score, indicator.measure, indicator.target_met)
        yield from (tree for tree in found if tree is not None)
        yield from (item.when for item in indicator.not_applicable)
        yield from (item.when for item in indicator.vetoes)
    yield from (cap.when for cap in score.caps)
    yield from (veto.when for veto in score.vetoes)
