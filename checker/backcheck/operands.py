"""Ties the bare numbers of a calculation, such as 3656.18 in 3656.18/4000*100%, to amounts and counts known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.backcheck.agree import rounds_to
from checker.backcheck.arithmetic import Formula, operand_scales
from checker.backcheck.model import Candidate, Disagreement, Quantity, Tied
from checker.backcheck.tie import disagreement, tie
from checker.messages import message
from checker.values import Interval, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from checker.backcheck.context import Text

_KINDS: Final = frozenset({Kind.MONEY, Kind.COUNT, Kind.NUMBER})


def tie_operands(
    formulas: list[Formula], text: Text, candidates: tuple[Candidate, ...]
) -> Iterator[Tied | Disagreement]:
    """Yield the ties of bare operands; one that nothing known equals, beside one that is tied, disagrees."""
    pool = [item for item in candidates if item.kind in _KINDS and not isinstance(item.value, Interval)]
    for formula in formulas:
        bare = [one for one in formula.operands if one.kind is Kind.NUMBER]
        found = {one: _equal(one, pool) for one in bare}
        ties = {one: candidate for one, candidate in found.items() if candidate is not None}
        yield from (tie(one, candidate, text) for one, candidate in ties.items())
        yield from (_hundred(one, text) for one in formula.operands if one.kind is Kind.RATIO and one.value == 1)
        wrong = [one for one, candidate in found.items() if candidate is None]
        if ties and len(wrong) == 1:
            named = _named_field(formula, text, candidates)
            if named is not None:
                what = message("报告的算式里写{written}，没有一个事实是这个数；{label}是{expected}",
                               written=wrong[0].text, label=named.label, expected=named.shown)  # fmt: skip
                yield disagreement("fact-differs", wrong[0], text, what, named.shown, named)


def _hundred(quantity: Quantity, text: Text) -> Tied:
    return Tied(quantity, text.spot(quantity), "calculation", quantity.text, quantity.text)


def _equal(quantity: Quantity, pool: list[Candidate]) -> Candidate | None:
    """Return what a bare number equals, in 元, 万元 or 亿元."""
    scales = operand_scales(quantity)
    steps = [quantity.step or 1, (quantity.step or 1) * 10**4, (quantity.step or 1) * 10**8]
    for scale, step in zip(scales, steps, strict=True):
        for item in pool:
            value: Fraction = item.value  # type: ignore[assignment]  # the pool has no intervals
            if rounds_to(value, scale, step):  # type: ignore[arg-type]  # a number times a power of ten
                return item
    return None


def _named_field(formula: Formula, text: Text, candidates: tuple[Candidate, ...]) -> Candidate | None:
    """Return the ratio that the calculation is said to be of, by its label right before it."""
    block = text.blocks[formula.result.block].text
    before = block[max(0, formula.operands[0].start - 16) : formula.operands[0].start].rstrip(" =＝:：为是（(")
    named = [c for c in candidates if c.kind is formula.result.kind and any(before.endswith(t.text) for t in c.terms)]
    return named[0] if named else None
