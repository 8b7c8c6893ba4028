"""Turns the indicator tree of a pack into rows with its weights; knows nothing about how indicators are scored."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.edit.book import layout as at
from checker.edit.book.rows import Row, Slot
from checker.edit.book.words import method_word
from checker.messages import message, tr
from checker.pack.crossref.tree import build_tree
from checker.values import Kind, decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.pack import Origin, Pack
    from checker.pack.crossref.tree import Branch
    from checker.source import Document, Step

_FULL: Final = Fraction(100)


def weight_rows(pack: Pack) -> tuple[Row, ...]:
    """Return the rows: first the full score, then the indicators as the tree goes, each before those below it."""
    tree = build_tree(pack.indicators)
    if not tree:
        return ()
    full = pack.indicators.model.full_score
    fixed = {
        at.ID: at.TOTAL,
        at.INDICATOR: tr("满分"),
        at.WEIGHT: decimal_text(_FULL if full is None else full),
        at.METHOD: "",
        at.PACK: "",
    }
    total = Row(at.TOTAL, True, fixed, {}, children=_counted(tree))
    return (total, *_rows(tree, pack, 1))


def own_document(pack: Pack, origin: Origin, *steps: Step) -> Document | None:
    """Return the ``indicators.yaml`` of the pack itself when a part of the indicators is written there, else None."""
    entry = pack.indicators
    own = entry.pack == pack.id and origin.document is entry.origin.document
    return origin.document if own and origin.document.node((*origin.path, *steps)) is not None else None


def _counted(branches: Iterable[Branch]) -> tuple[str, ...]:
    return tuple(branch.id for branch in branches if branch.counted)


def _rows(branches: Iterable[Branch], pack: Pack, level: int) -> Iterator[Row]:
    for branch in branches:
        own = own_document(pack, branch.origin)
        scoring = branch.scoring
        fixed = {
            at.ID: branch.id,
            at.INDICATOR: branch.label,
            at.METHOD: "" if branch.children else method_word(scoring.method if scoring else "deductions"),
            at.PACK: pack.id if own else tr("上级规则包"),
        }
        slots = {at.WEIGHT: _weight(branch, own), at.CRITERIA: _criteria(branch, own)}
        yield Row(branch.id, own is not None, fixed, slots, level, _counted(branch.children))
        yield from _rows(branch.children, pack, level + 1)


def _weight(branch: Branch, own: Document | None) -> Slot:
    written = branch.origin.node("weight")
    value = getattr(written, "value", None) or ""
    if not value and branch.shared is not None and branch.shared.weight is not None:
        value = decimal_text(branch.shared.weight)
    return Slot(
        f"{at.WEIGHTS}|{branch.id}|{at.WEIGHT}",
        message("指标“{label}”的权重", label=branch.label),
        value,
        Kind.SCORE,
        document=own,
        path=(*branch.origin.path, "weight"),
        needed=not branch.children,
    )


def _criteria(branch: Branch, own: Document | None) -> Slot:
    text = branch.model.criteria or (branch.shared.criteria if branch.shared else "")
    return Slot(
        f"{at.WEIGHTS}|{branch.id}|{at.CRITERIA}",
        message("指标“{label}”的评分标准", label=branch.label),
        text,
        document=own,
        path=(*branch.origin.path, "criteria"),
    )
