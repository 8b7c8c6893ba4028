"""Turns a value as a pack writes it into what a cell holds, and back; knows nothing about sheets and files.

A number stands in its cell as a number, so that people can compute with it; its unit stands beside it. What comes back
is compared by what it means, so it does not matter how a spreadsheet program shows or stores it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.pack.exact import exact_value
from checker.values import Kind, WrittenFault, decimal_text
from checker.values.calendar import day_of
from checker.values.written import MONEY_UNITS, RATIO_UNITS, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBERS: Final = frozenset({Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER})
_PARTS: Final = re.compile(r"(-?[\d,]+(?:\.\d+)?)(\D*)", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_DAY: Final = date(1900, 3, 1)
"""Spreadsheet programs disagree about days before this one."""
_LONGEST: Final = 32000
_TOO_MUCH: Final = 10
"""A ratio that large is one that was written as a bare number into a cell that shows percentages."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell holds: a number, a day or a text; ``percent`` when the number is shown as a percentage."""

    content: Fraction | date | str
    unit: str = ""
    percent: bool = False


def shown_value(text: str, kind: Kind, unit: str = "") -> Shown:
    """Return how the value ``text`` of a pack stands in a cell; ``unit`` is what a bare number is counted in."""
    if kind is Kind.DATE and _DAY.fullmatch(text):
        day = date.fromisoformat(text)
        return Shown(day) if day >= _FIRST_DAY else Shown(text)
    parts = _PARTS.fullmatch(normalise(text)) if kind in _NUMBERS else None
    if parts is None:
        return Shown(text)
    number = Fraction(parts[1].replace(",", ""))
    if kind is Kind.RATIO and parts[2] in {"", "%"}:
        return Shown(number / 100 if parts[2] else number, percent=True)
    return Shown(number, parts[2] or _usual_unit(kind, unit))


def _usual_unit(kind: Kind, unit: str) -> str:
    return "分" if kind is Kind.SCORE else unit


def spoken(text: str, kind: Kind, unit: str = "") -> str:
    """Return a value as a sentence says it: with the unit that a bare number is counted in."""
    parts = _PARTS.fullmatch(normalise(text)) if kind in _NUMBERS else None
    return text + _usual_unit(kind, unit) if parts and not parts[2] else text


def read_value(cell: str, beside: str, kind: Kind, unit: str = "") -> str:
    """Return what a cell says, with the unit that stands beside it behind a bare number, as a pack would write it.

    A unit in the cell itself counts more than the one beside it. Raises ``WrittenFault`` for what is no exact value of
    ``kind``, and for a unit beside it that no such value has.
    """
    text = cell.strip()
    parts = _PARTS.fullmatch(normalise(text)) if kind in _NUMBERS else None
    if parts and beside.strip():
        with_unit = parts[1] + beside.strip()
        exact_value(with_unit, kind, unit)
        text = text if parts[2] else with_unit
    value = exact_value(text, kind, unit)
    if kind is Kind.DATE and isinstance(value, Fraction):
        return day_of(value).isoformat()
    return text


def refuse_too_large(before: str, after: str, kind: Kind) -> None:
    """Raise ``WrittenFault`` for a ratio that is out of all proportion: 92 where percentages are shown is 9200%."""
    if kind is not Kind.RATIO or (before and _is_large(before)) or not _is_large(after):
        return
    meant = decimal_text(Fraction(exact_value(after, kind)))
    hint = message("写成 {text}", text=f"{meant}%" if "/" not in meant else "如 90%")
    raise WrittenFault(message("“{text}”大于 1000%，像是多乘了 100", text=after), hint, "too-large")


def _is_large(ratio: str) -> bool:
    return abs(Fraction(exact_value(ratio, Kind.RATIO))) >= _TOO_MUCH


def same_value(one: str, other: str, kind: Kind, unit: str = "") -> bool:
    """Say whether two texts are the same value, however they are written; both were read before."""
    if kind is Kind.TEXT:
        return same_text(one, other)
    return exact_value(one, kind, unit) == exact_value(other, kind, unit)


def same_text(one: str, other: str) -> bool:
    """Say whether two texts differ in more than blanks and line breaks, which spreadsheet programs change."""
    return one.split() == other.split() or one[:_LONGEST].split() == other.split()


def in_style_of(old: str, new: str, kind: Kind, unit: str = "") -> str:
    """Return the value ``new`` as its neighbour ``old`` is written: in per cent, with the same unit or with none.

    Where the unit was changed, or the number has no finite decimal form in that of ``old``, it stays as it came.
    """
    parts = _PARTS.fullmatch(normalise(old)) if kind in _NUMBERS else None
    given = _PARTS.fullmatch(normalise(new)) if kind in _NUMBERS else None
    if parts is None or given is None:
        return new
    suffix = parts[2]
    usual = {"", "%"} if kind is Kind.RATIO else {suffix or _usual_unit(kind, unit)}
    if given[2] not in usual:
        suffix = given[2]
    size = _sizes(kind, unit).get(suffix)
    value = exact_value(new, kind, unit)
    if size is None or not isinstance(value, Fraction):
        return new
    number = decimal_text(value / size)
    return new if "/" in number else number + suffix


def _sizes(kind: Kind, unit: str) -> Mapping[str, Fraction]:
    """Return the sizes of the units a number of this kind may be followed by; the empty one is that of bare numbers."""
    if kind is Kind.RATIO:
        return {"": Fraction(1)} | {name: Fraction(size) for name, size in RATIO_UNITS.items()}
    if kind is Kind.MONEY:
        sizes = {name: Fraction(size) for name, size in MONEY_UNITS.items()}
        return sizes | {"": sizes[unit]} if unit in sizes else sizes
    return {"": Fraction(1), "分": Fraction(1)} if kind is Kind.SCORE else {"": Fraction(1), unit: Fraction(1)}


def read_day(cell: str) -> date:
    """Return the day a cell says; raises ``WrittenFault`` for what is none, or is only a month."""
    value = exact_value(cell.strip(), Kind.DATE)
    if not isinstance(value, Fraction):
        raise WrittenFault(message("“{text}”不是一天", text=cell), message("写成如 2020-12-31"), "not-a-date")
    return day_of(value)
