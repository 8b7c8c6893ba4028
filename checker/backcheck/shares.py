"""Compares numbers a sentence states side by side: planned and done, done in per cent, a share of a budget.

Knows from the facts only which two counts or amounts belong together; a part of the year or of the whole is left alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.backcheck.agree import agrees, rounds_to
from checker.backcheck.model import Candidate, Disagreement, Quantity, Tied
from checker.backcheck.tie import differs, disagreement, tie
from checker.backcheck.words import DONE, DONE_LABEL, PART_DONE, PLANNED_COUNT, SHARE_DONE, SHARE_OF
from checker.backcheck.years import of_other_year
from checker.messages import message
from checker.values import Kind, round_half_up
from checker.values import decimal_text as decimal

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from checker.backcheck.context import Text

Pair = tuple[Candidate, Candidate]
_HUNDRED: Final = 100


def compare_shares(text: Text, candidates: tuple[Candidate, ...]) -> Iterator[Tied | Disagreement]:
    """Yield what becomes of counts said to be planned and done, and of rates said to be a share of something."""
    pairs = list(_pairs(candidates))
    for quantity in text.quantities:
        if quantity.bound or text.blocks[quantity.block].is_cell:
            continue
        if quantity.kind is Kind.COUNT:
            yield from _done(quantity, text, pairs)
        elif quantity.kind is Kind.RATIO:
            yield from _done_in_per_cent(quantity, text)
            yield from _share(quantity, text, candidates)


def _pairs(candidates: tuple[Candidate, ...]) -> Iterator[Pair]:
    """Yield the counts of one fact of which one says what was planned, and the other what was done."""
    counts = [one for one in candidates if one.kind is Kind.COUNT and not one.limit and not one.keys]
    for plan in counts:
        for done in counts:
            same = plan.group.partition(".")[0] == done.group.partition(".")[0] and plan.unit == done.unit
            if same and _labelled(PLANNED_COUNT, plan) and _labelled(DONE_LABEL, done):
                yield plan, done


def _labelled(words: re.Pattern[str], candidate: Candidate) -> bool:
    return any(term.sure and words.match(term.text) for term in candidate.terms)


def _planned_before(quantity: Quantity, text: Text) -> Quantity | None:
    """Return the count said to be planned right before one said to be done, in the same sentence and unit."""
    block = text.blocks[quantity.block].text
    begin, _ = text.sentence(quantity.block, quantity.start)
    before = [
        one for one in text.found[quantity.block]
        if begin <= one.start < quantity.start and one.kind is Kind.COUNT and one.unit == quantity.unit
    ]  # fmt: skip
    if not before or not DONE.search(block[before[-1].end : quantity.start]):
        return None
    words = block[before[-1].end : quantity.start]
    planned = PLANNED_COUNT.search(block[max(begin, before[-1].start - 6) : before[-1].start])
    return None if planned is None or PART_DONE.search(words) else before[-1]


def _done(quantity: Quantity, text: Text, pairs: list[Pair]) -> Iterator[Tied | Disagreement]:
    planned = _planned_before(quantity, text)
    if planned is None or of_other_year(quantity, text):
        return
    for plan, done in pairs:
        if plan.unit != quantity.unit:
            continue
        as_planned = agrees(planned, plan.value, plan.kind, plan.unit)
        as_done = agrees(quantity, done.value, done.kind, done.unit)
        if as_planned and as_done:
            yield from (tie(planned, plan, text), tie(quantity, done, text))
        elif as_planned:
            yield differs(quantity, [done], text)
        elif as_done:
            yield differs(planned, [plan], text)


def _done_in_per_cent(quantity: Quantity, text: Text) -> Iterator[Tied | Disagreement]:
    """Compare 完成率 with the counts planned and done that stand before it."""
    block = text.blocks[quantity.block].text
    begin, _ = text.sentence(quantity.block, quantity.start)
    if not SHARE_DONE.search(block[begin : quantity.start]):
        return
    counts = [
        one for one in text.found[quantity.block] if begin <= one.start < quantity.start and one.kind is Kind.COUNT
    ]
    planned = _planned_before(counts[-1], text) if counts else None
    if planned is not None:
        yield from _compare(quantity, counts[-1].value, [planned.value], text)


def _share(quantity: Quantity, text: Text, candidates: tuple[Candidate, ...]) -> Iterator[Tied | Disagreement]:
    """Compare “占预算的百分之几” with the known amount that stands before it, in per cent of those the words name."""
    block = text.blocks[quantity.block].text
    begin, _ = text.sentence(quantity.block, quantity.start)
    said = SHARE_OF.search(block[begin : quantity.start])
    amounts = [
        one for one in text.found[quantity.block] if begin <= one.start < quantity.start and one.kind is Kind.MONEY
    ]
    if said is None or not amounts or of_other_year(quantity, text):
        return
    money = [one for one in candidates if one.kind is Kind.MONEY and not one.limit and isinstance(one.value, Fraction)]
    parts = [one.value for one in money if agrees(amounts[-1], one.value, one.kind)]
    wholes = [one.value for one in money if any(term.text in said["whole"] for term in one.terms)]
    if parts and wholes:
        yield from _compare(quantity, parts[0], wholes, text)


def _compare(quantity: Quantity, part: object, wholes: Sequence[object], text: Text) -> Iterator[Tied | Disagreement]:
    if not isinstance(part, Fraction) or not isinstance(quantity.value, Fraction):
        return
    rates = [part / whole for whole in wholes if isinstance(whole, Fraction) and whole]
    if any(rounds_to(rate, quantity.value, quantity.step) for rate in rates):
        yield Tied(quantity, text.spot(quantity), "calculation", quantity.text, _shown(rates[0]))
    elif rates:
        shown = _shown(rates[0])
        what = message("报告写{written}，按所列算式是{expected}", written=quantity.text, expected=shown)
        yield disagreement("rate-not-parts", quantity, text, what, shown)


def _shown(rate: Fraction) -> str:
    rounded = round_half_up(rate * _HUNDRED, 2)
    return f"{decimal(rounded)}%" if isinstance(rounded, Fraction) else ""
