"""Turns the score of each indicator into what stands in its cell: a formula, or a value with the reason.

Knows nothing about where the cells of the score sheet are written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.scores.deductions import by_indicator
from checker.report.scores.formula import formula_of
from checker.report.scores.formula_place import Here
from checker.report.scores.formula_text import Inexpressible
from checker.values import Interval, ends

if TYPE_CHECKING:
    from checker.plan import Plan, PlannedIndicator
    from checker.result import IndicatorScore
    from checker.score.policies import Applicability


@dataclass(frozen=True, slots=True)
class LeafScore:
    """What stands in the cells of a score: a formula, else the two ends, which are equal when it is exact.

    ``how`` says which, and why. ``counts`` is off for an indicator that does not apply and leaves its weight.
    """

    formula: str
    low: Fraction
    high: Fraction
    how: str
    counts: bool = True


def leaf_score(
    leaf: PlannedIndicator,
    score: IndicatorScore,
    state: Applicability,
    plan: Plan,
    here: Here,
    weights: tuple[str, str],
) -> LeafScore:
    """Return what stands in the cell of a leaf; ``weights`` are the cells of its own and of its effective weight."""
    span = ends(score.score)
    low, high = span.low or Fraction(0), span.high or Fraction(0)
    if not state.settled:
        return LeafScore("", low, high, tr("数值：是否适用还不能确定"))
    if state.stands is not True:
        return LeafScore("", low, high, tr("不计：由另一个指标代表"), counts=False)
    policy = state.ways[0]
    if policy is not None and policy.policy == "full":
        return LeafScore(f"={weights[1]}", low, high, tr("不适用，按满分计"))
    if policy is not None:
        return LeafScore("", low, high, tr("不适用"), counts=False)
    if isinstance(score.score, Interval):
        return LeafScore("", low, high, tr("数值：{why}", why=_why_bounded(score, here)))
    return _computed(leaf, score, plan, here, weights)


def _why_bounded(score: IndicatorScore, here: Here) -> str:
    open_ = here.names.open_findings.get(("indicator", score.id))
    names = tr("、").join(dict.fromkeys(item.label for item in score.missing))
    if open_ and not names:
        return open_
    return tr("缺{names}，得分是范围", names=names) if names else tr("得分是范围")


def _computed(
    leaf: PlannedIndicator, score: IndicatorScore, plan: Plan, here: Here, weights: tuple[str, str]
) -> LeafScore:
    exact = ends(score.score).low or Fraction(0)
    own = None if leaf.method == "formula" else (leaf.weight, weights[0])
    tree = by_indicator(leaf, plan)
    try:
        if tree is None:
            raise Inexpressible(tr("没有计分方法"))
        formula = formula_of(tree, replace(here, weight=own, indicator=leaf.id))
    except Inexpressible as why:
        return LeafScore("", exact, exact, tr("数值：{why}", why=why))
    if score.weight != leaf.weight and leaf.weight:
        formula = f"=({formula[1:]})*{weights[1]}/{weights[0]}"
    return LeafScore(formula, exact, exact, tr("评定") if leaf.method == "judged" else tr("公式"))
