"""Gathers over rows that are known beforehand: problems, indicators, and the findings of each rule.

The answers are those of ``checker.expr.gather``, written out row by row and folded where rows are certain. Knows
nothing about how the rows came about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.expr.tree import Constant, Field
from checker.messages import message
from checker.sql.arithmetic import add, added, constant, constant_of, divide, hull, maximum, minimum, multiply
from checker.sql.choosing import choose
from checker.sql.steps import code, negated, null, when
from checker.sql.terms import bracketed
from checker.sql.translate import sql_value
from checker.sql.trees import free_fields, mapped
from checker.sql.truths import as_truth, both, either
from checker.sql.values import FALSE, NOTHING, TRUE, Bounded, Exact, Nothing, Range, Refused, SqlValue, Truth, Words
from checker.values import UNKNOWN, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.expr import Expr
    from checker.expr.tree import Aggregate
    from checker.sql.found import RuleTotals, StaticRow
    from checker.sql.project import Project
    from checker.sql.values import Number

_ZERO = Fraction(0)


def bound(node: Expr, variable: str, row: StaticRow, project: Project, record: str) -> Expr:
    """Return ``node`` about one row: its certain fields as constants, the others under a name of their own."""
    name = f"{record}#{row.key}"
    project.variables[name] = row

    def change(found: Field) -> Expr:
        if found.variable != variable:
            return found
        value = row.fields.get(found.name, NOTHING)
        known = certain(value)
        if known is not None:
            return Constant(known, found.kind, found.span)
        return replace(found, variable=name)

    return mapped(node, change)


def certain(value: SqlValue) -> Fraction | str | bool | None:
    """Return a value that is the same for every project, or None."""
    match value:
        case Exact():
            return constant_of(value)
        case Words() | Truth():
            return value.constant
        case _:
            return None


def gathered(node: Aggregate, rows: Sequence[StaticRow], project: Project) -> SqlValue:
    """Return what ``node`` gathers over ``rows``; raises ``Refused`` for what cannot be written out."""
    members = []
    for row in rows:
        about = [
            None if part is None else bound(part, node.variable, row, project, node.record)
            for part in (node.where, node.body)
        ]
        project.prepare([part for part in about if part is not None])
        where = TRUE if about[0] is None else as_truth(sql_value(about[0], project))
        member = both(row.member, where)
        if member.constant is not False:
            members.append((member, TRUE if about[1] is None else sql_value(about[1], project)))
    return gather_members(node.name, members)


def gather_members(name: str, members: Sequence[tuple[Truth, SqlValue]]) -> SqlValue:
    """Return the aggregate ``name`` of values whose membership is a truth."""
    match name:
        case "count":
            return _count(members)
        case "exists":
            return reduce(either, (member for member, _ in members), FALSE)
        case "sum":
            start: SqlValue = constant(_ZERO)
            return reduce(_add, (choose(member, value, constant(_ZERO)) for member, value in members), start)
        case "only":
            return _only(members)
        case _:
            return _of_certain(name, members)


def _add(one: SqlValue, other: SqlValue) -> SqlValue:
    if isinstance(one, Exact | Bounded | Nothing) and isinstance(other, Exact | Bounded | Nothing):
        return add(one, other)
    raise TypeError("only numbers are added")


def _ones(member: Truth, *, perhaps: bool) -> Exact:
    """Return 1 where a row counts (``perhaps``: or may count), else 0."""
    if member.constant is not None:
        return constant(Fraction(int(member.constant)))
    if perhaps and member.nullable:
        return Exact(when((negated(bracketed(member.sql)), code(0)), otherwise=code(1)), Range(0, 1), nullable=False)
    return Exact(when((member.sql, code(1)), otherwise=code(0)), Range(0, 1), nullable=False)


def _count(members: Sequence[tuple[Truth, SqlValue]]) -> SqlValue:
    low = added(_ones(member, perhaps=False) for member, _ in members)
    if not any(member.nullable for member, _ in members):
        return low
    high = added(_ones(member, perhaps=True) for member, _ in members)
    return Bounded(low, high) if isinstance(low, Exact) and isinstance(high, Exact) else NOTHING


def _only(members: Sequence[tuple[Truth, SqlValue]]) -> SqlValue:
    """Return the value of the one row that counts, unknown when another may."""
    if not members:
        return NOTHING
    counted = _count(members)
    low, high = (counted.low, counted.high) if isinstance(counted, Bounded) else (counted, counted)
    one = both(_is_one(low), _is_one(high))
    value: SqlValue = NOTHING
    for member, item in reversed(members):
        value = choose(_sure(member), item, value) if member.constant is not True else item
    return choose(one, value, NOTHING)


def _is_one(value: SqlValue | None) -> Truth:
    if not isinstance(value, Exact):
        return FALSE
    known = constant_of(value)
    if known is not None:
        return TRUE if known == 1 else FALSE
    return Truth(exp.EQ(this=value.top, expression=code(1)), nullable=False)


def _sure(member: Truth) -> Truth:
    return (
        member
        if not member.nullable
        else Truth(exp.Coalesce(this=member.sql, expressions=[exp.false()]), nullable=False)
    )


def _of_certain(name: str, members: Sequence[tuple[Truth, SqlValue]]) -> SqlValue:
    if any(member.constant is None for member, _ in members):
        raise Refused(message("{name} 汇总的是哪几条要到运行时才知道，SQL 里没有写法", name=name))
    values = [value for _, value in members if isinstance(value, Exact | Bounded)]
    if not members or len(values) < len(members):
        return NOTHING
    if name == "average":
        return divide(added(values), constant(Fraction(len(values))))
    pick = minimum if name == "min" else maximum
    first: Number = values[0]
    return reduce(pick, values[1:], first)


# ---------------------------------------------------------------------- findings


@dataclass(frozen=True, slots=True)
class _RuleFindings:
    """The findings of one rule, as far as an aggregate over findings can tell them apart."""

    totals: RuleTotals
    member: Truth
    body: Expr | None


def of_findings(node: Aggregate, project: Project) -> SqlValue:
    """Return what is gathered over the findings decided so far, rule by rule; raises ``Refused``."""
    picked = [
        found
        for found in (_of_rule(node, rule, project) for rule in project.totals)
        if found.member.constant is not False
    ]
    totals = [found.totals for found in picked]
    open_ended = reduce(either, (each.open_ended for each in totals), FALSE)
    fails, doubts = added(each.fails for each in totals), added(each.doubts for each in totals)
    match node.name:
        case "count":
            return _open_count(fails, doubts, open_ended)
        case "exists":
            return _open_exists(fails, doubts)
        case "sum":
            return choose(open_ended, NOTHING, added(_sum_of_rule(found, node) for found in picked))
        case _:
            raise Refused(message("对发现只能数条数、求合计、问有没有，不能用 {name}", name=node.name))


def _of_rule(node: Aggregate, rule_id: str, project: Project) -> _RuleFindings:
    rule = project.plan.rule(rule_id)
    if rule is None:
        raise TypeError(f"no rule {rule_id}")
    texts = {"rule": rule.id, "severity": rule.severity, "indicator": rule.indicator, "problem": rule.problem}

    def change(found: Field) -> Expr:
        if found.variable != node.variable or found.name not in texts:
            return found
        words = texts[found.name]
        return Constant(UNKNOWN if words is None else words, Kind.TEXT, found.span)

    where = None if node.where is None else mapped(node.where, change)
    if where is not None and any(part.variable == node.variable for part in free_fields(where)):
        raise Refused(message("对发现的条件里用到了扣分，SQL 里没有写法"))
    member = TRUE if where is None else as_truth(sql_value(where, project))
    if member.constant is None:
        raise Refused(message("挑选发现的条件要到运行时才知道，SQL 里没有写法"))
    body = None if node.body is None else mapped(node.body, change)
    return _RuleFindings(project.totals[rule_id], member, body)


def _sum_of_rule(found: _RuleFindings, node: Aggregate) -> Number:
    body = found.body
    if isinstance(body, Field) and body.variable == node.variable and body.name == "deduction":
        return found.totals.lost
    if isinstance(body, Constant) and isinstance(body.value, Fraction):
        return _times_count(found.totals, body.value)
    raise Refused(message("对发现求合计，只能是扣分本身或一个常数"))


def _times_count(totals: RuleTotals, each: Fraction) -> Number:
    value = constant(each)
    sure = multiply(totals.fails, value)
    return add(sure, multiply(totals.doubts, hull(constant(_ZERO), value)))


def _open_count(fails: Number, doubts: Number, open_ended: Truth) -> SqlValue:
    most = add(fails, doubts)
    if not isinstance(fails, Exact) or not isinstance(most, Exact):
        return NOTHING
    if isinstance(doubts, Exact) and constant_of(doubts) == 0:
        return fails
    if open_ended.constant is False:
        return Bounded(fails, most)
    high = when((open_ended.sql, null()), otherwise=most.top)
    return Bounded(fails, Exact(high, most.range, most.factor))


def _open_exists(fails: Number, doubts: Number) -> SqlValue:
    if not isinstance(fails, Exact) or not isinstance(doubts, Exact):
        return NOTHING
    if constant_of(fails) == 0 and constant_of(doubts) == 0:
        return FALSE
    found = exp.GT(this=fails.top, expression=code(0))
    maybe = exp.GT(this=doubts.top, expression=code(0))
    return Truth(when((found, exp.true()), (maybe, null()), otherwise=exp.false()))
