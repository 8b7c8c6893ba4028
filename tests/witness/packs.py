"""The shipped packs with their boundaries decided, each worked out once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from checker.pack import Pack
from checker.run import load_sound_pack
from checker.source import Problems
from checker.witness import Decider
from checker.witness.boundaries import Boundary, boundaries, in_force
from checker.witness.days import any_day, usual_day
from checker.witness.stand import trees_of

ROOT: Final = Path(__file__).parent.parent.parent
SHIPPED: Final = ("national-2020", "xueliang-2020")


@cache
def shipped(name: str) -> Pack:
    """Return a shipped pack with its cases."""
    problems = Problems()
    pack = load_sound_pack(ROOT / "rules" / name, problems)
    problems.raise_if_any()
    assert pack is not None
    return pack


@cache
def deciders(name: str) -> tuple[Decider, Decider]:
    """Return what decides projects by a shipped pack: the plain evaluator and durable-rules."""
    return Decider(shipped(name)), Decider(shipped(name), "durable")


def boundaries_of(decider: Decider, rule: str) -> tuple[Boundary, ...]:
    """Return the boundaries of a rule on the day that cases of it are proposed for."""
    found = in_force(decider.checker(any_day(decider.pack)).plan, rule)
    if found is None:
        return ()
    day = usual_day(found[0], trees_of(found[1]), rule)
    return tuple(boundaries(decider.checker(day).plan, rule))


@cache
def shipped_boundaries(name: str, rule: str) -> tuple[Boundary, ...]:
    """Return the boundaries of a rule of a shipped pack."""
    return boundaries_of(deciders(name)[0], rule)


def own_rules(name: str) -> list[str]:
    """Return the rules in force that a shipped pack itself defines."""
    pack = shipped(name)
    own = {rule: entry for rule, entry in pack.rules.items() if entry.pack == pack.id}
    return [rule for rule, entry in own.items() if entry.model.status == "active"]
