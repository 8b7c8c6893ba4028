"""Takes in columns whose type says what they are: exact numbers, days and truths, without looking at the rows.

Only where the range of a column goes beyond what its field allows are the values beyond it looked at. Knows nothing
about tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.asked import Asked, Reading, read_all
from checker.portfolio.intake.cells import digits_of, said, with_unit
from checker.portfolio.intake.given import Given
from checker.portfolio.intake.phrases import either, exactly, named, number, phrase, reading_from, table_of, text, whole
from checker.portfolio.intake.scales import TOP, Need, best_scale, decimals_of
from checker.sql.shapes import MOST_DIGITS, FieldShape
from checker.values import Kind, parse_value

if TYPE_CHECKING:
    from checker.portfolio.intake.layout import Span
    from checker.portfolio.session import Session
    from checker.sql.values import Sql

_DAYS: Final = (Fraction(date(1900, 1, 1).toordinal()), Fraction(date(2199, 12, 31).toordinal()))
"""The days that can be written in a facts file."""


def factor_of(asked: Asked) -> Fraction:
    """Return what one unit of a bare number of this column stands for; raises ``WrittenFault`` when it has no unit."""
    found = parse_value(with_unit("1", asked.unit), asked.rule.kind, asked.rule.unit).value
    return found if isinstance(found, Fraction) else Fraction(1)


@dataclass(frozen=True, slots=True)
class _Plain:
    """A column of exact numbers: ``decimals`` of its type, and its unit as a power of ten."""

    column: Sql
    width: int
    decimals: int
    power: int

    @property
    def shift(self) -> int:
        return max(self.decimals, self.power)

    def scaled(self, size: Fraction) -> Sql:
        """Return the values as whole numbers of the scale ``shift - power``; none is greater than ``size``."""
        if self.shift == 0:
            return whole(self.column.copy())
        value = self.column.copy()
        if self.width <= MOST_DIGITS and size * 10 ** (self.shift + self.decimals) >= TOP:
            value = exp.cast(value, f"DECIMAL(38, {self.decimals})")
        return whole(exp.Mul(this=value, expression=number(10**self.shift)))


def take_number(asked: Asked, span: Span, session: Session, scan: str) -> Given:
    """Take in a column of whole numbers or decimals."""
    column = named(asked.column)
    width, decimals = digits_of(asked.type)
    power = power_of(factor_of(asked))
    spoken = said(column, asked.type)
    present = exp.Is(this=column.copy(), expression=exp.null()).not_()
    if span.low is None or span.high is None:
        return Given(asked, None, {}, spoken, exp.null(), present)
    size = max(abs(span.low), abs(span.high))
    plain, unfit = _Plain(column, width, decimals, power), None
    if size * 10**plain.shift >= TOP or plain.shift > MOST_DIGITS:
        plain, unfit = _narrowed(plain, session, scan)
    scale = plain.shift - plain.power
    value = (
        plain.scaled(size)
        if unfit is None
        else exp.Case(ifs=[exp.If(this=exp.not_(unfit.copy()), true=plain.scaled(size))])
    )
    ends = [min(max(end * 10**plain.shift, Fraction(1 - TOP)), Fraction(TOP - 1)) for end in (span.low, span.high)]
    shape = FieldShape(scale, int(ends[0]), int(ends[1]), nullable=span.nulls > 0 or unfit is not None)
    return Given(
        asked,
        shape,
        {asked.name: value},
        spoken,
        _number_key(plain) if asked.key else exp.null(),
        present,
        absent=span.nulls > 0,
        faults=_beyond(asked, span, allowed_numbers(asked, plain.power), session, scan),
        unfit=None if unfit is None else exp.and_(present.copy(), unfit),
    )


def power_of(factor: Fraction) -> int:
    """Return the exponent of a power of ten; every unit is one."""
    decimals = decimals_of(factor) or 0
    return len(str(int(factor * 10**decimals))) - 1 - decimals


def _narrowed(plain: _Plain, session: Session, scan: str) -> tuple[_Plain, Sql]:
    """Return the column read with as few decimals as will do for the most rows, and which rows do not fit."""
    column = plain.column
    select = phrase(
        "SELECT LENGTH(RTRIM(SPLIT_PART(CAST(:x AS VARCHAR), '.', 2), '0')) AS decimals, CAST(MAX(ABS(:x)) AS VARCHAR) "
        "AS size, COUNT(*) AS rows FROM source WHERE :x IS NOT NULL GROUP BY 1",
        x=column,
    )
    one = Fraction(10) ** plain.power
    needs = [
        Need(_kept(int(str(row["decimals"])), plain.power), Fraction(str(row["size"])) * one, int(str(row["rows"])))
        for row in session.rows(reading_from(select, scan))
    ]
    scale = best_scale(needs)
    decimals = min(plain.decimals, max(0, scale + plain.power))
    narrow = _Plain(column, plain.width, decimals, plain.power)
    most = Fraction(TOP, 10**narrow.shift)
    too_big = exp.GTE(this=exp.Abs(this=column.copy()), expression=exactly(most))
    rounded = exp.Round(this=column.copy(), decimals=number(decimals))
    return narrow, either([too_big, exp.NEQ(this=column.copy(), expression=rounded)])


def _kept(decimals: int, power: int) -> int | None:
    """Return how many decimals are left when a number is counted in the unit of its kind, None for too many."""
    left = max(0, decimals - power)
    return left if left <= MOST_DIGITS else None


def allowed_numbers(asked: Asked, power: int, *, bare: bool = True) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and greatest number, counted in a unit of 10 to the ``power``, that the field allows.

    A ``bare`` ratio has no unit: 1.2 may be a share or a percentage, so it is refused.
    """
    one = Fraction(10) ** power
    low, high = (None if end is None else end / one for end in (asked.rule.low, asked.rule.high))
    if bare and asked.rule.kind is Kind.RATIO and not asked.unit and not asked.rule.unit:
        one = Fraction(1)
        low, high = max(-one, -one if low is None else low), min(one, one if high is None else high)
    return low, high


def _beyond(
    asked: Asked, span: Span, allowed: tuple[Fraction | None, Fraction | None], session: Session, scan: str
) -> tuple[Reading, ...]:
    """Return the values of a column that its field does not allow, read as texts."""
    low, high = allowed
    assert span.low is not None and span.high is not None  # noqa: S101, PT018 - the caller has looked
    outside: list[Sql] = []
    if low is not None and span.low < low:
        outside.append(exp.LT(this=named(asked.column), expression=_literal(low, asked)))
    if high is not None and span.high > high:
        outside.append(exp.GT(this=named(asked.column), expression=_literal(high, asked)))
    if not outside:
        return ()
    shown = said(named(asked.column), asked.type)
    select = exp.select(shown.as_("said"), phrase("COUNT(*)").as_("rows")).from_(table_of(scan))
    found = session.rows(select.where(either(outside)).group_by(shown.copy()))
    readings = read_all(asked, [(str(row["said"]), int(str(row["rows"]))) for row in found])
    return tuple(reading for reading in readings if reading.fault is not None)


def _literal(bound: Fraction, asked: Asked) -> Sql:
    if asked.rule.kind is Kind.DATE:
        return exp.cast(text(date.fromordinal(int(bound)).isoformat()), "DATE")
    return exactly(bound)


def _number_key(plain: _Plain) -> Sql:
    """Return a number as a plain decimal without unit."""
    decimals = plain.shift - plain.power
    value: Sql = plain.column.copy()
    if plain.power:
        value = exp.cast(
            exp.cast(value, f"DECIMAL(38, {plain.decimals})") * exactly(Fraction(10) ** plain.power),
            f"DECIMAL(38, {decimals})",
        )
    shown = exp.cast(value, "VARCHAR")
    if not decimals:
        return shown
    return phrase("REGEXP_REPLACE(:x, '[.]?0+$', '')", x=shown)


def take_day(asked: Asked, span: Span, session: Session, scan: str) -> Given:
    """Take in a column of days."""
    column = named(asked.column)
    shown = said(column, asked.type)
    present = exp.Is(this=column.copy(), expression=exp.null()).not_()
    if span.low is None or span.high is None:
        return Given(asked, None, {}, shown, exp.null(), present)
    first = max(_DAYS[0], asked.rule.low or _DAYS[0])
    last = min(_DAYS[1], asked.rule.high or _DAYS[1])
    value = phrase("DATE_DIFF('day', CAST('0001-01-01' AS DATE), :x) + 1", x=column)
    shape = FieldShape(0, int(span.low), int(span.high), nullable=span.nulls > 0)
    faults = _beyond(asked, span, (first, last), session, scan)
    return Given(asked, shape, {asked.name: value}, shown, shown, present, span.nulls > 0, faults)


def take_truth(asked: Asked, span: Span) -> Given:
    """Take in a column of truths."""
    column = named(asked.column)
    shown = said(column, asked.type)
    present = exp.Is(this=column.copy(), expression=exp.null()).not_()
    shape = FieldShape(nullable=span.nulls > 0) if span.filled else None
    columns: dict[str, Sql] = {asked.name: column} if span.filled else {}
    return Given(asked, shape, columns, shown, shown, present, span.nulls > 0)
