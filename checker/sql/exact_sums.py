"""Adds up fractions whose divisors differ from row to row, by a function of its own that every session is given.

Whole numbers can outgrow every column that way, and no range can be proven beforehand: the function fails when its sum
has more digits than ``MOST_SUM``, and gives no wrong one. Knows nothing about where rows come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.sql.grouping import Finish, Group, Reading, counting, filtered, included, is_sure
from checker.sql.steps import both_of, code, column, is_null, negated, when
from checker.sql.terms import bracketed, cast
from checker.sql.values import Exact, Range

if TYPE_CHECKING:
    from checker.sql.values import SqlValue, Truth

FUNCTION: Final = "exact_sum"
MOST_SUM: Final = 10**15
"""The greatest top and divisor of a sum; what is worked out from it then stays within what SQL holds exactly."""
DUCKDB_MACRO: Final = f"""
CREATE OR REPLACE TEMP MACRO {FUNCTION}(parts) AS CASE WHEN len(parts) > 0 THEN list_transform([list_reduce(
  parts, lambda x, y: {{
    't': x.t * (y.b // gcd(x.b, y.b)) + y.t * (x.b // gcd(x.b, y.b)), 'b': x.b // gcd(x.b, y.b) * y.b
  }})], lambda s: CASE
    WHEN abs(s.t) > {MOST_SUM}::HUGEINT OR s.b > {MOST_SUM}::HUGEINT THEN error('{FUNCTION}: Overflow') ELSE s
  END)[1] END
"""
"""How DuckDB is given the function; the divisors are positive."""


def sum_of_ratios(member: Truth, end: Exact, beyond_zero: type[exp.Binary] | None, group: Group) -> Finish:
    """Add to ``group`` the sum of fractions, and return what makes its value.

    Where it is not known whether a row counts, it does only if its value is ``beyond_zero`` (less, or greater).
    """
    over = code(1) if end.over is None else end.over
    counted = is_sure(member)
    if member.nullable and beyond_zero is not None:
        perhaps = both_of(is_null(bracketed(member.sql)), beyond_zero(this=end.top, expression=code(0)))
        counted = exp.Or(this=bracketed(counted), expression=bracketed(perhaps))
    given = both_of(bracketed(counted), negated(is_null(end.top)), negated(is_null(over)))
    fields = [exp.PropertyEQ(this=exp.to_identifier(name), expression=cast(sql, "INT128"))
              for name, sql in (("t", end.top), ("b", over))]  # fmt: skip
    parts = filtered(exp.ArrayAgg(this=exp.Struct(expressions=fields)), given)
    total = group.add(exp.Anonymous(this=FUNCTION, expressions=[parts]))
    rows = counting(group, included(member))
    absent = both_of(bracketed(included(member)), exp.Or(this=is_null(end.top), expression=is_null(over)))
    missing = counting(group, absent) if end.nullable else None

    def finish(reading: Reading) -> SqlValue:
        tops = [exp.Coalesce(this=exp.Dot(this=column(reading.table, total), expression=exp.to_identifier(name)),
                             expressions=[cast(code(none), "INT128")])
                for name, none in (("t", 0), ("b", 1))]  # fmt: skip
        guard = reading.count(missing or rows)
        known = exp.EQ(this=guard.top, expression=code(0)) if missing else negated(is_null(guard.top))
        top, over_ = (when((known, each)) for each in tops) if missing or guard.nullable else tops
        span = Range(-MOST_SUM, MOST_SUM)
        return Exact(top, span, end.factor, over_, Range(1, MOST_SUM), nullable=bool(missing) or guard.nullable)

    return finish
