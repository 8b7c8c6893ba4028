"""Writes counts, shares and sums of a summary as people read them; rounds only what is shown, halves away from zero."""

from __future__ import annotations

from fractions import Fraction

from checker.messages import tr
from checker.values import round_half_up

NONE = "—"
"""What stands where there is no number."""


def count(number: int) -> str:
    """Return a whole number with its thousands apart."""
    return f"{number:,}"


def decimal(number: Fraction | None, digits: int = 1) -> str:
    """Return a number with just so many decimals and its thousands apart."""
    if number is None:
        return NONE
    rounded = round_half_up(abs(number), digits)
    assert isinstance(rounded, Fraction)  # noqa: S101 - so is what was rounded
    units = int(rounded * 10**digits)
    whole, rest = divmod(units, 10**digits)
    sign = "−" if number < 0 and units else ""
    return f"{sign}{whole:,}" + (f".{rest:0{digits}}" if digits else "")


def percent(share: Fraction | None) -> str:
    """Return a share as percent with one decimal; what is not quite nothing or all never looks like it."""
    if share is None:
        return NONE
    shown = decimal(share * 100)
    if shown == "0.0" and share > 0:
        return "<0.1%"
    return ">99.9%" if shown == "100.0" and share < 1 else f"{shown}%"


def part(number: int, all_: int) -> str:
    """Return a count with the share it is of all."""
    if not all_:
        return count(number)
    return tr("{count}（{share}）", count=count(number), share=percent(Fraction(number, all_)))


def span(low: Fraction | None, high: Fraction | None, digits: int = 1) -> str:
    """Return the two ends of a number, or the one it is."""
    if low is not None and low == high:
        return decimal(low, digits)
    return f"{decimal(low, digits)}~{decimal(high, digits)}"


def at_least(least: int, most: int) -> str:
    """Return a count that is only known to lie between two."""
    return count(least) if least == most else f"{count(least)}~{count(most)}"
