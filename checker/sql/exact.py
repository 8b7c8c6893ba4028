"""Turns exact numbers in SQL into choices among them and truths about them; what adds and multiplies them is here too.

Knows nothing about bounds, facts or tables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Final

from sqlglot import exp

from checker.sql import terms, whole
from checker.sql.ratios import (
    absolute,
    add,
    common_factor,
    constant,
    constant_of,
    divide,
    ends_of,
    is_zero,
    make,
    maybe_over,
    multiple,
    multiply,
    negate,
    over_of,
    over_the_same,
    same_over,
    subtract,
    top_of,
)
from checker.sql.values import FALSE, TRUE, Exact, Sql, Truth
from checker.sql.whole import Whole

__all__ = [
    "absolute", "add", "common_factor", "compare", "constant", "constant_of", "divide", "ends_of", "extreme_of_known",
    "is_zero", "known", "make", "maximum", "minimum", "multiple", "multiply", "negate", "over_of", "pick",
    "settled_where_known", "subtract", "top_of", "total",
]  # fmt: skip


def pick(branches: Sequence[tuple[Sql, Exact | None]], default: Exact | None = None) -> Exact | None:
    """Return the number of the first branch whose condition holds, else ``default``; None is unknown.

    The answer is None when there is nothing known to pick from.
    """
    kept = [(condition, value) for condition, value in branches if condition != exp.false()]
    for place, (condition, value) in enumerate(kept):
        if condition == exp.true():
            kept, default = kept[:place], value
            break
    values = [*(value for _, value in kept), default]
    given = [value for value in values if value is not None]
    if not given or all(value == default for value in values):
        return default
    factor = common_factor(given)
    conditions = [condition for condition, _ in kept]
    tops = [None if value is None else multiple(value, factor) for value in values]
    overs = [None if value is None else over_of(value) for value in values]
    nullable = len(given) < len(values) or any(value.nullable for value in given)
    known_overs = [over for over in overs if over is not None]
    same = all(one == known_overs[0] for one in known_overs)
    ends = [ends_of(value) for value in given]
    within = (min(low for low, _ in ends), max(high for _, high in ends))
    return make(_picked(conditions, tops), factor, known_overs[0] if same else _picked(conditions, overs),
                nullable=nullable, within=within)  # fmt: skip


def _picked(conditions: Sequence[Sql], values: Sequence[Whole | None]) -> Whole:
    written = [terms.NULL if value is None else value.sql for value in values]
    sql = terms.case(zip(conditions, written, strict=False), written[-1])
    return Whole(sql, whole.hull(*(value.range for value in values if value is not None)))


def known(a: Exact) -> Truth:
    """Return whether the number is known."""
    if not a.nullable:
        return TRUE
    found = terms.present(a.top) if a.over is None else terms.present(exp.Add(this=a.top, expression=a.over))
    return TRUE if found == exp.true() else Truth(found, nullable=False)


def minimum(a: Exact, b: Exact) -> Exact:
    """Return the smaller of two numbers."""
    return _extreme(a, b, smallest=True)


def maximum(a: Exact, b: Exact) -> Exact:
    """Return the greater of two numbers."""
    return _extreme(a, b, smallest=False)


def _extreme(a: Exact, b: Exact, *, smallest: bool) -> Exact:
    if a == b:
        return a
    settled = _settled(a, b, smallest=smallest)
    if settled is not None:
        winner, loser = settled
        return winner if not loser.nullable else _unless_none(pick([(known(loser).sql, winner)]), winner)
    a, b = over_the_same(a, b), over_the_same(b, a)
    if not a.nullable and not b.nullable and same_over(a, b):
        return _listed((a, b), smallest=smallest)
    if b.nullable and not a.nullable:
        a, b = b, a
    before, after = ("<=", ">") if smallest else (">=", "<")
    if not b.nullable:  # a null falls through to a, which is null then
        found = pick([(compare(after, a, b).sql, b)], a)
    else:
        found = pick([(compare(before, a, b).sql, a), (compare(after, a, b).sql, b)])
    return _clamped(_unless_none(found, a), a, b, smallest=smallest)


def _clamped(found: Exact, a: Exact, b: Exact, *, smallest: bool) -> Exact:
    """Narrow the range: the smaller of two numbers is not above either, the greater not below."""
    (a_low, a_high), (b_low, b_high) = ends_of(a), ends_of(b)
    choose = min if smallest else max
    within = (choose(a_low, b_low), choose(a_high, b_high))
    return make(top_of(found), found.factor, maybe_over(found), nullable=found.nullable, within=within)


def _settled(a: Exact, b: Exact, *, smallest: bool) -> tuple[Exact, Exact] | None:
    """Return the winner and the loser where the ranges tell."""
    (a_low, a_high), (b_low, b_high) = ends_of(a), ends_of(b)
    if a_high <= b_low:
        return (a, b) if smallest else (b, a)
    if b_high <= a_low:
        return (b, a) if smallest else (a, b)
    return None


def _unless_none(found: Exact | None, instead: Exact) -> Exact:
    return instead if found is None else found


_FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_NODES: Final[dict[str, type[exp.Binary]]] = {
    "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE, "=": exp.EQ, "!=": exp.NEQ,
}  # fmt: skip
_PLAIN: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b,
}  # fmt: skip


def compare(sign: str, a: Exact, b: Exact) -> Truth:
    """Return whether a stands in that relation to b."""
    nullable = a.nullable or b.nullable
    told = _told(sign, a, b)
    if told is not None and not nullable:
        return TRUE if told else FALSE
    if constant_of(a) is not None:
        return compare(_FLIPPED[sign], b, a)
    limit = constant_of(b)
    if limit is not None and a.over is None:
        return _against(sign, a, limit, told)
    factor = common_factor((a, b)) if not is_zero(b) else a.factor
    if not is_zero(b) and a.factor < 0 and b.factor < 0:
        factor = -abs(factor)
    x, y = multiple(a, factor), multiple(b, factor)
    if not same_over(a, b):
        x, y = whole.times(x, over_of(b)), whole.times(y, over_of(a))
    sign = sign if factor > 0 else _FLIPPED[sign]
    return Truth(_compared(sign, x.sql, y.sql), nullable=nullable)


def _compared(sign: str, x: Sql, y: Sql) -> Sql:
    return _NODES[sign](this=_side(x), expression=_side(y))


def _side(sql: Sql) -> Sql:
    return sql if isinstance(sql, exp.Add | exp.Sub | exp.Mul | exp.Neg) else terms.bracketed(sql)


def _told(sign: str, a: Exact, b: Exact) -> bool | None:
    """Return the answer that holds for all values within the ranges, if there is one."""
    if a == b:
        return sign in {"=", "<=", ">="}
    (a_low, a_high), (b_low, b_high) = ends_of(a), ends_of(b)
    if sign in {"=", "!="}:
        apart = a_high < b_low or b_high < a_low
        single = a_low == a_high == b_low == b_high
        return (sign == "!=") if apart else (sign == "=") if single else None
    plain = _PLAIN[sign]
    answers = {plain(a_low, b_high), plain(a_high, b_low)}
    return answers.pop() if len(answers) == 1 else None


def _against(sign: str, a: Exact, limit: Fraction, told: bool | None) -> Truth:
    """Compare what is above the line with a whole number."""
    sign = sign if a.factor > 0 else _FLIPPED[sign]
    target = limit / a.factor
    if target.denominator != 1:
        if sign in {"=", "!="}:
            return settled_where_known(sign == "!=", a)
        sign = f"{sign[0]}="
    limited = math.floor(target) if sign == "<=" else math.ceil(target)
    within = max(a.range.low - 1, min(a.range.high + 1, limited))
    if told is not None and within != target and sign in {"=", "!="}:
        return settled_where_known(told, a)
    return Truth(_compared(sign, a.top, terms.number(within)), nullable=a.nullable)


def settled_where_known(answer: bool, a: Exact) -> Truth:
    """Return ``answer`` where the number is known."""
    is_known = known(a)
    if is_known.constant:
        return TRUE if answer else FALSE
    return Truth(terms.case([(is_known.sql, terms.boolean(answer))]), nullable=True)


def extreme_of_known(numbers: Sequence[Exact], *, smallest: bool) -> Exact:
    """Return the smallest (greatest) of those numbers that are known; unknown only where all are."""
    found = list(dict.fromkeys(numbers))
    if len(found) == 1:
        return found[0]
    if all(same_over(found[0], one) for one in found):
        return _listed(found, smallest=smallest)
    middle = len(found) // 2
    a, b = (extreme_of_known(half, smallest=smallest) for half in (found[:middle], found[middle:]))
    if not a.nullable and not b.nullable:
        return _extreme(a, b, smallest=smallest)
    instead = terms.joined(exp.Or, [terms.any_absent(_parts(a)), compare(">" if smallest else "<", a, b).sql])
    return _unless_none(pick([(instead, b)], a), a)


def _parts(a: Exact) -> list[Sql]:
    return [a.top] if a.over is None else [a.top, a.over]


def _listed(numbers: Sequence[Exact], *, smallest: bool) -> Exact:
    """LEAST and GREATEST pass nulls over in every dialect."""
    factor = abs(common_factor(numbers))
    tops = [multiple(one, factor) for one in numbers]
    node = exp.Least if smallest else exp.Greatest
    spread = whole.hull(*(top.range for top in tops))
    ends = [ends_of(one) for one in numbers]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    sure = [end for end, one in zip(ends, numbers, strict=True) if not one.nullable]
    if sure:
        low, high = (low, min(high for _, high in sure)) if smallest else (max(low for low, _ in sure), high)
    sql = node(this=tops[0].sql, expressions=[top.sql for top in tops[1:]], ignore_nulls=True)
    nullable = all(one.nullable for one in numbers)
    return make(Whole(sql, spread), factor, maybe_over(numbers[0]), nullable=nullable, within=(low, high))


def total(numbers: Sequence[Exact]) -> Exact:
    """Return the sum of several numbers, 0 of none."""
    return reduce(add, numbers, constant(0))
