"""A table as it lies in a source, before anybody has said what it holds: headings, and a way to have its rows copied.

Knows nothing about fact types.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.portfolio.source.opened import FILE, ROW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlglot import exp

    from checker.portfolio.source.opened import Origin, Placing
    from checker.source import Place, Problems


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a table: its ``columns`` (``project`` among them), which rows, and the ``folder`` for a copy.

    ``numbers`` are the columns that hold numbers: what is joined over several rows of a sheet is not shared out for
    these; ``texts`` are the columns that a database keeps as text. ``condition`` is checked already; ``projects`` are
    ids, None for all. A source that cannot limit its rows while it copies them leaves that to the reader of the copy.
    ``fields`` gives the field of a column.
    """

    folder: str
    columns: tuple[str, ...]
    project: str
    fields: Mapping[str, str] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    condition: exp.Expression | None = None
    projects: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """The rows of a table in Parquet files; the fields mean what they mean in ``SourceTable``.

    ``limited`` says that rows were limited by ``condition`` and ``projects`` already.
    """

    files: tuple[Path, ...]
    types: Mapping[str, str]
    placing: Placing
    origins: tuple[Origin, ...]
    rows: int
    blank: int = 0
    broken_files: tuple[Path, ...] = ()
    broken_rows: int = 0
    limited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable(ABC):
    """One table of a source.

    ``name`` is what it is called to people, relative to the source; ``called`` the word that may be the name of a fact
    type; ``keys`` are the ways in which a mapping may call it, and its ``sheet`` if it has one. ``columns`` are the
    distinct names of its columns, ``headings`` what is written over each (empty for nothing), ``place`` where the
    headings stand. ``dialect`` is the language of a condition on its rows.
    """

    name: str
    called: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    place: Place
    sheet: str = ""
    dialect: str = "duckdb"

    def heading_place(self, column: str) -> Place:
        """Return where the heading of a column stands."""
        del column
        return self.place

    @abstractmethod
    def stage(self, wanted: Wanted, problems: Problems) -> Staged | None:
        """Return the rows; what is wrong with the whole table is recorded and gives None."""


def distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """Return a name for each column, its heading where that is given and no other column has it before."""
    names: dict[str, None] = {}
    folded = {ROW, FILE}
    for number, heading in enumerate(headings, start=1):
        name = base = heading or f"#{number}"
        again = 1
        while name.casefold() in folded:
            again += 1
            name = f"{base} ({again})"
        folded.add(name.casefold())
        names[name] = None
    return tuple(names)
