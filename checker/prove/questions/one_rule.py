"""Looks for facts on which one rule comes to something, and has the ordinary engine confirm what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.prove import formulas as f
from checker.prove.eras import in_force
from checker.prove.firing import Firing, firing, frames, trees_of
from checker.prove.questions.asking import decided
from checker.prove.session import Found, Search, Session
from checker.prove.translate import Translator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checker.messages import Message
    from checker.plan import PlannedRule
    from checker.prove.formulas import Cond
    from checker.prove.translate import Window
    from checker.result import Outcome
    from checker.witness import Witness


def outcome_shown(session: Session, rule: str, wanted: Outcome) -> Callable[[Witness], Message | None]:
    """Return what asks the engine whether a rule comes to an outcome for some fact of an example."""

    def confirm(witness: Witness) -> Message | None:
        for outcome in session.decider.outcomes(witness, rule):
            if outcome.outcome is wanted:
                return decided(outcome)
        return None

    return confirm


def firings(session: Session, t: Translator, rule: PlannedRule) -> tuple[Cond, list[Firing]]:
    """Return that a rule is in force, and what it comes to for all facts it may be decided for."""
    return in_force(session.pack, rule.id, t.world), [firing(t, rule, frame) for frame in frames(t, rule)]


def search_rule(
    session: Session, rule: str, wanted: Callable[[Firing], Cond], windows: Mapping[str, Window] | None = None
) -> Found:
    """Look for facts on which a rule in force comes to what is wanted, with parameters picked within ``windows``."""
    plan, planned = session.planned_or_fail(rule)

    def conditions(t: Translator) -> list[Cond]:
        inner = Translator(t.plan, t.world, t.loose, t.worked_out, windows=windows) if windows else t
        active, found = firings(session, inner, planned)
        return [active, f.any_of(map(wanted, found))]

    return session.search(plan, Search(tuple(trees_of(planned)), conditions))
