"""Random facts twice over: as they really are, and as somebody reported them, exactly, within bounds or not at all."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from checker.expr import Env, Row, walk
from checker.expr.tree import Aggregate, Field
from checker.values import UNKNOWN, Interval, Kind, Unknown, Value, interval
from tests.expr.vocabulary import BATCHES, CONTRACT, FUNDING, QUARTERS, RECORDS, day

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from checker.expr import Expr, RecordSpec

NUMBERS = st.one_of(
    st.fractions(-12, 12, max_denominator=4),
    st.sampled_from([Fraction(0), Fraction(850), Fraction(628), Fraction(9, 10), Fraction(4 * 10**7)]),
)
_EXACT: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.DATE: st.integers(day("2019-09-01"), day("2021-03-31")).map(Fraction),
    Kind.QUARTER: st.integers(2019 * 4, 2021 * 4 + 3).map(Fraction),
    Kind.TRUTH: st.booleans(),
    Kind.TEXT: st.sampled_from(["移动公司", "电信"]),
    Kind.CHOICE: st.sampled_from(BATCHES),
}


@st.composite
def reported(draw: st.DrawFn, kind: Kind, real: Value) -> Value:
    """What is known of a value: all, nothing, or bounds it lies within."""
    how = draw(st.sampled_from(["exact", "unknown", "bounds", "bounds"]))
    if how == "unknown":
        return UNKNOWN
    if how == "exact" or not isinstance(real, Fraction):
        return real
    whole = kind in {Kind.DATE, Kind.QUARTER}
    room = st.one_of(st.none(), st.integers(0, 40).map(Fraction) if whole else st.fractions(0, 5, max_denominator=4))
    below, above = draw(room), draw(room)
    low, high = (None if below is None else real - below), (None if above is None else real + above)
    return interval(
        low,
        high,
        low_open=bool(below) and not whole and draw(st.booleans()),
        high_open=bool(above) and not whole and draw(st.booleans()),
    )


@st.composite
def _fact(draw: st.DrawFn, record: RecordSpec, names: Collection[str]) -> tuple[Row, Row]:
    real = {name: draw(_EXACT.get(record.fields[name].kind, NUMBERS)) for name in names}
    return {name: draw(reported(record.fields[name].kind, value)) for name, value in real.items()}, real


@st.composite
def facts(draw: st.DrawFn, tree: Expr) -> tuple[Env, Env]:
    """What ``tree`` reads, as reported and as it is; a type nobody reported on is absent from the first."""
    used = sorted({(node.record, node.name) for node in walk(tree) if isinstance(node, Field)})
    names = {record: [name for owner, name in used if owner == record] for record in RECORDS}
    as_of = draw(st.integers(day("2019-01-01"), day("2021-12-31")))
    told, real = Env(as_of, {}, {}), Env(as_of, {}, {})
    for record in (QUARTERS, FUNDING, CONTRACT):
        pair = draw(_fact(record, names[record.name]))
        told, real = told.bind(record.name, pair[0]), real.bind(record.name, pair[1])
    tables: list[dict[str, list[Row]]] = [{}, {}]
    for name in sorted({node.record for node in walk(tree) if isinstance(node, Aggregate)}):
        pairs = draw(st.lists(_fact(RECORDS[name], names[name]), max_size=3))
        tables[1][name] = [row for _, row in pairs]
        if draw(st.integers(0, 4)):
            tables[0][name] = [row for row, _ in pairs]
    return Env(as_of, tables[0], told.rows), Env(as_of, tables[1], real.rows)


def agrees(answer: Value, real: Value) -> bool:
    """Return whether an answer from reported facts leaves room for the answer from the real ones."""
    if isinstance(answer, Unknown):
        return True
    if not isinstance(answer, Interval):
        return real is answer if isinstance(answer, bool) else real == answer
    inside = real if isinstance(real, Interval) else Interval(real, real) if isinstance(real, Fraction) else None
    if inside is None:
        return False
    return _not_beyond(answer.low, answer.low_open, inside.low, inside.low_open, lambda a, b: a < b) and _not_beyond(
        answer.high, answer.high_open, inside.high, inside.high_open, lambda a, b: a > b
    )


def _not_beyond(
    end: Fraction | None,
    is_open: bool,
    inner: Fraction | None,
    inner_open: bool,
    outside: Callable[[Fraction, Fraction], bool],
) -> bool:
    if end is None:
        return True
    return inner is not None and (outside(end, inner) or (end == inner and (inner_open or not is_open)))
