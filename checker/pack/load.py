"""Reads a rule pack with everything it extends: from a folder to a ``Pack``, or to everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.pack.cases import Cases, read_cases
from checker.pack.content import read_content
from checker.pack.crossref import check_references
from checker.pack.files import combined_digest
from checker.pack.lineage import read_lineage
from checker.pack.pack import Pack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from checker.pack.content import Content
    from checker.pack.lineage import Lineage
    from checker.pack.models import PackModel
    from checker.source import Problems


def load_pack(
    folder: Path, problems: Problems, *, search: Sequence[Path] = (), with_cases: bool = False
) -> Pack | None:
    """Return the pack in ``folder``; everything wrong in any of its files is recorded, and an error gives None.

    A pack it extends is looked up beside it, then in the folders of ``search``, then where ``find_pack`` looks. Cases
    are read only ``with_cases``, since a check does not need them.
    """
    before = len(problems.errors)
    lineage = read_lineage(folder, problems, search)
    if lineage is None:
        return None
    content = read_content(lineage, problems)
    check_references(content, problems)
    cases = Cases()
    if with_cases:
        cases = read_cases(folder, lineage.layers[-1].id, content.known["rule"], problems)
    models = _models(lineage, content)
    if len(problems.errors) > before or not models or content.indicators is None:
        return None
    return Pack(
        model=models[-1],
        lineage=models,
        documents=content.documents,
        fact_types=content.fact_types,
        parameters=content.parameters,
        indicators=content.indicators,
        rules=content.rules,
        problems=content.problems,
        cases=cases.rules,
        project_cases=tuple(cases.projects),
        off=content.off,
        digest=combined_digest((layer.id, layer.files) for layer in lineage.layers),
    )


def _models(lineage: Lineage, content: Content) -> tuple[PackModel, ...]:
    """Return what each pack says of itself, with the documents of which it had the last word."""
    models = []
    for layer in lineage.layers:
        if layer.model is not None:
            own = {name: entry.model for name, entry in content.documents.items() if entry.pack == layer.id}
            models.append(layer.model.model_copy(update={"documents": own}))
    return tuple(models)
