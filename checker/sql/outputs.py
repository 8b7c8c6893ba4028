"""Turns what was decided into the selects of the output tables; knows nothing about how it was decided."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.sql import exact
from checker.sql.cases import CASES
from checker.sql.columns import shown
from checker.sql.outcomes import CODES, FAIL, UNKNOWN, is_outcome
from checker.sql.rows import PROJECT
from checker.sql.rule_totals import as_number
from checker.sql.scoring import score_columns
from checker.sql.steps import aliased, code, column, equal, is_null, negated, null, select, text
from checker.sql.terms import bracketed, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checker.plan import Plan, PlannedRule
    from checker.sql.cases import Cases, Decided
    from checker.sql.found import StaticRow
    from checker.sql.scoring import Scored
    from checker.sql.values import Sql

NOTHING_DEDUCTED: Final = "DECIMAL(18, 4)"
"""The type of a deduction where no rule deducts anything."""
_POINTS: Final = ("deduction_low", "deduction_high")
_WORDS: Final = ("rule", "key", "severity", "concerns", "indicator", "problem")


def outcomes(decided: Decided, relation: str) -> exp.Expr:
    """Return every outcome of every rule and case."""
    selects = [_outcomes_of(cases, relation) for cases in decided.every]
    return _union(selects) if selects else _nothing(("project", "rule", "key", "outcome"))


def _outcomes_of(cases: Cases, relation: str) -> exp.Select:
    table, own = _at(cases, relation)
    outcome = cases.outcome
    word: Sql = exp.Case(
        this=outcome, ifs=[exp.If(this=code(number), true=text(name.value)) for name, number in CODES.items()]
    )
    columns = [
        ("project", column(own, "project")),
        ("rule", text(cases.rule.id)),
        ("key", cases.key),
        ("outcome", word),
    ]
    return select(columns, table, own).where(negated(is_null(outcome)), copy=False)


def _at(cases: Cases, relation: str) -> tuple[str, str]:
    """Return the relation and the alias that cases stand in."""
    return (relation, PROJECT) if cases.relation is None else (cases.relation, CASES)


def findings(decided: Decided, relation: str) -> exp.Select:
    """Return the outcomes that are findings, with what each deducts; what is the same for a rule is joined to them."""
    cases = [case for case in decided.listed if case.found]
    rules = {case.rule.id: case.rule for case in sorted(cases, key=lambda case: case.rule.id)}
    numbers = {rule_id: number for number, rule_id in enumerate(rules)}
    points = [{} if case.deduction is None else dict(shown(as_number(case.deduction), "deduction")) for case in cases]
    names = list(dict.fromkeys([*_POINTS, *(name for each in points for name in each)]))
    narrow = [
        _finding(case, relation, numbers[case.rule.id], [(name, each.get(name) or _no_points(name)) for name in names])
        for case, each in zip(cases, points, strict=True)
    ]
    if not narrow:
        return _nothing(("project", *_WORDS, *names))
    rows = exp.Subquery(this=_union(narrow), alias=exp.TableAlias(this=exp.to_identifier("f")))
    columns = [("project", column("f", "project")), ("rule", column("r", "rule")), ("key", column("f", "key"))]
    columns += [(name, column("r", name)) for name in _WORDS[2:]]
    columns += [(name, column("f", name)) for name in names]
    about = exp.Subquery(this=_about(rules, numbers), alias=exp.TableAlias(this=exp.to_identifier("r")))
    query = exp.select(*aliased(columns), copy=False).from_(rows, copy=False)
    return query.join(about, on=equal(column("r", "no"), column("f", "no")), copy=False)


def _about(rules: Mapping[str, PlannedRule], numbers: Mapping[str, int]) -> exp.Expr:
    """Return the little table of what is the same for all findings of a rule.

    Its texts are of enumerated types, which are joined, and written to files, many times faster than free texts.
    """
    rows = [(rule_id, rule.severity, rule.concerns, rule.indicator, rule.problem) for rule_id, rule in rules.items()]
    names = ("rule", *_WORDS[2:])
    kinds = [_one_of({row[place] for row in rows}) for place in range(len(names))]
    selects = []
    for row in rows:
        columns = [("no", code(numbers[row[0]]))]
        for name, kind, word in zip(names, kinds, row, strict=True):
            columns.append((name, exp.Cast(this=null() if word is None else text(word), to=kind)))
        selects.append(exp.select(*aliased(columns), copy=False))
    return _union(selects)


def _one_of(words: Iterable[str | None]) -> exp.DataType:
    """Return the type of a column that holds one of some words."""
    listed = sorted({word for word in words if word is not None})
    if not listed:
        return exp.DataType.build("VARCHAR")
    return exp.DataType(this=exp.DataType.Type.ENUM, expressions=[text(word) for word in listed])


def _finding(cases: Cases, relation: str, number: int, points: Iterable[tuple[str, Sql]]) -> exp.Select:
    table, own = _at(cases, relation)
    columns = [("project", column(own, "project")), ("no", code(number)), ("key", cases.key), *points]
    return select(columns, table, own).where(is_outcome(cases.outcome, FAIL), copy=False)


def _no_points(name: str) -> Sql:
    return cast(null(), NOTHING_DEDUCTED if name in _POINTS else "VARCHAR")


def unknowns(decided: Decided, relation: str) -> exp.Expr:
    """Return how often each rule could not be told for want of which fields (as ``type.field``, joined)."""
    selects = [_unknowns_of(cases, relation) for cases in decided.listed if cases.missing is not None]
    return _union(selects) if selects else _nothing(("rule", "missing", "projects", "cases"))


def _unknowns_of(cases: Cases, relation: str) -> exp.Select:
    table, own = _at(cases, relation)
    missing: Sql = text("") if cases.missing is None else cases.missing
    columns: list[tuple[str, Sql]] = [
        ("rule", text(cases.rule.id)),
        ("missing", missing),
        ("projects", exp.Count(this=exp.Distinct(expressions=[column(own, "project")]))),
        ("cases", exp.Count(this=exp.Star())),
    ]
    query = select(columns, table, own).where(is_outcome(cases.outcome, UNKNOWN), copy=False)
    return query.group_by(missing, copy=False)


def scores(plan: Plan, scored: Scored, relation: str) -> exp.Select:
    """Return the total, the grades and the points of every leaf, a row for each project."""
    return select([("project", column(PROJECT, "project")), *score_columns(plan, scored)], relation, PROJECT)


def problems(plan: Plan, rows: Iterable[StaticRow], decided: Decided, relation: str) -> exp.Expr:
    """Return the problems of each project with the number of their findings and what they deduct."""
    selects = []
    deductions = {row.key: dict(shown(as_number(row.fields["deduction"]), "deduction")) for row in rows}
    names = list(dict.fromkeys([*_POINTS, *(name for each in deductions.values() for name in each)]))
    for problem, points in deductions.items():
        count = _findings_count(plan, problem, decided)
        if count is None:
            continue
        columns = [("project", column(PROJECT, "project")), ("problem", text(problem)), ("findings", count)]
        columns += [(name, points.get(name) or _no_points(name)) for name in names]
        query = select(columns, relation, PROJECT)
        selects.append(query.where(exp.GT(this=bracketed(count), expression=code(0)), copy=False))
    return _union(selects) if selects else _nothing(("project", "problem", "findings", *names))


def _findings_count(plan: Plan, problem: str, decided: Decided) -> Sql | None:
    """Return the number of sure findings of a problem."""
    counts = [
        decided.totals[rule.id].fails for rule in plan.rules if rule.problem == problem and rule.id in decided.totals
    ]
    if not counts:
        return None
    return cast(exact.multiple(exact.total(counts), Fraction(1)).sql, "BIGINT")


def _union(selects: Sequence[exp.Select]) -> exp.Expr:
    """Return all rows of some selects, of which there is at least one."""
    made: exp.Expr = selects[0]
    for more in selects[1:]:
        made = exp.Union(this=made, expression=more, distinct=False)
    return made


def _nothing(names: Iterable[str]) -> exp.Select:
    """Return a table without a row."""
    nothing = exp.select(*[exp.alias_(cast(null(), "VARCHAR"), name) for name in names], copy=False)
    return nothing.where(exp.false(), copy=False)


def used_columns(outputs: Iterable[exp.Expr]) -> list[str]:
    """Return the columns of the table of projects that the outputs read, the project first."""
    found = {node.name: None for output in outputs for node in output.find_all(exp.Column) if node.table == PROJECT}
    return ["project", *[name for name in found if name != "project"]]
