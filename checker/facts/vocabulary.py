"""What may be said in a facts file: the fact types of a pack, as the reader needs them; knows nothing about packs.

The caller turns a pack into a ``Vocabulary``; that the pack's own words are sound (labels used once, bounds in order)
is settled before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from checker.values import Kind


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A field: its kind, the only ``choices``, the ``unit`` of a bare number, and its bounds, both included.

    ``low`` and ``high`` are in the unit of the kind (元, share of one, day number); a ``derived`` field is worked out
    from others and need not be given; ``ask`` says whom to ask for which document.
    """

    name: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()
    unit: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    derived: bool = False
    ask: str = ""


@dataclass(frozen=True, slots=True)
class FactTypeRule:
    """A fact type; the fields named in ``key`` tell its facts apart, and without a key there is at most one fact.

    ``aliases`` gives the id for each way in which a field may be named: by id or by label. An ``unkeyed`` type may have
    several facts that nothing tells apart but their place.
    """

    name: str
    label: str
    key: tuple[str, ...]
    fields: Mapping[str, FieldRule]
    unkeyed: bool = False
    aliases: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "aliases", aliases_of({name: rule.label for name, rule in self.fields.items()}))

    @property
    def several(self) -> bool:
        """Whether a project may have more than one such fact."""
        return bool(self.key) or self.unkeyed


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The fact types of a pack by id; ``aliases`` gives the id for each id and label."""

    types: Mapping[str, FactTypeRule]
    aliases: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "aliases", aliases_of({name: rule.label for name, rule in self.types.items()}))


def aliases_of(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the id for each id and each label; where one name is both, the id has it."""
    found = {label: name for name, label in labels.items() if label}
    found.update({name: name for name in labels})
    return found
