"""Turns the finished Parquet parts into CSV files, one DuckDB file, or tables of a PostgreSQL schema.

Knows nothing about what the tables mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from checker.messages import message
from checker.source import UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

_SCHEMA: Final = "checker"
_MANIFEST: Final = "manifest"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL database and the schema in it that takes the tables (``?schema=NAME``, else ``checker``)."""

    url: str
    schema: str = _SCHEMA

    @property
    def shown(self) -> str:
        """The address for people, without user and password."""
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path, urlencode({"schema": self.schema}), ""))


def server_of(text: str) -> Server:
    """Return the server that a URL names."""
    parts = urlsplit(text)
    query = parse_qsl(parts.query, keep_blank_values=True)
    schema = next((value for name, value in query if name == "schema"), _SCHEMA)
    rest = urlencode([(name, value) for name, value in query if name != "schema"])
    return Server(urlunsplit((parts.scheme, parts.netloc, parts.path, rest, "")), schema)


def to_csv(parts: Mapping[str, tuple[Path, ...]], folder: Path) -> None:
    """Write one CSV file for each table: UTF-8 with a header; an empty cell is null, an empty text is quoted."""
    folder.mkdir(parents=True, exist_ok=True)
    with _connection() as connection:
        for table, files in parts.items():
            target = _literal(folder / f"{table}.csv")
            connection.execute(f"COPY ({_rows(files)}) TO {target} (FORMAT csv, HEADER)")


def to_duckdb(parts: Mapping[str, tuple[Path, ...]], manifest: str, file: Path) -> None:
    """Write a DuckDB file with one table each, and the manifest as the only row of the table ``manifest``."""
    file.unlink(missing_ok=True)
    with _connection() as connection:
        connection.execute(f"ATTACH {_literal(file)} AS target")
        for table, files in parts.items():
            connection.execute(f'CREATE TABLE target."{table}" AS {_rows(files)}')
        connection.execute(f"CREATE TABLE target.{_MANIFEST} (content VARCHAR)")
        connection.execute(f"INSERT INTO target.{_MANIFEST} VALUES (?)", [manifest])  # noqa: S608 - the name is ours
        connection.execute("DETACH target")


def to_postgresql(
    parts: Mapping[str, tuple[Path, ...]], manifest: str, server: Server, *, force: bool, work: Path
) -> None:
    """Write the tables into the schema, all or none; one that is there with other tables is replaced with ``force``.

    Raises ``UsageFault`` when the server cannot be reached or refuses, or the schema holds something already.
    """
    import psycopg  # noqa: PLC0415 - only a PostgreSQL destination needs it
    from psycopg import sql  # noqa: PLC0415 - the same

    schema = sql.Identifier(server.schema)
    try:
        with psycopg.connect(server.url) as target, _connection() as source:
            if not _room_in(target, server, manifest, force=force):
                return
            target.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
            for table, files in parts.items():
                _copy_table(source, target, sql.Identifier(server.schema, table), files, work)
            name = sql.Identifier(server.schema, _MANIFEST)
            target.execute(sql.SQL("CREATE TABLE {} (content text)").format(name))
            target.execute(sql.SQL("INSERT INTO {} VALUES (%s)").format(name), [manifest])
    except psycopg.Error as fault:
        why = next(iter(str(fault).splitlines()), type(fault).__name__)
        raise UsageFault(message("没有写进 {server}：{why}", server=server.shown, why=why)) from None


def _room_in(target: Any, server: Server, manifest: str, *, force: bool) -> bool:
    """Make room for the schema; return False when it holds this very result already."""
    from psycopg import sql  # noqa: PLC0415 - loaded by now

    found = target.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [server.schema]
    ).fetchall()
    names = {row[0] for row in found}
    schema = sql.Identifier(server.schema)
    ours = _MANIFEST in names
    if ours:
        before = target.execute(sql.SQL("SELECT content FROM {}").format(sql.Identifier(server.schema, _MANIFEST)))
        if [row[0] for row in before.fetchall()] == [manifest]:
            return False
    if names and not (force and ours):
        what = message("{server} 里已经有表。换一个 schema，或加 --force 替换以前的结果", server=server.shown)
        raise UsageFault(what)
    target.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
    return True


def _copy_table(source: DuckDBPyConnection, target: Any, name: Any, files: Iterable[Path], work: Path) -> None:
    """Create one table and fill it part by part, by way of a CSV file each."""
    from psycopg import sql  # noqa: PLC0415 - loaded by now

    files = tuple(files)
    columns = source.execute(f"DESCRIBE {_rows(files)}").fetchall()
    described = [sql.SQL("{} {}").format(sql.Identifier(row[0]), sql.SQL(_type(row[1]))) for row in columns]
    target.execute(sql.SQL("CREATE TABLE {} ({})").format(name, sql.SQL(", ").join(described)))
    for file in files:
        beside = work / "rows.csv"
        source.execute(f"COPY ({_rows((file,))}) TO {_literal(beside)} (FORMAT csv, HEADER false)")
        with (
            target.cursor().copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(name)) as copy,
            beside.open("rb") as rows,
        ):
            while block := rows.read(_BLOCK):
                copy.write(block)
        beside.unlink()


def _type(kind: str) -> str:
    """Return PostgreSQL's name of a type of DuckDB."""
    return {"VARCHAR": "text", "HUGEINT": "numeric", "BIGINT": "bigint", "BOOLEAN": "boolean"}.get(kind, kind)


def _rows(files: Iterable[Path]) -> str:
    """Return the select of all rows of the parts, in their order."""
    return f"SELECT * FROM read_parquet([{', '.join(map(_literal, files))}])"  # noqa: S608 - quoted by _literal


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _connection() -> DuckDBPyConnection:
    """Return a DuckDB that keeps the order of rows."""
    import duckdb  # noqa: PLC0415 - only commands that need a database load it

    return duckdb.connect(":memory:")
