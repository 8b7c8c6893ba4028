"""Gathers over all facts of one type in one pass, a row for each project; knows nothing about what it is for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from checker.expr.tree import Comparison, Constant, Field
from checker.pack.builtin import JUDGEMENT
from checker.sql.gathering import gather
from checker.sql.grouping import Group
from checker.sql.rows import Rows, member_and_body
from checker.sql.steps import both_of, column
from checker.sql.translate import sql_value
from checker.sql.trees import pinned, without
from checker.sql.truths import as_truth
from checker.sql.values import Refused

if TYPE_CHECKING:
    from checker.expr.tree import Aggregate
    from checker.sql.grouping import Finish
    from checker.sql.project import Project
    from checker.sql.values import Sql


def grouped(
    record: str, nodes: list[Aggregate], project: Project, refused: dict[Aggregate, Refused]
) -> tuple[str, dict[Aggregate, Finish]]:
    """Return the relation that gathers ``nodes``, and how each is read; what is refused is kept for who asks."""
    rows, group = Rows(project, (record,)), Group()
    finishes = {}
    for node in nodes:
        alone = _alone(node, rows)
        asked = node
        if alone is not None:  # which row it is, is asked once; what is asked of it stays the same for all of them
            asked = replace(node, where=without(node.where, node.variable, _keys(record, project)))
        try:
            member, body = member_and_body(asked, rows.scope({node.variable: 0}))
            finishes[node] = gather(node.name, member, body, group, alone=alone)
        except Refused as fault:
            refused[node] = fault
    columns = [("project", column("a0", "project")), *group.columns.items()]
    return project.builder.add(f"{record}_by_project", rows.select(columns, group=1)), finishes


def _alone(node: Aggregate, rows: Rows) -> Sql | None:
    """Return which row counts, where the condition names every part of the key, so that only one can."""
    project = rows.project
    keys = _keys(node.record, project)
    pins = pinned(node.where, node.variable)
    shapes = [project.shapes.types[node.record].fields.get(key) for key in keys]
    certain = all(shape is not None and not shape.nullable and not shape.bounded for shape in shapes)
    if not keys or not set(keys) <= pins.keys() or not certain:
        return None
    scope = rows.scope({node.variable: 0})
    record = project.plan.records[node.record]
    parts = []
    for key in keys:
        kind = record.fields[key].kind
        field = Field(node.variable, node.record, key, kind)
        parts.append(as_truth(sql_value(Comparison("=", field, Constant(pins[key], kind)), scope)).sql)
    return both_of(*parts)


def _keys(record: str, project: Project) -> tuple[str, ...]:
    """Return the fields that tell the facts of a type apart."""
    if record == JUDGEMENT.name:
        return ("indicator", "point") if project.has_points else ("indicator",)
    return tuple(project.plan.keys.get(record, ()))
