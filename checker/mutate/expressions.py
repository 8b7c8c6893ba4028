"""Turns each expression of a pack into its mutants; knows which parts of rules, fact types and indicators hold one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.expr import walk
from checker.expr.syntax import Span
from checker.messages import Message, message
from checker.mutate.mutant import Change, Mutant
from checker.mutate.texts import (
    AND_OR,
    CONDITION_DROPPED,
    ITEM_DROPPED,
    WHERE_DROPPED,
    TextChange,
    joint,
    shown,
    text_changes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.mutate.mutant import Part
    from checker.pack import Origin
    from checker.source import Step

RULE_CONDITIONS: Final = ("where", "applies", "when")
RULE_VALUES: Final = ("deduct", "parameters_on")


@dataclass(frozen=True, slots=True)
class Owner:
    """The entry something belongs to: the part of the pack, its id there, and what people call it."""

    part: Part
    entry: str
    origin: Origin
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression where it stands: its text, its tree as compiled, and whether it is a condition."""

    owner: Owner
    path: tuple[Step, ...]
    text: str
    tree: Expr | None
    condition: bool


def expression_mutants(found: Expression) -> Iterator[Mutant]:
    """Yield a mutant for every change of an expression."""
    for change in text_changes(found.text, condition=found.condition, ordered=_ordered(found.tree)):
        owner = found.owner
        place = owner.origin.at(*found.path, offset=change.span.start)
        new = Change(owner.part, owner.entry, found.path, change.apply(found.text))
        what = told(found.text, change) if found.condition else _told_of_value(found, change)
        yield Mutant(change.operator, owner.id, owner.title, place, what, (new,))


def _told_of_value(found: Expression, change: TextChange) -> Message:
    """Return a change in words; of a value that is changed as a whole it is said what it is."""
    if change.span != Span(0, len(found.text)):
        return told(found.text, change)
    name = str(found.path[-1])
    label = message("“{name}”", name=name)
    if "bands" in found.path:
        label = message("第 {number} 档的“{name}”", number=int(found.path[-2]) + 1, name=name)
    return message("把{name}由“{old}”改为“{new}”", name=label, old=found.text, new=change.apply(found.text))


def _ordered(tree: Expr | None) -> frozenset[Span]:
    return frozenset() if tree is None else frozenset(node.span for node in walk(tree) if node.kind.ordered)


def told(text: str, change: TextChange) -> Message:
    """Return a change of a text in words."""
    old, whole = shown(text, change.span), shown(text, change.whole)
    if change.operator in {CONDITION_DROPPED, WHERE_DROPPED}:
        return message("去掉“{whole}”中的条件“{old}”", whole=whole, old=old)
    if change.operator == ITEM_DROPPED:
        return message("去掉“{whole}”中的“{old}”", whole=whole, old=old.strip(" ,，"))
    new = " ".join(change.new.split())
    if change.operator == AND_OR:
        old, new = joint(old), joint(new)
    if old == whole:
        return message("把“{old}”改为“{new}”", old=old, new=new)
    return message("把“{whole}”的“{old}”改为“{new}”", whole=whole, old=old, new=new)
