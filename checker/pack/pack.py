"""A rule pack as loaded: every entry with its place, lower packs merged into the ones they extend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.pack.models import (
        CaseModel,
        DocumentModel,
        FactTypeModel,
        IndicatorsModel,
        Model,
        PackModel,
        ParameterModel,
        ProblemModel,
        ProjectCaseModel,
        RuleModel,
    )
    from checker.source import Document, Place, Step

M = TypeVar("M", bound="Model")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was written; ``inherited`` is where what it does not say itself was written."""

    document: Document
    path: tuple[Step, ...] = ()
    inherited: Origin | None = None

    def at(self, *steps: Step, offset: int = 0) -> Place:
        """Return the place of a part of the entry, ``offset`` characters into its text."""
        if steps and self.inherited is not None and self.document.node((*self.path, *steps)) is None:
            return self.inherited.at(*steps, offset=offset)
        return self.document.place((*self.path, *steps), offset)

    def key(self, *steps: Step) -> Place:
        """Return the place of the name of a part of the entry (or of the entry itself)."""
        return self.document.key_place((*self.path, *steps))


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """One thing a pack defines: its id, what it says, where, and in which pack."""

    id: str
    model: M
    origin: Origin
    pack: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack with everything it extends merged in; entries are in a fixed order.

    ``lineage`` is the chain of packs, the most general first. ``off`` gives the reason for each entry switched off,
    keyed by kind and id (``("rule", "late-payment")``). ``digest`` covers every file of every pack in the lineage.
    """

    model: PackModel
    lineage: tuple[PackModel, ...]
    documents: Mapping[str, Entry[DocumentModel]]
    fact_types: Mapping[str, Entry[FactTypeModel]]
    parameters: Mapping[str, Entry[ParameterModel]]
    indicators: Entry[IndicatorsModel]
    rules: Mapping[str, Entry[RuleModel]]
    problems: Mapping[str, Entry[ProblemModel]]
    cases: Mapping[str, tuple[Entry[CaseModel], ...]]
    project_cases: tuple[Entry[ProjectCaseModel], ...]
    off: Mapping[tuple[str, str], str] = field(default_factory=dict)
    digest: str = ""

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.model.id
