"""Where a new rule is to stand: a pack, its folder, and the names it may use; knows no questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.expr import Scope
from checker.pack import parameter_specs, record_specs
from checker.pack.crossref.tree import Branch, build_tree, walk

if TYPE_CHECKING:
    from pathlib import Path

    from checker.pack import Pack


@dataclass(frozen=True, slots=True)
class Site:
    """A sound pack in its folder."""

    folder: Path
    pack: Pack

    def scope(self, subject: str) -> Scope:
        """Return the names a rule about a fact type (or the whole project) may use."""
        scope = Scope(record_specs(self.pack), parameter_specs(self.pack))
        record = scope.records.get(subject) if subject in self.pack.fact_types and subject != "project" else None
        return scope if record is None else scope.push((record.name, record))

    @property
    def leaves(self) -> list[Branch]:
        """The indicators that are scored, in the order of the tree."""
        return [branch for branch in walk(build_tree(self.pack.indicators)) if not branch.children]

    def names(self, subject: str) -> list[str]:
        """Return what a rule about a fact type (or the whole project) most likely names: its fields, and parameters."""
        entry = self.pack.fact_types.get(subject)
        fields = [] if entry is None else [field.label for field in entry.model.fields.values()]
        return [*fields, *(parameter.model.label for parameter in self.pack.parameters.values())]
