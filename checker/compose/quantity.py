"""A value as templates see it: prints as people write it, and can be compared and reckoned with, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker.values import UNKNOWN, Interval, Kind, Unknown, Value, show
from checker.values.amounts import Amount, MaybeAmount, add, divide, multiply, subtract


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its kind; printing it gives the form people use."""

    value: Value
    kind: Kind
    unit: str = ""

    def __str__(self) -> str:
        return show(self.value, self.kind, self.unit)

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        """A no, a zero, an empty text and what is unknown are false, as a template's ``if`` expects."""
        return not isinstance(self.value, Unknown) and bool(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Quantity) else _plain(other)))

    def __lt__(self, other: object) -> bool:
        return self._exact() < _exact(other)

    def __le__(self, other: object) -> bool:
        return self._exact() <= _exact(other)

    def __gt__(self, other: object) -> bool:
        return self._exact() > _exact(other)

    def __ge__(self, other: object) -> bool:
        return self._exact() >= _exact(other)

    def __add__(self, other: object) -> Quantity:
        return self._reckon(add, self, other)

    __radd__ = __add__

    def __sub__(self, other: object) -> Quantity:
        return self._reckon(subtract, self, other)

    def __rsub__(self, other: object) -> Quantity:
        return self._reckon(subtract, other, self)

    def __mul__(self, other: object) -> Quantity:
        return self._reckon(multiply, self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Quantity:
        kind = Kind.RATIO if isinstance(other, Quantity) and other.kind == self.kind else self.kind
        return Quantity(self._reckon(divide, self, other).value, kind, self.unit)

    def __neg__(self) -> Quantity:
        return self._reckon(subtract, 0, self)

    def _reckon(self, apply: Callable[[Amount, Amount], MaybeAmount], a: object, b: object) -> Quantity:
        """Return the result with this kind; with an unknown part it is unknown, as in the expression language."""
        if any(isinstance(part, Quantity) and isinstance(part.value, Unknown) for part in (a, b)):
            return Quantity(UNKNOWN, self.kind, self.unit)
        return Quantity(apply(_amount(a), _amount(b)), self.kind, self.unit)

    def _amount(self) -> Amount:
        if isinstance(self.value, Fraction | Interval):
            return self.value
        raise TypeError(f"{self}不是数")

    def _exact(self) -> Fraction:
        return _exact(self)


def _plain(other: object) -> object:
    return Fraction(other) if isinstance(other, int) and not isinstance(other, bool) else other


def _amount(other: object) -> Amount:
    if isinstance(other, Quantity):
        return other._amount()
    if isinstance(other, int) and not isinstance(other, bool):
        return Fraction(other)
    raise TypeError(f"{other}不是精确的数")


def _exact(other: object) -> Fraction:
    found = _amount(other)
    if isinstance(found, Fraction):
        return found
    raise TypeError("只知道范围的数不能在模板里比较")


class View:
    """Named things as attributes, for templates; a name that is not there is undefined."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Any]) -> None:
        self._items = items

    def __getattr__(self, name: str) -> Any:
        try:
            return self._items[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Any:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)
