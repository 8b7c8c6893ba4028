"""Finds what expressions gather over the facts of a project, innermost first; knows nothing about SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.expr.tree import Aggregate, Field, children
from checker.pack.builtin import FOUND_OUT
from checker.sql.trees import free_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.sql.project import Project


def collect(node: Expr, project: Project, wanted: dict[Aggregate, None]) -> None:
    """Add the aggregates over facts below ``node`` that are about no single row and not settled yet."""
    if isinstance(node, Field) and (derived := project.plan.derived.get((node.record, node.name))) is not None:
        if project.plan.records[node.record].single:
            collect(derived, project, wanted)
        return
    for child in children(node):
        collect(child, project, wanted)
    if isinstance(node, Aggregate) and not project.is_settled(node) and _gathers_facts(node, project):
        wanted[node] = None


def within(node: Aggregate, project: Project) -> Iterator[Aggregate]:
    """Yield what ``node`` itself needs to be gathered before it."""
    found: dict[Aggregate, None] = {}
    for child in children(node):
        collect(child, project, found)
    for part in _fields(node):
        if (derived := project.plan.derived.get((part.record, part.name))) is not None:
            collect(derived, project, found)
    yield from found


def _gathers_facts(node: Aggregate, project: Project) -> bool:
    if node.record in FOUND_OUT:
        return False
    return all(_is_single(found, project) for found in free_fields(node))


def _is_single(found: Field, project: Project) -> bool:
    if found.variable in project.variables:
        return True
    return found.variable == found.record and project.plan.records[found.record].single


def _fields(node: Expr) -> Iterator[Field]:
    if isinstance(node, Field):
        yield node
    for child in children(node):
        yield from _fields(child)
