"""Chooses the facts that the table of projects repeats (实施单位, 评价年度 …) and joins them to the list of projects.

Knows nothing about how rows are checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.messages import message
from checker.portfolio.intake.phrases import exactly, named, trimmed
from checker.source import UsageFault, did_you_mean
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.plan import Plan
    from checker.portfolio.intake.listed import Listed
    from checker.portfolio.intake.tables import Table
    from checker.sql.values import Sql

_TYPE: Final = "project"
_KINDS: Final = frozenset({Kind.TEXT, Kind.CHOICE, Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER})
_TAKEN: Final = ("project", "title", "kind", "status", "path")
_MOST: Final = 18


@dataclass(frozen=True, slots=True)
class Carried:
    """A field that the table of projects repeats in the column ``name`` of this SQL type."""

    name: str
    table: Table
    field: str
    type: str
    value: Sql


def carried_fields(plan: Plan, carry: Sequence[str] | None, tables: Mapping[str, Table]) -> tuple[Carried, ...]:
    """Return the fields to repeat: those named as ``TYPE.FIELD``, or else the usual ones of the type ``project``.

    A field that nobody gave is left out. Raises ``UsageFault`` for a name that is no field of a single fact.
    """
    pairs = _usual(plan) if carry is None else [_named(plan, name) for name in carry]
    found: list[Carried] = []
    taken = list(_TAKEN)
    for type_id, field in pairs:
        table = tables.get(type_id)
        given = None if table is None else table.fields.get(field)
        if table is None or given is None or given.shape is None:
            continue
        name = field if field not in taken else f"{type_id}_{field}"
        taken.append(name)
        found.append(Carried(name, table, field, *_shown(table, field)))
    return tuple(found)


def _usual(plan: Plan) -> list[tuple[str, str]]:
    spec = plan.records.get(_TYPE)
    if spec is None or not spec.single:
        return []
    return [
        (_TYPE, name)
        for name, field in spec.fields.items()
        if field.kind in _KINDS and (_TYPE, name) not in plan.derived
    ]


def _named(plan: Plan, name: str) -> tuple[str, str]:
    type_id, _, field = name.partition(".")
    singles = {name: spec for name, spec in plan.records.items() if spec.single and name in plan.fields}
    spec = singles.get(type_id)
    if spec is None or field not in spec.fields:
        names = [f"{each}.{one}" for each, known in singles.items() for one in known.fields]
        what = message("“{name}”不是只有一条的事实的项，不能列在项目表里", name=name)
        hint = did_you_mean(name, names)
        raise UsageFault(what if hint is None else message("{what}。{hint}", what=what, hint=hint))
    return type_id, field


def _shown(table: Table, field: str) -> tuple[str, Sql]:
    """Return the SQL type and value of a field for people: a number as it is, anything else as it is written."""
    given = table.fields[field]
    shape, kind = given.shape, given.asked.rule.kind
    if shape is None or shape.bounded or kind not in _KINDS or not kind.ordered:
        return "VARCHAR", trimmed(given.said)
    value = given.columns[field].copy()
    if not shape.scale:
        return "BIGINT", value
    type_name = f"DECIMAL({_MOST}, {shape.scale})"
    return type_name, exp.cast(
        exp.cast(value, f"DECIMAL({_MOST}, 0)") * exactly(Fraction(1, 10**shape.scale)), type_name
    )


def carried_rows(carried: Sequence[Carried], doubled: frozenset[str]) -> dict[str, exp.Select]:
    """Return for each type ``whose`` and the columns to repeat; of ``doubled`` facts one is taken."""
    found = {}
    for name, table in {one.table.name: one.table for one in carried}.items():
        mine = [one for one in carried if one.table.name == name]
        values = [exp.Min(this=one.value.copy()) if name in doubled else one.value.copy() for one in mine]
        shown = [value.as_(one.name, quoted=True) for one, value in zip(mine, values, strict=True)]
        rows = table.select(table.project.as_("whose"), *shown)
        found[name] = rows.group_by(table.project.copy()) if name in doubled else rows
    return found


def heads_relation(listed: Listed, carried: Sequence[Carried], rows: Mapping[str, exp.Select]) -> exp.Select:
    """Return the list of projects with what is repeated, which ``rows`` give by type."""
    columns = [exp.column(name, table="heads") for name in ("project", "title", "kind")]
    heads = exp.Subquery(this=listed.relation(), alias=exp.to_identifier("heads"))
    select = exp.select(*columns).from_(heads)
    for place, (name, found) in enumerate(rows.items()):
        alias = f"carried_{place}"
        on = exp.EQ(this=exp.column("whose", table=alias), expression=exp.column("project", table="heads"))
        select = select.join(exp.Subquery(this=found, alias=exp.to_identifier(alias)), on=on, join_type="left")
        select = select.select(*(named(one.name, alias) for one in carried if one.table.name == name))
    return select
