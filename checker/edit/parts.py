"""Turns YAML text into a tree of parts, each with the comments that are about it; knows nothing about packs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.source.text.edits import bounds, line_start
from checker.source.text.spans import read_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.source.text.spans import Span

_COMMENT: Final = re.compile(r"(?:(?<=\s)|(?<![^\n]))#[^\n]*")
_BLOCK: Final = frozenset({"|", ">"})


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment from its ``#`` on; ``apart`` says that a blank line stands before it."""

    text: str
    apart: bool = False


@dataclass(slots=True)
class Part:
    """An entry of a mapping, an item of a list, or a whole text: its value with the comments about it.

    ``above`` are the comments on lines of their own before it, ``behind`` the one that ends its line, ``tail`` those
    after the last of its children. ``start`` is where it begins (an item at its dash), ``column`` how far in.
    """

    start: int
    column: int
    value: Span
    key: Span | None = None
    children: list[Part] = field(default_factory=list)
    above: list[Comment] = field(default_factory=list)
    behind: list[Comment] = field(default_factory=list)
    tail: list[Comment] = field(default_factory=list)
    apart: bool = False

    @property
    def name(self) -> str:
        """The name of an entry; an item has none."""
        return "" if self.key is None else self.key.value

    @property
    def commented(self) -> bool:
        """Whether anything inside (not beside) this part has a comment."""
        return bool(self.tail) or any(
            child.above or child.behind or child.commented or child.value.style in _BLOCK for child in self.children
        )


def read_parts(text: str) -> Part:
    """Return the tree of a text that was read without a problem before; every comment of it is in one place of it."""
    span = read_spans(text)
    root = Part(0, -1, span)
    root.children = _children(text, span)
    for position, written in _comments(text, span):
        _attach(root, position, written, text)
    return root


def all_comments(text: str) -> list[str]:
    """Return the comments of a text in their order, each from its ``#`` on."""
    return [written.rstrip() for _, written in _comments(text, read_spans(text))]


def _children(text: str, span: Span) -> list[Part]:
    pairs = [(None, item) for item in span.items] if span.listed else list(span.entries)
    parts = []
    for (start, _), (key, value) in zip(bounds(text, span), pairs, strict=True):
        part = Part(start, start - line_start(text, start), value, key)
        part.apart = not text[start - part.column : start].strip() and _follows_blank(text, start)
        part.children = _children(text, value)
        parts.append(part)
    return parts


def _follows_blank(text: str, position: int) -> bool:
    """Say whether the line of a character comes after a blank one."""
    begin = line_start(text, position)
    return begin > 0 and not text[line_start(text, begin - 1) : begin].strip()


def _comments(text: str, root: Span) -> Iterator[tuple[int, str]]:
    """Yield where each comment begins and what it says: all that is not inside a scalar."""
    position = 0
    for leaf in root.leaves():
        yield from _between(text, position, leaf.start)
        position = leaf.end
        if leaf.style in _BLOCK:
            yield from _between(text, leaf.start, text.find("\n", leaf.start, leaf.end))
    yield from _between(text, position, len(text))


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    while (found := _COMMENT.search(text, start, max(end, start))) is not None:
        yield found.start(), found.group()
        start = found.end()


def _attach(root: Part, position: int, written: str, text: str) -> None:
    begin = line_start(text, position)
    own = not text[begin:position].strip()
    comment = Comment(written.rstrip(), own and _follows_blank(text, position))
    part = root
    while inner := next((child for child in part.children if child.start <= position < child.value.end), None):
        part = inner
    if not part.children:
        beside = part.value.style in _BLOCK or part.value.flow
        (part.behind if beside or part is root else part.above).append(comment)
        return
    before = [child for child in part.children if child.value.end <= position]
    after = next((child for child in part.children if child.start > position), None)
    if own:
        _attach_line(part, before, after, comment, position - begin)
    elif before:
        _attach_behind(before[-1], comment)
    else:
        (part.behind if part.key is not None else part.children[0].above).append(comment)


def _attach_line(part: Part, before: list[Part], after: Part | None, comment: Comment, column: int) -> None:
    """Give a comment on a line of its own to what follows, or to the end of what it is indented like."""
    owner = part.tail if after is None else after.above
    limit = -1 if after is None else after.column
    if before and not part.value.flow:
        last = before[-1]
        while last.children and not last.value.flow:
            if max(limit, last.column) < last.children[0].column <= column:
                owner = last.tail
            last = last.children[-1]
    owner.append(comment)


def _attach_behind(part: Part, comment: Comment) -> None:
    """Give a comment at the end of a line to the innermost part that ends there."""
    while part.children and not part.value.flow:
        part = part.children[-1]
    (part.tail if part.commented else part.behind).append(comment)
