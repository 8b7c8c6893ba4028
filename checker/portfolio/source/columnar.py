"""Makes tables of Parquet files, which are read where they lie; knows nothing about fact types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.portfolio.source.opened import FILE, ROW, Origin, Placing
from checker.portfolio.source.raw import RawTable, Staged
from checker.portfolio.source.scans import file_glob
from checker.source import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checker.portfolio.source.copies import Copies
    from checker.portfolio.source.raw import Wanted
    from checker.source import Problems

_RESERVED: Final = frozenset({ROW, FILE, "file_row_number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ParquetTable(RawTable):
    """The table in one or several Parquet files with the same columns.

    ``types`` are the columns with the DuckDB types that suit all files; ``names`` are those of the files, relative to
    the folder ``root`` of the source.
    """

    files: tuple[Path, ...]
    names: tuple[str, ...]
    root: Path
    types: Mapping[str, str]
    rows: int

    def stage(self, wanted: Wanted, problems: Problems) -> Staged:
        """Return the files themselves."""
        del problems
        placing = Placing(self.names[0], ":row ")
        if len(self.files) > 1:
            placing = Placing("", ":row ", skip=len(self.root.as_posix()) + 1)
        types = {name: self.types[name] for name in wanted.columns}
        origins = tuple(Origin(name, file) for name, file in zip(self.names, self.files, strict=True))
        return Staged(self.files, types, placing, origins, self.rows)


def parquet_columns(
    files: tuple[Path, ...], shown: tuple[str, ...], copies: Copies, problems: Problems
) -> tuple[dict[str, str], int] | None:
    """Return the columns that Parquet files have in common, with their types, and the number of all rows.

    A file that cannot be read, or has other columns than the first, is recorded.
    """
    import duckdb  # noqa: PLC0415 - only commands that need a database load it

    names: set[str] | None = None
    rows = 0
    with copies.connect(reads=files) as connection:
        for file, place in zip(files, map(Place, shown), strict=True):
            try:
                found = connection.execute("DESCRIBE FROM read_parquet(?)", [file_glob(file)]).fetchall()
                counted = connection.execute(
                    "FROM parquet_file_metadata(?) SELECT num_rows", [file_glob(file)]
                ).fetchone()
            except duckdb.Error:
                what = message("这个文件不是 Parquet，或已损坏")
                problems.add("unreadable", place, what, message("重新导出这个文件"))
                return None
            here = {str(name) for name, *_ in found}
            rows += int(counted[0]) if counted else 0
            names = here if names is None else names
            if here != names:
                add_other_columns(place, shown[0], names ^ here, problems)
                return None
            if reserved := sorted(here & _RESERVED):
                what = message("列名 {names} 不能用", names="、".join(reserved))
                problems.add("reserved-column", place, what, message("导出时给这一列换一个名称"))
                return None
        types = connection.execute(
            "DESCRIBE FROM read_parquet(?, union_by_name = ?)", [[*map(file_glob, files)], len(files) > 1]
        ).fetchall()
    return {str(name): str(kind) for name, kind, *_ in types}, rows


def add_other_columns(place: Place, first: str, names: set[str], problems: Problems) -> None:
    """Record that two files of one table have different columns."""
    listed = "、".join(sorted(name or "（）" for name in names))
    what = message("这个文件的列和 {first} 不同：{names}", first=first, names=listed)
    problems.add("different-columns", place, what, message("同一个文件夹里的文件是同一张表，列要相同"))
