"""Places in the files of a pack at which a thing is named; knows nothing about how they are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.source.document import Mapping, Scalar
from checker.source.document import Sequence as Listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.edit.things import Thing
    from checker.source import Document
    from checker.source.document import Node
    from checker.source.problems import Place


@dataclass(frozen=True, slots=True)
class Use:
    """One place in the text of ``file``: from ``start`` to ``end`` a thing is called ``written``.

    ``whole`` says that the name is a value of its own, quotes included; else it is part of a longer text.
    """

    file: str
    start: int
    end: int
    thing: Thing
    written: str
    whole: bool = True


def scalar_use(document: Document, scalar: Scalar, thing: Thing) -> Use:
    """Return the use of a thing by a value or a name that says nothing else."""
    return Use(document.name, scalar.start, scalar.end, thing, scalar.value or "")


def part_use(document: Document, scalar: Scalar, begin: int, thing: Thing, written: str) -> Use:
    """Return the use of a thing by the part of a value on one line that begins ``begin`` characters into it."""
    start = scalar.start + begin + (document.text[scalar.start] in "\"'")
    return Use(document.name, start, start + len(written), thing, written, whole=False)


def offset_of(text: str, place: Place) -> int:
    """Return where in ``text`` a place with line and column is."""
    start = 0
    for _ in range(place.line - 1):
        start = text.index("\n", start) + 1
    return start + place.column - 1


def entries(node: Node | None) -> Iterator[tuple[str, Scalar, Node]]:
    """Yield name, node of the name and value of every entry; a node that is no mapping has none."""
    if isinstance(node, Mapping):
        yield from ((name, key, value) for name, (key, value) in node.items.items())


def items(node: Node | None) -> Iterator[Node]:
    """Yield the items of a list; a node that is no list has none."""
    if isinstance(node, Listed):
        yield from node.items


def part(node: Node | None, *steps: str) -> Node | None:
    """Return what stands behind these names one below the other, or None."""
    for step in steps:
        node = node.items[step][1] if isinstance(node, Mapping) and step in node.items else None
    return node


def word(node: Node | None) -> Scalar | None:
    """Return a value that is a text, or None."""
    return node if isinstance(node, Scalar) and node.value is not None else None
