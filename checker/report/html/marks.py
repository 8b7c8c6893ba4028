"""The signs of outcomes, told apart by shape as well as by colour; knows nothing about formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.result import Outcome
from checker.values import Unknown

if TYPE_CHECKING:
    from checker.values import Truth

MARKS: Final = {
    Outcome.FAIL: "✗",
    Outcome.PASS: "✓",
    Outcome.UNKNOWN: "?",
    Outcome.NOT_APPLICABLE: "–",
    Outcome.WAIVED: "◇",
}


def truth_mark(truth: Truth) -> str:
    """Return the sign of a condition: that of what holds, of what does not, or of what cannot be told."""
    if isinstance(truth, Unknown):
        return "?"
    return "✓" if truth else "✗"
