"""Plans derived fields: compiles how each is worked out, in an order in which each uses only earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.expr import Expr, Scope, walk
from checker.expr.tree import Field
from checker.messages import message
from checker.plan.plan import Derivation
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.pack import Pack
    from checker.plan.compiler import Compiler
    from checker.source import Problems

Target = tuple[str, str]


def plan_derivations(pack: Pack, scope: Scope, compiler: Compiler, problems: Problems) -> tuple[Derivation, ...]:
    """Return the derivations in order; a field that would be worked out from itself is recorded as a problem."""
    trees: dict[Target, Expr] = {}
    for type_id, entry in pack.fact_types.items():
        inner = scope.push((type_id, scope.records[type_id]))
        for name, model in entry.model.fields.items():
            if model.derive is not None:
                steps = ("fields", name, "derive")
                kind = Kind(model.type)
                trees[type_id, name] = compiler.expression(model.derive, entry.origin, steps, inner, (kind,))
    order: list[Target] = []
    for target in trees:
        _visit(target, trees, order, (), pack, problems)
    return tuple(Derivation(type_id, name, trees[type_id, name]) for type_id, name in order)


def _used(tree: Expr) -> Iterator[Target]:
    for node in walk(tree):
        if isinstance(node, Field):
            yield node.record, node.name


def _visit(
    target: Target,
    trees: Mapping[Target, Expr],
    order: list[Target],
    path: tuple[Target, ...],
    pack: Pack,
    problems: Problems,
) -> None:
    if target in order or target not in trees:
        return
    if target in path:
        circle = path[path.index(target) :]
        first = circle.index(min(circle))
        type_id, name = circle[first]
        names = " → ".join(f"{record}.{field}" for record, field in (*circle[first:], *circle[: first + 1]))
        place = pack.fact_types[type_id].origin.at("fields", name, "derive")
        what = message("派生字段绕成了圈：{names}", names=names)
        problems.add("cyclic-derive", place, what, message("至少有一个字段要改为直接填写"))
        return
    for used in dict.fromkeys(_used(trees[target])):
        _visit(used, trees, order, (*path, target), pack, problems)
    if target not in order:
        order.append(target)
