"""Rewrites deductions so that they count by indicator, not rule by rule: a finding that people add counts as well.

Turns the scoring expression of an indicator into one that means the same; knows nothing about formulas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from checker.expr.tree import Aggregate, AllOf, Arithmetic, Choose, Comparison, Constant, Expr, Field, Function, Known
from checker.values import Kind

if TYPE_CHECKING:
    from checker.plan import Plan, PlannedIndicator

_RECORD = "finding"


def by_indicator(leaf: PlannedIndicator, plan: Plan) -> Expr | None:
    """Return how a leaf is scored, with its findings summed by the indicator they are about.

    Rules with a cap of their own are still summed by themselves.
    """
    if leaf.score is None or leaf.method != "deductions":
        return leaf.score
    capped = [rule.id for rule in plan.rules if rule.indicator == leaf.id and rule.deduct_cap is not None]
    return _rewritten(leaf.score, leaf, capped)


def _rewritten(node: Expr, leaf: PlannedIndicator, capped: Collection[str]) -> Expr:
    match node:
        case Arithmetic(sign="-", left=Constant(value=leaf.weight), right=total):
            return replace(node, right=_total(total, leaf, capped))
        case Function():
            return replace(node, arguments=tuple(_rewritten(item, leaf, capped) for item in node.arguments))
        case Choose():
            then, otherwise = (_rewritten(item, leaf, capped) for item in (node.then, node.otherwise))
            return replace(node, then=then, otherwise=otherwise)
    return node


def _total(node: Expr, leaf: PlannedIndicator, capped: Collection[str]) -> Expr:
    terms = list(_terms(node))
    rules = [_rule(term) for term in terms]
    if None not in rules:
        own = [term for rule, term in zip(rules, terms, strict=True) if rule in capped]
        found = _of_indicator(leaf.id, [rule for rule in rules if rule in capped and rule])
        for term in own:
            found = Arithmetic("+", found, term, Kind.SCORE)
        return found
    limited = _limited(node)  # all of them capped together
    if limited is None:
        return node
    inner = _total(limited, leaf, capped)
    then = _with_inner(node.then, inner) if isinstance(node, Choose) else node
    return replace(node, condition=Known(then), then=then) if isinstance(node, Choose) else node


def _terms(node: Expr) -> Iterator[Expr]:
    if isinstance(node, Arithmetic) and node.sign == "+":
        yield from _terms(node.left)
        yield node.right
    elif not (isinstance(node, Constant) and node.value == 0):
        yield node


def _rule(term: Expr) -> str | None:
    """Return the rule whose findings a term sums, capped or not; None for anything else."""
    inner = _limited(term)
    if inner is not None:
        term = inner
    match term:
        case Aggregate(record="finding", where=Comparison(right=Constant(value=str() as rule))):
            return rule
    return None


def _limited(node: Expr) -> Expr | None:
    """Return what is capped in “at most the cap, at least nothing, anything between when unknown”."""
    match node:
        case Choose(condition=Known(), then=Function(arguments=(_, Function(arguments=(_, inner))))):
            return inner
    return None


def _with_inner(node: Expr, inner: Expr) -> Expr:
    match node:
        case Function(arguments=(cap, Function(arguments=(least, _)) as kept)):
            return replace(node, arguments=(cap, replace(kept, arguments=(least, inner))))
    return node


def _of_indicator(indicator: str, without: Collection[str]) -> Expr:
    def field(name: str) -> Field:
        return Field(_RECORD, _RECORD, name, Kind.TEXT)

    conditions = (
        Comparison("=", field("indicator"), Constant(indicator, Kind.TEXT)),
        *(Comparison("!=", field("rule"), Constant(rule, Kind.TEXT)) for rule in without),
    )
    body = Field(_RECORD, _RECORD, "deduction", Kind.SCORE)
    return Aggregate("sum", _RECORD, _RECORD, body, AllOf(conditions), Kind.SCORE)
