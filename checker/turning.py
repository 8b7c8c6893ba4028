"""Finds the smallest change of one fact that would turn a check, and the points it would give back.

A margin is followed to where it is zero; the values next to that point, in steps of the fact's own last digit, are then
tried out on the whole check, so that what is told has been decided, not guessed. A value that the vocabulary does not
allow, or that contradicts another given field, is no change. Knows nothing about how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import Env, Expr, children, evaluator, walk
from checker.expr.tree import Comparison, Field
from checker.plan.cases import Case, list_cases
from checker.plan.plan import Tier
from checker.plan.tables import Tables, build_tables
from checker.result import CheckResult, Outcome, RuleOutcome
from checker.source import Problems
from checker.values import Interval, Kind, Value, ends, show
from checker.values.amounts import subtract

if TYPE_CHECKING:
    from checker.facts import Fact, FactSet, FieldValue
    from checker.plan import PlannedRule
    from checker.run import Checker

_TURNED: Final = {Outcome.FAIL: Outcome.PASS, Outcome.PASS: Outcome.FAIL}
_MOST_STEPS: Final = 10**6
_MOST_JUMPS: Final = 20
"""How often a margin that is not straight is followed further; each jump about doubles the digits that are right."""
_STEPS: Final = {Kind.RATIO: Fraction(1, 10000), Kind.MONEY: Fraction(1), Kind.SCORE: Fraction(1, 100)}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact changed just so far that the check turns; ``gain`` is what the total then changes by, if exact."""

    type: str
    key: str
    field: str
    label: str
    before: str
    after: str
    outcome: Outcome
    gain: Fraction | None


def smallest_changes(
    checker: Checker, facts: FactSet, result: CheckResult, outcome: RuleOutcome, rule: PlannedRule
) -> tuple[Change, ...]:
    """Return the smallest change of each single fact that turns the outcome of ``rule`` for one case.

    Only rules on facts that found something or passed can be turned by a fact.
    """
    wanted = _TURNED.get(outcome.outcome)
    if wanted is None or rule.tier is not Tier.FACTS:
        return ()
    search = _Search(checker, facts, rule, outcome.key, wanted)
    changes = []
    for fact, name in search.fields():
        value = search.smallest(fact, name)
        if value is None:
            continue
        spec = checker.plan.records[fact.type].fields[name]
        given = fact.fields[name]
        changed = checker.check(with_value(facts, fact, name, value))
        changes.append(
            Change(
                fact.type, fact.key, name, spec.label, show(given.value, spec.kind, spec.unit),
                show(value, spec.kind, spec.unit), wanted, _gain(result, changed),
            )
        )  # fmt: skip
    return tuple(changes)


def with_value(facts: FactSet, fact: Fact, field: str, value: Value) -> FactSet:
    """Return ``facts`` with one field of one fact changed."""
    given = replace(fact.fields[field], value=value, step=None)
    changed = replace(fact, fields={**fact.fields, field: given})
    of_type = tuple(changed if other is fact else other for other in facts.facts[fact.type])
    return replace(facts, facts={**facts.facts, fact.type: of_type})


def _gain(before: CheckResult, after: CheckResult) -> Fraction | None:
    if isinstance(before.score, Fraction) and isinstance(after.score, Fraction):
        return after.score - before.score
    return None


@dataclass(frozen=True, slots=True)
class _Search:
    checker: Checker
    facts: FactSet
    rule: PlannedRule
    key: str
    wanted: Outcome

    def fields(self) -> Iterator[tuple[Fact, str]]:
        """Yield the given fields that decide the check, those behind derived fields included, keys left out."""
        case = self._case(self.facts)
        if case is None:
            return
        seen = set()
        for tree in self._conditions():
            for node, env in self._leaves(tree, case.env):
                fact = _fact_of(node, env, case, self._tables(self.facts))
                keys = self.checker.plan.keys.get(node.record, ())
                if fact is None or node.name not in fact.fields or node.name in keys:
                    continue
                if (fact.type, fact.key, node.name) not in seen:
                    seen.add((fact.type, fact.key, node.name))
                    yield fact, node.name

    def smallest(self, fact: Fact, name: str) -> Value | None:
        """Return the value nearest to the given one that turns the check, or None."""
        spec = self.checker.plan.records[fact.type].fields[name]
        given = fact.fields[name]
        if spec.kind is Kind.TRUTH:
            candidates: list[Value] = [not given.value] if isinstance(given.value, bool) else []
        elif spec.kind is Kind.CHOICE:
            candidates = [choice for choice in spec.choices if choice != given.value]
        elif isinstance(given.value, Fraction | Interval):
            near = set(self._near_zero(fact, name, given))
            candidates = [*sorted(near, key=lambda number: _distance(given.value, number))]
        else:
            candidates = []
        return next((value for value in candidates if self._turns(fact, name, value)), None)

    def _conditions(self) -> list[Expr]:
        return [tree for tree in (self.rule.applies, self.rule.when) if tree is not None]

    def _leaves(self, tree: Expr, env: Env) -> Iterator[tuple[Field, Env]]:
        if isinstance(tree, Field):
            yield tree, env
            row = env.rows.get(tree.variable)
            for derivation in self.checker.plan.derivations:
                if (derivation.record, derivation.field) == (tree.record, tree.name) and row is not None:
                    yield from self._leaves(derivation.value, env.bind(tree.record, row))
        for part in children(tree):
            yield from self._leaves(part, env)

    def _tables(self, facts: FactSet, problems: Problems | None = None) -> Tables:
        return build_tables(self.checker.plan, facts, Problems() if problems is None else problems)

    def _case(self, facts: FactSet, problems: Problems | None = None) -> Case | None:
        cases = list_cases(self.rule.subject, self._tables(facts, problems))
        return next((case for case in cases if case.key == self.key), None)

    def _turns(self, fact: Fact, name: str, value: Value) -> bool:
        problems = Problems()
        case = self._case(with_value(self.facts, fact, name, value), problems)
        if case is None or problems.errors or not self._allowed(fact, name, value):
            return False
        values = [evaluator(tree)(case.env) for tree in self._conditions()]
        return values[-1] is (self.wanted is Outcome.FAIL) and all(other is True for other in values[:-1])

    def _allowed(self, fact: Fact, name: str, value: Value) -> bool:
        rule = self.checker.vocabulary.types[fact.type].fields[name]
        return not isinstance(value, Fraction) or (
            (rule.low is None or rule.low <= value) and (rule.high is None or value <= rule.high)
        )

    def _near_zero(self, fact: Fact, name: str, given: FieldValue) -> Iterator[Fraction]:
        """Yield the steps beside each point at which a margin of the condition becomes zero."""
        kind = self.checker.plan.records[fact.type].fields[name].kind
        step = given.step or _STEPS.get(kind, Fraction(1))
        span = ends(given.value) if isinstance(given.value, Fraction | Interval) else Interval(None, None)
        start = span.low if span.low is not None else span.high
        if start is None:
            return
        for index in range(len(self._margins(fact, name, start))):
            value, jump = start, 0
            for _ in range(_MOST_JUMPS):
                jump = self._jump(fact, name, index, value, step)
                value += jump * step
                if abs(jump) <= 1 or abs(value - start) > _MOST_STEPS * step:
                    break
            if abs(value - start) <= _MOST_STEPS * step:
                yield from (value + extra * step for extra in (-2, -1, 0, 1, 2))

    def _jump(self, fact: Fact, name: str, index: int, value: Fraction, step: Fraction) -> int:
        """Return how many whole steps from ``value`` a margin would be zero if it were straight."""
        at, beside = (self._margins(fact, name, near)[index:] for near in (value, value + step))
        if not at or not beside or at[0] is None or beside[0] is None or at[0] == beside[0]:
            return 0
        steps = at[0] / (at[0] - beside[0])
        return steps.numerator // steps.denominator

    def _margins(self, fact: Fact, name: str, value: Fraction) -> list[Fraction | None]:
        case = self._case(with_value(self.facts, fact, name, value))
        if case is None:
            return []
        found: list[Fraction | None] = []
        for tree in self._conditions():
            for node in walk(tree):
                if isinstance(node, Comparison) and node.left.kind.ordered:
                    left, right = evaluator(node.left)(case.env), evaluator(node.right)(case.env)
                    known = isinstance(left, Fraction | Interval) and isinstance(right, Fraction | Interval)
                    margin = subtract(left, right) if known else None  # type: ignore[arg-type]
                    found.append(margin if isinstance(margin, Fraction) else None)
        return found


def _distance(given: Value, value: Fraction) -> Fraction:
    """How far ``value`` lies from the given number, or from its nearer end."""
    span = ends(given) if isinstance(given, Fraction | Interval) else Interval(value, value)
    if span.low is not None and value < span.low:
        return span.low - value
    return value - span.high if span.high is not None and value > span.high else Fraction(0)


def _fact_of(node: Field, env: Env, case: Case, tables: Tables) -> Fact | None:
    table = tables.by_type.get(node.record)
    row = env.rows.get(node.variable)
    if table is None or row is None:
        return None
    keys = [key for known, key in zip(table.rows, table.keys, strict=True) if dict(known) == dict(row)]
    facts = [fact for fact in table.facts if fact is not None and fact.key in keys]
    return facts[0] if facts else next((fact for fact in case.facts if fact.type == node.record), None)
