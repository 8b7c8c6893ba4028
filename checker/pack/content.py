"""Turns the merged drafts of a lineage into typed entries; knows nothing about what refers to what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from checker.pack.drafts import INDICATORS, KINDS
from checker.pack.extend import merge, merge_indicators
from checker.pack.find import PACK_FILE
from checker.pack.models import (
    DocumentModel,
    FactTypeModel,
    IndicatorsModel,
    Model,
    ParameterModel,
    ProblemModel,
    RuleModel,
)
from checker.pack.pack import Entry, Origin, RuleOff
from checker.pack.validate import validate
from checker.source import Problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.pack.drafts import EntryKind
    from checker.pack.extend import Known, Merged
    from checker.pack.lineage import Lineage

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Content:
    """Every sound entry of a lineage, and what is known of the others.

    ``indicators`` is None when they are not sound, and empty when no pack has any.
    """

    documents: Mapping[str, Entry[DocumentModel]]
    fact_types: Mapping[str, Entry[FactTypeModel]]
    parameters: Mapping[str, Entry[ParameterModel]]
    rules: Mapping[str, Entry[RuleModel]]
    problems: Mapping[str, Entry[ProblemModel]]
    indicators: Entry[IndicatorsModel] | None
    known: Mapping[EntryKind, Known]
    rules_off: Mapping[str, RuleOff] = field(default_factory=dict)

    @property
    def off(self) -> dict[tuple[str, str], str]:
        """The reason for each entry switched off, by kind and id."""
        return {(kind, name): why for kind, known in self.known.items() for name, (why, _) in known.off.items()}


def read_content(lineage: Lineage, problems: Problems) -> Content:
    """Merge and type everything the packs of a lineage say; what is wrong with each entry is recorded."""
    merged = {kind: merge(lineage, kind, problems) for kind in KINDS}
    return Content(
        documents=_entries(merged["document"], DocumentModel, problems),
        fact_types=_entries(merged["fact_type"], FactTypeModel, problems),
        parameters=_entries(merged["parameter"], ParameterModel, problems),
        rules=_entries(merged["rule"], RuleModel, problems),
        problems=_entries(merged["problem"], ProblemModel, problems),
        indicators=_indicators(lineage, merged["shared"], problems),
        known={kind: part.known for kind, part in merged.items()},
        rules_off=dict(_rules_off(merged["rule"])),
    )


def _rules_off(merged: Merged) -> Iterator[tuple[str, RuleOff]]:
    """Yield the rules switched off that were sound; what is wrong with one that is not used is nobody's concern."""
    for name, (before, off) in merged.dropped.items():
        found = validate(RuleModel, before.data, before.origin, Problems(), partial=before.partial)
        if found is not None and not before.partial:
            yield name, RuleOff(Entry(name, found, before.origin, before.pack), off.origin)


def _indicators(lineage: Lineage, shared: Merged, problems: Problems) -> Entry[IndicatorsModel] | None:
    draft = merge_indicators(lineage, shared)
    if draft is not None:
        model = validate(IndicatorsModel, draft.data, draft.origin, problems, partial=draft.partial)
        return Entry(draft.id, model, draft.origin, draft.pack) if model is not None and not draft.partial else None
    last = lineage.layers[-1]
    document = last.files.single.get(PACK_FILE)
    if document is None or not shared.known.whole:
        return None
    return Entry(INDICATORS, IndicatorsModel(), Origin(document), last.id)


def _entries(merged: Merged, model: type[M], problems: Problems) -> dict[str, Entry[M]]:
    entries = {}
    for name, draft in merged.drafts.items():
        found = validate(model, draft.data, draft.origin, problems, partial=draft.partial)
        if found is not None and not draft.partial:
            entries[name] = Entry(name, found, draft.origin, draft.pack)
    return entries
