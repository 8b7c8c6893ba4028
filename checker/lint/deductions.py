"""Looks for deductions that take nothing, take more than there is, or cannot be explained in the report."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.lint.amounts import possible_values
from checker.lint.registry import Check, Found
from checker.messages import message
from checker.pack.models import Deductions, Steps
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.pack.crossref.tree import Branch
    from checker.pack.models import Award, RuleModel
    from checker.pack.pack import Entry

_ZERO: Final = Fraction(0)


def never_applies(inspection: Inspection) -> Iterator[Found]:
    """Yield deductions of nothing or less, and indicators of which nothing can be deducted."""
    for entry in inspection.own_rules:
        values = possible_values(inspection.tree(entry.origin, "deduct"))
        if values and max(values) <= 0:
            what = message("扣分是 {points}，这条规则什么也不扣", points=decimal_text(max(values)))
            hint = message("写成大于 0 的分数；只列示、不扣分的，删去 deduct")
            yield Found(entry.origin.at("deduct"), what, hint)
    for branch in inspection.leaves:
        if not isinstance(branch.scoring or Deductions(), Deductions):
            continue
        if branch.given_weight == 0:
            what = message("指标“{label}”权重是 0，没有分可扣", label=branch.label)
            yield Found(branch.origin.at("weight"), what, message("给它权重，或删去这个指标"))
        elif (cap := _cap(branch)) is not None and cap <= 0:
            what = message("指标“{label}”的扣分上限是 0，扣不了分", label=branch.label)
            yield Found(branch.scored_at.key("cap"), what, message("写成大于 0 的分数；以权重为上限的，删去 cap"))


def _cap(branch: Branch) -> Fraction | None:
    """Return the most that may be deducted from an indicator, where it says so."""
    scoring = branch.scoring
    cap = scoring.cap if isinstance(scoring, Deductions) else None
    return None if cap is None or branch.given_weight is None else _worth(cap, branch.given_weight)


def _worth(award: Award, weight: Fraction) -> Fraction | None:
    if award.points is not None:
        return award.points
    return None if award.share is None else award.share * weight


def over_weight(inspection: Inspection) -> Iterator[Found]:
    """Yield deductions and caps that take more than the indicator has to lose."""
    leaves = {branch.id: branch for branch in inspection.leaves}
    for entry in inspection.own_rules:
        branch = leaves.get(entry.model.indicator or "")
        room = None if branch is None or branch.given_weight is None else branch.given_weight - branch.model.lowest
        if branch is not None and room is not None and room > 0:
            yield from _rule_over(entry, branch, room, inspection)
    for branch in inspection.leaves:
        weight, scoring = branch.given_weight, branch.scoring
        if not weight:
            continue
        if (cap := _cap(branch)) is not None and cap > weight - branch.model.lowest:
            what = message(
                "扣分上限 {cap} 分超过指标“{label}”的权重 {weight} 分，不起作用",
                cap=decimal_text(cap), label=branch.label, weight=decimal_text(weight),
            )  # fmt: skip
            yield Found(branch.scored_at.key("cap"), what, message("改成不超过权重，或删去 cap"))
        if isinstance(scoring, Steps) and (cost := _worth(scoring.cost, weight)) is not None and cost > weight:
            what = message(
                "每步扣 {cost} 分，超过指标“{label}”的权重 {weight} 分，差一步就扣完",
                cost=decimal_text(cost), label=branch.label, weight=decimal_text(weight),
            )  # fmt: skip
            yield Found(branch.scored_at.key("cost"), what, message("核对分数；按权重的比例扣的，写 share"))


def _rule_over(entry: Entry[RuleModel], branch: Branch, room: Fraction, inspection: Inspection) -> Iterator[Found]:
    model = entry.model
    values = possible_values(inspection.tree(entry.origin, "deduct"))
    if values and max(values) > room:
        what = message(
            "每次扣 {points} 分，超过指标“{label}”能扣的 {room} 分",
            points=decimal_text(max(values)), label=branch.label, room=decimal_text(room),
        )  # fmt: skip
        yield Found(entry.origin.at("deduct"), what, message("核对扣分和权重；一票否决的用指标的 veto"))
    elif model.deduct_cap is not None and model.deduct_cap > room:
        what = message(
            "最多扣 {cap} 分，超过指标“{label}”能扣的 {room} 分，这个上限不起作用",
            cap=decimal_text(model.deduct_cap), label=branch.label, room=decimal_text(room),
        )  # fmt: skip
        yield Found(entry.origin.at("deduct_cap"), what, message("改小 deduct_cap，或删去"))
    elif model.deduct_cap is not None and values and max(values) > model.deduct_cap:
        what = message(
            "每次扣 {points} 分，这条规则却最多扣 {cap} 分",
            points=decimal_text(max(values)), cap=decimal_text(model.deduct_cap),
        )  # fmt: skip
        yield Found(entry.origin.at("deduct_cap"), what, message("核对 deduct 和 deduct_cap"))


def unexplained(inspection: Inspection) -> Iterator[Found]:
    """Yield rules that deduct without putting their findings into a problem of the report."""
    for entry in inspection.own_rules:
        if entry.model.deduct is not None and entry.model.problem is None:
            what = message("扣了分，却不归入任何问题，报告里说不出为什么扣")
            yield Found(entry.origin.key("deduct"), what, message("写 problem: 问题编号，问题写在 problems.yaml"))


def of_info(inspection: Inspection) -> Iterator[Found]:
    """Yield rules that are only a hint and deduct all the same."""
    for entry in inspection.own_rules:
        if entry.model.deduct is not None and entry.model.severity == "info":
            what = message("严重程度是“提示”，却扣分")
            hint = message("改成 minor、major 或 critical；只提示的删去 deduct")
            yield Found(entry.origin.at("severity"), what, hint)


def waivable_veto(inspection: Inspection) -> Iterator[Found]:
    """Yield grave rules of which nobody decided whether they may be waived."""
    leaves = {branch.id: branch for branch in inspection.leaves}
    for entry in inspection.own_rules:
        model = entry.model
        branch = leaves.get(model.indicator or "")
        values = possible_values(inspection.tree(entry.origin, "deduct"))
        takes_all = bool(branch and branch.given_weight and values and min(values) >= branch.given_weight)
        grave = model.severity == "critical" or takes_all
        if grave and model.waivable and "waivable" not in model.model_fields_set:
            what = message("规则“{title}”后果重大，没有写明能不能豁免", title=model.title)
            hint = message("不许豁免的写 waivable: false；允许的写 waivable: true，并在 note 里写明什么情形")
            yield Found(entry.origin.key(), what, hint)
        elif grave and model.waivable and not model.note:
            what = message("规则“{title}”后果重大，却可以豁免，没有写明什么情形", title=model.title)
            hint = message("在 note 里写明什么情形可以豁免；不许的写 waivable: false")
            yield Found(entry.origin.key("waivable"), what, hint)


CHECKS: Final = (
    Check("deduction-never-applies", "error", message("扣分不起作用"), never_applies),
    Check("deduction-over-weight", "warning", message("扣分超过权重"), over_weight),
    Check("deduction-without-problem", "warning", message("扣分没有对应的问题"), unexplained),
    Check("info-with-deduction", "warning", message("提示性的规则却扣分"), of_info),
    Check("waivable-veto", "warning", message("重大问题没有写明能否豁免"), waivable_veto),
)
