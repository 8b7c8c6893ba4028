"""Makes tables of a PostgreSQL database, copied by ``COPY``: only wanted columns and rows travel, of one moment.

The connection only reads. Knows nothing about fact types.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from checker.messages import message
from checker.portfolio.source.copies import copy_to, read_csv
from checker.portfolio.source.opened import ROW, Origin, Placing
from checker.portfolio.source.raw import RawTable, Staged
from checker.portfolio.source.statements import select_text
from checker.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import psycopg

    from checker.portfolio.source.copies import Copies
    from checker.portfolio.source.raw import Wanted
    from checker.source import Problems

SCHEMES: Final = ("postgresql://", "postgres://")
_TEXT: Final = re.compile(r"text|character varying(\(\d+\))?")
_ROWS: Final = {"r": "ctid", "m": "ctid", "p": "concat(CAST(tableoid AS regclass), ' ', ctid)"}
"""What tells the rows of a relation apart, by its kind."""
_NUMERIC: Final = re.compile(r"numeric\((\d+),(\d+)\)")
_MOST_DIGITS: Final = 38
_PATIENCE: Final = "15"
"""Seconds within which a server must answer."""
_TYPES: Final = {
    "smallint": "BIGINT", "integer": "BIGINT", "bigint": "BIGINT", "boolean": "BOOLEAN", "date": "DATE",
    "real": "FLOAT", "double precision": "DOUBLE",
}  # fmt: skip
_LISTED: Final = """
SELECT n.nspname, c.relname, c.relkind::text, pg_table_is_visible(c.oid),
       array_agg(a.attname::text ORDER BY a.attnum), array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
  AND has_table_privilege(c.oid, 'SELECT')
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2
"""


def server_name(url: str) -> str:
    """Return what a URL is called to people: host and database, no user, password or option."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"postgresql://{host}{parts.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresTable(RawTable):
    """A table or view of a database; the rows of a table are placed by where they lie in it.

    ``rowid`` is the expression for that; empty for a view.
    """

    connection: psycopg.Connection[Any]
    server: str
    schema: str
    table: str
    types: Mapping[str, str]
    rowid: str
    copies: Copies

    def stage(self, wanted: Wanted, problems: Problems) -> Staged | None:
        """Return a copy of the wanted rows."""
        import duckdb  # noqa: PLC0415 - only commands that need a database load it
        import psycopg  # noqa: PLC0415 - the same

        file = self.copies.path(f"{wanted.folder}/{self.schema}.{self.table}.parquet")
        lines = file.with_name(f"{file.name}.lines")
        types = {name: _duckdb_type(self.types[name]) for name in wanted.columns}
        try:
            digest = self._fetch(wanted, lines)
            try:
                rows = self._copy(lines, types, file)
            except (duckdb.ConversionException, duckdb.InvalidInputException):  # NaN, infinity: for intake to reject
                types = dict.fromkeys(types, "VARCHAR")
                rows = self._copy(lines, types, file)
        except psycopg.Error as error:
            problems.add("unreadable", self.place, message("这张表读不出来：{why}", why=_first_line(error)))
            return None
        finally:
            lines.unlink(missing_ok=True)
        placing = Placing(self.name, ":", own=True) if self.rowid else Placing(self.name, ":row ")
        return Staged((file,), types, placing, (Origin(self.name, None, digest),), rows, limited=True)

    def _fetch(self, wanted: Wanted, lines: Path) -> str:
        """Write what the server sends into a file, and return the SHA-256 of it."""
        texts = frozenset(name for name, kind in self.types.items() if _TEXT.fullmatch(kind))
        select = select_text(self.table, replace(wanted, texts=texts), "postgres", schema=self.schema, first=self.rowid)
        digest = hashlib.sha256()
        with self.connection.transaction(), self.connection.cursor() as cursor, lines.open("wb") as target:
            statement: Any = f"COPY ({select}) TO STDOUT (FORMAT csv)"
            with cursor.copy(statement) as copy:
                for piece in copy:
                    digest.update(piece)
                    target.write(piece)
        return digest.hexdigest()

    def _copy(self, lines: Path, types: Mapping[str, str], file: Path) -> int:
        columns = {**({ROW: "VARCHAR"} if self.rowid else {}), **types}
        with self.copies.connect() as connection:
            return copy_to(connection, f"FROM {read_csv(lines, columns)}", file)


@contextmanager
def postgres_tables(url: str, copies: Copies, problems: Problems) -> Iterator[list[RawTable]]:
    """Give the tables and views that the user may read, while the connection is open; no connection is recorded."""
    server = server_name(url)
    try:
        import psycopg  # noqa: PLC0415 - only a PostgreSQL source needs it
    except ModuleNotFoundError as error:
        what = message("没有安装读 PostgreSQL 的组件 {module}", module=error.name)
        hint = message("安装 portfolio 组件：pip install 'jixiao-checker[portfolio]'")
        problems.add("no-postgresql", Place(server), what, hint)
        yield []
        return
    try:
        connection = _connected(url)
    except psycopg.Error as error:
        hint = message("检查网址、用户、密码和网络；密码可以放在 PGPASSWORD 或 ~/.pgpass")
        problems.add("unreachable", Place(server), message("连不上数据库：{why}", why=_first_line(error)), hint)
        yield []
        return
    with connection:
        listed = connection.execute(_LISTED).fetchall()
        yield [_table(connection, server, row, copies) for row in listed]


def _connected(url: str) -> psycopg.Connection[Any]:
    """Return a connection that only reads, all of one moment, and gives the rows of a table in one order."""
    import psycopg  # noqa: PLC0415 - only a PostgreSQL source needs it
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - the same

    given = conninfo_to_dict(url)
    patience = given.get("connect_timeout") or _PATIENCE
    connection: psycopg.Connection[Any] = psycopg.connect(url, client_encoding="utf8", connect_timeout=patience)
    connection.read_only = True
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    for setting in ("DateStyle = ISO", "synchronize_seqscans = off", "max_parallel_workers_per_gather = 0"):
        connection.execute(f"SET {setting}")
    return connection


def _table(connection: psycopg.Connection[Any], server: str, row: tuple[Any, ...], copies: Copies) -> PostgresTable:
    schema, table, kind, visible, columns, types = row
    called = table if visible else f"{schema}.{table}"
    return PostgresTable(
        name=f"{server}:{called}",
        called=table,
        keys=tuple(dict.fromkeys((called, f"{schema}.{table}", table))),
        columns=tuple(columns),
        headings=tuple(columns),
        place=Place(f"{server}:{called}"),
        dialect="postgres",
        connection=connection,
        server=server,
        schema=schema,
        table=table,
        types=dict(zip(columns, types, strict=True)),
        rowid=_ROWS.get(kind, ""),
        copies=copies,
    )


def _duckdb_type(kind: str) -> str:
    """Return the DuckDB type that holds every finite value of a PostgreSQL type; text for others."""
    numeric = _NUMERIC.fullmatch(kind)
    if numeric and int(numeric[1]) <= _MOST_DIGITS and 0 <= int(numeric[2]) <= int(numeric[1]):
        return f"DECIMAL({numeric[1]}, {numeric[2]})"
    return _TYPES.get(kind, "VARCHAR")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
