"""Takes in columns of very many written numbers: plain ones (``3656.18万元``) by the database, the rest text by text.

Knows nothing about how rows are checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.asked import read_all
from checker.portfolio.intake.cells import said, with_unit
from checker.portfolio.intake.given import Dictionary, Given
from checker.portfolio.intake.phrases import exactly, named, number, phrase, reading_from, text, whole
from checker.portfolio.intake.scales import TOP, Need, best_scale, need_of
from checker.portfolio.intake.texts import column_names, joined_columns, load_meanings, meaning, shape_of, written
from checker.portfolio.intake.typed import allowed_numbers, power_of
from checker.sql.shapes import FieldShape
from checker.values import WrittenFault, parse_value
from checker.values.written import MONEY_UNITS, RATIO_UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.portfolio.intake.asked import Asked
    from checker.portfolio.session import Session
    from checker.sql.values import Sql

_FORM: Final = r"([+-]?[0-9]{1,15}(?:[.][0-9]{1,9})?)"
_DIGITS: Final = "__digits"
_ENDING: Final = "__ending"
_SOUND: Final = "__sound"
_TEXTS: Final = """
SELECT
  __text, __rows, TRY_CAST(REGEXP_EXTRACT(__text, :pattern, 1) AS DECIMAL(24, 9)) AS __digits,
  REGEXP_EXTRACT(__text, :pattern, 2) AS __ending
FROM (SELECT :said AS __text, COUNT(*) AS __rows FROM source GROUP BY 1)
"""
_NEEDS: Final = """
SELECT
  __ending AS ending, LENGTH(RTRIM(SPLIT_PART(CAST(__digits AS VARCHAR), '.', 2), '0')) AS decimals,
  CAST(MIN(__digits) AS VARCHAR) AS low, CAST(MAX(__digits) AS VARCHAR) AS high, CAST(SUM(__rows) AS BIGINT) AS rows
FROM source WHERE __sound GROUP BY 1, 2
"""
_OTHERS: Final = "SELECT __text, __rows FROM source WHERE NOT __sound ORDER BY 1"


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The plain numbers of a column: what may stand behind the digits, as the power of ten it stands for."""

    asked: Asked
    powers: Mapping[str, int]

    @property
    def pattern(self) -> str:
        endings = "|".join(re.escape(ending) for ending in sorted(self.powers, key=len, reverse=True) if ending)
        return f"^{_FORM}({endings})?$" if endings else f"^{_FORM}()$"

    def each(self, found: Mapping[str, Sql]) -> Sql:
        """Return what was found for what stands behind the digits; null for anything else."""
        ifs = [
            exp.If(this=exp.EQ(this=named(_ENDING), expression=text(ending)), true=part)
            for ending, part in found.items()
        ]
        return exp.Case(ifs=ifs)

    def sound(self) -> Sql:
        """Return whether a text is a plain number within what its field allows."""
        found: dict[str, Sql] = {}
        for ending, power in self.powers.items():
            low, high = allowed_numbers(self.asked, power, bare=not ending)
            conditions: list[Sql] = [phrase("__digits IS NOT NULL")]
            conditions += [] if low is None else [exp.GTE(this=named(_DIGITS), expression=exactly(low))]
            conditions += [] if high is None else [exp.LTE(this=named(_DIGITS), expression=exactly(high))]
            found[ending] = exp.and_(*conditions)
        return exp.Coalesce(this=self.each(found), expressions=[exp.false()])

    def value(self, scale: int) -> Sql:
        """Return the number as a whole number of this scale, null when it does not fit."""
        found: dict[str, Sql] = {}
        for ending, power in self.powers.items():
            shift = scale + power
            fits = exp.and_(
                exp.LT(this=exp.Abs(this=named(_DIGITS)), expression=exactly(Fraction(TOP) / Fraction(10) ** shift)),
                exp.EQ(this=named(_DIGITS), expression=exp.Round(this=named(_DIGITS), decimals=number(shift))),
            )
            moved = exp.Mul(this=named(_DIGITS), expression=exactly(Fraction(10) ** shift))
            found[ending] = exp.Case(ifs=[exp.If(this=fits, true=whole(moved))])
        return self.each(found)


def take_many_numbers(asked: Asked, session: Session, scan: str, table: str) -> Given:
    """Take in a column of very many numbers as texts; ``table`` is the name for the table of their meanings."""
    numbers, shown = _numbers_of(asked), said(named(asked.column), asked.type)
    session.keep(f"{table}__texts", reading_from(phrase(_TEXTS, pattern=text(numbers.pattern), said=shown), scan))
    sound = exp.select("*", numbers.sound().as_(_SOUND)).from_(f"{table}__texts")
    session.keep(f"{table}__sound", sound)
    others = session.rows(reading_from(phrase(_OTHERS), f"{table}__sound"))
    readings = read_all(asked, [(_text(row["__text"]), int(str(row["__rows"]))) for row in others])
    known = [reading for reading in readings if reading.value is not None]
    plain = session.rows(reading_from(phrase(_NEEDS), f"{table}__sound"))
    scale = best_scale([*_needs(numbers, plain), *(need_of(reading.value, reading.rows) for reading in known)])
    fitting = [reading for reading in known if need_of(reading.value).fits(scale)]
    shape = _shape(shape_of(asked, fitting, scale, nullable=True), _ends(numbers, plain, scale))
    load_meanings(asked, shape, readings, fitting, session, f"{table}__others")
    session.keep(table, _meanings(numbers, shape, table))
    values = column_names(asked.name, shape)
    unfit = exp.and_(
        named("__known", table), *(phrase(":x IS NULL", x=named(meaning(name), table)) for name in values[:2])
    )
    return Given(
        asked,
        shape,
        joined_columns(asked, shape, table),
        shown,
        exp.null(),
        written(shown),
        absent=True,
        faults=tuple(reading for reading in readings if reading.fault is not None),
        unfit=unfit,
        dictionary=Dictionary(table, shown),
    )


def _numbers_of(asked: Asked) -> _Numbers:
    rule = asked.rule
    endings = ("", *MONEY_UNITS, *RATIO_UNITS, "分", rule.unit, f"万{rule.unit}", f"亿{rule.unit}", asked.unit)
    powers = {}
    for ending in dict.fromkeys(endings):
        try:
            found = parse_value(with_unit(f"1{ending}", asked.unit), rule.kind, rule.unit).value
        except WrittenFault:
            continue
        if isinstance(found, Fraction):
            powers[ending] = power_of(found)
    return _Numbers(asked, powers)


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _needs(numbers: _Numbers, plain: Sequence[Mapping[str, object]]) -> list[Need]:
    needs = []
    for row in plain:
        power = numbers.powers[str(row["ending"])]
        size = max(abs(Fraction(str(row[end]))) for end in ("low", "high")) * Fraction(10) ** power
        needs.append(Need(max(0, int(str(row["decimals"])) - power), size, int(str(row["rows"]))))
    return needs


def _ends(numbers: _Numbers, plain: Sequence[Mapping[str, object]], scale: int) -> list[int]:
    """Return the least and greatest plain numbers at a scale, cut to what fits."""
    shifts = [(row, Fraction(10) ** (scale + numbers.powers[str(row["ending"])])) for row in plain]
    found = [int(Fraction(str(row[end])) * shift) for row, shift in shifts for end in ("low", "high")]
    return [max(1 - TOP, min(TOP - 1, each)) for each in found]


def _shape(others: FieldShape, ends: Sequence[int]) -> FieldShape:
    low, high = min([others.low, *ends]), max([others.high, *ends])
    return FieldShape(others.scale, low, high, others.nullable, others.bounded)


def _meanings(numbers: _Numbers, shape: FieldShape, table: str) -> Sql:
    """Return the meanings of all texts: of the plain ones as worked out, of the others as read."""
    names = [meaning(name) for name in column_names(numbers.asked.name, shape)]
    cells = [numbers.value(shape.scale) if place < 2 else exp.false() for place in range(len(names))]  # noqa: PLR2004 - both ends
    columns = [cell.as_(name, quoted=True) for cell, name in zip(cells, names, strict=True)]
    plain = (
        exp.select(named("__text"), *columns, exp.true().as_("__known")).from_(f"{table}__sound").where(named(_SOUND))
    )
    others = exp.select(named("__text"), *map(named, names), named("__known")).from_(f"{table}__others")
    return exp.union(plain, others, distinct=False)
