"""Compares what a report says is missing (差、缺口、尚有…未到位) with the difference of the two facts a rule compares.

Only differences behind a finding are known here; a number with no such fact named before it is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.backcheck.agree import agrees
from checker.backcheck.model import Candidate
from checker.backcheck.tie import differs, tie
from checker.backcheck.words import GAP, GENERIC_STARTS
from checker.backcheck.years import of_other_year
from checker.expr import walk
from checker.expr.tree import Comparison, Field
from checker.values import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.backcheck.context import Text
    from checker.backcheck.model import Disagreement, Quantity, Tied
    from checker.plan import Plan
    from checker.result import CheckResult

_LEAST = 2
_FAR = 40


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference as a candidate, and the words that say what there is too little of."""

    candidate: Candidate
    words: tuple[str, ...]


def compare_gaps(
    text: Text, candidates: tuple[Candidate, ...], plan: Plan, result: CheckResult
) -> Iterator[Tied | Disagreement]:
    """Yield what becomes of numbers said to be missing; one that has the value of no gap disagrees if one is named."""
    gaps = list(_gaps(candidates, plan, result))
    for quantity in text.quantities if gaps else ():
        words = text.blocks[quantity.block].text
        if quantity.bound or not GAP.search(words[max(0, quantity.start - 8) : quantity.start]):
            continue
        before = words[max(0, quantity.start - _FAR) : quantity.end + 8]
        fitting = [gap for gap in gaps if _fits(gap, quantity) and any(word in before for word in gap.words)]
        if len(fitting) != 1 or of_other_year(quantity, text):
            continue
        candidate = fitting[0].candidate
        if agrees(quantity, candidate.value, candidate.kind, candidate.unit):
            yield tie(quantity, candidate, text)
        else:
            yield differs(quantity, [candidate], text)


def _fits(gap: Gap, quantity: Quantity) -> bool:
    return gap.candidate.kind is quantity.kind and gap.candidate.unit in {"", quantity.unit, "元", "万元"}


def _gaps(candidates: tuple[Candidate, ...], plan: Plan, result: CheckResult) -> Iterator[Gap]:
    """Yield the difference of two fields without keys that the rule of a finding compares."""
    failed = {outcome.rule for outcome in result.findings}
    by_group = {one.group: one for one in candidates if not one.keys and isinstance(one.value, Fraction)}
    for rule in plan.rules:
        for node in walk(rule.when) if rule.id in failed else ():
            if not isinstance(node, Comparison) or not (isinstance(node.left, Field) and isinstance(node.right, Field)):
                continue
            sides = [by_group.get(f"{side.record}.{side.name}") for side in (node.left, node.right)]
            if sides[0] is not None and sides[1] is not None:
                yield from _gap(sides[0], sides[1])


def _gap(one: Candidate, other: Candidate) -> Iterator[Gap]:
    if not (isinstance(one.value, Fraction) and isinstance(other.value, Fraction)) or one.kind is not other.kind:
        return
    more, less = (one, other) if one.value >= other.value else (other, one)
    value = one.value - other.value if more is one else other.value - one.value
    words = {term.text for side in (one, other) for term in side.terms}
    words |= {word.removeprefix(start) for word in words for start in GENERIC_STARTS}
    label = f"{more.label} − {less.label}"
    yield Gap(
        Candidate(
            f"{more.id}-{less.id}", f"{more.group}-{less.group}", label, one.kind, value,
            show(value, one.kind, one.unit), one.unit, less.place,
        ),
        tuple(sorted(word for word in words if len(word) >= _LEAST)),
    )  # fmt: skip
