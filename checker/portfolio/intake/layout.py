"""Tells how a table lies in its Parquet files: how many rows, the range of each column, whether it is in order.

Read from what the files say of themselves, and of the rows only where they say nothing. Knows nothing about fields.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from sqlglot import exp

from checker.portfolio.intake.cells import Form, form_of
from checker.portfolio.intake.phrases import named, phrase, table_of, text
from checker.portfolio.source.scans import file_glob

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from checker.portfolio.session import Session

Block: TypeAlias = "tuple[str | None, str | None, int | None]"
"""The least and greatest value of a column in one group of rows, and how many are null; None: not known."""


@dataclass(frozen=True, slots=True)
class Span:
    """The least and greatest value of a column, None when all are null; at least these, and ``nulls`` at most.

    Days are counted from 0001-01-01, which is 1; truths and texts have no bounds.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    nulls: int = 0
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table lies; ``ordered`` says that its rows stand in the order of their projects."""

    rows: int
    ordered: bool
    spans: Mapping[str, Span]


def layout_of(
    session: Session, scan: str, files: Sequence[Path], rows: int, project: str, types: Mapping[str, str]
) -> Layout:
    """Return the layout of the rows of ``scan``, which all stand in ``files``; ``types`` are the columns wanted."""
    blocks = _blocks(session, files, [project, *types])
    spans = {name: _span(blocks[name], rows, types[name]) for name in types}
    unknown = {name: types[name] for name, span in spans.items() if span is None}
    found = {name: span for name, span in spans.items() if span is not None}
    return Layout(rows, _in_order(blocks[project]), found | (_measured(session, scan, unknown) if unknown else {}))


def _blocks(session: Session, files: Sequence[Path], columns: Iterable[str]) -> Mapping[str, list[Block]]:
    listed = exp.Array(expressions=[text(file_glob(file)) for file in files])
    wanted = exp.Array(expressions=[text(name) for name in columns])
    select = phrase(
        "SELECT path_in_schema AS name, stats_min_value AS low, stats_max_value AS high, stats_null_count AS nulls "
        "FROM PARQUET_METADATA(:files) WHERE LIST_CONTAINS(:wanted, path_in_schema)",
        files=listed,
        wanted=wanted,
    )
    found: dict[str, list[Block]] = defaultdict(list)
    for row in session.rows(select):
        low, high = (None if row[end] is None else str(row[end]) for end in ("low", "high"))
        found[str(row["name"])].append((low, high, None if row["nulls"] is None else int(str(row["nulls"]))))
    return found


def _in_order(blocks: Sequence[Block]) -> bool:
    ends = [(low, high) for low, high, _ in blocks if low is not None and high is not None]
    return len(ends) == len(blocks) and all(before[1] <= after[0] for before, after in pairwise(ends))


def _span(blocks: Sequence[Block], rows: int, type_name: str) -> Span | None:
    """Return what the files say of a column, None when they do not say enough."""
    if not rows:
        return Span(filled=False)
    if not blocks or any(nulls is None for _, _, nulls in blocks):
        return None
    nulls = sum(nulls or 0 for _, _, nulls in blocks)
    if nulls >= rows and all(low is None for low, _, _ in blocks):
        return Span(nulls=rows, filled=False)
    if form_of(type_name) not in {Form.NUMBER, Form.DATE}:
        return Span(nulls=nulls)
    ends = [(low, high) for low, high, _ in blocks if low is not None or high is not None]
    if any(low is None or high is None for low, high in ends) or not ends:
        return None
    lows, highs = zip(*ends, strict=True)
    try:
        return Span(min(map(_number, lows)), max(map(_number, highs)), nulls)
    except (ValueError, ArithmeticError):
        return None


def _number(shown: str) -> Fraction:
    if len(shown) == len("2020-12-31") and shown[4] == shown[7] == "-":
        return Fraction(date.fromisoformat(shown).toordinal())
    return Fraction(Decimal(shown))


def _measured(session: Session, scan: str, types: Mapping[str, str]) -> dict[str, Span]:
    """Return the spans of columns by looking at every row, once for all of them."""
    select = exp.select(phrase("COUNT(*)").as_("rows"))
    for place, (name, type_name) in enumerate(types.items()):
        select = select.select(exp.Count(this=named(name)).as_(f"filled_{place}"))
        if form_of(type_name) in {Form.NUMBER, Form.DATE}:
            for end, function in (("low", exp.Min), ("high", exp.Max)):
                select = select.select(exp.cast(function(this=named(name)), "VARCHAR").as_(f"{end}_{place}"))
    row = session.rows(select.from_(table_of(scan)))[0]
    rows = int(str(row["rows"]))
    found = {}
    for place, name in enumerate(types):
        filled = int(str(row[f"filled_{place}"]))
        low, high = row.get(f"low_{place}"), row.get(f"high_{place}")
        least, most = (None if end is None else _number(str(end)) for end in (low, high))
        found[name] = Span(least, most, rows - filled, filled > 0)
    return found
