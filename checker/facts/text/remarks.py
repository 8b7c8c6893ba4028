"""Finds the comments of a YAML text and the node each belongs to; knows nothing about facts."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.facts.text.content import Remark
from checker.source.text.spans import dash_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.source.text.spans import Path, Span

_COMMENT: Final = re.compile(r"(?:(?<=[ \t\n])|\A)#[^\n]*")


@dataclass(frozen=True, slots=True)
class _Head:
    """Where an entry or an item begins, its value, and the collection it stands in."""

    start: int
    path: Path
    value: Span
    parent: Span


def read_remarks(text: str, root: Span, file: int = 0) -> dict[Path, list[Remark]]:
    """Return the comments by the path of the entry or item that each is about, in the order of the text.

    A comment on a line of its own is about what follows it, one behind something about that. One that is indented more
    than what follows is about what comes before. A comment behind everything is about nothing, and left out.
    """
    heads = sorted(_heads(root, (), text), key=lambda head: (head.start, len(head.path)))
    starts = [head.start for head in heads]
    found: dict[Path, list[Remark]] = {}
    for match in _comments(text, root):
        line = text.rfind("\n", 0, match.start()) + 1
        own_line = not text[line : match.start()].strip()
        following = bisect_right(starts, match.start())
        path = _own_line(match.start() - line, heads, following, text) if own_line else _behind(match, heads, following)
        if path is not None:
            words = match.group()[1:].removeprefix(" ").rstrip()
            found.setdefault(path, []).append(Remark(words, match.start(), match.end(), own_line, file))
    return found


def _heads(node: Span, path: Path, text: str) -> Iterator[_Head]:
    for index, item in enumerate(node.items):
        start = item.start if node.flow else dash_of(text, node, index)
        yield _Head(start, (*path, index), item, node)
        yield from _heads(item, (*path, index), text)
    for key, value in node.entries:
        yield _Head(key.start, (*path, key.value), value, node)
        yield from _heads(value, (*path, key.value), text)


def _comments(text: str, root: Span) -> Iterator[re.Match[str]]:
    """Yield the comments: they can only stand between scalars."""
    position = 0
    for leaf in root.leaves():
        yield from _COMMENT.finditer(text, position, leaf.start)
        position = max(position, leaf.end)
    yield from _COMMENT.finditer(text, position)


def _own_line(column: int, heads: list[_Head], following: int, text: str) -> Path | None:
    if following == len(heads):
        return None
    head = heads[following]
    indent = head.start - (text.rfind("\n", 0, head.start) + 1)
    return heads[following - 1].path if column > indent and following else head.path


def _behind(match: re.Match[str], heads: list[_Head], following: int) -> Path | None:
    if not following:
        return None
    head = heads[following - 1]
    path, parent = head.path, head.parent
    parents = {other.path: other for other in heads[:following]}
    while parent.flow and parent.end <= match.start() and path[:-1] in parents:
        path = path[:-1]
        parent = parents[path].parent
    return path
