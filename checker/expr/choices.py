"""Resolves the two sides of a comparison, where a bare name may be a choice of the field on the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from checker.expr.agreement import common_kind, culprit, mismatch_hint
from checker.expr.hints import joined_hint
from checker.expr.parse import ExprFault
from checker.expr.syntax import Name, Span, Syntax
from checker.expr.tree import Aggregate, Comparator, Comparison, Constant, Expr, Field
from checker.messages import message
from checker.source import did_you_mean
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from checker.expr.scope import Scope

    Check: TypeAlias = Callable[[Syntax, Scope], Expr]
    """Turns a syntax tree into a typed tree; handed in, because check and its parts need each other."""


def check_comparison(
    comparator: Comparator, a: Syntax, b: Syntax, *, span: Span, scope: Scope, check: Check
) -> Comparison:
    """Return two values compared; raises ``ExprFault`` when they are not of one sort or have no order."""
    left, right = _sides(a, b, scope, check)
    kind = common_kind((left, right))
    if kind is None:
        what = message("{a}和{b}不能比较", a=message(left.kind.label), b=message(right.kind.label))
        raise ExprFault("unit-mismatch", what, culprit(left, right), mismatch_hint(left, right))
    if comparator not in {"=", "!="} and not kind.ordered:
        what = message("{kind}没有大小，不能用“{sign}”", kind=message(kind.label), sign=comparator)
        raise ExprFault("not-ordered", what, span.start, message("只能用 = 或 !="))
    return Comparison(comparator, left, right, span)


def one_of(written: Syntax, found: Expr | ExprFault, choices: tuple[str, ...], label: str) -> Expr:
    """Return what stands where one of ``choices`` may: a choice, bare or quoted, or any other expression.

    Raises ``ExprFault`` when a text is no choice, and when a bare name is both a choice and something else.
    """
    name = written.parts[0] if isinstance(written, Name) and len(written.parts) == 1 else None
    if isinstance(found, ExprFault):
        if name is None or found.code != "unknown-name":
            raise found
        return _choice(name, written.span, choices, label)
    if name in choices:
        what = message("“{name}”既是“{label}”的选项，又是字段或参数的名字", name=name, label=label)
        hint = message("选项加引号写成 “{name}”；字段写成 变量.{name}", name=name)
        raise ExprFault("ambiguous-name", what, written.span.start, hint)
    if isinstance(found, Constant) and found.kind is Kind.TEXT:
        return _choice(str(found.value), found.span, choices, label)
    return found


def _choice(text: str, span: Span, choices: tuple[str, ...], label: str) -> Constant:
    if text not in choices:
        what = message("“{written}”不是“{label}”的选项", written=text, label=label)
        raise ExprFault("not-a-choice", what, span.start, joined_hint(text, choices) or did_you_mean(text, choices))
    return Constant(text, Kind.CHOICE, span)


def check_or_fault(node: Syntax, scope: Scope, check: Check) -> Expr | ExprFault:
    """Return the typed tree of ``node``, or what is wrong with it."""
    try:
        return check(node, scope)
    except ExprFault as fault:
        return fault


def _sides(a: Syntax, b: Syntax, scope: Scope, check: Check) -> tuple[Expr, Expr]:
    left, right = check_or_fault(a, scope, check), check_or_fault(b, scope, check)
    return _side(a, left, right, scope), _side(b, right, left, scope)


def _side(written: Syntax, found: Expr | ExprFault, other: Expr | ExprFault, scope: Scope) -> Expr:
    field = None if isinstance(other, ExprFault) else _choice_field(other)
    choices = () if field is None else _choices(field, scope)
    if field is not None and choices:
        return one_of(written, found, choices, field.label or field.name)
    if isinstance(found, ExprFault):
        raise found
    return found


def _choice_field(node: Expr) -> Field | None:
    if isinstance(node, Aggregate) and node.body is not None:
        return _choice_field(node.body)
    return node if isinstance(node, Field) and node.kind is Kind.CHOICE else None


def _choices(field: Field, scope: Scope) -> tuple[str, ...]:
    spec = scope.records[field.record].field(field.name)
    return spec.choices if spec else ()
