"""What a run over a portfolio is asked to do, and what it came to; knows nothing about how it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

from checker.result import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction
    from pathlib import Path

    from checker.messages import Message
    from checker.source import Problem

Engine: TypeAlias = Literal["duckdb", "spark", "plain"]
Form: TypeAlias = Literal["parquet", "csv", "duckdb", "postgresql"]
ENGINES: Final = ("duckdb", "spark", "plain")
FORMS: Final = ("parquet", "csv", "duckdb", "postgresql")
DECIDED: Final = ("outcomes", "findings", "scores", "problems", "unknowns")
"""The tables that hold what was decided, one part for each range of projects."""
TABLES: Final = ("projects", *DECIDED, "assessors", "rejects")
"""All tables of a run."""
_ALWAYS: Final = frozenset({"projects", "findings", "scores", "rejects"})
"""The tables that a run is counted by."""
PART_SIZE: Final = 250_000
"""Projects in a part: its outcomes, some eighty rows each, are sorted within 4 GB."""
SMALL_ROWS_PART_SIZE: Final = 1_000_000
"""Projects in a part without the table of outcomes."""


class Progress(Protocol):
    """Is told how far a run is: what it does now, and how many rows of how many are done (0 of 0: not known)."""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        """Take note of it."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """Decide the portfolio ``source`` by the pack ``rules`` on the day ``as_of`` and leave the tables at ``out``.

    ``out`` is a folder, a ``.duckdb`` file or a PostgreSQL URL, as ``form`` says. ``carry`` names ``TYPE.FIELD``s that
    the table of projects repeats (None: the usual ones); ``projects`` limits the run to these ids. ``memory`` and
    ``threads`` change nothing about the result.
    """

    source: str
    rules: str
    out: str
    as_of: date
    form: Form = "parquet"
    engine: Engine = "duckdb"
    mapping: Path | None = None
    master: str = "local[*]"
    memory: str | None = None
    threads: int | None = None
    part_size: int | None = None
    tables: tuple[str, ...] = TABLES
    carry: tuple[str, ...] | None = None
    projects: tuple[str, ...] = ()
    incremental: bool = False
    force: bool = False

    @property
    def projects_in_part(self) -> int:
        """About how many projects a part holds; they depend on nothing but the request, so that a run can go on."""
        return self.part_size or (PART_SIZE if "outcomes" in self.written else SMALL_ROWS_PART_SIZE)

    @property
    def written(self) -> tuple[str, ...]:
        """The tables that are written: those asked for, and those that a run is counted by."""
        return tuple(table for table in TABLES if table in self.tables or table in _ALWAYS)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run came to in numbers; the totals are the least and greatest of any project, None when there is none."""

    read: int = 0
    decided: int = 0
    withheld: int = 0
    exact: int = 0
    kept: int = 0
    findings: int = 0
    unknown: int = 0
    rejects: int = 0
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Where the tables are, what they hold and the manifest beside them."""

    out: str
    tally: Tally
    rows: Mapping[str, int]
    manifest: Mapping[str, object]
    notes: tuple[Problem | Message, ...] = ()

    def exit_code(self, *, strict: bool = False) -> ExitCode:
        """Return the exit code: as ``check`` gives it for the worst of the projects, a withheld one being undecided.

        Where no project could be decided, the source is at fault.
        """
        tally = self.tally
        if not tally.decided:
            return ExitCode.INVALID
        if tally.findings:
            return ExitCode.FINDINGS
        if tally.withheld or (strict and tally.unknown):
            return ExitCode.UNDECIDED
        return ExitCode.CLEAN
