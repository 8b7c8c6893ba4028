"""Maps where pydantic says a fault is to where it was written; knows nothing about how it is told.

Pydantic puts the member of a union it tried into the location, and reports every member. Here the member is taken out
again, and of several members only the one the writer most likely meant is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel

from checker.source import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import ValidationError

    from checker.source import Step

_WRONG_CONTAINER: Final = frozenset({"string_type", "dict_type", "tuple_type", "list_type"})
_LAST: Final = ("override", "off")  # named last among the names that may be written
_KEY: Final = "[key]"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: pydantic's word for it, the path of the value, and the names that may stand where it is.

    ``on_key`` says that the name at the end of the path is at fault, not its value.
    """

    type: str
    path: tuple[Step, ...]
    given: Any
    details: Mapping[str, Any]
    text: str
    names: tuple[str, ...] = ()
    on_key: bool = False


@dataclass(slots=True)
class _Trace:
    """The way along a location: the path of real steps, the unions passed, and the type reached."""

    path: tuple[Step, ...]
    unions: tuple[tuple[tuple[Step, ...], str], ...]
    annotation: Any


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Return the faults pydantic found in a ``model``, each once, in the order of the fields."""
    traced = [(_trace(model, item["loc"]), item) for item in error.errors(include_url=False)]
    best: dict[tuple[Step, ...], tuple[tuple[int, bool], str]] = {}
    for trace, item in traced:
        score = (len(trace.path), item["type"] not in _WRONG_CONTAINER)
        for where, tag in trace.unions:
            if where not in best or score > best[where][0]:
                best[where] = score, tag
    kept = [
        (trace, item) for trace, item in traced if all(best[where][1] == tag for where, tag in trace.unions)
    ]  # fmt: skip
    faults = [_fault(trace, item, model) for trace, item in kept if not _follows_from_another(item)]
    misspelt = {_meant(fault) for fault in faults if fault.type == "extra_forbidden"}
    return [fault for fault in faults if fault.type != "missing" or fault.path not in misspelt]


def _meant(fault: Fault) -> tuple[Step, ...]:
    """Return the path that an unknown name would have if it were spelt right."""
    return (*fault.path[:-1], suggest(str(fault.path[-1]), fault.names) or "")


def _follows_from_another(item: Any) -> bool:
    """A list whose every item is refused is “too short” too; that is not what is wrong with it."""
    return bool(item["type"] == "too_short" and len(item["input"]) >= item["ctx"]["min_length"])


def _fault(trace: _Trace, item: Any, model: type[BaseModel]) -> Fault:
    location: tuple[Step, ...] = item["loc"]
    unknown = item["type"] == "extra_forbidden"
    names: tuple[str, ...] = ()
    if unknown:
        owner = _trace(model, location[:-1]).annotation
        names = tuple(sorted(_fields(owner), key=_LAST.__contains__)) if _is_model(owner) else ()
    on_key = unknown or location[-1:] == (_KEY,)
    return Fault(item["type"], trace.path, item["input"], item.get("ctx") or {}, item["msg"], names, on_key)


def _trace(annotation: Any, location: tuple[Step, ...]) -> _Trace:
    path: list[Step] = []
    unions: list[tuple[tuple[Step, ...], str]] = []
    annotation = _bare(annotation)
    for step in location:
        if get_origin(annotation) in {Union, UnionType}:
            if not _is_discriminated(annotation):
                unions.append((tuple(path), str(step)))
            annotation = _bare(_member(annotation, str(step)))
            continue
        if step != _KEY:
            path.append(step)
        annotation = _bare(_inside(annotation, step))
    return _Trace(tuple(path), tuple(unions), annotation)


def _bare(annotation: Any) -> Any:
    """Return a type without notes and without “or nothing”."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
            continue
        members = [member for member in get_args(annotation) if member is not NoneType]
        if origin not in {Union, UnionType} or len(members) == len(get_args(annotation)):
            return annotation
        annotation = reduce(or_, members)


def _inside(annotation: Any, step: Step) -> Any:
    if _is_model(annotation):
        return _fields(annotation).get(str(step))
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return arguments[1]
    return arguments[0] if arguments else None


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """Return the types of a model's fields by the names under which they are written."""
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def _is_model(annotation: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_discriminated(union: Any) -> bool:
    return all(_is_model(_bare(member)) for member in get_args(union))


def _member(union: Any, tag: str) -> Any:
    """Return the member of a union that pydantic calls ``tag``."""
    word = tag.partition("[")[0]
    return next((member for member in get_args(union) if word in _tags(_bare(member))), None)


def _tags(member: Any) -> Iterator[str]:
    if _is_model(member):
        method = _fields(member).get("method")
        yield from get_args(method) if get_origin(method) is Literal else ()
    else:
        yield _word(member)


def _word(member: Any) -> str:
    """Return the word with which pydantic's name for a member begins: ``str``, ``dict``, ``literal``."""
    origin = get_origin(member)
    return "literal" if origin is Literal else getattr(origin or member, "__name__", "")
