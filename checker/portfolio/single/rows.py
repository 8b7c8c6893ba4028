"""What one project comes to, as rows of the output tables: numbers stay exact or bounded, nothing is rounded.

Knows nothing about how a project is decided or how tables are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.source import Problem
    from checker.values import Amount

Status: TypeAlias = Literal["decided", "withheld"]
Way: TypeAlias = Literal["sql", "exact"]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One rule decided for one case; a rule without cases has one row with an empty key."""

    rule: str
    key: str
    outcome: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding; ``deduction`` is None where nothing is deducted or nobody can tell how much."""

    rule: str
    key: str
    severity: str
    concerns: str
    indicator: str | None
    problem: str | None
    deduction: Amount | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The total, the grades it may earn in the order of the pack, the limits on it, and the points of each leaf."""

    total: Amount
    grades: tuple[str, ...]
    limits: tuple[str, ...]
    leaves: Mapping[str, Amount]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem that surely exists: how many findings tell of it, and what these deduct together.

    ``deduction`` is that of the fact type ``problem``: what may yet be found widens it, caps of rules do not lower it;
    None when nobody can tell.
    """

    problem: str
    findings: int
    deduction: Amount | None


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A field that a rule reads and nobody gave, in so many cases that cannot be told.

    An empty ``field`` stands for the whole type, on which nobody has reported; with an empty ``type`` too nothing is
    absent, but what is given is known within bounds only, or has no value.
    """

    rule: str
    type: str
    field: str
    cases: int


@dataclass(frozen=True, slots=True)
class DecidedRows:
    """Everything the tables hold of one project; a withheld one has only the problems that stand against it."""

    project: str
    title: str = ""
    kind: str = ""
    status: Status = "decided"
    path: Way | None = "exact"
    outcomes: tuple[OutcomeRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    scores: ScoreRow | None = None
    problems: tuple[ProblemRow, ...] = ()
    unknowns: tuple[UnknownRow, ...] = ()
    rejects: tuple[Problem, ...] = field(default=())
