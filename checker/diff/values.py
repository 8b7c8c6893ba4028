"""Puts the values of fields into words: ids by their labels, numbers in their units; compares nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.diff.fields import FIELDS
from checker.diff.part_names import part_name
from checker.diff.shown import How, Shown
from checker.messages import Message, message, tr
from checker.pack.builtin import BUILTIN
from checker.pack.exact import exact_value
from checker.pack.models import Award, Basis, Model
from checker.values import Kind, show
from checker.values.calendar import date_number

if TYPE_CHECKING:
    from checker.pack import Pack
    from checker.pack.models import IndicatorModel

_LONGEST: Final = 60
_PROJECT: Final = "project"
_NAMING: Final = frozenset({"id", "title", "label", "heading"})
"""What an entry is called already."""


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called, by the kind of thing they name."""

    labels: Mapping[How, Mapping[str, str]]

    def of(self, how: How, name: str) -> str:
        """Return the label of an id in quotes, or the id itself when nothing is known of it."""
        label = self.labels[how].get(name)
        return quoted(label or name)

    def indicator(self, name: str) -> str:
        """Return the label of an indicator in quotes."""
        return self.of(How.INDICATOR, name)


def names_of(*packs: Pack) -> Names:
    """Return the labels of all ids of the packs; where they differ the last pack has the last word."""
    found: dict[How, dict[str, str]] = {how: {} for how in (How.INDICATOR, How.PROBLEM, How.DOCUMENT, How.SUBJECT)}
    found[How.SUBJECT] |= {name: spec.label for name, spec in BUILTIN.items()} | {_PROJECT: tr("整个项目")}
    for pack in packs:
        found[How.PROBLEM] |= {name: entry.model.heading for name, entry in pack.problems.items()}
        found[How.DOCUMENT] |= {name: entry.model.title for name, entry in pack.documents.items()}
        found[How.SUBJECT] |= {name: entry.model.label for name, entry in pack.fact_types.items()}
        model = pack.indicators.model
        shared = {indicator.id: indicator.label for indicator in model.shared}
        for indicator in (*model.shared, *model.indicators):
            found[How.INDICATOR] |= dict(_labels(indicator, shared))
    return Names(found)


def _labels(indicator: IndicatorModel, shared: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    label = indicator.label or shared.get(indicator.use or "", "")
    if label:
        yield indicator.id, label
    for child in indicator.children:
        yield from _labels(child, shared)


def quoted(text: object) -> str:
    """Return a text in quotation marks; those inside it become single ones, as Chinese is printed."""
    return tr("“{text}”", text=str(text).replace("“", "‘").replace("”", "’"))


def is_empty(value: object) -> bool:
    """Say whether nobody wrote a value."""
    return value is None or value in ("", (), {})


def say(value: object, shown: Shown, names: Names) -> str:
    """Return the words for a value that is not empty."""
    if isinstance(value, str) and shown.how in {How.INDICATOR, How.PROBLEM, How.DOCUMENT, How.SUBJECT}:
        return names.of(shown.how, value)
    if isinstance(value, str) and shown.how is How.WORD:
        return str(shown.words.get(value, value))
    if isinstance(value, Award):
        return _award(value)
    if isinstance(value, Mapping):
        parts = ((key, say(part, shown, names)) for key, part in value.items())
        return tr("、").join(f"{key} {part}" for key, part in parts)
    if isinstance(value, tuple | list):
        return tr("、").join(map(str, value))
    if isinstance(value, str) and shown.how is How.PAIRS:
        return value
    return _plain(value, shown.how)


def _plain(value: object, how: How) -> str:
    if isinstance(value, bool):
        return tr("是") if value else tr("否")
    if isinstance(value, date):
        return show(date_number(value), Kind.DATE)
    if isinstance(value, Fraction):
        return show(value, Kind.SCORE if how is How.POINTS else Kind.RATIO)
    if isinstance(value, int):
        return str(value)
    text = " ".join(str(value).split())
    if how is How.EXPRESSION:
        return tr("“{text}”", text=text)
    return quoted(text if how is not How.LONG or len(text) <= _LONGEST else text[:_LONGEST] + "…")


def _award(award: Award) -> str:
    if award.points is not None:
        return show(award.points, Kind.SCORE)
    return tr("权重的{share}", share=show(award.share or Fraction(0), Kind.RATIO))


def described(model: Model, names: Names) -> tuple[Message, ...]:
    """Return what a part of a pack says besides its name, one line for each field that somebody wrote."""
    lines = []
    for name, shown in FIELDS[type(model)].items():
        value = getattr(model, name)
        if name not in _NAMING and not is_empty(value) and not _is_default(model, name, value):
            text = _parts(value, names) if shown.how is How.PART else say(value, shown, names)
            lines.append(message("{field}：{value}", field=shown.name, value=text))
    return tuple(lines)


def _is_default(model: Model, name: str, value: object) -> bool:
    """Say whether a value is what stands when nothing is written; a method is always told."""
    default = type(model).model_fields[name].get_default()
    if isinstance(value, Fraction) and isinstance(default, str):
        return value == exact_value(default, Kind.RATIO if default.endswith("%") else Kind.SCORE)
    return name != "method" and value == default


def _parts(value: object, names: Names) -> str:
    """Return the words for a part of a part, in one line."""
    if isinstance(value, Basis):
        return str(part_name(value, 0, names.labels))
    if isinstance(value, Model):
        return tr("，").join(map(str, described(value, names)))
    items = list(value.values() if isinstance(value, Mapping) else value) if isinstance(value, Mapping | tuple) else []
    return tr("；").join(_item(item, index, names) for index, item in enumerate(items))


def _item(item: Model, index: int, names: Names) -> str:
    inside = "" if isinstance(item, Basis) else _parts(item, names)
    return f"{part_name(item, index, names.labels)}" + (tr("（{text}）", text=inside) if inside else "")
