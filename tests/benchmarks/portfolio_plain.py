"""Turns projects of a synthetic portfolio into the findings and scores that the single-project checker comes to.

What every other way is held to: the facts are read row by row, written as people write them, and decided one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias

import duckdb

from checker.facts import FactSet, parse_facts
from checker.result import CheckResult, Outcome
from checker.run import Checker, open_checker
from checker.source import Problems
from checker.values import ends

AS_OF: Final = date(2020, 12, 31)
PACK: Final = Path(__file__).parent.parent.parent / "rules" / "xueliang-2020"
SINGLE: Final = ("project", "funding", "delivery", "survey")
SEVERAL: Final = ("service_quarter", "payment", "unit_price")
FINDING_COLUMNS: Final = (
    "project", "rule", "key", "severity", "concerns", "indicator", "problem", "deduction_low", "deduction_high",
)  # fmt: skip
Finding: TypeAlias = tuple[Any, ...]
"""A row of the table ``findings``, in the order of ``FINDING_COLUMNS``; points as fractions."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The tables ``findings`` and ``scores``, by project; points as fractions."""

    findings: dict[str, list[Finding]] = field(default_factory=dict)
    scores: dict[str, dict[str, Any]] = field(default_factory=dict)


def plain_checker() -> Checker:
    """Return the seed's pack ready for the day of the benchmarks, decided by the plain evaluator."""
    problems = Problems()
    checker = open_checker(str(PACK), AS_OF, problems, engine="plain")
    problems.raise_if_any()
    assert checker is not None
    return checker


def plain_answers(folder: Path, checker: Checker, projects: Iterable[str]) -> Answers:
    """Return what the checker says about each of ``projects``, one by one."""
    answers = Answers()
    for name, facts in read_facts(folder, checker, projects):
        result = checker.check(facts)
        answers.findings[name] = sorted(_findings(name, result), key=lambda row: row[:3])
        answers.scores[name] = _scores(name, result)
    return answers


def read_facts(folder: Path, checker: Checker, projects: Iterable[str]) -> Iterator[tuple[str, FactSet]]:
    """Yield the facts of each of ``projects``."""
    for name, data in read_data(folder, projects).items():
        problems = Problems()
        facts = parse_facts(data, name, checker.vocabulary, problems)
        problems.raise_if_any()
        assert facts is not None
        yield name, facts


def read_data(folder: Path, projects: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return each of ``projects`` as plain data in the facts format."""
    wanted = list(projects)
    rows = {name: _rows(folder, name, wanted) for name in ("projects", *SINGLE, *SEVERAL, "judgement")}
    found: dict[str, dict[str, Any]] = {}
    for (head,) in rows["projects"].values():
        found[head["project"]] = {
            "rules": "xueliang-2020", "as_of": "2020-12-31", "title": head["title"], "kind": head["kind"],
        }  # fmt: skip
    for project, data in found.items():
        for name in SINGLE:
            if project in rows[name]:
                data[name] = _written(rows[name][project][0])
        for name in SEVERAL:
            if project in rows[name]:
                data[name] = [_written(row) for row in rows[name][project]]
        data["judgements"] = [_written(row) for row in rows["judgement"].get(project, [])]
    return found


def _rows(folder: Path, name: str, wanted: list[str]) -> dict[str, list[dict[str, Any]]]:
    with duckdb.connect() as base:
        query = "SELECT * FROM read_parquet(?) WHERE project IN (SELECT unnest(?))"
        cursor = base.execute(query, [str(folder / f"{name}.parquet"), wanted])
        columns = [column[0] for column in cursor.description or ()]
        found: dict[str, list[dict[str, Any]]] = {}
        for values in cursor.fetchall():
            row = dict(zip(columns, values, strict=True))
            found.setdefault(row["project"], []).append(row)
    return found


_MONEY: Final = frozenset({"budget", "adjusted_budget", "arrived", "spent", "price"})
_SHARES: Final = frozenset({"fault_rate", "satisfaction"})


def _written(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        field_: _text(field_, value) for field_, value in row.items() if field_ != "project" and value is not None
    }  # fmt: skip


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in _MONEY:
        return f"{value}元"
    return f"{(value * Decimal(100)).normalize():f}%" if name in _SHARES else str(value)


def _findings(project: str, result: CheckResult) -> Iterator[Finding]:
    for outcome in result.outcomes:
        if outcome.outcome is Outcome.FAIL:
            span = None if outcome.deduction is None else ends(outcome.deduction)
            low, high = (None, None) if span is None else (span.low, span.high)
            yield (
                project, outcome.rule, outcome.key, outcome.severity, outcome.concerns, outcome.indicator,
                outcome.problem, low, high,
            )  # fmt: skip


def _scores(project: str, result: CheckResult) -> dict[str, Any]:
    span = ends(result.score)
    row: dict[str, Any] = {
        "project": project, "total_low": span.low, "total_high": span.high,
        "grades": "、".join(result.grades), "limits": "、".join(result.limits),
    }  # fmt: skip
    for indicator in result.indicators:
        if indicator.leaf:
            span = ends(indicator.score)
            row |= {f"{indicator.id}__low": span.low, f"{indicator.id}__high": span.high}
    return row


def check_plain(folder: Path, out: Path, count: int) -> None:
    """Raise ``SystemExit`` unless the first projects have in OUT exactly what the checker says one by one."""
    names = [f"P{number:07}" for number in range(1, count + 1)]
    answers = plain_answers(folder, plain_checker(), names)
    findings, scores = (_table(out / table, names[-1]) for table in ("findings", "scores"))
    for name in names:
        rows = [tuple(row[column] for column in FINDING_COLUMNS) for row in findings.get(name, [])]
        if rows != answers.findings[name]:
            raise SystemExit(f"the findings of {name} are {rows}, not {answers.findings[name]}")
        if scores.get(name) != [answers.scores[name]]:
            raise SystemExit(f"the scores of {name} are {scores.get(name)}, not {answers.scores[name]}")


def _table(folder: Path, last: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    with duckdb.connect() as base:
        cursor = base.execute(f"FROM '{(folder / '*.parquet').as_posix()}' WHERE project <= ?", [last])
        columns = [column[0] for column in cursor.description or ()]
        for values in cursor.fetchall():
            row = {column: _exact(value) for column, value in zip(columns, values, strict=True)}
            found.setdefault(row["project"], []).append(row)
    return found


def _exact(value: Any) -> Any:
    return Fraction(value) if isinstance(value, Decimal) else value
