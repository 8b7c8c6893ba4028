"""What a bureau looks at after a run: numbers with their denominators; knows nothing about tables or how it is shown.

Every number is a whole number or an exact fraction. What is not settled is counted apart: never as nothing, never as a
fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from checker.messages import Message
    from checker.portfolio.summary.scored import Departments, Lost, Totals


@dataclass(frozen=True, slots=True)
class Assessor:
    """What one assessor took off: ``lost`` of ``full`` points in the ``scored`` of ``judgements``.

    ``deducted`` took something off, ``unexplained`` of them without a reason. ``outlier`` is 1 for one who takes off
    far more than others, −1 for far less, else 0.
    """

    name: str
    judgements: int
    scored: int
    deducted: int
    unexplained: int
    full: Fraction
    lost: Fraction
    outlier: int = 0

    @property
    def share(self) -> Fraction | None:
        """The share taken off of what could be given; None when there is nothing."""
        return self.lost / self.full if self.full else None

    @property
    def mean(self) -> Fraction | None:
        """The points taken off per judgement that says points."""
        return self.lost / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class Fences:
    """The median of the shares of ``compared`` assessors, how far they are from it in the middle, and the limits."""

    compared: int
    median: Fraction
    spread: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Assessors:
    """The assessors, greatest share first, and what judgements that name nobody come to.

    Without ``fences`` there are too few to compare, or more than half take off the same share. ``uncounted`` projects
    were decided one by one; their judgements are not among these.
    """

    all: tuple[Assessor, ...]
    nobody: Assessor | None
    fences: Fences | None
    uncounted: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that nobody gave (without ``field``: a whole type; without ``type``: nothing absent, only not exact).

    In ``cases`` a rule waits for it, in at least ``least`` and at most ``most`` projects.
    """

    type: str
    field: str
    label: str
    rules: tuple[str, ...]
    cases: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document to ask for (empty: the pack does not say), with what it would have to show; counts as in ``Missing``.

    A case that waits for two of its fields is counted twice in ``cases``.
    """

    name: str
    items: tuple[Missing, ...]
    cases: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Again:
    """What was found in one year: findings, the projects concerned of all decided ones, the points they deduct."""

    year: str
    findings: int
    projects: int
    decided: int
    lost: Fraction


@dataclass(frozen=True, slots=True)
class Repeat:
    """A project or a department with findings by the same rule in at least two years."""

    who: str
    title: str
    rule: str
    rule_title: str
    years: tuple[Again, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """The worst repeat offenders; ``of_projects`` and ``of_departments`` count all of them."""

    years: tuple[str, ...]
    projects: tuple[Repeat, ...]
    of_projects: int
    label: str
    departments: tuple[Repeat, ...]
    of_departments: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows refused for one reason: how many, of how many projects, and what is said of the first ``places``."""

    code: str
    rows: int
    projects: int
    reason: str
    hint: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """The projects that were not decided because rows of theirs are wrong; all rows that were refused, by reason."""

    withheld: int
    first: tuple[tuple[str, str], ...]
    rejected: int
    codes: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run; a part is None when its table was not written, or the pack that it needs is not known (see ``notes``).

    ``full`` is the full score. ``findings`` are those about projects.
    """

    name: str
    pack: str
    pack_title: str
    version: str
    as_of: date
    years: tuple[str, ...]
    read: int
    decided: int
    exact: int
    findings: int
    full: Fraction | None
    totals: Totals
    lost: Lost
    departments: Departments | None
    assessors: Assessors | None
    documents: tuple[Document, ...] | None
    undecided: Undecided
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """Several runs, earliest first, and what recurs over their years (None when there is only one)."""

    runs: tuple[RunSummary, ...]
    repeats: Repeats | None

    @property
    def latest(self) -> RunSummary:
        """The run that is shown in full."""
        return self.runs[-1]
