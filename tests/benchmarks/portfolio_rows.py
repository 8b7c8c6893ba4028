"""Five rules and their score for one project at a time, in memory, as a person would program them in Python.

What every engine of ``portfolio_rivals.py`` is given and must come to; knows nothing about those engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import duckdb

from checker.values.calendar import last_day_of_month, quarter_number

ONLINE_FLOOR: Final = 9_000
EXECUTION_FLOOR: Final = 8_000
CEILINGS: Final = {"一期": 85_000, "二期": 62_800}
Answer: TypeAlias = tuple[bool, bool, Sequence[str], Sequence[str], Sequence[str]]
"""Whether the funds and the execution fall short, and which quarters, payments and batches are findings."""
Decided: TypeAlias = tuple[list[tuple[str, str]], int]
"""The findings as rule and key, and the score in hundredths of a point."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project as typed integers: cents, basis points, day numbers."""

    budget: int
    arrived: int
    spent: int
    quarters: tuple[tuple[str, int], ...]
    payments: tuple[tuple[str, int, int], ...]
    prices: tuple[tuple[str, int], ...]


def read_projects(folder: Path, count: int) -> list[Project]:
    """Return the first projects of a portfolio of ``five-rules`` (see ``portfolio_data.write_five``)."""
    with duckdb.connect() as base:

        def rows(table: str, columns: str) -> dict[str, list[Any]]:
            found: dict[str, list[Any]] = {}
            file = (folder / f"{table}.parquet").as_posix()
            for name, *values in base.execute(
                f"FROM '{file}' SELECT project, {columns} WHERE project <= ?", [f"P{count:07}"]
            ).fetchall():
                found.setdefault(name, []).append(tuple(values))
            return found

        funding = rows("funding", "(budget * 100)::BIGINT, (arrived * 100)::BIGINT, (spent * 100)::BIGINT")
        quarters = rows("service_quarter", "quarter, 10000 - (fault_rate * 10000)::INTEGER")
        payments = rows("payment", "fee_quarter, paid_on - DATE '0001-01-01' + 1")
        prices = rows("unit_price", "batch, (price * 100)::INTEGER")
    found = []
    for name, [(budget, arrived, spent)] in sorted(funding.items()):
        due = tuple(map(_due, payments[name]))
        found.append(Project(budget, arrived, spent, tuple(quarters[name]), due, tuple(prices[name])))
    return found


def _due(payment: tuple[Any, ...]) -> tuple[str, int, int]:
    quarter, paid = payment
    number = quarter_number(int(quarter[:4]), int(quarter[-1])) + 1
    return quarter, paid, int(last_day_of_month(number, 2))


def plain_loop(project: Project) -> Answer:
    """Decide the five rules in plain Python."""
    return (
        project.arrived < project.budget,
        project.spent * 10_000 < EXECUTION_FLOOR * project.budget,
        [quarter for quarter, online in project.quarters if online < ONLINE_FLOOR],
        [quarter for quarter, paid, limit in project.payments if paid > limit],
        [batch for batch, price in project.prices if price > CEILINGS[batch]],
    )


def finish(project: Project, answer: Answer) -> Decided:
    """Return the findings and the score: the same work behind every engine."""
    arrival, execution, quarters, payments, batches = answer
    findings = [("arrival", "")] if arrival else []
    if execution:
        findings.append(("execution", ""))
    findings += [("online", key) for key in quarters]
    findings += [("payment", key) for key in payments]
    findings += [("price", key) for key in batches]
    budget = project.budget
    score = (
        (1000 if project.arrived >= budget else (2000 * project.arrived + budget) // (2 * budget))
        + (2000 if project.spent >= budget else (4000 * project.spent + budget) // (2 * budget))
        + max(0, 3000 - 50 * len(quarters))
        + max(0, 3000 - 100 * len(payments))
        + max(0, 1000 - 500 * len(batches))
    )
    return findings, score
