"""Explains one outcome: the condition as a tree with its values, the margins, and the smallest change that turns it.

Turns a decided project and a check's id into an ``Explanation``; knows nothing about how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.expr import Env, Expr, children, evaluator
from checker.expr.tree import Aggregate, Comparison, Constant, Field, Function, Parameter
from checker.messages import message, tr
from checker.plan.cases import list_cases
from checker.source import UsageFault, did_you_mean
from checker.turning import Change, smallest_changes
from checker.values import Interval, Kind, Truth, Unknown, Value, show
from checker.values.amounts import subtract

if TYPE_CHECKING:
    from checker.facts import FactSet
    from checker.plan import PlannedRule
    from checker.plan.tables import Tables
    from checker.result import CheckResult, RuleOutcome
    from checker.run import Checker


@dataclass(frozen=True, slots=True)
class Why:
    """One part of a condition: its text, its value, and the distance to the threshold when it is a comparison."""

    text: str
    value: str
    truth: Truth | None
    margin: str
    parts: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a check came to its outcome; ``changes`` are the smallest changes of one fact that would turn it."""

    outcome: RuleOutcome
    conditions: tuple[tuple[str, Why], ...]
    changes: tuple[Change, ...]


def explain(checker: Checker, facts: FactSet, result: CheckResult, wanted: str) -> tuple[Explanation, ...]:
    """Return the explanations of the checks with this id: a rule (all its cases) or ``rule[key]``.

    Raises ``UsageFault`` when no check has it.
    """
    found = [outcome for outcome in result.outcomes if wanted in {outcome.id, outcome.rule}]
    if not found:
        names = [name for outcome in result.outcomes for name in (outcome.id, outcome.rule)]
        if wanted in {note.id for note in result.review_notes}:
            raise UsageFault(message("“{id}”是对整个评价的复核提示，它的文字就是说明", id=wanted))
        hint = did_you_mean(wanted, names)
        raise UsageFault(message("没有编号为“{id}”的检查。{hint}", id=wanted, hint=hint or ""))
    tables = checker.tables(facts)
    return tuple(_explain(outcome, checker, facts, result, tables) for outcome in found)


def _explain(
    outcome: RuleOutcome, checker: Checker, facts: FactSet, result: CheckResult, tables: Tables
) -> Explanation:
    rule = checker.plan.rule(outcome.rule)
    if rule is None:
        return Explanation(outcome, (), ())
    case = next((case for case in list_cases(rule.subject, tables) if case.key == outcome.key), None)
    if case is None:
        return Explanation(outcome, (), ())
    writer = _Writer(checker, rule)
    parts = (("where", rule.subject.where), ("applies", rule.applies), ("when", rule.when))
    conditions = tuple((name, writer.why(name, tree, case.env)) for name, tree in parts if tree is not None)
    changes = smallest_changes(checker, facts, result, outcome, rule)
    return Explanation(outcome, conditions, changes)


class _Writer:
    """Writes conditions with their values, as they stand in the rule file."""

    def __init__(self, checker: Checker, rule: PlannedRule) -> None:
        self._plan = checker.plan
        self._model = checker.plan.pack.rules[rule.id].model

    def why(self, name: str, tree: Expr, env: Env) -> Why:
        """Return the tree of one condition of the rule."""
        return self._why(tree, env, getattr(self._model, name) or "")

    def _why(self, tree: Expr, env: Env, text: str) -> Why:
        value = evaluator(tree)(env)
        parts = tuple(self._parts(tree, env, text))
        margin = _margin(tree, env) if isinstance(tree, Comparison) else ""
        return Why(_written(tree, text), show(value, tree.kind, _unit(tree)), _truth(tree, value), margin, parts)

    def _parts(self, tree: Expr, env: Env, text: str) -> Iterator[Why]:
        if isinstance(tree, Field):
            yield from self._derived(tree, env)
        elif not isinstance(tree, Aggregate | Constant | Parameter):
            for part in children(tree):
                if not isinstance(part, Constant):
                    yield self._why(part, env, text)

    def _derived(self, tree: Field, env: Env) -> Iterator[Why]:
        row = env.rows.get(tree.variable)
        for derivation in self._plan.derivations:
            if (derivation.record, derivation.field) == (tree.record, tree.name) and row is not None:
                text = self._plan.fields[tree.record][tree.name].derive or ""
                yield self._why(derivation.value, env.bind(tree.record, row), text)


def _written(tree: Expr, text: str) -> str:
    shown = text[tree.span.start : tree.span.end].strip()
    return shown or (tree.name if isinstance(tree, Function | Field) else "")


def _unit(tree: Expr) -> str:
    return tree.unit if isinstance(tree, Field) else ""


def _truth(tree: Expr, value: Value) -> Truth | None:
    if tree.kind is not Kind.TRUTH:
        return None
    return value if isinstance(value, bool | Unknown) else None


def _margin(tree: Comparison, env: Env) -> str:
    """How far the left side is from the right; empty for what has no size."""
    if not tree.left.kind.ordered:
        return ""
    left, right = evaluator(tree.left)(env), evaluator(tree.right)(env)
    if not isinstance(left, Fraction | Interval) or not isinstance(right, Fraction | Interval):
        return ""
    kind = Kind.COUNT if tree.left.kind in {Kind.DATE, Kind.QUARTER} else tree.left.kind
    unit = {Kind.DATE: tr("天"), Kind.QUARTER: tr("个季度")}.get(tree.left.kind, "")
    return show(subtract(left, right), kind, unit)
