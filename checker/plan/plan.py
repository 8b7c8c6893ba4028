"""The typed plan: a rule pack for one day, with names resolved, kinds checked and every scoring form an expression.

This is what every engine reads. It is plain data: frozen, ordered, and free of anything about how it is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from checker.expr import Expr, ParameterSpec, RecordSpec
    from checker.pack.models import Basis, FieldModel, Level
    from checker.pack.pack import Pack

MessagePart: TypeAlias = "str | Expr"
Severity: TypeAlias = Literal["critical", "major", "minor", "info"]


class Tier(IntEnum):
    """When a rule is decided: on facts, on the problems found, or on the scores."""

    FACTS = 1
    PROBLEMS = 2
    SCORES = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule is decided for, once each: the whole project (no variables), a fact, or facts paired by ``where``."""

    variables: tuple[tuple[str, str], ...]
    where: Expr | None = None

    @property
    def types(self) -> tuple[str, ...]:
        """The fact types ranged over."""
        return tuple(record for _, record in self.variables)


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """A rule ready to be decided; a finding deducts ``deduct`` points from ``indicator``, ``deduct_cap`` in all."""

    id: str
    title: str
    tier: Tier
    subject: Subject
    when: Expr
    applies: Expr | None
    message: tuple[MessagePart, ...]
    severity: Severity
    concerns: Literal["project", "evaluation"]
    indicator: str | None
    deduct: Expr | None
    deduct_cap: Fraction | None
    problem: str | None
    basis: tuple[Basis, ...]
    waivable: bool
    advice: str
    pack: str

    @property
    def conditions(self) -> tuple[Expr, ...]:
        """Everything that decides a case and its points, in the order in which it is asked."""
        parts = (self.subject.where, self.applies, self.when, self.deduct)
        return tuple(part for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class PlannedVeto:
    """A condition under which an indicator or the total is worth ``score``."""

    when: Expr
    title: str
    score: Fraction
    grade: str | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class PlannedNotApplicable:
    """A condition under which an indicator does not apply, and what becomes of its weight."""

    when: Expr
    policy: Literal["full", "remove", "move", "drop"]
    to: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class PlannedPoint:
    """One 要点 that an assessor may judge: its full points, and whether part of them may be given."""

    id: str
    label: str
    worth: Fraction
    partial: bool


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    """A node of the indicator tree; ``score`` is the whole scoring of a leaf, rounding included, and None of a group.

    ``score`` gives points between ``lowest`` and ``weight``. ``basis`` and ``criteria`` are for people.
    """

    id: str
    label: str
    level: int
    dimension: str
    parent: str | None
    weight: Fraction
    method: str
    score: Expr | None
    measure: Expr | None = None
    lowest: Fraction = Fraction(0)
    bonus: bool = False
    alternative_to: str | None = None
    not_applicable: tuple[PlannedNotApplicable, ...] = ()
    vetoes: tuple[PlannedVeto, ...] = ()
    target_met: Expr | None = None
    points: tuple[PlannedPoint, ...] = ()
    levels: tuple[Level, ...] = ()
    criteria: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedGrade:
    """A grade and the totals that earn it; an end is None when there is no bound."""

    label: str
    low: Fraction | None
    low_open: bool
    high: Fraction | None
    high_open: bool


@dataclass(frozen=True, slots=True)
class PlannedCap:
    """A cap on the total while a condition holds."""

    when: Expr
    at_most: Fraction
    title: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class ScorePlan:
    """How points become a total and a grade; ``indicators`` are in the order of the tree, parents first."""

    full_score: Fraction
    indicators: tuple[PlannedIndicator, ...]
    grades: tuple[PlannedGrade, ...]
    caps: tuple[PlannedCap, ...]
    vetoes: tuple[PlannedVeto, ...]
    total_digits: int | None

    @property
    def leaves(self) -> tuple[PlannedIndicator, ...]:
        """The indicators that are scored."""
        return tuple(indicator for indicator in self.indicators if indicator.score is not None)

    def leaves_below(self, name: str) -> tuple[PlannedIndicator, ...]:
        """Return the leaves of a group, or the leaf with this id itself."""
        parents = {indicator.id: indicator.parent for indicator in self.indicators}

        def inside(found: str | None) -> bool:
            return found is not None and (found == name or inside(parents[found]))

        return tuple(leaf for leaf in self.leaves if inside(leaf.id))


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derived field and how it is worked out."""

    record: str
    field: str
    value: Expr


@dataclass(frozen=True)
class Plan:
    """A pack planned for one day.

    ``derivations`` are in an order in which each uses only earlier ones. ``inactive`` names the rules not in force on
    ``as_of``, with the reason; ``read`` the fields that something reads, as ``(type, field)``.
    """

    pack: Pack
    as_of: date
    records: Mapping[str, RecordSpec]
    parameters: Mapping[str, ParameterSpec]
    fields: Mapping[str, Mapping[str, FieldModel]]
    keys: Mapping[str, tuple[str, ...]]
    derivations: tuple[Derivation, ...]
    rules: tuple[PlannedRule, ...]
    inactive: Mapping[str, str]
    score: ScorePlan
    read: frozenset[tuple[str, str]]

    @cached_property
    def derived(self) -> Mapping[tuple[str, str], Expr]:
        """How each derived field is worked out, by ``(type, field)``."""
        return {(item.record, item.field): item.value for item in self.derivations}

    def rule(self, rule_id: str) -> PlannedRule | None:
        """Return the rule with this id when it is in force."""
        return self._by_id.get(rule_id)

    def title(self, rule_id: str) -> str:
        """Return the title of a rule, in force or not; its id when the pack does not hold it."""
        entry = self.pack.rules.get(rule_id)
        return rule_id if entry is None else entry.model.title

    @cached_property
    def _by_id(self) -> Mapping[str, PlannedRule]:
        return {rule.id: rule for rule in self.rules}

    def of_tier(self, tier: Tier) -> tuple[PlannedRule, ...]:
        """Return the rules of one tier, by id."""
        return tuple(rule for rule in self.rules if rule.tier is tier)
