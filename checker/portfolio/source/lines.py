"""Cuts separated text into records, each with the line it begins on; a record that is wrong costs only its first line.

Knows nothing about what stands in the fields. Text is read as a stream.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from checker.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

_QUOTE: Final = '"'
_MOST_LINES: Final = 200
"""A quoted field may run over so many lines; what does not end by then is taken for a quote too many."""


class Record(NamedTuple):
    """One record: its first line (1-based), its text, its fields, and what is wrong with it (None: nothing)."""

    line: int
    text: str
    fields: tuple[str, ...]
    fault: Message | None = None


@dataclass(slots=True)
class Lines:
    """The lines of a stream; lines that were looked at in vain are read again."""

    stream: TextIO
    line: int = 0
    _again: list[str] | None = None

    def __post_init__(self) -> None:
        self._again = []

    def next(self) -> str | None:
        """Return the next line with its end, None at the end of the text."""
        again = self._again or []
        text = again.pop() if again else self.stream.readline()
        self.line += bool(text)
        return text or None

    def back(self, lines: list[str]) -> None:
        """Give back lines, in the order in which they were read."""
        self.line -= len(lines)
        self._again = [*(self._again or []), *reversed(lines)]


def records(stream: TextIO, separator: str, width: int) -> Iterator[Record]:
    """Yield the records of a text (opened with ``newline=""``), blank lines too; good ones have ``width`` fields.

    Empty fields behind the last one are passed over.
    """
    lines = Lines(stream)
    while (first := lines.next()) is not None:
        yield _record(first, lines, separator, width)


def first_record(stream: TextIO, separator: str) -> Record | None:
    """Return the first record of a text, whatever its width."""
    lines = Lines(stream)
    first = lines.next()
    return None if first is None else _record(first, lines, separator, None)


def _record(first: str, lines: Lines, separator: str, width: int | None) -> Record:
    line = lines.line
    if _QUOTE not in first:
        cells = first.rstrip("\r\n").split(separator)
        if len(cells) == width:
            return Record(line, first, tuple(cells))
        fields = _cut(cells, width)
        return Record(line, first, fields, _width_fault(fields, width))
    more: list[str] = []
    quotes = first.count(_QUOTE)
    while quotes % 2 and len(more) < _MOST_LINES and (text := lines.next()) is not None:
        more.append(text)
        quotes += text.count(_QUOTE)
    whole = first + "".join(more)
    fields, fault = _quoted(whole, separator, width) if quotes % 2 == 0 else ((), message("引号没有成对"))
    if fault is not None and more:
        lines.back(more)
        return Record(line, first, _rough(first, separator), fault)
    return Record(line, whole, fields or _rough(first, separator), fault)


def _quoted(text: str, separator: str, width: int | None) -> tuple[tuple[str, ...], Message | None]:
    try:
        row = next(csv.reader([text], delimiter=separator, strict=True))
        if any(field.startswith(" ") and field.lstrip(" ").startswith(_QUOTE) for field in row):
            row = next(csv.reader([text], delimiter=separator, strict=True, skipinitialspace=True))
    except csv.Error:
        return (), message("引号没有成对")
    fields = _cut(row, width)
    return fields, _width_fault(fields, width)


def _rough(text: str, separator: str) -> tuple[str, ...]:
    return tuple(field.strip().strip(_QUOTE) for field in text.rstrip("\r\n").split(separator))


def _cut(fields: list[str], width: int | None) -> tuple[str, ...]:
    if width is None or len(fields) <= width or any(map(str.strip, fields[width:])):
        return tuple(fields)
    return tuple(fields[:width])


def _width_fault(fields: tuple[str, ...], width: int | None) -> Message | None:
    if width is None or len(fields) == width or not any(map(str.strip, fields)):
        return None
    return message("这一行有 {count} 格，应有 {width} 格", count=len(fields), width=width)
