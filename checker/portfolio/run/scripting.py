"""Renders a program once, to be run for every range; knows nothing about what it decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.portfolio.run.tables import UNKNOWNS
from checker.portfolio.run.unknowns import each_unknown
from checker.sql.dialects import to_sql

if TYPE_CHECKING:
    from checker.portfolio.session import Dialect, Session
    from checker.sql.steps import Program


@dataclass(frozen=True, slots=True)
class Script:
    """The statements of a program in the words of one database: what is kept, in order, and what each table selects."""

    inputs: tuple[str, ...]
    kept: Mapping[str, str]
    outputs: Mapping[str, str]

    def run(self, session: Session, relations: Mapping[str, exp.Expr]) -> None:
        """Work out what is kept and name each output (``output_name``); ``relations`` the session does not have yet."""
        for name, select in relations.items():
            session.view(name, select)
        for name, text in self.kept.items():
            session.keep(name, text)
        for table, text in self.outputs.items():
            session.view(output_name(table), text)

    def forget(self, session: Session) -> None:
        """Drop what a run of it left in a session."""
        for table in self.outputs:
            session.drop(output_name(table))
        for name in reversed(list(self.kept)):
            session.drop(name)


def output_name(table: str) -> str:
    """Return the name of the relation that holds the rows of a table, those of unknowns project by project."""
    return f"run__{table}"


def script_of(program: Program, dialect: Dialect, tables: list[str]) -> Script:
    """Return the statements that work out these tables."""
    kept = {step.name: to_sql(program.whole(step.select), dialect, pretty=False) for step in program.steps if step.keep}
    outputs = {}
    for table in tables:
        select = program.outputs[table]
        shown = each_unknown(select) if table == UNKNOWNS else select
        outputs[table] = to_sql(program.whole(shown), dialect, pretty=False)
    return Script(program.inputs, kept, outputs)
