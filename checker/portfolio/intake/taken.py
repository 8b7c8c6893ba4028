"""What intake hands on: typed relations, how they lie, what was rejected, and how many rows became of each type.

Knows nothing about how rows are checked or read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from checker.source import Problem
    from checker.sql.shapes import Shapes
    from checker.sql.values import Sql

PROJECTS: Final = "projects"
HEADS: Final = "heads"
REPORTED: Final = "reported"
WAIVERS: Final = "waivers"
JUDGEMENT: Final = "facts_judgement"
REJECT_COLUMNS: Final = (
    "source", "place", "type", "project", "key", "field", "text", "code", "reason", "hint",
)  # fmt: skip
"""The columns of ``rejects``, all VARCHAR; what does not apply is an empty text. Type is the id of the fact type,
or ``projects``, ``judgements``, ``waivers``, ``reported``. Field is its id."""


def facts_name(type_id: str) -> str:
    """Return the name of the relation of a fact type."""
    return f"facts_{type_id}"


@dataclass(frozen=True, slots=True)
class TypeCount:
    """What became of the rows of one table: ``read = used + rejected + held``.

    ``rejected`` rows are listed in the rejects (each once here, however much is wrong with it), ``held`` rows are sound
    but belong to a withheld project. ``orphan`` of the rejected belong to no project at all.
    """

    read: int
    used: int
    rejected: int = 0
    held: int = 0
    orphan: int = 0


@dataclass(frozen=True, slots=True)
class Intake:
    """A portfolio ready to be decided.

    ``relations`` holds a SELECT by name, in terms of the ``scans`` (names of Parquet files) and ``views`` of them;
    the session that took it in has these, and any other is given them by ``attach``. ``projects`` (project, title,
    kind) are those to be decided by SQL; ``heads`` (project, title, kind and the columns of ``carry``, of these SQL
    types) is every project that has a head, whatever becomes of it; ``facts_TYPE`` is there for each type of
    ``shapes``, ``reported`` and ``waivers`` where ``shapes`` says that they are asked. ``written`` holds for each
    type (``judgement``, ``waivers`` and ``reported`` too) a SELECT, for DuckDB, of project, place and the fields as
    texts that mean in a facts file what the row says; rejected rows included. ``sorted`` says for each relation
    whether its rows stand in the order of their projects, so that a range of projects is read by itself.
    ``projects`` counts the projects that have a head.

    ``rejects`` has the columns REJECT_COLUMNS. ``withheld`` and ``exact`` give the projects (one column ``project``)
    that are not decided, and those that only the exact path can decide; None when there are none. ``notes`` are
    warnings about the source for people.
    """

    relations: Mapping[str, Sql]
    written: Mapping[str, Sql]
    shapes: Shapes
    counts: Mapping[str, TypeCount]
    carry: Mapping[str, str]
    sorted: Mapping[str, bool]
    projects: int
    rejects: Sql | None = None
    withheld: Sql | None = None
    exact: Sql | None = None
    rejected: int = 0
    withheld_projects: int = 0
    exact_projects: int = 0
    notes: tuple[Problem, ...] = ()
    scans: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    views: Mapping[str, Sql] = field(default_factory=dict)
