"""Looks for messages of rules that say another threshold or direction than the condition, or a unit twice."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.expr import walk
from checker.expr.tree import AllOf, Comparison, Field, Parameter
from checker.lint.registry import Check, Found
from checker.messages import message
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.lint.inspection import Inspection
    from checker.plan import PlannedRule
    from checker.source import Place

_BELOW: Final = frozenset({"<", "<="})
_ABOVE: Final = frozenset({">", ">="})
_WORDS: Final = re.compile(
    r"(?:(?P<above>超过|超出|高于|多于|大于|晚于|迟于)|(?P<below>低于|少于|小于|早于|不足|不到))[^，。；、：（）“”]{0,6}$"
)
_NEGATIONS: Final = ("不", "未", "没", "没有", "非", "不能", "不得", "不应")


def other_threshold(inspection: Inspection) -> Iterator[Found]:
    """Yield messages that show a parameter the rule does not read, while one of its kind that it reads is not shown."""
    for entry in inspection.own_rules:
        rule = inspection.rules.get(entry.id)
        pair = None if rule is None else mistaken(rule, inspection)
        if pair is not None:
            shown, read = pair
            what = message("message 写的是“{shown}”，条件用的却是“{read}”", shown=shown.label, read=read.label)
            yield Found(entry.origin.at("message"), what, message("核对是哪一个，让 message 和条件用同一个参数"))


def mistaken(rule: PlannedRule, inspection: Inspection) -> tuple[Parameter, Parameter] | None:
    """Return the parameter a message shows and the one of its kind that the condition reads instead, if it is so."""
    conditions = [tree for tree in (rule.when, rule.applies, rule.subject.where) if tree is not None]
    deciding = parameters_of(conditions, inspection)
    deducting = parameters_of([] if rule.deduct is None else [rule.deduct], inspection)
    shown = parameters_of([part for part in rule.message if not isinstance(part, str)], inspection)
    instead = [deciding[name] for name in sorted(deciding.keys() - shown.keys())]
    for name in sorted(shown.keys() - deciding.keys() - deducting.keys()):
        like = next((node for node in instead if node.kind is shown[name].kind), None)
        if like is not None:
            return shown[name], like
    return None


def parameters_of(trees: list[Expr], inspection: Inspection) -> dict[str, Parameter]:
    """Return the parameters that expressions read by id, those of the derived fields they use among them."""
    found: dict[str, Parameter] = {}
    followed: set[tuple[str, str]] = set()
    waiting = list(trees)
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, Parameter):
                found[node.name] = node
            elif isinstance(node, Field) and (node.record, node.name) not in followed:
                followed.add((node.record, node.name))
                waiting += _derivation(node, inspection)
    return found


def _derivation(field: Field, inspection: Inspection) -> list[Expr]:
    entry = inspection.pack.fact_types.get(field.record)
    tree = None if entry is None else inspection.tree(entry.origin, "fields", field.name, "derive")
    return [] if tree is None else [tree]


def other_direction(inspection: Inspection) -> Iterator[Found]:
    """Yield messages that say “more” right before a threshold of which the condition demands less, and the reverse.

    Only rules decided by a single comparison of sizes are looked at, and only words that are not denied.
    """
    for entry in inspection.own_rules:
        rule = inspection.rules.get(entry.id)
        comparison = None if rule is None else _only_comparison(rule)
        if rule is None or comparison is None:
            continue
        for text, hole in pairwise(rule.message):
            if isinstance(text, str) and not isinstance(hole, str):
                said = _said(text)
                smaller = _smaller(comparison, hole)
                if said is not None and smaller is not None and said[0] is not smaller:
                    meant = _LESS if smaller else _MORE
                    what = message("条件成立时{meant}，message 却写“{word}”", meant=meant, word=said[1])
                    yield Found(entry.origin.at("message"), what, message("核对条件的大于小于号和 message 的用词"))


_LESS: Final = message("小于（早于）界限")
_MORE: Final = message("大于（晚于）界限")


def _only_comparison(rule: PlannedRule) -> Comparison | None:
    """Return the one comparison of sizes that decides a rule by itself or along with other conditions."""
    items = rule.when.items if isinstance(rule.when, AllOf) else (rule.when,)
    sized = [
        node for item in items for node in walk(item)
        if isinstance(node, Comparison) and node.left.kind.ordered and node.comparator in _BELOW | _ABOVE
    ]  # fmt: skip
    return sized[0] if len(sized) == 1 and any(item is sized[0] for item in items) else None


def _said(text: str) -> tuple[bool, str] | None:
    """Return whether a text ends by saying that something is less than what follows, and the word that says so."""
    found = _WORDS.search(text)
    if found is None or text[: found.start()].endswith(_NEGATIONS):
        return None
    word = found["below"] or found["above"]
    return found["below"] is not None, word


def _smaller(comparison: Comparison, hole: Expr) -> bool | None:
    """Return whether the condition demands less than what the hole shows; None when the hole is no side of it."""
    if hole == comparison.right:
        return comparison.comparator in _BELOW
    return comparison.comparator in _ABOVE if hole == comparison.left else None


def unit_twice(inspection: Inspection) -> Iterator[Found]:
    """Yield messages and templates that write out the unit which a count or number already shows."""
    for entry in inspection.own_rules:
        rule = inspection.rules.get(entry.id)
        for hole, text in () if rule is None else pairwise(rule.message):
            if isinstance(hole, Field | Parameter) and isinstance(text, str) and _begins(text, hole.unit, hole.kind):
                yield _twice(entry.origin.at("message"), hole.label or hole.name, hole.unit)
    for template in inspection.templates:
        for name in sorted(template.parameters & inspection.records.parameters.keys()):
            spec = inspection.records.parameters[name]
            shown = re.search(rf"\bparams\.{re.escape(name)}\s*\}}\}}(.*)", template.source)
            if shown is not None and _begins(shown[1], spec.unit, spec.kind):
                place = template.problem.origin.at(*template.steps, offset=shown.start())
                yield _twice(place, spec.label, spec.unit)


def _begins(text: str, unit: str, kind: Kind) -> bool:
    return bool(unit) and kind in {Kind.COUNT, Kind.NUMBER} and text.startswith(unit)


def _twice(place: Place, label: str, unit: str) -> Found:
    what = message("“{label}”自己带单位“{unit}”，后面又写了一遍", label=label, unit=unit)
    return Found(place, what, message("删去后面的“{unit}”", unit=unit))


CHECKS: Final = (
    Check("message-other-threshold", "warning", message("发现的话写的是另一个界限"), other_threshold),
    Check("message-direction", "warning", message("发现的话与条件方向相反"), other_direction),
    Check("unit-twice", "warning", message("单位写了两遍"), unit_twice),
)
