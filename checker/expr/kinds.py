"""Which kinds may be combined, and what comes out: the unit rules of the language, as tables.

Source: docs/reference/expressions.md, section 类型与单位.
"""

from __future__ import annotations

from typing import Final

from checker.values import Kind

M, R, C, S, N = Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER
D, Q = Kind.DATE, Kind.QUARTER
NUMERIC: Final = frozenset({M, R, C, S, N})
_FLEXIBLE: Final = frozenset({R, C, S, N})

_PRODUCTS: Final[dict[tuple[Kind, Kind], Kind]] = {
    (N, N): N, (N, M): M, (N, R): R, (N, C): C, (N, S): S,
    (R, R): R, (R, M): M, (R, C): C, (R, S): S,
    (C, C): C, (C, M): M, (C, S): S,
}  # fmt: skip
_QUOTIENTS: Final[dict[tuple[Kind, Kind], Kind]] = {
    (M, M): R, (C, C): R, (S, S): R, (R, R): R, (N, N): N,
    (M, N): M, (M, R): M, (M, C): M,
    (C, N): C, (C, R): C, (S, N): S, (S, R): S, (S, C): S, (R, N): R, (R, C): R,
    (N, R): N, (N, C): N,
}  # fmt: skip


def common(a: Kind, b: Kind) -> Kind | None:
    """Return the kind of two values that stand for the same sort of thing, or None; a bare number takes the other's."""
    if a == b:
        return a
    if Kind.NUMBER in {a, b}:
        other = b if a is Kind.NUMBER else a
        return other if other in _FLEXIBLE else None
    return Kind.TEXT if {a, b} == {Kind.TEXT, Kind.CHOICE} else None


def arithmetic(sign: str, a: Kind, b: Kind) -> Kind | None:
    """Return the kind of ``a sign b``, or None when the units do not go together."""
    if sign == "*":
        return _PRODUCTS.get((a, b)) or _PRODUCTS.get((b, a))
    if sign == "/":
        return _QUOTIENTS.get((a, b))
    if a in {D, Q} and b in {N, C}:
        return a
    if a == b and a in {D, Q}:
        return Kind.COUNT if sign == "-" else None
    kind = common(a, b)
    return kind if kind in NUMERIC else None
