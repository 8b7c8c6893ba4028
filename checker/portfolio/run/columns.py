"""Says which columns the tables have where no SQL has written them yet; knows nothing about rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.taken import REJECT_COLUMNS
from checker.portfolio.run.tables import EACH_UNKNOWN, REJECTS, UNKNOWNS
from checker.portfolio.session import forget

if TYPE_CHECKING:
    from checker.plan import Plan
    from checker.portfolio.session import Session
    from checker.sql.steps import Program
    from checker.sql.values import Sql

STATUS: Final = "status"
_TEXT: Final = "VARCHAR"
_COUNT: Final = "BIGINT"
_NUMBER: Final = "DECIMAL(38, 10)"
_AMOUNT: Final = ("low", "high", "low_exact", "high_exact", "open")
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    STATUS: ("project", "status"),
    "outcomes": ("project", "rule", "key", "outcome"),
    "findings": ("project", "rule", "key", "severity", "concerns", "indicator", "problem"),
    "scores": ("project", "grades", "limits"),
    "problems": ("project", "problem", "findings"),
    EACH_UNKNOWN: ("project", "rule", "type", "field", "cases"),
    REJECTS: REJECT_COLUMNS,
}
_UNKNOWNS: Final = {"rule": _TEXT, "type": _TEXT, "field": _TEXT, "projects": _COUNT, "cases": _COUNT}


def staged_columns(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Return every column that a row of a table may fill."""
    deduction = tuple(f"deduction_{end}" for end in _AMOUNT)
    points = [f"{stem}{end}" for stem in ("total_", *(f"{leaf.id}__" for leaf in plan.score.leaves)) for end in _AMOUNT]
    more = {"findings": deduction, "problems": deduction, "scores": tuple(points)}
    return {name: (*words, *more.get(name, ())) for name, words in _WORDS.items()}


def declared_types(plan: Plan, tables: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Return the columns of tables with types that hold any number, for a plan that SQL cannot say."""
    staged = staged_columns(plan)
    return {
        table: _UNKNOWNS if table == UNKNOWNS else {name: _type(name) for name in staged[table]} for table in tables
    }


def _type(name: str) -> str:
    if name.endswith(("_low", "_high")):
        return _NUMBER
    return _COUNT if name in {"findings", "cases"} else _TEXT


def program_types(
    program: Program,
    session: Session,
    relations: Mapping[str, Sql],
    tables: Iterable[str],
    filled: Mapping[str, frozenset[str]],
) -> Mapping[str, Mapping[str, str]]:
    """Return the columns that a program gives its tables, and those that ``filled`` adds; nothing is worked out."""
    for name in program.inputs:
        session.view(name, relations[name])
    for step in program.steps:
        if step.keep:
            session.view(step.name, program.whole(step.select))
    types = {}
    for table in tables:
        columns = session.columns(program.whole(program.outputs[table]))
        types[table] = _UNKNOWNS if table == UNKNOWNS else columns | dict.fromkeys(added(table, columns, filled), _TEXT)
    forget(program, session)
    return types


def added(table: str, columns: Iterable[str], filled: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the columns that rows decided singly fill and that SQL would not have, in order."""
    return sorted(filled.get(table, frozenset()) - set(columns)) if table in {"scores", "findings", "problems"} else []


def nothing(names: Iterable[str]) -> exp.Select:
    """Return a table of texts with these columns and without a row."""
    columns = [exp.alias_(exp.cast(exp.null(), _TEXT), name, quoted=True) for name in names]
    return exp.select(*columns).where(exp.false())
