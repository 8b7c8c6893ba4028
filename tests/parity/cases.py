"""Turns the cases of a pack into portfolios: all cases of one day together, each case a project of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.facts import FactSet, Vocabulary, parse_facts_at, read_facts
from checker.pack import Entry, Pack, load_pack
from checker.plan.vocabulary import vocabulary_of
from checker.source import Problems
from checker.testing.builtin import split_builtin, with_builtin

if TYPE_CHECKING:
    from checker.pack.models import CaseModel, ProjectCaseModel
    from checker.plan.tables import Table

_ROOT: Final = Path(__file__).parents[2]
PACKS: Final = tuple(
    _ROOT / name for name in ("rules/national-2020", "rules/xueliang-2020", "tests/packs/training-2022")
)
"""Every pack of the repository."""


@dataclass(frozen=True, slots=True)
class GivenCase:
    """A case of one rule that gives rows of builtin types, so it stands in no whole project."""

    name: str
    rule: str
    facts: FactSet
    given: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Day:
    """The cases of a pack for one day: whole projects by name, and the cases that give builtin rows."""

    pack: Pack
    day: date
    projects: dict[str, FactSet] = field(default_factory=dict)
    given: list[GivenCase] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What a test of it is called."""
        return f"{self.pack.id} {self.day}"


def days_of(folder: Path) -> list[Day]:
    """Return the cases of the pack in a folder, by day."""
    problems = Problems()
    pack = load_pack(folder, problems, with_cases=True)
    problems.raise_if_any()
    assert pack is not None
    days: dict[date, Day] = {}
    for name, rule, case in _rule_cases(pack):
        day = days.setdefault(_day(case.model.on), Day(pack, _day(case.model.on)))
        facts, given = split_builtin(_written(case, with_builtin(vocabulary_of(pack))))
        if given:
            day.given.append(GivenCase(name, rule, facts, given))
        else:
            day.projects[name] = facts
    for project in pack.project_cases:
        day = days.setdefault(_day(project.model.on), Day(pack, _day(project.model.on)))
        day.projects[project.model.name] = _project(project, vocabulary_of(pack))
    return list(days.values())


def _rule_cases(pack: Pack) -> Iterator[tuple[str, str, Entry[CaseModel]]]:
    for rule, cases in pack.cases.items():
        for number, case in enumerate(cases, 1):
            yield f"{rule} {number} {case.model.name}", rule, case


def _day(written: date | None) -> date:
    assert written is not None, "a case of this repository says its day"
    return written


def _project(case: Entry[ProjectCaseModel], vocabulary: Vocabulary) -> FactSet:
    if case.model.facts is None:
        return _written(case, vocabulary)
    problems = Problems()
    facts = read_facts(Path(case.origin.document.name).parent / case.model.facts, vocabulary, problems)
    problems.raise_if_any()
    assert facts is not None
    return facts


def _written(case: Entry[CaseModel] | Entry[ProjectCaseModel], vocabulary: Vocabulary) -> FactSet:
    problems = Problems()
    facts = parse_facts_at(case.origin.document, (*case.origin.path, "given"), vocabulary, problems)
    problems.raise_if_any()
    assert facts is not None
    return facts
