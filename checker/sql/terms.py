"""Turns parts of SQL into one expression with the brackets it needs, folded so that it reads as if a person wrote it.

Nothing is copied: parts are shared and never changed, and the whole is copied when it is written out. Knows nothing
about ranges or meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from sqlglot import exp

from checker.sql.values import Sql

Branch = tuple[Sql, Sql]
"""A condition and what is taken where it holds."""
NULL: Final = exp.null()
LOOKUP: Final = "LIST_EXTRACT"
"""The function that takes the value at a place, the first being 1, from a list of values."""
_LOOSE: Final = (exp.Binary, exp.Not, exp.Is, exp.Between, exp.In)
_PRODUCT: Final = (exp.Mul, exp.Column, exp.Literal, exp.Paren, exp.Cast, exp.Func, exp.Case, exp.Null)


def number(value: int) -> Sql:
    """Return a whole number as written in SQL."""
    literal = exp.Literal.number(abs(value))
    return literal if value >= 0 else exp.Neg(this=literal)


def number_of(sql: Sql) -> int | None:
    """Return the whole number that is written, or None for anything else."""
    if isinstance(sql, exp.Neg):
        inner = number_of(sql.this)
        return None if inner is None else -inner
    return int(sql.this) if isinstance(sql, exp.Literal) and not sql.is_string else None


def bracketed(sql: Sql) -> Sql:
    """Return what can stand beside any operator."""
    return exp.Paren(this=sql) if isinstance(sql, (*_LOOSE, exp.Neg)) else sql


def cast(sql: Sql, to: str) -> Sql:
    """Return the value as another type."""
    return exp.Cast(this=sql, to=_type(to))


@cache
def _type(name: str) -> exp.DataType:
    return exp.DataType.build(name)


def plus(a: Sql, b: Sql) -> Sql:
    """Return a + b."""
    known = number_of(b)
    if isinstance(b, exp.Neg):
        return minus(a, b.this) if known is None else minus(a, number(-known))
    if isinstance(a, exp.Neg):
        return minus(b, a.this)
    return exp.Add(this=_term(a), expression=_term(b) if not isinstance(b, exp.Sub | exp.Add) else bracketed(b))


def minus(a: Sql, b: Sql) -> Sql:
    """Return a - b."""
    if isinstance(b, exp.Neg):
        return plus(a, b.this)
    return exp.Sub(this=_term(a), expression=bracketed(b) if isinstance(b, exp.Sub | exp.Add) else _term(b))


def times(a: Sql, b: Sql) -> Sql:
    """Return a * b."""
    left = a if isinstance(a, _PRODUCT) else bracketed(a)
    return exp.Mul(this=left, expression=bracketed(b))


def negative(a: Sql) -> Sql:
    """Return -a."""
    if isinstance(a, exp.Neg):
        inner: Sql = a.this
        return inner
    known = number_of(a)
    return exp.Neg(this=bracketed(a)) if known is None else number(-known)


def divided(a: Sql, b: Sql) -> Sql:
    """Return a divided by b, without what is left over (towards zero)."""
    return exp.IntDiv(this=bracketed(a), expression=bracketed(b))


def left_over(a: Sql, b: Sql) -> Sql:
    """Return what is left over when a is divided by b; it has the sign of a."""
    return exp.Mod(this=bracketed(a), expression=bracketed(b))


def _term(sql: Sql) -> Sql:
    plain = (exp.Add, exp.Sub, exp.Mul)
    return sql if isinstance(sql, plain) else bracketed(sql)


def case(branches: Iterable[Branch], default: Sql | None = None) -> Sql:
    """Return the value of the first branch whose condition holds, else ``default`` (null when None)."""
    kept: list[Branch] = []
    for condition, value in branches:
        if condition == exp.true():
            default = value
            break
        if condition != exp.false():
            kept.append((condition, value))
    default = NULL if default is None else default
    while kept and kept[-1][1] == default:
        kept.pop()
    if not kept:
        return default
    ifs = [exp.If(this=condition, true=value) for condition, value in kept]
    return exp.Case(ifs=ifs, default=None if default == NULL else default)


def joined(kind: type[exp.And | exp.Or], items: Sequence[Sql]) -> Sql:
    """Return two or more conditions joined, each with the brackets it needs."""
    found: Sql | None = None
    for item in items:
        part = exp.Paren(this=item) if _needs_brackets(kind, item) else item
        found = part if found is None else kind(this=found, expression=part)
    if found is None:
        raise ValueError(items)
    return found


def _needs_brackets(kind: type[exp.And | exp.Or], item: Sql) -> bool:
    return isinstance(item, exp.And | exp.Or) and not isinstance(item, kind)


def parts(kind: type[exp.And | exp.Or], sql: Sql) -> list[Sql]:
    """Return the conditions that are joined by ``kind``."""
    if isinstance(sql, exp.Paren):
        return parts(kind, sql.this)
    if isinstance(sql, kind):
        return [*parts(kind, sql.this), *parts(kind, sql.expression)]
    return [sql]


def present(sql: Sql) -> Sql:
    """Return the condition that the value is not null: that nothing it is worked out from is."""
    sources = list(dict.fromkeys(_sources(sql)))
    found = [exp.Is(this=bracketed(source), expression=exp.Not(this=exp.null())) for source in sources]
    return joined(exp.And, found) if found else exp.true()


def any_absent(sqls: Iterable[Sql]) -> Sql:
    """Return the condition that one of the values is null."""
    sources = list(dict.fromkeys(source for sql in sqls for source in _sources(sql)))
    found = [exp.Is(this=bracketed(source), expression=exp.null()) for source in sources]
    return joined(exp.Or, found) if found else exp.false()


_CARRYING: Final = (
    exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Paren, exp.Cast, exp.Abs, exp.IntDiv, exp.Mod, exp.Year, exp.Quarter,
    exp.Month, exp.Day, exp.LastDay, exp.DateDiff,
)  # fmt: skip


def _sources(sql: Sql) -> Iterable[Sql]:
    """Yield the parts of which one is null exactly when the whole is."""
    if isinstance(sql, exp.Literal | exp.Boolean) or _is_list_of_numbers(sql):
        return
    if isinstance(sql, exp.Anonymous) and sql.this == LOOKUP:
        yield from _sources(sql.expressions[1])
        return
    if not isinstance(sql, _CARRYING):
        yield sql
        return
    for name in ("this", "expression"):
        part = sql.args.get(name)
        if part is not None:
            yield from _sources(part)


def _is_list_of_numbers(sql: Sql) -> bool:
    if not isinstance(sql, exp.Case) or sql.args.get("default") is None:
        return False
    values = [*(part.args["true"] for part in sql.args["ifs"]), sql.args["default"]]
    return all(number_of(value) is not None for value in values)


def boolean(value: bool) -> Sql:
    """Return a truth as written in SQL."""
    return exp.true() if value else exp.false()
