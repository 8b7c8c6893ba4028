"""A mutant: a pack that differs from another in one small thing, made in memory; knows no cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import BaseModel

if TYPE_CHECKING:
    from checker.messages import Message
    from checker.pack import Pack
    from checker.source import Place, Step

Part: TypeAlias = Literal["rules", "parameters", "fact_types", "indicators"]

Key: TypeAlias = "tuple[str, Place, Message]"


@dataclass(frozen=True, slots=True)
class Change:
    """Another value in one place of a pack; ``entry`` is the id of what it belongs to (empty for the indicators)."""

    part: Part
    entry: str
    path: tuple[Step, ...]
    value: object


@dataclass(frozen=True, slots=True)
class Mutant:
    """What was changed, where it stands, and in words: ``what`` begins with 把 or 去掉.

    ``owner`` is the id of the rule, parameter, fact type or indicator, ``title`` its name.
    """

    operator: str
    owner: str
    title: str
    place: Place
    what: Message
    changes: tuple[Change, ...]

    @property
    def key(self) -> Key:
        """What the same mutant of a pack that inherits the place has in common with this one."""
        return self.operator, self.place, self.what

    @property
    def parts(self) -> frozenset[Part]:
        """Which parts of the pack differ."""
        return frozenset(change.part for change in self.changes)


def mutated(pack: Pack, mutant: Mutant) -> Pack:
    """Return the pack with the changes of a mutant; it may be one that would not be loaded."""
    for change in mutant.changes:
        pack = _changed(pack, change)
    return pack


def _changed(pack: Pack, change: Change) -> Pack:
    if change.part == "indicators":
        model = put(pack.indicators.model, change.path, change.value)
        return replace(pack, indicators=replace(pack.indicators, model=model))
    entries: Mapping[str, Any] = getattr(pack, change.part)
    entry = entries[change.entry]
    new = replace(entry, model=put(entry.model, change.path, change.value))
    return replace(pack, **{change.part: {**entries, change.entry: new}})  # type: ignore[arg-type]  # one of four


def put(whole: Any, path: tuple[Step, ...], value: object) -> Any:
    """Return ``whole`` with ``value`` at ``path``."""
    if not path:
        return value
    step, *rest = path
    if isinstance(whole, BaseModel):
        return whole.model_copy(update={str(step): put(getattr(whole, str(step)), tuple(rest), value)})
    if isinstance(whole, Mapping):
        return {name: put(item, tuple(rest), value) if name == step else item for name, item in whole.items()}
    return tuple(put(item, tuple(rest), value) if number == step else item for number, item in enumerate(whole))
