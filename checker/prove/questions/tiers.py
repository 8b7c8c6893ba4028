"""Asks of two rules that grade one thing, such as how late a payment is, whether a value falls between or in both.

Two rules are tiers when they are about the same facts, put what they find under the same problem or deduct from the
same indicator, and compare the same number or day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

import z3

from checker.messages import message
from checker.pack.builtin import SECOND_TIER
from checker.prove import formulas as f
from checker.prove.eras import in_force
from checker.prove.firing import firing, frames, trees_of
from checker.prove.questions.asking import Question, of_none
from checker.prove.questions.graded import graded
from checker.prove.questions.pairs import FAILS, SATISFIED, outcomes_shown, planned_pair, search_pair
from checker.prove.session import Found, Search, Session
from checker.prove.solver import Answer
from checker.prove.translate import Translator
from checker.prove.values import Num
from checker.prove.verdict import State, Verdict
from checker.result import Outcome
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.expr.tree import Field
    from checker.messages import Message
    from checker.plan import PlannedRule
    from checker.prove.formulas import Cond
    from checker.prove.questions.asking import Confirm
    from checker.witness import Given, Witness


@dataclass(frozen=True, slots=True)
class _Tiers:
    """Two rules and the field both compare."""

    names: tuple[str, str]
    field: Field

    @property
    def label(self) -> str:
        return self.field.label or self.field.name


def tier_questions(session: Session, rules: Sequence[str], all_rules: Sequence[str]) -> Iterator[Question]:
    """Yield the questions about each two rules that are tiers of one thing, one of them of ``rules``."""
    for one, other in combinations(sorted(all_rules), 2):
        if one not in rules and other not in rules:
            continue
        a, b = session.planned(one), session.planned(other)
        for field in graded(a[1], b[1]) if a is not None and b is not None else ():
            tiers = _Tiers((one, other), field)
            place = session.pack.rules[other].origin.at("when")
            yield Question("tiers-overlap", tiers.names, place, partial(_overlap, tiers=tiers))
            if field.record not in SECOND_TIER:  # what rules find cannot be other than they find it
                yield Question("tiers-hole", tiers.names, place, partial(_hole, tiers=tiers))


def _titles(session: Session, tiers: _Tiers) -> dict[str, str]:
    one, other = (session.pack.rules[name].model.title for name in tiers.names)
    return {"one": one, "other": other, "label": tiers.label}


def _overlap(session: Session, tiers: _Tiers) -> Verdict:
    place = session.pack.rules[tiers.names[1]].origin.at("when")
    titles = _titles(session, tiers)
    found = search_pair(session, tiers.names, lambda a, b: f.both(a.fires, b.fires))
    good = Verdict(
        "tiers-overlap", tiers.names, State.GOOD, place,
        message("按{label}分档的“{one}”与“{other}”不会同时触发", **titles),
    )  # fmt: skip
    bad = Verdict(
        "tiers-overlap", tiers.names, State.BAD, place,
        message("按{label}分档的“{one}”与“{other}”重叠：同一件事列两次", **titles),
        message("让一档的上界与另一档的下界相同，一个含、一个不含；确实要两条都列的，写 prove: ignore 和理由"),
    )  # fmt: skip
    return of_none(found, good, bad, outcomes_shown(session, tiers.names, (FAILS, FAILS)))


def _hole(session: Session, tiers: _Tiers) -> Verdict:
    place = session.pack.rules[tiers.names[1]].origin.at("when")
    titles = _titles(session, tiers)
    found = _between(session, tiers)
    low, high, *_ = sorted(found.watched[:2]) or ("", "")
    good = Verdict(
        "tiers-hole", tiers.names, State.GOOD, place,
        message("按{label}分档的“{one}”与“{other}”之间没有空档", **titles),
    )  # fmt: skip
    bad = Verdict(
        "tiers-hole", tiers.names, State.BAD, place,
        message("按{label}分档的“{one}”与“{other}”之间有空档：{label}为{low}和{high}时触发，中间的却不触发",
                low=low, high=high, **titles),
        message("让一档的上界与另一档的下界相同，一个含、一个不含"),
    )  # fmt: skip
    return of_none(found, good, bad, _both_sides(session, tiers, found))


def _between(session: Session, tiers: _Tiers) -> Found:
    """Look for a value at which neither fires, with the two firing on its two sides, one of them only for a while."""
    plan, pair = planned_pair(session, tiers.names)

    def conditions(t: Translator) -> list[Cond]:
        frame = frames(t, pair[0])[0]
        row = next(iter(frame.values()))
        here = t.cell(row, tiers.field.name, tiers.field.kind)
        if not isinstance(here, Num):
            raise TypeError("a tier has an order")
        low, high, far = (_like(t, tiers, here) for _ in range(3))
        sides = [_at(t, tiers, pair, value) for value in (low, high, far)]
        middle = _at(t, tiers, pair, None)
        holds = [in_force(session.pack, name, t.world) for name in tiers.names]
        if tiers.field.kind is Kind.COUNT and isinstance(here.low, z3.ArithRef):
            holds.append(z3.IsInt(here.low))
        up = f.all_of((f.below(far, low), f.below(low, here.low), f.below(here.low, high)))
        down = f.all_of((f.below(here.low, low), f.below(low, far), f.below(high, here.low)))
        first, second, outer = sides
        t.world.watched += [(tiers.field.kind, value) for value in (low, high, far)]
        crossing = f.either(f.both(first[0], second[1]), f.both(first[1], second[0]))
        return [*holds, here.known, f.either(up, down), crossing, middle[2], outer[2]]

    found = session.search(plan, Search((*trees_of(pair[0]), *trees_of(pair[1])), conditions))
    return replace(found, most=None) if found.answer is Answer.NONE else found


def _both_sides(session: Session, tiers: _Tiers, found: Found) -> Confirm:
    """Return what asks the engine whether one of two tiers fires on each side of the example, and neither beyond."""
    passes = outcomes_shown(session, tiers.names, (SATISFIED, SATISFIED))
    model = session.plan().fields.get(tiers.field.record, {}).get(tiers.field.name)
    derived = model is None or model.derive is not None

    def confirm(witness: Witness) -> Message | None:
        shown = passes(witness)
        others = [] if derived else [_moved(witness, tiers, text) for text in found.watched]
        fire = [
            any(found.outcome is Outcome.FAIL for name in tiers.names for found in session.decider.outcomes(one, name))
            for one in others
        ]
        return shown if fire in ([], [True, True, False]) else None

    return confirm


def _moved(witness: Witness, tiers: _Tiers, text: str) -> Witness:
    """Return an example with another value in the field of the tiers."""
    facts = witness.given[tiers.field.record]
    if isinstance(facts, Mapping):
        changed: Given = {**facts, tiers.field.name: text}
    else:
        changed = [{**row, tiers.field.name: text} for row in facts if isinstance(row, Mapping)]
    return replace(witness, given={**witness.given, tiers.field.record: changed})


def _like(t: Translator, tiers: _Tiers, here: Num) -> Any:
    """Return another value the field may have."""
    term = f.term(here.low)
    value = t.world.fresh_whole() if term.is_int() else t.world.fresh_number()
    t.world.hold(f.all_of(t.world.limits(t.plan, tiers.field.record, tiers.field.name, value)))
    return value


def _at(t: Translator, tiers: _Tiers, pair: tuple[PlannedRule, PlannedRule], value: Any) -> tuple[Cond, Cond, Cond]:
    """Return that the first, the second, and surely neither fires when the field has a value (None: its own)."""
    other = t
    if value is not None:
        cell = (tiers.field.record, 0, tiers.field.name)
        other = Translator(t.plan, t.world, t.loose, t.worked_out, {cell: value})
    found = [firing(other, rule, frames(other, rule)[0]) for rule in pair]
    neither = f.all_of(f.either(one.passes, one.not_applicable) for one in found)
    return found[0].fires, found[1].fires, neither
