"""Looks at the templates of problems: names that are nowhere, fields that may be missing, findings never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.expr import walk
from checker.expr.tree import Field
from checker.lint.certain import certainly_known
from checker.lint.registry import Check, Found
from checker.messages import Message, message
from checker.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.lint.inspection import Inspection
    from checker.lint.template_reads import FieldRead, ParameterRead, TemplateReads
    from checker.plan import PlannedRule
    from checker.source import Place

_ALWAYS: Final = frozenset({"rule", "key", "title", "message", "severity", "deduction"})
"""What every finding has, whatever it is about."""
_HERE, _MAYBE, _NEVER = 2, 1, 0
_PAIR: Final = 2


def undefined(inspection: Inspection) -> Iterator[Found]:
    """Yield names of parameters and fields that a template uses and that there are not."""
    for template in inspection.templates:
        for parameter in template.params:
            fault = _parameter_fault(parameter, inspection)
            if fault is not None:
                yield Found(_place(template, parameter.key or parameter.name), *fault)
        for read in template.fields:
            standing = [_standing(read, inspection.rules[rule], inspection) for rule in sorted(read.rules)]
            if standing and max(standing) == _NEVER:
                name = ".".join(read.names)
                what = message("归入这个问题的发现没有“{name}”", name=name)
                names = sorted({known for rule in read.rules for known in _names(inspection.rules[rule], inspection)})
                yield Found(_place(template, name), what, did_you_mean(read.names[-1], names) or _FIELDS)


_FIELDS: Final = message("写规则所查那类事实的字段编号，或 message、title、deduction 等")


def _parameter_fault(read: ParameterRead, inspection: Inspection) -> tuple[Message, Message] | None:
    parameters = inspection.records.parameters
    spec = parameters.get(read.name)
    if spec is None:
        hint = did_you_mean(read.name, parameters) or message("写 parameters.yaml 里参数的编号")
        return message("没有编号为“{name}”的参数", name=read.name), hint
    if spec.keys and read.key is None:
        hint = message("写成 params.{name}['{key}']", name=read.name, key=spec.keys[0])
        return message("参数“{label}”按键取值，模板里没有写哪个键", label=spec.label), hint
    if read.key is not None and read.key not in spec.keys:
        hint = did_you_mean(read.key, spec.keys) or message("写成 params.{name}", name=read.name)
        return message("参数“{label}”没有键“{key}”", label=spec.label, key=read.key), hint
    return None


def may_be_missing(inspection: Inspection) -> Iterator[Found]:
    """Yield fields a template shows without asking, though a finding may be without them: filling it would fail."""
    for template in inspection.templates:
        for read in template.fields:
            if read.sure or read.asked:
                continue
            lacking = [
                rule for rule in sorted(read.rules) if _standing(read, inspection.rules[rule], inspection) < _HERE
            ]
            everywhere = [_standing(read, inspection.rules[rule], inspection) for rule in read.rules]
            if lacking and max(everywhere) > _NEVER:
                name = ".".join(read.names)
                rules = "、".join(lacking)
                what = message("“{name}”可能没有提供，那时报告写不出来（规则 {rules}）", name=name, rules=rules)
                hint = message(
                    "先判断有没有：{test} … {end}；分组、求和前先用 selectattr('{last}', 'defined') 挑出来",
                    test="{% if " + f"f.{name}" + " is defined %}", end="{% endif %}", last=read.names[-1],
                )  # fmt: skip
                yield Found(_place(template, name), what, hint)


def _standing(read: FieldRead, rule: PlannedRule, inspection: Inspection) -> int:
    """Return whether the findings of a rule have a name always, sometimes or never."""
    first, *rest = read.names
    variables = dict(rule.subject.variables)
    if not rest and (first in _ALWAYS or first in variables):
        return _HERE
    candidates = [(first, variables[first])] if rest and first in variables else list(variables.items())
    name = read.names[-1]
    if len(read.names) > _PAIR or (rest and first not in variables):
        return _NEVER
    found = [(variable, record) for variable, record in candidates if name in inspection.records.records[record].fields]
    known = _known(rule, inspection)
    return max((_HERE if (pair[0], name) in known else _MAYBE for pair in found), default=_NEVER)


def _known(rule: PlannedRule, inspection: Inspection) -> frozenset[tuple[str, str]]:
    """Return what findings of a rule surely have: what decided, the keys, and what follows by derivation."""
    known = set(certainly_known(rule))
    for variable, record in rule.subject.variables:
        entry = inspection.pack.fact_types.get(record)
        if entry is None:
            known |= {(variable, name) for name in inspection.records.records[record].fields}
            continue
        known |= {(variable, key) for key in entry.model.key}
        known |= {(variable, name) for name in _worked_out(record, known, variable, inspection)}
    return frozenset(known)


def _worked_out(record: str, known: set[tuple[str, str]], variable: str, inspection: Inspection) -> Iterator[str]:
    """Yield the fields a known derived field was worked out from, and those worked out from known ones."""
    entry = inspection.pack.fact_types[record]
    for name, field in entry.model.fields.items():
        tree = None if field.derive is None else inspection.tree(entry.origin, "fields", name, "derive")
        if tree is None:
            continue
        parts = _parts(tree, record)
        if (variable, name) in known:
            yield from parts
        elif parts and all((variable, part) in known for part in parts):
            yield name


def _parts(tree: Expr, record: str) -> set[str]:
    return {node.name for node in walk(tree) if isinstance(node, Field) and node.record == record}


def _names(rule: PlannedRule, inspection: Inspection) -> set[str]:
    records = inspection.records.records
    return {name for _, record in rule.subject.variables for name in records[record].fields} | _ALWAYS


def shows_no_finding(inspection: Inspection) -> Iterator[Found]:
    """Yield problems whose text does not show a single finding."""
    for template in inspection.templates:
        if template.steps == ("text",) and not template.findings:
            what = message("问题的正文没有写出任何一条发现")
            example = "{{ findings | map(attribute='message') | fen }}。"
            yield Found(template.problem.origin.at("text"), what, message("至少写成 {example}", example=example))


def without_advice(inspection: Inspection) -> Iterator[Found]:
    """Yield problems without a recommendation."""
    for entry in inspection.pack.problems.values():
        if entry.model.advice is None:
            what = message("问题“{heading}”没有建议", heading=entry.model.heading)
            yield Found(entry.origin.key(), what, message("补上 advice，写 heading 和 text"))


def _place(template: TemplateReads, name: str) -> Place:
    offset = template.source.find(name)
    return template.problem.origin.at(*template.steps, offset=max(0, offset))


CHECKS: Final = (
    Check("template-undefined", "error", message("模板用了没有的名称"), undefined),
    Check("template-may-be-missing", "warning", message("模板用了可能没有的字段"), may_be_missing),
    Check("template-without-finding", "warning", message("问题的正文没有写出发现"), shows_no_finding),
    Check("problem-without-advice", "warning", message("问题没有建议"), without_advice),
)
