"""What was scored in a run: totals, grades, rules and departments; knows nothing about tables or how it is shown.

Every number is a whole number or an exact fraction. What is not settled is counted apart: never as nothing, never as a
fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fractions import Fraction

    from checker.result import BasisRef

FEW: Final = 10
"""With fewer settled projects than this an average says little: it is marked, and ranked after the others."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The settled totals from ``low`` on and before ``high``, which belongs to the ``last``.

    ``reached`` counts the projects that are not settled and may yet end up here. ``grade`` is the grade that all totals
    in the bin earn, empty when there are several or the pack is not known.
    """

    low: Fraction
    high: Fraction
    last: bool
    settled: int
    reached: int
    grade: str = ""


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many projects may earn just these grades (none: no grade), and between which totals they lie."""

    grades: tuple[str, ...]
    projects: int
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of the decided projects; ``mean`` is that of the settled ones.

    ``surely`` and ``possibly`` hold for each grade, in the order of the pack, how many projects earn it and how many
    others may.
    """

    settled: int
    unsettled: int
    mean: Fraction | None
    low: Fraction | None
    high: Fraction | None
    bins: tuple[Bin, ...]
    counts: tuple[GradeCount, ...]
    surely: tuple[tuple[str, int], ...]
    possibly: tuple[tuple[str, int], ...]

    @property
    def changeable(self) -> int:
        """How many projects may still earn one of several grades."""
        return sum(count.projects for count in self.counts if len(count.grades) > 1)


@dataclass(frozen=True, slots=True)
class LostRule:
    """One rule with its findings; ``low`` and ``high`` are the sums of their deductions before anything is capped.

    ``high`` is None when it has no bound. Of ``untold`` findings nobody can tell what they deduct. ``basis`` and
    ``heading`` (of the problem) are empty when the pack is not known or has none.
    """

    rule: str
    title: str
    basis: tuple[BasisRef, ...]
    heading: str
    findings: int
    projects: int
    deducts: bool
    low: Fraction
    high: Fraction | None
    untold: int


@dataclass(frozen=True, slots=True)
class Lost:
    """The rules about projects by points lost, those about evaluations by findings; ``all`` counts the rules found."""

    rules: tuple[LostRule, ...]
    all: int
    reviews: tuple[LostRule, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the score sheet; ``conditional``: where it does not apply it may be counted with nothing."""

    id: str
    label: str
    weight: Fraction
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What the projects that are settled in one indicator got together; ``open`` others are not settled in it."""

    settled: int
    open: int
    points: Fraction

    def rate(self, indicator: Indicator) -> Fraction | None:
        """The share of the weight they got, None when there is nobody."""
        return self.points / (self.settled * indicator.weight) if self.settled else None


@dataclass(frozen=True, slots=True)
class Department:
    """The projects of one department (empty: nobody wrote which); a cell for each indicator.

    ``mean`` is that of the ``settled`` totals of the ``decided`` projects.
    """

    name: str
    decided: int
    withheld: int
    settled: int
    mean: Fraction | None
    cells: tuple[Cell, ...]

    @property
    def few(self) -> bool:
        """Whether there are too few settled projects for an average to say much."""
        return self.settled < FEW


@dataclass(frozen=True, slots=True)
class Departments:
    """All departments, those with the least mean first and those with few projects last; ``whole`` is all together."""

    column: str
    label: str
    indicators: tuple[Indicator, ...]
    whole: Department
    all: tuple[Department, ...]
