"""Values that are not known yet: a number, a word or a truth with the condition on which it is known.

What is exact or missing may still come to bounds (``if`` with an unknown condition), so a number has two ends, which
are one and the same term where it is exact. Mirrors ``checker.values``; knows no expressions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from checker.prove.formulas import (
    Cond,
    Number,
    all_of,
    any_of,
    at_most,
    below,
    both,
    choose,
    either,
    equal,
    larger,
    opposite,
    pick,
    smaller,
)


@dataclass(frozen=True, slots=True)
class Num:
    """A number between two ends, both included, while it is ``known``."""

    low: Number
    high: Number
    known: Cond = True

    @property
    def exact(self) -> bool:
        """Whether it is a single number wherever it is known, as far as can be seen without solving."""
        return self.low is self.high


@dataclass(frozen=True, slots=True)
class Txt:
    """A word by its number, while it is ``known``; words of the rules have numbers below 0, all others from 0 on."""

    code: Number
    known: Cond = True


@dataclass(frozen=True, slots=True)
class Tru:
    """A three-valued truth: ``yes`` where it surely holds, ``no`` where it surely does not."""

    yes: Cond
    no: Cond

    @property
    def known(self) -> Cond:
        """Where it is one or the other."""
        return either(self.yes, self.no)


Val: TypeAlias = Num | Txt | Tru
YES: Final = Tru(yes=True, no=False)
NO: Final = Tru(yes=False, no=True)
OPEN: Final = Tru(yes=False, no=False)


def exactly(value: Number, known: Cond = True) -> Num:
    """Return an exact number."""
    return Num(value, value, known)


def truth_of(condition: Cond, known: Cond = True) -> Tru:
    """Return a condition as a truth, unknown where it is not ``known``."""
    return Tru(both(known, condition), both(known, opposite(condition)))


def conjunction(items: list[Tru]) -> Tru:
    """Return that all hold: one that surely does not settles it."""
    return Tru(all_of(item.yes for item in items), any_of(item.no for item in items))


def disjunction(items: list[Tru]) -> Tru:
    """Return that one holds."""
    return Tru(any_of(item.yes for item in items), all_of(item.no for item in items))


def negation(item: Tru) -> Tru:
    """Return the opposite."""
    return Tru(item.no, item.yes)


def compare(sign: str, a: Val, b: Val) -> Tru:
    """Return how two values compare; bounds that overlap cannot tell."""
    if isinstance(a, Num) and isinstance(b, Num):
        return _compare_numbers(sign, a, b)
    if isinstance(a, Txt) and isinstance(b, Txt):
        found = truth_of(equal(a.code, b.code), both(a.known, b.known))
    elif isinstance(a, Tru) and isinstance(b, Tru):
        found = Tru(
            either(both(a.yes, b.yes), both(a.no, b.no)),
            either(both(a.yes, b.no), both(a.no, b.yes)),
        )
    else:
        raise TypeError("values of two sorts")
    return negation(found) if sign == "!=" else found


def _less(a: Num, b: Num) -> Tru:
    known = both(a.known, b.known)
    if a.exact and b.exact:
        return truth_of(below(a.low, b.low), known)
    return Tru(both(known, below(a.high, b.low)), both(known, at_most(b.high, a.low)))


def _equal(a: Num, b: Num) -> Tru:
    known = both(a.known, b.known)
    same = both(equal(a.low, b.high), equal(a.high, b.low)) if not (a.exact and b.exact) else equal(a.low, b.low)
    apart = opposite(same) if a.exact and b.exact else either(below(a.high, b.low), below(b.high, a.low))
    return Tru(both(known, same), both(known, apart))


_COMPARED: Final[dict[str, Callable[[Num, Num], Tru]]] = {
    "<": _less,
    ">": lambda a, b: _less(b, a),
    "<=": lambda a, b: negation(_less(b, a)),
    ">=": lambda a, b: negation(_less(a, b)),
    "=": _equal,
    "!=": lambda a, b: negation(_equal(a, b)),
}


def _compare_numbers(sign: str, a: Num, b: Num) -> Tru:
    return _COMPARED[sign](a, b)


def chosen(condition: Tru, then: Val, otherwise: Val) -> Val:
    """Return one of two values; while the condition is unknown, what both have in common."""
    if isinstance(then, Num) and isinstance(otherwise, Num):
        return _chosen_number(condition, then, otherwise)
    if isinstance(then, Txt) and isinstance(otherwise, Txt):
        same = all_of((then.known, otherwise.known, equal(then.code, otherwise.code)))
        known = any_of((both(condition.yes, then.known), both(condition.no, otherwise.known), same))
        return Txt(pick(condition.no, otherwise.code, then.code), known)
    if isinstance(then, Tru) and isinstance(otherwise, Tru):
        return Tru(
            any_of((both(condition.yes, then.yes), both(condition.no, otherwise.yes), both(then.yes, otherwise.yes))),
            any_of((both(condition.yes, then.no), both(condition.no, otherwise.no), both(then.no, otherwise.no))),
        )
    raise TypeError("values of two sorts")


def _chosen_number(condition: Tru, then: Num, otherwise: Num) -> Num:
    if condition.yes is True or condition.no is True:
        return then if condition.yes is True else otherwise
    known = any_of((both(condition.yes, then.known), both(condition.no, otherwise.known),
                    both(then.known, otherwise.known)))  # fmt: skip
    if condition.no is not False and is_opposite(condition) and then.exact and otherwise.exact:
        return exactly(pick(condition.yes, then.low, otherwise.low), choose(condition.yes, then.known, otherwise.known))
    low = pick(condition.yes, then.low, pick(condition.no, otherwise.low, smaller(then.low, otherwise.low)))
    high = pick(condition.yes, then.high, pick(condition.no, otherwise.high, larger(then.high, otherwise.high)))
    return Num(low, high, known)


def is_opposite(truth: Tru) -> bool:
    """Return whether a truth is seen never to be unknown, without solving."""
    yes, no = truth.yes, truth.no
    if isinstance(yes, bool) or isinstance(no, bool):
        return yes is True or no is True
    return bool(yes.eq(opposite(no)) or no.eq(opposite(yes)))


def known_where(value: Val, condition: Cond) -> Val:
    """Return a value that is unknown where a condition does not hold."""
    match value:
        case Num():
            low = value.low
            return Num(low, low if value.exact else value.high, both(value.known, condition))
        case Txt():
            return Txt(value.code, both(value.known, condition))
        case Tru():
            return Tru(both(condition, value.yes), both(condition, value.no))


def joined(items: list[tuple[Cond, Num]]) -> Num:
    """Return the bounds that hold every number whose condition holds, unknown when there is none or one is."""
    present = any_of(condition for condition, _ in items)
    known = both(present, all_of(either(opposite(condition), value.known) for condition, value in items))
    low, high = items[0][1].low, items[0][1].high
    begun = items[0][0]
    for condition, value in items[1:]:
        low = pick(condition, pick(begun, smaller(low, value.low), value.low), low)
        high = pick(condition, pick(begun, larger(high, value.high), value.high), high)
        begun = either(begun, condition)
    return Num(low, high, known)


ZERO: Final = exactly(Fraction(0))
NUMBER_UNKNOWN: Final = exactly(Fraction(0), known=False)
TEXT_UNKNOWN: Final = Txt(Fraction(0), known=False)
