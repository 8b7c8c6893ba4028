"""Finds what the cases of a pack name: fact types and fields as given, and what is expected of which things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.edit.things import REFERENCES
from checker.edit.uses import Use, entries, items, part, part_use, scalar_use, word
from checker.facts.shapes import JUDGEMENT, TOP_ALIASES, VALUE_ALIASES, WAIVER
from checker.source.document import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.edit.things import Names, ThingKind
    from checker.pack import Pack
    from checker.source import Document
    from checker.source.document import Node

_CHECK: Final = re.compile(r"([^\[\]]+)(?:\[(.*)\])?")


def rule_case_names(document: Document, rule: str, pack: Pack, names: Names) -> Iterator[Use]:
    """Yield what the cases of one rule name."""
    reader = _Reader(document, pack, names)
    for case in items(document.root):
        yield from reader.given(part(case, "given"))
        for key, node, _ in entries(part(case, "expect")):
            yield from reader.key(node, key, 0, rule)
        for item in items(part(case, "missing")):
            yield from reader.missing(item, rule)


def project_case_names(document: Document, pack: Pack, names: Names) -> Iterator[Use]:
    """Yield what the cases of whole projects name; a file holds one or a list of them."""
    reader = _Reader(document, pack, names)
    for case in items(document.root) if not list(entries(document.root)) else (document.root,):
        yield from reader.given(part(case, "given"))
        yield from reader.expected(part(case, "expect"))


def facts_names(document: Document, pack: Pack, names: Names) -> Iterator[Use]:
    """Yield what a facts file inside a pack names."""
    yield from _Reader(document, pack, names).given(document.root)


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    pack: Pack
    names: Names

    def given(self, node: Node | None) -> Iterator[Use]:
        """Yield what facts name."""
        for name, key, value in entries(node):
            thing = self.names.find("fact_type", name)
            top = TOP_ALIASES.get(name)
            rows = list(items(value)) or [value]
            if top in {JUDGEMENT.name, WAIVER.name}:
                shape = JUDGEMENT if top == JUDGEMENT.name else WAIVER
                for row in rows:
                    for column, _, cell in entries(row):
                        kind = {"indicator": "indicator", "rule": "rule"}.get(shape.aliases.get(column, ""))
                        yield from self._found(cell, kind)  # type: ignore[arg-type]  # the kinds of things
            elif thing is not None:
                yield scalar_use(self.document, key, thing)
                for row in rows:
                    yield from self._row(row, thing.name)

    def _row(self, row: Node, type_id: str) -> Iterator[Use]:
        for column, key, cell in entries(row):
            field = self.names.find("field", column, type_id)
            if field is None:
                continue
            yield scalar_use(self.document, key, field)
            value = next((node for name, _, node in entries(cell) if VALUE_ALIASES.get(name) == "value"), cell)
            if (type_id, field.name) in REFERENCES:
                yield from self._found(value, REFERENCES[type_id, field.name])
            yield from self._found(value, "choice", f"{type_id}.{field.name}")

    def expected(self, node: Node | None) -> Iterator[Use]:
        """Yield what the expectation of a whole project names."""
        for name, key, _ in entries(part(node, "indicators")):
            yield from self._name(key, name, "indicator")
        for name, key, _ in entries(part(node, "findings")):
            yield from self._name(key, name, "rule")
        for name, key, _ in entries(part(node, "outcomes")):
            yield from self._check(key, name)
        for item in items(part(node, "problems")):
            yield from self._found(item, "problem")
        for item in items(part(node, "review_notes")):
            scalar = word(item)
            if scalar is not None:
                yield from self._check(scalar, scalar.value or "")

    def _check(self, scalar: Scalar, text: str) -> Iterator[Use]:
        """Yield the parts of ``rule[key]``; of a review note too, whose key may be the id of an indicator."""
        found = _CHECK.fullmatch(text)
        rule = None if found is None else self.names.find("rule", found[1])
        if found is not None and rule is not None:
            yield part_use(self.document, scalar, 0, rule, found[1])
        if found is not None and found[2]:
            yield from self.key(scalar, found[2], found.start(2), found[1])

    def key(self, scalar: Scalar, text: str, begin: int, rule: str) -> Iterator[Use]:
        """Yield what the key of a fact names: the id of a problem or indicator, or choices."""
        entry = self.pack.rules.get(rule)
        subject = entry.model.for_ if entry is not None else ""
        if entry is None or not isinstance(subject, str):
            for kind in ("indicator", "problem"):
                yield from self._part(scalar, text, begin, kind)
            return
        thing = self.names.find("fact_type", subject)
        type_id = "" if thing is None else thing.name
        if type_id in {"problem", "indicator"}:
            yield from self._part(scalar, text, begin, type_id)  # type: ignore[arg-type]  # both are kinds of things
        keys = self.pack.fact_types[type_id].model.key if type_id in self.pack.fact_types else ()
        for name, written in zip(keys, text.split("/"), strict=False):
            yield from self._part(scalar, written, begin, "choice", f"{type_id}.{name}")
            begin += len(written) + 1

    def _part(self, scalar: Scalar, text: str, begin: int, kind: ThingKind, owner: str = "") -> Iterator[Use]:
        thing = self.names.find(kind, text, owner)
        if thing is not None and thing.name == text:
            yield part_use(self.document, scalar, begin, thing, text)

    def missing(self, node: Node, rule: str) -> Iterator[Use]:
        """Yield what is said to be missing: a field of any fact type the rule may read, or a fact type."""
        scalar = word(node)
        if scalar is None:
            return
        text = scalar.value or ""
        found = [thing for thing in self.names.labels if thing.name == text and thing.kind in {"field", "fact_type"}]
        near = [thing for thing in found if thing.owner in self._subjects(rule)]
        for thing in near or found:
            yield scalar_use(self.document, scalar, thing)

    def _subjects(self, rule: str) -> set[str]:
        """Return the fact types a rule is about."""
        entry = self.pack.rules.get(rule)
        written = {} if entry is None else entry.model.for_
        subjects = [written] if isinstance(written, str) else written.values()
        things = [self.names.find("fact_type", name) for name in subjects]
        return {thing.name for thing in things if thing is not None}

    def _name(self, scalar: Scalar, text: str, kind: ThingKind) -> Iterator[Use]:
        thing = self.names.find(kind, text)
        if thing is not None:
            yield scalar_use(self.document, scalar, thing)

    def _found(self, node: Node | None, kind: ThingKind | None, owner: str = "") -> Iterator[Use]:
        scalar = word(node)
        thing = None if scalar is None or kind is None else self.names.find(kind, scalar.value or "", owner)
        if scalar is not None and thing is not None:
            yield scalar_use(self.document, scalar, thing)
