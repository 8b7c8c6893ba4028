"""Turns what cannot be told into what is possible: truths that may hold, and several possible numbers into their span.

Knows nothing about scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from sqlglot import exp

from checker.sql import exact, terms
from checker.sql.arithmetic import bounds, constant, maximum, minimum
from checker.sql.choosing import choose, first
from checker.sql.logic import is_unsure
from checker.sql.truths import as_truth, both, compare, either, known, opposite
from checker.sql.values import FALSE, TRUE, Bounded, Exact, Nothing, Number, SqlValue, Truth
from checker.sql.whole import Whole, hull

if TYPE_CHECKING:
    from checker.sql.found import Stage

Possibility: TypeAlias = tuple[Truth, Number]
"""A number that it may be, and whether it may; the truth is never null."""
End: TypeAlias = tuple[Exact, Truth]
"""One end of a number, and whether it is excluded; neither is ever null."""


def named(what: str, leaf: str = "all") -> str:
    """Return the column name for something about a leaf, or about all of them; no fact has three parts in its name."""
    return f"score__{leaf}__{what}"


def number_of(value: SqlValue) -> Number:
    """Return a value that is a number, or unknown; raises ``TypeError`` for another."""
    if isinstance(value, Exact | Bounded | Nothing):
        return value
    raise TypeError(f"not a number: {value!r}")


def exact_of(value: SqlValue) -> Exact:
    """Return a value that is an exact number; raises ``TypeError`` for another."""
    if isinstance(value, Exact):
        return value
    raise TypeError(f"not an exact number: {value!r}")


def possible(truth: Truth) -> Truth:
    """Return whether a truth holds or may hold; never null."""
    if truth.constant is not None or not truth.nullable:
        return truth
    if is_unsure(truth):
        return TRUE
    return Truth(exp.Coalesce(this=truth.sql.copy(), expressions=[exp.true()]), nullable=False)


def doubtful(truth: Truth) -> Truth:
    """Return whether it cannot be told; never null."""
    if truth.constant is not None or not truth.nullable:
        return FALSE
    if is_unsure(truth):
        return TRUE
    return Truth(exp.Is(this=terms.bracketed(truth.sql), expression=exp.null()), nullable=False)


def any_of(truths: Sequence[Truth]) -> Truth:
    """Return whether one of the truths holds."""
    return reduce(either, truths, FALSE)


def all_of(truths: Sequence[Truth]) -> Truth:
    """Return whether all of the truths hold."""
    return reduce(both, truths, TRUE)


def kept_truths(truths: Mapping[str, Truth], stage: Stage) -> dict[str, Truth]:
    """Return the truths read from columns of the stage; one that is known beforehand needs none."""
    open_ = {name: truth for name, truth in truths.items() if truth.constant is None and not is_unsure(truth)}
    kept = stage.keep(open_) if open_ else {}
    return {name: as_truth(kept.get(name, truth)) for name, truth in truths.items()}


def filled(value: Number, low: Fraction, high: Fraction) -> Number:
    """Return ``value``, or anything from ``low`` to ``high`` where it is unknown; so it is never null.

    For a number that has both ends wherever it is known.
    """
    if isinstance(value, Exact) and not value.nullable:
        return value
    ends = bounds(value)
    return Bounded(
        constant(low) if ends.low is None else _filled(ends.low, low),
        constant(high) if ends.high is None else _filled(ends.high, high),
        ends.low_open,
        ends.high_open,
    )


def _filled(end: Exact, otherwise: Fraction) -> Exact:
    if not end.nullable:
        return end
    other = constant(otherwise)
    if end.over is not None:
        return replace(exact_of(choose(known(end), end, other)), nullable=False)
    factor = exact.common_factor((end, other))
    top, instead = exact.multiple(end, factor), exact.multiple(other, factor)
    sql = exp.Coalesce(this=top.sql.copy(), expressions=[instead.sql.copy()])
    return exact.make(Whole(sql, hull(top.range, instead.range)), factor, nullable=False)


def ends_of(value: Number) -> tuple[End, End]:
    """Return the low and the high end of a number that always has both; raises ``TypeError`` for another."""
    ends = bounds(value)
    if ends.low is None or ends.high is None:
        raise TypeError("a score has ends")
    return (ends.low, ends.low_open), (ends.high, ends.high_open)


def first_of(cases: Sequence[Possibility], otherwise: Number) -> Number:
    """Return the number of the first case that holds, else ``otherwise``."""
    return number_of(first([(condition.sql, value) for condition, value in cases], otherwise)) if cases else otherwise


def span_of(cases: Sequence[Possibility], stage: Stage, name: str) -> Number:
    """Return the least bounds that hold every number that is possible; one of the cases always is.

    ``name`` begins the names of the columns kept on the way.
    """
    cases = [(condition, value) for condition, value in cases if condition.constant is not False]
    if len(cases) == 1:
        return cases[0][1]
    ends = [(condition, ends_of(value)) for condition, value in cases]
    low, low_open = _extreme([(condition, low) for condition, (low, _) in ends], stage, f"{name}_least")
    high, high_open = _extreme([(condition, high) for condition, (_, high) in ends], stage, f"{name}_most")
    return Bounded(low, high, low_open, high_open)


def _extreme(cases: Sequence[tuple[Truth, End]], stage: Stage, name: str) -> End:
    """Return the least (or most) of the ends that are possible; it is excluded if all that have it exclude it."""
    least = name.endswith("_least")
    reaches = [exact.ends_of(end) for _, (end, _) in cases]
    neutral = constant(max(high for _, high in reaches) if least else min(low for low, _ in reaches))
    found: Exact | None = None
    for number, (condition, (end, _)) in enumerate(cases):
        item = exact_of(choose(condition, end, neutral))
        found = item if found is None else exact_of((minimum if least else maximum)(found, item))
        if found.over is not None:  # comparing fractions repeats them
            found = _kept(found, stage, f"{name}_{number}")
    if found is None:
        raise TypeError("something is possible")
    if all(open_.constant is False for _, (_, open_) in cases):
        return found, FALSE
    found = _kept(found, stage, name)
    reached = [
        all_of([condition, opposite(open_), compare("=", end, found)]) for condition, (end, open_) in cases
    ]  # fmt: skip
    return found, opposite(any_of(reached))


def _kept(end: Exact, stage: Stage, name: str) -> Exact:
    return exact_of(stage.keep({name: end})[name])
