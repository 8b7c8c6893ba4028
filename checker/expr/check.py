"""Turns a syntax tree into a typed tree: resolves names, checks kinds and units before any fact is seen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

from checker.expr import kinds
from checker.expr.aggregates import check_gather
from checker.expr.agreement import common_kind, culprit, is_zero, kind_hint, kind_names, mismatch_hint
from checker.expr.calls import check_call
from checker.expr.choices import check_comparison
from checker.expr.parse import ExprFault, parse
from checker.expr.syntax import Call, Gather, Name, Operation, Operator, Span, Syntax, Written
from checker.expr.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    ArithmeticSign,
    Choose,
    Comparator,
    Comparison,
    Constant,
    Expr,
    Known,
    Not,
)
from checker.messages import message
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from checker.expr.scope import Scope

_HOW: Final = {"+": message("相加"), "-": message("相减"), "*": message("相乘"), "/": message("相除")}


def compile_text(text: str, scope: Scope, expected: Iterable[Kind] | None = None) -> Expr:
    """Return the typed tree of ``text``; raises ``ExprFault`` for anything wrong with it.

    ``expected`` lists the kinds the place takes; a bare number is accepted wherever points or ratios are.
    """
    tree = check(parse(text), scope)
    return tree if expected is None else expect(tree, tuple(expected))


def expect(tree: Expr, expected: tuple[Kind, ...]) -> Expr:
    """Return ``tree``, given the expected kind when it is a bare number; raises ``ExprFault`` when it has another."""
    if tree.kind in expected:
        return tree
    for kind in expected:
        if kinds.common(tree.kind, kind) is kind or (is_zero(tree) and kind in kinds.NUMERIC):
            return replace(tree, kind=kind) if isinstance(tree, Constant) else tree
    what = message("这里要的是{wanted}，得到的是{got}", wanted=kind_names(expected), got=message(tree.kind.label))
    raise ExprFault("wrong-kind", what, tree.span.start, kind_hint(expected[0]))


def check(node: Syntax, scope: Scope) -> Expr:
    """Return the typed tree of ``node`` in ``scope``; raises ``ExprFault``."""
    match node:
        case Written():
            return Constant(node.value, node.kind, node.span)
        case Name():
            return scope.resolve(node.parts, node.span, node.places[-1].start)
        case Operation():
            return _OPERATIONS[node.operator](node, scope)
        case Call():
            return check_call(node, scope, check)
        case Gather():
            return check_gather(node, scope, check)


def _condition(node: Syntax, scope: Scope) -> Expr:
    tree = check(node, scope)
    if tree.kind is not Kind.TRUTH:
        what = message("“且、或、非、如果”要的是条件，得到的是{got}", got=message(tree.kind.label))
        raise ExprFault("wrong-kind", what, tree.span.start, message("写成比较，如 … > 0"))
    return tree


def _all_of(node: Operation, scope: Scope) -> Expr:
    return AllOf(tuple(_condition(item, scope) for item in node.operands), node.span)


def _any_of(node: Operation, scope: Scope) -> Expr:
    return AnyOf(tuple(_condition(item, scope) for item in node.operands), node.span)


def _not(node: Operation, scope: Scope) -> Expr:
    return Not(_condition(node.operands[0], scope), node.span)


def _known(node: Operation, scope: Scope) -> Expr:
    return Known(check(node.operands[0], scope), node.span)


def _compare(node: Operation, scope: Scope) -> Expr:
    left, right = node.operands
    return _compared(cast("Comparator", node.operator), left, right, node, scope)


def _compared(comparator: Comparator, a: Syntax, b: Syntax, node: Operation, scope: Scope) -> Comparison:
    return check_comparison(comparator, a, b, span=node.span, scope=scope, check=check)


def _between(node: Operation, scope: Scope) -> Expr:
    value, low, high = node.operands
    above = _compared(">=", value, low, node, scope)
    return AllOf((above, _compared("<=", value, high, node, scope)), node.span)


def _in(node: Operation, scope: Scope) -> Expr:
    value, *others = node.operands
    items = tuple(_compared("=", value, other, node, scope) for other in others)
    return AnyOf(items, node.span) if len(items) > 1 else items[0]


def _negate(node: Operation, scope: Scope) -> Expr:
    item = check(node.operands[0], scope)
    if item.kind not in kinds.NUMERIC:
        what = message("{got}不能取负", got=message(item.kind.label))
        raise ExprFault("wrong-kind", what, node.span.start, message("负号只用在数前面"))
    if isinstance(item, Constant) and isinstance(item.value, Fraction):
        return Constant(-item.value, item.kind, node.span)
    return Arithmetic("-", Constant(Fraction(0), item.kind, node.span), item, item.kind, node.span)


def _choose(node: Operation, scope: Scope) -> Expr:
    condition, then, otherwise = node.operands
    truth, first, second = _condition(condition, scope), check(then, scope), check(otherwise, scope)
    kind = common_kind((first, second))
    if kind is None:
        what = message(
            "两个分支要是同一种值，这里是{a}和{b}", a=message(first.kind.label), b=message(second.kind.label)
        )
        raise ExprFault("wrong-kind", what, second.span.start, mismatch_hint(first, second))
    return Choose(truth, first, second, kind, node.span)


def _arithmetic(node: Operation, scope: Scope) -> Expr:
    sign = cast("ArithmeticSign", node.operator)
    left, right = (check(operand, scope) for operand in node.operands)
    kind = kinds.arithmetic(sign, left.kind, right.kind)
    if kind is None and sign in {"+", "-"} and {left.kind, right.kind} <= kinds.NUMERIC:
        kind = common_kind((left, right))
    if kind is None:
        raise _cannot(sign, left, right, node.span)
    return Arithmetic(sign, left, right, kind, node.span)


def _cannot(sign: ArithmeticSign, left: Expr, right: Expr, span: Span) -> ExprFault:
    """Return the fault of two units that do not go together."""
    found = {left.kind, right.kind}
    what = message("{a}和{b}不能{how}", a=message(left.kind.label), b=message(right.kind.label), how=_HOW[sign])
    if found & {Kind.DATE, Kind.QUARTER}:
        return ExprFault("unit-mismatch", what, span.start, message("日期、季度只能加减数，或与同类相减"))
    if sign in {"+", "-"}:
        return ExprFault("unit-mismatch", what, culprit(left, right), mismatch_hint(left, right))
    divide = message("两个金额先相除得比率，再乘，如 支出 / 预算 * 5分")
    return ExprFault("unit-mismatch", what, span.start, divide if sign == "*" and Kind.MONEY in found else None)


_OPERATIONS: Final[dict[Operator, Callable[[Operation, Scope], Expr]]] = {
    "+": _arithmetic, "-": _arithmetic, "*": _arithmetic, "/": _arithmetic, "negate": _negate,
    "=": _compare, "!=": _compare, "<": _compare, "<=": _compare, ">": _compare, ">=": _compare,
    "and": _all_of, "or": _any_of, "not": _not, "between": _between, "in": _in, "known": _known, "if": _choose,
}  # fmt: skip
