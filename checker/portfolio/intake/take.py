"""Takes a portfolio in: every table is read and checked, what is wrong is listed, and typed relations are put together.

The rows are looked at with DuckDB. What is handed on lies in Parquet files, so that any session can be given it
(``attach``). Knows nothing about how projects are decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.messages import message
from checker.plan.vocabulary import vocabulary_of
from checker.portfolio.intake.facts import check_facts, check_judgements, check_shared, exact_rows
from checker.portfolio.intake.judged import take_judgements
from checker.portfolio.intake.listed import (
    reject_heads,
    reject_incomplete,
    reject_untyped,
    take_list,
    take_reported,
    take_waivers,
)
from checker.portfolio.intake.put_together import Portfolio, put_together
from checker.portfolio.intake.rejects import Rejects, reject_faults
from checker.portfolio.intake.settled import settle
from checker.portfolio.intake.tables import Table, take_table
from checker.portfolio.source import JUDGEMENTS, REPORTED, WAIVERS
from checker.source import EngineFault, Problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from checker.facts import Vocabulary
    from checker.plan import Plan
    from checker.portfolio.intake.taken import Intake
    from checker.portfolio.session import Session
    from checker.portfolio.source import OpenedSource
    from checker.sql.values import Sql


def take_in(
    source: OpenedSource, plan: Plan, session: Session, work: Path, carry: Sequence[str] | None = None
) -> Intake:
    """Return the portfolio ready to be decided by ``plan``; ``session`` is one of DuckDB, and holds what is made.

    ``work`` is a folder for the files that are written. ``carry`` names the facts (``TYPE.FIELD``) that the list of
    projects repeats, None the usual ones. Raises ``InputError`` for what makes a whole column unreadable (numbers whose
    unit nobody says), ``UsageFault`` for a wrong ``carry``.
    """
    work.mkdir(parents=True, exist_ok=True)
    problems, vocabulary = Problems(), vocabulary_of(plan.pack)
    taken = _take_tables(source, plan, vocabulary, session, problems)
    problems.raise_if_any()
    if taken is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    rejects = Rejects(session)
    for table in source.tables.values():
        rejects.add_broken(table)
    _check(taken, rejects)
    settled = settle(session, rejects, taken.tables, _exact(taken, plan), work)
    return put_together(taken, plan, session, settled, work, carry)


def _take_tables(
    source: OpenedSource, plan: Plan, vocabulary: Vocabulary, session: Session, problems: Problems
) -> Portfolio | None:
    listed = take_list(source, plan, session, problems)
    facts = {}
    for name, rule in vocabulary.types.items():
        if name in source.tables and (table := take_table(source.tables[name], rule, session, problems)) is not None:
            facts[name] = table
    others = source.tables
    judged = take_judgements(others[JUDGEMENTS], plan, session, problems) if JUDGEMENTS in others else None
    waivers = take_waivers(others[WAIVERS], plan, session, problems) if WAIVERS in others else None
    reported = take_reported(others[REPORTED], vocabulary, session, problems) if REPORTED in others else None
    if listed is None:
        return None
    return Portfolio(vocabulary, listed, facts, judged, waivers, reported)


def _check(taken: Portfolio, rejects: Rejects) -> None:
    """Reject everything that is wrong, and note what the looks at the tables showed."""
    heads = taken.listed.heads
    if not taken.listed.derived:
        for given in taken.listed.table.fields.values():
            reject_faults(taken.listed.table, given, rejects)
    reject_heads(taken.listed, rejects)
    for name, table in taken.facts.items():
        taken.seen[name] = check_facts(table, heads, rejects)
    if taken.judged is not None:
        taken.seen[JUDGEMENTS] = check_judgements(taken.judged, heads, rejects)
    if taken.waivers is not None:
        reject_incomplete(taken.waivers, rejects)
        taken.seen[WAIVERS] = check_shared(taken.waivers, heads, rejects)
    if taken.reported is not None:
        reject_untyped(taken.reported, rejects)
        taken.seen[REPORTED] = check_shared(taken.reported, heads, rejects)


def _exact(taken: Portfolio, plan: Plan) -> list[tuple[Table, Sql]]:
    """Return which rows make a project one of the exact path."""
    found = [(table, exact_rows(table, plan)) for table in taken.facts.values()]
    judged = taken.judged
    if judged is not None:
        found += [(judged.table, exact_rows(judged.table, plan)), (judged.table, judged.unfit)]
    return [(table, condition) for table, condition in found if condition is not None]
