"""Turns one tree of SQL into the text of a dialect; every difference that sqlglot does not know is said here.

Knows nothing about what the SQL means.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from sqlglot import exp

from checker.sql.terms import LOOKUP
from checker.sql.values import Sql
from checker.sql.whole import is_wide

DialectName: TypeAlias = Literal["duckdb", "spark"]


def to_sql(tree: Sql, dialect: DialectName, pretty: bool = True) -> str:
    """Return the text of ``tree`` in a dialect, comments kept."""
    return (_for_spark(tree) if dialect == "spark" else tree).sql(dialect=dialect, pretty=pretty)


def _for_spark(tree: Sql) -> Sql:
    """Change what differs from the leaves up, since what is changed may hold more that is."""
    found = tree.copy()
    for node in reversed(list(found.walk())):
        changed = _spark(node)
        if changed is not node:
            changed.add_comments(node.comments)
            node.replace(changed)
            found = changed if node is found else found
    return found


def _spark(node: Sql) -> Sql:
    """Spark differs in six ways; DuckDB knows 128 bits as INT128 and takes the tree as it is.

    - 128 bits are DECIMAL(38, 0).
    - ``DIV`` gives 64 bits even of decimals: where the tree casts a quotient to 128 bits, what is left over is taken
      off first, so that ``/`` comes to a whole number, for which it has 32 digits.
    - ``DATEDIFF`` with a unit goes by moments in a time zone; with two days it counts days.
    - An enumerated type is a text.
    - A list is asked for its element by another name, at a place of type INT. ``ELEMENT_AT`` will not do: under ANSI
      rules Spark takes it to be never null, even at a place that is.
    - Nothing is added to a DATE but days of type INT, which is how the tree has it already.
    """
    if isinstance(node, exp.Cast) and is_wide(node.to):
        return type(node)(this=_quotient(node.this), to=exp.DataType.build("DECIMAL(38, 0)"))
    if isinstance(node, exp.DataType) and node.this is exp.DataType.Type.ENUM:
        return exp.DataType.build("VARCHAR")
    if isinstance(node, exp.Anonymous) and node.this == LOOKUP:
        values, place = node.expressions
        return exp.Anonymous(this="TRY_ELEMENT_AT", expressions=[values, exp.cast(place, "INT")])
    if isinstance(node, exp.DateDiff):
        return exp.Anonymous(this="DATEDIFF", expressions=[node.this.copy(), node.expression.copy()])
    return node


def _quotient(sql: Sql) -> Sql:
    if not isinstance(sql, exp.IntDiv):
        return sql
    above, below = sql.this, sql.expression
    rest = exp.Mod(this=above.copy(), expression=below.copy())
    whole = exp.Paren(this=exp.Sub(this=above.copy(), expression=rest))
    return exp.Div(this=whole, expression=below.copy(), typed=True, safe=False)
