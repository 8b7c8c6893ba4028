"""Turns a plan into the words that name its fields and parameters in running text; knows nothing about reports.

A field is named by its label, by the label without its last part (到位数: 到位), by common synonyms of that, and by
what the pack's own messages write before it. A parameter is also named by the fields a rule compares with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.backcheck.model import Term
from checker.backcheck.words import GENERIC_ENDS, GENERIC_STARTS, LIMIT_ENDS, OTHER_NAMES, SYNONYMS, VERBS
from checker.expr import walk
from checker.expr.tree import Comparison, Expr, Field, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checker.plan import Plan, PlannedRule

_LEAST: Final = 2
_MOST: Final = 8
_TAIL: Final = re.compile("[\u4e00-\u9fff]+$")
_LOOSE: Final = frozenset(
    {"项目", "情况", "实际", "计划", "全年", "要求", "合同", "服务", "费用", "单价", "最高", "最低", "使用率", "支付率"}
)
"""Stems that name nothing by themselves."""
_RATE: Final = "率"
_LONG_RATE: Final = 5


@dataclass(frozen=True, slots=True)
class Naming:
    """The words that name fields and parameters; ``limited`` says which fields a parameter is compared with."""

    fields: Mapping[tuple[str, str], tuple[Term, ...]]
    parameters: Mapping[str, tuple[Term, ...]]
    limited: Mapping[str, tuple[tuple[str, str], ...]]

    def of_field(self, record: str, name: str) -> tuple[Term, ...]:
        """Return the words for a field."""
        return self.fields.get((record, name), ())

    def of_parameter(self, name: str) -> tuple[Term, ...]:
        """Return the words for a parameter."""
        return self.parameters.get(name, ())


def names_of(plan: Plan) -> Naming:
    """Return the words for everything in ``plan``."""
    said = _said_before(plan.rules)
    fields = {
        (record, name): _terms(spec.label, said.get((record, name), ()), _prefixed(plan, record, spec.label))
        for record, spec_of in plan.records.items()
        for name, spec in spec_of.fields.items()
    }
    limited = _limited(plan.rules)
    parameters = {
        name: _terms(
            spec.label,
            (),
            [end for label in _labels(limited.get(name, ()), plan) for end in (label, *_stems(label))]
            + [spec.label.removesuffix(end) for end in LIMIT_ENDS if spec.label.endswith(end)],
        )
        for name, spec in plan.parameters.items()
    }
    return Naming(fields, parameters, limited)


def _labels(fields: Iterable[tuple[str, str]], plan: Plan) -> list[str]:
    return [plan.records[record].fields[name].label for record, name in fields]


def _prefixed(plan: Plan, record: str, label: str) -> list[str]:
    """Return a short label with that of its fact type before it, as in 满意度 of a 企业评价."""
    return [plan.records[record].label + label] if len(label) <= _LEAST + 1 else []


def _terms(label: str, sure: Iterable[str], loose: Iterable[str]) -> tuple[Term, ...]:
    found: dict[str, bool] = {}
    for word in (label, *sure):
        found[word] = True
    for word in (*_stems(label), *loose):
        found.setdefault(word, False)
    for word, is_sure in list(found.items()):
        for other in _synonyms(word):
            found.setdefault(other, is_sure and word == label and len(word) > _LEAST)
    kept = [
        Term(word, sure) for word, sure in found.items()
        if (len(word) >= _LEAST or word in VERBS) and word not in _LOOSE
    ]  # fmt: skip
    return tuple(sorted(kept, key=lambda term: (-len(term.text), term.text)))


def _stems(label: str) -> list[str]:
    """Return the label without an ending, or a beginning, that says only what kind of number it is."""
    short = [
        rest for start in GENERIC_STARTS if label.startswith(start) and len(rest := label.removeprefix(start)) >= _LEAST
    ]
    short += [name for end, names in OTHER_NAMES.items() if label.endswith(end) for name in names]
    short += [rest.removesuffix(end) for rest in short for end in GENERIC_ENDS if rest.endswith(end)]
    if label.endswith(_RATE) and len(label) >= _LONG_RATE:
        short.append(label[-3:])  # 预算执行率: 执行率
    return short + [label.removesuffix(end) for end in GENERIC_ENDS if label.endswith(end) and label != end]


def _synonyms(word: str) -> list[str]:
    return [
        word.replace(one, other)
        for group in SYNONYMS
        for one in group
        if one in word and len(one) >= _LEAST
        for other in group
        if other != one and not (other in word and one in other)
    ]


def _said_before(rules: Iterable[PlannedRule]) -> dict[tuple[str, str], list[str]]:
    """Return the Chinese words right before a field in the messages of rules, where they name it."""
    said: dict[tuple[str, str], list[str]] = {}
    for rule in rules:
        before = ""
        for part in rule.message:
            if isinstance(part, Field) and (tail := _TAIL.search(before)):
                words = tail.group()
                if _LEAST < len(words) <= _MOST:
                    said.setdefault((part.record, part.name), []).append(words)
            before = part if isinstance(part, str) else ""
    return said


def _limited(rules: Iterable[PlannedRule]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return for each parameter the fields that the condition of a rule compares with it directly."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for rule in rules:
        for node in walk(rule.when):
            if isinstance(node, Comparison):
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    _note(one, other, found)
    return {name: tuple(fields) for name, fields in found.items()}


def _note(one: Expr, other: Expr, found: dict[str, dict[tuple[str, str], None]]) -> None:
    if isinstance(one, Parameter) and isinstance(other, Field):
        found.setdefault(one.name, {})[other.record, other.name] = None
