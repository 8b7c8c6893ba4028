"""Turns typed expressions into values over the symbols of a project not known yet; mirrors the evaluator node by node.

What cannot be put to a solver is refused by name. Knows no rules, questions or solvers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from checker.expr.tree import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Comparison,
    Constant,
    Expr,
    Field,
    Function,
    Known,
    Not,
    Parameter,
)
from checker.messages import message
from checker.pack.builtin import SECOND_TIER
from checker.prove import formulas as f
from checker.prove import numbers
from checker.prove.aggregates import Member, gathered
from checker.prove.functions import FUNCTIONS
from checker.prove.open_values import anything, is_simple, keep_in_range
from checker.prove.parameters import parameter_value
from checker.prove.ranges import range_of
from checker.prove.refusal import Refusal
from checker.prove.values import (
    NO,
    NUMBER_UNKNOWN,
    OPEN,
    TEXT_UNKNOWN,
    YES,
    Num,
    Tru,
    Txt,
    Val,
    chosen,
    compare,
    conjunction,
    disjunction,
    exactly,
    known_where,
    negation,
    truth_of,
)
from checker.prove.world import Row, World
from checker.values import Kind, Unknown, Value

if TYPE_CHECKING:
    from checker.plan import Plan

Frame = Mapping[str, Row]
"""Which fact each variable stands for."""
Window = tuple[Fraction, Fraction | None]
"""The first day of a stretch and the first day after it; None where it does not end."""
Rows = Callable[["Translator", "Expr | None"], list[Row]]
"""Gives the facts of a type that the checker works out, those at least that can satisfy a condition on them."""


def unknown_of(kind: Kind) -> Val:
    """Return the unknown value of a kind."""
    if kind is Kind.TRUTH:
        return OPEN
    return TEXT_UNKNOWN if kind in {Kind.TEXT, Kind.CHOICE} else NUMBER_UNKNOWN


@dataclass(slots=True)
class Translator:
    """Translates the expressions of one plan over one world.

    ``loose``: what is gathered may come to anything, which is more than it can; what cannot be even then never can.
    ``alike`` says that the fields of this plan are worked out as in the other one over the same world. ``granted``
    parameters have their first value from ever on. ``instead`` puts other symbols in the place of some fields, to
    compare a project with one that differs in them, and ``put`` others in the place of expressions. A parameter
    that has a window is known only within it.
    """

    plan: Plan
    world: World
    loose: bool = False
    worked_out: Mapping[str, Rows] = field(default_factory=dict)
    instead: Mapping[tuple[str, int, str], Any] = field(default_factory=dict)
    alike: bool = False
    granted: frozenset[str] = frozenset()
    windows: Mapping[str, Window] = field(default_factory=dict)
    put: Mapping[Expr, Val] = field(default_factory=dict)
    _known: dict[tuple[Expr, tuple[tuple[str, str, int], ...]], Val] = field(default_factory=dict)
    _cells: dict[tuple[str, int, str], Val] = field(default_factory=dict)

    def truth(self, node: Expr | None, frame: Frame) -> Tru:
        """Return a condition; one that is not written holds."""
        found = YES if node is None else self.value(node, frame)
        if not isinstance(found, Tru):
            raise TypeError("not a truth")
        return found

    def number(self, node: Expr, frame: Frame) -> Num:
        """Return a number."""
        found = self.value(node, frame)
        if not isinstance(found, Num):
            raise TypeError("not a number")
        return found

    def value(self, node: Expr, frame: Frame) -> Val:
        """Return the value of an expression; raises ``Refusal`` for what cannot be put to a solver."""
        if isinstance(node, Constant):
            return self.settled(node.value, node.kind)
        if self.put and node in self.put:
            return self.put[node]
        key = (node, tuple((name, row.record, row.index) for name, row in frame.items()))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _TRANSLATORS[type(node)](self, node, frame)
        return found

    def settled(self, value: Value, kind: Kind) -> Val:
        """Return a value that is written in the rules."""
        if isinstance(value, Unknown):
            return unknown_of(kind)
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, str):
            return Txt(self.world.code(value))
        if not isinstance(value, Fraction):
            raise Refusal(message("规则里的范围值"))
        self.world.mark(kind, value)
        return exactly(value)

    def cell(self, row: Row, name: str, kind: Kind) -> Val:
        """Return a field of a fact: worked out where it can be, else as it is given."""
        if row.made is not None:
            return row.made.get(name) or unknown_of(kind)
        cell = (row.record, row.index, name)
        if cell not in self._cells:
            self._cells[cell] = self._cell(row, name)
        return self._cells[cell]

    def _cell(self, row: Row, name: str) -> Val:
        if (row.record, row.index, name) in self.instead:
            return exactly(self.instead[row.record, row.index, name])
        symbol = self.world.symbol(row.record, row.index, name)
        given = symbol.val()
        derivation = self.plan.derived.get((row.record, name))
        if derivation is None:
            return given
        derived = known_where(self.value(derivation, self.bound(row.record, row)), row.exists)
        if isinstance(derived, Num) and isinstance(given, Num):
            self._agree(derived, given)
            keep_in_range(self.world, range_of(self.plan, derivation), derived)
            if derived.exact and not isinstance(derived.low, Fraction) and is_simple(derivation):
                self.world.simple.append((derivation.kind, derived.low))
            low = f.pick(derived.known, derived.low, given.low)
            high = low if derived.exact else f.pick(derived.known, derived.high, given.low)
            return Num(low, high, f.either(derived.known, given.known))
        return _first_known(derived, given)

    def _agree(self, derived: Num, given: Num) -> None:
        """What is given of a field that can be worked out is what comes out, so it says nothing new."""
        self.world.hold(f.implies(f.both(given.known, derived.known), f.equal(derived.low, given.low)))
        if not derived.exact:
            self.world.hold(f.implies(f.both(given.known, derived.known), f.equal(derived.high, given.low)))

    def anything(self, node: Aggregate, frame: Frame) -> Val:
        """Return what facts gathered may come to: the same for the same aggregate, in an ``alike`` plan too."""
        owner = None if self.alike and node.record not in SECOND_TIER else id(self)
        key = (owner, node, tuple((row.record, row.index) for row in frame.values()))
        if key not in self.world.anything:
            self.world.anything[key] = anything(self.world, node)
        return self.world.anything[key]

    def bound(self, variable: str, row: Row, frame: Frame | None = None) -> Frame:
        """Return a frame with one more variable."""
        return {**(frame or {}), variable: row}

    def row_of(self, node: Field, frame: Frame) -> Row:
        """Return the fact a field is of: what its variable stands for, else the only one of its type."""
        found = frame.get(node.variable)
        return self.world.row(node.record, 0) if found is None else found


def _first_known(derived: Val, given: Val) -> Val:
    if isinstance(derived, Txt) and isinstance(given, Txt):
        code = f.pick(derived.known, derived.code, given.code)
        return Txt(code, f.either(derived.known, given.known))
    if isinstance(derived, Tru) and isinstance(given, Tru):
        unsettled = f.opposite(derived.known)
        return Tru(f.either(derived.yes, f.both(unsettled, given.yes)),
                   f.either(derived.no, f.both(unsettled, given.no)))  # fmt: skip
    raise TypeError("values of two sorts")


def _field(t: Translator, node: Field, frame: Frame) -> Val:
    return t.cell(t.row_of(node, frame), node.name, node.kind)


def _parameter(t: Translator, node: Parameter, frame: Frame) -> Val:
    for version in node.versions:
        t.world.mark(Kind.DATE, Fraction(version.since))
    return parameter_value(t, node, frame)


def _arithmetic(t: Translator, node: Arithmetic, frame: Frame) -> Val:
    left, right = t.number(node.left, frame), t.number(node.right, frame)
    if node.sign == "/":
        return numbers.divide(t.world, left, right)
    return {"+": numbers.add, "-": numbers.subtract, "*": numbers.multiply}[node.sign](left, right)


def _comparison(t: Translator, node: Comparison, frame: Frame) -> Val:
    return compare(node.comparator, t.value(node.left, frame), t.value(node.right, frame))


def _all_of(t: Translator, node: AllOf, frame: Frame) -> Val:
    return conjunction([t.truth(item, frame) for item in node.items])


def _any_of(t: Translator, node: AnyOf, frame: Frame) -> Val:
    return disjunction([t.truth(item, frame) for item in node.items])


def _not(t: Translator, node: Not, frame: Frame) -> Val:
    return negation(t.truth(node.item, frame))


def _is_known(t: Translator, node: Known, frame: Frame) -> Val:
    return truth_of(t.value(node.item, frame).known)


def _choose(t: Translator, node: Choose, frame: Frame) -> Val:
    return chosen(t.truth(node.condition, frame), t.value(node.then, frame), t.value(node.otherwise, frame))


def _function(t: Translator, node: Function, frame: Frame) -> Val:
    apply = FUNCTIONS.get(node.name)
    if apply is None:
        raise Refusal(message("函数 {name}", name=node.name))
    return apply(t.world, [t.number(argument, frame) for argument in node.arguments])


def _aggregate(t: Translator, node: Aggregate, frame: Frame) -> Val:
    if t.loose:
        return t.anything(node, frame)
    reported: f.Cond = True
    if node.record in t.worked_out:
        rows = t.worked_out[node.record](t, node.where)
    else:
        reported, rows = t.world.is_reported(node.record), t.world.table(node.record)
    members = []
    for row in rows:
        inner = t.bound(node.variable, row, frame)
        included = conjunction([row.there, t.truth(node.where, inner)])
        if included.no is True:
            continue
        body = YES if node.body is None else t.value(node.body, inner)
        members.append(Member(included, body, row.several))
    return gathered(node.name, members, reported, unknown_of(node.kind))


_TRANSLATORS: Final[dict[type[Any], Callable[[Translator, Any, Frame], Val]]] = {
    Field: _field,
    Parameter: _parameter,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    AllOf: _all_of,
    AnyOf: _any_of,
    Not: _not,
    Known: _is_known,
    Choose: _choose,
    Function: _function,
    Aggregate: _aggregate,
}
"""One per node class but constants; a test holds it to cover them all."""
