"""Makes Parquet copies of rows that lie elsewhere, with an embedded DuckDB; knows nothing about fact types.

The database reaches nothing but the files it is told to read and the folder of the copies; nothing is fetched.
"""

from __future__ import annotations

import csv
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp

from checker.portfolio.source.opened import ROW
from checker.portfolio.source.scans import file_glob
from checker.source import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import duckdb

_MOST_LINE: Final = 64 * 1024 * 1024
_MOST_NAME: Final = 200
"""Bytes; names may have 255, and something is put behind."""
BROKEN: Final = ("place", "project", "field", "text", "code", "reason", "hint")
LIMITS: Final[dict[str, Any]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


@dataclass(frozen=True, slots=True)
class Copies:
    """The folder ``work`` for copies, and what their making may ask for."""

    work: Path
    memory: str | None = None
    threads: int | None = None

    def path(self, name: str) -> Path:
        """Return where the copy of something called ``name`` is put; its folder is made."""
        path = self.work.joinpath(*map(_safe, name.replace("\\", "/").split("/")))
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of a database that makes copies."""
        settings = {**LIMITS, "temp_directory": str(self.work)}
        settings |= {"memory_limit": self.memory} if self.memory else {}
        return settings | ({"threads": self.threads} if self.threads else {})

    def connect(self, database: Path | None = None, reads: Iterable[Path] = ()) -> duckdb.DuckDBPyConnection:
        """Return a connection that reaches nothing but ``work`` and the files ``reads``; raises ``duckdb.Error``."""
        import duckdb  # noqa: PLC0415 - only commands that need a database load it

        opened = str(database) if database is not None else ":memory:"
        connection = duckdb.connect(opened, read_only=database is not None, config=self.settings)
        connection.execute("SET allowed_directories = ?", [[str(self.work.resolve())]])
        paths = {name for path in reads for name in (str(path.absolute()), file_glob(path.absolute()))}
        connection.execute("SET allowed_paths = ?", [sorted(paths)])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection


def _safe(part: str) -> str:
    """Return a part of a path that stays below its folder and that every file system takes."""
    part = part.lstrip(".").replace("\0", "_") or "_"
    return part if len(part.encode()) <= _MOST_NAME else digest_of(part.encode("utf-8", "surrogatepass"))


def read_csv(
    path: Path, columns: Mapping[str, str], *, separator: str = ",", line_end: str = "\n", header: bool = False
) -> str:
    """Return the scan of separated text in which nothing is guessed, and a line that is not as it should be fails."""
    types = ", ".join(f"{quoted_text(name)}: {quoted_text(kind)}" for name, kind in columns.items())
    end = "new_line = '\\n', " if line_end == "\n" else ""  # DuckDB loses a row below the headings when told \r\n
    return (
        f"read_csv({quoted_text(file_glob(path))}, columns = {{{types}}}, delim = {quoted_text(separator)}, "
        f"auto_detect = false, quote = '\"', escape = '\"', comment = '', strict_mode = true, null_padding = false, "
        f"ignore_errors = false, max_line_size = {_MOST_LINE}, {end}header = {str(header).lower()})"
    )


def copy_to(connection: duckdb.DuckDBPyConnection, select: str, path: Path) -> int:
    """Write the rows of a select, in their order, into one Parquet file and return their number."""
    done = connection.execute(f"COPY ({select}) TO {quoted_text(path.as_posix())} (FORMAT parquet, COMPRESSION snappy)")
    row = done.fetchone()
    return int(row[0]) if row else 0


def copy_rows(copies: Copies, path: Path, columns: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> int:
    """Write rows of text into one Parquet file, and return their number.

    The first value of each row is its number as people count it, and becomes the column ``ROW``.
    """
    with _lines(path) as (between, writer):
        count = _written(writer, rows)
        types = {ROW: "BIGINT", **dict.fromkeys(columns, "VARCHAR")}
        with copies.connect() as connection:
            between.flush()
            copy_to(connection, f"FROM {read_csv(Path(between.name), types)}", path)
    return count


def copy_broken(copies: Copies, path: Path, rows: Iterable[Sequence[str | None]]) -> int:
    """Write what could not be read as rows (the columns ``BROKEN``) into one Parquet file, and return their number."""
    with _lines(path) as (between, writer):
        count = _written(writer, rows)
        with copies.connect() as connection:
            between.flush()
            scan = read_csv(Path(between.name), dict.fromkeys(BROKEN, "VARCHAR"))
            copy_to(connection, f"FROM {scan}", path)
    return count


def _written(writer: Any, rows: Iterable[Sequence[str | int | None]]) -> int:
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return count


@contextmanager
def _lines(path: Path) -> Iterator[tuple[Any, Any]]:
    """Give a text file beside ``path`` and a writer of separated text into it; it is gone afterwards."""
    between = path.with_name(f"{path.name}.lines")
    try:
        with between.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream, csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    finally:
        between.unlink(missing_ok=True)


def quoted_text(text: str) -> str:
    """Return a text as a literal of DuckDB."""
    return exp.Literal.string(text).sql(dialect="duckdb")


def quoted_name(name: str) -> str:
    """Return a name as an identifier of DuckDB."""
    return exp.to_identifier(name, quoted=True).sql(dialect="duckdb")
