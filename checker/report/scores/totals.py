"""Turns what the indicators add up to into formulas for the total and the grade; knows nothing about layout."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import truth
from checker.messages import tr
from checker.report.scores.formula import compiled, guarded
from checker.report.scores.formula_place import Here
from checker.report.scores.formula_text import Inexpressible, number, quoted
from checker.score.total import grades_of
from checker.values import Unknown, round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.expr import Expr
    from checker.plan import Plan
    from checker.score.policies import Applicability

_NEVER: Final = "1E+99"
_NOISE: Final = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What may lower the total: conditions as formulas, with what holds now.

    ``fault`` says why nothing can be said, ``notes`` what does not move with the facts. ``needed`` are the cells that
    must not be empty.
    """

    caps: tuple[tuple[str, bool, Fraction], ...]
    vetoes: tuple[tuple[str, bool, Fraction, str | None], ...]
    needed: tuple[str, ...]
    notes: tuple[str, ...] = ()
    fault: str = ""

    @property
    def any(self) -> bool:
        """Whether the total may differ from the sum."""
        return bool(self.caps or self.vetoes)


def limits_of(plan: Plan, here: Here) -> Limits:
    """Return the caps and vetoes of the total as formulas."""
    needed: dict[str, None] = {}
    place = replace(here, needed=needed)
    notes: list[str] = []
    caps = [(_condition(cap.when, place, cap.title, notes), cap) for cap in plan.score.caps]
    vetoes = [(_condition(veto.when, place, veto.title, notes), veto) for veto in plan.score.vetoes]
    open_ = [cap.title for (_, holds), cap in caps if holds is None]
    open_ += [veto.title for (_, holds), veto in vetoes if holds is None]
    if open_:
        return Limits((), (), (), tuple(notes), tr("“{title}”还不能判断", title=open_[0]))
    return Limits(
        tuple((text, bool(holds), cap.at_most) for (text, holds), cap in caps),
        tuple((text, bool(holds), veto.score, veto.grade) for (text, holds), veto in vetoes),
        tuple(needed),
        tuple(notes),
    )


def _condition(when: Expr, here: Here, title: str, notes: list[str]) -> tuple[str, bool | None]:
    """Return a condition as a formula and whether it holds; None when that cannot be told."""
    holds = truth(here.known(when))
    if isinstance(holds, Unknown):
        return "", None
    try:
        return compiled(when, here).text, holds
    except Inexpressible as why:
        notes.append(tr("“{title}”不随改动重新判断：{why}", title=title, why=why))
        return "TRUE" if holds else "FALSE", holds


def total_formula(summed: str, limits: Limits, digits: int | None) -> str:
    """Return the total of what ``summed`` adds up to, with the ``=``: caps, vetoes, rounding."""
    text = summed
    lowered = [
        number(most).text if condition == "TRUE" else f"IF({condition},{number(most).text},{_NEVER})"
        for condition, _, most in limits.caps
        if condition != "FALSE"
    ]
    if lowered:
        text = f"MIN({summed},{','.join(lowered)})"
    for condition, _, score, _ in reversed(limits.vetoes):
        text = f"IF({condition},{number(score).text},{text})"
    if digits is not None:
        text = f"ROUND(ROUND({text},{_NOISE}),{digits})"
    return f"={guarded(text, limits.needed)}"


def total_of(summed: Fraction, limits: Limits, digits: int | None) -> Fraction:
    """Return what the formula comes to, to hold it to the result."""
    for _, holds, most in limits.caps:
        summed = min(summed, most) if holds else summed
    for _, holds, score, _ in limits.vetoes:
        if holds:
            summed = score
            break
    rounded = summed if digits is None else round_half_up(summed, digits)
    return rounded if isinstance(rounded, Fraction) else summed


def grade_formula(cell: str, plan: Plan, limits: Limits) -> str:
    """Return the grade of the total in ``cell`` as nested conditions over the bands, with the ``=``."""
    total = f"ROUND({cell},{_NOISE})"
    text = quoted(tr("无等级"))
    for grade in reversed(plan.score.grades):
        low = "" if grade.low is None else f"{total}{'>' if grade.low_open else '>='}{number(grade.low).text}"
        high = "" if grade.high is None else f"{total}{'<' if grade.high_open else '<='}{number(grade.high).text}"
        within = [part for part in (low, high) if part]
        condition = f"AND({','.join(within)})" if len(within) > 1 else (within or ["TRUE"])[0]
        text = f"IF({condition},{quoted(grade.label)},{text})"
    bands = text
    for condition, _, _, grade_of_veto in reversed(limits.vetoes):
        text = f"IF({condition},{quoted(grade_of_veto) if grade_of_veto else bands},{text})"
    return f"={text}"


def grade_of(total: Fraction, plan: Plan, limits: Limits) -> str:
    """Return the grade the formula comes to, to hold it to the result."""
    for _, holds, _, grade in limits.vetoes:
        if holds:
            return grade or "".join(grades_of(plan.score, total)[:1])
    return "".join(grades_of(plan.score, total)[:1])


def still_applies(plan: Plan, applies: Mapping[str, Applicability], here: Here) -> tuple[list[str], list[str]]:
    """Return conditions that hold while the same indicators apply as now, and notes on those that cannot be said."""
    conditions: list[str] = []
    notes: list[str] = []
    for leaf in plan.score.leaves:
        for item in leaf.not_applicable if applies[leaf.id].settled else ():
            text, holds = _condition(item.when, here, leaf.label, notes)
            if holds is not None and text not in {"TRUE", "FALSE"}:
                conditions.append(text if holds else f"NOT({text})")
            if holds:
                break
    return conditions, notes


def removed_weight(plan: Plan, applies: Mapping[str, Applicability], weights: Mapping[str, Fraction]) -> Fraction:
    """Return the weight taken out of the full score: removed, or moved where nothing was left to take it.

    ``weights`` are the effective weights of the leaves.
    """
    removed = moved = gained = Fraction(0)
    for leaf in plan.score.leaves:
        state = applies[leaf.id]
        if leaf.bonus or state.stands is not True:
            continue
        policy = state.ways[0].policy if state.ways[0] is not None else ""
        removed += leaf.weight if policy == "remove" else 0
        moved += leaf.weight if policy == "move" else 0
        gained += weights[leaf.id] - leaf.weight if policy in {"", "full"} else 0
    return removed + moved - gained
