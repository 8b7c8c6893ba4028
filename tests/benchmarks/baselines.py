"""The same five rules by hand: a plain Python loop, and durable-rules used directly with everything tuned for it.

Both start from typed integers (yuan, basis points, day numbers), as one would who writes for these five rules alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import durable_rules_engine as durable

from checker.values.calendar import last_day_of_month
from checker.values.steps import round_half_up

_FLOOR, _EXECUTION_FLOOR = 9_000, 8_000
_CEILINGS = {"一期": 850, "二期": 628}
Finding = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Project:
    """A project as typed integers: yuan, basis points, day numbers."""

    budget: int
    arrived: int
    spent: int
    quarters: tuple[tuple[str, int], ...]
    payments: tuple[tuple[str, int, int], ...]
    prices: tuple[tuple[str, int], ...]


def typed(data: dict[str, Any]) -> Project:
    """Return the five-rule part of a synthetic project as typed integers."""
    money = {name: int(Fraction(text.removesuffix("万元")) * 10_000) for name, text in data["funding"].items()}
    quarters = tuple(
        (item["quarter"], 10_000 - int(Fraction(item["fault_rate"].rstrip("%")) * 100))
        for item in data["service_quarter"]
    )
    payments = tuple(_payment(item) for item in data["payment"])
    prices = tuple((item["batch"], int(item["price"].rstrip("元"))) for item in data["unit_price"])
    return Project(money["budget"], money["arrived"], money["spent"], quarters, payments, prices)


def _payment(item: dict[str, str]) -> tuple[str, int, int]:
    quarter = item["fee_quarter"]
    following = Fraction(int(quarter[:4]) * 4 + int(quarter[-1]))
    return quarter, date.fromisoformat(item["paid_on"]).toordinal(), int(last_day_of_month(following, 2))


def plain_loop(project: Project) -> tuple[list[Finding], Fraction]:
    """Decide and score one project in a plain loop."""
    findings: list[Finding] = []
    if project.arrived < project.budget:
        findings.append(("arrival", ""))
    if project.spent * 10_000 < _EXECUTION_FLOOR * project.budget:
        findings.append(("execution", ""))
    findings += [("online", quarter) for quarter, online in project.quarters if online < _FLOOR]
    findings += [("payment", quarter) for quarter, paid, limit in project.payments if paid > limit]
    findings += [("price", batch) for batch, price in project.prices if price > _CEILINGS[batch]]
    return findings, _score(project, findings)


def _score(project: Project, findings: Sequence[Finding]) -> Fraction:
    count = {name: sum(1 for rule, _ in findings if rule == name) for name in ("online", "payment", "price")}
    return (
        _proportional(10, project.arrived, project.budget)
        + _proportional(20, project.spent, project.budget)
        + max(Fraction(0), 30 - Fraction(count["online"], 2))
        + max(0, 30 - count["payment"])
        + max(0, 10 - 5 * count["price"])
    )


def _proportional(weight: int, actual: int, target: int) -> Fraction:
    rounded = round_half_up(min(Fraction(weight), Fraction(weight * actual, target)), 2)
    assert isinstance(rounded, Fraction)
    return rounded


class TunedDurable:
    """durable-rules by its C functions: one batch a project, margins worked out before, findings collected."""

    def __init__(self) -> None:
        rules: dict[str, Any] = {
            name: {"all": [{"m": {"$and": [{"k": kind}, {"$lt": {"m": 0}}]}}]} for kind, name in enumerate(_NAMES)
        }
        rules["start"] = {"all": [{"m": {"k": 9}}]}
        self._handle = durable.create_ruleset("tuned", json.dumps(rules))

    def decide(self, project: Project) -> tuple[list[Finding], Fraction]:
        """Decide and score one project."""
        findings = [(_NAMES[kind], key) for kind, key in self.find(list(_margins(project)))]
        return findings, _score(project, findings)

    def find(self, rows: Sequence[tuple[int, str, int]]) -> list[tuple[int, str]]:
        """Return the kind and key of the rows with a negative margin; a row is kind, key and margin."""
        facts = ",".join(
            f'{{"id":{number},"sid":"p","k":{kind},"m":{margin}}}' for number, (kind, _, margin) in enumerate(rows, 1)
        )
        _, state = durable.assert_facts(self._handle, f'[{{"id":0,"sid":"p","k":9}},{facts}]')
        found: set[tuple[int, int]] = set()
        started = durable.start_action_for_state(self._handle, state)
        due = started[1] if started else None
        while due:
            for name, matched in json.loads(due).items():
                if name != "start":
                    found.add((_NAMES.index(name), matched["m"]["id"]))
            due = durable.complete_and_start_action(self._handle, state)
        durable.delete_state(self._handle, "p")
        return [(kind, rows[number - 1][1]) for kind, number in sorted(found)]


_NAMES = ("arrival", "execution", "online", "payment", "price")


def _margins(project: Project) -> Iterator[tuple[int, str, int]]:
    yield 0, "", project.arrived - project.budget
    yield 1, "", project.spent * 10_000 - _EXECUTION_FLOOR * project.budget
    yield from ((2, quarter, online - _FLOOR) for quarter, online in project.quarters)
    yield from ((3, quarter, limit - paid) for quarter, paid, limit in project.payments)
    yield from ((4, batch, _CEILINGS[batch] - price) for batch, price in project.prices)
