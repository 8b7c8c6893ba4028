"""Runs SQL in an embedded DuckDB, within a memory limit and out of core; knows nothing about rules or facts.

Nothing is fetched: extensions are neither installed nor loaded by themselves. With ``reach``, no file outside of the
folders named is read or written.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlglot import exp, parse_one

from checker.messages import message
from checker.portfolio.session.session import Dialect, Query
from checker.source import EngineFault, UsageFault
from checker.sql.dialects import to_sql
from checker.sql.exact_sums import DUCKDB_MACRO

if TYPE_CHECKING:
    import duckdb

COMPRESSION: Final = "zstd"
"""A quarter smaller than snappy for findings, and as fast to within a tenth with two threads."""
ROWS_IN_GROUP: Final = 122_880
_AT_ONCE: Final = 50_000
_ROUNDED: Final = frozenset({"HUGEINT", "UHUGEINT", "DOUBLE", "FLOAT"})


def open_duckdb(
    memory_limit: str | None = None,
    threads: int | None = None,
    temp: Path | None = None,
    *,
    reach: Sequence[Path] | None = None,
) -> DuckDatabase:
    """Return a session of a database that lives in memory and spills into ``temp`` (created when it is missing).

    ``memory_limit`` is written as ``4GB``; None leaves both to DuckDB. Raises ``UsageFault`` for a limit that cannot
    be understood.
    """
    import duckdb  # noqa: PLC0415 - only commands that need a database load it

    config: dict[str, str | bool | int | float | list[str]] = {
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }
    if temp is not None:
        temp.mkdir(parents=True, exist_ok=True)
        config["temp_directory"] = str(temp)
    if threads is not None:
        config["threads"] = threads
    if memory_limit is not None:
        config["memory_limit"] = memory_limit
    try:
        connection = duckdb.connect(":memory:", config=config)
    except duckdb.Error as fault:
        raise UsageFault(message("数据库没有打开：{why}", why=_first_line(fault))) from fault
    connection.execute(DUCKDB_MACRO)
    if reach is not None:
        folders = [str(path.resolve()) for path in (*reach, *([temp] if temp is not None else []))]
        connection.execute("SET allowed_directories = ?", [folders])
        connection.execute("SET enable_external_access = false")
    return DuckDatabase(connection)


class DuckDatabase:
    """A ``Session`` of DuckDB."""

    dialect: Dialect = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def view(self, name: str, select: Query) -> None:
        """Give a select a name; what it reads need not exist for longer than it is used."""
        with _faults():
            self.drop(name)
            self._connection.execute(f"CREATE TEMP VIEW {_quoted(name)} AS {_text(select)}")

    def keep(self, name: str, select: Query) -> None:
        """Work a select out once, into a temporary table."""
        with _faults():
            self._connection.execute(f"CREATE TEMP TABLE {_quoted(name + '__new')} AS {_text(select)}")
            self.drop(name)
            self._connection.execute(f"ALTER TABLE {_quoted(name + '__new')} RENAME TO {_quoted(name)}")

    def drop(self, name: str) -> None:
        """Forget a relation."""
        with _faults():
            found = self._connection.execute(
                "SELECT view_name, 'VIEW' FROM duckdb_views() WHERE view_name = $1 AND temporary UNION ALL "
                "SELECT table_name, 'TABLE' FROM duckdb_tables() WHERE table_name = $1 AND temporary",
                [name],
            ).fetchone()
            if found is not None:
                self._connection.execute(f"DROP {found[1]} {_quoted(name)}")

    def rows(self, select: Query) -> list[dict[str, object]]:
        """Return the rows by column name."""
        with _faults():
            found = self._connection.execute(_text(select))
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def count(self, name: str) -> int:
        """Return how many rows a relation has."""
        return int(str(self.rows(exp.select("count(*) AS n").from_(_named(name)))[0]["n"]))

    def columns(self, select: Query) -> dict[str, str]:
        """Return the columns of a select with their types, as DuckDB names them."""
        found = self.rows(f"DESCRIBE {_text(select)}")
        return {str(row["column_name"]): str(row["column_type"]) for row in found}

    def load_rows(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Make a temporary table of given rows; every value travels as text, so that none is rounded on the way."""
        self.drop(name)
        with _faults():
            fields = ", ".join(f"{_quoted(column)} {kind}" for column, kind in columns.items())
            self._connection.execute(f"CREATE TEMP TABLE {_quoted(name)} ({fields})")
            places = ", ".join(f"unnest(CAST(? AS VARCHAR[]))::{kind}" for kind in columns.values())
            for some in _batches(rows):
                values = [
                    [None if value is None else str(value) for value in column] for column in zip(*some, strict=True)
                ]
                self._connection.execute(f"INSERT INTO {_quoted(name)} SELECT {places}", values)

    def scan(self, name: str, paths: Sequence[Path]) -> None:
        """Give the rows of Parquet files a name."""
        files = exp.array(*(exp.Literal.string(str(path)) for path in paths))
        self.view(name, exp.select("*").from_(exp.func("read_parquet", files)))

    def write(self, select: Query, path: Path) -> int:
        """Write one Parquet file beside its place, then put it there."""
        rounded = [name for name, kind in self.columns(select).items() if kind in _ROUNDED]
        if rounded:
            raise EngineFault(message("列 {names} 写成 Parquet 会损失精度", names="、".join(rounded)))
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.writing")
        options = f"FORMAT parquet, COMPRESSION {COMPRESSION}, ROW_GROUP_SIZE {ROWS_IN_GROUP}"
        try:
            with _faults():
                # otherwise a column is REQUIRED in the file when no row happens to lack it, so that parts differ
                self._connection.execute("SET disabled_optimizers = 'statistics_propagation'")
                done = self._connection.execute(f"COPY ({_text(select)}) TO {_literal(beside)} ({options})").fetchone()
            beside.replace(path)
        finally:
            self._connection.execute("SET disabled_optimizers = ''")
            beside.unlink(missing_ok=True)
        return int(done[0]) if done is not None else 0

    def write_parts(self, select: Query, paths: Sequence[Path], part: str) -> list[int]:
        """Write the rows with ``part`` = 0, 1, … each into its file, one after the other."""
        tree = parse_one(select, dialect="duckdb") if isinstance(select, str) else select
        written = []
        for number, path in enumerate(paths):
            rows = tree.copy()
            order = rows.args.get("order")
            rows.set("order", None)
            some = exp.select(exp.Star(except_=[exp.to_identifier(part, quoted=True)])).from_(
                exp.Subquery(this=rows, alias=exp.TableAlias(this=exp.to_identifier("rows_of_all")))
            )
            some = some.where(exp.column(part, quoted=True).eq(number))
            some.set("order", order)
            written.append(self.write(some, path))
        return written

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Turn what DuckDB refuses into a fault; too little memory is for the user to change."""
    import duckdb  # noqa: PLC0415 - loaded already when a session exists

    try:
        yield
    except duckdb.OutOfMemoryException as fault:
        what = message("数据库的内存不够：{why}。放宽 --memory，或减小 --partition-size", why=_first_line(fault))
        raise UsageFault(what) from fault
    except duckdb.Error as fault:
        raise EngineFault(message("数据库没有算成：{why}", why=_first_line(fault))) from fault


def _first_line(fault: Exception) -> str:
    return next(iter(str(fault).splitlines()), type(fault).__name__)


def _text(select: Query) -> str:
    return to_sql(select, "duckdb", pretty=False) if isinstance(select, exp.Expr) else select


def _named(name: str) -> exp.Identifier:
    return exp.to_identifier(name, quoted=True)


def _quoted(name: str) -> str:
    return _named(name).sql(dialect="duckdb")


def _literal(path: Path) -> str:
    return exp.Literal.string(str(path)).sql(dialect="duckdb")


def _batches(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    some: list[Sequence[object]] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
