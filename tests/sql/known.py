"""Random values as facts know them: exactly, not at all, or within bounds; for tests."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from checker.values import UNKNOWN, Kind, Value, interval
from tests.expr.vocabulary import BATCHES, day

NUMBERS = st.one_of(
    st.integers(-300, 300).map(lambda number: Fraction(number, 20)),
    st.integers(-3, 3).map(Fraction),
    st.sampled_from([Fraction(0), Fraction(850), Fraction(9, 10), Fraction(4 * 10**7)]),
)
_EXACT: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.DATE: st.one_of(st.integers(day("2019-09-01"), day("2021-03-31")), st.integers(1, day("9999-12-31"))).map(
        Fraction
    ),
    Kind.QUARTER: st.integers(2019 * 4, 2021 * 4 + 3).map(Fraction),
    Kind.TRUTH: st.booleans(),
    Kind.TEXT: st.sampled_from(["移动公司", "电信", "o'neil\\n"]),
    Kind.CHOICE: st.sampled_from(BATCHES),
}
HOW = ("exact", "nullable", "bounded")
_WAYS = {"exact": ("exact",), "nullable": ("exact", "exact", "none"), "bounded": ("exact", "none", "span", "span")}


@st.composite
def values(draw: st.DrawFn, kind: Kind, how: str, numbers: st.SearchStrategy[Fraction] = NUMBERS) -> Value:
    """A value of a kind: always ``exact``, perhaps missing (``nullable``), or perhaps ``bounded``."""
    known = draw(_EXACT.get(kind, numbers))
    way = draw(st.sampled_from(_WAYS[how]))
    if way == "none":
        return UNKNOWN
    if way == "exact" or not kind.ordered:
        return known  # type: ignore[no-any-return]
    whole = kind in {Kind.DATE, Kind.QUARTER}
    rooms = [Fraction(size) for size in range(41)] if whole else [Fraction(size, 2) for size in (0, 1, 2, 10)]
    room = st.sampled_from(rooms)
    low, high = (known + draw(room) * side if draw(st.integers(0, 3)) else None for side in (-1, 1))
    opens = (draw(st.booleans()) and not whole and end is not None and end != known for end in (low, high))
    return interval(low, high, *opens)
