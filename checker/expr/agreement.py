"""Says whether the kinds of two typed parts go together, and in words what to write when they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.expr import kinds
from checker.expr.tree import Constant, Expr
from checker.messages import Message, message
from checker.values import Kind, decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

_HINTS: Final = {
    Kind.TRUTH: message("写一个条件，如 在线率 < 90%"),
    Kind.SCORE: message("写分数，如 0.5 或 0.5分"),
    Kind.RATIO: message("写比率，如 90%，或两个同类值相除"),
    Kind.MONEY: message("金额要写单位，如 850元、4000万元"),
    Kind.DATE: message("日期写成 2020-12-31"),
    Kind.QUARTER: message("季度写成 2020Q3"),
    Kind.TEXT: message("文字要加引号，如 “移动公司”"),
    Kind.CHOICE: message("写一个选项，如 一期"),
}


def is_zero(node: Expr) -> bool:
    """Return whether ``node`` is a bare 0, which needs no unit."""
    return isinstance(node, Constant) and node.kind is Kind.NUMBER and node.value == 0


def common_kind(nodes: Sequence[Expr]) -> Kind | None:
    """Return the kind of values that stand for the same sort of thing, or None; a bare 0 goes with any number."""
    found: Kind | None = None
    for node in nodes:
        if not is_zero(node):
            found = node.kind if found is None else kinds.common(found, node.kind)
            if found is None:
                return None
    if found is None:
        return Kind.NUMBER
    return found if found in kinds.NUMERIC or not any(map(is_zero, nodes)) else None


def kind_names(allowed: Iterable[Kind]) -> Message:
    """Return the kinds as a list in words."""
    first, *rest = (message("条件") if kind is Kind.TRUTH else message(kind.label) for kind in allowed)
    text = first
    for name in rest:
        text = message("{a}、{b}", a=text, b=name)
    return text


def kind_hint(kind: Kind) -> Message | None:
    """Return how a value of ``kind`` is written."""
    return _HINTS.get(kind)


def mismatch_hint(a: Expr, b: Expr) -> Message | None:
    """Return what to write when ``a`` and ``b`` do not go together, or None when there is nothing to guess."""
    for one, other in ((a, b), (b, a)):
        if isinstance(one, Constant) and one.kind is Kind.NUMBER and other.kind is Kind.MONEY:
            number: Fraction = one.value  # type: ignore[assignment]  # a constant of this kind is exact
            return message("金额要写单位，如 {number}元、{number}万元", number=decimal_text(number))
        if one.kind is Kind.DATE and other.kind is Kind.QUARTER:
            return message("用 quarter_of(日期) 得季度，或用 quarter_start(季度)、month_end(季度, 3) 得日期")
        if one.kind is Kind.CHOICE and other.kind is Kind.TRUTH:
            return message("选项“是”“否”要加引号，如 “是”")
        if one.kind is Kind.TRUTH:
            return message("是否类的值写 是 或 否，也可以单独作为条件")
    wanted = a.kind if b.kind is Kind.NUMBER else b.kind
    if Kind.NUMBER in {a.kind, b.kind} or wanted in {Kind.TEXT, Kind.CHOICE}:
        return _HINTS.get(wanted)
    return message("同类的值才能加减和比较；比率乘以金额得金额，两个金额相除得比率")


def culprit(a: Expr, b: Expr) -> int:
    """Return where the fault of a mismatch is shown: at the bare number, else where ``a`` begins."""
    for node in (a, b):
        if isinstance(node, Constant) and node.kind is Kind.NUMBER:
            return node.span.start
    return a.span.start
