"""Turns the raw text of one entry into its model, or into problems with places; knows nothing about other entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from checker.messages import Message, message
from checker.pack.explain import explain
from checker.pack.files import is_blank
from checker.pack.models import Model
from checker.pack.shapes import faults_of

if TYPE_CHECKING:
    from checker.pack.explain import Explanation
    from checker.pack.pack import Origin
    from checker.pack.shapes import Fault
    from checker.source import Data, Place, Problems, Step

M = TypeVar("M", bound=Model)


def validate(model: type[M], data: Data, origin: Origin, problems: Problems, *, partial: bool = False) -> M | None:
    """Return ``data`` as a ``model``; everything wrong with it is recorded where it was written, and gives None.

    ``partial`` data stand for an entry whose other half is not known: what it lacks is not held against it.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = faults_of(error, model)
    for fault in faults:
        if not (partial and fault.type == "missing") and not _is_known(fault, origin):
            _record(fault, origin, problems)
    return None


def add(explanation: Explanation, place: Place, problems: Problems) -> None:
    """Record an explained problem."""
    problems.add(explanation.code, place, explanation.what, explanation.hint)


def _is_known(fault: Fault, origin: Origin) -> bool:
    """A name with nothing behind it was recorded when the file was read."""
    path = (*fault.path, "method") if fault.type == "union_tag_invalid" else fault.path
    return fault.type != "missing" and is_blank(origin.node(*path))


def _record(fault: Fault, origin: Origin, problems: Problems) -> None:
    path = fault.path
    if fault.type == "union_tag_invalid":
        path = (*path, "method")
    if fault.type == "missing":
        place = origin.key(*path[:-1])
    elif fault.on_key or fault.type == "too_short" or isinstance(fault.given, list | dict):
        place = origin.key(*path)
    else:
        place = origin.at(*path)
    add(explain(fault, _name(path, origin)), place, problems)


def _name(path: tuple[Step, ...], origin: Origin) -> str | Message:
    """Return how people call the part at the end of a path: its name, or its place in a list."""
    steps = (*origin.path, *path)
    if not steps:
        return origin.document.name.rpartition("/")[2]
    if isinstance(steps[-1], str):
        return steps[-1]
    owner = steps[-2] if len(steps) > 1 else ""
    return message("{name} 第 {number} 项", name=owner, number=steps[-1] + 1)
