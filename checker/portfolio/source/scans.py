"""Builds the scans of Parquet files, and the few expressions on their rows; knows nothing about fact types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_GLOB: Final = re.compile(r"[\[*?]")


def column(name: str) -> exp.Column:
    """Return a column by its exact name."""
    return exp.column(name, quoted=True)


def text_of(expression: exp.Expression) -> exp.Expression:
    """Return an expression as text."""
    return exp.cast(expression, "VARCHAR")


def concatenated(*parts: exp.Expression) -> exp.Expression:
    """Return texts one after the other; null where one is."""
    joined, *rest = parts
    for part in rest:
        joined = exp.DPipe(this=joined, expression=part, safe=True)
    return joined


def file_glob(path: Path) -> str:
    """Return the pattern that DuckDB takes for exactly this file, whatever characters its name has."""
    return _GLOB.sub(lambda mark: f"[{mark.group()}]", path.as_posix())


def read_parquet(files: Iterable[Path], *, numbered: bool = False, named: str = "") -> exp.Expression:
    """Return the scan of Parquet files.

    With ``numbered`` the column ``file_row_number`` counts the rows of each file from 0; ``named`` is the column that
    holds the path of the file.
    """
    paths = [exp.Literal.string(file_glob(file)) for file in files]
    options: dict[str, exp.Expression] = {"hive_partitioning": exp.false(), "file_row_number": exp.true()}
    if len(paths) > 1:
        options["union_by_name"] = exp.true()
    if not numbered:
        del options["file_row_number"]
    if named:
        options["filename"] = exp.Literal.string(named)
    arguments = [exp.EQ(this=exp.column(name), expression=value) for name, value in options.items()]
    return exp.ReadParquet(expressions=[exp.Array(expressions=paths), *arguments])
