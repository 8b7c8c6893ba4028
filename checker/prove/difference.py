"""Says where two values that are not known yet differ; knows no rules beyond what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.prove import formulas as f

if TYPE_CHECKING:
    from checker.prove.firing import Firing
    from checker.prove.formulas import Cond
    from checker.prove.values import Num, Tru


def differ(a: Cond, b: Cond) -> Cond:
    """Return that one of two conditions holds and the other does not."""
    return f.opposite(f.same_truth(a, b))


def conditions_differ(a: Tru, b: Tru) -> Cond:
    """Return that two three-valued truths differ."""
    return f.either(differ(a.yes, b.yes), differ(a.no, b.no))


def numbers_differ(a: Num, b: Num, *, surely: bool = False) -> Cond:
    """Return that two numbers differ, or that one of them is unknown; ``surely`` asks for two exact numbers."""
    if surely:
        exact = (f.equal(a.low, a.high), f.equal(b.low, b.high))
        return f.all_of((a.known, b.known, *exact, f.opposite(f.equal(a.low, b.low))))
    apart = f.any_of((f.opposite(f.equal(a.low, b.low)), f.opposite(f.equal(a.high, b.high))))
    return f.either(differ(a.known, b.known), f.both(a.known, apart))


def firings_differ(a: Firing, b: Firing, active: tuple[Cond, Cond], *, surely: bool) -> Cond:
    """Return that two versions of a rule come to different outcomes, or deduct differently when both fire.

    ``surely`` leaves out what one of them cannot tell.
    """
    was, now = active
    there = f.all_of(f.opposite(row.there.no) for row in a.frame.values())
    outcomes = f.any_of(
        differ(f.both(was, x), f.both(now, y))
        for x, y in (
            (a.listed, b.listed), (a.fires, b.fires), (a.passes, b.passes), (a.not_applicable, b.not_applicable),
        )
    )  # fmt: skip
    deducts = f.all_of((was, now, a.fires, b.fires, numbers_differ(a.deduct, b.deduct)))
    found = f.both(there, f.either(outcomes, deducts))
    return f.all_of((found, f.opposite(a.doubtful), f.opposite(b.doubtful))) if surely else found
