"""Turns the tables of projects and rejects into what was not decided and why; knows nothing about how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.portfolio.summary.model import Rejected, Undecided
from checker.portfolio.summary.numbers import whole

if TYPE_CHECKING:
    from checker.portfolio.summary.opened import OpenedResult

FIRST: Final = 3
"""How many places and projects are named."""
_CODES: Final = """
WITH placed AS (
  SELECT code, project, reason, hint, place,
    ROW_NUMBER() OVER (PARTITION BY code ORDER BY source, LENGTH(place), place, reason) AS number
  FROM rejects
)
SELECT code, COUNT(*) AS found, COUNT(DISTINCT NULLIF(project, '')) AS projects,
  MIN(reason) FILTER (number = 1) AS reason, MIN(hint) FILTER (number = 1) AS hint,
  LIST(place ORDER BY number) FILTER (number <= 3) AS places
FROM placed GROUP BY code ORDER BY found DESC, code
"""
_WITHHELD: Final = """
SELECT project, COALESCE(title, '') AS title, COUNT(*) OVER () AS found
FROM projects WHERE status = 'withheld' ORDER BY project LIMIT 3
"""


def undecided(result: OpenedResult) -> Undecided:
    """Return the projects that were withheld and the rows that were refused, the most frequent reason first."""
    held = result.rows(_WITHHELD)
    codes = tuple(
        Rejected(
            row["code"],
            whole(row["found"]),
            whole(row["projects"]),
            row["reason"] or "",
            row["hint"] or "",
            tuple(filter(None, row["places"])),
        )
        for row in result.rows(_CODES)
    )
    return Undecided(
        whole(held[0]["found"]) if held else 0,
        tuple((row["project"], row["title"]) for row in held),
        sum(code.rows for code in codes),
        codes,
    )
