"""Checks the tables of facts, judgements and waivers, row by row only where something is wrong.

Knows nothing about how tables are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.messages import message
from checker.portfolio.intake.judged import TELLING, telling
from checker.portfolio.intake.orders import order_by, order_of
from checker.portfolio.intake.phrases import either, looked_up, named, text
from checker.portfolio.intake.presence import Presence, look
from checker.portfolio.intake.rejects import (
    Why,
    in_words,
    load_faults,
    reject_doubled,
    reject_faults,
    reject_missing,
    reject_nobodys,
    with_faults,
)

if TYPE_CHECKING:
    from checker.messages import Message
    from checker.plan import Plan
    from checker.portfolio.intake.judged import Judged
    from checker.portfolio.intake.presence import Heads
    from checker.portfolio.intake.rejects import Rejects
    from checker.portfolio.intake.tables import Table
    from checker.sql.values import Sql


def check_facts(table: Table, heads: Heads, rejects: Rejects) -> Presence:
    """Reject the rows of a fact type that are wrong, and return what a look at them showed."""
    rule = table.rule
    for given in table.fields.values():
        reject_faults(table, given, rejects)
    reject_missing(table, rule.key, rejects, lambda names: _lacking(table, names))
    seen = look(table, heads, rejects.session, order_of(table, rejects.session))
    if seen.strange:
        reject_nobodys(table, heads, rejects)
    if seen.doubled:
        reject_doubled(table, _repeated(table), rejects)
    return seen


def _lacking(table: Table, names: str) -> tuple[str, Message, Message]:
    what = message("这条“{label}”没有写{names}", label=table.rule.label, names=names)
    return "missing-key", what, message("补上{names}，同类事实靠它区分", names=names)


def _repeated(table: Table) -> Why:
    rule, first = table.rule, named("__first")
    if not rule.key:
        what = message("“{label}”只能有一条，第一次在 {first}", label=rule.label)
        return in_words("duplicate-fact", what, message("把两处合成一处"), first=first)
    what = message("“{label}”的“{key}”写了两次，第一次在 {first}", label=rule.label)
    names = "、".join(rule.fields[name].label for name in rule.key)
    hint = message("删去其中一条，或改正{names}", names=names)
    return in_words("duplicate-fact", what, hint, key=named("__key"), first=first)


def check_shared(table: Table, heads: Heads, rejects: Rejects) -> Presence:
    """Reject the rows of waivers, or of what was reported on, that are wrong in themselves or belong to nobody."""
    for given in table.fields.values():
        reject_faults(table, given, rejects)
    seen = look(table, heads, rejects.session, None)
    if seen.strange:
        reject_nobodys(table, heads, rejects)
    return seen


def check_judgements(judged: Judged, heads: Heads, rejects: Rejects) -> Presence:
    """Reject the judgements that are wrong, of nobody, or given twice."""
    table = judged.table
    for given in table.fields.values():
        reject_faults(table, given, rejects)
    faults = [(one.raw, fault) for one in judged.ruled for fault in one.faults]
    if faults:
        name = f"{table.scan}__faults"
        load_faults(rejects.session, name, len(TELLING), faults)
        why = Why(named("__code"), named("__reason"), named("__hint"))
        rejects.add(table, why, rows=with_faults(table, name, telling(table)))
    seen = look(table, heads, rejects.session, order_by(table, judged.said, judged.keys, rejects.session))
    if seen.strange:
        reject_nobodys(table, heads, rejects)
    if seen.doubled:
        labels = looked_up(named("__key"), {one.key: text(one.label) for one in judged.ruled if one.key})
        what, hint = message("对“{label}”有两条评定"), message("删去其中一条，或写明要点")
        reject_doubled(table, in_words("duplicate-judgement", what, hint, label=labels), rejects)
    return seen


def exact_rows(table: Table, plan: Plan) -> Sql | None:
    """Return which rows only the exact path can decide: numbers that do not fit, and derived fields that were given.

    A given value of a derived field has to be held against what it is derived from, and narrows it.
    """
    conditions = []
    for name, given in table.fields.items():
        if given.unfit is not None:
            conditions.append(given.unfit)
        if (table.name, name) in plan.derived and given.shape is not None:
            conditions.append(given.present)
    return either(conditions) if conditions else None
