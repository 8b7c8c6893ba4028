"""Checks the indicator tree: ids and names used once, weights that add up, references that lead somewhere."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.pack.crossref.names import check_basis, check_labels, check_reference, repeated
from checker.pack.crossref.scoring import check_scoring, check_worths
from checker.pack.crossref.tree import Branch, build_tree, sum_of, walk
from checker.source import did_you_mean
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.pack.content import Content
    from checker.pack.models import Grade, IndicatorModel, IndicatorsModel
    from checker.pack.pack import Entry, Origin
    from checker.source import Place, Problems

_FULL: Final = Fraction(100)
_ONLY_LEAVES: Final = ("scoring", "not_applicable", "veto", "target_met")


def check_indicators(entry: Entry[IndicatorsModel], content: Content, problems: Problems) -> tuple[Branch, ...]:
    """Record what is wrong in ``indicators.yaml``, and return its tree."""
    model, origin = entry.model, entry.origin
    tree = build_tree(entry)
    ids = {branch.id for branch in walk(tree)}
    for index, item in enumerate(model.shared):
        below = origin.below("shared", index)
        if item.use is not None:
            what = message("共用指标“{id}”不能再采用别的共用指标", id=item.id)
            problems.add("shared-use", below.key("use"), what, message("删去 use，把内容写全"))
        _check_own(item, below, content, problems)
    for index, top in enumerate(model.indicators):
        _check_own(top, origin.below("indicators", index), content, problems)
    _check_ids(tree, problems)
    for branch in walk(tree):
        _check_branch(branch, ids, content, problems)
    _check_siblings(tree, message("一级指标"), problems)
    if tree and (total := _settled_sum(tree, ids)) is not None:
        full = model.full_score if model.full_score is not None else _FULL
        if total != full:
            what = message(
                "一级指标的权重合计 {sum}，与满分 {full} 不一致", sum=decimal_text(total), full=decimal_text(full)
            )
            problems.add("weights", origin.key("indicators"), what, _weights_hint(tree, full - total))
    _check_frame(model, origin, content, problems)
    return tree


def _check_own(model: IndicatorModel, origin: Origin, content: Content, problems: Problems) -> None:
    """Check what an indicator and those written below it say by themselves, wherever in the tree they may stand."""
    if model.weight is not None and model.weight < 0:
        what = message("权重不能是负数")
        problems.add("negative-weight", origin.at("weight"), what, message("扣分写在规则里，负分写在 lowest"))
    if model.scoring is not None:
        check_scoring(model.scoring, origin.below("scoring"), content, problems)
    for index, veto in enumerate(model.veto):
        check_basis(veto.basis, origin.below("veto", index, "basis"), content, problems)
    check_basis(model.basis, origin.below("basis"), content, problems)
    for index, child in enumerate(model.children):
        _check_own(child, origin.below("children", index), content, problems)


def _check_ids(tree: Sequence[Branch], problems: Problems) -> None:
    branches = list(walk(tree))
    for index, name in repeated(branch.id for branch in branches):
        first = next(branch for branch in branches if branch.id == name)
        what = message("指标编号“{id}”用了两次，第一次在 {place}", id=name, place=first.origin.at("id"))
        problems.add("duplicate-id", branches[int(index)].origin.at("id"), what, message("换一个编号"))


def _check_branch(branch: Branch, ids: set[str], content: Content, problems: Problems) -> None:
    model, origin = branch.model, branch.origin
    if model.use is not None:
        check_reference(model.use, "shared", origin.at("use"), content, problems)
    used = model.use is None or branch.shared is not None
    if not branch.label and used:
        what = message("指标“{id}”没有名称", id=branch.id)
        problems.add("missing-key", origin.key(), what, message("补上一行“label: …”"))
    if branch.children:
        _check_group(branch, ids, problems)
    elif branch.given_weight is None and used:
        what = message("末级指标“{label}”没有权重", label=branch.label or branch.id)
        problems.add("no-weight", origin.key(), what, message("补上一行“weight: …”"))
    elif branch.scoring is not None and branch.given_weight is not None:
        check_worths(branch.scoring, branch.given_weight, branch.scored_at, problems)
    _check_targets(branch, ids, problems)


def _check_group(branch: Branch, ids: set[str], problems: Problems) -> None:
    for name in _ONLY_LEAVES:
        if name in branch.model.model_fields_set and getattr(branch.model, name):
            what = message("“{label}”下面还有指标，不能有“{name}”", label=branch.label, name=name)
            problems.add("scored-group", branch.origin.key(name), what, message("移到它下面的末级指标"))
    _check_siblings(branch.children, message("“{label}”", label=branch.label), problems)
    total, weight = _settled_sum(branch.children, ids), branch.given_weight
    if total is not None and weight is not None and total != weight:
        what = message(
            "“{label}”下各指标的权重合计 {sum}，与它的权重 {weight} 不一致",
            label=branch.label, sum=decimal_text(total), weight=decimal_text(weight),
        )  # fmt: skip
        problems.add("weights", branch.origin.at("weight"), what, _weights_hint(branch.children, weight - total))


def _settled_sum(branches: Sequence[Branch], ids: set[str]) -> Fraction | None:
    """Return the sum of the weights; None while it is open which of two alternatives counts."""
    named = [(branch.id, branch.model.alternative_to) for branch in branches if branch.model.alternative_to]
    return None if any(other == name or other not in ids for name, other in named) else sum_of(branches)


def _weights_hint(branches: Sequence[Branch], gap: Fraction) -> Message:
    parts = "、".join(
        f"{branch.label or branch.id} {decimal_text(branch.weight)}"
        for branch in branches
        if branch.counted and branch.weight is not None
    )
    if gap > 0:
        return message("少 {gap}，现在是 {parts}", gap=decimal_text(gap), parts=parts)
    return message("多 {gap}，现在是 {parts}", gap=decimal_text(-gap), parts=parts)


def _check_siblings(branches: Sequence[Branch], owner: Message, problems: Problems) -> None:
    labels = [(branch.id, branch.label, branch.origin.at("label")) for branch in branches if branch.label]
    check_labels(labels, {}, owner, problems)


def _check_targets(branch: Branch, ids: set[str], problems: Problems) -> None:
    """Check that the other indicators an indicator names are there, and others."""
    if branch.model.alternative_to is not None:
        _check_target(branch, branch.model.alternative_to, branch.origin.at("alternative_to"), ids, problems)
    cases, at = branch.model.not_applicable, branch.origin
    if not cases and branch.shared is not None and branch.shared_origin is not None:
        cases, at = branch.shared.not_applicable, branch.shared_origin
    for index, case in enumerate(cases):
        if case.to is not None:
            _check_target(branch, case.to, at.at("not_applicable", index, "to"), ids, problems)
        elif case.policy == "move":
            what = message("权重移给哪个指标没有写明")
            problems.add("missing-key", at.key("not_applicable", index), what, message("补上 to: 指标编号"))


def _check_target(branch: Branch, name: str, place: Place, ids: set[str], problems: Problems) -> None:
    if name == branch.id:
        what = message("这里要写另一个指标，不能是“{id}”自己", id=name)
        problems.add("self-reference", place, what, did_you_mean(name, ids - {name}))
    elif name not in ids:
        what = message("没有编号为“{id}”的指标", id=name)
        hint = did_you_mean(name, ids) or message("写 indicators 里另一个指标的编号")
        problems.add("unknown-indicator", place, what, hint)


def _check_frame(model: IndicatorsModel, origin: Origin, content: Content, problems: Problems) -> None:
    """Check what frames the total: grades, caps and vetoes."""
    for index, veto in enumerate(model.vetoes):
        check_basis(veto.basis, origin.below("vetoes", index, "basis"), content, problems)
    for index, cap in enumerate(model.caps):
        check_basis(cap.basis, origin.below("caps", index, "basis"), content, problems)
    for position, label in repeated(grade.label for grade in model.grades):
        what = message("等级“{label}”写了两次", label=label)
        problems.add("label-twice", origin.at("grades", position, "label"), what, message("删去其中一个"))
    for index, grade in enumerate(model.grades):
        _check_grade(grade, origin.below("grades", index), problems)


def _check_grade(grade: Grade, origin: Origin, problems: Problems) -> None:
    for pair in (("at_least", "above"), ("at_most", "below")):
        if all(getattr(grade, name) is not None for name in pair):
            what = message("“{first}”和“{second}”只能写一个", first=pair[0], second=pair[1])
            problems.add("two-bounds", origin.key(pair[1]), what, message("含这个分数的留前者，不含的留后者"))
    low = grade.at_least if grade.at_least is not None else grade.above
    high = grade.at_most if grade.at_most is not None else grade.below
    if low is None and high is None:
        what = message("等级“{label}”没有写分数界限", label=grade.label)
        problems.add("no-bound", origin.key(), what, message("写明如 at_least: 80 和 below: 90"))
    elif low is not None and high is not None and low > high:
        ends = decimal_text(low), decimal_text(high)
        what = message("等级“{label}”的下限 {low} 高于上限 {high}", label=grade.label, low=ends[0], high=ends[1])
        problems.add("bounds-reversed", origin.key(), what, message("把两个数对调"))
