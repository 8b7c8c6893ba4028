"""Turns a syntax tree into a typed tree: resolves names, checks kinds and units before any fact is seen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

from checker.expr import kinds
from checker.expr.functions import ALIASES, FUNCTIONS, GATHERINGS, FunctionSpec
from checker.expr.parse import ExprFault, parse
from checker.expr.syntax import Call, Gather, Name, Operation, Span, Syntax, Written
from checker.expr.tree import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    ArithmeticSign,
    Choose,
    Comparator,
    Comparison,
    Constant,
    Expr,
    Field,
    Function,
    Gathering,
    Known,
    Not,
    Parameter,
)
from checker.messages import Message, message
from checker.source import did_you_mean
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.expr.scope import RecordSpec, Scope

_COMPARATORS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_SIGNS: Final = frozenset({"+", "-", "*", "/"})
_MONEY_HINT: Final = message("金额要写单位，如 850元、4000万元")


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
        if kinds.common(tree.kind, kind) is kind or _is_zero(tree):
            return replace(tree, kind=kind) if isinstance(tree, Constant) else tree
    what = message("这里要的是{wanted}，得到的是{got}", wanted=_labels(expected), got=message(tree.kind.label))
    raise ExprFault("wrong-kind", what, tree.span.start, _kind_hint(expected[0]))


def check(node: Syntax, scope: Scope) -> Expr:
    """Return the typed tree of ``node`` in ``scope``; raises ``ExprFault``."""
    match node:
        case Written():
            return Constant(node.value, node.kind, node.span)
        case Name():
            return scope.resolve(node.parts, node.span)
        case Operation():
            return _operation(node, scope)
        case Call():
            return _call(node, scope)
        case Gather():
            return _gather(node.name, node.body, node.over, node.alias, node.where, node.span, scope)


def _operation(node: Operation, scope: Scope) -> Expr:
    operator = node.operator
    if operator in _COMPARATORS:
        return _compare(cast("Comparator", operator), *node.operands, span=node.span, scope=scope)
    if operator in _SIGNS:
        return _arithmetic(cast("ArithmeticSign", operator), node, scope)
    if operator in {"and", "or"}:
        items = tuple(_truth(item, scope) for item in node.operands)
        return AllOf(items, node.span) if operator == "and" else AnyOf(items, node.span)
    if operator == "not":
        return Not(_truth(node.operands[0], scope), node.span)
    if operator == "known":
        return Known(check(node.operands[0], scope), node.span)
    if operator == "negate":
        return _negate(node, scope)
    if operator == "between":
        value, low, high = node.operands
        above = _compare(">=", value, low, span=node.span, scope=scope)
        return AllOf((above, _compare("<=", value, high, span=node.span, scope=scope)), node.span)
    if operator == "in":
        value, *others = node.operands
        return AnyOf(tuple(_compare("=", value, other, span=node.span, scope=scope) for other in others), node.span)
    return _choose(node, scope)


def _truth(node: Syntax, scope: Scope) -> Expr:
    tree = check(node, scope)
    if tree.kind is not Kind.TRUTH:
        what = message("“且、或、非、如果”要的是条件，得到的是{got}", got=message(tree.kind.label))
        raise ExprFault("wrong-kind", what, tree.span.start, message("写成比较，如 … > 0"))
    return tree


def _negate(node: Operation, scope: Scope) -> Expr:
    item = check(node.operands[0], scope)
    if item.kind not in kinds.NUMERIC:
        what = message("{got}不能取负", got=message(item.kind.label))
        raise ExprFault("wrong-kind", what, node.span.start)
    return Arithmetic("-", Constant(Fraction(0), item.kind, node.span), item, item.kind, node.span)


def _choose(node: Operation, scope: Scope) -> Expr:
    condition, then, otherwise = node.operands
    truth, first, second = _truth(condition, scope), check(then, scope), check(otherwise, scope)
    kind = _common(first, second)
    if kind is None:
        what = message("两个分支要是同一种值，这里是{a}和{b}", a=message(first.kind.label), b=message(second.kind.label))
        raise ExprFault("wrong-kind", what, second.span.start)
    return Choose(truth, first, second, kind, node.span)


def _common(a: Expr, b: Expr) -> Kind | None:
    kind = kinds.common(a.kind, b.kind)
    if kind is None and _is_zero(a) and b.kind in kinds.NUMERIC:
        return b.kind
    return a.kind if kind is None and _is_zero(b) and a.kind in kinds.NUMERIC else kind


def _is_zero(node: Expr) -> bool:
    return isinstance(node, Constant) and node.kind is Kind.NUMBER and node.value == 0


def _arithmetic(sign: ArithmeticSign, node: Operation, scope: Scope) -> Expr:
    left, right = (check(operand, scope) for operand in node.operands)
    kind = kinds.arithmetic(sign, left.kind, right.kind)
    if kind is None and sign in {"+", "-"}:
        kind = _common(left, right) if {left.kind, right.kind} <= kinds.NUMERIC else None
    if kind is None:
        words = {"+": "相加", "-": "相减", "*": "相乘", "/": "相除"}
        what = message(
            "{a}和{b}不能{how}", a=message(left.kind.label), b=message(right.kind.label), how=message(words[sign])
        )
        hint = _MONEY_HINT if Kind.MONEY in {left.kind, right.kind} and sign in {"+", "-"} else None
        raise ExprFault("unit-mismatch", what, node.span.start, hint)
    return Arithmetic(sign, left, right, kind, node.span)


def _compare(comparator: Comparator, a: Syntax, b: Syntax, *, span: Span, scope: Scope) -> Expr:
    left, right = _with_choices(a, b, scope)
    kind = _common(left, right)
    if kind is None:
        what = message("{a}和{b}不能比较", a=message(left.kind.label), b=message(right.kind.label))
        hint = _MONEY_HINT if Kind.MONEY in {left.kind, right.kind} else None
        raise ExprFault("unit-mismatch", what, span.start, hint)
    if comparator not in {"=", "!="} and not kind.ordered:
        what = message("{kind}没有大小，不能用“{sign}”", kind=message(kind.label), sign=comparator)
        raise ExprFault("not-ordered", what, span.start, message("只能用 = 或 !="))
    for choice, other in ((left, right), (right, left)):
        _check_choice(choice, other, scope)
    return Comparison(comparator, left, right, span)


def _with_choices(a: Syntax, b: Syntax, scope: Scope) -> tuple[Expr, Expr]:
    """Resolve both sides; a bare name that is a choice of the other side stands for that choice."""
    try:
        left = check(a, scope)
    except ExprFault as fault:
        right = check(b, scope)
        return _choice_named(a, right, scope, fault), right
    try:
        return left, check(b, scope)
    except ExprFault as fault:
        return left, _choice_named(b, left, scope, fault)


def _choices(tree: Expr, scope: Scope) -> tuple[str, ...]:
    if isinstance(tree, Field) and tree.kind is Kind.CHOICE:
        spec = scope.records[tree.record].field(tree.name)
        return spec.choices if spec else ()
    return ()


def _choice_named(name: Syntax, other: Expr, scope: Scope, fault: ExprFault) -> Expr:
    choices = _choices(other, scope)
    if not isinstance(name, Name) or len(name.parts) > 1 or not choices or fault.code != "unknown-name":
        raise fault
    if name.parts[0] not in choices:
        raise _not_a_choice(name.parts[0], other, choices, name.span) from None
    return Constant(name.parts[0], Kind.CHOICE, name.span)


def _check_choice(choice: Expr, other: Expr, scope: Scope) -> None:
    choices = _choices(choice, scope)
    if choices and isinstance(other, Constant) and other.value not in choices:
        raise _not_a_choice(str(other.value), choice, choices, other.span)


def _not_a_choice(written: str, field: Expr, choices: tuple[str, ...], span: Span) -> ExprFault:
    label = field.label if isinstance(field, Field) else ""
    what = message("“{written}”不是“{label}”的选项", written=written, label=label)
    return ExprFault("not-a-choice", what, span.start, did_you_mean(written, choices))


def _call(node: Call, scope: Scope) -> Expr:
    name = ALIASES.get(node.name, node.name)
    if name in {"lookup", "查表"}:
        return _lookup(node, scope)
    if name in GATHERINGS and len(node.arguments) == 1 and _gathers(name, node.arguments[0], scope):
        return _gather(name, node.arguments[0], None, None, None, node.span, scope)
    spec = FUNCTIONS.get(name)
    if spec is None:
        known = [*FUNCTIONS, *GATHERINGS, *ALIASES, "lookup"]
        what = message("没有名为“{name}”的函数", name=node.name)
        raise ExprFault("unknown-function", what, node.span.start, did_you_mean(node.name, known))
    arguments = tuple(check(argument, scope) for argument in node.arguments)
    return _apply(spec, arguments, node.span)


def _gathers(name: str, argument: Syntax, scope: Scope) -> bool:
    """``count(支付)`` ranges over facts; ``min(x)`` over one plain value is just that value."""
    if name not in FUNCTIONS:
        return True
    return isinstance(argument, Name) and len(argument.parts) == _PAIR and _owner_is_record(argument, scope)


_PAIR: Final = 2


def _owner_is_record(name: Name, scope: Scope) -> bool:
    return any(name.parts[0] in {spec.name, spec.label} and not spec.single for spec in scope.records.values())


def _apply(spec: FunctionSpec, arguments: tuple[Expr, ...], span: Span) -> Expr:
    fewest = len(spec.arguments) - spec.optional
    most = None if spec.variadic else len(spec.arguments)
    if len(arguments) < fewest or (most is not None and len(arguments) > most):
        what = message("函数 {name} 的参数个数不对", name=spec.name)
        raise ExprFault("wrong-arguments", what, span.start, message("例如 {example}", example=spec.example))
    checked = []
    for index, argument in enumerate(arguments):
        allowed = spec.arguments[min(index, len(spec.arguments) - 1)]
        if argument.kind not in allowed:
            what = message(
                "函数 {name} 的第 {index} 个参数要的是{wanted}，得到的是{got}",
                name=spec.name, index=index + 1, wanted=_labels(allowed), got=message(argument.kind.label),
            )  # fmt: skip
            raise ExprFault("wrong-kind", what, argument.span.start, message("例如 {example}", example=spec.example))
        checked.append(argument)
    kind = spec.result if isinstance(spec.result, Kind) else checked[spec.result].kind
    if spec.variadic:
        kind = _same_kind(spec, tuple(checked))
    return Function(spec.name, tuple(checked), kind, span)


def _same_kind(spec: FunctionSpec, arguments: tuple[Expr, ...]) -> Kind:
    first = arguments[0]
    for argument in arguments[1:]:
        if _common(first, argument) is None:
            what = message(
                "函数 {name} 的参数要是同一种值，这里是{a}和{b}",
                name=spec.name, a=message(first.kind.label), b=message(argument.kind.label),
            )  # fmt: skip
            raise ExprFault("unit-mismatch", what, argument.span.start)
        first = replace(first, kind=_common(first, argument)) if isinstance(first, Constant) else first
        first = argument if first.kind is Kind.NUMBER else first
    return first.kind


def _lookup(node: Call, scope: Scope) -> Expr:
    if len(node.arguments) != _PAIR or not isinstance(node.arguments[0], Name):
        what = message("函数 {name} 的参数个数不对", name="lookup")
        raise ExprFault("wrong-arguments", what, node.span.start, message("写成 lookup(参数, 键)"))
    name = node.arguments[0]
    spec = scope.parameter(name.parts[0])
    if spec is None:
        labels = [known.label for known in scope.parameters.values()]
        what = message("没有名为“{name}”的参数", name=name.parts[0])
        raise ExprFault("unknown-name", what, name.span.start, did_you_mean(name.parts[0], labels))
    if not spec.keys:
        what = message("参数“{name}”没有键，不用 lookup", name=spec.label)
        raise ExprFault("wrong-arguments", what, name.span.start, message("直接写 {name}", name=spec.label))
    key = _lookup_key(node.arguments[1], spec.keys, scope)
    return Parameter(spec.name, spec.kind, spec.label, spec.versions, key, scope.at, node.span)


def _lookup_key(node: Syntax, keys: tuple[str, ...], scope: Scope) -> Expr:
    try:
        key = check(node, scope)
    except ExprFault as fault:
        if fault.code != "unknown-name" or not isinstance(node, Name) or node.parts[0] not in keys:
            raise
        key = Constant(node.parts[0], Kind.CHOICE, node.span)
    if key.kind not in {Kind.CHOICE, Kind.TEXT}:
        what = message("查表的键要是选项或文字，得到的是{got}", got=message(key.kind.label))
        raise ExprFault("wrong-kind", what, key.span.start)
    if isinstance(key, Constant) and key.value not in keys:
        what = message("参数没有键“{key}”", key=key.value)
        raise ExprFault("not-a-choice", what, key.span.start, did_you_mean(str(key.value), keys))
    return key


def _gather(  # noqa: PLR0913 - one argument per clause of the aggregate
    name: str, body: Syntax, over: str | None, alias: str | None, where: Syntax | None, span: Span, scope: Scope
) -> Expr:
    name = ALIASES.get(name, name)
    if name not in GATHERINGS:
        what = message("“{name}”不能对多条事实汇总", name=name)
        raise ExprFault("unknown-function", what, span.start, did_you_mean(name, GATHERINGS))
    record, inner_body = _range(name, body, over, span, scope)
    variable = alias or f"{record.name}*{len(scope.variables)}"
    inner = scope.push((variable, record))
    tree = None if inner_body is None else check(inner_body, inner)
    condition = None if where is None else _truth(where, inner)
    kind = _gathered_kind(name, tree, span)
    return Aggregate(cast("Gathering", name), variable, record.name, tree, condition, kind, span)


def _range(
    name: str, body: Syntax, over: str | None, span: Span, scope: Scope
) -> tuple[RecordSpec, Syntax | None]:
    """Return the fact type ranged over and what is gathered from each fact."""
    if over is not None:
        return scope.record(over, span), None if name in {"count", "exists"} else body
    if isinstance(body, Name):
        record = scope.record(body.parts[0], body.span)
        if len(body.parts) == _PAIR and name not in {"count", "exists"}:
            return record, Name(body.parts[1:], Span(body.span.start + len(body.parts[0]) + 1, body.span.end))
        if len(body.parts) == 1 and name in {"count", "exists"}:
            return record, None
    what = message("没有写明对哪一类事实汇总")
    hint = message("写成 {name}(字段 over 事实类型 where 条件)，或 count(事实类型 where 条件)", name=name)
    raise ExprFault("no-range", what, span.start, hint)


def _gathered_kind(name: str, body: Expr | None, span: Span) -> Kind:
    if name == "count":
        return Kind.COUNT
    if name == "exists":
        return Kind.TRUTH
    if body is None:
        raise ExprFault("no-range", message("没有写明汇总什么"), span.start)
    allowed = {"sum": kinds.NUMERIC, "average": kinds.NUMERIC, "only": frozenset(Kind)}.get(name)
    if body.kind not in (allowed if allowed is not None else {kind for kind in Kind if kind.ordered}):
        what = message("{kind}不能用 {name} 汇总", kind=message(body.kind.label), name=name)
        raise ExprFault("wrong-kind", what, body.span.start)
    return body.kind


def _labels(allowed: tuple[Kind, ...]) -> Message:
    return message("、".join(kind.label for kind in allowed)) if len(allowed) == 1 else _joined(allowed)


def _joined(allowed: tuple[Kind, ...]) -> Message:
    first, *rest = allowed
    text = message(first.label)
    for kind in rest:
        text = message("{a}、{b}", a=text, b=message(kind.label))
    return text


def _kind_hint(kind: Kind) -> Message | None:
    return {
        Kind.TRUTH: message("写一个条件，如 在线率 < 90%"),
        Kind.SCORE: message("写分数，如 0.5 或 0.5分"),
        Kind.RATIO: message("写比率，如 90%，或两个同类值相除"),
        Kind.MONEY: _MONEY_HINT,
    }.get(kind)
