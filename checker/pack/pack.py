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
    from checker.source.document import Node

M = TypeVar("M", bound="Model")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was written; ``inherited`` is where what it does not say itself was written.

    ``parts`` names the parts that stand elsewhere altogether: a list put together from several packs has a part for
    each item.
    """

    document: Document
    path: tuple[Step, ...] = ()
    inherited: Origin | None = None
    parts: Mapping[tuple[Step, ...], Origin] = field(default_factory=dict)

    def at(self, *steps: Step, offset: int = 0) -> Place:
        """Return the place of a part of the entry, ``offset`` characters into its text.

        For a part that nobody wrote it is the place of what surrounds it.
        """
        found = self._written(steps)
        if found is None:
            return self.at(*steps[:-1]) if steps else self.document.place(self.path)
        document, path = found
        return document.place(path, offset)

    def key(self, *steps: Step) -> Place:
        """Return the place of the name of a part of the entry (or of the entry itself)."""
        found = self._written(steps)
        if found is None:
            return self.key(*steps[:-1]) if steps else self.document.key_place(self.path)
        document, path = found
        return document.key_place(path)

    def node(self, *steps: Step) -> Node | None:
        """Return the part of the tree that was read for a part of the entry, or None when nobody wrote it."""
        found = self._written(steps)
        return None if found is None else found[0].node(found[1])

    def below(self, *steps: Step) -> Origin:
        """Return the origin of a part of the entry."""
        for length in range(len(steps), 0, -1):
            part = self.parts.get(steps[:length])
            if part is not None:
                return part.below(*steps[length:])
        inherited = None if self.inherited is None else self.inherited.below(*steps)
        width = len(steps)
        parts = {path[width:]: part for path, part in self.parts.items() if path[:width] == steps}
        return Origin(self.document, (*self.path, *steps), inherited, parts)

    def _written(self, steps: tuple[Step, ...]) -> tuple[Document, tuple[Step, ...]] | None:
        """Return the document that has the last word on a part, and the path there."""
        for length in range(len(steps), 0, -1):
            part = self.parts.get(steps[:length])
            if part is not None:
                return part._written(steps[length:])
        path = (*self.path, *steps)
        if self.document.node(path) is not None:
            return self.document, path
        return None if self.inherited is None else self.inherited._written(steps)


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """One thing a pack defines: its id, what it says, where, and in which pack."""

    id: str
    model: M
    origin: Origin
    pack: str


@dataclass(frozen=True, slots=True)
class RuleOff:
    """A rule that was switched off: as it was before, and where ``off`` is written."""

    entry: Entry[RuleModel]
    off: Origin


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack with everything it extends merged in; entries are in a fixed order.

    ``lineage`` is the chain of packs, the most general first. ``off`` gives the reason for each entry switched off,
    keyed by kind and id (``("rule", "late-payment")``); ``rules_off`` holds the rules among them as they were.
    ``digest`` covers every file of every pack in the lineage.
    ``files`` are the pack's own files by their path in its folder, without those of packs it extends and without tests.
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
    files: Mapping[str, Document] = field(default_factory=dict)
    rules_off: Mapping[str, RuleOff] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.model.id
