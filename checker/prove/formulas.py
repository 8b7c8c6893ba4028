"""Turns conditions and numbers that may already be settled into formulas, folding what is; knows no expressions.

A condition is a Python ``bool`` where it is settled and a z3 formula otherwise; a number is a ``Fraction`` or a z3
term. Whatever is settled is worked out at once, so that the solver is asked about nothing but what is open.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import z3

from checker.prove.stopping import stop_if_asked, stoppable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Cond: TypeAlias = "bool | z3.BoolRef"
Number: TypeAlias = "Fraction | z3.ArithRef"
Picker: TypeAlias = Callable[[Number, Number], Number]

z3.set_param("ctrl_c", False)  # or the solver would take the signal and answer that it does not know

_CONTEXT: Final[ContextVar[Any]] = ContextVar("context", default=None)


@contextmanager
def fresh_context() -> Iterator[None]:
    """Keep the formulas made inside the block apart from all others.

    What the solver finds first hangs on all it was ever told, so that without this the example for one question would
    depend on the questions before it. Nothing made inside may be used outside. Ctrl-C ends it between two steps.
    """
    with stoppable():
        token = _CONTEXT.set(z3.Context())
        try:
            yield
        finally:
            _CONTEXT.reset(token)
        stop_if_asked()


def whole_symbol(name: str) -> Any:
    """Return a whole number that is not known."""
    return z3.Int(name, _CONTEXT.get())


def real_symbol(name: str) -> Any:
    """Return a number that is not known."""
    return z3.Real(name, _CONTEXT.get())


def truth_symbol(name: str) -> Any:
    """Return a condition that is not known."""
    return z3.Bool(name, _CONTEXT.get())


def whole_value(value: int) -> Any:
    """Return a whole number as a term."""
    return z3.IntVal(value, _CONTEXT.get())


def new_solver() -> Any:
    """Return a solver that knows nothing yet."""
    return z3.Solver(ctx=_CONTEXT.get())


def product_solver() -> Any:
    """Return a solver that knows nothing yet and is better at products of unknown numbers."""
    steps = ("simplify", "propagate-values", "solve-eqs", "purify-arith", "smt")
    return z3.Then(*steps, ctx=_CONTEXT.get()).solver()


def all_of(items: Iterable[Cond]) -> Cond:
    """Return that every condition holds."""
    open_: list[z3.BoolRef] = []
    for item in items:
        if item is False:
            return False
        if item is not True:
            open_.append(item)
    if not open_:
        return True
    return open_[0] if len(open_) == 1 else z3.And(*open_)


def any_of(items: Iterable[Cond]) -> Cond:
    """Return that one condition holds."""
    open_: list[z3.BoolRef] = []
    for item in items:
        if item is True:
            return True
        if item is not False:
            open_.append(item)
    if not open_:
        return False
    return open_[0] if len(open_) == 1 else z3.Or(*open_)


def both(a: Cond, b: Cond) -> Cond:
    """Return a and b."""
    return all_of((a, b))


def either(a: Cond, b: Cond) -> Cond:
    """Return a or b."""
    return any_of((a, b))


def opposite(item: Cond) -> Cond:
    """Return that a condition does not hold."""
    if isinstance(item, bool):
        return not item
    return item.arg(0) if z3.is_not(item) else z3.Not(item)


def implies(a: Cond, b: Cond) -> Cond:
    """Return that b holds where a does."""
    return either(opposite(a), b)


def same_truth(a: Cond, b: Cond) -> Cond:
    """Return that two conditions hold or fail together."""
    if isinstance(a, bool):
        return b if a else opposite(b)
    if isinstance(b, bool):
        return a if b else opposite(a)
    return True if z3.eq(a, b) else a == b


def formula(item: Cond) -> z3.BoolRef:
    """Return a condition as a formula for the solver."""
    return z3.BoolVal(item, _CONTEXT.get()) if isinstance(item, bool) else item


def number(value: Fraction, like: Any = None) -> z3.ArithRef:
    """Return an exact number as a term; beside a whole one a whole number stays whole."""
    if value.denominator == 1 and like is not None and like.is_int():
        return whole_value(value.numerator)
    return z3.RealVal(f"{value.numerator}/{value.denominator}", _CONTEXT.get())


def term(value: Number) -> z3.ArithRef:
    """Return a number as a term for the solver."""
    return number(value) if isinstance(value, Fraction) else value


def _pair(a: Number, b: Number) -> tuple[Any, Any]:
    if isinstance(a, Fraction):
        return number(a, b), b
    return a, number(b, a) if isinstance(b, Fraction) else b


def plus(a: Number, b: Number) -> Number:
    """Return a + b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a + b
    if a == 0 and isinstance(a, Fraction):
        return b
    if b == 0 and isinstance(b, Fraction):
        return a
    x, y = _pair(a, b)
    return x + y


def minus(a: Number, b: Number) -> Number:
    """Return a − b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a - b
    if isinstance(b, Fraction) and b == 0:
        return a
    x, y = _pair(a, b)
    return x - y


def times(a: Number, b: Number) -> Number:
    """Return a × b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a * b
    for one, other in ((a, b), (b, a)):
        if isinstance(one, Fraction) and one in (0, 1):
            return other if one else Fraction(0)
    x, y = _pair(a, b)
    return x * y


def total(items: Sequence[Number]) -> Number:
    """Return the sum of several numbers."""
    found: Number = Fraction(0)
    for item in items:
        found = plus(found, item)
    return found


def below(a: Number, b: Number) -> Cond:
    """Return that a < b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a < b
    x, y = _pair(a, b)
    return x < y


def at_most(a: Number, b: Number) -> Cond:
    """Return that a ≤ b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a <= b
    x, y = _pair(a, b)
    return x <= y


def equal(a: Number, b: Number) -> Cond:
    """Return that a = b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a == b
    x, y = _pair(a, b)
    return True if z3.eq(x, y) else x == y


def pick(condition: Cond, then: Number, otherwise: Number) -> Number:
    """Return one of two numbers."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if then is otherwise or (isinstance(then, Fraction) and isinstance(otherwise, Fraction) and then == otherwise):
        return then
    if isinstance(then, Fraction) and isinstance(otherwise, Fraction):
        return z3.If(condition, number(then), number(otherwise))
    x, y = _pair(then, otherwise)
    return z3.If(condition, x, y)


def smaller(a: Number, b: Number) -> Number:
    """Return the smaller of two numbers."""
    return a if a is b else pick(at_most(a, b), a, b)


def larger(a: Number, b: Number) -> Number:
    """Return the larger of two numbers."""
    return a if a is b else pick(at_most(b, a), a, b)


def choose(condition: Cond, then: Cond, otherwise: Cond) -> Cond:
    """Return one of two conditions."""
    return either(both(condition, then), both(opposite(condition), otherwise))
