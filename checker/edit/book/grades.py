"""Turns the grades of a pack into rows; knows nothing about how a total is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.edit.book import layout as at
from checker.edit.book.rows import Row, Slot
from checker.edit.book.weights import own_document
from checker.edit.book.words import part_word
from checker.messages import message, tr
from checker.values import Kind

if TYPE_CHECKING:
    from checker.pack import Origin, Pack


def grade_rows(pack: Pack) -> tuple[Row, ...]:
    """Return a row for each grade, in the order of the pack, with its bounds."""
    entry = pack.indicators
    rows = []
    for index, grade in enumerate(entry.model.grades):
        origin = entry.origin.below("grades", index)
        own = own_document(pack, origin) is not None
        fixed = {
            at.NUMBER: str(index + 1),
            at.GRADE: grade.label,
            at.PACK: pack.id if own else tr("上级规则包"),
        }
        slots = {column: _bound(pack, origin, grade.label, part) for part, column in at.BOUNDS.items()}
        rows.append(Row(str(index + 1), own, fixed, slots))
    return tuple(rows)


def _bound(pack: Pack, origin: Origin, label: str, part: str) -> Slot:
    return Slot(
        f"{at.GRADES}|{label}|{part}",
        message("等级“{label}”的{bound}", label=label, bound=part_word((part,))),
        getattr(origin.node(part), "value", None) or "",
        Kind.SCORE,
        document=own_document(pack, origin),
        path=(*origin.path, part),
    )
