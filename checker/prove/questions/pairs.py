"""Asks of two rules whether they always fire together, and whether a project can satisfy both."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from checker.expr.tree import Field
from checker.messages import Message, message
from checker.plan import Tier
from checker.prove import formulas as f
from checker.prove.eras import in_force
from checker.prove.firing import Firing, firing, frames, reached, trees_of
from checker.prove.questions.asking import Confirm, Question, confirmed, decided, limits, of_existing
from checker.prove.questions.graded import graded
from checker.prove.questions.one_rule import search_rule
from checker.prove.session import Found, Search, Session
from checker.prove.solver import Answer
from checker.prove.verdict import State, Verdict
from checker.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from checker.pack import Pack
    from checker.plan import Plan, PlannedRule
    from checker.prove.formulas import Cond
    from checker.prove.translate import Translator
    from checker.witness import Witness


def pair_questions(session: Session, rules: Sequence[str], all_rules: Sequence[str]) -> Iterator[Question]:
    """Yield the questions about each two rules that read a field in common, one of them of ``rules``."""
    for one, other in combinations(sorted(all_rules), 2):
        if one not in rules and other not in rules:
            continue
        a, b = session.planned(one), session.planned(other)
        if a is None or b is None or a[1].tier is not b[1].tier or not _meet(session.pack, one, other):
            continue
        if not read_by(a[0], a[1]) & read_by(b[0], b[1]):
            continue
        place = session.pack.rules[other].origin.at("when")
        if a[1].subject.types == b[1].subject.types:
            yield Question("same-rules", (one, other), place, partial(_same, names=(one, other)))
        if a[1].tier is Tier.FACTS:
            yield Question("contradicting-rules", (one, other), place, partial(_satisfiable, names=(one, other)))


def read_by(plan: Plan, rule: PlannedRule) -> set[tuple[str, str]]:
    """Return the fields the condition of a rule reads, with those they are worked out from."""
    return {(node.record, node.name) for node in reached(plan, [rule.when]) if isinstance(node, Field)}


def _meet(pack: Pack, one: str, other: str) -> bool:
    """Return whether two rules are ever in force on the same day."""
    a, b = pack.rules[one].model, pack.rules[other].model
    starts = [day for day in (a.valid_from, b.valid_from) if day is not None]
    ends = [day for day in (a.valid_to, b.valid_to) if day is not None]
    return not starts or not ends or max(starts) <= min(ends)


def both_firings(t: Translator, pair: tuple[PlannedRule, PlannedRule]) -> list[tuple[Firing, Firing]]:
    """Return what two rules come to for the same facts; their variables may have other names."""
    one, other = pair
    names = [variable for variable, _ in other.subject.variables]
    found = []
    for frame in frames(t, one):
        alike = one.subject.types == other.subject.types
        same = [dict(zip(names, frame.values(), strict=True))] if alike else frames(t, other)[:1]
        found += [(firing(t, one, frame), firing(t, other, facts)) for facts in same]
    return found


def search_pair(
    session: Session, names: tuple[str, str], wanted: Callable[[Firing, Firing], Cond], *, show: bool = True
) -> Found:
    """Look for facts on which two rules come to what is ``wanted`` while both are in force."""
    plan, pair = planned_pair(session, names)

    def conditions(t: Translator) -> list[Cond]:
        found = [wanted(a, b) for a, b in both_firings(t, pair)]
        return [*(in_force(session.pack, name, t.world) for name in names), f.any_of(found)]

    trees = (*trees_of(pair[0]), *trees_of(pair[1]))
    return session.search(plan, Search(trees, conditions), show=show)


def planned_pair(session: Session, names: tuple[str, str]) -> tuple[Plan, tuple[PlannedRule, PlannedRule]]:
    """Return two rules with the plan of the first; what an expression means is the same in every plan of a pack."""
    plan, one = session.planned_or_fail(names[0])
    return plan, (one, session.planned_or_fail(names[1])[1])


def outcomes_shown(session: Session, names: tuple[str, str], wanted: Sequence[frozenset[Outcome]]) -> Confirm:
    """Return what asks the engine whether two rules come to these outcomes for an example."""

    def confirm(witness: Witness) -> Message | None:
        said = []
        for name, allowed in zip(names, wanted, strict=True):
            found = [outcome for outcome in session.decider.outcomes(witness, name) if outcome.outcome in allowed]
            if not found:
                return None
            said.append(decided(found[0]))
        return message("{one}；{other}", one=said[0], other=said[1])

    return confirm


FAILS = frozenset({Outcome.FAIL})
SATISFIED = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


def _titles(session: Session, names: tuple[str, str]) -> dict[str, str]:
    return {"one": session.pack.rules[names[0]].model.title, "other": session.pack.rules[names[1]].model.title}


def _unlike(a: Firing, b: Firing) -> Cond:
    """The first fires and the second, which can be told too, does not."""
    return f.all_of((a.fires, f.either(b.passes, b.not_applicable)))


def _same(session: Session, names: tuple[str, str]) -> Verdict:
    place, titles = session.pack.rules[names[1]].origin.at("when"), _titles(session, names)
    forth = search_pair(session, names, _unlike)
    back = search_pair(session, names, lambda a, b: _unlike(b, a), show=forth.answer is Answer.NONE)
    good = Verdict("same-rules", names, State.GOOD, place, message("“{one}”与“{other}”不总是同时触发", **titles))
    for found in (forth, back):
        if found.answer is Answer.OPEN:
            return replace(good, state=State.OPEN, why=found.why)
    if forth.answer is Answer.SOME and back.answer is Answer.SOME:
        return confirmed(good, forth, outcomes_shown(session, names, (FAILS, SATISFIED)))
    together = search_pair(session, names, lambda a, b: f.both(a.fires, b.fires))
    if forth.answer is back.answer is Answer.NONE:
        return _one_rule(session, names, (forth, back, together), good)
    inner_first = forth.answer is Answer.NONE
    if together.answer is Answer.SOME and _deduct_twice(session, names):
        inner, outer = ("one", "other") if inner_first else ("other", "one")
        twice = Verdict(
            "implied-rule", names, State.NOTE, place,
            message("“{inner}”触发时“{outer}”一定也触发，同一指标扣两次分", inner=titles[inner], outer=titles[outer]),
            message("确实要累计扣分就不用改"), assumed=limits(forth if inner_first else back),
        )  # fmt: skip
        return confirmed(twice, together, outcomes_shown(session, names, (FAILS, FAILS)))
    shown = outcomes_shown(session, names, (SATISFIED, FAILS) if inner_first else (FAILS, SATISFIED))
    return confirmed(good, back if inner_first else forth, shown)


def _one_rule(session: Session, names: tuple[str, str], found: tuple[Found, Found, Found], good: Verdict) -> Verdict:
    """Return the verdict on two rules neither of which ever fires alone; that neither ever fires is said elsewhere."""
    forth, back, together = found
    if together.answer is Answer.NONE:
        return replace(good, assumed=limits(together))
    same = Verdict(
        "same-rules", names, State.BAD, good.place,
        message("“{one}”与“{other}”总是同时触发：是同一条规则写了两遍", **_titles(session, names)),
        message("删去一条，或者把其中一条的条件改成本来要查的"),
    )  # fmt: skip
    few = forth if forth.most is not None else back
    verdict = of_existing(few, good, same, outcomes_shown(session, names, (FAILS, SATISFIED)))
    if verdict.state is not State.BAD:
        return verdict
    return confirmed(verdict, together, outcomes_shown(session, names, (FAILS, FAILS)))


def _deduct_twice(session: Session, names: tuple[str, str]) -> bool:
    """Return whether two rules deduct from one indicator; of two that grade one thing it is said elsewhere."""
    one, other = planned_pair(session, names)[1]
    if graded(one, other):
        return False
    return one.deduct is not None and other.deduct is not None and one.indicator == other.indicator


def _satisfiable(session: Session, names: tuple[str, str]) -> Verdict:
    place = session.pack.rules[names[1]].origin.at("when")
    titles = _titles(session, names)

    def satisfied(one: Firing) -> Cond:
        return f.either(one.passes, one.not_applicable)

    found = search_pair(session, names, lambda a, b: f.both(satisfied(a), satisfied(b)))
    good = Verdict(
        "contradicting-rules", names, State.GOOD, place, message("有项目同时符合“{one}”和“{other}”", **titles)
    )
    bad = Verdict(
        "contradicting-rules", names, State.BAD, place,
        message("没有一个项目能同时符合“{one}”和“{other}”：两条要求互相矛盾", **titles),
        message("核对两条规则的条件，改正方向或界限写错的一条"),
    )  # fmt: skip
    verdict = of_existing(found, good, bad, outcomes_shown(session, names, (SATISFIED, SATISFIED)))
    if verdict.state is State.BAD and any(
        search_rule(session, name, satisfied).answer is Answer.NONE for name in names
    ):
        return replace(good, assumed=limits(found))  # what no project can satisfy by itself is told by itself
    return verdict
