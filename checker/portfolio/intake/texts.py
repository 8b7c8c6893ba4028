"""Takes in columns of texts: each text is read once, and the rows are given its meaning.

Few texts become a table within the expression, which costs next to nothing; many become a table to be joined. Knows
nothing about how rows are checked.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.asked import read_all
from checker.portfolio.intake.cells import Form, form_of, said
from checker.portfolio.intake.given import Dictionary, Given
from checker.portfolio.intake.phrases import (
    looked_up,
    named,
    number,
    phrase,
    table_of,
    text,
    trimmed,
    unless_null,
    whole,
)
from checker.portfolio.intake.scales import best_scale, need_of, numbers_in, scaled
from checker.sql.shapes import FieldShape
from checker.values import Interval, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.portfolio.intake.asked import Asked, Reading
    from checker.portfolio.session import Session
    from checker.sql.values import Sql
    from checker.values import Value

FEW: Final = 64
"""So many different texts are looked up within the expression."""
MANY: Final = 20_000
"""Columns of numbers with more different texts than this are read by the database, as far as they are plain."""
_ENDS: Final = ("low", "high", "low_open", "high_open")


def take_words(asked: Asked) -> Given:
    """Take in a column of free text, which means what it says."""
    shown = said(named(asked.column), asked.type)
    value = trimmed(shown) if form_of(asked.type) in {Form.TEXT, Form.OTHER} else shown
    present = exp.Is(this=value.copy(), expression=exp.null()).not_()
    return Given(asked, FieldShape(), {asked.name: value}, shown, value.copy(), present)


def distinct_texts(session: Session, scan: str, columns: Sequence[Asked]) -> list[list[tuple[str | None, int]]]:
    """Return the different texts of each column with their numbers of rows, ``MANY`` and one more at most."""
    if not columns:
        return []
    parts = [
        exp.select(
            number(place).as_("place"),
            said(named(asked.column), asked.type).as_("said"),
            phrase("COUNT(*)").as_("rows"),
        )
        .from_(table_of(scan))
        .group_by(named(asked.column))
        .limit(MANY + 1)
        for place, asked in enumerate(columns)
    ]
    whole_select: Sql = _rows(parts[0])
    for part in parts[1:]:
        whole_select = exp.union(whole_select, _rows(part), distinct=False)
    found: list[list[dict[str, object]]] = [[] for _ in columns]
    for row in session.rows(whole_select):
        found[int(str(row["place"]))].append(row)
    return [_counted(rows) for rows in found]


def _counted(rows: Sequence[Mapping[str, object]]) -> list[tuple[str | None, int]]:
    """Return each text once with its number of rows; two doubles may be shown by the same text."""
    counts: Counter[str | None] = Counter()
    for row in rows:
        counts[None if row["said"] is None else str(row["said"])] += int(str(row["rows"]))
    return sorted(counts.items(), key=lambda one: (one[0] is not None, one[0] or ""))


def _rows(select: exp.Select) -> exp.Select:
    return exp.select("*").from_(exp.Subquery(this=select, alias=exp.to_identifier("part")))


def all_texts(session: Session, scan: str, asked: Asked, where: Sql | None = None) -> list[tuple[str | None, int]]:
    """Return every different text of one column with its number of rows."""
    shown = said(named(asked.column), asked.type)
    select = exp.select(shown.as_("said"), phrase("COUNT(*)").as_("rows")).from_(table_of(scan))
    if where is not None:
        select = select.where(where.copy())
    return _counted(session.rows(select.group_by(named(asked.column))))


def take_texts(asked: Asked, found: Sequence[tuple[str | None, int]], session: Session, table: str) -> Given:
    """Take in a column by its different texts; ``table`` is the name for a table of them where they are many."""
    readings = read_all(asked, found)
    known = [reading for reading in readings if reading.value is not None]
    scale = best_scale(need_of(reading.value, reading.rows) for reading in known)
    fitting = [reading for reading in known if need_of(reading.value).fits(scale)]
    misfits = [reading for reading in known if not need_of(reading.value).fits(scale)]
    shown = said(named(asked.column), asked.type)
    absent = len(known) < len(readings)
    shape = shape_of(asked, fitting, scale, nullable=absent or bool(misfits)) if known else None
    few = sum(reading.raw is not None for reading in readings) <= FEW
    same = all(reading.value == reading.raw for reading in readings)
    columns = {} if shape is None else _columns(asked, shape, fitting, shown, same=same)
    dictionary = None
    if not few and shape is not None:
        load_meanings(asked, shape, readings, fitting, session, table)
        dictionary = Dictionary(table, shown)
        columns = joined_columns(asked, shape, table)
    key = named("__key", table) if dictionary else key_of(asked, readings, shown)
    return Given(
        asked,
        shape,
        columns,
        shown,
        key,
        written(shown),
        absent,
        tuple(reading for reading in readings if reading.fault is not None),
        _among(misfits, shown),
        dictionary,
        readings if few else None,
    )


def written(shown: Sql) -> Sql:
    """Return whether anything is written."""
    return exp.Is(this=trimmed(shown.copy()), expression=exp.null()).not_()


def _among(readings: Sequence[Reading], shown: Sql) -> Sql | None:
    if not readings:
        return None
    return exp.In(this=shown.copy(), expressions=[text(reading.raw or "") for reading in readings])


def shape_of(asked: Asked, readings: Sequence[Reading], scale: int, *, nullable: bool) -> FieldShape:
    """Return the shape of a column that holds these readings, and no others."""
    if not asked.rule.kind.ordered:
        return FieldShape(nullable=nullable)
    kept = [scaled(found, scale) for reading in readings for found in numbers_in(reading.value)]
    bounded = any(isinstance(reading.value, Interval) for reading in readings)
    return FieldShape(scale, min(kept, default=0), max(kept, default=0), nullable, bounded)


def cells_of(value: Value | None, shape: FieldShape) -> tuple[int | str | bool | None, ...]:
    """Return what the columns of a field hold for a value: one cell, or four for a field that may be bounded."""
    if not shape.bounded:
        if isinstance(value, Fraction):
            return (scaled(value, shape.scale),)
        return (value if isinstance(value, str | bool) else None,)
    low, high, low_open, high_open = None, None, False, False
    if isinstance(value, Interval):
        low, high, low_open, high_open = value.low, value.high, value.low_open, value.high_open
    elif isinstance(value, Fraction):
        low = high = value
    ends = (None if end is None else scaled(end, shape.scale) for end in (low, high))
    return (*ends, low_open, high_open)


def column_names(name: str, shape: FieldShape) -> tuple[str, ...]:
    """Return the names of the columns of a field."""
    return tuple(f"{name}__{end}" for end in _ENDS) if shape.bounded else (name,)


def meaning(name: str) -> str:
    """Return what a column of a field is called in a table of meanings."""
    return f"__of_{name}"


def column_type(kind: Kind, name: str) -> str:
    """Return the type of a column of a field."""
    if name.endswith("_open"):
        return "BOOLEAN"
    return "BIGINT" if kind.ordered else "BOOLEAN" if kind is Kind.TRUTH else "VARCHAR"


def _literal(cell: int | str | bool | None) -> Sql:
    if cell is None:
        return exp.null()
    if isinstance(cell, bool):
        return exp.Boolean(this=cell)
    return text(cell) if isinstance(cell, str) else number(cell)


def _columns(
    asked: Asked, shape: FieldShape, readings: Sequence[Reading], shown: Sql, *, same: bool
) -> Mapping[str, Sql]:
    """Return the columns as tables within the expressions; texts that mean themselves need none."""
    kind = asked.rule.kind
    if not kind.ordered and kind is not Kind.TRUTH and same:
        return {asked.name: shown}
    columns: dict[str, Sql] = {}
    for place, name in enumerate(column_names(asked.name, shape)):
        meanings = {reading.raw or "": _literal(cells_of(reading.value, shape)[place]) for reading in readings}
        found: Sql = looked_up(shown, meanings)
        type_name = column_type(kind, name)
        if type_name == "BIGINT":
            found = whole(found)
        columns[name] = unless_null(found, exp.false()) if name.endswith("_open") else found
    return columns


def key_of(asked: Asked, readings: Sequence[Reading], shown: Sql) -> Sql:
    """Return the one text for each way of writing a key."""
    if not asked.key:
        return exp.null()
    known = [reading for reading in readings if reading.key is not None]
    if len(known) == len(readings) and all(reading.key == reading.raw for reading in known):
        return shown.copy()
    return looked_up(shown, {reading.raw or "": text(reading.key or "") for reading in known})


def joined_columns(asked: Asked, shape: FieldShape, table: str) -> dict[str, Sql]:
    """Return the columns as found in the joined table of meanings."""
    columns: dict[str, Sql] = {}
    for name in column_names(asked.name, shape):
        found = named(meaning(name), table)
        columns[name] = unless_null(found, exp.false()) if name.endswith("_open") else found
    return columns


def load_meanings(
    asked: Asked,
    shape: FieldShape,
    readings: Sequence[Reading],
    fitting: Sequence[Reading],
    session: Session,
    table: str,
) -> None:
    """Make the table of the meanings of texts: ``__text``, ``__key``, ``__known`` (it has a value) and the columns."""
    names = column_names(asked.name, shape)
    types: dict[str, str] = {"__text": "VARCHAR", "__key": "VARCHAR", "__known": "BOOLEAN"}
    types |= {meaning(name): column_type(asked.rule.kind, name) for name in names}
    fits = {reading.raw for reading in fitting}
    rows = [
        (
            reading.raw,
            reading.key,
            reading.value is not None,
            *cells_of(reading.value if reading.raw in fits else None, shape),
        )
        for reading in readings
        if reading.raw is not None
    ]
    session.load_rows(table, types, rows)
