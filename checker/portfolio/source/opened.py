"""An opened portfolio: where the rows of each fact type lie, which column is which field, and the place of each row.

Whatever the source was, its rows lie in Parquet files afterwards: the original ones, or copies in the work folder.
Knows nothing about what the values mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias

from sqlglot import exp

from checker.portfolio.source.scans import column, concatenated, read_parquet, text_of

PROJECTS: Final = "projects"
"""The table of project heads: columns ``project``, ``title``, ``kind``."""
JUDGEMENTS: Final = "judgements"
WAIVERS: Final = "waivers"
REPORTED: Final = "reported"
"""The table that says which types a project has reported on: columns ``project`` and ``type`` (an id or a label)."""
FILE: Final = "__file"
"""The column of a relation that holds the path of the Parquet file a row stands in; null where there is only one."""
ROW: Final = "__row"
"""The column of a relation that holds the number of a row as people count it: line of a CSV file, row of a sheet."""
Kind: TypeAlias = Literal["files", "duckdb", "sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Placing:
    """How the place of a row is written from ``FILE`` and ``ROW``.

    ``name`` is what the file (or ``book:sheet``) is called when all rows stand in one. Else the name is the path in
    ``FILE`` without the first ``skip`` and last ``cut`` characters. ``between`` stands between name and row: ``:``,
    ``:row `` or (cells) the sheet and ``!``. ``letters`` gives the letters of a column in a sheet; ``first`` is the
    number of a file's first row, unless the files hold the column ``ROW`` themselves (``own``).
    """

    name: str
    between: str = ":"
    skip: int | None = None
    cut: int = 0
    first: int = 1
    own: bool = False
    letters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that was read, with the name shown to people; or what came from a server, whose ``digest`` is known."""

    name: str
    path: Path | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """The rows that feed one fact type (or ``PROJECTS``, ``JUDGEMENTS``, ``WAIVERS``, ``REPORTED``).

    ``columns`` gives the column of each field that has one, by field id; ``types`` the DuckDB type of each such column
    and of ``project``. Columns of text files, workbooks and SQLite are ``VARCHAR``, numbers of workbooks and SQLite
    with 15 significant digits; columns of Parquet, DuckDB and PostgreSQL keep their types. A bare number of a field in
    ``units`` is in that unit, which goes before the one of the vocabulary. With ``complete`` a project without rows has
    none of the facts. ``rows`` counts the rows of ``files`` (before ``condition``), ``blank`` the empty lines and rows
    that were passed over; ``where`` is the condition of the mapping file. What could not be read as a row at all is in
    ``broken_files``, not in ``files``: see ``broken``.
    """

    name: str
    type: str
    files: tuple[Path, ...]
    project: str
    columns: Mapping[str, str]
    types: Mapping[str, str]
    placing: Placing
    origins: tuple[Origin, ...]
    rows: int
    blank: int = 0
    complete: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    condition: exp.Expression | None = None
    where: str = ""
    broken_files: tuple[Path, ...] = ()
    broken_rows: int = 0

    @property
    def relation(self) -> exp.Select:
        """Select (for DuckDB) ``project``, the columns of the fields, ``FILE`` and ``ROW``, of the rows that count.

        The columns keep the names they have in the source. ``FILE`` and ``ROW`` cost nothing unless they are asked for.
        """
        shown = dict.fromkeys((self.project, *self.columns.values()))
        many = self.placing.skip is not None
        file = exp.cast(column(FILE) if many else exp.null(), "VARCHAR")
        row: exp.Expression = column(ROW)
        if not self.placing.own:
            row = exp.Add(this=column("file_row_number"), expression=exp.Literal.number(self.placing.first))
        select = exp.select(*map(column, shown), exp.alias_(file, FILE, quoted=True), exp.alias_(row, ROW, quoted=True))
        select = select.from_(read_parquet(self.files, numbered=not self.placing.own, named=FILE if many else ""))
        return select if self.condition is None else select.where(self.condition.copy())

    def place(self, column_name: str = "") -> exp.Expression:
        """Return the text of the place of a row of ``relation``: ``funding.csv:17``, ``资金.xlsx:资金!B17``.

        With the name of a column, a workbook gives the cell; without, the cell that holds the project.
        """
        placing = self.placing
        row = text_of(column(ROW))
        letters = placing.letters.get(column_name or self.project, "")
        if placing.skip is None:
            return concatenated(exp.Literal.string(f"{placing.name}{placing.between}{letters}"), row)
        return concatenated(
            exp.Literal.string(placing.name),
            exp.Substring(
                this=column(FILE),
                start=exp.Literal.number(placing.skip + 1),
                length=exp.Sub(
                    this=exp.Length(this=column(FILE)), expression=exp.Literal.number(placing.skip + placing.cut)
                ),
            ),
            exp.Literal.string(f"{placing.between}{letters}"),
            row,
        )

    @property
    def broken(self) -> exp.Select | None:
        """Select what could not be read as a row, None when there is nothing.

        Columns, all text: ``place``, ``project`` (as it is written where it can be told, else null), ``field`` (id, or
        null), ``text`` (the line or cell, shortened), ``code``, ``reason``, ``hint``. A row that is not known to be of
        any project may belong to every project.
        """
        if not self.broken_files:
            return None
        names = ("place", "project", "field", "text", "code", "reason", "hint")
        return exp.select(*map(column, names)).from_(read_parquet(self.broken_files))


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """A portfolio that can be read: its tables by type, ``PROJECTS`` always among them.

    ``name`` is what the source is called to people, without passwords. Where the mapping says that one fact type names
    the projects, ``projects_from`` is that type, and the table ``PROJECTS`` has its rows, without title and kind.
    """

    name: str
    kind: Kind
    tables: Mapping[str, SourceTable]
    projects_from: str = ""

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Every file that was read, once."""
        return tuple(dict.fromkeys(origin for table in self.tables.values() for origin in table.origins))
