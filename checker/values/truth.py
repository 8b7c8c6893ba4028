"""Three-valued truth and comparison; knows nothing about conditions or rules.

``True`` and ``False`` mean *surely*; ``UNKNOWN`` means that the facts cannot tell. The tables are Kleene's (as in SQL
and DMN FEEL): one definite ``False`` settles an ``and``, one definite ``True`` settles an ``or``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.values.amounts import UNKNOWN, Amount, Interval, Truth, Unknown, ends

if TYPE_CHECKING:
    from collections.abc import Callable


def both(a: Truth, b: Truth) -> Truth:
    """Return a and b."""
    if a is False or b is False:
        return False
    return UNKNOWN if isinstance(a, Unknown) or isinstance(b, Unknown) else True


def either(a: Truth, b: Truth) -> Truth:
    """Return a or b."""
    if a is True or b is True:
        return True
    return UNKNOWN if isinstance(a, Unknown) or isinstance(b, Unknown) else False


def opposite(a: Truth) -> Truth:
    """Return not a."""
    return UNKNOWN if isinstance(a, Unknown) else not a


def less(a: Amount, b: Amount) -> Truth:
    """Return whether a < b: surely, surely not, or unknown when the bounds overlap."""
    if type(a) is Fraction and type(b) is Fraction:
        return a < b
    x, y = ends(a), ends(b)
    if _apart(x, y):
        return True
    if x.low is not None and y.high is not None and x.low >= y.high:
        return False
    return UNKNOWN


def at_most(a: Amount, b: Amount) -> Truth:
    """Return whether a ≤ b."""
    return opposite(less(b, a))


def equal(a: Amount, b: Amount) -> Truth:
    """Return whether a = b: surely only for two equal exact numbers, surely not when the bounds do not meet."""
    if type(a) is Fraction and type(b) is Fraction:
        return a == b
    if _apart(ends(a), ends(b)) or _apart(ends(b), ends(a)):
        return False
    return UNKNOWN


def _apart(x: Interval, y: Interval) -> bool:
    """Return whether all of x lies below all of y."""
    if x.high is None or y.low is None:
        return False
    return x.high < y.low or (x.high == y.low and (x.high_open or y.low_open))


COMPARISONS: Final[dict[str, Callable[[Amount, Amount], Truth]]] = {
    "<": less,
    "<=": at_most,
    ">": lambda a, b: less(b, a),
    ">=": lambda a, b: at_most(b, a),
    "=": equal,
    "!=": lambda a, b: opposite(equal(a, b)),
}
