"""Decides the rules whose cases are rows of facts: one relation of cases for each kind of row, and its counts.

Knows nothing about rules on the project as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.messages import message
from checker.pack.builtin import FINDING, JUDGEMENT
from checker.sql.cases import CASES, Cases, column_of, is_there, joined_key, waived_step
from checker.sql.columns import loaded, stored
from checker.sql.grouping import Group, filtered
from checker.sql.missing import BETWEEN, fields_read, is_missing, listed
from checker.sql.outcomes import NOT_APPLICABLE, UNKNOWN, kept, listed_outcome, read, ruled, worth_listing
from checker.sql.rows import PROJECT, Rows
from checker.sql.rule_totals import Counting, case_totals, count_rows, no_case, nobody_reported, read_counts, row_totals
from checker.sql.steps import any_of, both_of, code, column, equal, negated, select, text, when
from checker.sql.terms import bracketed
from checker.sql.truths import as_truth
from checker.sql.values import FALSE, TRUE, Refused, SqlValue, Truth

if TYPE_CHECKING:
    from checker.plan import PlannedRule
    from checker.sql.cases import Decided
    from checker.sql.outcomes import Ruled
    from checker.sql.project import Project
    from checker.sql.rows import RowScope
    from checker.sql.values import Sql


@dataclass(frozen=True, slots=True)
class _Counted:
    """The counts of the rules of one relation of cases, before they are joined to the table of projects."""

    records: tuple[str, ...]
    relation: str
    step: str | None
    alias: str
    most: int
    counts: tuple[tuple[PlannedRule, Counting], ...]
    rules: tuple[tuple[PlannedRule, Ruled], ...]


def decide_rows(rules: list[PlannedRule], project: Project, decided: Decided) -> None:
    """Decide ``rules``; each is about rows of facts."""
    frames: dict[object, list[PlannedRule]] = {}
    nobody: list[PlannedRule] = []
    for rule in rules:
        types = [name for name in rule.subject.types if name not in project.static]
        if FINDING.name in types or any(not project.static.get(name, True) for name in rule.subject.types):
            decided.refused[rule.id] = Refused(message("把问题或指标与别的事实配对，SQL 里没有写法"))
        elif any(name not in project.shapes.types for name in types):
            nobody.append(rule)
        else:
            pair = rule.subject.where if len(rule.subject.variables) > 1 else None
            frames.setdefault((rule.subject.variables, pair), []).append(rule)
    counted = [found for group in frames.values() if (found := _decide_frame(group, project, decided))]
    _join_counts(counted, project, decided)
    _decide_nobody(nobody, project, decided)


def _decide_frame(rules: list[PlannedRule], project: Project, decided: Decided) -> _Counted | None:
    subject = rules[0].subject
    rows = Rows(project, subject.types)
    scope = rows.scope({variable: index for index, (variable, _) in enumerate(subject.variables)})
    found: list[tuple[PlannedRule, Ruled]] = []
    for rule in rules:
        try:
            project.prepare(rule.conditions)
            found.append((rule, ruled(rule, scope, member=rows.member, waived=_waived(rule, rows, project))))
        except Refused as fault:
            decided.refused[rule.id] = fault
    if not found:
        return None
    flags: dict[str, Sql] = {}
    missing = {rule.id: _missing(rule, scope, flags, project) for rule, _ in found}
    relation = _add_cases(rows, found, flags, project)
    return _count(rows, relation, found, missing, decided)


def _missing(rule: PlannedRule, scope: RowScope, flags: dict[str, Sql], project: Project) -> Sql:
    """Return the names of what is not given; whether each is, is a column of the cases, added to ``flags``."""
    there = is_missing(fields_read(rule, project.plan), scope)
    read: dict[str, Truth] = {}
    for name, truth in there.items():
        read[name] = truth
        if truth.constant is None:
            flags[f"{name}?"] = truth.sql
            read[name] = Truth(column(CASES, f"{name}?"), nullable=False)
    return listed(read)


def _waived(rule: PlannedRule, rows: Rows, project: Project) -> Sql | None:
    """Return whether a finding of the rule for the row is waived, by its key or for all keys."""
    step = waived_step(rule, project)
    if step is None:
        return None
    flags = []
    for wanted in (joined_key(rows.keys), text("")):
        alias = project.fresh("w")
        own = equal(column(alias, "project"), column("a0", "project"))
        rows.join(step, alias, [own, equal(column(alias, "key"), wanted)])
        flags.append(is_there(alias))
    return bracketed(any_of(*flags))


def _add_cases(rows: Rows, found: list[tuple[PlannedRule, Ruled]], flags: dict[str, Sql], project: Project) -> str:
    columns: list[tuple[str, Sql]] = [("project", column("a0", "project")), ("key", joined_key(rows.keys))]
    for rule, said in found:
        columns += kept(said, column_of(rule)).items()
        if said.deduction is not None:
            columns += stored(said.deduction, f"{column_of(rule)}__points")
    columns += flags.items()
    where = None
    included = found[0][1].included
    if len(rows.records) > 1 and included.constant is None:  # pairs that surely do not go together are no cases
        where = exp.Coalesce(this=bracketed(included.sql), expressions=[exp.true()])
    if not all(name in project.static or project.shapes.types[name].clean for name in rows.records):
        rows.restricted = True
    about = "；".join(f"{rule.id}：{rule.title}" for rule, _ in found)
    return project.builder.add(f"{'_'.join(rows.records)}_cases", rows.select(columns, where=where), about)


def _count(
    rows: Rows,
    relation: str,
    found: list[tuple[PlannedRule, Ruled]],
    missing: dict[str, Sql],
    decided: Decided,
) -> _Counted:
    project, group = rows.project, Group()
    names, counts = "_".join(rows.records), []
    listed_ = project.builder.add(f"{names}_found", _worth_listing(relation, found, missing), keep=True)
    for rule, said in found:
        name = column_of(rule)
        points = None if said.deduction is None else loaded(said.deduction, f"{name}__points", CASES)
        outcome, key = column(CASES, name), column(CASES, "key")
        if rule.concerns == "project":
            counts.append((rule, count_rows(outcome, points, group)))
        every = read(said, name, CASES).outcome
        decided.every.append(Cases(rule, relation, every, key))
        decided.listed.append(Cases(rule, listed_, outcome, key, points, missing[rule.id]))
    step = None
    if group.columns:
        query = select([("project", column(CASES, "project")), *group.columns.items()], listed_, CASES)
        step = project.builder.add(f"{names}_counts", query.group_by(column(CASES, "project"), copy=False))
    most = prod(project.most_rows(name) for name in rows.records)
    return _Counted(rows.records, relation, step, project.fresh("n"), most, tuple(counts), tuple(found))


def _worth_listing(relation: str, found: list[tuple[PlannedRule, Ruled]], missing: dict[str, Sql]) -> exp.Select:
    """Return the cases of which one rule at least has something to say."""
    columns: list[tuple[str, Sql]] = [(name, column(CASES, name)) for name in ("project", "key")]
    worth: list[Sql] = []
    for rule, said in found:
        name = column_of(rule)
        here = read(said, name, CASES)
        columns.append((name, listed_outcome(here)))
        if here.deduction is not None:
            columns += stored(here.deduction, f"{name}__points")
        worth.append(worth_listing(here))
    flags = {node.name: None for sql in missing.values() for node in sql.find_all(exp.Column)}
    columns += [(name, column(CASES, name)) for name in flags]
    return select(columns, relation, CASES).where(any_of(*worth), copy=False)


def _all_reported(records: tuple[str, ...], project: Project) -> Truth:
    reported = TRUE
    for name in records:
        also = project.reported(name)
        if reported.constant is True:
            reported = also
        elif also.constant is not True:
            reported = Truth(both_of(reported.sql, also.sql), nullable=False)
    return reported


def _join_counts(counted: list[_Counted], project: Project, decided: Decided) -> None:
    """Join the counts to the table of projects, and read what the rules came to from there."""
    reported = {group.relation: _all_reported(group.records, project) for group in counted}
    values: dict[str, SqlValue] = {}
    for group in counted:
        for rule, counts in group.counts:
            made = read_counts(counts, group.alias, group.most, reported[group.relation])
            values |= {f"{column_of(rule)}__{name}": value for name, value in made.items()}
    joined = project.add_joined(values, [(group.step, group.alias) for group in counted if group.step])
    for group in counted:
        for rule, counts in group.counts:
            stem = f"{column_of(rule)}__"
            mine = {name.removeprefix(stem): value for name, value in joined.items() if name.startswith(stem)}
            decided.totals[rule.id] = row_totals(counts, mine, reported[group.relation])
        if project.wanted & {"outcomes", "unknowns"}:
            _decide_without_cases(group, project, reported[group.relation], decided)


def _decide_without_cases(group: _Counted, project: Project, reported: Truth, decided: Decided) -> None:
    """Decide the rules for the projects that have no case: they do not apply, or nobody can tell."""
    columns: list[tuple[str, Sql]] = []
    there = _case_there(group, project)
    for rule, _ in group.rules:
        some = there.get(rule.id) or project.has_rows(group.records[0])
        if some.constant is True:
            continue
        name = f"{column_of(rule)}__none"
        columns.append((name, when((negated(some.sql), no_case(reported)))))
        decided.add(Cases(rule, None, column(PROJECT, name), text(""), missing=_unreported(rule), found=False))
    project.add_columns(columns)


def _is_case(said: Ruled) -> Sql:
    included = said.included
    if included.constant is not None or not included.nullable:
        return included.sql
    return exp.Not(this=exp.Is(this=included.sql, expression=exp.false()))


def _case_there(group: _Counted, project: Project) -> dict[str, Truth]:
    """Return whether the project has a case, for rules about only some of the rows."""
    several = len(group.records) > 1
    rules = {column_of(rule): (rule, said) for rule, said in group.rules if several or rule.subject.where is not None}
    if not rules:
        return {}
    counts = [
        (name, filtered(exp.Count(this=exp.Star()), _is_case(read(said, name, CASES))))
        for name, (_, said) in rules.items()
    ]
    query = select([("project", column(CASES, "project")), *counts], group.relation, CASES)
    query = query.group_by(column(CASES, "project"), copy=False)
    step, alias = project.builder.add(f"{group.relation}_there", query), project.fresh("t")
    some: dict[str, SqlValue] = {}
    for name in rules:
        count = exp.Coalesce(this=column(alias, name), expressions=[code(0)])
        some[f"{name}__there"] = Truth(exp.GT(this=count, expression=code(0)), nullable=False)
    joined = project.add_joined(some, [(step, alias)])
    return {rule.id: as_truth(joined[f"{name}__there"]) for name, (rule, _) in rules.items()}


def _decide_nobody(rules: list[PlannedRule], project: Project, decided: Decided) -> None:
    """Decide the rules about types of which nobody has a fact: it cannot be told, or there is nothing to decide."""
    for rule in rules:
        absent = [name for name in rule.subject.types if name not in project.shapes.types]
        told = absent == [JUDGEMENT.name] == list(rule.subject.types)  # that nobody judged is known
        outcome = code(NOT_APPLICABLE if told else UNKNOWN)
        decided.add(Cases(rule, None, outcome, text(""), missing=_unreported(rule), found=False))
        if rule.concerns == "project":
            decided.totals[rule.id] = case_totals((), FALSE) if told else nobody_reported()


def _unreported(rule: PlannedRule) -> Sql:
    return text(BETWEEN.join(rule.subject.types))
