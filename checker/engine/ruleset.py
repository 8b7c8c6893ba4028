"""Lowers a plan to one durable-rules definition: which facts are asserted for a case and which rules watch for them.

For each rule there is a durable rule that fires when it possibly finds something, one when it surely does, and one when
it surely does not apply; a case of which none fires passes. A sure finding of the project is asserted as a fact, on
which the rule of its problem fires; that asserts the problem, on which the rule of its recommendation fires.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.engine.lower import Atoms, Ends, Mode, Test, join, lower, lower_whole
from checker.expr import Env, Expr
from checker.plan import Plan, PlannedRule, Subject, Tier

if TYPE_CHECKING:
    from checker.plan.cases import Case

TESTS_PER_KIND: Final = 60
TESTS_PER_CONDITION: Final = 10
JOINS_PER_CONDITION: Final = 6
"""What durable-rules was seen to bear: 64 tests that are true of one fact at once (then error 303), 15 ``$and`` and
``$or`` in one rule (113), 255 properties (then the fact is lost without a word), about 520 rules on one property (then
it hangs). So the rules of a subject are spread, and a condition that is too large is asserted as a single truth.
"""
START: Final = 0
FINDING: Final = 1
PROBLEM: Final = 2
_FIRST_GROUP: Final = 10


@dataclass(frozen=True, slots=True)
class Group:
    """Rules decided together for the cases of one subject: one fact is asserted for each case."""

    kind: int
    tier: Tier
    subject: Subject
    rules: tuple[PlannedRule, ...]
    readers: tuple[Callable[[Env], Ends], ...]
    template: str

    def fact(self, number: int, case: Case) -> str:
        """Return the JSON text of the fact that stands for a case: ints only, short sequential id."""
        values = [end for read in self.readers for end in read(case.env)]
        return self.template % (number, int(case.included is True), *values)


@dataclass(frozen=True, slots=True)
class Watch:
    """What it means when a durable rule fires: ``surely``/``possibly`` a finding, or ``inapplicable``."""

    rule: PlannedRule
    meaning: str


@dataclass(frozen=True, slots=True)
class Lowered:
    """A durable-rules definition with what its kinds and rule names mean."""

    definition: dict[str, object]
    groups: tuple[Group, ...]
    watches: dict[str, Watch]
    problems: tuple[str, ...]


def lower_plan(plan: Plan) -> Lowered:
    """Return the durable-rules definition of ``plan``."""
    definition: dict[str, object] = {"start": _rule({"k": START})}
    watches: dict[str, Watch] = {}
    groups: list[Group] = []
    for tier, subject, rules in _spread(plan):
        kind = _FIRST_GROUP + len(groups)
        atoms = Atoms()
        for rule in rules:
            for meaning, test in _tests(rule, atoms):
                if test is not False:
                    name = f"{meaning[0]}{kind}_{rules.index(rule)}"
                    definition[name] = _rule(join("$and", [{"k": kind}, test]))
                    watches[name] = Watch(rule, meaning)
        names = "".join(f',"{atom.name}l":%d,"{atom.name}h":%d' for atom in atoms.all)
        template = f'{{"id":%d,"sid":"p","k":{kind},"i":%d{names}}}'
        readers = tuple(atom.reader() for atom in atoms.all)
        groups.append(Group(kind, tier, subject, rules, readers, template))
    problems = tuple(plan.pack.problems)
    for number, problem in enumerate(problems):
        definition[f"problem{number}"] = _rule({"$and": [{"k": FINDING}, {"p": number}]})
        if plan.pack.problems[problem].model.advice is not None:
            definition[f"advice{number}"] = _rule({"$and": [{"k": PROBLEM}, {"p": number}]})
    return Lowered(definition, tuple(groups), watches, problems)


def _rule(test: Test) -> dict[str, object]:
    return {"all": [{"m": test}]}


def _tests(rule: PlannedRule, atoms: Atoms) -> Iterator[tuple[str, Test]]:
    included: Test = {"i": 1}
    modes: tuple[Mode, Mode] = ("surely", "possibly")
    for mode in modes:
        parts = [_condition(rule.when, mode, atoms)]
        if rule.applies is not None:
            parts.insert(0, _condition(rule.applies, mode, atoms))
        if mode == "surely" and rule.subject.variables:
            parts.insert(0, included)
        yield mode, join("$and", parts)
    if rule.applies is not None:
        yield "inapplicable", _condition(rule.applies, "surely", atoms, holds=False)


def _condition(condition: Expr, mode: Mode, atoms: Atoms, *, holds: bool = True) -> Test:
    tests, joins = _size(lower(condition, mode, Atoms(), holds=holds))
    small = tests <= TESTS_PER_CONDITION and joins <= JOINS_PER_CONDITION
    return (lower if small else lower_whole)(condition, mode, atoms, holds=holds)


def _size(test: Test) -> tuple[int, int]:
    """Return how many tests there are in a test, and how many joins of tests."""
    if isinstance(test, bool):
        return 0, 0
    sizes = [_size(part) for parts in test.values() if isinstance(parts, Sequence) for part in parts]
    if not sizes:
        return 1, 0
    return sum(tests for tests, _ in sizes), 1 + sum(joins for _, joins in sizes)


def _spread(plan: Plan) -> Iterator[tuple[Tier, Subject, tuple[PlannedRule, ...]]]:
    """Yield the rules of each tier and subject in parts small enough for one kind of fact."""
    grouped: dict[tuple[Tier, Subject], list[PlannedRule]] = {}
    for rule in plan.rules:
        grouped.setdefault((rule.tier, rule.subject), []).append(rule)
    for (tier, subject), rules in grouped.items():
        part: list[PlannedRule] = []
        size = 0
        for rule in rules:
            tests = sum(_size(test)[0] for _, test in _tests(rule, Atoms()))
            if part and size + tests > TESTS_PER_KIND:
                yield tier, subject, tuple(part)
                part, size = [], 0
            part.append(rule)
            size += tests
        yield tier, subject, tuple(part)
