"""A file read as a tree of text values whose places are kept; knows nothing about what the values mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, Union

from checker.source.problems import Place

Step: TypeAlias = Union[str, int]
Data: TypeAlias = Union[None, str, list["Data"], dict[str, "Data"]]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text value; ``start`` and ``end`` are offsets into the file's text, lines and columns 1-based."""

    value: str | None
    line: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Named nodes, each with the node of its key."""

    items: dict[str, tuple[Scalar, Node]]
    line: int
    column: int


Node: TypeAlias = Union[Scalar, Sequence, Mapping]


@dataclass(frozen=True, slots=True)
class Document:
    """One file: the name shown to people, its text, its digest and its tree.

    Every scalar stays the text that was written (an empty or ``null`` one is None), so that no number passes
    through a float on its way in.
    """

    name: str
    text: str
    digest: str
    root: Node

    @property
    def data(self) -> Data:
        """The tree as plain lists, dicts and text."""
        return plain(self.root)

    def node(self, path: tuple[Step, ...]) -> Node | None:
        """Return the node at ``path``, or None when nothing stands there."""
        node: Node | None = self.root
        for step in path:
            node = _child(node, step)
            if node is None:
                return None
        return node

    def place(self, path: tuple[Step, ...] = (), offset: int = 0) -> Place:
        """Return where the value at ``path`` stands, ``offset`` characters into its text.

        A path that leads nowhere gives the nearest place above it, so a problem never loses its file and line.
        """
        node: Node = self.root
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            node = child
        if isinstance(node, Scalar) and offset:
            return self._inside(node, offset)
        return Place(self.name, node.line, node.column)

    def key_place(self, path: tuple[Step, ...]) -> Place:
        """Return where the key at the end of ``path`` stands; for a list item, where the item begins."""
        parent = self.node(path[:-1]) if path else None
        if isinstance(parent, Mapping) and path[-1] in parent.items:
            key, _ = parent.items[str(path[-1])]
            return Place(self.name, key.line, key.column)
        return self.place(path)

    def _inside(self, scalar: Scalar, offset: int) -> Place:
        """Walk the raw text beside the value, so that quotes and folded lines do not shift the place."""
        value = scalar.value or ""
        position = scalar.start
        if self.text[position : position + 1] in {"'", '"'}:
            position += 1
        for char in value[:offset]:
            if char.isspace():
                continue
            found = self.text.find(char, position, scalar.end)
            if found < 0:
                return Place(self.name, scalar.line, scalar.column)
            position = found + 1
        while position < scalar.end and self.text[position].isspace():
            position += 1
        line_start = self.text.rfind("\n", 0, position) + 1
        return Place(self.name, self.text.count("\n", 0, position) + 1, position - line_start + 1)


def plain(node: Node) -> Data:
    """Return ``node`` as plain lists, dicts and text."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {name: plain(item) for name, (_, item) in node.items.items()}


def _child(node: Node | None, step: Step) -> Node | None:
    if isinstance(node, Mapping) and step in node.items:
        return node.items[str(step)][1]
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None
