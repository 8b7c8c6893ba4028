"""Turns what is gathered, and what is worked out, into values of which only so much is known; solves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import z3

from checker.expr import walk
from checker.expr.tree import Arithmetic, Constant, Expr, Field
from checker.prove import formulas as f
from checker.prove.values import Num, Txt, truth_of
from checker.values import Kind

if TYPE_CHECKING:
    from checker.expr.tree import Aggregate
    from checker.prove.ranges import Range
    from checker.prove.values import Val
    from checker.prove.world import World


def is_simple(tree: Expr) -> bool:
    """Return whether a field is worked out by adding and subtracting alone: round numbers then come of round ones."""
    return all(
        isinstance(node, Field | Constant) or (isinstance(node, Arithmetic) and node.sign in {"+", "-"})
        for node in walk(tree)
    )


def anything(world: World, node: Aggregate) -> Val:
    """Return what facts gathered may come to, however many there are."""
    known = world.fresh_truth()
    if node.kind is Kind.TRUTH:
        return truth_of(world.fresh_truth(), known)
    if node.kind in {Kind.TEXT, Kind.CHOICE}:
        return Txt(world.fresh_whole(), known)
    low, high = world.fresh_number(), world.fresh_number()
    world.hold(low <= high)
    if node.name == "count":
        world.hold(z3.And(low >= 0, z3.IsInt(low), z3.IsInt(high)))
    return Num(low, high, known)


def keep_in_range(world: World, ends: Range, worked_out: Num) -> None:
    """Hold that what comes out lies in its range, which spares the solver much of what is hard about quotients."""
    for value in dict.fromkeys((worked_out.low, worked_out.high)):
        low = True if ends.low is None else f.at_most(ends.low, value)
        high = True if ends.high is None else f.at_most(value, ends.high)
        world.hold(f.implies(worked_out.known, f.both(low, high)))
