"""Values as SQL expressions: exact and bounded numbers, texts and truths, any of which may be null for *unknown*.

A number is a whole number in SQL with a factor that is known beforehand, so that no digit is ever lost; what its range
is, is proven while the expression is built. Knows nothing about the expression language, tables or dialects.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from sqlglot import exp

from checker.messages import Message

Sql: TypeAlias = exp.Expr
MOST: Final = 10**38 - 1
"""The greatest whole number that every engine holds exactly."""


class Refused(Exception):
    """SQL cannot say this exactly; ``what`` names the reason for people. The caller adds which rule it was."""

    def __init__(self, what: Message) -> None:
        super().__init__(what.render())
        self.what = what


@dataclass(frozen=True, slots=True)
class Range:
    """The least and greatest value of a whole-number expression, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Exact:
    """A number known exactly: ``factor × top ÷ over``; ``over`` is positive, and 1 when it is None.

    ``top`` and ``over`` are whole-number expressions within their ranges; the number is unknown where either is null,
    which happens only when ``nullable``. A number known beforehand has the literal 1 as ``top`` (0 for zero).
    ``within`` bounds the number itself where more is known of it than the two ranges tell (a share is at most 1).
    """

    top: Sql
    range: Range
    factor: Fraction = Fraction(1)
    over: Sql | None = None
    over_range: Range = Range(1, 1)
    nullable: bool = True
    within: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """A truth in three values: the SQL boolean is null where it cannot be told; ``constant`` when known beforehand."""

    sql: Sql
    nullable: bool = True
    constant: bool | None = None


TRUE: Final = Truth(exp.true(), nullable=False, constant=True)
FALSE: Final = Truth(exp.false(), nullable=False, constant=False)


@dataclass(frozen=True, slots=True)
class Bounded:
    """A number known within bounds; an end that is None or null has no bound, and without any the number is unknown.

    ``low_open`` and ``high_open`` say that the end itself is excluded; they are never null. Where a row has an exact
    number, both ends are it and neither is open.
    """

    low: Exact | None
    high: Exact | None
    low_open: Truth = FALSE
    high_open: Truth = FALSE


@dataclass(frozen=True, slots=True)
class Words:
    """A text or choice; ``constant`` when known beforehand."""

    sql: Sql
    nullable: bool = True
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """A value that is unknown whatever the facts are."""


NOTHING: Final = Nothing()
Number: TypeAlias = Exact | Bounded | Nothing
SqlValue: TypeAlias = Exact | Bounded | Words | Truth | Nothing
