"""Asks of the bands of an indicator whether a value falls between two of them and earns what neither side does.

A value beyond the last band on one side falls through on purpose: it earns nothing, or what is written as the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import z3

from checker.expr import evaluator, text_of, truth, value_text, walk
from checker.expr.tree import Aggregate, Comparison, Expr, Field
from checker.messages import Message, message
from checker.pack.models import Bands
from checker.prove import formulas as f
from checker.prove.leaves import band_awards, band_conditions
from checker.prove.questions.asking import of_none
from checker.prove.questions.scores import search_score
from checker.prove.solver import Answer
from checker.prove.translate import Translator
from checker.prove.values import Num, Txt, exactly
from checker.prove.verdict import State, Verdict
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.prove.formulas import Cond
    from checker.prove.leaves import Leaf
    from checker.prove.questions.asking import Confirm
    from checker.prove.session import Session
    from checker.prove.translate import Frame
    from checker.prove.values import Val
    from checker.witness import Witness

_LEAST: Final = 2
"""A gap has a band on each side."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What the bands of an indicator compare: the conditions of the bands, what each earns, and the rest (last)."""

    tree: Expr
    conditions: tuple[Expr, ...]
    awards: tuple[Fraction, ...]
    around: tuple[tuple[str, str], ...]
    rest_is_written: bool

    def is_gap(self, low: int, high: int) -> bool:
        """Return whether what earns the rest would lie in a gap between two bands."""
        ends = self.awards[low], self.awards[high]
        return not self.rest_is_written or not min(ends) <= self.awards[-1] <= max(ends)


def measures(leaf: Leaf) -> Iterator[Measure]:
    """Yield what most bands of an indicator compare, if at least two do."""
    scoring = leaf.model.scoring
    if not isinstance(scoring, Bands):
        return
    conditions, around = band_conditions(leaf.score, len(scoring.bands))
    counts: dict[Expr, int] = {}
    for condition in conditions:
        for part in dict.fromkeys(part for node in _compared(condition) for part in _measured(node)):
            counts[part] = counts.get(part, 0) + 1
    if counts and max(counts.values()) >= _LEAST:
        tree = max(counts, key=lambda part: (counts[part], isinstance(part, Field)))
        awards = band_awards(leaf.score, len(scoring.bands))
        yield Measure(tree, conditions, awards, around, scoring.otherwise is not None)


def _compared(condition: Expr) -> Iterator[Comparison]:
    return (node for node in walk(condition) if isinstance(node, Comparison))


def _measured(node: Comparison) -> Iterator[Expr]:
    """Yield the sides of a comparison that hang on facts and have an order."""
    for side in (node.left, node.right):
        if (side.kind.ordered or _choices(side)) and any(isinstance(part, Field | Aggregate) for part in walk(side)):
            yield side


def _choices(tree: Expr) -> bool:
    return isinstance(tree, Field) and tree.kind is Kind.CHOICE


def hole(session: Session, leaf: Leaf, measure: Measure) -> Verdict:
    """Decide whether a value falls between two bands."""
    place, about = leaf.scored_at.at("scoring", "bands"), (leaf.planned.id,)

    def conditions(t: Translator) -> list[Cond]:
        frame: Frame = {variable: t.world.row(record, 0) for variable, record in measure.around}
        here = t.value(measure.tree, frame)
        low, high = (_like(t, measure, here) for _ in range(2))
        middle = [t.truth(condition, frame).no for condition in measure.conditions]
        sides = [_taken(t, measure, value, frame) for value in (low, high)]
        crossing = [
            f.both(a, b) for i, a in enumerate(sides[0]) for j, b in enumerate(sides[1]) if measure.is_gap(i, j)
        ]
        there: list[Cond] = [row.exists for row in frame.values()]
        return [*there, here.known, _in_order(t, measure, low, here, high), *middle, f.any_of(crossing)]

    found = search_score(session, leaf, measure.conditions, conditions)
    good = Verdict(
        "band-hole", about, State.GOOD, place, message("“{label}”的各档之间没有空档", label=leaf.planned.label)
    )
    ends = _ends(session, measure, found.witness) if found.answer is Answer.SOME and found.witness else ("", "")
    bad = Verdict(
        "band-hole", about, State.BAD, place, _told(leaf, measure, ends),
        message("补上缺的一档，或者改相邻两档的界限；中间的值本来就得这么多的，也写成一档"),
    )  # fmt: skip
    return of_none(found, good, bad, _none_fits(session, leaf, measure))


def _like(t: Translator, measure: Measure, here: Val) -> Val:
    """Return another value the measure may have."""
    if isinstance(here, Txt):
        return Txt(t.world.fresh_whole())
    if not isinstance(here, Num):
        raise TypeError("a measure has an order")
    whole = f.term(here.low).is_int()
    value: Any = t.world.fresh_whole() if whole else t.world.fresh_number()
    tree = measure.tree
    if isinstance(tree, Field):
        t.world.hold(f.all_of(t.world.limits(t.plan, tree.record, tree.name, value)))
    return exactly(value)


def _taken(t: Translator, measure: Measure, value: Val, frame: Frame) -> list[Cond]:
    """Return for each band that it is the first to take a project in which the measure has another value."""
    other = Translator(t.plan, t.world, t.loose, t.worked_out, put={measure.tree: value})
    found = [other.truth(condition, frame) for condition in measure.conditions]
    return [f.all_of((one.yes, *(before.no for before in found[:index]))) for index, one in enumerate(found)]


def _in_order(t: Translator, measure: Measure, low: Val, here: Val, high: Val) -> Cond:
    tree = measure.tree
    if isinstance(here, Txt) and isinstance(low, Txt) and isinstance(high, Txt) and isinstance(tree, Field):
        words = [t.world.code(word) for word in t.plan.records[tree.record].fields[tree.name].choices]
        return f.any_of(
            f.all_of(f.equal(value.code, word) for value, word in zip((low, here, high), three, strict=True))
            for three in combinations(words, 3)
        )
    if not (isinstance(low, Num) and isinstance(here, Num) and isinstance(high, Num)):
        raise TypeError("a measure has an order")
    whole = tree.kind is Kind.COUNT and isinstance(here.low, z3.ArithRef) and not here.low.is_int()
    some = z3.IsInt(here.low) if whole else True
    return f.all_of((some, f.equal(here.low, here.high), f.below(low.low, here.low), f.below(here.low, high.low)))


def _env(session: Session, measure: Measure, witness: Witness) -> Any:
    """Return the facts of an example as the ordinary evaluator reads them, those of ``over`` bound."""
    facts, _ = session.decider.facts(witness)
    env = session.decider.checker(witness.on).tables(facts).env
    for variable, record in measure.around:
        env = env.bind(variable, env.tables[record][0])
    return env


def _none_fits(session: Session, leaf: Leaf, measure: Measure) -> Confirm:
    """Return what has the ordinary evaluator take an example through the bands."""

    def confirm(witness: Witness) -> Message | None:
        env = _env(session, measure, witness)
        if any(truth(evaluator(condition)(env)) is not False for condition in measure.conditions):
            return None
        value, kind = evaluator(measure.tree)(env), measure.tree.kind
        shown = value if isinstance(value, str) else show(value, kind)
        return message(
            "{what}{value}没有一档符合，“{label}”得{points}",
            what=_name(leaf, measure), value=shown, label=leaf.planned.label,
            points=show(measure.awards[-1], Kind.SCORE),
        )  # fmt: skip

    return confirm


def _ends(session: Session, measure: Measure, witness: Witness) -> tuple[str, str]:
    """Return the nearest bounds of the bands on both sides of an example; nothing for words."""
    env = _env(session, measure, witness)
    here, kind = evaluator(measure.tree)(env), measure.tree.kind
    if not isinstance(here, Fraction):
        return (here, here) if isinstance(here, str) else ("", "")
    sides = [
        evaluator(node.right if node.left == measure.tree else node.left)(env)
        for condition in measure.conditions
        for node in _compared(condition)
        if measure.tree in {node.left, node.right}
    ]
    numbers = [side for side in sides if isinstance(side, Fraction)]
    low = max((number for number in numbers if number <= here), default=here)
    high = min((number for number in numbers if number >= here), default=here)
    return value_text(low, kind), value_text(high, kind)


def _name(leaf: Leaf, measure: Measure) -> str:
    tree, scoring = measure.tree, leaf.model.scoring
    if isinstance(tree, Field):
        return tree.label or tree.name
    return " ".join(scoring.value.split()) if isinstance(scoring, Bands) and scoring.value else text_of(tree)


def _told(leaf: Leaf, measure: Measure, ends: tuple[str, str]) -> Message:
    low, high = ends
    words = {"label": leaf.planned.label, "what": _name(leaf, measure)}
    if low == high:
        return message("“{label}”的各档之间有空档：{what}为{value}时没有一档符合，两边的却都有", value=low, **words)
    return message("“{label}”的各档之间有空档：{what}在{low}与{high}之间没有一档符合", low=low, high=high, **words)
