"""Looks for rules that say what another says, and for names that stand for two things."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr.tree import AllOf, AnyOf, Comparison, Constant, Field, Not, children
from checker.lint.registry import Check, Found
from checker.messages import Message, message
from checker.pack.models import Checklist

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checker.expr import Expr
    from checker.expr.tree import Comparator
    from checker.lint.inspection import Inspection
    from checker.pack.models import RuleModel
    from checker.plan import PlannedRule
    from checker.source import Place

_TURNED: Final[dict[Comparator, Comparator]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_OPPOSITE: Final[dict[Comparator, Comparator]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


def near_duplicates(inspection: Inspection) -> Iterator[Found]:
    """Yield rules whose condition is that of another, or differs from it only in a number; each pair once."""
    seen: dict[tuple[str, ...], list[str]] = {}
    models = {name: entry.model for name, entry in inspection.pack.rules.items()}
    for name in sorted(inspection.rules):
        if models[name].status == "retired":
            continue
        same = seen.setdefault(_shape(inspection.rules[name], masked=True), [])
        twin = next((other for other in same if _together(models[name], models[other])), None)
        same.append(name)
        if twin is None:
            continue
        exact = _shape(inspection.rules[name], masked=False) == _shape(inspection.rules[twin], masked=False)
        one, other = _own_first(name, twin, inspection)
        origin = inspection.pack.rules[one].origin
        what = (
            message("条件与规则“{other}”相同，会重复发现", other=other)
            if exact
            else message("条件与规则“{other}”只差一个数，同一件事会发现两次", other=other)
        )
        hint = message("并成一条；分轻重的，让两条的条件互不重叠；不同时期的用参数的生效日或 valid_to")
        yield Found(origin.at("when"), what, hint)


def _own_first(name: str, twin: str, inspection: Inspection) -> tuple[str, str]:
    own = inspection.is_own(inspection.pack.rules[name].origin.at("when"))
    return (name, twin) if own else (twin, name)


def _together(one: RuleModel, other: RuleModel) -> bool:
    """Whether two rules are ever in force on one day."""
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    return start <= min(one.valid_to or date.max, other.valid_to or date.max)


def _shape(rule: PlannedRule, *, masked: bool) -> tuple[str, ...]:
    names = {variable: str(number) for number, (variable, _) in enumerate(rule.subject.variables)}
    trees = (rule.subject.where, rule.applies, rule.when)
    return (*rule.subject.types, *("" if tree is None else _text(tree, names, masked) for tree in trees))


def _text(tree: Expr, names: Mapping[str, str], masked: bool) -> str:
    """Return one text for all ways of writing a condition; with ``masked`` numbers and dates do not count."""
    if isinstance(tree, Not) and isinstance(tree.item, Comparison):
        inner = tree.item
        return _text(Comparison(_OPPOSITE[inner.comparator], inner.left, inner.right), names, masked)
    parts = [_text(part, names, masked) for part in children(tree)]
    match tree:
        case Constant():
            return "#" if masked and isinstance(tree.value, Fraction) else f"{tree.kind}:{tree.value}"
        case Field():
            return f"{names.get(tree.variable, tree.record)}.{tree.name}"
        case Comparison():
            left, right = parts
            return min(f"{left}{tree.comparator}{right}", f"{right}{_TURNED[tree.comparator]}{left}")
        case AllOf() | AnyOf():
            parts.sort()
        case _:
            pass
    head = next((str(getattr(tree, name)) for name in ("name", "sign") if hasattr(tree, name)), type(tree).__name__)
    return f"{head}[{getattr(tree, 'record', '')}]({','.join(parts)})"


def labels_twice(inspection: Inspection) -> Iterator[Found]:
    """Yield names used for two rules, problems, recommendations, indicators, 要点 or fields."""
    pack = inspection.pack
    yield from _twice(
        message("规则"), [(item.model.title, item.origin.at("title")) for item in pack.rules.values()], inspection
    )
    problems = pack.problems.values()
    yield from _twice(
        message("问题"), [(item.model.heading, item.origin.at("heading")) for item in problems], inspection
    )
    advice = [
        (item.model.advice.heading, item.origin.at("advice", "heading")) for item in problems if item.model.advice
    ]
    yield from _twice(message("建议"), advice, inspection)
    leaves = [(branch.label, branch.origin.at("label")) for branch in inspection.leaves]
    yield from _twice(message("指标"), leaves, inspection)
    for item in inspection.scorings:
        if isinstance(item.scoring, Checklist):
            points = [
                (point.label, item.origin.at("points", index, "label"))
                for index, point in enumerate(item.scoring.points)
            ]
            yield from _twice(message("要点"), points, inspection)
    yield from _twice(message("字段或参数"), list(_named(inspection)), inspection)


def _named(inspection: Inspection) -> Iterator[tuple[str, Place]]:
    """Yield the labels of fields and parameters: what an expression or an auditor calls them."""
    for entry in inspection.pack.fact_types.values():
        for name, field in entry.model.fields.items():
            yield field.label, entry.origin.at("fields", name, "label")
    for parameter in inspection.pack.parameters.values():
        yield parameter.model.label, parameter.origin.at("label")


def _twice(kind: Message, labels: Iterable[tuple[str, Place]], inspection: Inspection) -> Iterator[Found]:
    seen: dict[str, Place] = {}
    for label, place in labels:
        first = seen.setdefault(label, place)
        if first != place and label:
            here, there = (place, first) if inspection.is_own(place) else (first, place)
            what = message("{kind}“{label}”的名称用了两次，另一处在 {place}", kind=kind, label=label, place=there)
            yield Found(here, what, message("换一个名称，让读的人分得清"))


CHECKS: Final = (
    Check("near-duplicate-rule", "warning", message("两条规则几乎相同"), near_duplicates),
    Check("label-twice", "warning", message("名称用了两次"), labels_twice),
)
