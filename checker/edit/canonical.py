"""Turns the text of a pack file into its canonical form: same data, same comments, one layout.

No library does it: ruamel.yaml keeps comments, but reorders nothing, folds texts at any blank it likes and has its own
mind about indentation and width. The repository's own tree of spans gives every character its place, so that what comes
out can be compared with what went in. Knows nothing about folders or commands.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from checker.edit.layout import laid_out
from checker.edit.parts import all_comments, read_parts
from checker.edit.shapes import shape_of
from checker.edit.spacing import same_words
from checker.messages import message
from checker.source import EngineFault, InputError, Problems
from checker.source.document import Mapping, Sequence
from checker.source.read import parse_document

if TYPE_CHECKING:
    from checker.edit.shapes import Shape
    from checker.source.document import Document, Node


def canonical(text: str, name: str) -> str:
    """Return the canonical form of the text of the pack file ``name``, a path that tells its kind.

    Raises ``InputError`` when the text cannot be read, and ``EngineFault`` when its canonical form would say something
    else, which is a fault of the checker.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    before = _read(text, name)
    shape = shape_of(name, listed=isinstance(before.root, Sequence))
    written = laid_out(read_parts(text), shape, text)
    if written == text:
        return text
    try:
        after = _read(written, name)
    except InputError:
        raise _different(name) from None
    if not _same(before.root, after.root, shape) or Counter(all_comments(text)) != Counter(all_comments(written)):
        raise _different(name)
    return written


def _read(text: str, name: str) -> Document:
    problems = Problems()
    document = parse_document(text, name, "", problems)
    problems.raise_if_any()
    if document is None:
        raise InputError(problems.found)
    return document


def _different(name: str) -> EngineFault:
    return EngineFault(message("整理 {path} 会改变它的意思，没有写入", path=name))


def _same(one: Node, other: Node, shape: Shape, *, expression: bool = False) -> bool:
    """Say whether two trees hold the same: texts character by character, expressions word by word."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.items.keys() == other.items.keys() and all(
            _same(node, other.items[name][1], shape.below(name), expression=name in shape.expressions)
            for name, (_, node) in one.items.items()
        )
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return len(one.items) == len(other.items) and all(
            _same(ours, theirs, shape.below("")) for ours, theirs in zip(one.items, other.items, strict=True)
        )
    if isinstance(one, Mapping | Sequence) or isinstance(other, Mapping | Sequence):
        return False
    if expression and one.value is not None and other.value is not None:
        return same_words(one.value, other.value)
    return one.value == other.value
