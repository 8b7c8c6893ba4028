"""Reads a written value that must be exact, as every number of a rule pack must; knows nothing about files."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, TypeAlias

from checker.messages import message
from checker.values import Kind, WrittenFault, parse_value

Exact: TypeAlias = Fraction | str | bool

_FOR_FACTS: Final = frozenset({"not-a-number", "not-a-date", "not-a-quarter", "impossible-date"})
"""Faults whose hints tell how to write what was found out; a pack lays down, so it may not be vague."""
_EXAMPLES: Final = {
    Kind.MONEY: message("写成如 850元、4000万元"),
    Kind.RATIO: message("写成如 90%、16.38%"),
    Kind.SCORE: message("写成如 8.5"),
    Kind.COUNT: message("写成如 1000"),
    Kind.NUMBER: message("写成如 12.5"),
    Kind.DATE: message("写成如 2020-12-31"),
    Kind.QUARTER: message("写成如 2020Q3"),
}


def exact_value(text: str, kind: Kind, unit: str = "") -> Exact:
    """Return what ``text`` says; raises ``WrittenFault``, also for a value that is only known within bounds."""
    try:
        value = parse_value(text, kind, unit).value
    except WrittenFault as fault:
        if fault.code in _FOR_FACTS:
            raise WrittenFault(fault.what, _EXAMPLES[kind], fault.code) from None
        raise
    if isinstance(value, Fraction | str | bool):
        return value
    what = message("“{text}”不是一个确定的{kind}", text=text, kind=message(kind.label))
    raise WrittenFault(what, _EXAMPLES[kind], "not-exact")
