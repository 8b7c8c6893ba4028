"""Checks rules: what they name is there, and what they say goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.messages import message
from checker.pack.builtin import BUILTIN, THIRD_TIER
from checker.pack.crossref.names import check_basis, check_reference, check_type
from checker.pack.crossref.subjects import BUILTIN_LABELS, PROJECT
from checker.pack.crossref.tree import Branch, walk
from checker.pack.models import Deductions
from checker.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.pack.content import Content
    from checker.pack.models import RuleModel
    from checker.pack.pack import Entry, Origin
    from checker.source import Problems


def check_rules(tree: Sequence[Branch] | None, content: Content, problems: Problems) -> None:
    """Record what is wrong among the rules; ``tree`` is None when the indicators are not sound."""
    indicators = None if tree is None else {branch.id: branch for branch in walk(tree)}
    for entry in content.rules.values():
        _check_rule(entry, content, problems)
        if entry.model.indicator is not None and indicators is not None:
            _check_indicator(entry.model.indicator, entry, indicators, content, problems)


def _check_rule(entry: Entry[RuleModel], content: Content, problems: Problems) -> None:
    model, origin = entry.model, entry.origin
    _check_subject(model, origin, content, problems)
    _check_deduction(model, origin, problems)
    if model.problem is not None:
        check_reference(model.problem, "problem", origin.at("problem"), content, problems)
    check_basis(model.basis, origin.below("basis"), content, problems)
    if model.valid_from is not None and model.valid_to is not None and model.valid_from > model.valid_to:
        what = message("valid_from（{first}）晚于 valid_to（{last}）", first=model.valid_from, last=model.valid_to)
        problems.add("validity-reversed", origin.at("valid_from"), what, message("把早的写在 valid_from"))


def _check_subject(model: RuleModel, origin: Origin, content: Content, problems: Problems) -> None:
    names = {("for",): model.for_} if isinstance(model.for_, str) else {("for", v): n for v, n in model.for_.items()}
    if not names:
        what = message("没有写对哪类事实检查")
        problems.add("empty-value", origin.key("for"), what, message("写成如 for: payment"))
    for steps, name in names.items():
        builtin = BUILTIN_LABELS | ({PROJECT: ""} if steps == ("for",) else {})
        check_type(name, origin.at(*steps), content, builtin, problems)
    if model.concerns == "evaluation":
        return
    late = [name for name in names.values() if any(name in {key, BUILTIN[key].label} for key in THIRD_TIER)]
    if late:
        what = message("对“{name}”的检查在计分之后，只能是对评价的复核提示", name=late[0])
        problems.add("late-rule", origin.at("for"), what, message("补上 concerns: evaluation"))


def _check_deduction(model: RuleModel, origin: Origin, problems: Problems) -> None:
    if model.concerns == "evaluation":
        for name in ("deduct", "problem"):
            if getattr(model, name) is not None:
                what = message("对评价的复核提示不能有“{name}”", name=name)
                hint = message("删去这一行；要扣分或写进问题，就改成 concerns: project")
                problems.add("evaluation-rule", origin.key(name), what, hint)
        return
    if model.deduct is not None and model.indicator is None:
        what = message("写了扣分，却没有写从哪个指标扣")
        problems.add("deduct-without-indicator", origin.key("deduct"), what, message("补上 indicator: 末级指标的编号"))
    if model.deduct_cap is not None and model.deduct is None:
        what = message("写了扣分上限，却没有写扣多少")
        problems.add("cap-without-deduct", origin.key("deduct_cap"), what, message("补上 deduct，或删去 deduct_cap"))
    if model.deduct_cap is not None and model.deduct_cap <= 0:
        what = message("扣分上限要大于 0")
        problems.add("out-of-range", origin.at("deduct_cap"), what, message("不扣分就删去 deduct 和 deduct_cap"))


def _check_indicator(
    name: str, entry: Entry[RuleModel], tree: Mapping[str, Branch], content: Content, problems: Problems
) -> None:
    place, shared = entry.origin.at("indicator"), content.known["shared"].labels
    branch = tree.get(name)
    if branch is None and not tree and name in shared:
        return  # a pack to be extended: the tree comes with the pack below
    if branch is None:
        what = message("没有编号为“{id}”的指标", id=name)
        hint = did_you_mean(name, [key for key, item in tree.items() if not item.children] or shared)
        if name in shared:
            hint = message("在 indicators 里用 use: {id} 采用这个共用指标，或停用这条规则", id=name)
        problems.add("unknown-indicator", place, what, hint or message("先在 indicators.yaml 里写出它"))
    elif branch.children:
        what = message("“{label}”下面还有指标，规则要落到末级指标", label=branch.label)
        problems.add("not-a-leaf", place, what, did_you_mean(name, [leaf.id for leaf in branch.children]))
    elif entry.model.deduct is not None and not isinstance(branch.scoring or Deductions(), Deductions):
        method = branch.scoring.method if branch.scoring else ""
        what = message("指标“{label}”按 {method} 计分，这条规则的扣分不起作用", label=branch.label, method=method)
        hint = message("删去 deduct，或把这个指标改成 method: deductions")
        problems.add("deduct-ignored", entry.origin.key("deduct"), what, hint)
