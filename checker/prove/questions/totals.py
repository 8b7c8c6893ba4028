"""Asks of the whole sheet whether the total stays between nothing and the full score and earns exactly one grade."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import z3

from checker.messages import Message, message
from checker.plan import Tier
from checker.prove import formulas as f
from checker.prove.eras import within_era
from checker.prove.numbers import rounded
from checker.prove.questions.asking import Question, confirmed, limits, of_none
from checker.prove.session import Found, Search, Session
from checker.prove.solver import Answer
from checker.prove.values import exactly
from checker.prove.verdict import State, Verdict
from checker.prove.worked_out import Findings, Judged
from checker.values import Kind, ends, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.expr import Expr
    from checker.plan import Plan, PlannedIndicator, ScorePlan
    from checker.plan.plan import PlannedGrade
    from checker.prove.formulas import Cond, Number
    from checker.prove.translate import Translator
    from checker.score import Points
    from checker.source import Place
    from checker.witness import Witness

_SIZES = (2,)


def total_questions(session: Session) -> Iterator[Question]:
    """Yield the questions about the total and the grades of a pack that scores something."""
    origin = session.pack.indicators.origin
    if not session.plan().score.leaves:
        return
    yield Question("total-out-of-range", (), _range_place(session), _in_range)
    if session.plan().score.grades:
        place = origin.key("grades")
        yield Question("grade-hole", (), place, partial(_graded, hole=True))
        yield Question("grade-overlap", (), place, partial(_graded, hole=False))


def _range_place(session: Session) -> Place:
    origin, model = session.pack.indicators.origin, session.pack.indicators.model
    for index, _ in enumerate(model.vetoes):
        return origin.at("vetoes", index, "score")
    return origin.key("indicators") if session.pack.indicators.model.indicators else origin.key("shared")


def _span(leaf: PlannedIndicator) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest points of a leaf, vetoes included."""
    possible = [leaf.lowest, leaf.weight, *(veto.score for veto in leaf.vetoes)]
    return min(possible), max(possible)


def bounds(score: ScorePlan) -> tuple[Fraction, Fraction]:
    """Return between what the total surely lies, whatever applies: no rate of a leaf goes beyond those of its span."""
    rates = [(low / leaf.weight, high / leaf.weight) for leaf in score.leaves if not leaf.bonus and leaf.weight
             for low, high in [_span(leaf)]]  # fmt: skip
    extra = [_span(leaf) for leaf in score.leaves if leaf.bonus or not leaf.weight]
    low = score.full_score * min([Fraction(0), *(rate for rate, _ in rates)])
    high = score.full_score * max([Fraction(0), *(rate for _, rate in rates)])
    low += sum((min(least, Fraction(0)) for least, _ in extra), Fraction(0))
    high += sum((max(most, Fraction(0)) for _, most in extra), Fraction(0))
    vetoes = [veto.score for veto in score.vetoes]
    return min([low, *vetoes]), max([high, *vetoes])


def _in_range(session: Session) -> Verdict:
    score = session.plan().score
    words = {"full": show(score.full_score, Kind.SCORE)}
    place = _range_place(session)
    good = Verdict("total-out-of-range", (), State.GOOD, place, message("总分总在0分到{full}之间", **words))
    bad = Verdict(
        "total-out-of-range", (), State.BAD, place, message("总分可能不在0分到{full}之间", **words),
        message("加分项要封顶：在 caps 里写一条 when: 是、at_most: {full}；否决的得分也要在范围里", **words),
    )  # fmt: skip
    low, high = bounds(score)
    if low >= 0 and high <= score.full_score:
        return replace(good, assumed=limits(Found(Answer.NONE)))

    def outside(total: Number) -> Cond:
        return f.either(f.below(total, Fraction(0)), f.below(score.full_score, total))

    found = Found(Answer.NONE)
    for best in (True, None):  # first with everything else earned, which is the project to show
        found = search_total(session, outside, best=best)
        if found.answer is Answer.SOME:
            break
    if found.answer is Answer.NONE and any(leaf.not_applicable for leaf in score.leaves):
        found = Found(Answer.OPEN, why=message("有的指标可能不适用，权重转移以后的总分没有证明"))

    def confirm(witness: Witness) -> Message | None:
        points = _points(session, witness)
        span = ends(points.total.score)
        if span.low is None or span.high is None or (span.low >= 0 and span.high <= score.full_score):
            return None
        return message("总分{points}", points=show(points.total.score, Kind.SCORE))

    return of_none(found, good, bad, confirm)


def search_total(session: Session, wanted: Callable[[Number], Cond], *, best: bool | None = None) -> Found:
    """Look for a project in which every indicator applies and the total is as ``wanted``.

    ``best`` asks for full marks everywhere, so that only what lies beyond is looked for.
    """
    plan = session.plan()
    score = plan.score
    leaves = [leaf for leaf in score.leaves if leaf.alternative_to is None]

    def conditions(t: Translator) -> list[Cond]:
        holds: list[Cond] = [within_era(session.pack, plan.as_of, t.world)]
        points: list[Number] = []
        for leaf in leaves:
            value = t.number(_score(leaf), {})
            holds += [value.known, f.equal(value.low, value.high)]
            holds += [t.truth(item.when, {}).no for item in leaf.not_applicable]
            if best:
                holds.append(f.equal(value.low, _span(leaf)[1]))
            points.append(value.low)
        total = _framed(t, plan, f.total(points), holds)
        t.world.watched.append((Kind.SCORE, f.term(total)))
        return [*holds, wanted(total)]

    trees: list[Expr] = [_score(leaf) for leaf in leaves]
    trees += [item.when for leaf in leaves for item in leaf.not_applicable]
    trees += [cap.when for cap in score.caps] + [veto.when for veto in score.vetoes]
    worked_out = {**Findings(Tier.PROBLEMS).tables(), **Judged(plan).tables()}
    return session.search(plan, Search(tuple(trees), conditions, worked_out, sizes=_SIZES, loosely=False))


def _score(leaf: PlannedIndicator) -> Expr:
    if leaf.score is None:
        raise TypeError("a leaf is scored")
    return leaf.score


def _framed(t: Translator, plan: Plan, total: Number, holds: list[Cond]) -> Number:
    """Return the total after caps, vetoes and rounding, all of which are to be decided."""
    score = plan.score
    for cap in sorted(score.caps, key=lambda cap: cap.at_most):
        condition = t.truth(cap.when, {})
        holds.append(condition.known)
        total = f.pick(condition.yes, f.smaller(total, cap.at_most), total)
    for veto in reversed(score.vetoes):
        condition = t.truth(veto.when, {})
        holds.append(condition.known)
        total = f.pick(condition.yes, veto.score, total)
    if score.total_digits is not None:
        total = rounded(exactly(total), exactly(Fraction(score.total_digits))).low
    return total


def _points(session: Session, witness: Witness) -> Points:
    facts, _ = session.decider.facts(witness)
    return session.decider.checker(witness.on).decide(facts)[1]


def _holds(grade: PlannedGrade, total: Number) -> Cond:
    low = True if grade.low is None else (f.below if grade.low_open else f.at_most)(grade.low, total)
    high = True if grade.high is None else (f.below if grade.high_open else f.at_most)(total, grade.high)
    return f.both(low, high)


def _digits(session: Session) -> int | None:
    """Return to how many decimals every total is rounded, as far as that can be told."""
    rounding = session.pack.indicators.model.rounding
    plan = session.plan().score
    scaled = any(item.policy in {"remove", "move"} for leaf in plan.leaves for item in leaf.not_applicable)
    if rounding is None or rounding.stage in {"none", "point"} or (rounding.stage == "indicator" and scaled):
        return None
    return rounding.digits


def _graded(session: Session, *, hole: bool) -> Verdict:
    score, place = session.plan().score, session.pack.indicators.origin.key("grades")
    kind = "grade-hole" if hole else "grade-overlap"

    def wrong(total: Number) -> Cond:
        came = [_holds(grade, total) for grade in score.grades]
        if hole:
            return f.all_of(map(f.opposite, came))
        return f.any_of(f.both(a, b) for index, a in enumerate(came) for b in came[index + 1 :])

    good = Verdict(kind, (), State.GOOD, place, _graded_well(hole=hole))
    if not _any_total(session, wrong):
        return replace(good, assumed=limits(Found(Answer.NONE)))
    found = search_total(session, wrong)
    total = found.watched[0] if found.watched else ""
    bad = Verdict(
        kind,
        (),
        State.BAD,
        place,
        _graded_badly(total, hole=hole),
        message("让每一等的上界（不含）等于上一等的下界（含）"),
    )

    def confirm(witness: Witness) -> Message | None:
        points = _points(session, witness).total
        if len(points.grades) == 1 or not isinstance(points.score, Fraction):
            return None
        grades = "、".join(points.grades) or "—"
        return message("总分{points}，等级{grades}", points=show(points.score, Kind.SCORE), grades=grades)

    if found.answer is not Answer.SOME:
        why = found.why or message("没有找到得这样总分的项目")
        return replace(bad, state=State.OPEN, why=why)
    return confirmed(bad, found, confirm)


def _graded_well(*, hole: bool) -> Message:
    return message("每一个总分都有等级") if hole else message("没有一个总分有两个等级")


def _graded_badly(total: str, *, hole: bool) -> Message:
    if hole:
        return message("等级有空档：如总分{total}，不在任何等级的分数段内", total=total)
    return message("等级重叠：如总分{total}，同时属于两个等级", total=total)


def _any_total(session: Session, wrong: Callable[[Number], Cond]) -> bool:
    """Return whether some number that a total can be by its decimals is graded wrongly."""
    total = f.real_symbol("total")
    solver = f.new_solver()
    solver.add(total >= 0, f.formula(f.at_most(total, session.plan().score.full_score)), f.formula(wrong(total)))
    digits = _digits(session)
    if digits is not None:
        solver.add(z3.IsInt(total * 10**digits))
    return bool(solver.check() != z3.unsat)
