"""Looks for what a pack writes and nothing reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checker.expr import walk
from checker.expr.tree import Parameter
from checker.lint.inspection import inspect
from checker.lint.registry import Check, Found
from checker.messages import message
from checker.pack.models import Deductions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.pack.crossref.tree import Branch
    from checker.pack.models import FactTypeModel, RuleModel
    from checker.pack.pack import Entry


def unused_parameters(inspection: Inspection) -> Iterator[Found]:
    """Yield parameters that no expression and no template uses."""
    for name, entry in inspection.pack.parameters.items():
        if name not in inspection.parameters_read:
            what = message("参数“{label}”没有用到", label=entry.model.label)
            hint = message("删去它；或者在规则、计分、派生字段或问题的文字里用它，而不是写死一个数")
            yield Found(entry.origin.key(), what, hint)


def unused_types(inspection: Inspection) -> Iterator[Found]:
    """Yield fact types of which nothing is read or counted."""
    for entry in inspection.pack.fact_types.values():
        if not _is_used(entry, inspection):
            what = message("事实类型“{label}”没有用到，却要人填写", label=entry.model.label)
            yield Found(entry.origin.key(), what, message("删去这一类，或写上用到它的规则、指标"))


def unused_fields(inspection: Inspection) -> Iterator[Found]:
    """Yield fields of used fact types that nothing reads."""
    shown = _shown(inspection)
    for entry in inspection.pack.fact_types.values():
        if not _is_used(entry, inspection):
            continue
        for name, field in entry.model.fields.items():
            read = (entry.id, name) in inspection.fields_read or (entry.id, name) in shown
            if not read and name not in entry.model.key:
                what = message("“{type}”的字段“{label}”没有用到", type=entry.model.label, label=field.label)
                hint = message("删去它；只作登记的，用注释写明为什么要填")
                yield Found(entry.origin.key("fields", name), what, hint)


def _is_used(entry: Entry[FactTypeModel], inspection: Inspection) -> bool:
    ranged = {record for rule in inspection.rules.values() for record in rule.subject.types}
    over = {getattr(item.scoring, "over", None) for item in inspection.scorings}
    if entry.id in ranged or entry.id in over or entry.model.label in over:
        return True
    own = {(entry.id, name) for name, field in entry.model.fields.items() if field.derive is None}
    return bool(own & inspection.fields_read) or (entry.id, "") in inspection.fields_read or not entry.model.fields


def _shown(inspection: Inspection) -> set[tuple[str, str]]:
    """Return the fields that templates show, by fact type."""
    return {
        (record, read.names[-1])
        for template in inspection.templates
        for read in template.fields
        for rule in read.rules
        for record in inspection.rules[rule].subject.types
    }


def unused_problems(inspection: Inspection) -> Iterator[Found]:
    """Yield problems into which no rule puts its findings."""
    used = {entry.model.problem for entry in inspection.pack.rules.values()}
    for name, entry in inspection.pack.problems.items():
        if name not in used:
            what = message("问题“{heading}”没有规则归入", heading=entry.model.heading)
            yield Found(entry.origin.key(), what, message("在有关规则里写 problem: {id}，或删去这个问题", id=name))


def unused_documents(inspection: Inspection) -> Iterator[Found]:
    """Yield documents that nothing rests on."""
    pack, model = inspection.pack, inspection.pack.indicators.model
    used = {item.document for entry in pack.rules.values() for item in entry.model.basis}
    sources = [version.source for entry in pack.parameters.values() for version in entry.model.values.values()]
    used |= {source.document for source in sources if source is not None}
    held = [holder.basis for holders in (model.shared, model.caps, model.vetoes) for holder in holders]
    for branch in inspection.leaves:
        held += [branch.model.basis, *(veto.basis for veto in branch.model.veto)]
    used |= {item.document for basis in held for item in basis}
    for name, entry in pack.documents.items():
        if name not in used:
            what = message("依据文件《{title}》没有用到", title=entry.model.title)
            yield Found(entry.origin.key(), what, message("在规则、参数或指标的依据里引用它，或删去"))


def indicators_without_rules(inspection: Inspection) -> Iterator[Found]:
    """Yield indicators scored by deductions from which no rule deducts: they always earn everything."""
    for branch in _without_rules(inspection).values():
        what = message("指标“{label}”按扣分计，却没有规则扣它的分，总是满分", label=branch.label)
        hint = message("在规则里写 indicator: {id} 和 deduct；由评价人打分的，改成 method: judged", id=branch.id)
        yield Found(branch.origin.key(), what, hint)


def _without_rules(inspection: Inspection) -> dict[str, Branch]:
    """Return the indicators scored by deductions from which no rule deducts, by id."""
    deducting = {entry.model.indicator for entry in inspection.pack.rules.values() if entry.model.deduct is not None}
    return {
        branch.id: branch
        for branch in inspection.leaves
        if isinstance(branch.scoring or Deductions(), Deductions) and branch.id not in deducting
    }


def left_by_off(inspection: Inspection) -> Iterator[Found]:
    """Yield what rules that this pack switches off leave behind in the packs above: nothing uses it any more."""
    pack = inspection.pack
    mine = {name: rule for name, rule in pack.rules_off.items() if inspection.is_own(rule.off.key("off"))}
    if not mine:
        return
    before = inspect(replace(pack, rules={**pack.rules, **{name: rule.entry for name, rule in mine.items()}}))
    for rule in mine.values():
        place, branch = rule.off.at("off"), _without_rules(inspection).get(rule.entry.model.indicator or "")
        if branch is not None and rule.entry.model.deduct is not None:
            what = message("停用以后，没有规则扣指标“{label}”的分，它总是满分", label=branch.label)
            yield Found(place, what, message("另写一条扣它的分的规则；不再考核的，在 indicators.yaml 里去掉这个指标"))
        left = "、".join(_left_by(rule.entry, before, inspection))
        if left:
            hint = message("在 parameters.yaml、problems.yaml 里把它们也停用：写编号和 off: 原因")
            yield Found(place, message("停用以后，再没有规则用的还有：{left}", left=left), hint)


def _left_by(entry: Entry[RuleModel], before: Inspection, inspection: Inspection) -> Iterator[str]:
    """Yield the parameters and the problem of packs above that only a rule switched off used, as people say them."""
    pack = inspection.pack
    for name in sorted(_read_by(entry, before) - inspection.parameters_read):
        parameter = pack.parameters.get(name)
        if parameter is not None and not inspection.is_own(parameter.origin.key()):
            yield str(message("参数“{label}”（{id}）", label=parameter.model.label, id=name))
    problem = pack.problems.get(entry.model.problem or "")
    used = any(rule.model.problem == entry.model.problem for rule in pack.rules.values())
    if problem is not None and not used and not inspection.is_own(problem.origin.key()):
        yield str(message("问题“{heading}”（{id}）", heading=problem.model.heading, id=problem.id))


def _read_by(entry: Entry[RuleModel], inspection: Inspection) -> set[str]:
    trees = (item.tree for item in inspection.compiled if item.origin == entry.origin)
    return {node.name for tree in trees for node in walk(tree) if isinstance(node, Parameter)}


def broken_shared(inspection: Inspection) -> Iterator[Found]:
    """Yield the faults in shared indicators that nobody uses, and that therefore no check has met."""
    for fault in inspection.faults:
        hint = fault.hint or message("改好表达式，写法见 docs/reference/expressions.md")
        yield Found(fault.place, fault.what, hint)


CHECKS: Final = (
    Check("unused-parameter", "warning", message("参数没有用到"), unused_parameters),
    Check("unused-field", "warning", message("字段没有用到"), unused_fields),
    Check("unused-fact-type", "warning", message("事实类型没有用到"), unused_types),
    Check("unused-problem", "warning", message("问题没有规则归入"), unused_problems),
    Check("unused-document", "warning", message("依据文件没有用到"), unused_documents),
    Check("shared-indicator-broken", "error", message("共用指标写错了"), broken_shared),
    Check("off-leaves-orphan", "warning", message("停用规则以后还有没人用的"), left_by_off),
    Check("indicator-without-rule", "warning", message("扣分指标没有扣分规则"), indicators_without_rules),
)
