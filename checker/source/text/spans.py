"""Turns YAML text into a tree that knows where every node begins and ends; knows nothing about what the nodes mean.

The tree of ``checker.source`` knows where nodes begin, which is enough to point at them; to change a text one has to
know where they end, and whether they are written in braces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.source import Step

Path = tuple["Step", ...]
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Span:
    """A node from ``start`` up to ``end``; ``flow`` says that it is a list or mapping in brackets or braces.

    ``style`` is the mark a scalar begins with (none, quotes, ``|`` or ``>``).
    """

    start: int
    end: int
    value: str = ""
    style: str = ""
    flow: bool = False
    listed: bool = False
    items: tuple[Span, ...] = ()
    entries: tuple[tuple[Span, Span], ...] = ()

    @property
    def scalar(self) -> bool:
        """Whether this is neither a list nor a mapping; the empty ones of those are always in brackets."""
        return not (self.flow or self.items or self.entries)

    def entry(self, name: str) -> tuple[Span, Span] | None:
        """Return the key and the value of an entry of a mapping, or None when there is none of this name."""
        return next((entry for entry in self.entries if entry[0].value == name), None)

    def at(self, path: Path) -> Span | None:
        """Return the node at ``path``, or None when nothing stands there."""
        node: Span | None = self
        for step in path:
            if node is None:
                return None
            if isinstance(step, int):
                node = node.items[step] if step < len(node.items) else None
            else:
                entry = node.entry(step)
                node = entry[1] if entry else None
        return node

    def leaves(self) -> Iterator[Span]:
        """Yield the scalars, keys included, in the order of the text."""
        if self.scalar:
            yield self
        for item in self.items:
            yield from item.leaves()
        for key, value in self.entries:
            yield key
            yield from value.leaves()


def dash_of(text: str, listing: Span, index: int) -> int:
    """Return where the dash of an item of a list without brackets stands."""
    if index == 0:
        return listing.start
    column = listing.start - (text.rfind("\n", 0, listing.start) + 1)
    found = re.compile(rf"\n {{{column}}}-(?=\s)").search(text, listing.items[index - 1].end)
    return found.end() - 1 if found else listing.items[index].start


def is_json(root: Span) -> bool:
    """Say whether a text is written as JSON: in braces, with every name in double quotes."""
    return root.flow and bool(root.entries) and all(key.style == '"' for key, _ in root.entries)


def read_spans(text: str) -> Span:
    """Return the tree of a text that was read without a problem before; an empty text gives an empty scalar."""
    root = yaml.compose(text, Loader=_LOADER)
    return Span(0, 0) if root is None else _span(root, text)


def _span(node: Any, text: str) -> Span:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        style = node.style or ""
        if style in {"|", ">"}:
            end = start + len(text[start:end].rstrip())
        return Span(start, end, node.value, style)
    flow = bool(node.flow_style)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_span(item, text) for item in node.value)
        return Span(start, end if flow else items[-1].end, flow=flow, listed=True, items=items)
    entries = tuple((_span(key, text), _span(value, text)) for key, value in node.value)
    return Span(start, end if flow else entries[-1][1].end, flow=flow, entries=entries)
