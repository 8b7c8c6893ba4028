"""Says what may stand at a path of a pack file, by the models that packs are read with; knows no texts and no packs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel

from checker.pack.models import (
    CaseModel,
    FactTypeModel,
    IndicatorsModel,
    PackModel,
    ParameterModel,
    ProblemModel,
    ProjectCaseModel,
    RuleModel,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.source import Step

    Written = Callable[[tuple[Step, ...]], str | None]


class FileKind(Enum):
    """What a file is; the value is the name of its schema."""

    PACK = "pack"
    VOCABULARY = "vocabulary"
    PARAMETERS = "parameters"
    INDICATORS = "indicators"
    PROBLEMS = "problems"
    RULE = "rule"
    CASES = "cases"
    PROJECT_CASE = "project-case"
    FACTS = "facts"


_ROOTS: Final[dict[FileKind, Any]] = {
    FileKind.PACK: PackModel,
    FileKind.VOCABULARY: dict[str, FactTypeModel],
    FileKind.PARAMETERS: dict[str, ParameterModel],
    FileKind.INDICATORS: IndicatorsModel,
    FileKind.PROBLEMS: dict[str, ProblemModel],
    FileKind.RULE: RuleModel,
    FileKind.CASES: list[CaseModel],
    FileKind.PROJECT_CASE: ProjectCaseModel | list[ProjectCaseModel],
    FileKind.FACTS: dict[str, Any],
}

_TAG: Final = "method"
"""The name that tells the scoring methods apart."""


@dataclass(frozen=True, slots=True)
class KeyShape:
    """A name that may be written in a mapping: what it means, and whether it must be written."""

    name: str
    owner: type[BaseModel]
    about: str
    required: bool
    annotation: Any


def shapes_at(kind: FileKind, path: tuple[Step, ...], written: Written) -> tuple[Any, ...]:
    """Return the types that the value at ``path`` may have; ``written`` gives the text at a path.

    Of the scoring methods it is the one that is written, or all while none is.
    """
    found: tuple[Any, ...] = tuple(_members(_ROOTS[kind]))
    for index, step in enumerate(path):
        found = tuple(
            member
            for shape in _chosen(found, path[:index], written)
            for inside in _inside(shape, step)
            for member in _members(inside)
        )
    return _chosen(found, path, written)


def keys_at(kind: FileKind, path: tuple[Step, ...], written: Written) -> dict[str, KeyShape]:
    """Return the names that may be written in the mapping at ``path``, in the order in which they are declared."""
    found: dict[str, KeyShape] = {}
    for shape in shapes_at(kind, path, written):
        if is_model(shape):
            for key in model_keys(shape):
                found.setdefault(key.name, key)
    return found


def next_keys(kind: FileKind, path: tuple[Step, ...], written: Written) -> dict[str, KeyShape]:
    """Return the names that may be written next: as ``keys_at``, but only the scoring method until it is chosen."""
    found = keys_at(kind, path, written)
    models = [shape for shape in shapes_at(kind, path, written) if is_model(shape)]
    undecided = len(models) > 1 and all(_TAG in shape.model_fields for shape in models)
    return {_TAG: found[_TAG]} if undecided else found


def key_at(kind: FileKind, path: tuple[Step, ...], written: Written) -> KeyShape | None:
    """Return what the name at the end of ``path`` means; of an item of a list, what the list is."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return keys_at(kind, path[:-1], written).get(str(path[-1])) if path else None


def model_keys(model: type[BaseModel]) -> Iterator[KeyShape]:
    """Yield the names that may be written in a mapping of this model."""
    for name, info in model.model_fields.items():
        annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
        yield KeyShape(info.alias or name, model, info.description or "", info.is_required(), annotation)


def words_of(shapes: tuple[Any, ...]) -> tuple[str, ...]:
    """Return the fixed words that a value of one of these types may be."""
    words: list[str] = []
    for shape in shapes:
        if get_origin(shape) is Literal:
            words += map(str, get_args(shape))
        elif shape is bool:
            words += ["true", "false"]
    return tuple(dict.fromkeys(words))


def is_model(shape: Any) -> TypeGuard[type[BaseModel]]:
    """Say whether a type is a mapping with names of its own."""
    return isinstance(shape, type) and issubclass(shape, BaseModel)


def takes_mapping(shapes: tuple[Any, ...]) -> bool:
    """Say whether a value of one of these types may be a mapping."""
    return any(is_model(shape) or get_origin(shape) is dict for shape in shapes)


def takes_list(shapes: tuple[Any, ...]) -> bool:
    """Say whether a value of one of these types may be a list."""
    return any(get_origin(shape) in {tuple, list} for shape in shapes)


def _members(annotation: Any) -> Iterator[Any]:
    """Yield the types a type stands for: without notes, unions taken apart."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin in {Union, UnionType}:
        for member in get_args(annotation):
            yield from _members(member)
    elif annotation is not NoneType:
        yield annotation


def _chosen(shapes: tuple[Any, ...], path: tuple[Step, ...], written: Written) -> tuple[Any, ...]:
    """Keep of several scoring methods the one that is written."""
    tagged = [shape for shape in shapes if is_model(shape) and _TAG in shape.model_fields]
    if len(tagged) < 2:  # noqa: PLR2004 - there is no choice between fewer
        return shapes
    method = written((*path, _TAG))
    kept = [shape for shape in tagged if method in get_args(shape.model_fields[_TAG].annotation)]
    return tuple(kept) or shapes


def _inside(shape: Any, step: Step) -> Iterator[Any]:
    origin = get_origin(shape)
    if is_model(shape):
        if isinstance(step, str):
            yield from (key.annotation for key in model_keys(shape) if key.name == step)
    elif origin is dict and isinstance(step, str):
        yield get_args(shape)[1]
    elif origin in {tuple, list} and isinstance(step, int):
        yield get_args(shape)[0]
