"""Gathers the values of facts that may or may not be there; mirrors ``checker.expr.gather`` case by case.

Knows nothing about where the facts come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import z3

from checker.messages import message
from checker.prove import formulas as f
from checker.prove.numbers import add
from checker.prove.refusal import Refusal
from checker.prove.values import ZERO, Num, Tru, Txt, Val, chosen, exactly, joined, truth_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.prove.formulas import Cond, Number


@dataclass(frozen=True, slots=True)
class Member:
    """A fact that may be among those gathered: ``sure``, or ``maybe``; ``several`` where it stands for any number."""

    included: Tru
    value: Val
    several: Cond = False

    @property
    def sure(self) -> Cond:
        """Where it surely is among them."""
        return self.included.yes

    @property
    def possible(self) -> Cond:
        """Where it is among them or may be."""
        return f.opposite(self.included.no)

    @property
    def maybe(self) -> Cond:
        """Where it cannot be told."""
        return f.both(self.possible, f.opposite(self.sure))


def gathered(name: str, members: Sequence[Member], reported: Cond, nothing: Val) -> Val:
    """Return the aggregate of ``members``; all is unknown where nobody reported on their type.

    ``nothing`` is the unknown value of its kind.
    """
    members = [member for member in members if member.possible is not False]
    several = f.any_of(f.both(member.possible, member.several) for member in members)
    if name == "exists":
        found = f.any_of(member.sure for member in members)
        none = f.both(f.opposite(several), f.all_of(f.opposite(member.possible) for member in members))
        return Tru(f.both(reported, found), f.both(reported, none))
    if name == "count":
        if several is not False:
            raise Refusal(message("“发现”的个数：所检查的事实可能没有人报告"))
        return _count(members, reported)
    settled = f.both(reported, f.opposite(several))
    if name == "only":
        return _only(members, settled) if members else nothing
    numbers = [(member, member.value) for member in members if isinstance(member.value, Num)]
    known = f.both(settled, f.all_of(f.implies(m.possible, value.known) for m, value in numbers))
    if name == "sum":
        return _known(_sum(numbers), known)
    some = f.any_of(member.sure for member in members)
    known = f.both(known, some)
    if not numbers:
        return nothing
    return _known(_average(numbers) if name == "average" else _extreme(name, numbers), known)


def _known(found: Num, known: Cond) -> Num:
    return Num(found.low, found.high, known)


def _one_if(condition: Cond) -> Number:
    if isinstance(condition, bool):
        return Fraction(int(condition))
    return z3.If(condition, f.whole_value(1), f.whole_value(0))


def _count(members: Sequence[Member], reported: Cond) -> Num:
    low = f.total([_one_if(member.sure) for member in members])
    if all(member.maybe is False or _told(member) for member in members):
        return exactly(low, reported)
    return Num(low, f.total([_one_if(member.possible) for member in members]), reported)


def _told(member: Member) -> bool:
    """Whether it can always be told, as far as can be seen without solving."""
    sure, possible = member.sure, member.possible
    return isinstance(sure, z3.BoolRef) and isinstance(possible, z3.BoolRef) and sure.eq(possible)


def _only(members: Sequence[Member], settled: Cond) -> Val:
    found = members[0].value
    for member in members[1:]:
        found = chosen(truth_of(member.sure), member.value, found)
    alone = f.any_of(
        f.all_of(
            (
                member.sure,
                *(f.opposite(other.possible) for other in members if other is not member),
                member.value.known,
            )
        )
        for member in members
    )
    known = f.both(settled, alone)
    if isinstance(found, Num):
        return _known(found, known)
    if isinstance(found, Txt):
        return Txt(found.code, known)
    return Tru(f.both(known, found.yes), f.both(known, found.no))


def _sum(numbers: Sequence[tuple[Member, Num]]) -> Num:
    found = ZERO
    for member, value in numbers:
        zero = Fraction(0)
        low = f.pick(member.sure, value.low, f.pick(member.possible, f.smaller(zero, value.low), zero))
        if value.exact and (member.maybe is False or _told(member)):
            found = add(found, exactly(f.pick(member.sure, value.low, zero)))
            continue
        high = f.pick(member.sure, value.high, f.pick(member.possible, f.larger(zero, value.high), zero))
        found = add(found, Num(low, high))
    return found


def _average(numbers: Sequence[tuple[Member, Num]]) -> Num:
    """The average of those that are sure; with some in doubt, anything between the least and the greatest value."""
    whole = _sum(numbers)
    count = f.total([_one_if(member.sure) for member, _ in numbers])
    low, high = whole.low, whole.high
    for number in range(2, len(numbers) + 1):
        this = f.equal(count, Fraction(number))
        low, high = (f.pick(this, f.times(end, Fraction(1, number)), was) for end, was in
                     ((whole.low, low), (whole.high, high)))  # fmt: skip
    if whole.exact:
        return exactly(low)
    doubt = f.any_of(member.maybe for member, _ in numbers)
    spread = joined([(member.possible, value) for member, value in numbers])
    return Num(f.pick(doubt, spread.low, low), f.pick(doubt, spread.high, high))


def _extreme(name: str, numbers: Sequence[tuple[Member, Num]]) -> Num:
    pick = f.smaller if name == "min" else f.larger
    sure = _picked([(member.sure, value) for member, value in numbers], pick)
    if all(value.exact and (member.maybe is False or _told(member)) for member, value in numbers):
        return exactly(sure.low)
    possible = _picked([(member.possible, value) for member, value in numbers], pick)
    return Num(possible.low, sure.high) if name == "min" else Num(sure.low, possible.high)


def _picked(items: Sequence[tuple[Cond, Num]], pick: f.Picker) -> Num:
    condition, value = items[0]
    low, high, begun = value.low, value.high, condition
    for this, other in items[1:]:
        low = f.pick(this, f.pick(begun, pick(low, other.low), other.low), low)
        high = f.pick(this, f.pick(begun, pick(high, other.high), other.high), high)
        begun = f.either(begun, this)
    return Num(low, high)
