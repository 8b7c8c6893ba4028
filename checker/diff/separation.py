"""Finds for each rule and indicator that may have changed a smallest project that shows it, or says why there is none.

What a search or a solver says is decided again by the ordinary engine before anyone is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from checker.diff.facts_words import fact_lines
from checker.diff.meaning import meanings_of, stretches
from checker.diff.shown import How
from checker.diff.values import names_of
from checker.facts import TOP_ALIASES
from checker.messages import Message, message
from checker.pack.builtin import BUILTIN
from checker.plan import Tier
from checker.result import Outcome
from checker.source import InputError
from checker.values import Interval
from checker.witness import Decider, Witness
from checker.witness.boundaries import boundaries, scoring_boundaries
from checker.witness.days import any_day
from checker.witness.search import first_difference, shrink, size

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from checker.pack import Pack
    from checker.values import Amount
    from checker.witness import Given
    from checker.witness.boundaries import Boundary

ENGINE: Final = "durable"
_SECONDS: Final = 3.0
Core: TypeAlias = "tuple[tuple[str, Outcome | None, Amount | None], ...]"
"""What a rule or an indicator comes to, without the words for it."""


class Told(StrEnum):
    """What is known of a rule or indicator that may have changed."""

    SEPARATED = "separated"
    SAME = "same"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule came to for one case of the project, or an indicator: ``points`` deducted, or scored."""

    key: str
    outcome: Outcome | None
    points: Amount | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """A rule or an indicator that may mean something else, and the smallest project that shows it.

    A fact type is one that accepts other facts.

    ``facts`` are those of ``witness`` in readable lines, ``old`` and ``new`` what it comes to in each pack, nothing
    where it is not in force; ``why`` says why nothing could be told, or why it is the same where no proof was needed.
    """

    kind: Literal["rule", "indicator", "fact_type"]
    id: str
    title: str
    told: Told
    witness: Witness | None = None
    facts: tuple[str, ...] = ()
    old: tuple[Case, ...] = ()
    new: tuple[Case, ...] = ()
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Both packs, each with a quick engine to search with and the ordinary one that has the last word."""

    packs: tuple[Pack, Pack]
    quick: tuple[Decider, Decider]
    sure: tuple[Decider, Decider]

    @classmethod
    def of(cls, old: Pack, new: Pack) -> Sides:
        """Return the sides of a comparison."""
        quick, sure = (Decider(old), Decider(new)), (Decider(old, engine=ENGINE), Decider(new, engine=ENGINE))
        return cls((old, new), quick, sure)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A rule or an indicator that may have changed, and one day of each stretch in which it stays the same."""

    kind: Literal["rule", "indicator"]
    id: str
    days: tuple[date, ...]


def suspects(old: Pack, new: Pack) -> tuple[Suspect, ...]:
    """Return the rules and then the indicators that may have changed; raises ``InputError`` for an unsound pack."""
    was, now = meanings_of(old), meanings_of(new)

    def differing() -> Iterator[Suspect]:
        for name in sorted({**was.rules, **now.rules}):
            if was.rules.get(name) != now.rules.get(name):
                days = {*was.rule_days.get(name, ()), *now.rule_days.get(name, ())}
                yield Suspect("rule", name, tuple(stretches(days, any_day(new))))
        for name in {**now.indicators, **was.indicators}:
            if was.indicators.get(name) != now.indicators.get(name):
                days = {*was.indicator_days.get(name, ()), *now.indicator_days.get(name, ())}
                yield Suspect("indicator", name, tuple(stretches(days, any_day(new))))

    return tuple(differing())


def shifts(old: Pack, new: Pack, suspected: Iterable[Suspect], advance: Callable[[], None]) -> Iterator[Shift]:
    """Yield what is known of each rule and indicator that may have changed; ``advance`` is told of each."""
    sides = Sides.of(old, new)
    labels = names_of(old, new).labels[How.INDICATOR]
    titles = {name: entry.model.title for pack in (old, new) for name, entry in pack.rules.items()}
    for suspect in suspected:
        title = (titles if suspect.kind == "rule" else labels).get(suspect.id, suspect.id)
        yield _Asked(suspect.kind, suspect.id, title, sides, suspect.days).answer()
        advance()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A rule or an indicator that may have changed, and how the two packs are asked about it on which days."""

    kind: Literal["rule", "indicator"]
    id: str
    title: str
    sides: Sides
    days: tuple[date, ...]

    def answer(self) -> Shift:
        """Return what is known: by searching, else by the solver."""
        found = first_difference(*self.sides.quick, self.id) if self.kind == "rule" and self._comparable() else None
        shift = None if found is None else self._confirmed(found)
        if shift is None and (self.kind == "indicator" or not self._comparable() or self._unlike()):
            searched = self._searched()
            shift = None if searched is None else self._confirmed(searched)
        return shift or self._solved()

    def cases(self, decider: Decider, witness: Witness) -> tuple[Case, ...]:
        """Return what it comes to on a project; what a pack has no words for is left out of the project."""
        given = readable(witness, decider.pack)
        return (rule_cases if self.kind == "rule" else indicator_cases)(decider, given, self.id)

    def pair(self, deciders: tuple[Decider, Decider], witness: Witness) -> tuple[Core, Core] | None:
        """Return what both packs come to on a project, None when it does not tell them apart or cannot be read.

        A rule that one of the packs lacks is told apart by a project on which it fires.
        """
        try:
            old, new = (self.cases(decider, witness) for decider in deciders)
        except InputError:
            return None
        if self.kind == "rule" and not all(self.id in pack.rules for pack in self.sides.packs):
            return (_core(old), _core(new)) if any(case.outcome is Outcome.FAIL for case in (*old, *new)) else None
        return None if _core(old) == _core(new) else (_core(old), _core(new))

    def _searched(self) -> Witness | None:
        """Return the smallest project among the boundaries of both packs that tells them apart, or None.

        One that both decide is taken before one that either cannot tell.
        """
        tried: dict[str, Witness] = {}
        for decider in self.sides.quick:
            for boundary in self._boundaries(decider):
                tried.setdefault(repr(boundary.witness), boundary.witness)
        undecided: Witness | None = None
        for witness in sorted(tried.values(), key=size):
            pair = self.pair(self.sides.quick, witness)
            if pair is not None and _decided(pair):
                return self._smaller(witness, pair)
            if pair is not None:
                undecided = undecided or witness
        return undecided and self._smaller(undecided, self.pair(self.sides.quick, undecided))

    def _smaller(self, witness: Witness, pair: tuple[Core, Core] | None) -> Witness:
        return shrink(witness, lambda smaller: self.pair(self.sides.quick, smaller) == pair)

    def _unlike(self) -> bool:
        """Say whether the packs have other fields, so that one of them may not be able to read the other's projects."""
        words = [
            {(name, field) for name, entry in pack.fact_types.items() for field in entry.model.fields}
            for pack in self.sides.packs
        ]
        return words[0] != words[1]

    def _boundaries(self, decider: Decider) -> Iterable[Boundary]:
        day = max(self.days[0], any_day(self.sides.packs[1]))
        try:
            plan = decider.checker(day).plan
        except InputError:
            return ()
        if self.kind == "rule":
            return boundaries(plan, self.id) if self.id in decider.pack.rules else ()
        return scoring_boundaries(plan, self.id) if any(leaf.id == self.id for leaf in plan.score.leaves) else ()

    def _confirmed(self, witness: Witness) -> Shift | None:
        """Return what the ordinary engine says of a project, or None when it sees no difference."""
        if self.pair(self.sides.sure, witness) is None:
            return None
        old, new = (self.cases(decider, witness) for decider in self.sides.sure)
        lines = fact_lines(witness, *self.sides.packs)
        return Shift(self.kind, self.id, self.title, Told.SEPARATED, witness, lines, old, new)

    def _solved(self) -> Shift:
        """Return what the solver finds out, day by day: a project, a proof for all of them, or why neither."""
        if not self._comparable():
            return self._untold(message("只有一边有，没有找到它发现问题的例子"))
        try:
            from checker.prove import separate_rules, separate_scores  # noqa: PLC0415 - only where a search failed
        except ModuleNotFoundError:
            return self._untold(message("没有安装求解器（z3-solver），未能证明"))
        separate = separate_rules if self.kind == "rule" else separate_scores
        why = None
        for day in self._open_days():
            old, new = (decider.checker(day).plan for decider in self.sides.quick)
            found = separate(old, new, self.id, seconds=_SECONDS)
            if found.witness is not None and (shift := self._confirmed(found.witness)):
                return shift
            if not found.proven:
                why = why or found.why or message("求解器举的例子，引擎判断不出差别")
        return self._untold(why) if why else Shift(self.kind, self.id, self.title, Told.SAME)

    def _open_days(self) -> tuple[date, ...]:
        """Return the days to ask the solver about: for a rule on facts it looks at all days at once."""
        old, new = (decider.checker(self.days[0]).plan.rule(self.id) for decider in self.sides.quick)
        on_facts = all(rule is not None and rule.tier is Tier.FACTS for rule in (old, new))
        return self.days[:1] if self.kind == "rule" and on_facts else self.days

    def _comparable(self) -> bool:
        if self.kind == "rule":
            return all(self.id in pack.rules for pack in self.sides.packs)
        plans = [decider.checker(self.days[0]).plan for decider in self.sides.quick]
        return all(any(leaf.id == self.id for leaf in plan.score.leaves) for plan in plans)

    def _untold(self, why: Message) -> Shift:
        return Shift(self.kind, self.id, self.title, Told.UNTOLD, why=why)


def _core(cases: tuple[Case, ...]) -> Core:
    return tuple((case.key, case.outcome, case.points) for case in cases)


def _decided(pair: tuple[Core, Core]) -> bool:
    """Say whether neither outcome is unknown, nor any score an interval."""
    parts = [part for side in pair for part in side]
    return not any(outcome is Outcome.UNKNOWN or isinstance(points, Interval) for _, outcome, points in parts)


def rule_cases(decider: Decider, witness: Witness, rule: str) -> tuple[Case, ...]:
    """Return what a rule comes to on a project, nothing where it is not in force; raises ``InputError``."""
    outcomes = decider.outcomes(witness, rule)
    return tuple(
        Case(found.key, found.outcome, found.deduction, found.message) for found in outcomes if found.rule == rule
    )


def indicator_cases(decider: Decider, witness: Witness, indicator: str) -> tuple[Case, ...]:
    """Return what an indicator is scored on a project, nothing where there is none; raises ``InputError``."""
    found = decider.result(witness).indicators
    return tuple(Case("", None, scored.score) for scored in found if scored.id == indicator)


def readable(witness: Witness, pack: Pack) -> Witness:
    """Return the project without the fact types and fields that a pack has no words for."""
    known = {name: frozenset(entry.model.fields) for name, entry in pack.fact_types.items()}
    every = {*known, *TOP_ALIASES, *BUILTIN}
    kept = {name: _kept(value, known.get(name)) for name, value in witness.given.items() if name in every}
    return replace(witness, given=kept)


def _kept(given: Given, fields: frozenset[str] | None) -> Given:
    if fields is None or isinstance(given, str):
        return given
    if isinstance(given, Mapping):
        return {name: value for name, value in given.items() if name in fields}
    return [_kept(item, fields) for item in given]
