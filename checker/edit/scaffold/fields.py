"""Turns guessed ways of scoring into the fields and parameters they need, under names that nothing else has.

A field that the pack below already has is used, not written again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.edit.scaffold.guess import guess, names_points, target_share
from checker.edit.scaffold.headings import CRITERIA, EXPLANATION, TARGET
from checker.expr.grammar import is_plain_name, quote_name
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checker.edit.scaffold.guess import Guess
    from checker.edit.scaffold.tree import Node
    from checker.pack import Pack

VALUES: Final = "indicator_values"
VALUES_LABEL: Final = "指标完成情况"
_RATIO_ENDS: Final = ("率", "度", "比例", "占比")
_NO_NAME: Final = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Measure:
    """The field that an indicator is scored by: of which fact type, what full marks need there, and its threshold.

    ``known`` says that the pack below has the field; ``threshold`` is the label of the parameter, empty without one.
    """

    type: str
    id: str
    label: str
    kind: str
    full: str
    known: bool = False
    threshold: str = ""
    threshold_id: str = ""

    @property
    def name(self) -> str:
        """The field as an expression writes it."""
        return quote_name(self.label)


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator with the way in which it is scored; without a guess it is judged.

    ``other_scale`` says that nothing was guessed because its standard names points, and it is not said whether these
    are points of the table, with weights that are shares of one, or of a hundred.
    """

    node: Node
    criteria: str
    guess: Guess | None = None
    measure: Measure | None = None
    other_scale: bool = False


@dataclass(slots=True)
class _Names:
    """The labels that are taken, and the fields of the pack below that an expression reaches by label alone."""

    taken: set[str] = field(default_factory=set)
    ratios: dict[str, tuple[str, str]] = field(default_factory=dict)

    def free(self, label: str) -> str:
        """Return a label that nothing else has."""
        number, found = 1, label
        while found in self.taken or not is_plain_name(found):
            number += 1
            found = f"{label}{number}" if is_plain_name(label) else f"指标{label}"
            label = label if is_plain_name(label) else found
        self.taken.add(found)
        return found


def score_leaves(leaves: Iterable[Node], below: Pack | None) -> list[Scored]:
    """Return every leaf with what it is scored by; ``below`` is the pack that is extended."""
    names = _names(below)
    return [_scored(leaf, names) for leaf in leaves]


def _names(below: Pack | None) -> _Names:
    names = _Names()
    if below is None:
        return names
    for name, entry in below.fact_types.items():
        names.taken |= {name, entry.model.label}
        for part, model in entry.model.fields.items():
            if not entry.model.key:
                names.taken |= {part, model.label}
                if model.type == "ratio":
                    names.ratios[model.label] = (name, part)
    names.taken |= {text for name, entry in below.parameters.items() for text in (name, entry.model.label)}
    return names


def _scored(leaf: Node, names: _Names) -> Scored:
    line = leaf.line
    assert line is not None  # noqa: S101 - a leaf has one
    criteria = line.text(CRITERIA) or line.text(EXPLANATION)
    if leaf.scaled and names_points(criteria):
        return Scored(leaf, criteria, other_scale=True)
    target = target_share(line.text(TARGET)) if _plain(leaf).endswith(_RATIO_ENDS) else None
    found = guess(criteria, leaf.weight, target) if criteria and not leaf.bonus else None
    return Scored(leaf, criteria, found, _measure(leaf, found, names) if found else None)


def _plain(leaf: Node) -> str:
    """Return the name of an indicator without the signs that a name in an expression cannot have."""
    return _NO_NAME.sub("", leaf.label) or leaf.id


def _measure(leaf: Node, found: Guess, names: _Names) -> Measure:
    plain = _plain(leaf)
    number = leaf.id.removeprefix("indicator_")
    threshold, threshold_id = "", ""
    if found.threshold is not None:
        threshold, threshold_id = names.free(f"{plain}满分线"), f"full_mark_{number}"
    if found.method == "occurrences":
        return Measure(VALUES, f"count_{number}", names.free(f"{plain}扣分次数"), "count", "0")
    if found.method == "met":
        return Measure(VALUES, f"met_{number}", names.free(f"{plain}达标"), "truth", "是")
    if plain in names.ratios:
        kind, part = names.ratios[plain]
        return Measure(kind, part, plain, "ratio", "100%", True, threshold, threshold_id)
    label = plain if plain.endswith(_RATIO_ENDS) else f"{plain}完成率"
    return Measure(VALUES, f"rate_{number}", names.free(label), "ratio", "100%", False, threshold, threshold_id)


def facts_for_full_marks(scored: Iterable[Scored]) -> dict[str, dict[str, str]]:
    """Return the facts, by fact type and field, with which every indicator that is not judged earns all it can."""
    facts: dict[str, dict[str, str]] = {}
    for item in scored:
        if item.measure is not None:
            facts.setdefault(item.measure.type, {})[item.measure.id] = item.measure.full
    return facts


def percent(share: Fraction) -> str:
    """Return a share as packs write it."""
    return f"{decimal_text(share * 100)}%"


def by_id(scored: Iterable[Scored]) -> Mapping[str, Scored]:
    """Return scored indicators by their ids."""
    return {item.node.id: item for item in scored}
