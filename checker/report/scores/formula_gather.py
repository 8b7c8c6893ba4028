"""Writes what is gathered over several facts as a formula that names the cells of each; knows nothing about sheets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.expr.tree import AllOf, Comparison, Constant, Expr, Field
from checker.messages import tr
from checker.report.scores.formula_text import MISSING, PRODUCT, SUM, Inexpressible, Text, call, criterion
from checker.report.scores.names import FINDINGS_INDICATOR, FINDINGS_POINTS, FINDINGS_RULE, FINDINGS_STATE
from checker.values import Kind, Unknown

if TYPE_CHECKING:
    from checker.expr.tree import Aggregate
    from checker.report.scores.formula_place import Here

Compile: TypeAlias = "Callable[[Expr, Here], Text]"
_MOST_FACTS: Final = 200
_LISTED: Final = {"rule": FINDINGS_RULE, "indicator": FINDINGS_INDICATOR}
_NEVER: Final = "1E+99"
_ONE_NUMBER: Final = frozenset({Kind.TEXT, Kind.CHOICE, Kind.TRUTH})


def gathered(node: Aggregate, here: Here, compile_: Compile) -> Text:
    """Return an aggregate as a formula; raises ``Inexpressible``."""
    if node.record == "judgement":
        return _judged(node, here)
    if node.record == "finding":
        return _lost(node, here)
    rows = here.env.tables.get(node.record)
    if rows is None:
        raise Inexpressible(tr("没有提供要汇总的事实"))
    if len(rows) > _MOST_FACTS:
        raise Inexpressible(tr("要汇总的事实太多"))
    if here.strict and isinstance(here.known(node), Unknown):
        _say_why(node, here, compile_)
    members = [_member(node, here.bind(node.variable, node.record, index), compile_) for index in range(len(rows))]
    return _GATHERERS[node.name](members, node)


_Member: TypeAlias = "tuple[Text | None, Text | None]"
"""The condition under which a fact counts, and what is gathered from it; None where there is no condition or value."""


def _member(node: Aggregate, here: Here, compile_: Compile) -> _Member:
    condition = None if node.where is None else compile_(node.where, here)
    if node.body is None:
        return condition, None
    counts = node.where is None or here.known(node.where) is True
    return condition, compile_(node.body, here if counts else here.lax())


def _say_why(node: Aggregate, here: Here, compile_: Compile) -> None:
    for index in range(len(here.env.tables[node.record])):
        inner = here.bind(node.variable, node.record, index)
        for part in (node.where, node.body):
            if part is not None:
                compile_(part, inner)
    raise Inexpressible(tr("汇总的结果还不能确定"))


def _count(members: list[_Member], _node: Aggregate) -> Text:
    ones = [f"IF({condition.text},1,0)" for condition, _ in members if condition is not None]
    if len(ones) < len(members) or not ones:
        return Text(str(len(members)))
    return call("SUM", *ones)


def _exists(members: list[_Member], _node: Aggregate) -> Text:
    conditions = [condition.text for condition, _ in members if condition is not None]
    if len(conditions) < len(members) or not conditions:
        return Text("TRUE" if members else "FALSE")
    return call("OR", *conditions)


def _values(members: list[_Member], otherwise: str) -> list[str]:
    return [
        value.text if condition is None else f"IF({condition.text},{value.text},{otherwise})"
        for condition, value in members
        if value is not None
    ]


def _sum(members: list[_Member], _node: Aggregate) -> Text:
    values = _values(members, "0")
    return call("SUM", *values, rough=True) if values else Text("0")


def _average(members: list[_Member], node: Aggregate) -> Text:
    if not members:
        return Text(MISSING)
    total = _sum(members, node)
    return Text(f"{total.text}/{_count(members, node).at(PRODUCT + 1)}", PRODUCT, rough=True)


def _extreme(members: list[_Member], node: Aggregate) -> Text:
    if not members:
        return Text(MISSING)
    rough = any(value.rough for _, value in members if value is not None)
    found = call(node.name.upper(), *_values(members, _NEVER if node.name == "min" else f"-{_NEVER}"), rough=rough)
    some = _exists(members, node).text
    return found if some == "TRUE" else call("IF", some, found.text, MISSING, rough=rough)


def _only(members: list[_Member], node: Aggregate) -> Text:
    """The one fact that counts; none or several give no value."""
    if len(members) == 1 and members[0][0] is None and members[0][1] is not None:
        return members[0][1]
    if node.kind in _ONE_NUMBER:
        raise Inexpressible(tr("从几条事实里取一个文字，没有对应的表格公式"))
    return call("IF", f"{_count(members, node).at(SUM)}=1", _sum(members, node).text, MISSING, rough=True)


_GATHERERS: Final[dict[str, Callable[[list[_Member], Aggregate], Text]]] = {
    "count": _count,
    "exists": _exists,
    "sum": _sum,
    "average": _average,
    "min": _extreme,
    "max": _extreme,
    "only": _only,
}


def _judged(node: Aggregate, here: Here) -> Text:
    """Return the cell of an assessor's judgement on one indicator or 要点."""
    wanted = {name: text for name, sign, text in _conditions(node.where) if sign == "="}
    name = node.body.name if isinstance(node.body, Field) else ""
    if node.name != "only" or set(wanted) != {"indicator", "point"}:
        raise Inexpressible(tr("对评定汇总，没有对应的表格公式"))
    cell = here.names.judgements.get((wanted["indicator"], wanted["point"], name))
    if cell is None or (here.strict and isinstance(here.known(node), Unknown)):
        raise Inexpressible(tr("还没有评定"))
    return here.read(cell, cell.kind)


def _lost(node: Aggregate, here: Here) -> Text:
    """Return the points that some of the findings deduct, from the list of findings."""
    wanted = _conditions(node.where)
    summed = node.name == "sum" and isinstance(node.body, Field) and node.body.name == "deduction"
    if not summed or not wanted or not all(name in _LISTED for name, _, _ in wanted):
        raise Inexpressible(tr("对发现汇总，没有对应的表格公式"))
    names = here.names
    pairs: list[str] = []
    for name, sign, text in wanted:
        if here.strict and sign == "=" and (name, text) in names.open_findings:
            raise Inexpressible(names.open_findings[name, text])
        shown = names.labels.get(text, text) if name == "indicator" else text
        pairs += [names.findings(_LISTED[name]), criterion(shown, sign)]
    pairs += [names.findings(FINDINGS_STATE), criterion(tr("已豁免"), "!=")]
    return call("SUMIFS", names.findings(FINDINGS_POINTS), *pairs, rough=True)


def _conditions(where: Expr | None) -> list[tuple[str, str, str]]:
    """Return what a condition says of fields and texts (field, ``=`` or ``!=``, text); nothing when it says more."""
    items = where.items if isinstance(where, AllOf) else () if where is None else (where,)
    found: list[tuple[str, str, str]] = [
        (item.left.name, item.comparator, item.right.value)
        for item in items
        if isinstance(item, Comparison)
        and item.comparator in {"=", "!="}
        and isinstance(item.left, Field)
        and isinstance(item.right, Constant)
        and isinstance(item.right.value, str)
    ]
    return found if len(found) == len(items) else []
