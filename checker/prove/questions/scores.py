"""Asks of each indicator whether its points stay in range, whether it can be earned in full, what its target says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from checker.expr import walk
from checker.expr.tree import Aggregate, Field
from checker.messages import Message, message
from checker.plan import Tier
from checker.prove import formulas as f
from checker.prove.eras import within_era
from checker.prove.leaves import Leaf, raw_score
from checker.prove.questions.asking import Question, limits, of_existing, of_none
from checker.prove.questions.one_rule import search_rule
from checker.prove.session import Found, Search, Session
from checker.prove.solver import Answer
from checker.prove.verdict import State, Verdict
from checker.prove.worked_out import Findings, Judged
from checker.values import Kind, round_half_up, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.expr import Expr
    from checker.prove.formulas import Cond
    from checker.prove.questions.asking import Confirm
    from checker.prove.translate import Translator
    from checker.source import Place
    from checker.values import Amount
    from checker.witness import Witness

_SIZES = (2,)
_FREE = frozenset({"formula", "bands"})
"""The methods in which every number of points is written by a person."""


def score_questions(leaf: Leaf, *, latest: bool) -> Iterator[Question]:
    """Yield the questions about one indicator; whether points can be lost is asked of its ``latest`` form alone."""
    about, at = (leaf.planned.id,), leaf.scored_at.at("scoring")
    yield Question("score-out-of-range", about, _veto_place(leaf) or at, partial(_in_range, leaf=leaf))
    yield Question("score-over-weight", about, at, partial(_over_weight, leaf=leaf))
    if leaf.planned.method in _FREE:
        yield Question("score-under-lowest", about, at, partial(_under_lowest, leaf=leaf))
    yield Question("full-marks-impossible", about, at, partial(_full_marks, leaf=leaf))
    measures = any(isinstance(node, Field | Aggregate) for node in walk(leaf.score))
    if latest and measures:
        yield Question("always-full-marks", about, at, partial(_can_lose, leaf=leaf))
    if leaf.planned.target_met is not None:
        place = leaf.scored_at.at("target_met")
        yield Question("target-contradicts", about, place, partial(_target, leaf=leaf))


def _veto_place(leaf: Leaf) -> Place | None:
    return leaf.origin.at("veto", 0, "score") if leaf.planned.vetoes else None


def search_score(
    session: Session, leaf: Leaf, trees: tuple[Expr, ...], conditions: Callable[[Translator], list[Cond]]
) -> Found:
    """Look for a project in which an indicator comes to something while the rules of its plan are in force."""

    def all_conditions(t: Translator) -> list[Cond]:
        return [within_era(session.pack, leaf.plan.as_of, t.world), *conditions(t)]

    worked_out = {**Findings(Tier.PROBLEMS).tables(), **Judged(leaf.plan).tables()}
    return session.search(leaf.plan, Search(trees, all_conditions, worked_out, sizes=_SIZES))


def score_shown(session: Session, leaf: Leaf, wanted: Callable[[Fraction], bool]) -> Confirm:
    """Return what asks the engine whether an indicator earns the points wanted."""

    def confirm(witness: Witness) -> Message | None:
        found = points_of(session, leaf, witness)
        if not isinstance(found, Fraction) or not wanted(found):
            return None
        return message("“{label}”得{points}", label=leaf.planned.label, points=show(found, Kind.SCORE))

    return confirm


def points_of(session: Session, leaf: Leaf, witness: Witness) -> Amount | None:
    """Return the points an indicator earns by itself in an example, decided by the ordinary engine."""
    facts, _ = session.decider.facts(witness)
    _, points = session.decider.checker(witness.on).decide(facts)
    return points.raw.get(leaf.planned.id)


def _words(leaf: Leaf) -> dict[str, str]:
    planned = leaf.planned
    return {
        "label": planned.label,
        "low": show(planned.lowest, Kind.SCORE),
        "high": show(planned.weight, Kind.SCORE),
    }


def _in_range(session: Session, leaf: Leaf) -> Verdict:
    planned, place = leaf.planned, _veto_place(leaf) or leaf.scored_at.at("scoring")

    def conditions(t: Translator) -> list[Cond]:
        score = t.number(leaf.score, {})
        outside = f.either(f.below(score.low, planned.lowest), f.below(planned.weight, score.low))
        return [score.known, f.equal(score.low, score.high), outside]

    found = search_score(session, leaf, (leaf.score,), conditions)
    good = Verdict(
        "score-out-of-range", (planned.id,), State.GOOD, place,
        message("“{label}”的得分总在{low}到{high}之间", **_words(leaf)),
    )  # fmt: skip
    bad = Verdict(
        "score-out-of-range", (planned.id,), State.BAD, place,
        message("“{label}”的得分可能不在{low}到{high}之间", **_words(leaf)),
        message("改否决（veto）的得分；确实可以为负的，把 lowest 写成最低的分"),
    )  # fmt: skip
    return of_none(found, good, bad, score_shown(session, leaf, lambda x: not planned.lowest <= x <= planned.weight))


def _raw(session: Session, leaf: Leaf, outside: Callable[[f.Number], Cond]) -> Found:
    raw = raw_score(leaf.score)

    def conditions(t: Translator) -> list[Cond]:
        score = t.number(raw, {})
        vetoed = [t.truth(veto.when, {}).no for veto in leaf.planned.vetoes]
        return [*vetoed, score.known, f.equal(score.low, score.high), outside(score.low)]

    trees = (raw, *(veto.when for veto in leaf.planned.vetoes))
    return search_score(session, leaf, trees, conditions)


def _rounding(session: Session, points: Fraction) -> Callable[[Fraction], bool]:
    """Return what holds of points that are what they are to be, also when they were rounded."""
    rounding = session.pack.indicators.model.rounding
    digits = rounding.digits if rounding is not None and rounding.stage == "indicator" else None
    wanted = points if digits is None else round_half_up(points, digits)
    return lambda came: came == wanted


def _over_weight(session: Session, leaf: Leaf) -> Verdict:
    planned, place = leaf.planned, leaf.scored_at.at("scoring")
    found = _raw(session, leaf, lambda points: f.below(planned.weight, points))
    good = Verdict(
        "score-over-weight", (planned.id,), State.GOOD, place,
        message("“{label}”的计分方法算出的分不会超过{high}", **_words(leaf)),
    )  # fmt: skip
    bad = Verdict(
        "score-over-weight", (planned.id,), State.BAD, place,
        message("“{label}”的计分方法可能算出超过{high}的分，超出的部分被截去", **_words(leaf)),
        message("核对分值和公式；确实要封顶的，在公式里写 min({high}, …)", **_words(leaf)),
    )  # fmt: skip
    return of_none(found, good, bad, score_shown(session, leaf, _rounding(session, planned.weight)))


def _under_lowest(session: Session, leaf: Leaf) -> Verdict:
    planned, place = leaf.planned, leaf.scored_at.at("scoring")
    found = _raw(session, leaf, lambda points: f.below(points, planned.lowest))
    good = Verdict(
        "score-under-lowest", (planned.id,), State.GOOD, place,
        message("“{label}”的计分方法算出的分不会低于{low}", **_words(leaf)),
    )  # fmt: skip
    state = State.NOTE if planned.method == "formula" else State.BAD
    low = Verdict(
        "score-under-lowest", (planned.id,), state, place,
        message("“{label}”的计分方法可能算出低于{low}的分，按{low}计", **_words(leaf)),
        message("扣完为止的不用改；可以为负的写 lowest"),
    )  # fmt: skip
    return of_none(found, good, low, score_shown(session, leaf, _rounding(session, planned.lowest)))


def _full_marks(session: Session, leaf: Leaf) -> Verdict:
    planned, place = leaf.planned, leaf.scored_at.at("scoring")

    def conditions(t: Translator) -> list[Cond]:
        score = t.number(leaf.score, {})
        return [score.known, f.equal(score.low, planned.weight), f.equal(score.high, planned.weight)]

    found = search_score(session, leaf, (leaf.score,), conditions)
    good = Verdict(
        "full-marks-impossible", (planned.id,), State.GOOD, place, message("“{label}”能得满分{high}", **_words(leaf))
    )
    bad = Verdict(
        "full-marks-impossible", (planned.id,), State.BAD, place,
        message("“{label}”永远得不到满分{high}：没有项目符合要求", **_words(leaf)),
        message("核对分档的分值、目标和权重"),
    )  # fmt: skip
    return of_existing(found, good, bad, score_shown(session, leaf, lambda points: points == planned.weight))


def _can_lose(session: Session, leaf: Leaf) -> Verdict:
    planned, place = leaf.planned, leaf.scored_at.at("scoring")

    def conditions(t: Translator) -> list[Cond]:
        score = t.number(leaf.score, {})
        return [score.known, f.equal(score.low, score.high), f.below(score.low, planned.weight)]

    found = search_score(session, leaf, (leaf.score,), conditions)
    good = Verdict("always-full-marks", (planned.id,), State.GOOD, place, message("“{label}”会失分", **_words(leaf)))
    bad = Verdict(
        "always-full-marks", (planned.id,), State.BAD, place,
        message("“{label}”总得满分{high}：事实齐全时没有一个项目会失分", **_words(leaf)),
        message("核对计分方法里的界限、步长和单位，如 1%是否写成了 1"),
    )  # fmt: skip
    if found.answer is Answer.NONE and leaf.planned.method == "deductions" and not _fires(session, leaf):
        return replace(good, assumed=limits(found))  # rules none of which ever fires are told by themselves
    return of_existing(found, good, bad, score_shown(session, leaf, lambda points: points < planned.weight))


def _fires(session: Session, leaf: Leaf) -> bool:
    """Return whether a rule that deducts from an indicator may fire."""
    rules = [rule.id for rule in leaf.plan.rules if rule.indicator == leaf.planned.id and rule.deduct is not None]
    return any(search_rule(session, rule, lambda one: one.fires).answer is not Answer.NONE for rule in rules)


def _target(session: Session, leaf: Leaf) -> Verdict:
    """A project that meets the target must be able to earn full marks, and not lose any."""
    planned, place, target = leaf.planned, leaf.scored_at.at("target_met"), leaf.planned.target_met

    def conditions(t: Translator) -> list[Cond]:
        score = t.number(leaf.score, {})
        vetoed = [t.truth(veto.when, {}).no for veto in planned.vetoes]
        lost = (f.equal(score.low, score.high), f.below(score.high, planned.weight))
        return [*vetoed, t.truth(target, {}).yes, score.known, *lost]

    trees = (leaf.score,) if target is None else (leaf.score, target)
    found = search_score(session, leaf, trees, conditions)
    good = Verdict(
        "target-contradicts", (planned.id,), State.GOOD, place,
        message("“{label}”的目标完成了就得满分", **_words(leaf)),
    )  # fmt: skip
    bad = Verdict(
        "target-contradicts", (planned.id,), State.BAD, place,
        message("“{label}”的目标完成了却可能扣分：target_met 与计分方法说的不是一回事", **_words(leaf)),
        message("让 target_met 与得满分的条件一致"),
    )  # fmt: skip
    return of_none(found, good, bad, score_shown(session, leaf, lambda points: points < planned.weight))
