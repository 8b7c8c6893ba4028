"""Explains outcomes: the condition as a tree with its values, the margins, and the smallest change that turns it.

Turns a decided project and a check's id into an ``Explanation``, or all its checks into theirs; knows nothing about how
they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import Env, Expr, children, evaluator
from checker.expr.tree import Aggregate, Comparator, Comparison, Constant, Field, Function, Parameter
from checker.messages import message, tr
from checker.plan.cases import Case, list_cases
from checker.source import UsageFault, did_you_mean
from checker.turning import Change, smallest_changes
from checker.values import UNKNOWN, Interval, Kind, MaybeAmount, Truth, Unknown, Value, show
from checker.values.amounts import subtract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.facts import FactSet
    from checker.plan import PlannedRule
    from checker.plan.tables import Tables
    from checker.result import CheckResult, RuleOutcome
    from checker.run import Checker


@dataclass(frozen=True, slots=True)
class Sides:
    """What a comparison of numbers compares: a value with a threshold, and how far the value is above it.

    The threshold is the side that reads no fact when only the left one does not, else the right one; ``comparator`` is
    written value first. Numbers are in the units of ``kind``, the margin between two dates in days and between two
    quarters in quarters; what cannot be told is ``UNKNOWN``.
    """

    comparator: Comparator
    value: MaybeAmount
    threshold: MaybeAmount
    margin: MaybeAmount
    kind: Kind
    unit: str
    value_text: str
    threshold_text: str


@dataclass(frozen=True, slots=True)
class Why:
    """One part of a condition: its text, its value, and the distance to the threshold when it is a comparison."""

    text: str
    value: str
    truth: Truth | None
    margin: str
    parts: tuple[Why, ...]
    sides: Sides | None = None

    @property
    def telling_parts(self) -> Iterator[Why]:
        """The parts, but for one that reads the same as the whole, as “missing” does, its own."""
        for part in self.parts:
            if part.text == self.text and part.truth is not None:
                yield from part.telling_parts
            else:
                yield part


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
    whys = _Whys(checker, checker.tables(facts))
    return tuple(_explain(outcome, checker, facts, result, whys) for outcome in found)


def explain_all(
    checker: Checker, facts: FactSet, result: CheckResult, turned: Iterable[RuleOutcome] = ()
) -> dict[str, Explanation]:
    """Return the explanation of every check by its id; the smallest changes are looked for only in those ``turned``.

    Looking for them decides the project again and again, about once for each fact a check reads.
    """
    whys = _Whys(checker, checker.tables(facts))
    wanted = {outcome.id for outcome in turned}
    return {
        outcome.id: _explain(outcome, checker, facts, result, whys)
        if outcome.id in wanted
        else Explanation(outcome, whys.conditions(outcome), ())
        for outcome in result.outcomes
    }


def conditions(checker: Checker, tables: Tables, outcome: RuleOutcome) -> tuple[tuple[str, Why], ...]:
    """Return the conditions that decided a check, each by the name of its part; nothing for a check without a case."""
    return _Whys(checker, tables).conditions(outcome)


def _explain(outcome: RuleOutcome, checker: Checker, facts: FactSet, result: CheckResult, whys: _Whys) -> Explanation:
    rule, conditions = checker.plan.rule(outcome.rule), whys.conditions(outcome)
    if rule is None or not conditions:
        return Explanation(outcome, (), ())
    return Explanation(outcome, conditions, smallest_changes(checker, facts, result, outcome, rule))


class _Whys:
    """The conditions of checks as trees; the cases of a rule are listed once."""

    def __init__(self, checker: Checker, tables: Tables) -> None:
        self._checker = checker
        self._tables = tables
        self._cases: dict[str, dict[str, Case]] = {}

    def conditions(self, outcome: RuleOutcome) -> tuple[tuple[str, Why], ...]:
        """Return what decided a check; nothing for one without a case."""
        rule = self._checker.plan.rule(outcome.rule)
        case = None if rule is None else self._of(rule).get(outcome.key)
        if rule is None or case is None:
            return ()
        writer = _Writer(self._checker, rule)
        parts = (("where", rule.subject.where), ("applies", rule.applies), ("when", rule.when))
        return tuple((name, writer.why(name, tree, case.env)) for name, tree in parts if tree is not None)

    def _of(self, rule: PlannedRule) -> dict[str, Case]:
        if rule.id not in self._cases:
            self._cases[rule.id] = {case.key: case for case in reversed(list_cases(rule.subject, self._tables))}
        return self._cases[rule.id]


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
        sides = _sides(tree, env, text) if isinstance(tree, Comparison) and tree.left.kind.ordered else None
        shown = show(value, tree.kind, _unit(tree))
        return Why(_written(tree, text), shown, _truth(tree, value), margin, parts, sides)

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
    return tree.unit if isinstance(tree, Field | Parameter) else ""


def _truth(tree: Expr, value: Value) -> Truth | None:
    if tree.kind is not Kind.TRUTH:
        return None
    return value if isinstance(value, bool | Unknown) else None


_FLIPPED: Final[dict[Comparator, Comparator]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def _sides(tree: Comparison, env: Env, text: str) -> Sides:
    value, threshold, comparator = tree.left, tree.right, tree.comparator
    if not _reads_facts(value) and _reads_facts(threshold):
        value, threshold, comparator = threshold, value, _FLIPPED[comparator]
    compared, limit = _amount(value, env), _amount(threshold, env)
    margin = UNKNOWN if isinstance(compared, Unknown) or isinstance(limit, Unknown) else subtract(compared, limit)
    kind, unit = value.kind, _unit(value) or _unit(threshold)
    return Sides(comparator, compared, limit, margin, kind, unit, _written(value, text), _written(threshold, text))


def _reads_facts(tree: Expr) -> bool:
    """Whether a side is more than constants and parameters; the fact that picks a parameter's date does not count."""
    if isinstance(tree, Field | Aggregate):
        return True
    return not isinstance(tree, Parameter) and any(map(_reads_facts, children(tree)))


def _amount(tree: Expr, env: Env) -> MaybeAmount:
    value = evaluator(tree)(env)
    return value if isinstance(value, Fraction | Interval) else UNKNOWN


def _margin(tree: Comparison, env: Env) -> str:
    """How far the left side is from the right; empty for what has no size."""
    if not tree.left.kind.ordered:
        return ""
    left, right = _amount(tree.left, env), _amount(tree.right, env)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return ""
    return show(subtract(left, right), *margin_unit(tree.left.kind))


def margin_unit(kind: Kind) -> tuple[Kind, str]:
    """Return the kind and the measure word of the distance between two values of a kind: that of dates is in days."""
    unit = {Kind.DATE: tr("天"), Kind.QUARTER: tr("个季度")}.get(kind, "")
    return (Kind.COUNT if unit else kind), unit
