"""The cases of one pack made ready to be decided many times: facts read once, a checker kept for each day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from checker.facts import FactSet, parse_facts_at, read_facts
from checker.mutate.deciding import passes
from checker.run import Checker, prepare
from checker.source import InputError, Problems
from checker.testing.builtin import split_builtin, with_builtin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.facts import Vocabulary
    from checker.pack import Entry, Pack
    from checker.pack.models import CaseModel, ProjectCaseModel
    from checker.plan.tables import Table


@dataclass(frozen=True, slots=True)
class ReadyCase:
    """A case whose facts are read; ``rule`` is empty for that of a whole project."""

    rule: str
    entry: Entry[CaseModel] | Entry[ProjectCaseModel]
    facts: FactSet
    given: Mapping[str, Table]

    @property
    def day(self) -> date:
        """The day it is checked on."""
        return self.entry.model.on or date.today()


@dataclass(slots=True)
class Bench:
    """A pack with its confirmed cases that come out as expected; only those can tell a mutant.

    Raises ``InputError`` when the pack or the facts of a case are wrong.
    """

    pack: Pack
    _checkers: dict[date, Checker] = field(default_factory=dict)
    kept: dict[tuple[object, ...], object] = field(default_factory=dict)
    """What searches found out about the pack, so that it is found out once."""
    _cases: tuple[ReadyCase, ...] | None = None

    def checker(self, day: date) -> Checker:
        """Return the checker of the pack as it is for a day."""
        if day not in self._checkers:
            problems = Problems()
            checker = prepare(self.pack, day, problems, engine="plain")
            if checker is None:
                raise InputError(problems.found)
            self._checkers[day] = checker
        return self._checkers[day]

    @property
    def cases(self) -> tuple[ReadyCase, ...]:
        """The cases of rules, then those of whole projects."""
        if self._cases is None:
            ready = (self.ready(rule, entry) for rule, entry in self._entries())
            self._cases = tuple(case for case in ready if passes(case, self.checker(case.day)))
        return self._cases

    @property
    def left_out(self) -> int:
        """How many confirmed cases do not come out as they expect."""
        return len(list(self._entries())) - len(self.cases)

    def _entries(self) -> Iterator[tuple[str, Entry[CaseModel] | Entry[ProjectCaseModel]]]:
        for rule, entries in self.pack.cases.items():
            yield from ((rule, entry) for entry in entries if entry.model.to_confirm is None)
        yield from (("", entry) for entry in self.pack.project_cases if entry.model.to_confirm is None)

    def ready(self, rule: str, entry: Entry[CaseModel] | Entry[ProjectCaseModel]) -> ReadyCase:
        """Return a case with its facts read; raises ``InputError``."""
        vocabulary = self.checker(entry.model.on or date.today()).vocabulary
        facts = _facts(entry, with_builtin(vocabulary) if rule else vocabulary)
        facts, given = split_builtin(facts) if rule else (facts, {})
        return ReadyCase(rule, entry, facts, given)


def _facts(entry: Entry[CaseModel] | Entry[ProjectCaseModel], vocabulary: Vocabulary) -> FactSet:
    problems = Problems()
    folder = getattr(entry.model, "facts", None)
    origin = entry.origin
    if folder is not None:
        facts = read_facts(Path(origin.document.name).parent / folder, vocabulary, problems)
        problems.raise_if_any()
    else:
        facts = parse_facts_at(origin.document, (*origin.path, "given"), vocabulary, problems)
    if facts is None:
        raise InputError(problems.found)
    return facts
