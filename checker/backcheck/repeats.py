"""Finds numbers that a report states twice and differently, whether or not any fact is known for them.

Two numbers state the same when the same words stand right before them and the same unit and words behind, and no
date, key or word of comparison tells them apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.backcheck.agree import agrees
from checker.backcheck.model import Disagreement
from checker.backcheck.tie import disagreement
from checker.backcheck.words import A_PART, OTHER_MATTER
from checker.backcheck.years import of_other_year
from checker.messages import message
from checker.values import Interval, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.backcheck.context import Text
    from checker.backcheck.model import Quantity

_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_BEFORE: Final = 5
"""So many characters before two numbers have to be the same."""
_NOUN: Final = 2
_UNMARKED: Final = re.compile("(?:为|是|达到|达|约|共|计|：|:|\\s)+$")
_NOUN_BEHIND: Final = re.compile("(?:(?![的以之左及和与等])[\u4e00-\u9fff]){2,6}")
_KINDS: Final = frozenset({Kind.MONEY, Kind.RATIO, Kind.COUNT})


def find_repeats(loose: Iterable[Quantity], others: Iterable[Quantity], text: Text) -> Iterator[Disagreement]:
    """Yield the untied numbers that an earlier number, tied or not, contradicts."""
    first: dict[tuple[object, ...], Quantity] = {}
    named: dict[tuple[object, ...], Quantity] = {}
    untied = set(loose)
    for quantity in sorted({*untied, *others}, key=lambda one: (one.block, one.start)):
        mark = _mark(quantity, text)
        if mark is None:
            continue
        earlier = first.setdefault(mark, quantity)
        if earlier is not quantity and quantity in untied and _differ(earlier, quantity):
            yield _contradiction(quantity, earlier, text)
        elif earlier is not quantity and earlier in untied and _differ(earlier, quantity) and mark not in named:
            named[mark] = quantity
            yield _contradiction(earlier, quantity, text)


def _mark(quantity: Quantity, text: Text) -> tuple[object, ...] | None:
    """Return what tells a statement from others, or None where the words are too few to say."""
    if quantity.kind not in _KINDS or quantity.bound or text.blocks[quantity.block].is_cell:
        return None
    around = text.around(quantity)
    if OTHER_MATTER.search(around.clause) or of_other_year(quantity, text):
        return None
    block = text.blocks[quantity.block].text
    begin, _ = text.clause(quantity)
    before = "".join(_CHINESE.findall(_UNMARKED.sub("", block[begin : quantity.start])))
    behind = block[quantity.end : quantity.end + _NOUN]
    if len(before) < _BEFORE:
        return None
    dates = tuple(q.value for q in text.found[quantity.block] if q.kind in {Kind.DATE, Kind.QUARTER} and
                  text.sentence(quantity.block, quantity.start)[0] <= q.start < quantity.start)  # fmt: skip
    return quantity.kind, quantity.unit, quantity.per, before[-_BEFORE:], behind, dates


def find_other_numbers(
    loose: Iterable[Quantity], tied: Iterable[tuple[Quantity, str]], text: Text
) -> Iterator[Disagreement]:
    """Yield the untied counts (and prices per unit) of a thing that is tied to one number everywhere else."""
    known = [(thing, quantity) for quantity, _ in tied if (thing := _thing(quantity, text)) is not None]
    for quantity in loose:
        thing = _thing(quantity, text)
        if thing is None or OTHER_MATTER.search(text.around(quantity).clause):
            continue
        if not quantity.per and of_other_year(quantity, text):
            continue
        same = {other.value: other for found, other in known if _is_same_thing(thing, found)}
        if (
            not same
            or quantity.value in same
            or (quantity.kind is Kind.COUNT and len(same) > 1)
            or quantity.bound == "about"
        ):
            continue
        written = "、".join(other.text for other in same.values())
        what = message(
            "报告写{written}，别处同一事物写的是{expected}，与事实一致", written=quantity.text, expected=written
        )
        yield disagreement("said-twice", quantity, text, what, written)


def _thing(quantity: Quantity, text: Text) -> tuple[str, str, str] | None:
    """Return the unit and the noun behind a count, or the units a price is per."""
    block = text.blocks[quantity.block]
    if quantity.kind is Kind.MONEY and quantity.per:
        return quantity.kind, quantity.unit, "/".join(sorted(filter(None, quantity.per.split("/"))))
    if quantity.kind is not Kind.COUNT or block.is_cell or A_PART.search(text.around(quantity).clause):
        return None
    found = _NOUN_BEHIND.match(block.text, quantity.end)
    return (quantity.kind, quantity.unit, found.group()) if found else None


def _is_same_thing(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Return whether two counts are of one thing: 监控点 and 高清监控点."""
    if one[:2] != other[:2]:
        return False
    return one[2] == other[2] if one[0] == Kind.MONEY else one[2][:_NOUN] in other[2] or other[2][:_NOUN] in one[2]


def _differ(one: Quantity, other: Quantity) -> bool:
    if isinstance(one.value, Interval) or isinstance(other.value, Interval):
        return one.value != other.value
    return not agrees(one, other.value, other.kind) and not agrees(other, one.value, one.kind)


def _contradiction(quantity: Quantity, other: Quantity, text: Text) -> Disagreement:
    what = message(
        "报告写{written}，{place}写的是{expected}",
        written=quantity.text,
        place=text.spot(other).words(),
        expected=other.text,
    )
    return disagreement("said-twice", quantity, text, what, other.text)
