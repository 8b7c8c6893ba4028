"""Checks calls: functions by their table, and the look-up of a keyed parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.expr.aggregates import check_gather, range_hint
from checker.expr.agreement import common_kind, is_zero, kind_names, mismatch_hint
from checker.expr.choices import check_or_fault, one_of
from checker.expr.functions import ALIASES, FUNCTIONS, GATHERINGS, LOOKUP, FunctionSpec
from checker.expr.hints import spreadsheet_hint
from checker.expr.parse import ExprFault
from checker.expr.syntax import Call, Gather, Name, Span, Syntax
from checker.expr.tree import Expr, Function, Parameter
from checker.messages import message
from checker.source import did_you_mean
from checker.values import Kind

if TYPE_CHECKING:
    from checker.expr.choices import Check
    from checker.expr.scope import ParameterSpec, Scope

_PAIR: Final = 2


def check_call(node: Call, scope: Scope, check: Check) -> Expr:
    """Return the typed tree of a call; raises ``ExprFault``."""
    name = ALIASES.get(node.name, node.name)
    if name == LOOKUP:
        return _lookup(node, scope, check)
    if name in GATHERINGS and _ranges_over_facts(name, node.arguments, scope):
        if len(node.arguments) != 1:
            what = message("{name} 对多条事实汇总，括号里只写一项", name=name)
            raise ExprFault("wrong-arguments", what, node.span.start, range_hint(name))
        return check_gather(Gather(name, node.arguments[0], None, None, None, node.span), scope, check)
    spec = FUNCTIONS.get(name)
    if spec is None:
        known = [*FUNCTIONS, *GATHERINGS, *ALIASES, LOOKUP]
        what = message("没有名为“{name}”的函数", name=node.name)
        hint = spreadsheet_hint(node.name) or did_you_mean(node.name, known)
        raise ExprFault("unknown-function", what, node.span.start, hint)
    return _apply(spec, tuple(check(argument, scope) for argument in node.arguments), node.span)


def _ranges_over_facts(name: str, arguments: tuple[Syntax, ...], scope: Scope) -> bool:
    """``max(支付.金额)`` ranges over facts, ``max(a, b)`` compares values; the other aggregates always range."""
    if name in FUNCTIONS:
        return len(arguments) == 1 and isinstance(arguments[0], Name) and _names_facts(arguments[0], scope)
    return True


def _names_facts(name: Name, scope: Scope) -> bool:
    record = scope.known_record(name.parts[0])
    return len(name.parts) == _PAIR and record is not None and not record.single


def _apply(spec: FunctionSpec, arguments: tuple[Expr, ...], span: Span) -> Function:
    fewest = len(spec.arguments) - spec.optional
    if len(arguments) < fewest or (len(arguments) > len(spec.arguments) and not spec.variadic):
        what = message("函数 {name} 的参数个数不对", name=spec.name)
        hint = message("例如 {example}", example=spec.example)
        if spec.name in GATHERINGS and len(arguments) == 1:
            hint = message("至少写两个值；对多条事实写成 {name}(字段 over 事实类型)", name=spec.name)
        raise ExprFault("wrong-arguments", what, span.start, hint)
    for index, argument in enumerate(arguments):
        allowed = spec.arguments[min(index, len(spec.arguments) - 1)]
        if argument.kind not in allowed:
            what = message(
                "函数 {name} 的第 {index} 个参数要的是{wanted}，得到的是{got}",
                name=spec.name, index=index + 1, wanted=kind_names(allowed), got=message(argument.kind.label),
            )  # fmt: skip
            raise ExprFault("wrong-kind", what, argument.span.start, message("例如 {example}", example=spec.example))
    if spec.variadic:
        return Function(spec.name, arguments, _same_kind(spec, arguments), span)
    kind = spec.result if isinstance(spec.result, Kind) else arguments[spec.result].kind
    return Function(spec.name, arguments, kind, span)


def _same_kind(spec: FunctionSpec, arguments: tuple[Expr, ...]) -> Kind:
    seen: dict[tuple[Kind, bool], Expr] = {}
    for argument in arguments:
        for earlier in seen.values():
            if common_kind((earlier, argument)) is None:
                what = message(
                    "函数 {name} 的参数要是同一种值，这里是{a}和{b}",
                    name=spec.name, a=message(earlier.kind.label), b=message(argument.kind.label),
                )  # fmt: skip
                hint = mismatch_hint(earlier, argument)
                raise ExprFault("unit-mismatch", what, argument.span.start, hint)
        seen.setdefault((argument.kind, is_zero(argument)), argument)
    return common_kind(tuple(seen.values())) or arguments[0].kind


def _lookup(node: Call, scope: Scope, check: Check) -> Parameter:
    how = message("写成 lookup(参数, 键)")
    if len(node.arguments) != _PAIR:
        raise ExprFault("wrong-arguments", message("函数 {name} 的参数个数不对", name=LOOKUP), node.span.start, how)
    name, key = node.arguments
    if not isinstance(name, Name) or len(name.parts) != 1:
        what = message("函数 {name} 的第 1 个参数要是参数的名字", name=LOOKUP)
        raise ExprFault("wrong-arguments", what, name.span.start, how)
    spec = scope.parameter(name.parts[0], name.span)
    if spec is None:
        keyed = [label for known in scope.parameters.values() if known.keys for label in (known.label, known.name)]
        what = message("没有名为“{name}”的参数", name=name.parts[0])
        raise ExprFault("unknown-name", what, name.span.start, did_you_mean(name.parts[0], keyed))
    if not spec.keys:
        label = spec.label or spec.name
        what = message("参数“{name}”没有键，不用 lookup", name=label)
        raise ExprFault("wrong-arguments", what, name.span.start, message("直接写 {name}", name=label))
    return Parameter(
        spec.name, spec.kind, spec.label, spec.versions, _key(key, spec, scope, check), scope.at, node.span, spec.unit
    )


def _key(node: Syntax, spec: ParameterSpec, scope: Scope, check: Check) -> Expr:
    key = one_of(node, check_or_fault(node, scope, check), spec.keys, spec.label or spec.name)
    if key.kind not in {Kind.CHOICE, Kind.TEXT}:
        what = message("查表的键要是选项或文字，得到的是{got}", got=message(key.kind.label))
        raise ExprFault("wrong-kind", what, key.span.start, message("可以写：{names}", names="、".join(spec.keys)))
    return key
