"""Lowers a plan to one durable-rules definition: which facts are asserted for a case and which rules watch for them.

For each rule there is a durable rule that fires when it possibly finds something, one when it surely does, and one when
it surely does not apply; a case of which none fires passes. A sure finding of the project is asserted as a fact, on
which the rule of its problem fires; that asserts the problem, on which the rule of its recommendation fires.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.engine.lower import Atoms, Ends, Mode, Test, join, lower
from checker.expr import Env
from checker.plan import Plan, PlannedRule, Subject, Tier

if TYPE_CHECKING:
    from checker.plan.cases import Case

RULES_PER_KIND: Final = 32
ATOMS_PER_KIND: Final = 100
"""durable-rules hangs at about 520 rules on one property and fails past 255 properties, so a subject is spread."""
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
        parts = [lower(rule.when, mode, atoms)]
        if rule.applies is not None:
            parts.insert(0, lower(rule.applies, mode, atoms))
        if mode == "surely" and rule.subject.variables:
            parts.insert(0, included)
        yield mode, join("$and", parts)
    if rule.applies is not None:
        yield "inapplicable", lower(rule.applies, "surely", atoms, holds=False)


def _spread(plan: Plan) -> Iterator[tuple[Tier, Subject, tuple[PlannedRule, ...]]]:
    """Yield the rules of each tier and subject in parts small enough for one kind of fact."""
    grouped: dict[tuple[Tier, Subject], list[PlannedRule]] = {}
    for rule in plan.rules:
        grouped.setdefault((rule.tier, rule.subject), []).append(rule)
    for (tier, subject), rules in grouped.items():
        part: list[PlannedRule] = []
        for rule in rules:
            if part and (len(part) == RULES_PER_KIND or _atom_count([*part, rule]) > ATOMS_PER_KIND):
                yield tier, subject, tuple(part)
                part = []
            part.append(rule)
        yield tier, subject, tuple(part)


def _atom_count(rules: Sequence[PlannedRule]) -> int:
    atoms = Atoms()
    for rule in rules:
        for _ in _tests(rule, atoms):
            pass
    return len(atoms.all)
