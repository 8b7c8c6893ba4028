"""Turns a list or mapping in brackets, closed or not, into its entries; knows nothing about the lines around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.server.scalar_ends import quoted_end

if TYPE_CHECKING:
    from checker.source import Step

    Found = tuple[tuple["Step", ...], tuple[int, int] | None, int, int, str, bool]

_BETWEEN: Final = re.compile(r"(?:\s+|(?<=\s)#[^\n]*)*")
_PLAIN_STOP: Final = re.compile(r"[,\[\]{}]|:(?=[\s,\[\]{}]|\Z)|(?<=\s)#")
_DEEPEST: Final = 40


@dataclass(slots=True)
class FlowScanner:
    """Reads brackets up to ``limit``; ``found`` are the parts of the entries in the order in which they begin."""

    text: str
    limit: int
    found: list[Found] = field(default_factory=list)

    def scan(self, start: int, path: tuple[Step, ...]) -> int:
        """Read what opens at ``start`` and return the offset behind its closing bracket, or the limit."""
        if len(path) > _DEEPEST:
            return self.limit
        return self._mapping(start + 1, path) if self.text[start] == "{" else self._listing(start + 1, path)

    def _skip(self, position: int) -> int:
        found = _BETWEEN.match(self.text, position, self.limit)
        return found.end() if found else position

    def _mapping(self, position: int, path: tuple[Step, ...]) -> int:
        while (position := self._skip(position)) < self.limit:
            char = self.text[position]
            if char in "}]":
                return position + 1
            if char == ",":
                position += 1
                continue
            position = self._entry(position, path)
        return self.limit

    def _entry(self, position: int, path: tuple[Step, ...]) -> int:
        end = self._scalar_end(position)
        if end == position:  # a bracket or colon where a name should be
            return position + 1
        behind = self._skip(end)
        if behind >= self.limit or self.text[behind] != ":":
            self.found.append((path, None, position, end, "", True))
            return end
        name = self.text[position:end]
        name = name[1:-1] if name[0] in "\"'" and len(name) > 1 else name
        return self._value(behind + 1, (*path, name), (position, end))

    def _listing(self, position: int, path: tuple[Step, ...]) -> int:
        count = 0
        while (position := self._skip(position)) < self.limit:
            char = self.text[position]
            if char in "}]":
                return position + 1
            if char == ",":
                position += 1
                continue
            position = max(self._value(position, (*path, count), None), position + 1)
            count += 1
        return self.limit

    def _value(self, position: int, path: tuple[Step, ...], key: tuple[int, int] | None) -> int:
        start = self._skip(position)
        char = self.text[start : start + 1] if start < self.limit else ""
        if char in {"{", "["}:
            index = len(self.found)
            self.found.append((path, key, start, start, char, False))
            end = self.scan(start, path)
            self.found[index] = (path, key, start, end, char, False)
            return end
        if not char or char in ",}]":
            at = min(start, position + 1) if key else start
            self.found.append((path, key, at, at, "", False))
            return start
        end = self._scalar_end(start)
        self.found.append((path, key, start, end, char if char in "\"'" else "", False))
        return max(end, start + 1)

    def _scalar_end(self, start: int) -> int:
        if self.text[start] in "\"'":
            return quoted_end(self.text, start, self.limit)
        stop = _PLAIN_STOP.search(self.text, start, self.limit)
        end = stop.start() if stop else self.limit
        return start + len(self.text[start:end].rstrip())
