"""Decides the rules that have at most a few cases in a project, known beforehand: they become columns of the table.

These are rules on the project as a whole, on single facts, on problems, indicators and the result. Knows nothing about
rows of facts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.messages import message
from checker.sql.cases import Cases, column_of, is_there, waived_step
from checker.sql.missing import BETWEEN, fields_read, is_missing, listed
from checker.sql.outcomes import UNKNOWN, is_unknown, kept, listed_outcome, read, ruled
from checker.sql.rows import PROJECT
from checker.sql.rule_totals import case_totals, no_case
from checker.sql.static import bound
from checker.sql.steps import code, column, select, text, when
from checker.sql.trees import renamed
from checker.sql.truths import both, opposite
from checker.sql.values import FALSE, TRUE, Refused, SqlValue, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.plan import PlannedRule
    from checker.sql.cases import Decided
    from checker.sql.found import StaticRow
    from checker.sql.outcomes import Ruled
    from checker.sql.project import Project
    from checker.sql.values import FALSE, TRUE, Refused, Sql, SqlValue, Truth


@dataclass(frozen=True, slots=True)
class _Case:
    """One case: the stem of its columns, its key, what is said of it, and what is not given."""

    column: str
    key: str
    said: Ruled
    missing: Sql


def decide_in_project(rules: list[PlannedRule], project: Project, decided: Decided) -> None:
    """Decide ``rules``, none of which is about rows of facts."""
    columns: dict[str, Sql] = {}
    values: dict[str, SqlValue] = {}
    found: list[tuple[PlannedRule, tuple[_Case, ...]]] = []
    for rule in rules:
        try:
            cases = tuple(_cases(rule, project))
        except Refused as fault:
            decided.refused[rule.id] = fault
            continue
        for case in cases:
            columns |= kept(case.said, case.column)
            if case.said.deduction is not None:
                values[f"{case.column}__points"] = case.said.deduction
        found.append((rule, cases))
    project.add_columns(columns.items())
    project.keep(values)
    if "unknowns" in project.wanted:
        project.add_columns([
            (f"{case.column}__missing", when((is_unknown(read(case.said, case.column, PROJECT)), case.missing)))
            for _, cases in found
            for case in cases
        ])  # fmt: skip
    for rule, cases in found:
        _note(rule, cases, project, decided)


def about_rows(rule: PlannedRule, project: Project) -> Iterator[tuple[str, Truth, PlannedRule]]:
    """Yield, for each row a rule may be about, its key, whether it is there, and the rule with it put in."""
    records = rule.subject.types
    if any(record == "finding" and record not in project.static for record in records):
        raise Refused(message("逐条发现再作判断，SQL 里没有写法；可以对问题判断，或数发现的条数"))
    if any(record in project.static for record in records):
        if len(records) > 1:
            raise Refused(message("把问题或指标与别的事实配对，SQL 里没有写法"))
        for row in project.static[records[0]]:
            yield row.key, row.member, put_in(rule, row, project)
        return
    there = TRUE
    for record in records:
        there = both(there, project.given(record))
    yield "+".join("" for _ in records), there, _of_records(rule)


def _of_records(rule: PlannedRule) -> PlannedRule:
    """Return ``rule`` with each single fact under the name of its type, as everything about the project knows it."""

    def here(node: Expr | None) -> Expr | None:
        for variable, record in rule.subject.variables:
            node = None if node is None else renamed(node, variable, record)
        return node

    where, applies, deduct = (here(node) for node in (rule.subject.where, rule.applies, rule.deduct))
    when_ = here(rule.when) or rule.when
    return replace(rule, subject=replace(rule.subject, where=where), applies=applies, when=when_, deduct=deduct)


def put_in(rule: PlannedRule, row: StaticRow, project: Project) -> PlannedRule:
    """Return ``rule`` about one row that is known beforehand."""
    ((variable, record),) = rule.subject.variables

    def here(node: Expr) -> Expr:
        return bound(node, variable, row, project, record)

    where, applies, deduct = (
        None if node is None else here(node) for node in (rule.subject.where, rule.applies, rule.deduct)
    )
    return replace(
        rule, subject=replace(rule.subject, where=where), applies=applies, when=here(rule.when), deduct=deduct
    )


def _cases(rule: PlannedRule, project: Project) -> Iterator[_Case]:
    rows = [row for row in about_rows(rule, project) if row[1].constant is not False]
    project.prepare([part for _, _, here in rows for part in here.conditions])
    for number, (key, member, here) in enumerate(rows):
        said = ruled(here, project, member=member, waived=_waived(rule, key, project))
        if said.included.constant is False:
            continue
        name = column_of(rule) + (f"__{number}" if number else "")
        missing = listed(is_missing(fields_read(here, project.plan), project)) if project.lists_unknowns else text("")
        yield _Case(name, key, said, missing)


def _waived(rule: PlannedRule, key: str, project: Project) -> Sql | None:
    step = waived_step(rule, project)
    if step is None:
        return None
    query = select([("project", column("w", "project"))], step, "w").distinct(copy=False)
    query = query.where(exp.In(this=column("w", "key"), expressions=[text(key), text("")]), copy=False)
    name, alias, flag = project.builder.add(f"{step}_here", query), project.fresh("w"), project.fresh("waived")
    kept = project.add_joined({flag: Truth(is_there(alias), nullable=False)}, [(name, alias)])[flag]
    return kept.sql if isinstance(kept, Truth) else None


def _note(rule: PlannedRule, cases: tuple[_Case, ...], project: Project, decided: Decided) -> None:
    each: list[Ruled] = []
    for case in cases:
        here = read(case.said, case.column, PROJECT)
        why = column(PROJECT, f"{case.column}__missing")
        every = Cases(rule, None, here.outcome, text(case.key))
        decided.every.append(every)
        if here.found.constant is not False:
            decided.listed.append(replace(every, outcome=listed_outcome(here), deduction=here.deduction, missing=why))
        each.append(here)
    absent, unreported = _without_case(rule, each, project)
    if absent.constant is not False:
        nothing = case_of(unreported, absent)
        missing = text(BETWEEN.join(rule.subject.types))
        decided.add(Cases(rule, None, nothing, text(""), missing=missing, found=False))
    if rule.concerns == "project":
        decided.totals[rule.id] = case_totals(each, unreported)


def _without_case(rule: PlannedRule, cases: list[Ruled], project: Project) -> tuple[Truth, Truth]:
    """Return whether there is no case, and whether that is because nobody reported; neither is ever null."""
    absent = TRUE
    for case in cases:
        absent = both(absent, opposite(_perhaps(case.included) if case.included.nullable else case.included))
    records = [record for record in rule.subject.types if record not in project.static]
    if not records:
        return absent, FALSE
    if cases and not any(project.is_said(record) for record in records) and rule.subject.where is None:
        return absent, absent  # without the fact there is no report
    reported = TRUE
    for record in records:
        reported = both(reported, project.reported(record))
    return absent, both(absent, opposite(reported))


def _perhaps(included: Truth) -> Truth:
    """Return whether there is or may be a case."""
    return Truth(exp.Coalesce(this=included.sql, expressions=[exp.true()]), nullable=False)


def case_of(unreported: Truth, absent: Truth) -> Sql:
    """Return the outcome of a rule without a case: nobody can tell, or it does not apply; null where there is one."""
    if unreported == absent:
        return code(UNKNOWN) if absent.constant is True else when((absent.sql, code(UNKNOWN)))
    nothing = no_case(opposite(unreported))
    return nothing if absent.constant is True else when((absent.sql, nothing))
