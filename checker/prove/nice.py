"""Numbers and names a person would take for an example, the roundest first; knows no solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from checker.values import Kind

_FIRST: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.RATIO: ("9/10", "19/20", "93/100", "4/5", "3/5", "1/2", "1", "0"),
    Kind.MONEY: ("1000000", "2000000", "500000", "1000", "0"),
    Kind.COUNT: ("10", "100", "1", "2", "5", "20", "0"),
    Kind.SCORE: ("1", "5", "10", "90", "0"),
    Kind.NUMBER: ("1", "2", "10", "100", "0"),
}
_SMALL: Final = ("100", "200", "500", "1000", "0")
_UNITS: Final = {Kind.RATIO: Fraction(1, 100), Kind.SCORE: Fraction(1, 2), Kind.COUNT: Fraction(1)}
_NAMES: Final = "甲乙丙丁戊己庚辛壬癸"
_MOST_MARKS: Final = 6
_PLACES: Final = 9


def numbers_near(kind: Kind, unit: str, found: Fraction | None, marks: Iterable[Fraction]) -> Iterator[Fraction]:
    """Yield numbers to try for one that came out as ``found``: beside ``marks`` of the rules, common ones, round ones.

    ``found`` itself comes last; it is None when it is no fraction.
    """
    seen = dict.fromkeys(_candidates(kind, unit, found, marks))
    yield from (candidate for candidate in seen if candidate >= 0)
    yield from (candidate for candidate in seen if candidate < 0)


def _candidates(kind: Kind, unit: str, found: Fraction | None, marks: Iterable[Fraction]) -> Iterator[Fraction]:
    for mark in sorted(marks, reverse=True)[:_MOST_MARKS]:
        step = _UNITS.get(kind) or _step_of(mark)
        yield from (mark - step, mark + step, mark)
    yield from map(Fraction, _SMALL if unit == "元" else _FIRST.get(kind, ()))
    if found is None:
        return
    step = 10 * _step_of(found)
    for _ in range(_PLACES):
        low = found // step * step
        yield from (low, low + step, low + step / 2) if low != found else (low,)
        step /= 10
    yield found


def _step_of(number: Fraction) -> Fraction:
    """Return one unit of the second digit of a number: 10 for 850."""
    size, step = abs(number), Fraction(1, 10)
    while size >= step * 100:
        step *= 10
    while size and size < step * 10:
        step /= 10
    return step if size else Fraction(1)


def words_for(code: int, taken: Iterable[str]) -> str:
    """Return a name for a word the rules do not speak of."""
    names = [name for name in _NAMES if name not in set(taken)]
    turn, index = divmod(code, len(names))
    return names[index] + (str(turn + 1) if turn else "")
