"""Says whether a number of a report is about another year than the one evaluated; knows nothing about facts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.backcheck.agree import year_of
from checker.backcheck.words import OTHER_YEAR, THIS_YEAR
from checker.values import Kind

if TYPE_CHECKING:
    from checker.backcheck.context import Text
    from checker.backcheck.model import Quantity

_DATES: Final = frozenset({Kind.DATE, Kind.QUARTER})


def of_other_year(quantity: Quantity, text: Text) -> bool:
    """Return whether the sentence, up to the number, speaks last of another year than the one evaluated."""
    if quantity.kind in _DATES:
        return False
    begin, _ = text.sentence(quantity.block, quantity.start)
    words = text.blocks[quantity.block].text
    years = [(q.start, year_of(q) != text.year) for q in text.found[quantity.block] if q.unit == "year"]
    years += [(match.start(), True) for match in OTHER_YEAR.finditer(words)]
    years += [(match.start(), False) for match in THIS_YEAR.finditer(words)]
    inside = sorted(item for item in years if begin <= item[0] < quantity.start)
    return bool(inside) and inside[-1][1] and _goes_on_to(inside[-1][0], quantity, text)


def _goes_on_to(start: int, quantity: Quantity, text: Text) -> bool:
    """Return whether every clause from ``start`` up to a quantity has a number: one row of figures of one year."""
    words = text.blocks[quantity.block].text
    numbers = [q.start for q in text.found[quantity.block] if q.kind not in _DATES and q.start > start]
    ends = [match.start() for match in re.finditer("[，；]", words[: quantity.start]) if match.start() > start]
    return all(any(begin < number < end for number in numbers) for begin, end in pairwise([start, *ends]))
