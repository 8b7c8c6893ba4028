"""Turns what the scoring of indicators has of plain values into rows; expressions stay in the files.

Knows nothing about what the ways of scoring mean: it looks at what is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.edit.book import layout as at
from checker.edit.book.rows import Row, Slot
from checker.edit.book.weights import own_document
from checker.edit.book.words import VALUES, kind_of, method_word, part_word
from checker.messages import Message, message, tr
from checker.pack.crossref.tree import build_tree, walk
from checker.pack.exact import exact_value
from checker.source.document import Mapping, Scalar, Sequence
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.pack import Origin, Pack
    from checker.source import Step
    from checker.source.document import Node

_LITERALS: Final = (
    (re.compile(r"-?[\d,.]+%"), Kind.RATIO),
    (re.compile(r"-?[\d,.]+(?:元|万元|亿元)"), Kind.MONEY),
    (re.compile(r"-?[\d,.]+分"), Kind.SCORE),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), Kind.DATE),
    (re.compile(r"-?[\d,.]+"), Kind.NUMBER),
)
_PARTS: Final = ("scoring", "lowest", "veto")
_OF_TOTAL: Final = ("caps", "vetoes")


def scoring_rows(pack: Pack) -> tuple[Row, ...]:
    """Return the rows: indicators in the order of the tree, then the pack's own shared ones, then the total."""
    return tuple(_rows(pack))


def _rows(pack: Pack) -> Iterator[Row]:
    entry = pack.indicators
    used = set()
    for branch in walk(build_tree(entry)):
        scoring = branch.scoring
        method = method_word(scoring.method) if scoring else ""
        used.add(branch.model.use)
        for part in _PARTS:
            origin = branch.scored_at if part == "scoring" else branch.origin.below(part)
            yield from _found(pack, (branch.id, branch.label, method), origin, (part,))
    for index, item in enumerate(entry.model.shared):
        if item.id not in used and own_document(pack, entry.origin.below("shared", index)):
            method = method_word(item.scoring.method) if item.scoring else ""
            label = tr("{label}（共用）", label=item.label)
            for part in _PARTS:
                origin = entry.origin.below("shared", index, part)
                yield from _found(pack, (item.id, label, method), origin, (part,))
    for part in _OF_TOTAL:
        yield from _found(pack, (at.TOTAL, tr("总分"), ""), entry.origin.below(part), (part,))


def _found(pack: Pack, names: tuple[str, str, str], origin: Origin, path: tuple[Step, ...]) -> Iterator[Row]:
    """Yield a row for each plain value below a part of an indicator; ``names`` are its id, label and method."""
    node = origin.node()
    for steps, written in _scalars(node, ()):
        kind = _kind(str((*path, *steps)[-1]), written)
        if kind is not None:
            yield _row(pack, names, origin, (path, steps), Slot("", part_word((*path, *steps)), written, kind))


def _scalars(node: Node | None, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(node, Scalar):
        if node.value:
            yield path, node.value
    elif isinstance(node, Mapping):
        for name, (_, item) in node.items.items():
            yield from _scalars(item, (*path, name))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _scalars(item, (*path, index))


def _kind(part: str, written: str) -> Kind | None:
    """Return the kind of a plain value, or None for anything else."""
    if part not in VALUES:
        return None
    kind = kind_of(part) or literal_kind(written)
    if kind is not None:
        try:
            exact_value(written, kind)
        except WrittenFault:
            return None
    return kind


def literal_kind(written: str) -> Kind | None:
    """Return the kind of a text that is a plain value of an expression, or None."""
    return next((kind for form, kind in _LITERALS if form.fullmatch(written)), None)


def _row(
    pack: Pack,
    names: tuple[str, str, str],
    origin: Origin,
    paths: tuple[tuple[Step, ...], tuple[Step, ...]],
    slot: Slot,
) -> Row:
    owner, label, method = names
    part, steps = paths
    where = ".".join(str(step + 1) if isinstance(step, int) else step for step in (*part, *steps))
    document = own_document(pack, origin, *steps)
    fixed = {
        at.ID: owner,
        at.INDICATOR: label,
        at.METHOD: method,
        at.ITEM: slot.about.render(),
        at.WHERE: where,
        at.PACK: pack.id if document else tr("上级规则包"),
    }
    value = Slot(
        f"{at.SCORING}|{owner}|{where}", _about(label, slot.about), slot.text, slot.kind,
        document=document, path=(*origin.path, *steps), needed=True,
    )  # fmt: skip
    return Row(f"{owner}|{where}", document is not None, fixed, {at.VALUE: value})


def _about(label: str, item: Message) -> Message:
    return message("指标“{label}”的计分（{item}）", label=label, item=item)
