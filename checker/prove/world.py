"""A project not known yet: a symbol for each fact that is read, made when it is first asked for, and what holds of it.

Turns fields into symbols with the limits the vocabulary sets; knows no expressions and asks no solver.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import z3

from checker.facts.shapes import EVALUATION_KINDS
from checker.pack.builtin import BUILTIN
from checker.prove.calendar import in_window
from checker.prove.formulas import (
    Cond,
    any_of,
    at_most,
    both,
    equal,
    formula,
    implies,
    opposite,
    real_symbol,
    truth_symbol,
    whole_symbol,
)
from checker.prove.ranges import range_of_field
from checker.prove.values import Num, Tru, Txt, Val
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checker.expr import FieldSpec
    from checker.plan import Plan

Cell: TypeAlias = tuple[str, int, str]
"""The type of a fact, which one of its type it is, and the field."""
EVALUATION: Final = "evaluation"


class Made:
    """The fields of a fact that the checker works out itself, each when it is first read."""

    def __init__(self, makers: Mapping[str, Callable[[], Val]]) -> None:
        self._makers = makers
        self._made: dict[str, Val] = {}

    def get(self, name: str) -> Val | None:
        """Return a field, or None when the fact has none such."""
        if name not in self._makers:
            return None
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact that may be there; ``made`` holds what is worked out rather than given.

    ``there`` says where it surely is and where it surely is not; ``several`` where it stands for any number of facts.
    """

    record: str
    index: int
    exists: Cond
    made: Made | None = None
    may: Cond | None = None
    several: Cond = False

    @property
    def there(self) -> Tru:
        """Whether it is there."""
        return Tru(self.exists, opposite(self.exists if self.may is None else self.may))


@dataclass(frozen=True, slots=True)
class Symbol:
    """What one field of one fact may be: its value, whether it is given, and the field it belongs to."""

    value: Any
    given: Cond
    spec: FieldSpec

    def val(self) -> Val:
        """Return it as a value that is known where it is given."""
        if self.spec.kind is Kind.TRUTH:
            return Tru(both(self.given, self.value), both(self.given, opposite(self.value)))
        if self.spec.kind in {Kind.TEXT, Kind.CHOICE}:
            return Txt(self.value, self.given)
        return Num(self.value, self.value, self.given)


@dataclass(slots=True)
class World:
    """The symbols of one project.

    ``complete``: every field is given but those in ``optional``, of which something asks whether they are. ``most`` is
    how many facts of a type there are at most where facts are gathered. ``also`` is another plan whose limits hold as
    well, for projects that two versions of a pack accept. ``judged`` names the indicator and 要点 of each judgement,
    where these are those of a whole project. For examples ``landmarks`` collects the numbers the rules speak of, by
    kind, ``simple`` the derived fields that are sums and differences, ``liked`` what to try first, and ``watched``
    further values they are to tell.
    """

    plan: Plan
    complete: bool = True
    optional: frozenset[tuple[str, str]] = frozenset()
    most: int = 2
    also: Plan | None = None
    as_of: Any = field(default_factory=lambda: whole_symbol("as_of"))
    constraints: list[z3.BoolRef] = field(default_factory=list)
    symbols: dict[Cell, Symbol] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    reported: dict[str, Cond] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    landmarks: dict[Kind, set[Fraction]] = field(default_factory=dict)
    gathered: set[str] = field(default_factory=set)
    watched: list[tuple[Kind, Any]] = field(default_factory=list)
    liked: dict[Cell, Fraction] = field(default_factory=dict)
    simple: list[tuple[Kind, Any]] = field(default_factory=list)
    anything: dict[object, Val] = field(default_factory=dict)
    judged: dict[int, tuple[str, str]] = field(default_factory=dict)
    _made: int = 0

    def __post_init__(self) -> None:
        self.hold(in_window(self.as_of, quarters=False))

    def hold(self, condition: Cond) -> None:
        """Take for granted that a condition holds."""
        if condition is not True:
            self.constraints.append(formula(condition))

    def premises(self) -> list[z3.BoolRef]:
        """Return all that holds of the project."""
        return [*self.constraints, whole_symbol(_WORDS) == len(self.words)]

    def _name(self, sort: str) -> str:
        self._made += 1
        return f"{sort}!{self._made}"

    def fresh_whole(self) -> Any:
        """Return a whole number nothing is known of."""
        return whole_symbol(self._name("whole"))

    def fresh_number(self) -> Any:
        """Return a number nothing is known of."""
        return real_symbol(self._name("number"))

    def fresh_truth(self) -> z3.BoolRef:
        """Return a condition nothing is known of."""
        return truth_symbol(self._name("truth"))

    def code(self, word: str) -> Fraction:
        """Return the number of a word of the rules."""
        return Fraction(self.words.setdefault(word, -1 - len(self.words)))

    def mark(self, kind: Kind, value: object) -> None:
        """Remember a number the rules speak of."""
        if isinstance(value, Fraction):
            self.landmarks.setdefault(kind, set()).add(value)

    def row(self, record: str, index: int) -> Row:
        """Return a fact of a type; those before it are there when it is."""
        found = self.rows.setdefault(record, [])
        while len(found) <= index:
            number = len(found)
            exists: Cond = True if record == EVALUATION else truth_symbol(f"{record}[{number}]")
            if found and not (record == "judgement" and self.judged):
                self.hold(implies(exists, found[-1].exists))
            self.hold(implies(exists, self.is_reported(record)))
            found.append(Row(record, number, exists))
            for key in self.plan.keys.get(record, ()):
                self.symbol(record, number, key)
            self._keep_apart(record, number)
        return found[index]

    def table(self, record: str) -> list[Row]:
        """Return all the facts of a type there may be."""
        self.gathered.add(record)
        single = self.plan.records[record].single
        self.row(record, 0 if single else max(self.most, 1) - 1)
        if single:
            self.hold(implies(self.is_reported(record), self.rows[record][0].exists))
        return self.rows[record]

    def is_reported(self, record: str) -> Cond:
        """Return whether anybody reported on a type."""
        if record == EVALUATION:
            return True
        return self.reported.setdefault(record, truth_symbol(f"{record}?"))

    def _keep_apart(self, record: str, number: int) -> None:
        """Facts of one type differ in their key."""
        keys = self.plan.keys.get(record, ())
        for other in range(number if keys else 0):
            one, two = self.rows[record][other], self.rows[record][number]
            pairs = [(self.symbol(record, other, key), self.symbol(record, number, key)) for key in keys]
            differ = any_of(a.value != b.value for a, b in pairs)
            self.hold(implies(both(one.exists, two.exists), differ))

    def symbol(self, record: str, index: int, name: str) -> Symbol:
        """Return the symbol of a field."""
        cell = (record, index, name)
        found = self.symbols.get(cell)
        if found is None:
            found = self.symbols[cell] = self._new_symbol(cell)
        return found

    def _new_symbol(self, cell: Cell) -> Symbol:
        record, index, name = cell
        spec = self._spec(record, name)
        title = f"{record}[{index}].{name}"
        if cell == (EVALUATION, 0, "as_of"):
            return Symbol(self.as_of, given=True, spec=spec)
        given: Cond = truth_symbol(f"{title}?")
        if any(name not in plan.records[record].fields for plan in self._plans()):
            given = False
        elif name in self.plan.keys.get(record, ()) or (self.complete and (record, name) not in self.optional):
            given = True
        value = _new_value(title, spec.kind)
        for plan in self._plans() if given is not False else ():
            for limit in self._limits(plan, record, plan.records[record].fields[name], value):
                self.hold(implies(given, limit))
        if isinstance(given, z3.BoolRef) or (given and self.plan.records[record].single):
            self.hold(implies(given, self.row(record, index).exists))
        return Symbol(value, given, spec)

    def limits(self, plan: Plan, record: str, name: str, value: Any) -> list[Cond]:
        """Return what holds of any value of a field."""
        return self._limits(plan, record, plan.records[record].fields[name], value)

    def _plans(self) -> tuple[Plan, ...]:
        return (self.plan,) if self.also is None else (self.plan, self.also)

    def _spec(self, record: str, name: str) -> FieldSpec:
        return next(found for plan in self._plans() if (found := plan.records[record].fields.get(name)))

    def _limits(self, plan: Plan, record: str, spec: FieldSpec, value: Any) -> list[Cond]:
        choices = EVALUATION_KINDS if (record, spec.name) == (EVALUATION, "kind") else spec.choices
        if choices:
            return [any_of(equal(value, self.code(choice)) for choice in choices)]
        if spec.kind is Kind.TEXT:
            return [value >= -whole_symbol(_WORDS)]
        found: list[Cond] = []
        if spec.kind in {Kind.DATE, Kind.QUARTER}:
            found.append(in_window(value, quarters=spec.kind is Kind.QUARTER))
        ends = range_of_field(plan, record, spec.name)
        found += [at_most(ends.low, value)] if ends.low is not None else []
        found += [at_most(value, ends.high)] if ends.high is not None else []
        if record in BUILTIN and spec.kind is Kind.COUNT:
            found.append(z3.IsInt(value))
        return found


_WORDS: Final = "words"
"""How many words the rules speak of; settled when the solver is asked."""


def _new_value(title: str, kind: Kind) -> Any:
    if kind is Kind.TRUTH:
        return truth_symbol(title)
    whole = kind in {Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.QUARTER}
    return whole_symbol(title) if whole else real_symbol(title)
