"""Builds the few forms of SQL that intake needs, from words with holes; knows nothing about facts or sources."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlglot import exp, parse_one

from checker.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.sql.values import Sql

BLANKS: Final = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""Every character that counts as blank around a written value."""
_TRIMMED: Final = """
CASE WHEN CONTAINS(:blanks, LEFT(:value, 1)) OR CONTAINS(:blanks, RIGHT(:value, 1))
  THEN NULLIF(TRIM(:value, :blanks), '') ELSE :value
END
"""
_MOST_DECIMALS: Final = 38
_HOLE: Final = "\x00{}\x00"


@cache
def _parsed(template: str) -> Sql:
    return parse_one(template, dialect="duckdb")


def phrase(template: str, /, **parts: Sql) -> Sql:
    """Return the SQL of a template of our own, with each ``:name`` in it replaced by a part."""
    return exp.replace_placeholders(_parsed(template), **parts)


def table_of(name: str) -> exp.Table:
    """Return a relation by its exact name."""
    return exp.Table(this=exp.to_identifier(name, quoted=True))


def reading_from(select: Sql, table: str) -> Sql:
    """Return a select that reads ``table`` wherever its words say ``source``."""
    for place in select.find_all(exp.Table):
        if place.name == "source":
            place.set("this", exp.to_identifier(table, quoted=True))
    return select


def text(value: str) -> exp.Literal:
    """Return a text as a literal."""
    return exp.Literal.string(value)


def number(value: int) -> Sql:
    """Return a whole number as a literal."""
    return exp.Literal.number(value)


def exactly(value: Fraction) -> Sql:
    """Return a number with a finite decimal as a literal of just so many digits."""
    sign, size = "-" if value < 0 else "", abs(value)
    decimals = next(digits for digits in range(_MOST_DECIMALS) if 10**digits % size.denominator == 0)
    digits = str(size.numerator * 10**decimals // size.denominator)
    if not decimals:
        return exp.cast(text(f"{sign}{digits}"), f"DECIMAL({max(len(digits), 1)}, 0)")
    digits = digits.rjust(decimals + 1, "0")
    shown = f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"
    return exp.cast(text(shown), f"DECIMAL({len(digits)}, {decimals})")


def named(name: str, table: str = "") -> exp.Column:
    """Return a column by its exact name."""
    return exp.column(name, table=table or None, quoted=True)


def trimmed(value: Sql) -> Sql:
    """Return a text without the blanks around it, null when nothing is left; texts without any are not copied."""
    return phrase(_TRIMMED, value=value, blanks=text(BLANKS))


def looked_up(value: Sql, meanings: Mapping[str, Sql]) -> Sql:
    """Return what a text means, null for one that is not among the meanings; cheap where texts repeat."""
    if not meanings:
        return exp.null()
    keys = exp.Array(expressions=[text(key) for key in meanings])
    values = exp.Array(expressions=list(meanings.values()))
    return exp.Bracket(this=exp.Map(keys=keys, values=values), expressions=[value.copy()])


def whole(value: Sql) -> Sql:
    """Return a value as a whole number of 64 bits."""
    return exp.cast(value, "BIGINT")


def unless_null(value: Sql, otherwise: Sql) -> Sql:
    """Return a value, or another where it is null."""
    return exp.Coalesce(this=value, expressions=[otherwise])


def either(conditions: Sequence[Sql]) -> Sql:
    """Return that at least one condition holds; without any, that none does."""
    return exp.or_(*(condition.copy() for condition in conditions)) if conditions else exp.false()


def joined(parts: Sequence[Sql]) -> Sql:
    """Return texts one after the other, null where one of them is."""
    whole_text = parts[0]
    for part in parts[1:]:
        whole_text = exp.DPipe(this=whole_text, expression=part, safe=True)
    return whole_text


def spoken(sentence: Message, **holes: Sql) -> Sql:
    """Return a sentence, in the language of the reader, whose ``holes`` are filled in by the database."""
    markers = {name: _HOLE.format(name) for name in holes}
    shown = replace(sentence, args=tuple((dict(sentence.args) | markers).items())).render()
    parts: list[Sql] = []
    for place, piece in enumerate(shown.split("\x00")):
        if place % 2:
            parts.append(unless_null(exp.cast(holes[piece].copy(), "VARCHAR"), text("")))
        elif piece:
            parts.append(text(piece))
    return joined(parts) if parts else text("")
