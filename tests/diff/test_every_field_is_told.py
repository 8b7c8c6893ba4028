"""No change of a pack goes untold: every field of every model has words, and a change of any one gives a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from checker.diff import pack_changes
from checker.diff.change import Group
from checker.diff.compare import Whole, compare
from checker.diff.fields import FIELDS, UNTOLD
from checker.diff.values import names_of
from checker.messages import language, message
from checker.pack import Pack, load_pack
from checker.pack.models import (
    Award,
    Basis,
    CaseModel,
    Deductions,
    DocumentModel,
    FactTypeModel,
    FieldModel,
    Formula,
    IndicatorModel,
    IndicatorsModel,
    Model,
    PackModel,
    ParameterModel,
    ProblemModel,
    ProjectCaseModel,
    RuleModel,
    VersionModel,
)
from checker.pack.models.scoring import SharedIndicator
from checker.source import Problems
from tests.diff.versions import ROOT, SEED

ROOTS = (PackModel, DocumentModel, FactTypeModel, ParameterModel, IndicatorsModel, RuleModel, ProblemModel, CaseModel)
SAMPLES: Mapping[object, object] = {
    str: "甲",
    Fraction: Fraction(3),
    bool: True,
    int: 5,
    date: date(2031, 1, 1),
}
"""A value of each plain type."""


def models_in(annotation: object) -> Iterator[type[Model]]:
    """Yield the models that an annotation names, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def reachable(*roots: type[Model]) -> set[type[Model]]:
    """Return the models with those that their fields hold."""
    found: set[type[Model]] = set()
    waiting = list(roots)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            for field in model.model_fields.values():
                waiting += models_in(field.annotation)
    return found


def test_every_field_of_every_model_has_words() -> None:
    """A model, or a field of one, that is new has to be given words before anything else passes."""
    known = reachable(*ROOTS, ProjectCaseModel) - set(UNTOLD)
    assert known == set(FIELDS)
    for model, fields in FIELDS.items():
        assert set(fields) == set(model.model_fields), model


def sample(annotation: object) -> object:
    """Return some value that fits an annotation, unlike any that packs have; None for a choice of words."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return made(annotation)
    if origin is dict:
        return {"2031-01-01": sample(parts[1])}
    if origin is tuple:
        return (sample(parts[0]),)
    if annotation in SAMPLES:
        return SAMPLES[annotation]
    return next((found for part in parts if (found := sample(part)) is not None), None)


def made(model: type[Model]) -> Model:
    """Return a model with the least in it, unchecked."""
    given: dict[str, Any] = {
        name: sample(field.annotation) for name, field in model.model_fields.items() if field.is_required()
    }
    return model.model_construct(**given)


def other(value: object) -> object:
    """Return a plain value that is not ``value``."""
    match value:
        case bool():
            return not value
        case int() | Fraction():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case str():
            return f"{value}改"
    raise TypeError(value)


def variants(value: Any, annotation: object) -> Iterator[Any]:
    """Yield values that differ from ``value`` in one place each, at any depth."""
    if isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            for changed in variants(getattr(value, name), field.annotation):
                yield value.model_copy(update={name: changed})
    elif isinstance(value, tuple):
        item = sample(get_args(annotation)[0]) if get_args(annotation) else None
        yield from [value[:-1]] if value else [(item,)] if item is not None else []
        for index, part in enumerate(value):
            yield from ((*value[:index], changed, *value[index + 1 :]) for changed in variants(part, type(part)))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield {key: kept for key, kept in value.items() if key != name}
            yield from ({**value, name: changed} for changed in variants(part, type(part)))
    elif value is None:
        found = sample(annotation)
        yield from [] if found is None else [found]
    else:
        yield other(value)
        yield from [None] if type(None) in get_args(annotation) else []


@pytest.fixture(scope="module")
def pack() -> Pack:
    """Return the seed's pack with its cases."""
    problems = Problems()
    found = load_pack(ROOT / "rules" / SEED, problems, with_cases=True)
    problems.raise_if_any()
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["documents", "fact_types", "parameters", "rules", "problems"])
def test_a_change_of_any_field_of_an_entry_is_told(pack: Pack, kind: str) -> None:
    """Whatever one field of one entry says otherwise, there is a sentence, about that entry and no other."""
    entries = getattr(pack, kind)
    seen = 0
    for name, entry in list(entries.items())[:: max(1, len(entries) // 3)]:
        for changed in variants(entry.model, type(entry.model)):
            changes: dict[str, Any] = {kind: {**entries, name: replace(entry, model=changed)}}
            new = replace(pack, **changes)
            found = pack_changes(pack, new)
            assert {change.subject for change in found} == {name}, changed
            with language("zh"):
                assert all(str(change.told) for change in found)
            seen += 1
    assert seen > 20


def test_a_change_of_any_field_of_the_scoring_is_told(pack: Pack) -> None:
    """The same for the indicator tree and what frames it."""
    entry = pack.indicators
    seen = 0
    for changed in islice(variants(entry.model, IndicatorsModel), 0, None, 5):
        assert pack_changes(pack, replace(pack, indicators=replace(entry, model=changed))), changed
        seen += 1
    assert seen > 60


def test_a_change_of_any_field_of_the_head_is_told(pack: Pack) -> None:
    """The same for ``pack.yaml`` of the pack and of the one it extends; documents are told as entries."""
    for index, model in enumerate(pack.lineage):
        for changed in variants(model.model_copy(update={"documents": {}}), PackModel):
            if changed.documents or (changed.id != model.id and model is not pack.model):
                continue  # an upper pack of another id is another pack, which the one below it says it extends
            lineage = (*pack.lineage[:index], changed, *pack.lineage[index + 1 :])
            assert pack_changes(pack, replace(pack, model=lineage[-1], lineage=lineage)), changed


def test_a_change_of_any_case_is_counted(pack: Pack) -> None:
    """Cases are counted by rule: which came, which went, which say something else."""
    rule, cases = next(iter(pack.cases.items()))
    first, *rest = cases
    changed = replace(first, model=first.model.model_copy(update={"deduct": Fraction(7)}))
    added = replace(first, id="另一个", model=first.model.model_copy(update={"name": "另一个"}))
    for new, said in (
        ((changed, *rest), "改动 1 个"),
        ((*cases, added), "新增 1 个"),
        (tuple(rest), "删去 1 个"),
        ((added, *rest), "新增 1 个，删去 1 个"),
    ):
        (change,) = pack_changes(pack, replace(pack, cases={**pack.cases, rule: new}))
        with language("zh"):
            assert str(change.told).endswith(f"的用例：{said}")
    (change,) = pack_changes(pack, replace(pack, project_cases=pack.project_cases[1:]))
    with language("zh"):
        assert str(change.told) == "整个项目的用例：删去 1 个"


@pytest.mark.parametrize("model", list(FIELDS), ids=str)
def test_each_field_by_itself_gives_a_sentence_that_names_it(pack: Pack, model: type[Model]) -> None:
    """Written, changed and taken away: each is a sentence, and the path of the change leads to the field."""
    whole = Whole(Group.RULE, "x", message("甲"), names_of(pack))
    bare = made(model)
    for name, field in model.model_fields.items():
        if field.annotation is None or (model, name) in ELSEWHERE:
            continue
        states = [bare.model_copy(update={name: value}) for value in two_of(field.annotation, getattr(bare, name))]
        for old, new in zip([bare, *states], [*states, bare], strict=True):
            if old == new:
                continue
            found = list(compare(whole, old, new))
            with language("zh"):
                assert found, (model, name)
                assert all(str(change.told).startswith("甲") for change in found)
            assert all(change.field.startswith(name.rstrip("_")) for change in found), found


ELSEWHERE = {(model, "method") for model in FIELDS if "method" in model.model_fields}
"""A method is not changed by itself: another method is another model."""


def two_of(annotation: object, value: object) -> Sequence[object]:
    """Return two values that fit a field."""
    first = sample(annotation)
    if first is None:  # a choice of words
        words = [
            word for part in (annotation, *get_args(annotation)) for word in get_args(part) if isinstance(word, str)
        ]
        return [word for word in words if word != value][:2]
    return [first, *list(variants(first, annotation))[:1]]


def test_another_method_of_scoring_is_told(pack: Pack) -> None:
    """From one method to another, and from none to one, with what the new one says."""
    whole = Whole(Group.SCORE, "x", message("指标"), names_of(pack))
    formula = Formula(method="formula", value="1分")
    old = IndicatorModel(id="x", label="x", scoring=Deductions(cap=Award(points=Fraction(6))))
    with language("zh"):
        (change,) = compare(whole, old, old.model_copy(update={"scoring": formula}))
        assert str(change.told) == "指标的计分方法由扣分法改为公式法"
        assert list(map(str, change.details)) == ["方法：公式法", "公式：“1分”"]
        (change,) = compare(whole, old.model_copy(update={"scoring": None}), old)
        assert str(change.told) == "指标写明计分方法"
        assert list(map(str, change.details)) == ["方法：扣分法", "扣分上限：6分"]


def test_models_that_are_parts_of_others_are_looked_into() -> None:
    """The walk really reaches the parts: fields of fact types, versions of parameters, shared indicators, clauses."""
    assert {FieldModel, VersionModel, SharedIndicator, Basis, Award} <= reachable(*ROOTS)
    assert Path(ROOT, "rules", SEED).is_dir()
