"""Reads a rule pack with everything it extends: from a folder to a ``Pack``, or to everything that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from checker.pack.builtin import BUILTIN
from checker.pack.cases import Cases, read_cases
from checker.pack.content import read_content
from checker.pack.crossref import check_references
from checker.pack.crossref.subjects import BUILTIN_LABELS, PROJECT
from checker.pack.files import combined_digest
from checker.pack.find import PACK_FILE
from checker.pack.lineage import read_lineage
from checker.pack.models import IndicatorsModel
from checker.pack.pack import Pack
from checker.source import NOTHING_UNSAVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from checker.pack.content import Content
    from checker.pack.lineage import Lineage
    from checker.pack.models import PackModel, RuleModel
    from checker.source import Problem, Problems, Unsaved


def load_pack(
    folder: Path,
    problems: Problems,
    *,
    search: Sequence[Path] = (),
    with_cases: bool = False,
    keep_going: bool = False,
    unsaved: Unsaved = NOTHING_UNSAVED,
) -> Pack | None:
    """Return the pack in ``folder``; everything wrong in any of its files is recorded, and an error gives None.

    A pack it extends is looked up beside it, then in the folders of ``search``, then where ``find_pack`` looks. Cases
    are read only ``with_cases``, since a check does not need them. With ``keep_going`` the sound part of a faulty pack
    is given all the same, so that its expressions can be looked at too, unless its names themselves are at fault. A
    text in ``unsaved`` stands in for what its file holds.
    """
    before = len(problems.errors)
    lineage = read_lineage(folder, problems, search, unsaved)
    if lineage is None:
        return None
    content = read_content(lineage, problems)
    check_references(content, problems)
    cases = Cases()
    if with_cases:
        cases = read_cases(folder, lineage.layers[-1].id, content.known["rule"], problems, unsaved)
    models = _models(lineage, content)
    errors = problems.errors[before:]
    if not models or content.indicators is None or (errors and not (keep_going and _names_are_sound(errors))):
        return None
    pack = Pack(
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
        files=lineage.layers[-1].files.documents,
        rules_off=content.rules_off,
    )
    return _sound_part(pack, errors) if errors else pack


def _names_are_sound(errors: Sequence[Problem]) -> bool:
    """Whether fact types and parameters have no error: else expressions that use them would seem wrong too."""
    return not any(_file(error) in {PACK_FILE, "vocabulary.yaml", "parameters.yaml"} for error in errors)


def _file(error: Problem) -> str:
    return error.place.file.rpartition("/")[2]


def _sound_part(pack: Pack, errors: Sequence[Problem]) -> Pack:
    """Return ``pack`` without the rules whose subjects do not exist, and without indicators when those have errors."""
    labels = (*(entry.model.label for entry in pack.fact_types.values()), *BUILTIN_LABELS.values())
    known = {*pack.fact_types, *BUILTIN, *labels}
    rules = {name: entry for name, entry in pack.rules.items() if known.issuperset(_subjects(entry.model))}
    indicators = pack.indicators
    if any(_file(error) == "indicators.yaml" for error in errors):
        indicators = replace(indicators, model=IndicatorsModel())
    return replace(pack, rules=rules, indicators=indicators)


def _subjects(rule: RuleModel) -> Iterable[str]:
    if isinstance(rule.for_, str):
        return () if rule.for_ == PROJECT else (rule.for_,)
    return rule.for_.values()


def _models(lineage: Lineage, content: Content) -> tuple[PackModel, ...]:
    """Return what each pack says of itself, with the documents of which it had the last word."""
    models = []
    for layer in lineage.layers:
        if layer.model is not None:
            own = {name: entry.model for name, entry in content.documents.items() if entry.pack == layer.id}
            models.append(layer.model.model_copy(update={"documents": own}))
    return tuple(models)
