"""Chinese forms that report templates use: joins, numbering, units."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Final

from checker.compose.quantity import Quantity, View
from checker.values import Kind, decimal_text, round_half_up

_DIGITS: Final = "零一二三四五六七八九"
_TEN: Final = 10
_HUNDRED: Final = 100


def numeral(number: int) -> str:
    """Return a whole number below 100 in Chinese: 一, 十二, 二十."""
    if not 0 <= number < _HUNDRED:
        return str(number)
    tens, ones = divmod(number, _TEN)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def heading_number(number: int) -> str:
    """Return the number of a heading of the second level: （一）."""
    return f"（{numeral(number)}）"


def dun(items: Iterable[object]) -> str:
    """Join with 、."""
    return "、".join(map(str, items))


def fen(items: Iterable[object]) -> str:
    """Join with ；, leaving out the full stop a part ends with."""
    return "；".join(str(item).rstrip("。；") for item in items)


def percent(value: Any, digits: int | None = None) -> str:
    """Return a ratio in %, rounded half up when ``digits`` is given."""
    number = value.value if isinstance(value, Quantity) else value
    if not isinstance(number, Fraction):
        return str(value)
    scaled = number * _HUNDRED
    rounded = scaled if digits is None else round_half_up(scaled, digits)
    return f"{decimal_text(rounded)}%" if isinstance(rounded, Fraction) else str(value)


def wan(value: Any, digits: int | None = None) -> str:
    """Return money in 万元, rounded half up when ``digits`` is given."""
    number = value.value if isinstance(value, Quantity) else value
    if not isinstance(number, Fraction):
        return str(value)
    scaled = number / 10**4
    rounded = scaled if digits is None else round_half_up(scaled, digits)
    return f"{decimal_text(rounded)}万元" if isinstance(rounded, Fraction) else str(value)


def groups(items: Iterable[View], field: str) -> list[tuple[Any, list[View]]]:
    """Return items grouped by a field, groups and items in the order they come."""
    found: dict[Any, list[View]] = {}
    for item in items:
        found.setdefault(getattr(item, field), []).append(item)
    return list(found.items())


def total(items: Iterable[View], field: str = "deduction") -> Quantity:
    """Return the sum of a field over items, in points unless the field says otherwise."""
    found = Quantity(Fraction(0), Kind.SCORE)
    for item in items:
        value = getattr(item, field)
        if value is not None:
            found = Quantity((value + found).value, value.kind, value.unit)
    return found


FILTERS: Final[dict[str, Callable[..., str]]] = {
    "percent": percent,
    "wan": wan,
    "dun": dun,
    "fen": fen,
    "cn": numeral,
}
FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {"groups": groups, "total": total}
