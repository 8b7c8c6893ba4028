"""Sees whether rows are told apart by their keys and belong to projects that exist, without listing those that do not.

Large tables are looked at by the hashes of their projects (64 bits). Nothing is held to be wrong by a hash alone: where
something seems so, the rows themselves are looked at. Knows nothing about what rows mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.phrases import BLANKS, phrase, table_of, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.portfolio.intake.orders import Order
    from checker.portfolio.intake.tables import Table
    from checker.portfolio.session import Session
    from checker.sql.values import Sql

HASHES: Final = "intake__hashes"
"""The hashes of the ids of all projects that are on the list."""
WORTH_IT: Final = 100_000
"""A table with fewer rows than this is looked at one by one at once."""
_BITS: Final = 64
_NO_PROJECT: Final = """
CASE WHEN NOT CONTAINS(:blanks, LEFT(:project, 1)) THEN FALSE ELSE COALESCE(TRIM(:project, :blanks) = '', TRUE) END
"""
_SINGLE: Final = "SELECT HASH(:project) AS h FROM source"
# What is kept begins the rows of a project, or has a key that does not come after that of the row before it.
_SEVERAL: Final = """
SELECT h
FROM (
  SELECT h, place, LAG(h) OVER () AS h_before, LAG(place) OVER () AS place_before
  FROM (SELECT HASH(:project) AS h, :place AS place FROM source)
)
WHERE h IS DISTINCT FROM h_before OR place <= place_before
"""
_BY_HASH: Final = """
SELECT COUNT(a.h) AS known, COUNT_IF(a.h IS NULL) AS strange, COUNT_IF(b.h IS NULL) AS lacking
FROM hashes AS a FULL JOIN found AS b ON a.h = b.h
"""
_ONE_BY_ONE: Final = """
SELECT
  MAX(n) AS most, COUNT_IF(doubled) AS doubled, COUNT_IF(found IS NULL) AS strange, COUNT(found) AS known
FROM (SELECT who, COUNT(*) AS n, :doubled AS doubled FROM source GROUP BY 1)
LEFT JOIN (SELECT project AS found FROM heads) ON who = found
"""
_TWICE: Final = "COUNT(*) > 1"
_BIT_TWICE: Final = "COUNT(*) <> BIT_COUNT(BIT_OR(CAST(1 AS UBIGINT) << CAST(which AS UBIGINT)))"
_KEY_TWICE: Final = "COUNT(*) <> COUNT(DISTINCT which)"


@dataclass(frozen=True, slots=True)
class Heads:
    """The list of projects: a relation with the column ``project``, each of ``count`` ids once.

    Its table may have ``doubled`` rows, and ``blank`` ones that name no project.
    """

    relation: str
    count: int
    doubled: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """What a look at a table showed; a project has ``most`` rows of it at most, with ``everywhere`` each has some.

    ``doubled``: some rows may share project and key; ``strange``: some belong to no project of the list.
    """

    most: int
    doubled: bool = False
    strange: bool = False
    everywhere: bool = False


def no_project(project: Sql) -> Sql:
    """Return whether a row does not say whose it is."""
    return phrase(_NO_PROJECT, project=project, blanks=text(BLANKS))


def keep_hashes(session: Session, heads: Heads) -> None:
    """Keep the hashes of the list of projects, which large tables are compared with."""
    session.keep(HASHES, exp.select(phrase("HASH(project)").as_("h")).from_(table_of(heads.relation)))


def look(table: Table, heads: Heads, session: Session, order: Order | None) -> Presence:
    """Return what a look at a table shows; ``order`` tells the keys of a type with few of them, else None."""
    keyed = bool(table.rule.key) or order is not None
    if not table.layout.rows:
        return Presence(0, everywhere=not heads.count)
    if table.layout.rows < WORTH_IT or (keyed and order is None):
        return _one_by_one(table, heads, session, order, keyed=keyed)
    found = phrase(_SINGLE, project=table.project)
    if order is not None:
        found = phrase(_SEVERAL, project=table.project, place=order.place)
    select = _reading(phrase(_BY_HASH), {"hashes": HASHES, "found": _reading(found, {"source": table.scan})})
    known, strange, lacking = (int(str(count)) for count in session.rows(select)[0].values())
    if known > heads.count:  # keys may only stand in another order
        return _one_by_one(table, heads, session, order, keyed=keyed)
    return Presence(1 if order is None else order.keys, strange=strange > 0, everywhere=lacking == 0)


def _one_by_one(table: Table, heads: Heads, session: Session, order: Order | None, *, keyed: bool) -> Presence:
    """Look at the rows of each project."""
    few = order is not None and order.keys <= _BITS
    which = order.place if order is not None and few else table.key
    rows = table.select(table.project.as_("who"), which.as_("which"))
    listed = exp.select("project").from_(table_of(heads.relation))
    doubled = phrase((_BIT_TWICE if few else _KEY_TWICE) if keyed else _TWICE)
    select = _reading(phrase(_ONE_BY_ONE, doubled=doubled), {"source": rows, "heads": listed})
    found = {name: int(str(value or 0)) for name, value in session.rows(select)[0].items()}
    return Presence(found["most"], found["doubled"] > 0, found["strange"] > 0, found["known"] == heads.count)


def _reading(select: Sql, sources: Mapping[str, str | Sql]) -> Sql:
    """Return a select that reads relations (or selects) where its words name them."""

    def changed(node: Sql) -> Sql:
        if not isinstance(node, exp.Table) or node.name not in sources:
            return node
        source = sources[node.name]
        found = table_of(source) if isinstance(source, str) else exp.Subquery(this=source)
        return exp.alias_(found, node.alias_or_name, table=True)

    return select.transform(changed)
