"""Where the outcomes of a rule stand once they are decided; knows nothing about how."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.plan import Tier
from checker.sql.steps import column, equal, is_null, negated, select, text

if TYPE_CHECKING:
    from checker.plan import PlannedRule
    from checker.sql.found import RuleTotals
    from checker.sql.project import Project
    from checker.sql.values import Refused, Sql, SqlValue

CASES = "c"
"""The alias of a relation of cases."""


@dataclass(frozen=True, slots=True)
class Cases:
    """The outcomes of a rule in a relation, null where there is no case.

    ``relation`` is None for the table of projects, which has the alias ``p``; a relation of cases has the alias ``c``.
    ``missing`` names what is not given where the outcome cannot be told; ``found`` is whether any may be a finding.
    """

    rule: PlannedRule
    relation: str | None
    outcome: Sql
    key: Sql
    deduction: SqlValue | None = None
    missing: Sql | None = None
    found: bool = True


@dataclass(slots=True)
class Decided:
    """What was decided so far: every case, and those worth listing (found, waived, not to be told) where they stand.

    ``refused`` are the rules that SQL cannot say, with the reason.
    """

    every: list[Cases] = field(default_factory=list)
    listed: list[Cases] = field(default_factory=list)
    totals: dict[str, RuleTotals] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)

    def add(self, cases: Cases) -> None:
        """Add cases that stand in one relation, worth listing or not."""
        self.every.append(cases)
        self.listed.append(cases)


def column_of(rule: PlannedRule) -> str:
    """Return the column that holds the outcome of a rule."""
    return rule.id.replace("-", "_")


def waived_step(rule: PlannedRule, project: Project) -> str | None:
    """Return the relation of the projects and keys for which findings of a rule are waived, or None.

    What rules on scores find is never waived.
    """
    if rule.id not in project.shapes.waived or not rule.waivable or rule.tier is Tier.SCORES:
        return None
    columns = [("project", column("w", "project")), ("key", column("w", "key"))]
    query = select(columns, project.builder.read("waivers"), "w").distinct(copy=False)
    own = equal(column("w", "rule"), text(rule.id))
    return project.builder.add(f"{column_of(rule)}_waived", query.where(own, copy=False), f"{rule.id} 的豁免")


def joined_key(keys: list[exp.Column]) -> Sql:
    """Return the key of facts that go together."""
    made: Sql = keys[0]
    for key in keys[1:]:
        made = exp.DPipe(this=exp.DPipe(this=made, expression=text("+")), expression=key)
    return made


def is_there(alias: str) -> Sql:
    """Return whether a row found a row in the relation joined as ``alias``."""
    return negated(is_null(column(alias, "project")))
