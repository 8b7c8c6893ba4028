"""A file read as a tree of text values whose places are kept; knows nothing about what the values mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from checker.source.problems import Place

Step: TypeAlias = str | int
Data: TypeAlias = str | list["Data"] | dict[str, "Data"] | None
Cell: TypeAlias = tuple[str, str]
"""A sheet and the cell or range in it: ``("季度运行", "D5")``."""
# YAML's escapes in double quotes: those with hexadecimal digits, and those that stand for a blank or for nothing
_HEX_DIGITS: Final = {"x": 2, "u": 4, "U": 8}
_BLANK_ESCAPES: Final = frozenset(" \t\nntvfrN_LP")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text value; ``start`` and ``end`` are offsets into the file's text, lines and columns 1-based.

    What was read from a workbook has no line but a ``cell``: the names of the sheet and of the cell (or range).
    ``file`` is given where a value comes from another file than the tree around it.
    """

    value: str | None
    line: int
    column: int
    start: int
    end: int
    cell: Cell | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int
    cell: Cell | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Named nodes, each with the node of its key."""

    items: dict[str, tuple[Scalar, Node]]
    line: int
    column: int
    cell: Cell | None = None
    file: str = ""


Node: TypeAlias = Scalar | Sequence | Mapping


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
        """Return where the character ``offset`` characters into the text of the value at ``path`` stands.

        A path that leads nowhere gives the nearest place above it, so a problem never loses its file and line.
        """
        node: Node = self.root
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            node = child
        if isinstance(node, Scalar):
            position = self._position(node, offset)
            line = node.line + self.text.count("\n", node.start, position)
            return Place(self.name, line, position - self.text.rfind("\n", 0, position))
        return Place(self.name, node.line, node.column)

    def key_place(self, path: tuple[Step, ...]) -> Place:
        """Return where the key at the end of ``path`` stands; for a list item, where the item begins."""
        parent = self.node(path[:-1]) if path else None
        if isinstance(parent, Mapping) and path[-1] in parent.items:
            key, _ = parent.items[str(path[-1])]
            return Place(self.name, key.line, key.column)
        return self.place(path)

    def _position(self, scalar: Scalar, offset: int) -> int:
        """Walk the raw text beside the value, past quotes, escapes and line folds, to the character meant.

        Folding and indenting add and remove blanks, so only the other characters are counted: a blank gives the next
        character that is none, and an offset behind the text gives the place right behind its last character.
        """
        value = scalar.value or ""
        left = sum(not char.isspace() for char in value[:offset])
        style = self.text[scalar.start : scalar.start + 1]
        position = scalar.start
        if style in {"|", ">"}:
            position = self.text.find("\n", position, scalar.end) + 1 or scalar.end
        elif style in {"'", '"'}:
            position += 1
        behind = position
        while position < scalar.end:
            width, blank = _written_char(self.text, position, style)
            if not blank:
                if left == 0:
                    break
                left, behind = left - 1, position + width
            position += width
        return position if value[offset:].strip() else behind


def line_and_column(text: str, position: int) -> tuple[int, int]:
    """Return the 1-based line and column of the character at ``position``; lines end at line feeds, as in editors."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def _written_char(text: str, position: int, style: str) -> tuple[int, bool]:
    """Return how wide the way is in which one character of a value is written, and whether it is a blank."""
    char, following = text[position], text[position + 1 : position + 2]
    if style == "'" and char == following == "'":
        return 2, False
    if style == '"' and char == "\\":
        digits = _HEX_DIGITS.get(following, 0)
        end = position + 2 + digits
        blank = chr(int(text[position + 2 : end], 16)).isspace() if digits else following in _BLANK_ESCAPES
        return 2 + digits, blank
    return 1, char.isspace()


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
