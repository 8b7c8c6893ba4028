"""Runs a program in a session: relations in, named outputs out; knows nothing about what the program decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

    from checker.portfolio.session.session import Query, Session
    from checker.sql.steps import Program


def execute(program: Program, session: Session, relations: Mapping[str, Query]) -> Mapping[str, exp.Expr]:
    """Make the relations and the steps of a program in a session, and return its outputs, not yet worked out.

    A relation that the session holds under its name already need not be among ``relations``.
    """
    for name, select in relations.items():
        session.view(name, select)
    program = _suited(program, session)
    for step in program.steps:
        if step.keep:
            session.keep(step.name, program.whole(step.select))
    return {name: program.whole(select) for name, select in program.outputs.items()}


def forget(program: Program, session: Session) -> None:
    """Drop what the steps of a program left in a session, the last first."""
    for step in reversed(_suited(program, session).steps):
        if step.keep:
            session.drop(step.name)


def _suited(program: Program, session: Session) -> Program:
    return program.layered() if session.dialect == "spark" else program
