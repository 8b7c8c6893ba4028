"""Asks of each rule whether it can fire at all, whether it always does, and whether what it deducts makes sense."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from checker.messages import Message, message
from checker.prove import formulas as f
from checker.prove.firing import trees_of
from checker.prove.questions.asking import Question, confirmed, limits, of_existing, of_none
from checker.prove.questions.never import why_never
from checker.prove.questions.one_rule import firings, outcome_shown, search_rule
from checker.prove.session import Search, Session
from checker.prove.solver import Answer
from checker.prove.verdict import State, Verdict
from checker.result import Outcome
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.pack import Entry, Pack
    from checker.pack.models import RuleModel
    from checker.prove.formulas import Cond
    from checker.prove.translate import Translator
    from checker.witness import Witness


def rule_questions(pack: Pack, rules: Sequence[str]) -> Iterator[Question]:
    """Yield the questions about each rule by itself."""
    for name in rules:
        entry = pack.rules[name]
        place = entry.origin.at("when")
        yield Question("never-fires", (name,), place, partial(_can_fire, entry=entry))
        yield Question("always-fires", (name,), place, partial(_can_pass, entry=entry))
        if entry.model.deduct is not None and entry.model.indicator is not None:
            at = entry.origin.at("deduct")
            yield Question("deduction-out-of-range", (name,), at, partial(_deducts, entry=entry))


def _can_fire(session: Session, entry: Entry[RuleModel]) -> Verdict:
    place, title = entry.origin.at("when"), entry.model.title
    found = search_rule(session, entry.id, lambda found: found.fires)
    good = Verdict("never-fires", (entry.id,), State.GOOD, place, message("“{title}”能触发", title=title))
    bad = Verdict(
        "never-fires", (entry.id,), State.BAD, place,
        message("“{title}”永远不会触发：没有一个项目符合它的条件", title=title),
        message("核对 when、applies、where 和参数，看哪两处互相矛盾"),
    )  # fmt: skip
    verdict = of_existing(found, good, bad, outcome_shown(session, entry.id, Outcome.FAIL))
    return why_never(session, entry, verdict) if verdict.state is State.BAD else verdict


def _can_pass(session: Session, entry: Entry[RuleModel]) -> Verdict:
    place, title = entry.origin.at("when"), entry.model.title
    found = search_rule(session, entry.id, lambda found: found.passes)
    good = Verdict("always-fires", (entry.id,), State.GOOD, place, message("“{title}”不总是触发", title=title))
    bad = Verdict(
        "always-fires", (entry.id,), State.BAD, place,
        message("“{title}”只要适用、事实齐全就一定触发，没有项目能通过", title=title),
        message("核对条件里的符号和参数，看是不是把方向写反了"),
    )  # fmt: skip
    verdict = of_existing(found, good, bad, outcome_shown(session, entry.id, Outcome.PASS))
    fires = search_rule(session, entry.id, lambda found: found.fires) if verdict.state is State.BAD else found
    if verdict.state is not State.BAD:
        return verdict
    if fires.answer is not Answer.SOME:  # one that never fires is told by itself
        return replace(good, assumed=limits(found))
    return confirmed(verdict, fires, outcome_shown(session, entry.id, Outcome.FAIL))


def _deducts(session: Session, entry: Entry[RuleModel]) -> Verdict:
    """A finding deducts something, and not more than the indicator is worth."""
    place, name = entry.origin.at("deduct"), entry.id
    plan, planned = session.planned_or_fail(name)
    leaf = next(leaf for leaf in plan.score.leaves if leaf.id == planned.indicator)
    most = leaf.weight - leaf.lowest

    def conditions(t: Translator) -> list[Cond]:
        active, found = firings(session, t, planned)
        wrong = [
            f.all_of(
                (
                    one.fires,
                    one.deduct.known,
                    f.either(f.at_most(one.deduct.high, Fraction(0)), f.below(most, one.deduct.low)),
                )
            )
            for one in found
        ]
        return [active, f.any_of(wrong)]

    found = session.search(plan, Search(tuple(trees_of(planned)), conditions))
    words = {"title": entry.model.title, "label": leaf.label, "weight": show(leaf.weight, Kind.SCORE)}
    good = Verdict(
        "deduction-out-of-range", (name,), State.GOOD, place,
        message("“{title}”每次扣的分都大于0、不超过“{label}”的{weight}", **words),
    )  # fmt: skip
    bad = Verdict(
        "deduction-out-of-range", (name,), State.BAD, place,
        message("“{title}”可能一次扣0分或负分，或者超过“{label}”的{weight}", **words),
        message("改 deduct，或改它用到的参数"),
    )  # fmt: skip

    def confirm(witness: Witness) -> Message | None:
        for outcome in session.decider.outcomes(witness, name):
            lost = outcome.deduction
            if outcome.outcome is Outcome.FAIL and isinstance(lost, Fraction) and not 0 < lost <= most:
                return message("{rule} 扣{points}", rule=outcome.id, points=show(lost, Kind.SCORE))
        return None

    return of_none(found, good, bad, confirm)
