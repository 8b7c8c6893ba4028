"""Asks of each veto, cap and 不适用 condition whether it can hold, whether it always does, and whether a cap binds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from checker.expr import evaluator, truth, walk
from checker.expr.tree import Aggregate, Constant, Field
from checker.messages import Message, message
from checker.pack.builtin import SECOND_TIER
from checker.plan import Tier
from checker.prove.eras import eras, within_era
from checker.prove.questions.asking import Question, of_existing
from checker.prove.session import Found, Search, Session
from checker.prove.solver import Answer
from checker.prove.verdict import State, Verdict
from checker.prove.worked_out import Findings, Judged
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from checker.expr import Expr
    from checker.plan import Plan
    from checker.plan.plan import PlannedCap
    from checker.prove.formulas import Cond
    from checker.prove.leaves import Leaf
    from checker.prove.questions.asking import Confirm
    from checker.prove.translate import Translator
    from checker.prove.world import World
    from checker.source import Place
    from checker.witness import Witness

Wanted = tuple[tuple[int, bool], ...]
"""Which of some conditions are to hold and which are surely not to."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the scoring: what it is called, where it is written, and its expression in the plan of an era."""

    about: tuple[str, ...]
    name: Message
    place: Place
    tree: Callable[[Plan], Expr | None]


def condition_questions(session: Session, leaves: Sequence[Leaf]) -> Iterator[Question]:
    """Yield the questions about the conditions of each indicator and of the total."""
    for one in (*_of_leaves(leaves), *_of_sheet(session)):
        tree = one.tree(session.plan())
        if tree is None or isinstance(tree, Constant):
            continue  # one that is written to hold always is meant so
        yield Question("never-fires", one.about, one.place, partial(_can, condition=one, holds=True))
        yield Question("always-fires", one.about, one.place, partial(_can, condition=one, holds=False))
    caps = session.plan().score.caps
    for index, cap in enumerate(caps):
        lower = [number for number, other in enumerate(caps) if other.at_most < cap.at_most]
        if lower and not isinstance(cap.when, Constant):
            place = session.pack.indicators.origin.at("caps", index)
            yield Question("cap-never-binds", (), place, partial(_binds, index=index, lower=lower))


def _of_leaves(leaves: Sequence[Leaf]) -> Iterator[Condition]:
    for leaf in {leaf.planned.id: leaf for leaf in reversed(leaves)}.values():
        name, about = leaf.planned.id, (leaf.planned.id,)
        for index, veto in enumerate(leaf.planned.vetoes):
            called = message("“{label}”的否决“{title}”", label=leaf.planned.label, title=veto.title)
            place = leaf.origin.at("veto", index, "when")
            yield Condition(about, called, place, partial(_of_leaf, name=name, kind="vetoes", index=index))
        for index, _ in enumerate(leaf.planned.not_applicable):
            called = message("“{label}”不适用的条件", label=leaf.planned.label)
            place = leaf.origin.at("not_applicable", index, "when")
            yield Condition(about, called, place, partial(_of_leaf, name=name, kind="not_applicable", index=index))


def _of_sheet(session: Session) -> Iterator[Condition]:
    origin, score = session.pack.indicators.origin, session.plan().score
    for index, veto in enumerate(score.vetoes):
        called = message("总分的否决“{title}”", title=veto.title)
        place = origin.at("vetoes", index, "when")
        yield Condition((), called, place, partial(_of_total, kind="vetoes", index=index))
    yield from _of_caps(session)


def _of_caps(session: Session) -> Iterator[Condition]:
    origin = session.pack.indicators.origin
    for index, cap in enumerate(session.plan().score.caps):
        called = message("总分的封顶“{title}”", title=cap.title)
        yield Condition((), called, origin.at("caps", index, "when"), partial(_of_total, kind="caps", index=index))


def _of_leaf(plan: Plan, name: str, kind: str, index: int) -> Expr | None:
    found = next((leaf for leaf in plan.score.leaves if leaf.id == name), None)
    return None if found is None else _nth(getattr(found, kind), index)


def _of_total(plan: Plan, kind: str, index: int) -> Expr | None:
    return _nth(getattr(plan.score, kind), index)


def _nth(items: Sequence[PlannedCap], index: int) -> Expr | None:
    return items[index].when if index < len(items) else None


def _search(session: Session, trees: Callable[[Plan], list[Expr | None]], wanted: Wanted) -> Found:
    """Look for a project in which conditions hold or not as wanted, in every era where they read findings."""
    came: list[Found] = []
    for day in eras(session.pack, session.day):
        plan = session.plan(day)
        found = [tree for tree in trees(plan) if tree is not None]
        if len(found) < len(trees(plan)):
            continue
        late = any(_reads_findings(tree) for tree in found)
        within = [partial(within_era, session.pack, day)] if late else []
        worked_out = {**Findings(Tier.PROBLEMS).tables(), **Judged(plan).tables()}
        came.append(session.search(plan, Search(tuple(found), partial(_as_wanted, found, within, wanted), worked_out)))
        if came[-1].answer is Answer.SOME or not late:
            return came[-1]
    return next((found for found in came if found.answer is Answer.OPEN), came[-1])


def _as_wanted(
    trees: list[Expr], within: Sequence[Callable[[World], Cond]], wanted: Wanted, t: Translator
) -> list[Cond]:
    came = [t.truth(tree, {}) for tree in trees]
    return [
        *(era(t.world) for era in within),
        *(came[index].yes if holds else came[index].no for index, holds in wanted),
    ]


def _reads_findings(tree: Expr) -> bool:
    return any(isinstance(node, Field | Aggregate) and node.record in SECOND_TIER for node in walk(tree))


def _can(session: Session, condition: Condition, *, holds: bool) -> Verdict:
    """A condition can come to what is wanted: to hold, or not to."""
    found = _search(session, lambda plan: [condition.tree(plan)], ((0, holds),))
    about, place, name = condition.about, condition.place, condition.name
    confirm = _shown(session, [condition], ((0, holds),))
    if holds:
        good = Verdict("never-fires", about, State.GOOD, place, message("{name}能成立", name=name))
        bad = Verdict(
            "never-fires", about, State.BAD, place,
            message("{name}永远不会成立：没有一个项目符合它的条件", name=name),
            message("核对 when 里的符号、参数和字段允许的范围"),
        )  # fmt: skip
        return of_existing(found, good, bad, confirm)
    good = Verdict("always-fires", about, State.GOOD, place, message("{name}不总是成立", name=name))
    bad = Verdict(
        "always-fires", about, State.BAD, place,
        message("{name}只要事实齐全就一定成立，每个项目都是这样", name=name),
        message("核对 when 里的符号、参数和字段允许的范围；本来就要这样的，写成 when: 是"),
    )  # fmt: skip
    verdict = of_existing(found, good, bad, confirm)
    if verdict.state is not State.BAD:
        return verdict
    other = _search(session, lambda plan: [condition.tree(plan)], ((0, True),))
    return verdict if other.answer is Answer.SOME else good  # one that never holds is told by itself


def _shown(session: Session, conditions: Sequence[Condition], wanted: Wanted) -> Confirm:
    """Return what has the ordinary engine decide conditions for an example."""

    def confirm(witness: Witness) -> Message | None:
        facts, _ = session.decider.facts(witness)
        plan = session.decider.checker(witness.on).plan
        env = session.decider.scored(witness.on, facts)[1].env
        for index, holds in wanted:
            tree = conditions[index].tree(plan)
            if tree is None or truth(evaluator(tree)(env)) is not holds:
                return None
        first, holds = conditions[wanted[0][0]], wanted[0][1]
        return message("{name}成立", name=first.name) if holds else message("{name}不成立", name=first.name)

    return confirm


def _binds(session: Session, index: int, lower: list[int]) -> Verdict:
    """A cap can hold while no lower one does."""
    caps = list(_of_caps(session))
    wanted: Wanted = ((index, True), *((number, False) for number in lower))
    found = _search(session, lambda plan: [cap.tree(plan) for cap in caps], wanted)
    place = session.pack.indicators.origin.at("caps", index)
    planned = session.plan().score.caps
    words = {"title": planned[index].title, "points": show(planned[index].at_most, Kind.SCORE)}
    good = Verdict("cap-never-binds", (), State.GOOD, place, message("封顶“{title}”起作用", title=planned[index].title))
    bad = Verdict(
        "cap-never-binds", (), State.BAD, place,
        message("封顶“{title}”永远不起作用：成立时总有更低的封顶也成立，轮不到{points}", **words),
        message("核对各条封顶的分数，看是不是写反了"),
    )  # fmt: skip
    verdict = of_existing(found, good, bad, _shown(session, caps, wanted))
    if verdict.state is not State.BAD:
        return verdict
    alone = _search(session, lambda plan: [cap.tree(plan) for cap in caps], ((index, True),))
    return verdict if alone.answer is Answer.SOME else good
