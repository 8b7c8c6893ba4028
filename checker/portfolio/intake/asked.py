"""Turns the texts a column holds into values, each text once, by the very rules by which facts files are read.

Knows nothing about tables or SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.facts.fields import exact_number, read_value
from checker.facts.parts import Part
from checker.facts.records import key_text
from checker.portfolio.intake.cells import Form, form_of, with_unit
from checker.source import Place, Problems
from checker.source.document import Scalar
from checker.source.sheets.text import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.facts import FieldRule, FieldValue
    from checker.source import Problem
    from checker.values import Value

Check: TypeAlias = "Callable[[FieldValue, Problems], None]"
"""Records what else is wrong with a value that is sound in itself."""
_NOWHERE: Final = Place("")


@dataclass(frozen=True, slots=True)
class Asked:
    """A column to be read: the rule of its field, and the unit of its bare numbers where that is not the rule's.

    With ``key`` the value tells facts apart, with ``exact`` (a key too) bounds will not do; ``check`` looks at what is
    sound in itself.
    """

    name: str
    rule: FieldRule
    column: str
    type: str
    unit: str = ""
    key: bool = False
    exact: bool = False
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, in the words of the reader of facts files."""

    code: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text means: ``value`` (None: nothing is written, or it is wrong) and, for a key, the one text for it.

    ``raw`` is the text as it stands in the column, ``text`` the words without blanks; ``rows`` counts the rows.
    """

    raw: str | None
    rows: int = 1
    text: str = ""
    value: Value | None = None
    key: str | None = None
    fault: Fault | None = None


def read_all(asked: Asked, found: Iterable[tuple[str | None, int]]) -> tuple[Reading, ...]:
    """Return the reading of each text of a column; ``found`` gives every text once, with the number of its rows."""
    return tuple(_read(asked, raw, rows) for raw, rows in found)


def _read(asked: Asked, raw: str | None, rows: int) -> Reading:
    problems = Problems()
    given = _given(asked, raw, problems)
    if given is None or problems.errors:
        fault = fault_of(problems.errors[0]) if problems.errors else None
        return Reading(raw, rows, (raw or "").strip(), fault=fault)
    if asked.exact:
        exact_number_or_word(given, asked.rule, problems)
    key = key_text(given, asked.rule, problems) if asked.key else None
    if asked.check is not None:
        asked.check(given, problems)
    if problems.errors:
        return Reading(raw, rows, given.text, fault=fault_of(problems.errors[0]))
    return Reading(raw, rows, given.text, given.value, key)


def _given(asked: Asked, raw: str | None, problems: Problems) -> FieldValue | None:
    if raw is None:
        return None
    shown = _shown(raw) if form_of(asked.type) is Form.DOUBLE else raw
    return read_value(Part("", Scalar(with_unit(shown, asked.unit), 0, 0, 0, 0)), asked.rule, problems)


def _shown(double: str) -> str:
    """Return a double beyond the usual sizes as a workbook shows it."""
    return number_text(float(double)) if set(double) & set("einf") else double


def exact_number_or_word(given: FieldValue, rule: FieldRule, problems: Problems) -> None:
    """Record a number that is only known within bounds where bounds do not do."""
    if not isinstance(given.value, str | bool):
        exact_number(given, rule, problems)


def fault_of(problem: Problem) -> Fault:
    """Return a problem as words in the language of the reader."""
    return Fault(problem.code, problem.what.render(), "" if problem.hint is None else problem.hint.render())
