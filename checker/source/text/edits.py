"""Changes single places of a YAML text and leaves every other character alone; knows nothing about facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source.problems import EngineFault
from checker.source.text.spans import dash_of

if TYPE_CHECKING:
    from checker.source.text.spans import Span

_SEPARATOR: Final = ", "


@dataclass(frozen=True, slots=True)
class Edit:
    """The text from ``start`` up to ``end`` becomes ``new``."""

    start: int
    end: int
    new: str


@dataclass(slots=True)
class Changes:
    """What is to become of the children of a list or mapping, by their numbers.

    ``inner`` are changes within children that stay; ``added`` are new children, each with the number of the one it
    comes behind (-1: before all).
    """

    inner: list[Edit] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    added: list[tuple[int, str]] = field(default_factory=list)


def apply_edits(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Return the text from ``start`` up to ``end`` with the changes in it; those at one place in their order."""
    end = len(text) if end is None else end
    pieces, position = [], start
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not start <= edit.start <= edit.end <= end:
            continue
        if edit.start < position and edit.new:
            raise EngineFault(message("改写文件时两处改动重叠"))
        pieces += [text[position : edit.start], edit.new]
        position = max(position, edit.end)  # two deletions may overlap: of the last lines of a text
    return "".join([*pieces, text[position:end]])


def line_start(text: str, position: int) -> int:
    """Return where the line of a character begins."""
    return text.rfind("\n", 0, position) + 1


def line_end(text: str, position: int) -> int:
    """Return where the line of a character ends: at its line break, or at the end of the text."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found


def whole_lines(text: str, start: int, end: int) -> Edit:
    """Return the edit that takes away the lines from one character to another, with the line break before them."""
    first, last = line_start(text, start), line_end(text, end)
    return Edit(first - 1, last, "") if first else Edit(0, min(last + 1, len(text)), "")


def set_value(text: str, entry: tuple[Span, Span], new: str) -> Edit:
    """Return the edit that gives an entry another value; an empty one leaves the name with nothing behind it."""
    key, value = entry
    if ":" not in text[key.end : value.start]:  # {name}
        return Edit(key.end, key.end, f": {new}" if new else "")
    colon = text.index(":", key.end) + 1
    first = line_end(text, colon)
    if first < value.start:  # the value stands below: what is said on the line of the name stays there
        rest = text[colon:first]
        return Edit(colon, value.end, rest + new if new.startswith("\n") else f"{_spaced(new)}{rest}")
    if new.startswith("\n"):
        behind = line_end(text, value.end)
        return Edit(colon, behind, text[value.end : behind] + new)
    if not new or value.start == value.end:
        return Edit(colon, value.end, _spaced(new))
    return Edit(value.start, value.end, new.strip())


def _spaced(text: str) -> str:
    return f" {text.strip()}" if text else ""


def change_children(text: str, span: Span, changes: Changes, key_end: int = 0) -> list[Edit]:
    """Return the edits that bring a list or mapping to its new form; of a list at least one item must be left.

    ``key_end`` is where the name of a list without brackets ends: what comes before all goes behind that line.
    """
    if not changes.removed and not changes.added:
        return changes.inner
    kept = [index for index in range(len(bounds(text, span))) if index not in changes.removed]
    added = [(max((index for index in kept if index <= after), default=-1), new) for after, new in changes.added]
    changes = Changes(changes.inner, changes.removed, added)
    if span.flow:
        return [_rewritten(text, span, changes)]
    if not kept:
        indent = " " * (span.start - line_start(text, span.start))
        return [Edit(span.start, span.end, f"\n{indent}".join(new for _, new in added))]
    return [*changes.inner, *_taken(text, span, changes), *_put(text, span, changes, key_end)]


def bounds(text: str, span: Span) -> list[tuple[int, int]]:
    """Return where each child of a list or mapping begins and ends; the dash of an item is part of it."""
    if span.listed:
        starts = [item.start if span.flow else dash_of(text, span, n) for n, item in enumerate(span.items)]
        return [(start, item.end) for start, item in zip(starts, span.items, strict=True)]
    return [(key.start, value.end) for key, value in span.entries]


def _taken(text: str, span: Span, changes: Changes) -> list[Edit]:
    places = bounds(text, span)
    edits = []
    kept = [index for index in range(len(places)) if index not in changes.removed]
    beside_dash = not span.listed and text[line_start(text, span.start) : span.start].strip()
    first = kept[0] if beside_dash and 0 in changes.removed else 0
    if first:
        edits.append(Edit(places[0][0], places[first][0], ""))
    return edits + [whole_lines(text, *places[index]) for index in sorted(changes.removed) if index >= first]


def _put(text: str, span: Span, changes: Changes, key_end: int) -> list[Edit]:
    places = bounds(text, span)
    indent = " " * (span.start - line_start(text, span.start))
    edits = []
    first = min(index for index in range(len(places)) if index not in changes.removed)
    for after, new in changes.added:
        if after < 0 and not span.listed:
            edits.append(Edit(places[first][0], places[first][0], f"{new}\n{indent}"))
            continue
        position = line_end(text, places[after][1] if after >= 0 else key_end)
        edits.append(Edit(position, position, f"\n{indent}{'- ' if span.listed else ''}{new}"))
    return edits


def _rewritten(text: str, span: Span, changes: Changes) -> Edit:
    """Return a list or mapping in brackets anew: what stays as it is, what is new between the same separators."""
    places = bounds(text, span)
    order = _order(len(places), changes)
    usual = text[places[0][1] : places[1][0]] if len(places) > 1 else _SEPARATOR
    written = ""
    for number, (index, new) in enumerate(order):
        if number:
            previous = order[number - 1][0]
            follows = index is not None and previous is not None and index == previous + 1
            written += text[places[previous][1] : places[index][0]] if follows else usual  # type: ignore[index]  # both are numbers
        written += new if index is None else apply_edits(text, changes.inner, *places[index])
    head = text[span.start : places[0][0]] if places else text[span.start]
    tail = text[places[-1][1] : span.end] if places else text[span.end - 1]
    return Edit(span.start, span.end, head + written + tail)


def _order(count: int, changes: Changes) -> Sequence[tuple[int | None, str]]:
    order: list[tuple[int | None, str]] = [(None, new) for after, new in changes.added if after < 0]
    for index in range(count):
        if index not in changes.removed:
            order.append((index, ""))
        order += [(None, new) for after, new in changes.added if after == index]
    return order
