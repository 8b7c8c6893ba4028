"""Finds what the files of a pack define and refer to, outside expressions and templates; knows no cases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from checker.edit.things import Names, Thing
from checker.edit.uses import Use, entries, items, part, scalar_use, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.edit.things import ThingKind
    from checker.source import Document
    from checker.source.document import Node, Scalar

_REFERENCES: dict[str, ThingKind] = {
    "indicator": "indicator", "problem": "problem", "document": "document", "to": "indicator", "use": "shared",
    "alternative_to": "indicator", "over": "fact_type",
}  # fmt: skip


def written_names(document: Document, names: Names, *, rule: bool = False) -> Iterator[Use]:
    """Yield what one file of a pack (not of its tests) defines and refers to; ``rule`` says that it is a rule."""
    reader = _Reader(document, names)
    root = document.root
    if rule:
        yield from reader.rule(root)
        return
    match PurePath(document.name).name:
        case "pack.yaml":
            for name, key, _ in entries(part(root, "documents")):
                yield scalar_use(document, key, Thing("document", name))
        case "vocabulary.yaml":
            yield from reader.vocabulary(root)
        case "parameters.yaml":
            yield from reader.parameters(root)
        case "problems.yaml":
            for name, key, _ in entries(root):
                yield scalar_use(document, key, Thing("problem", name))
        case "indicators.yaml":
            yield from reader.indicators(root)


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    names: Names

    def vocabulary(self, root: Node) -> Iterator[Use]:
        for name, key, entry in entries(root):
            thing = Thing("fact_type", name)
            yield scalar_use(self.document, key, thing)
            yield from self._word(part(entry, "label"), thing)
            for item in items(part(entry, "key")):
                yield from self._found(item, "field", name)
            for field, field_key, body in entries(part(entry, "fields")):
                found = Thing("field", field, name)
                yield scalar_use(self.document, field_key, found)
                yield from self._word(part(body, "label"), found)
                for choice in items(part(body, "choices")):
                    yield from self._found(choice, "choice", f"{name}.{field}")

    def parameters(self, root: Node) -> Iterator[Use]:
        for name, key, entry in entries(root):
            thing = Thing("parameter", name)
            yield scalar_use(self.document, key, thing)
            yield from self._word(part(entry, "label"), thing)
            for choice in items(part(entry, "keys")):
                yield from self._found(choice, "choice", name)
            for _, _, version in entries(part(entry, "values")):
                for chosen, chosen_key, _ in entries(part(version, "values")):
                    yield scalar_use(self.document, chosen_key, Thing("choice", chosen, name))
        yield from self._references(root)

    def rule(self, root: Node) -> Iterator[Use]:
        subject = part(root, "for")
        yield from self._found(subject, "fact_type")
        for _, _, value in entries(subject):
            yield from self._found(value, "fact_type")
        yield from self._references(root)

    def indicators(self, root: Node) -> Iterator[Use]:
        for item in items(part(root, "shared")):
            yield from self._tree(item, "shared")
        for item in items(part(root, "indicators")):
            yield from self._tree(item, "indicator")
        yield from self._references(root)

    def _tree(self, node: Node, kind: ThingKind) -> Iterator[Use]:
        id_ = word(part(node, "id"))
        if id_ is not None:
            thing = Thing(kind, id_.value or "")
            yield scalar_use(self.document, id_, thing)
            yield from self._word(part(node, "label"), thing)
        for child in items(part(node, "children")):
            yield from self._tree(child, kind)

    def _references(self, node: Node | None) -> Iterator[Use]:
        """Yield what the values behind certain words refer to, however deep they stand."""
        for name, _, value in entries(node):
            if name in _REFERENCES and word(value) is not None:
                yield from self._found(value, _REFERENCES[name])
            else:
                yield from self._references(value)
        for item in items(node):
            yield from self._references(item)

    def _found(self, node: Node | None, kind: ThingKind, owner: str = "") -> Iterator[Use]:
        """Yield the use of the thing that a value names by id or label."""
        scalar = word(node)
        thing = None if scalar is None else self.names.find(kind, scalar.value or "", owner)
        if thing is None and scalar is not None and kind == "indicator":  # the tree may come with a pack below
            thing = self.names.find("shared", scalar.value or "")
        if scalar is not None and thing is not None:
            yield scalar_use(self.document, scalar, thing)

    def _word(self, node: Node | None, thing: Thing) -> Iterator[Use]:
        scalar: Scalar | None = word(node)
        if scalar is not None:
            yield scalar_use(self.document, scalar, thing)
