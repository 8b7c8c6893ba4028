"""Turns YAML text, half typed or whole, into the entries that can be made out in it; knows nothing of what they mean.

A YAML reader gives up at the first mistake. Whoever completes a word needs to know where in the file it stands while
the line is unfinished, so this reads what the files of packs are written in (mappings, lists, both also in brackets,
and scalars of every style), never fails, and ends what is not closed where the indentation says it should have been.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.server.flow import FlowScanner
from checker.server.scalar_ends import block_end, column_of, line_end, plain_end, quoted_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.source import Step

BLOCK: Final = "block"
_KEY: Final = re.compile(
    r"(?P<key>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*'|[^\s\-\[\]{}>|*&!%#`@,?:\"'][^\n]*?|[-?:](?=\S)[^\n]*?)"
    r"[ \t]*:(?=\s|\Z)"
)
_DASH: Final = re.compile(r"-(?=\s|\Z)")
_BLANKS: Final = re.compile(r"[ \t]*")
_QUOTES: Final = "\"'"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value with its path; ``key`` is where its name stands, None for an item of a list.

    ``start`` and ``end`` bound the value as written, with its quotes; they are equal when nothing is written. ``style``
    is the mark it begins with: none, a quote, ``|``, ``>``, ``{``, ``[``, or ``block`` for a mapping or list that
    follows indented. A ``loose`` one is a word in a mapping that has no colon yet; its path is that of the mapping.
    """

    path: tuple[Step, ...]
    key: tuple[int, int] | None
    start: int
    end: int
    style: str = ""
    loose: bool = False

    @property
    def scalar(self) -> bool:
        """Whether the value is a text."""
        return self.style not in {"{", "[", BLOCK}


@dataclass(slots=True)
class _Frame:
    """A mapping or list in force: the column of its entries, its path, and the entry whose value may follow."""

    column: int
    path: tuple[Step, ...]
    listed: bool
    count: int = 0
    pending: int | None = None


def read_entries(text: str) -> tuple[Entry, ...]:
    """Return the entries of a text in the order in which they begin; any text gives some."""
    return tuple(_Scanner(text).scan())


@dataclass(slots=True)
class _Scanner:
    text: str
    entries: list[Entry] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)

    def scan(self) -> Iterator[Entry]:
        position = 0
        while position < len(self.text):
            end = line_end(self.text, position)
            start = _BLANKS.match(self.text, position).end()  # type: ignore[union-attr]  # it always matches
            if start >= end or self.text[start] == "#" or self.text.startswith(("---", "..."), position):
                position = end + 1
                continue
            position = line_end(self.text, max(self._content(start), start)) + 1
        yield from self.entries

    def _content(self, start: int) -> int:
        """Read what begins at ``start`` on its line and return where it ends."""
        column = column_of(self.text, start)
        dash = _DASH.match(self.text, start)
        self._leave(column, dash=dash is not None)
        if dash is not None:
            return self._item(start, column)
        key = _KEY.match(self.text, start)
        if key is not None:
            return self._named(key, column)
        return self._bare(start, column)

    def _leave(self, column: int, *, dash: bool) -> None:
        """End the mappings and lists that lie further in, or beside which something else begins."""
        while self.frames:
            top = self.frames[-1]
            beside = top.column == column and top.listed and not dash
            if top.column <= column and not (beside and len(self.frames) > 1):
                return
            self.frames.pop()

    def _item(self, start: int, column: int) -> int:
        top = self.frames[-1] if self.frames else None
        if top is None or not top.listed or top.column != column:
            top = self._enter(column, listed=True)
        path = (*top.path, top.count)
        top.count += 1
        behind = _BLANKS.match(self.text, start + 1).end()  # type: ignore[union-attr]  # it always matches
        self.entries.append(Entry(path, None, behind, behind))
        top.pending = len(self.entries) - 1
        if behind >= line_end(self.text, start) or self.text[behind] == "#":
            self.entries[-1] = Entry(path, None, min(start + 2, behind), min(start + 2, behind))
            return behind
        return self._content(behind)

    def _enter(self, column: int, *, listed: bool) -> _Frame:
        """Begin a mapping or list below the entry whose value is still open."""
        path: tuple[Step, ...] = ()
        if self.frames:
            owner = self.frames[-1]
            path = owner.path
            if owner.pending is not None:
                path = self.entries[owner.pending].path
                self._settle(owner.pending, self.entries[owner.pending].start, self.entries[owner.pending].start, BLOCK)
        frame = _Frame(column, path, listed)
        self.frames.append(frame)
        return frame

    def _settle(self, index: int, start: int, end: int, style: str) -> None:
        entry = self.entries[index]
        self.entries[index] = Entry(entry.path, entry.key, start, end, style)

    def _named(self, key: re.Match[str], column: int) -> int:
        top = self.frames[-1] if self.frames else None
        if top is None or top.listed or top.column != column:
            top = self._enter(column, listed=False)
        name = key["key"]
        if name[0] in _QUOTES:
            name = name[1:-1]
        path = (*top.path, name)
        start = _BLANKS.match(self.text, key.end()).end()  # type: ignore[union-attr]  # it always matches
        self.entries.append(Entry(path, key.span("key"), start, start))
        index = len(self.entries) - 1
        if start >= line_end(self.text, key.start()) or self.text[start] == "#":
            top.pending = index
            at = min(start, key.end() + 1)
            self._settle(index, at, at, "")
            return start
        top.pending = None
        return self._value(index, start, column)

    def _value(self, index: int, start: int, column: int) -> int:
        """Read the value of an entry that stands at ``column`` and return where it ends."""
        char = self.text[start]
        if char in "{[":
            scanner = FlowScanner(self.text, limit_of(self.text, start, column))
            end = scanner.scan(start, self.entries[index].path)
            self.entries += [Entry(*found) for found in scanner.found]
        elif char in _QUOTES:
            end = quoted_end(self.text, start, limit_of(self.text, start, column))
        elif char in "|>":
            end = block_end(self.text, start, column)
        else:
            char, end = "", plain_end(self.text, start, column)
        self._settle(index, start, end, char)
        return end

    def _bare(self, start: int, column: int) -> int:
        """Read text that is neither an item nor named: the value that is still open, or a name without its colon."""
        top = self.frames[-1] if self.frames else None
        if top is not None and top.pending is not None and (top.column < column or top.listed):
            index, top.pending = top.pending, None
            return self._value(index, start, top.column)
        if self.text[start] in "{[" and top is None:
            self.entries.append(Entry((), None, start, start))
            return self._value(len(self.entries) - 1, start, -1)
        end = start + len(self.text[start : line_end(self.text, start)].rstrip())
        self.entries.append(Entry(top.path if top else (), None, start, end, loose=True))
        return end


def limit_of(text: str, start: int, column: int) -> int:
    """Return up to where brackets or quotes opened at ``start`` may reach: to the next line no further in."""
    position = line_end(text, start) + 1
    while position < len(text):
        end = line_end(text, position)
        content = _BLANKS.match(text, position).end()  # type: ignore[union-attr]  # it always matches
        if content < end and content - position <= column and text[content] not in "}]":
            return position - 1
        position = end + 1
    return len(text)
