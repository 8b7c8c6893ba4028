"""What became of one column: the columns it takes up in the relation, its shape, and what is wrong in it.

Knows nothing about how it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.portfolio.intake.phrases import named

if TYPE_CHECKING:
    from checker.portfolio.intake.asked import Asked, Reading
    from checker.sql.shapes import FieldShape
    from checker.sql.values import Sql


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The table ``name`` that gives the meanings of texts; ``said`` is the text to be looked up in its ``__text``."""

    name: str
    said: Sql


@dataclass(frozen=True, slots=True)
class Given:
    """One field as it was found in a column; every expression is in terms of the rows of the source.

    ``shape`` is None when nobody gave the field; ``columns`` are those of the typed relation. ``said`` is the text of
    a value, ``key`` its one text as part of a key (null when there is none), ``present`` whether anything is written.
    ``absent`` says that it may be missing in some row. ``faults`` are the texts that are wrong, ``unfit`` holds for
    sound values that no column can hold. ``dictionary`` has to be joined before the expressions can be used.
    ``readings`` are all texts where they are few: they are then also what a key is told apart by.
    """

    asked: Asked
    shape: FieldShape | None
    columns: Mapping[str, Sql]
    said: Sql
    key: Sql
    present: Sql
    absent: bool = True
    faults: tuple[Reading, ...] = ()
    unfit: Sql | None = None
    dictionary: Dictionary | None = None
    readings: tuple[Reading, ...] | None = field(default=None)

    @property
    def name(self) -> str:
        """The id of the field."""
        return self.asked.name

    @property
    def column(self) -> Sql:
        """The column of the source."""
        return named(self.asked.column)
