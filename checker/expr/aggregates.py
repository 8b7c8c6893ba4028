"""Checks aggregates: which facts are ranged over, under what name, and what is gathered from each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from checker.expr import kinds
from checker.expr.functions import ALIASES, FUNCTIONS, GATHERINGS
from checker.expr.hints import spreadsheet_hint
from checker.expr.parse import ExprFault
from checker.expr.syntax import Gather, Name, Syntax
from checker.expr.tree import Aggregate, Expr, Gathering
from checker.messages import Message, message
from checker.source import did_you_mean
from checker.values import Kind

if TYPE_CHECKING:
    from checker.expr.choices import Check
    from checker.expr.scope import RecordSpec, Scope

_PAIR: Final = 2
_COUNTING: Final = frozenset({"count", "exists"})


def check_gather(node: Gather, scope: Scope, check: Check) -> Aggregate:
    """Return the typed tree of an aggregate; raises ``ExprFault``."""
    name = ALIASES.get(node.name, node.name)
    if name not in GATHERINGS:
        what = message("“{name}”不能对多条事实汇总", name=node.name)
        hint = spreadsheet_hint(node.name) or did_you_mean(node.name, GATHERINGS)
        if name in FUNCTIONS:
            hint = message("先汇总，再用 {name}，如 {name}(sum(字段 over 事实类型))", name=name)
        raise ExprFault("unknown-function", what, node.span.start, hint)
    record, inner_body = _range(name, node, scope)
    variable = _variable(node.alias, record, scope)
    inner = scope.push((variable, record))
    body = None if inner_body is None else check(inner_body, inner)
    where = None if node.where is None else check(node.where, inner)
    if where is not None and where.kind is not Kind.TRUTH:
        what = message("where 后面要是条件，得到的是{got}", got=message(where.kind.label))
        raise ExprFault("wrong-kind", what, where.span.start, message("写成比较，如 … > 0"))
    return Aggregate(cast("Gathering", name), variable, record.name, body, where, _kind(name, body), node.span)


def _range(name: str, node: Gather, scope: Scope) -> tuple[RecordSpec, Syntax | None]:
    """Return the fact type ranged over and what is gathered from each fact."""
    body = node.body
    if node.over is not None:
        record = scope.record(node.over.parts[0], node.over.span)
        if name not in _COUNTING:
            return record, body
        what = message("{name} 数的是事实，不取字段", name=name)
        hint = message("写成 {name}({label} where 条件)", name=name, label=record.label or record.name)
        raise ExprFault("wrong-arguments", what, body.span.start, hint)
    if isinstance(body, Name) and len(body.parts) == 1 and name in _COUNTING:
        return scope.record(body.parts[0], body.span), None
    if isinstance(body, Name) and len(body.parts) == _PAIR and name not in _COUNTING:
        place = body.places[1]
        return scope.record(body.parts[0], body.span), Name(body.parts[1:], (place,), place)
    raise ExprFault("no-range", message("没有写明对哪一类事实汇总"), body.span.start, _range_hint(name, body, scope))


def _range_hint(name: str, body: Syntax, scope: Scope) -> Message:
    field, labels = "字段", "事实类型"
    if isinstance(body, Name) and scope.known_record(body.parts[0]) is not None:
        labels = body.parts[0]
    elif isinstance(body, Name):
        owners = [spec.label or spec.name for spec in scope.records.values() if spec.field(body.parts[-1])]
        field, labels = body.parts[-1], " / ".join(owners) or labels
    return range_hint(name, field, labels)


def range_hint(name: str, field: str = "字段", label: str = "事实类型") -> Message:
    """Return how the aggregate ``name`` is written."""
    if name in _COUNTING:
        return message("写成 {name}({label} where 条件)", name=name, label=label)
    return message("写成 {name}({field} over {label} where 条件)", name=name, field=field, label=label)


def _variable(alias: Name | None, record: RecordSpec, scope: Scope) -> str:
    """Return the variable of an aggregate; one without a name of its own gets one that nobody can write."""
    if alias is None:
        return f"{record.name}*{len(scope.variables)}"
    name = alias.parts[0]
    taken = {variable for frame in scope.variables for variable, _ in frame}
    if "*" in name or name in taken or scope.known_record(name) is not None:
        what = message("“{name}”不能作变量名：已经有这个名字，或者带有 *", name=name)
        raise ExprFault("ambiguous-name", what, alias.span.start, message("换一个没有用过的名字"))
    return name


def _kind(name: str, body: Expr | None) -> Kind:
    if body is None:
        return Kind.COUNT if name == "count" else Kind.TRUTH
    allowed = body.kind in kinds.NUMERIC if name in {"sum", "average"} else name == "only" or body.kind.ordered
    if not allowed:
        what = message("{kind}不能用 {name} 汇总", kind=message(body.kind.label), name=name)
        hint = message("各条都相同的值用 only；数条数用 count")
        raise ExprFault("wrong-kind", what, body.span.start, hint)
    return body.kind
