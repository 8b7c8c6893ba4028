"""Builds the tree of facts from what a ledger gave: each value with its cell, and the mapping's words with their lines.

Knows nothing about how the values were found.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import SOURCE, SOURCE_ALIASES
from checker.source.document import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.facts.parts import Part

_VALUE: Final = Scalar("值", 0, 0, 0, 0)
_SOURCE: Final = Scalar("来源", 0, 0, 0, 0)
_CELL: Final = Scalar("单元格", 0, 0, 0, 0)
_DOCUMENT: Final = Scalar("材料", 0, 0, 0, 0)

Entry = tuple[str, tuple[Scalar, Node]]


def name_node(part: Part) -> Scalar:
    """Return the name under which something stands in the mapping, with its file."""
    assert part.name is not None  # noqa: S101 - the entries of a mapping have names
    return replace(part.name, file=part.file)


def word_node(part: Part) -> Node:
    """Return a value that is written in the mapping itself, with its file."""
    return replace(part.node, file=part.file)


def value_node(text: str, sheet: str, cell: str, source: Node) -> Mapping:
    """Return a field: the value in its cell, and its source."""
    where = (sheet, cell)
    items: dict[str, tuple[Scalar, Node]] = {
        "值": (_VALUE, Scalar(text, 0, 0, 0, 0, where)),
        "来源": (_SOURCE, source),
    }
    return Mapping(items, 0, 0, where)


def source_node(written: Part | None, file: str, sheet: str, cell: str) -> Mapping:
    """Return a source: what the mapping says of it, and the cells (``台账.xlsx:明细!D5:D1042``)."""
    items: dict[str, tuple[Scalar, Node]] = {}
    if written is not None and not written.blank:
        if isinstance(written.node, Mapping):
            for name, (key, node) in written.node.items.items():
                items[name] = (replace(key, file=written.file), replace(node, file=written.file))
        else:
            items["材料"] = (_DOCUMENT, word_node(written))
    if not any(SOURCE.aliases.get(name) == "cell" for name in items):
        items["单元格"] = (_CELL, Scalar(f"{file}:{sheet}!{cell}", 0, 0, 0, 0, (sheet, cell)))
    return Mapping(items, 0, 0, (sheet, cell))


def fact_node(entries: Iterable[Entry], sheet: str, cell: str, source: Node | None = None) -> Mapping:
    """Return a fact of its fields, with its own source if it has one."""
    items = dict(entries)
    if source is not None and not items.keys() & SOURCE_ALIASES.keys():
        items["来源"] = (_SOURCE, source)
    return Mapping(items, 0, 0, (sheet, cell))


def facts_node(facts: Iterable[Mapping], sheet: str, cell: str) -> Sequence:
    """Return the list of facts."""
    return Sequence(tuple(facts), 0, 0, (sheet, cell))
