"""Compares what a report says an indicator measured (实际值、完成率) with what its score was computed from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.backcheck.agree import agrees
from checker.backcheck.model import Disagreement, Quantity, Tied
from checker.backcheck.quantities import find_quantities, narrow
from checker.backcheck.tie import disagreement
from checker.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.backcheck.context import Text
    from checker.backcheck.subjects import Subjects

_SAID: Final = re.compile("(?:实际值|实际完成值|完成值|实际完成率|指标完成值|实测值)(?:为|是|：|:|达到)?约?\\s*$")


def compare_measures(text: Text, subjects: Subjects, units: tuple[str, ...]) -> Iterator[Tied | Disagreement]:
    """Yield for each value said to be the actual one of an indicator its tie or disagreement."""
    for quantity in text.quantities:
        block = text.blocks[quantity.block]
        if not _SAID.search(block.text[: quantity.start]):
            continue
        for indicator in subjects.of(quantity, text)[:1]:
            found = find_quantities(narrow(indicator.measure), 0, units)
            if len(found) != 1 or found[0].kind is not quantity.kind:
                continue
            label, shown = message("“{name}”的实际值", name=indicator.label), indicator.measure
            if _same(quantity, found[0]):
                yield Tied(quantity, text.spot(quantity), f"{indicator.id}.measure", label, shown)
            else:
                what = message(
                    "报告写{written}，{label}是{expected}", written=quantity.text, label=label, expected=shown
                )
                yield disagreement("measure-differs", quantity, text, what, shown)


def _same(quantity: Quantity, measured: Quantity) -> bool:
    return agrees(quantity, measured.value, measured.kind) or agrees(measured, quantity.value, quantity.kind)
