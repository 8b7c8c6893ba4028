"""Composes the problem and advice texts of single projects, with what was found; knows nothing about where they go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from checker.portfolio.single.many import in_processes
from checker.portfolio.single.written import facts_of
from checker.source import InputError, Problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.facts import FactSet
    from checker.portfolio.single.many import Opening
    from checker.portfolio.single.written import WrittenProject
    from checker.run import Checker

Kind: TypeAlias = Literal["problem", "advice", "finding"]
COLUMNS: Final = ("project", "kind", "id", "heading", "text")


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text: a problem (``id`` is its id), the advice that answers it, or a finding (``rule[key]``)."""

    kind: Kind
    id: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ProjectTexts:
    """The texts of one project: problems in the order of the pack, then advice, then findings by rule and case.

    ``fault`` holds everything wrong with a project of which nothing can be said.
    """

    project: str
    title: str
    texts: tuple[TextRow, ...] = ()
    fault: InputError | None = None


def texts_of(checker: Checker, project: str, facts: FactSet) -> ProjectTexts:
    """Return the texts of one project; raises ``InputError`` for facts that cannot be true together."""
    problems, advice, found = checker.write_up(facts)
    rows = [TextRow("problem", item.id, item.heading, item.text) for item in problems]
    rows += [TextRow("advice", item.problem, item.heading, item.text) for item in advice]
    rows += [TextRow("finding", item.id, item.title, item.message) for item in found]
    return ProjectTexts(project, facts.title, tuple(rows))


def texts_of_many(projects: Iterable[WrittenProject], pack: Opening, workers: int = 1) -> Iterator[ProjectTexts]:
    """Yield the texts of each project in the order given, composed in up to ``workers`` processes."""
    return in_processes(_texts, projects, pack, workers)


def _texts(checker: Checker, written: WrittenProject) -> ProjectTexts:
    problems = Problems()
    try:
        facts = facts_of(written, checker, problems)
        problems.raise_if_any()
        return (
            ProjectTexts(written.project, written.title) if facts is None else texts_of(checker, written.project, facts)
        )
    except InputError as fault:
        return ProjectTexts(written.project, written.title, fault=fault)
