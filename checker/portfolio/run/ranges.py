"""Cuts a portfolio into ranges of project ids of about equal size, the same ones whenever the ids are the same.

Knows nothing about facts or rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.run.selects import whole

if TYPE_CHECKING:
    from checker.portfolio.session import Session
    from checker.sql.values import Sql

_MARKS: Final = 64
"""How many ids are looked at for each range: enough for ranges that differ by a tenth or so."""
_ALONE: Final = 1.25
"""Up to this many times the size wanted, a portfolio stays in one piece."""


@dataclass(frozen=True, slots=True)
class IdRange:
    """The projects from ``low`` on and before ``high``, compared as text; None: no bound at that end."""

    low: str | None = None
    high: str | None = None

    def up_to(self, last: IdRange) -> IdRange:
        """Return the range from the start of this one to the end of a later one."""
        return IdRange(self.low, last.high)

    def of(self, select: Sql, column: str = "project") -> exp.Select:
        """Return the rows of ``select`` that belong to projects of this range."""
        rows = whole(select)
        ids = exp.column(column)
        if self.low is not None:
            rows = rows.where(ids.copy() >= exp.Literal.string(self.low), copy=False)
        if self.high is not None:
            rows = rows.where(ids.copy() < exp.Literal.string(self.high), copy=False)
        return rows


def id_ranges(session: Session, heads: Sql, projects: int, size: int) -> tuple[IdRange, ...]:
    """Return ranges of about ``size`` projects each that together hold every project of ``heads`` once."""
    if projects <= size * _ALONE:
        return (IdRange(),)
    count = -(-projects // size)
    marks = _marks(session, heads, max(1, projects // (count * _MARKS)))
    cuts = [marks[len(marks) * place // count] for place in range(1, count)] if marks else []
    ends = [None, *dict.fromkeys(cuts), None]
    return tuple(IdRange(low, high) for low, high in pairwise(ends))


def _marks(session: Session, heads: Sql, every: int) -> list[str]:
    """Return about one in ``every`` of the ids, in order; which ones depends on nothing but the ids."""
    ids = exp.column("project")
    number = exp.func("hash" if session.dialect == "duckdb" else "xxhash64", ids)
    rest = exp.Mod(this=exp.Paren(this=number), expression=exp.Literal.number(every))
    return sorted(str(row["project"]) for row in session.rows(whole(heads).where(rest.eq(0))))
