"""Turns a written source (材料、页码、单元格、原文……) into a ``Source``; knows nothing about the facts it is for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from checker.facts.evidence import evidence_name
from checker.facts.facts import Source
from checker.facts.fields import read_value
from checker.facts.parts import parts_by_id
from checker.facts.shapes import SOURCE
from checker.messages import message
from checker.source import did_you_mean, suggest
from checker.source.document import Mapping

if TYPE_CHECKING:
    from collections.abc import Mapping as PlainMapping

    from checker.facts.parts import Part
    from checker.source import Place, Problems

_INHERITED = ("document", "collected_by", "on", "file")


@dataclass(slots=True)
class SourceReader:
    """Reads sources against the list of documents; without a list (None) any document may be named.

    A document that is not on the list is warned about once, at its first place. ``files`` gathers the evidence files
    that are named, each with its first place.
    """

    documents: PlainMapping[str, str] | None
    problems: Problems
    files: dict[str, Place] = field(default_factory=dict)
    _warned: set[str] = field(default_factory=set)

    def read(self, part: Part, above: Source | None = None) -> Source:
        """Return the source written at ``part``, a mapping or just the name of a document.

        A source that names no document is a place in the document of the one ``above`` it (the fact's).
        """
        if isinstance(part.node, Mapping):
            parts = parts_by_id(part, SOURCE.label, SOURCE.aliases, self.problems)
        else:
            parts = {"document": part}
        values = {name: read_value(child, SOURCE.fields[name], self.problems) for name, child in parts.items()}
        source = Source(**{name: value.text for name, value in values.items() if value})
        if source.file:
            source = replace(source, file=self._file(source.file, parts["file"]))
        if source.document:
            return replace(source, document=self._document(source.document, parts["document"]))
        if above is None:
            return source
        return replace(source, **{name: getattr(source, name) or getattr(above, name) for name in _INHERITED})

    def _file(self, written: str, part: Part) -> str:
        name = evidence_name(written, part.place, self.problems)
        if name:
            self.files.setdefault(name, part.place)
        return name

    def _document(self, name: str, part: Part) -> str:
        """Return the id of the document with this id or title."""
        if self.documents is None or name in self.documents:
            return name
        for document, title in self.documents.items():
            if title == name:
                return document
        if name not in self._warned:
            self._warned.add(name)
            what = message("“材料”清单里没有“{name}”", name=name)
            near = suggest(name, [word for entry in self.documents.items() for word in entry if word])
            hint = did_you_mean(name, [near]) if near else message("把它加进“材料”清单，或写清单里有的材料")
            self.problems.warn("unknown-document", part.place, what, hint)
        return name
