"""Looks for days on which something changes while no case shows both what held before and what holds after."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from checker.expr import Env, evaluator, walk
from checker.expr.tree import Parameter
from checker.lint.registry import Check, Found
from checker.messages import message
from checker.values import Kind, WrittenFault, ends, parse_value
from checker.values.amounts import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checker.expr import Expr, RecordSpec
    from checker.lint.inspection import Inspection
    from checker.pack.models import CaseModel
    from checker.plan import PlannedRule
    from checker.values import Value


def untested_edges(inspection: Inspection) -> Iterator[Found]:
    """Yield days on which a parameter changes without cases of a rule that uses it on both sides, and rules' own days.

    A rule is not in force outside its days, so for these a case on the very first and on the very last day is wanted.
    """
    users = _users(inspection)
    for name, parameter in inspection.pack.parameters.items():
        mine = users.get(name, {})
        days = set().union(*(_tested(rule, at, inspection) for rule, at in mine))
        for text in sorted(parameter.model.values)[1:]:
            edge = Fraction(date.fromisoformat(text).toordinal())
            in_force = [_in_force(rule, at, edge, inspection) for rule, at in mine]
            if mine and not any(after for _, after in in_force) and not _read_elsewhere(name, inspection):
                what = message(
                    "参数“{label}”从{day}起变了，用它的规则那时都已失效", label=parameter.model.label, day=text
                )
                yield Found(parameter.origin.key("values", text), what, _TOO_LATE)
                continue
            sides = [message("以前"), message("以后")]
            tested = _sides(days, edge)
            wanted = [any(ways) for ways in zip(*in_force, strict=True)]
            missing = [side for side, there, want in zip(sides, tested, wanted, strict=False) if want and not there]
            if missing:
                what = message(
                    "参数“{label}”从{day}起变了，没有用例检验这天{side}",
                    label=parameter.model.label, day=text, side="、".join(map(str, missing)),
                )  # fmt: skip
                hint = message("在用到它的规则的 tests 里，这天前后各写一条用例")
                yield Found(parameter.origin.key("values", text), what, hint)
    yield from _untested_validity(inspection)


_TOO_LATE: Final = message("还要查的，改规则的 valid_to；不再查的，删去这个日期的值")


def _in_force(rule: str, at: Expr | None, edge: Fraction, inspection: Inspection) -> tuple[bool, bool]:
    """Return whether a rule can use what a parameter was before a day, and what it is from then on."""
    model = inspection.pack.rules[rule].model
    if at is not None:
        return True, True
    start, end = model.valid_from, model.valid_to
    return start is None or start.toordinal() < edge, end is None or end.toordinal() >= edge


def _read_elsewhere(name: str, inspection: Inspection) -> bool:
    """Whether something other than the conditions and deductions of rules reads a parameter, or a rule says it."""
    rules = {entry.origin.document.name for entry in inspection.pack.rules.values()}
    trees = (item.tree for item in inspection.compiled if item.origin.document.name not in rules)
    return any(isinstance(node, Parameter) and node.name == name for tree in trees for node in walk(tree))


def _sides(days: Iterable[Fraction], edge: Fraction) -> tuple[bool, bool]:
    return any(day < edge for day in days), any(day >= edge for day in days)


def _users(inspection: Inspection) -> dict[str, dict[tuple[str, Expr | None], None]]:
    """Return, for each parameter, the rules that use it with the date by which each picks its value."""
    users: dict[str, dict[tuple[str, Expr | None], None]] = {}
    for rule in inspection.rules.values():
        for tree in _trees(rule):
            for node in walk(tree):
                if isinstance(node, Parameter):
                    users.setdefault(node.name, {})[rule.id, node.at] = None
    return users


def _trees(rule: PlannedRule) -> Iterator[Expr]:
    yield from (tree for tree in (rule.when, rule.applies, rule.subject.where, rule.deduct) if tree is not None)


def _tested(rule: str, at: Expr | None, inspection: Inspection) -> set[Fraction]:
    """Return the days by which confirmed cases of a rule pick the values of parameters."""
    days: set[Fraction] = set()
    for case in inspection.pack.cases.get(rule, ()):
        if case.model.on is None or case.model.to_confirm is not None:
            continue
        if at is None:
            days.add(Fraction(case.model.on.toordinal()))
        else:
            days |= _days_of(at, case.model, inspection.rules[rule], inspection.records.records)
    return days


def _days_of(at: Expr, case: CaseModel, rule: PlannedRule, records: Mapping[str, RecordSpec]) -> set[Fraction]:
    """Return the days that ``at`` gives for the facts of a case; of a bounded one, both ends."""
    found: set[Fraction] = set()
    for variable, record in rule.subject.variables:
        spec = records[record]
        given = case.given.get(record, case.given.get(spec.label))
        for fact in given if isinstance(given, list) else [given]:
            if isinstance(fact, dict):
                found |= _ends(evaluator(at)(Env(0).bind(variable, _row(fact, spec))))
    return found


def _row(fact: Mapping[str, Any], spec: RecordSpec) -> dict[str, Value]:
    row: dict[str, Value] = {}
    for name, text in fact.items():
        field = spec.field(name)
        if field is not None and field.kind in {Kind.DATE, Kind.QUARTER} and isinstance(text, str):
            try:
                row[field.name] = parse_value(text, field.kind).value
            except WrittenFault:  # the case is refused when it is run
                continue
    return row


def _ends(value: Value) -> set[Fraction]:
    if not isinstance(value, Fraction | Interval):
        return set()
    bounds = ends(value)
    return {end for end in (bounds.low, bounds.high) if end is not None}


def _untested_validity(inspection: Inspection) -> Iterator[Found]:
    for entry in inspection.own_rules:
        days = {case.model.on for case in inspection.pack.cases.get(entry.id, ())}
        for name in ("valid_from", "valid_to"):
            edge = getattr(entry.model, name)
            if edge is not None and edge not in days and entry.model.status == "active":
                what = message("规则的 {name} 是{day}，没有用例正好在这一天", name=name, day=edge)
                yield Found(entry.origin.at(name), what, message("加一条 on: {day} 的用例", day=edge))


CHECKS: Final = (Check("date-edge-untested", "warning", message("日期界限两边没有用例"), untested_edges),)
