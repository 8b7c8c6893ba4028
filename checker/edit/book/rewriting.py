"""Changes one entry of a YAML text after another and leaves every other character alone; knows nothing about packs.

Each function takes a text that reads without a problem and returns the new text, in the manner in which what stands
around the change is written: in braces or on lines of its own, with quotes or without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from checker.source.text.edits import Changes, Edit, apply_edits, change_children, line_start, set_value
from checker.source.text.scalars import DOUBLE, scalar_text
from checker.source.text.spans import Span, is_json, read_spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.source import Step

Tree: TypeAlias = "str | Mapping[str, Tree]"
"""What is to be written: a text, or names with what stands behind them."""
_ORDER: Final = (
    "document",
    "clause",
    "quote",
    "value",
    "values",
    "source",
    "note",
    "at_least",
    "above",
    "at_most",
    "below",
)
"""Parts stand behind those that are named before them here; others come last."""
_QUOTES: Final = ("'", '"')
_WIDEST: Final = 118


def put(text: str, path: tuple[Step, ...], value: str) -> str:
    """Return the text with ``value`` at ``path``; what is missing on the way there is added, as mappings."""
    root = read_spans(text)
    node = root.at(path)
    parent = root.at(path[:-1])
    if node is not None and parent is not None:
        entry = parent.entry(str(path[-1]))
        style = node.style if node.style in _QUOTES else ""
        if entry is not None:
            return apply_edits(text, [set_value(text, entry, scalar_text(value, style))])
    tree: Tree = value
    while parent is None and len(path) > 1:
        tree = {str(path[-1]): tree}
        path = path[:-1]
        parent = root.at(path[:-1])
    assert parent is not None  # noqa: S101 - the root is always there
    return _added(text, root, parent, str(path[-1]), tree)


def drop(text: str, path: tuple[Step, ...]) -> str:
    """Return the text without the entry at ``path``, and without a mapping of which nothing would be left."""
    root = read_spans(text)
    parent = root.at(path[:-1])
    if parent is None or parent.entry(str(path[-1])) is None:
        return text
    if len(parent.entries) == 1 and path[:-1] and isinstance(path[-2], str):
        return drop(text, path[:-1])
    names = [key.value for key, _ in parent.entries]
    changes = Changes(removed={names.index(str(path[-1]))})
    return apply_edits(text, change_children(text, parent, changes))


def rename(text: str, path: tuple[Step, ...], name: str) -> str:
    """Return the text with the entry at ``path`` called ``name``."""
    parent = read_spans(text).at(path[:-1])
    entry = parent.entry(str(path[-1])) if parent else None
    if entry is None:
        return text
    key, _ = entry
    style = key.style if key.style in _QUOTES else ""
    return apply_edits(text, [Edit(key.start, key.end, scalar_text(name, style))])


def add_dated(text: str, path: tuple[Step, ...], day: str, tree: Tree) -> str:
    """Return the text with an entry for a day in the mapping at ``path``, where the days around it put it.

    It is written as the entry before it is (else the one behind it).
    """
    root = read_spans(text)
    parent = root.at(path)
    if parent is None or not parent.entries:
        return put(text, (*path, day), "") if isinstance(tree, str) else _nested(text, path, day, tree)
    days = [key.value for key, _ in parent.entries]
    falling = len(days) > 1 and days == sorted(days, reverse=True)
    before = [number for number, other in enumerate(days) if (other > day if falling else other < day)]
    after = max(before, default=-1)
    like = parent.entries[max(after, 0)][1]
    changes = Changes(added=[(after, _entry(text, root, parent, day, tree, like))])
    return apply_edits(text, change_children(text, parent, changes))


def _nested(text: str, path: tuple[Step, ...], day: str, tree: Mapping[str, Tree]) -> str:
    """Add a mapping where nothing like it stands yet."""
    root = read_spans(text)
    steps: tuple[Step, ...] = (*path, day)
    whole: Tree = tree
    while len(steps) > 1 and root.at(steps[:-1]) is None:
        whole = {str(steps[-1]): whole}
        steps = steps[:-1]
    parent = root.at(steps[:-1])
    assert parent is not None  # noqa: S101 - the root is always there
    return _added(text, root, parent, str(steps[-1]), whole)


def _added(text: str, root: Span, parent: Span, name: str, tree: Tree) -> str:
    """Return the text with one more entry in a mapping, behind those that usually come before it."""
    names = [key.value for key, _ in parent.entries]
    rank = _ORDER.index(name) if name in _ORDER else len(_ORDER)
    before = [number for number, other in enumerate(names) if other not in _ORDER or _ORDER.index(other) < rank]
    after = max(before, default=-1)
    written = _entry(text, root, parent, name, tree, None)
    if not parent.entries and not parent.flow:
        return text + f"{written}\n"
    return apply_edits(text, change_children(text, parent, Changes(added=[(after, written)])))


def _entry(text: str, root: Span, parent: Span, name: str, tree: Tree, like: Span | None) -> str:
    """Return a name with what stands behind it; ``like`` is a neighbour in whose manner it is written."""
    style = DOUBLE if is_json(root) else ""
    key_style = next((key.style for key, _ in parent.entries if key.style in _QUOTES), style)
    head = f"{scalar_text(name, key_style)}: "
    if isinstance(tree, str):
        return head + scalar_text(tree, style)
    column = parent.start - line_start(text, parent.start)
    braces = head + _braces(tree, style)
    outside = root.flow or parent.flow
    as_block = like is not None and not like.flow and bool(like.entries)
    if outside or (like is not None and like.flow and column + _width(braces) <= _WIDEST) or not (as_block or like):
        return braces
    return head.rstrip() + _lines(tree, column + _step(text, parent, like))


def _step(text: str, parent: Span, like: Span | None) -> int:
    """Return how much further in the parts of an entry stand than its name."""
    if like is None or like.flow or not like.entries:
        return 2
    column = like.start - line_start(text, like.start)
    return max(1, column - (parent.start - line_start(text, parent.start)))


def _braces(tree: Mapping[str, Tree], style: str) -> str:
    parts = []
    for name, part in tree.items():
        written = scalar_text(part, style) if isinstance(part, str) else _braces(part, style)
        parts.append(f"{scalar_text(name, style)}: {written}")
    return "{" + ", ".join(parts) + "}"


def _lines(tree: Mapping[str, Tree], column: int) -> str:
    lines = []
    for name, part in tree.items():
        written = scalar_text(part) if isinstance(part, str) else _braces(part, "")
        lines.append(f"\n{' ' * column}{scalar_text(name)}: {written}")
    return "".join(lines)


def _width(text: str) -> int:
    return len(text) + sum(ord(sign) >= 0x2E80 for sign in text)  # noqa: PLR2004 - where wide characters begin


def block_entry(name: str, tree: Mapping[str, Tree], column: int = 0) -> str:
    """Return a name and what stands behind it on lines of their own, mappings below the second level in braces."""
    lines = [f"{' ' * column}{scalar_text(name)}:"]
    for part_name, part in tree.items():
        if isinstance(part, str):
            lines.append(f"{' ' * (column + 2)}{scalar_text(part_name)}: {scalar_text(part)}")
        elif column < 2:  # noqa: PLR2004 - the days of a parameter stand on lines of their own
            lines.append(block_entry(part_name, part, column + 2))
        else:
            head = f"{' ' * (column + 2)}{scalar_text(part_name)}:"
            braces = f"{head} {_braces(part, '')}"
            lines.append(braces if _width(braces) <= _WIDEST else head + _lines(part, column + 4))
    return "\n".join(lines)
