"""Exact, bounded and unknown values: numbers, dates, quarters and three-valued truth.

Turns written text into values and values into text; knows nothing about files, rules or engines.
"""

from checker.values.amounts import (
    UNKNOWN,
    Amount,
    Interval,
    MaybeAmount,
    Truth,
    Unknown,
    Value,
    ends,
    hull,
    interval,
    meet,
)
from checker.values.kinds import Kind
from checker.values.show import decimal_text, show
from checker.values.steps import round_half_up
from checker.values.written import Written, WrittenFault, parse_amount
from checker.values.written_dates import PARSERS

__all__ = [
    "UNKNOWN",
    "Amount",
    "Interval",
    "Kind",
    "MaybeAmount",
    "Truth",
    "Unknown",
    "Value",
    "Written",
    "WrittenFault",
    "decimal_text",
    "ends",
    "hull",
    "interval",
    "meet",
    "parse_value",
    "round_half_up",
    "show",
]


def parse_value(text: str, kind: Kind, unit: str = "") -> Written:
    """Read written text as a value of ``kind``; raises ``WrittenFault`` saying what to write instead."""
    parser = PARSERS.get(kind)
    return parse_amount(text, kind, unit) if parser is None else parser(text)
