"""Turns a recognised table into the ``SourceTable``s of the types that it feeds; knows nothing about other tables."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.messages import message
from checker.portfolio.source.columns import Matcher
from checker.portfolio.source.conditions import any_given, can_be_asked, columns_of, of_projects, read_condition
from checker.portfolio.source.opened import SourceTable
from checker.portfolio.source.raw import Wanted
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.portfolio.source.assigning import Assigned
    from checker.portfolio.source.columns import Match
    from checker.portfolio.source.raw import Staged
    from checker.portfolio.source.request import SourceRequest
    from checker.portfolio.source.types import TypeNames
    from checker.source import Problems

_NUMBERS: Final = frozenset({Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER})
_NESTED: Final = ("STRUCT", "MAP", "UNION", "VARIANT", "BLOB", "BIT", "INTERVAL", "GEOMETRY")


def staged(one: Assigned, request: SourceRequest, names: TypeNames, problems: Problems) -> list[SourceTable]:
    """Return what a table gives to each type, after its rows were copied where they must be.

    What is wrong with its columns or rows is recorded and gives nothing.
    """
    before = len(problems.errors)
    matcher = Matcher(one.table, one.rule, one.said, names, problems)
    project = matcher.project()
    if project is None:
        return []
    needed = (_needed(match, request) for match in matcher.matches(project))
    matches = [match for match in needed if match is not None]
    where = one.said.where if one.said is not None else None
    condition = None if where is None else read_condition(where, one.table, problems)
    if len(problems.errors) > before or not matches:
        return []
    rows = one.table.stage(_wanted(project, matches, condition, request), problems)
    if rows is None or not _are_plain(one, rows, problems):
        return []
    tables = [_source_table(one, match, project, rows, condition, request) for match in matches]
    return tables if rows.limited or where is None or can_be_asked(tables[0], where, problems) else []


def _needed(match: Match, request: SourceRequest) -> Match | None:
    """Return a match without the fields that nobody wants; None when nobody wants the type."""
    name = match.rule.name
    if request.needed is None or name not in request.vocabulary.types:
        return match
    wanted = request.needed.get(name)
    if wanted is None and name != projects_from(request):
        return None
    kept = {*(wanted or ()), *match.rule.key}
    return replace(match, columns={field: column for field, column in match.columns.items() if field in kept})


def projects_from(request: SourceRequest) -> str | None:
    """Return the fact type that names the projects, as the mapping file says; None when it says nothing of the kind."""
    said = request.mapping.projects_from if request.mapping else None
    return None if said is None else request.vocabulary.aliases.get(said.text)


def _wanted(project: str, matches: Sequence[Match], condition: exp.Expression | None, request: SourceRequest) -> Wanted:
    fields = {column: (match.rule, name) for match in matches for name, column in match.columns.items()}
    return Wanted(
        matches[0].rule.name,
        tuple(dict.fromkeys((project, *fields, *columns_of(condition)))),
        project,
        {column: name for column, (_, name) in fields.items()},
        frozenset(column for column, (rule, name) in fields.items() if rule.fields[name].kind in _NUMBERS),
        condition=condition,
        projects=request.projects,
    )


def _are_plain(one: Assigned, rows: Staged, problems: Problems) -> bool:
    """Say whether every column holds plain values; lists, structures and the like are recorded."""
    nested = [name for name, kind in rows.types.items() if kind.endswith("]") or kind.startswith(_NESTED)]
    for name in nested:
        what = message(
            "“{table}”的“{name}”列是 {type}，不是数、文字、日期或真假",
            table=one.table.name,
            name=name,
            type=rows.types[name],
        )
        problems.add("bad-column-type", one.table.place, what, message("导出时转成文字或数"))
    return not nested


def _source_table(
    one: Assigned,
    match: Match,
    project: str,
    rows: Staged,
    condition: exp.Expression | None,
    request: SourceRequest,
) -> SourceTable:
    conditions: list[exp.Expression] = [] if rows.limited or condition is None else [exp.paren(condition)]
    if not rows.limited and request.projects is not None:
        conditions.append(of_projects(project, request.projects))
    if match.wide:
        conditions.append(exp.paren(any_given(match.columns.values())))
    names = dict.fromkeys((project, *match.columns.values()))
    where = one.said.where if one.said is not None else None
    return SourceTable(
        name=one.table.name,
        type=match.rule.name,
        files=rows.files,
        project=project,
        columns=match.columns,
        types={name: rows.types[name] for name in names},
        placing=rows.placing,
        origins=rows.origins,
        rows=rows.rows,
        blank=0 if match.wide else rows.blank,
        complete=one.said is not None and one.said.complete and not match.wide,
        units=match.units,
        condition=reduce(lambda some, more: exp.And(this=some, expression=more), conditions) if conditions else None,
        where="" if where is None else where.text,
        broken_files=() if match.wide else rows.broken_files,
        broken_rows=0 if match.wide else rows.broken_rows,
    )
