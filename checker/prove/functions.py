"""The functions of the language over numbers that are not known yet; mirrors ``checker.expr.functions``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.prove import calendar, numbers
from checker.prove import formulas as f
from checker.prove.values import Num, Tru, exactly, truth_of

if TYPE_CHECKING:
    from checker.prove.values import Val
    from checker.prove.world import World

Apply: TypeAlias = "Callable[[World, Sequence[Num]], Val]"
_NONE: Final = exactly(Fraction(0))
_ONE: Final = exactly(Fraction(1))


def _known(arguments: Sequence[Num]) -> f.Cond:
    return f.all_of(argument.known for argument in arguments)


def _extreme(_: World, arguments: Sequence[Num], pick: f.Picker) -> Num:
    return numbers.extreme(list(arguments), pick)


def _round(_: World, arguments: Sequence[Num]) -> Num:
    return numbers.rounded(arguments[0], arguments[1] if len(arguments) > 1 else _NONE)


def _months(world: World, arguments: Sequence[Num]) -> Num:
    first, last = arguments
    low = calendar.months_between(world, first.high, last.low)
    exact = first.exact and last.exact
    high = low if exact else calendar.months_between(world, first.low, last.high)
    return Num(low, high, _known(arguments))


def _month_end(world: World, arguments: Sequence[Num]) -> Num:
    quarter, month = arguments
    low, some = calendar.month_end(world, quarter.low, month.low)
    high = low if quarter.exact else calendar.month_end(world, quarter.high, month.low)[0]
    return Num(low, high, f.all_of((_known(arguments), some, f.equal(month.low, month.high))))


def _valid_date(_: World, arguments: Sequence[Num]) -> Tru:
    exact = f.all_of(f.equal(item.low, item.high) for item in arguments)
    year, month, day = (item.low for item in arguments)
    return truth_of(calendar.valid_date(year, month, day), f.both(_known(arguments), exact))


def _of_day(world: World, arguments: Sequence[Num], name: str) -> Num:
    def apply(value: f.Number) -> f.Number:
        if isinstance(value, Fraction):
            return calendar.settled(name, value)
        return calendar.ONE_DAY[name](world, value)

    return numbers.stepped(arguments[0], apply)


FUNCTIONS: Final[dict[str, Apply]] = {
    "min": partial(_extreme, pick=f.smaller),
    "max": partial(_extreme, pick=f.larger),
    "abs": lambda _, arguments: numbers.absolute(arguments[0]),
    "round": _round,
    "floor": lambda _, arguments: numbers.stepped(arguments[0], numbers.floor),
    "ceiling": lambda _, arguments: numbers.stepped(arguments[0], numbers.ceiling),
    "next": lambda _, arguments: numbers.add(arguments[0], _ONE),
    "previous": lambda _, arguments: numbers.subtract(arguments[0], _ONE),
    "days": lambda _, arguments: numbers.subtract(arguments[1], arguments[0]),
    "months": _months,
    "month_end": _month_end,
    "valid_date": _valid_date,
    **{name: partial(_of_day, name=name) for name in calendar.ONE_DAY},
}
"""Every function by its English name; a test holds it to cover them all."""
