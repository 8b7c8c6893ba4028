"""Looks at the sentences of rules: whether they show what decided, for which fact, and nothing that can go stale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.edit.file_edit import FileEdit
from checker.expr.tree import Aggregate, Comparison, Constant, Field, Function, Known, Parameter, children
from checker.lint.amounts import possible_values
from checker.lint.registry import Check, Found
from checker.lint.sayings import mistaken
from checker.messages import message
from checker.pack.builtin import BUILTIN
from checker.source.document import Scalar
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.lint.inspection import Inspection
    from checker.pack.pack import Origin
    from checker.plan import PlannedRule
    from checker.source import Place, Step
    from checker.source.document import Node

_ENDS: Final = "。，、；：！.,;:!"
_QUOTES: Final = frozenset("'\"")


def hides_value(inspection: Inspection) -> Iterator[Found]:
    """Yield rules whose message leaves out one side of what was compared; what it mistakes is told elsewhere."""
    for entry in inspection.own_rules:
        rule = inspection.rules.get(entry.id)
        if rule is None or mistaken(rule, inspection) is not None:
            continue
        shown = _shown(rule, inspection)
        hidden = [side for comparison in _deciding(rule.when) for side in _sides(comparison) if not side & shown]
        if hidden:
            names = "、".join(dict.fromkeys(_label(name, inspection) for name in sorted(hidden[0])))
            what = message("message 没有写出据以判断的“{names}”", names=names)
            hint = message("在 message 里用 {name} 写出来，读的人才知道差多少", name=f"{{{names.partition('、')[0]}}}")
            yield Found(entry.origin.at("message"), what, hint)


def _label(name: str, inspection: Inspection) -> str:
    owner, _, field = name.partition(".")
    record = inspection.records.records.get(owner)
    if not owner:
        return inspection.records.parameters[field].label
    if record is None:
        return field
    return record.fields[field].label if field in record.fields else record.label


def _deciding(tree: Expr) -> Iterator[Comparison]:
    """Yield the comparisons of sizes that decide a condition, not those that pick what is gathered."""
    if isinstance(tree, Comparison):
        if tree.left.kind.ordered:
            yield tree
    elif not isinstance(tree, Aggregate | Known):
        for part in children(tree):
            yield from _deciding(part)


def _sides(comparison: Comparison) -> Iterator[frozenset[str]]:
    """Yield what each side is made of; the tolerance of a difference need not be shown, nor what equals a literal."""
    left, right = comparison.left, comparison.right
    if comparison.comparator == "=" and (isinstance(left, Constant) or isinstance(right, Constant)):
        return
    for side, other in ((left, right), (right, left)):
        atoms = frozenset(_atoms(side))
        if atoms and not (isinstance(other, Function) and other.name == "abs"):
            yield atoms


def _atoms(tree: Expr) -> Iterator[str]:
    """Yield the fields, parameters and gatherings of an expression as ``type.field``, ``.parameter`` and ``type.``."""
    match tree:
        case Field():
            yield f"{tree.record}.{tree.name}"
        case Parameter():
            yield f".{tree.name}"
        case Aggregate():
            yield f"{tree.record}."
        case _:
            for part in children(tree):
                yield from _atoms(part)


def _shown(rule: PlannedRule, inspection: Inspection) -> frozenset[str]:
    """Return what a message shows, and the derived fields all of whose parts it shows."""
    shown = {atom for part in rule.message if not isinstance(part, str) for atom in _atoms(part)}
    for record, entry in inspection.pack.fact_types.items():
        for name, field in entry.model.fields.items():
            tree = None if field.derive is None else inspection.tree(entry.origin, "fields", name, "derive")
            parts = frozenset() if tree is None else frozenset(_atoms(tree))
            if parts and parts <= shown:
                shown.add(f"{record}.{name}")
    return frozenset(shown)


def hides_fact(inspection: Inspection) -> Iterator[Found]:
    """Yield rules decided for many facts whose message does not say which one it is about."""
    for entry in inspection.own_rules:
        rule = inspection.rules.get(entry.id)
        if rule is None:
            continue
        shown = {atom for part in rule.message if not isinstance(part, str) for atom in _atoms(part)}
        for _, record in rule.subject.variables:
            keys = () if record in BUILTIN else inspection.pack.fact_types[record].model.key
            if keys and not any(f"{record}.{key}" in shown for key in keys):
                labels = "、".join(inspection.records.records[record].fields[key].label for key in keys)
                what = message("message 没有写明是哪一条“{label}”", label=inspection.records.records[record].label)
                hint = message("在 message 里写出 {labels}，几条发现才分得开", labels=labels)
                yield Found(entry.origin.at("message"), what, hint)


def stale_values(inspection: Inspection) -> Iterator[Found]:
    """Yield sentences that write out the value of a parameter: it stays as it is when the parameter changes."""
    for entry in inspection.own_rules:
        rule = inspection.rules.get(entry.id)
        if rule is not None:
            values = _values(_parameters(rule))
            yield from _written(entry.origin, ("title",), entry.model.title, values)
            yield from _written(entry.origin, ("message",), re.sub(r"\{[^{}]*\}", _blank, entry.model.message), values)
    for template in inspection.templates:
        rules = [rule for rule in inspection.rules.values() if rule.problem == template.problem.id]
        values = _values({node for rule in rules for node in _parameters(rule)})
        plain = re.sub(r"\{[{%].*?[}%]\}", _blank, template.source, flags=re.DOTALL)
        yield from _written(template.problem.origin, template.steps, plain, values)
        if template.steps == ("text",):
            yield from _written(template.problem.origin, ("heading",), template.problem.model.heading, values)


def _blank(found: re.Match[str]) -> str:
    """Keep what is left at its place."""
    return " " * len(found.group())


def _parameters(rule: PlannedRule) -> set[Parameter]:
    nodes: set[Parameter] = set()
    stack: list[Expr] = [rule.when]
    while stack:
        node = stack.pop()
        if isinstance(node, Parameter):
            nodes.add(node)
        stack += children(node)
    return nodes


def _values(parameters: set[Parameter]) -> dict[str, str]:
    """Return the labels of parameters by how their values are written; only what cannot be mistaken for a number."""
    found: dict[str, str] = {}
    for node in sorted(parameters, key=lambda node: node.name):
        if node.kind in {Kind.RATIO, Kind.MONEY}:
            for value in possible_values(node):
                found.setdefault(show(value, node.kind), node.label)
    return found


def _written(origin: Origin, steps: tuple[Step, ...], text: str, values: dict[str, str]) -> Iterator[Found]:
    for value, label in values.items():
        found = re.search(rf"(?<![\d.]){re.escape(value)}", text)
        if found is not None:
            what = message("这里写死了“{label}”的值“{value}”，改了参数它不会跟着改", label=label, value=value)
            hint = message("用 {name} 取参数的值；标题里不写数", name="{" + label + "}")
            if steps[-1] == "text":
                hint = message("用 params 取参数的值，如 {example}；标题里不写数", example="{{ params.… }}")
            yield Found(origin.at(*steps, offset=found.start()), what, hint)


def punctuated(inspection: Inspection) -> Iterator[Found]:
    """Yield titles and headings that end with a mark, each with the edit that takes it away."""
    for origin, steps, text in _titles(inspection):
        bare = text.rstrip(_ENDS)
        if bare and bare != text:
            what = message("标题末尾多了“{mark}”", mark=text[len(bare) :])
            place, node = origin.at(*steps), origin.node(*steps)
            yield Found(place, what, message("标题末尾不写标点"), _trimmed(place, node, bare, inspection))


def _titles(inspection: Inspection) -> Iterator[tuple[Origin, tuple[Step, ...], str]]:
    for entry in inspection.own_rules:
        yield entry.origin, ("title",), entry.model.title
    for problem in inspection.pack.problems.values():
        yield problem.origin, ("heading",), problem.model.heading
        if problem.model.advice is not None:
            yield problem.origin, ("advice", "heading"), problem.model.advice.heading
    model, origin = inspection.pack.indicators.model, inspection.pack.indicators.origin
    for name in ("caps", "vetoes"):
        for index, item in enumerate(getattr(model, name)):
            yield origin, (name, index, "title"), item.title


def _trimmed(place: Place, node: Node | None, bare: str, inspection: Inspection) -> tuple[FileEdit, ...]:
    """Return the edit that takes the marks off; none when the text is not written as it reads."""
    document = inspection.documents.get(place.file)
    if not isinstance(node, Scalar) or node.value is None or document is None:
        return ()
    raw = document.text[node.start : node.end]
    quoted = raw[:1] in _QUOTES and raw[-1:] == raw[:1]
    if (raw[1:-1] if quoted else raw) != node.value:
        return ()
    end = node.end - quoted
    return (FileEdit(place.file, end - (len(node.value) - len(bare)), end, ""),)


CHECKS: Final = (
    Check("message-hides-value", "warning", message("发现的话没有写出据以判断的数"), hides_value),
    Check("message-hides-fact", "warning", message("发现的话没有写明是哪一条"), hides_fact),
    Check("value-in-text", "warning", message("文字里写死了参数的值"), stale_values),
    Check("title-punctuation", "warning", message("标题末尾有标点"), punctuated),
)
