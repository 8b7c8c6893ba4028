"""Looks at what rules are for: findings that lead nowhere, literals that should be parameters, days that do not fit."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import value_text, walk
from checker.expr.tree import Aggregate, Comparison, Constant, Function, Parameter, children
from checker.lint.registry import Check, Found
from checker.messages import message
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.lint.inspection import Inspection

_PARTS: Final = ("where", "applies", "when")
_PLAIN: Final = frozenset({Fraction(0), Fraction(1)})
"""Nothing, one and 100 %: what no policy sets."""
_MEASURING: Final = frozenset({"min", "max", "abs"})
"""Functions whose arguments are measured with; those of others are places, digits and months."""


def leads_nowhere(inspection: Inspection) -> Iterator[Found]:
    """Yield rules on the project whose findings neither deduct nor go into a problem."""
    for entry in inspection.own_rules:
        model = entry.model
        if model.concerns == "project" and model.deduct is None and model.problem is None:
            what = message("发现既不扣分，也不归入问题，报告里看不到")
            hint = message("写 problem: 问题编号；只是提醒评价人的，写 concerns: evaluation")
            yield Found(entry.origin.key(), what, hint)


def hard_coded(inspection: Inspection) -> Iterator[Found]:
    """Yield numbers and dates that a rule compares with and that policy may change some day."""
    for entry in inspection.own_rules:
        for part in _PARTS:
            tree = inspection.tree(entry.origin, part)
            for constant in () if tree is None else _thresholds(tree):
                text = value_text(constant.value, constant.kind)
                what = message("界限“{text}”写死在规则里", text=text)
                hint = message("在 parameters.yaml 里设一个参数，写明从哪天起、依据什么，这里写参数的名称")
                yield Found(entry.origin.at(part, offset=constant.span.start), what, hint)


def _thresholds(tree: Expr) -> Iterator[Constant]:
    for node in walk(tree):
        if isinstance(node, Comparison):
            yield from _measured(node.left)
            yield from _measured(node.right)


def _measured(side: Expr) -> Iterator[Constant]:
    """Yield the literals of one side of a comparison; comparisons inside an aggregate are walked by themselves."""
    match side:
        case Constant():
            if isinstance(side.value, Fraction) and side.value not in _PLAIN:
                yield side
        case Function() if side.name not in _MEASURING:
            for argument in side.arguments:
                if not isinstance(argument, Constant):
                    yield from _measured(argument)
        case Aggregate() | Comparison():
            return
        case _:
            for part in children(side):
                yield from _measured(part)


def drafts(inspection: Inspection) -> Iterator[Found]:
    """Yield rules that are still drafts."""
    for entry in inspection.own_rules:
        if entry.model.status == "draft":
            what = message("规则“{title}”还是草案，检查时不执行", title=entry.model.title)
            hint = message("定下来就删去 status: draft，不要的写 status: retired")
            yield Found(entry.origin.at("status"), what, hint)


def expired(inspection: Inspection) -> Iterator[Found]:
    """Yield rules that ended before the newest day on which something in the pack begins."""
    newest = max(_beginnings(inspection), default=date.min)
    for entry in inspection.own_rules:
        end = entry.model.valid_to
        if end is not None and end < newest:
            what = message("规则“{title}”{day}以后失效，此后的标准已经有了", title=entry.model.title, day=end)
            hint = message("只查往年项目的可以留着，用注释写明；不再用的写 status: retired")
            yield Found(entry.origin.at("valid_to"), what, hint)


def _beginnings(inspection: Inspection) -> Iterator[date]:
    for entry in inspection.pack.rules.values():
        if entry.model.valid_from is not None:
            yield entry.model.valid_from
    for parameter in inspection.pack.parameters.values():
        yield from map(date.fromisoformat, parameter.model.values)


def before_parameters(inspection: Inspection) -> Iterator[Found]:
    """Yield rules in force before the first value of a parameter they use: until then nothing can be told."""
    for entry in inspection.own_rules:
        rule = inspection.rules.get(entry.id)
        start = entry.model.valid_from
        if rule is None or start is None or entry.model.parameters_on is not None:
            continue
        first = _first_days(rule.when) | (_first_days(rule.deduct) if rule.deduct is not None else set())
        if first and max(first) > start.toordinal():
            day = date.fromordinal(max(first))
            what = message("规则从{start}起施行，所用的参数{day}才有值，其间总是说不准", start=start, day=day)
            hint = message("补上更早的值，或把 valid_from 改成{day}", day=day)
            yield Found(entry.origin.at("valid_from"), what, hint)


def _first_days(tree: Expr) -> set[int]:
    nodes = (node for node in walk(tree) if isinstance(node, Parameter))
    return {node.versions[0].since for node in nodes if node.versions}


def keys_missing(inspection: Inspection) -> Iterator[Found]:
    """Yield look-ups by a choice for some options of which the parameter has no value."""
    told: set[tuple[str, str]] = set()
    for item in inspection.compiled:
        place = item.origin.at(*item.steps)
        for node in walk(item.tree):
            if not isinstance(node, Parameter) or node.key is None or node.key.kind is not Kind.CHOICE:
                continue
            if (place.file, node.name) in told:
                continue
            keys = inspection.records.parameters[node.name].keys
            missing = [choice for choice in _choices(node.key, inspection) if choice not in keys]
            if missing:
                told.add((place.file, node.name))
                names = "、".join(missing)
                what = message("参数“{label}”没有“{names}”的值，遇到时说不准", label=node.label, names=names)
                hint = message("在 parameters.yaml 的 keys 和 values 里补上，或用 applies 排除")
                yield Found(place, what, hint)


def _choices(key: Expr, inspection: Inspection) -> tuple[str, ...]:
    record, name = getattr(key, "record", None), getattr(key, "name", None)
    spec = inspection.records.records.get(record or "")
    found = None if spec is None or name is None else spec.fields.get(name)
    return () if found is None else found.choices


CHECKS: Final = (
    Check("rule-leads-nowhere", "warning", message("发现没有去处"), leads_nowhere),
    Check("hard-coded-threshold", "warning", message("界限写死在规则里"), hard_coded),
    Check("draft-rule", "info", message("规则还是草案"), drafts),
    Check("expired-rule", "info", message("规则已经失效"), expired),
    Check("in-force-before-parameter", "warning", message("规则施行早于参数"), before_parameters),
    Check("key-without-value", "warning", message("有的选项查不到参数的值"), keys_missing),
)
