"""The rows of problems, indicators and the result made by SQL are those that rules on problems and on scores read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from checker.expr.evaluate import MEMBER, SEVERAL
from checker.expr.gather import gather
from checker.plan import Tier
from checker.result import Outcome
from checker.sql.explained import explained
from checker.sql.found import RuleTotals
from checker.sql.indicator_rows import indicator_rows, result_row
from checker.sql.possible import exact_of, number_of
from checker.sql.problem_rows import problem_rows
from checker.sql.scoring import score
from checker.sql.truths import as_truth
from checker.values import UNKNOWN, Interval
from checker.values.amounts import add
from tests.sql.given import Given
from tests.strategies.making import checker_of, load
from tests.strategies.packs import DrawnPack, packs
from tests.strategies.projects import DrawnProject, projects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.plan import Plan, PlannedRule
    from checker.plan.tables import Tables
    from checker.result import CheckResult, RuleOutcome
    from checker.sql.found import StaticRow
    from checker.sql.values import SqlValue
    from checker.values import Truth, Value

_MOST = 10**15


@dataclass(frozen=True)
class Decided:
    """A project decided by the evaluator."""

    tables: Tables
    result: CheckResult


@st.composite
def cases(draw: st.DrawFn) -> tuple[DrawnPack, list[DrawnProject], bool]:
    """A pack with four projects of it, and how numbers are kept."""
    pack = draw(packs())
    return pack, [draw(projects(pack, derived=False)) for _ in range(4)], draw(st.booleans())


def counted(rule: PlannedRule, decided: Decided) -> dict[str, Value]:
    """Return what a rule came to, as ``RuleTotals`` says it."""
    about: list[RuleOutcome] = [outcome for outcome in decided.result.outcomes if outcome.rule == rule.id]
    fails = [outcome for outcome in about if outcome.outcome is Outcome.FAIL]
    named = [outcome.deduction for outcome in fails if outcome.deduction is not None]
    rows = [row for row in decided.tables.env.tables["finding"] if row["rule"] == rule.id]
    members: list[tuple[Truth, Value]] = [
        (True if row[MEMBER] is True else UNKNOWN, row.get("deduction", UNKNOWN)) for row in rows
    ]
    start: Value = Fraction(0)
    return {
        "fails": Fraction(len(fails)),
        "doubts": Fraction(sum(outcome.outcome is Outcome.UNKNOWN for outcome in about)),
        "deducted": reduce(_added, named, start),
        "unnamed": Fraction(len(fails) - len(named) if rule.deduct is not None and rule.indicator is not None else 0),
        "lost": gather("sum", members),
        "open_ended": any(SEVERAL in row for row in rows),
    }


def _added(one: Value, other: Value) -> Value:
    if not isinstance(one, Fraction | Interval) or not isinstance(other, Fraction | Interval):
        return UNKNOWN
    return add(one, other)


def totals_of(plan: Plan, decided: Sequence[Decided], stage: Given) -> dict[str, RuleTotals]:
    """Return the totals of the rules on facts and problems, as columns."""
    found = {}
    for rule in plan.rules:
        if rule.tier is Tier.SCORES:
            continue
        each = [counted(rule, one) for one in decided]
        assume(all(_small(value) for values in each for value in values.values()))
        columns = {name: stage.column([values[name] for values in each]) for name in each[0]}
        found[rule.id] = RuleTotals(
            fails=exact_of(columns["fails"]),
            doubts=exact_of(columns["doubts"]),
            deducted=number_of(columns["deducted"]),
            unnamed=exact_of(columns["unnamed"]),
            lost=number_of(columns["lost"]),
            open_ended=as_truth(columns["open_ended"]),
        )
    return found


def _small(value: Value) -> bool:
    ends = (value.low, value.high) if isinstance(value, Interval) else (value,)
    return all(not isinstance(end, Fraction) or max(abs(end.numerator), end.denominator) < _MOST for end in ends)


@settings(max_examples=settings().max_examples // 5, suppress_health_check=list(HealthCheck))
@given(cases())
def test_rows(case: tuple[DrawnPack, list[DrawnProject], bool]) -> None:
    """Every field of every row is that of the evaluator, and a row is there, not there, or perhaps there as it says."""
    pack, drawn, fractions = case
    note(str(pack.files()))
    checker = checker_of(load(pack.files()))
    plan = checker.plan
    decided = [Decided(checker.tables(project.reported), checker.check(project.reported)) for project in drawn]
    stage = Given([one.tables.env for one in decided], fractions=fractions)
    totals = totals_of(plan, decided, stage)
    scored = score(plan, stage)
    told = explained(plan, totals, scored.worked, stage)
    made = {
        "problem": problem_rows(plan, totals),
        "indicator": indicator_rows(plan, scored.worked, told, stage),
        "result": (result_row(plan, scored.total, told),),
    }
    values = dict(_values(made))
    values |= {f"explained {name}": value for name, value in told.items()}
    for one, found in zip(decided, stage.read(values), strict=True):
        for indicator in one.result.indicators:
            assert not indicator.leaf or found[f"explained {indicator.id}"] == indicator.explained
        for record, rows in made.items():
            _compare(record, rows, one.tables, found)


def _values(made: dict[str, tuple[StaticRow, ...]]) -> list[tuple[str, SqlValue]]:
    return [
        (f"{record} {row.key} {name}", value)
        for record, rows in made.items()
        for row in rows
        for name, value in (("?", row.member), *row.fields.items())
    ]


def _compare(record: str, rows: tuple[StaticRow, ...], tables: Tables, found: dict[str, Value]) -> None:
    table = tables.by_type[record]
    expected = dict(zip(table.keys, table.rows, strict=True))
    assert [row.key for row in rows if found[f"{record} {row.key} ?"] is not False] == list(expected)
    for key, row in expected.items():
        assert found[f"{record} {key} ?"] is row.get(MEMBER, True)
        (static,) = [one for one in rows if one.key == key]
        assert set(row) - {MEMBER} <= set(static.fields)
        for name in static.fields:
            assert (name, found[f"{record} {key} {name}"]) == (name, row.get(name, UNKNOWN))
