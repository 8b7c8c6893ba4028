"""Makes tables of a DuckDB file, copied by the database itself; columns keep their types.

The file is opened for reading only, and nothing in it (a view, a macro) reaches any other file. Knows nothing about
fact types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.portfolio.source.copies import copy_to, quoted_name
from checker.portfolio.source.opened import ROW, Origin, Placing
from checker.portfolio.source.raw import RawTable, Staged
from checker.portfolio.source.statements import select_text
from checker.source import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checker.portfolio.source.copies import Copies
    from checker.portfolio.source.raw import Wanted
    from checker.source import Problems

MAGIC: Final = b"DUCK"
MAGIC_AT: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DuckTable(RawTable):
    """A table or view of a DuckDB file; ``numbered`` where its rows have a number that stays (a table)."""

    path: Path
    file: str
    schema: str
    table: str
    types: Mapping[str, str]
    numbered: bool
    copies: Copies

    def stage(self, wanted: Wanted, problems: Problems) -> Staged | None:
        """Return a copy of the rows."""
        import duckdb  # noqa: PLC0415 - only commands that need a database load it

        file = self.copies.path(f"{wanted.folder}/{self.schema}.{self.table}.parquet")
        first = f"rowid AS {quoted_name(ROW)}" if self.numbered else ""
        select = select_text(self.table, wanted, "duckdb", schema=self.schema, first=first)
        try:
            with self.copies.connect(self.path) as connection:
                rows = copy_to(connection, select, file)
        except duckdb.Error as error:
            why = str(error).partition("\n")[0]
            problems.add("unreadable", self.place, message("这张表读不出来：{why}", why=why))
            return None
        types = {name: self.types[name] for name in wanted.columns}
        placing = Placing(self.name, ":row ", first=0 if self.numbered else 1, own=self.numbered)
        return Staged((file,), types, placing, (Origin(self.file, self.path),), rows, limited=True)


def duckdb_tables(path: Path, shown: str, copies: Copies, problems: Problems) -> list[RawTable]:
    """Return the tables and views of a DuckDB file; a file that cannot be read is recorded."""
    import duckdb  # noqa: PLC0415 - only commands that need a database load it

    tables: list[RawTable] = []
    try:
        with copies.connect(path) as connection:
            home = connection.execute("SELECT current_database()").fetchone()
            listed = connection.execute(
                "SELECT schema_name, table_name, true FROM duckdb_tables() WHERE database_name = $1 AND NOT internal "
                "UNION ALL SELECT schema_name, view_name, false FROM duckdb_views() "
                "WHERE database_name = $1 AND NOT internal ORDER BY ALL",
                home,
            ).fetchall()
            for schema, name, table in listed:
                named = f"{quoted_name(schema)}.{quoted_name(name)}"
                types = {str(row[0]): str(row[1]) for row in connection.execute(f"DESCRIBE FROM {named}").fetchall()}
                numbered = table and "rowid" not in {column.casefold() for column in types}
                tables.append(_table(path, shown, (schema, name), types, numbered=numbered, copies=copies))
    except duckdb.Error as error:
        hint = message("检查文件是否完整，是否正被别的程序写")
        why = str(error).partition("\n")[0].replace(str(path.absolute()), path.name).replace(str(path), path.name)
        problems.add("unreadable", Place(shown), message("这个数据库读不了：{why}", why=why), hint)
    return tables


def _table(
    path: Path, shown: str, name: tuple[str, str], types: Mapping[str, str], *, numbered: bool, copies: Copies
) -> DuckTable:
    schema, table = name
    called = table if schema == "main" else f"{schema}.{table}"
    return DuckTable(
        name=f"{path.name}:{called}",
        called=table,
        keys=tuple(dict.fromkeys((called, table))),
        columns=tuple(types),
        headings=tuple(types),
        place=Place(f"{shown}:{called}"),
        path=path,
        file=path.name,
        schema=schema,
        table=table,
        types=types,
        numbered=numbered,
        copies=copies,
    )
