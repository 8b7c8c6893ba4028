"""Turns a tree of parts into canonical lines; knows nothing about how the text was laid out before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from checker.edit.scalar_lines import (
    FOLDED,
    WIDTH,
    block_lines,
    columns,
    folded_lines,
    is_left_alone,
    written_lines,
    written_word,
)
from checker.edit.spacing import spaced
from checker.pack.exact import exact_value
from checker.source.text.scalars import NOTHING, line_scalar
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.edit.parts import Comment, Part
    from checker.edit.shapes import Shape
    from checker.source.text.spans import Span

_STEP: Final = 2
_BLOCK: Final = frozenset({"|", ">"})
_NESTED: Final = {"leaf": 0, "nested": 1, "block": 0}
"""How many parts of a part may be lists or mappings when it stands on one line."""


def laid_out(root: Part, shape: Shape, text: str) -> str:
    """Return the canonical text of a tree read from ``text``, with a line break at its end."""
    writer = _Writer(text)
    head = _head(root)
    lines: list[str] = []
    for comment in head:
        lines += [*_blank(lines, wanted=comment.apart), comment.text]
    lines += _blank(lines, wanted=bool(head))
    lines += [comment.text for comment in root.behind]
    if root.children:
        return "\n".join([*lines, *writer.children(root, shape, 0)]) + "\n"
    return "\n".join([*lines, writer.scalar(root.value, flow=False), *(comment.text for comment in root.tail)]) + "\n"


def _head(root: Part) -> list[Comment]:
    """Take the comments on the whole text off its first entry: those with a blank line below them."""
    if not root.children:
        return []
    first = root.children[0]
    gaps = [number for number, comment in enumerate(first.above) if comment.apart and number]
    end = len(first.above) if first.apart else max(gaps, default=0)
    head, first.above = first.above[:end], first.above[end:]
    if head and first.above:
        first.above[0] = replace(first.above[0], apart=False)  # the blank line is the head's
    elif head:
        first.apart = False
    return head


@dataclass(frozen=True, slots=True)
class _Writer:
    text: str

    def children(self, part: Part, shape: Shape, indent: int) -> list[str]:
        """Return the lines of the children of a part, with the comments about them."""
        lines: list[str] = []
        margin = " " * indent
        tall = False
        for child in _ordered(part.children, shape):
            written = self.entry(child, shape, indent)
            forced = shape.apart and (tall or len(written) > 1)
            tall = len(written) > 1
            for number, comment in enumerate(child.above):
                lines += _blank(lines, wanted=comment.apart or (forced and number == 0))
                lines.append(margin + comment.text)
            lines += _blank(lines, wanted=child.apart or (forced and not child.above))
            lines += written
        for comment in part.tail:
            lines += [*_blank(lines, wanted=comment.apart), margin + comment.text]
        return lines

    def entry(self, part: Part, shape: Shape, indent: int) -> list[str]:
        """Return the lines of an entry of a mapping or an item of a list, without the comments above it."""
        inner = shape.below(part.name)
        lead = " " * indent + ("-" if part.key is None else f"{line_scalar(part.name, flow=False)}:")
        if not part.children:
            return self._leaf(part, lead, indent, expression=part.name in shape.expressions)
        flow = self.flow(part, inner)
        if flow is not None and columns(f"{lead} {flow}") <= WIDTH:
            return [f"{lead} {flow}{_behind(part)}"]
        if part.key is None:
            _raise_comments(part, inner)
            first, *others = self.children(part, inner, indent + _STEP)
            return [f"{lead} {first.lstrip(' ')}", *others]
        return [lead + _behind(part), *self.children(part, inner, indent + _STEP)]

    def flow(self, part: Part, shape: Shape, *, inside: bool = False) -> str | None:
        """Return a part on one line, in brackets or braces, or None when it is to stand on several."""
        nested = sum(bool(child.children) for child in part.children)
        most = len(part.children) if inside and part.value.listed else _NESTED[shape.layout]
        if part.commented or shape.layout == "block" or nested > most:
            return None
        pieces = []
        for child in _ordered(part.children, shape):
            if child.children:
                written = self.flow(child, shape.below(child.name), inside=True)
            else:
                written = self._word(child.value, expression=child.name in shape.expressions)
            name = "" if child.key is None else line_scalar(child.name, flow=True)
            if written is None or name != ("" if child.key is None else line_scalar(child.name, flow=False)):
                return None
            pieces.append(written if child.key is None else f"{name}: {written}")
        return f"[{', '.join(pieces)}]" if part.value.listed else f"{{{', '.join(pieces)}}}"

    def _word(self, span: Span, *, expression: bool) -> str | None:
        """Return a value as it stands in braces, or None when it is better off on a line of its own."""
        if span.style in _BLOCK or (span.scalar and not span.style and span.value in NOTHING):
            return None
        if expression and is_left_alone(self.text, span):
            return written_word(self.text, span)
        written = self.scalar(span, flow=True, expression=expression)
        return written if written == self.scalar(span, flow=False, expression=expression) else None

    def scalar(self, span: Span, *, flow: bool, expression: bool = False) -> str:
        """Return a value on one line."""
        if not span.scalar:
            return "[]" if span.listed else "{}"
        if not span.style and span.value in NOTHING:
            return span.value
        value = spaced([span.value])[0] if expression and "\n" not in span.value else span.value
        return line_scalar(value, flow=flow)

    def _leaf(self, part: Part, lead: str, indent: int, *, expression: bool) -> list[str]:
        behind = _behind(part)
        below = " " * (indent + _STEP)
        if expression and is_left_alone(self.text, part.value):
            lines = written_lines(self.text, part.value, part.column)
            if lines is not None:
                return _left_alone(lines, part, lead, below)
        if part.value.style in _BLOCK:
            block = block_lines(self.text, part.value, expression=expression)
            if block is not None:
                return [f"{lead} {block[0]}{behind}", *(f"{below}{line}" if line else "" for line in block[1])]
        written = f"{lead} {self.scalar(part.value, flow=False, expression=expression)}".rstrip()
        value = part.value.value
        if columns(written) > WIDTH and "\n" not in value and part.value.scalar:
            value = spaced([value])[0] if expression else value
            folded = folded_lines(value, indent + _STEP, expression=expression)
            if folded is not None:
                return [f"{lead} {FOLDED}-{behind}", *(below + line for line in folded)]
        return [written + behind]


def _left_alone(lines: Sequence[str], part: Part, lead: str, below: str) -> list[str]:
    """Return the lines of a value as it is written; what is beside it goes where it may stand."""
    marked = 0 if part.value.style in _BLOCK else len(lines) - 1
    placed = [f"{lead} {lines[0]}", *(f"{below}{line}" if line else "" for line in lines[1:])]
    placed[marked] += _behind(part)
    return placed


def _behind(part: Part) -> str:
    return "".join(f"  {comment.text}" for comment in part.behind)


def _blank(lines: Sequence[str], *, wanted: bool) -> list[str]:
    """Return a blank line when one is wanted and it would not be the first line, or the second blank one."""
    return [""] if wanted and lines and lines[-1] else []


def _raise_comments(item: Part, shape: Shape) -> None:
    """Put the comments that would stand behind the dash of an item above it."""
    first = _ordered(item.children, shape)[0]
    if first.key is None and first.children:
        _raise_comments(first, shape.below(""))
    item.above += [*item.behind, *first.above]
    item.behind, first.above = [], []


def _ordered(children: Sequence[Part], shape: Shape) -> list[Part]:
    """Return the entries of a mapping in the order of its shape; items stay as they are."""
    if shape.dated:
        return _by_day(children)
    if any(child.key is None for child in children):
        return list(children)
    places = {name: number for number, name in enumerate(shape.order)}
    return sorted(children, key=lambda child: places.get(child.name, len(places)))


def _by_day(children: Sequence[Part]) -> list[Part]:
    """Return dated entries, the earliest first; when one of them has no day they stay as they are."""
    try:
        days = {child.name: exact_value(child.name, Kind.DATE) for child in children}
    except WrittenFault:
        return list(children)
    return sorted(children, key=lambda child: days[child.name])
