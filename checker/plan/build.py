"""Turns a pack and a day into a plan: a chain of plain passes, each recording what is wrong with what it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.expr import Scope
from checker.pack import parameter_specs, record_specs
from checker.plan.compiler import Compiler
from checker.plan.derive import plan_derivations
from checker.plan.indicators import plan_score
from checker.plan.plan import Plan
from checker.plan.reads import fields_read
from checker.plan.rules import plan_rules

if TYPE_CHECKING:
    from datetime import date

    from checker.pack import Pack
    from checker.source import Problems


def build_plan(pack: Pack, as_of: date, problems: Problems) -> Plan | None:
    """Return the plan of ``pack`` for the day ``as_of``; everything wrong is recorded, and gives None."""
    before = len(problems.errors)
    records, parameters = record_specs(pack), parameter_specs(pack)
    scope = Scope(records, parameters)
    compiler = Compiler(problems)
    derivations = plan_derivations(pack, scope, compiler, problems)
    rules, inactive = plan_rules(pack, scope, compiler, as_of, problems)
    score = plan_score(pack, scope, compiler, rules)
    if len(problems.errors) > before:
        return None
    return Plan(
        pack=pack,
        as_of=as_of,
        records=records,
        parameters=parameters,
        fields={name: entry.model.fields for name, entry in pack.fact_types.items()},
        keys={name: entry.model.key for name, entry in pack.fact_types.items()},
        derivations=derivations,
        rules=rules,
        inactive=inactive,
        score=score,
        read=fields_read(derivations, rules, score),
    )
