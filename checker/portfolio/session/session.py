"""Says what a portfolio needs of a database: named relations, rows of them, and Parquet files written from them.

Knows nothing about rules, facts or any particular database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from sqlglot import exp

Dialect: TypeAlias = Literal["duckdb", "spark"]
Query: TypeAlias = "exp.Expr | str"
"""A select as a tree, or as text in the dialect of the session."""


class Session(Protocol):
    """One conversation with a database; names made in it are gone when it is closed.

    Every method raises ``EngineFault`` when the database refuses or fails, a number running over included.
    """

    dialect: Dialect

    def view(self, name: str, select: Query) -> None:
        """Give a select a name, worked out wherever the name is used; a relation of that name is replaced."""
        ...

    def keep(self, name: str, select: Query) -> None:
        """Work a select out once under a name; a relation of that name is replaced, and may be read meanwhile."""
        ...

    def drop(self, name: str) -> None:
        """Forget a relation; nothing happens when there is none."""
        ...

    def rows(self, select: Query) -> list[dict[str, object]]:
        """Return the rows by column name: whole numbers as ``int`` or whole ``Decimal``, other numbers ``Decimal``."""
        ...

    def count(self, name: str) -> int:
        """Return how many rows a relation has."""
        ...

    def columns(self, select: Query) -> dict[str, str]:
        """Return the columns of a select in order, with the types the database gives them; nothing is worked out."""
        ...

    def load_rows(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Make a relation of given rows; a relation of that name is replaced.

        A column is a BIGINT, a HUGEINT (DECIMAL(38, 0) on Spark), a VARCHAR or a BOOLEAN.
        """
        ...

    def scan(self, name: str, paths: Sequence[Path]) -> None:
        """Give the rows of Parquet files a name; the files are read wherever the name is used."""
        ...

    def write(self, select: Query, path: Path) -> int:
        """Write one Parquet file, rows in the order the select asks for, and return their number.

        The same rows in the same order give the same bytes, whatever the threads; the file appears whole or not at
        all. Raises ``EngineFault`` for a column that Parquet would round (whole numbers beyond 64 bits: cast them to
        DECIMAL).
        """
        ...

    def write_parts(self, select: Query, paths: Sequence[Path], part: str) -> list[int]:
        """Write one file for each whole number from 0 that the 32-bit column ``part`` holds, as ``write``.

        That column is not written; a part without rows becomes a file without rows. Returns the rows of each file.
        """
        ...

    def close(self) -> None:
        """End the conversation; a second time nothing happens."""
        ...
