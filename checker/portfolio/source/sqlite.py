"""Makes tables of a SQLite file, copied row by row; every value becomes text. Knows nothing about fact types.

SQLite keeps numbers with a point as binary doubles, as workbooks do, and they are read as workbooks are (ADR 6).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.messages import message
from checker.portfolio.source.copies import copy_broken, copy_rows
from checker.portfolio.source.opened import Origin, Placing
from checker.portfolio.source.raw import RawTable, Staged
from checker.portfolio.source.statements import select_text
from checker.source import Place
from checker.source.sheets.text import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checker.portfolio.source.copies import Copies
    from checker.portfolio.source.raw import Wanted
    from checker.source import Problems

MAGIC: Final = b"SQLite format 3\x00"
_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteTable(RawTable):
    """A table or view of a SQLite file; only a table has ``rowid``, the name under which SQLite numbers its rows."""

    path: Path
    file: str
    table: str
    rowid: str
    copies: Copies

    def stage(self, wanted: Wanted, problems: Problems) -> Staged | None:
        """Return a copy of the rows; a row with a value that is no text (BLOB) is broken."""
        reader = _Rows(self, wanted)
        file = self.copies.path(f"{wanted.folder}/{self.table}.parquet")
        try:
            rows = copy_rows(self.copies, file, wanted.columns, reader.read())
        except sqlite3.Error as error:
            problems.add("unreadable", self.place, message("这张表读不出来：{why}", why=error))
            return None
        broken: tuple[Path, ...] = ()
        if reader.broken:
            broken = (self.copies.path(f"{wanted.folder}/{self.table}.broken.parquet"),)
            copy_broken(self.copies, broken[0], reader.broken)
        types = dict.fromkeys(wanted.columns, "VARCHAR")
        return Staged(
            (file,),
            types,
            Placing(self.name, ":row ", own=True),
            (Origin(self.file, self.path),),
            rows,
            0,
            broken,
            reader.broken_rows,
            limited=True,
        )


@dataclass(slots=True)
class _Rows:
    table: SqliteTable
    wanted: Wanted
    broken_rows: int = 0
    broken: list[tuple[str | None, ...]] = field(default_factory=list)

    def read(self) -> Iterator[tuple[str | int | None, ...]]:
        table = self.table
        query = select_text(table.table, self.wanted, "sqlite", first=table.rowid)
        with closing(_connected(table.path)) as connection:
            cursor = connection.execute(query)
            number = 0
            while rows := cursor.fetchmany(_AT_ONCE):
                for row in rows:
                    number = row[0] if table.rowid else number + 1
                    values = row[1:] if table.rowid else row
                    texts = [_text(value) for value in values]
                    faulty = [at for at, value in enumerate(values) if value is not None and texts[at] is None]
                    if faulty:
                        self._add(number, texts, faulty)
                    else:
                        yield (number, *texts)

    def _add(self, number: int, texts: list[str | None], faulty: list[int]) -> None:
        self.broken_rows += 1
        columns = self.wanted.columns
        whose = texts[columns.index(self.wanted.project)]
        for at in faulty:
            what, hint = message("这一格不是文字，也不是数"), message("改成文字或数")
            place = f"{self.table.name}:row {number}"
            name = self.wanted.fields.get(columns[at])
            self.broken.append((place, whose, name, "BLOB", "broken-text", str(what), str(hint)))


def _text(value: object) -> str | None:
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return None
    return None if value is None else str(value)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.text_factory = bytes
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    return connection


def sqlite_tables(path: Path, shown: str, copies: Copies, problems: Problems) -> list[RawTable]:
    """Return the tables and views of a SQLite file; a file that cannot be read is recorded."""
    tables: list[RawTable] = []
    try:
        with closing(_connected(path)) as connection:
            listed = connection.execute(
                "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' "
                "ESCAPE '\\' ORDER BY name"
            ).fetchall()
            for raw, kind in listed:
                name = raw.decode()
                found = connection.execute("SELECT name FROM pragma_table_info(?)", [name]).fetchall()
                columns = tuple(column.decode() for (column,) in found)
                tables.append(_table(path, shown, name, columns, _rowid(connection, name, kind, columns), copies))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        hint = message("检查文件是否完整，是否正被别的程序写")
        problems.add("unreadable", Place(shown), message("这个数据库读不了：{why}", why=error), hint)
    return tables


def _table(path: Path, shown: str, name: str, columns: tuple[str, ...], rowid: str, copies: Copies) -> SqliteTable:
    return SqliteTable(
        name=f"{path.name}:{name}",
        called=name,
        keys=(name,),
        columns=columns,
        headings=columns,
        place=Place(f"{shown}:{name}"),
        dialect="sqlite",
        path=path,
        file=path.name,
        table=name,
        rowid=rowid,
        copies=copies,
    )


def _rowid(connection: sqlite3.Connection, name: str, kind: bytes, columns: tuple[str, ...]) -> str:
    """Return the name under which the rows of a table are numbered; empty where they are not."""
    taken = {column.casefold() for column in columns}
    free = next((word for word in ("rowid", "_rowid_", "oid") if word not in taken), "")
    if kind != b"table" or not free:
        return ""
    try:
        select = exp.select(exp.column(free)).from_(exp.table_(name, quoted=True)).limit(0)
        connection.execute(select.sql(dialect="sqlite"))
    except sqlite3.Error:  # a table WITHOUT ROWID
        return ""
    return free
