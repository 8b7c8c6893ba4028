"""Turns the text of one expression into texts that differ in one place: what a slip of the pen would make of it.

Works on the syntax tree, so that every change is told in the words of the file; knows nothing about rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.expr import parse
from checker.expr.functions import ALIASES, GATHERINGS
from checker.expr.syntax import Call, Gather, Name, Operation, Span, Syntax, Written
from checker.mutate.stepped import stepped
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMPARATOR: Final = "comparator"
CONSTANT: Final = "constant"
AND_OR: Final = "and-or"
CONDITION_DROPPED: Final = "condition-dropped"
ITEM_DROPPED: Final = "item-dropped"
NEGATION: Final = "negation"
WHERE_DROPPED: Final = "where-dropped"
AGGREGATE: Final = "aggregate"
ARITHMETIC: Final = "arithmetic"
FUNCTION: Final = "function"

_COMPARATORS: Final = {
    "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="), "=": ("!=",), "!=": ("=",),
}  # fmt: skip
_ONE_SIDED: Final = {"=": ("<=", ">="), "!=": ("<", ">")}
"""What an equality of two values that have a size may be mistaken for besides its opposite."""
_SIGNS: Final = {"+": "-", "-": "+", "*": "/", "/": "*"}
_COMPARISON_SIGN: Final = re.compile(r">=|<=|!=|[≥≤≠=<>＝＜＞]")
_ARITHMETIC_SIGN: Final = re.compile(r"[-+＋－−*×/÷]")
_JOINT: Final = re.compile(r"and|or|并且|或者|且|或")
_AMONG: Final = re.compile(r"not\s+in|非\s*属于|不属于|属于|in")
_JOINTS: Final = {"and": "or", "or": "and", "并且": "或者", "或者": "并且", "且": "或", "或": "且"}
_GATHERINGS: Final = {
    "sum": "average", "average": "sum", "合计": "平均", "平均": "合计", "min": "max", "max": "min", "最小": "最大",
    "最大": "最小", "count": "exists", "exists": "count", "个数": "存在", "存在": "个数",
}  # fmt: skip
_FUNCTIONS: Final = {
    "min": "max", "max": "min", "最小": "最大", "最大": "最小", "floor": "ceiling", "ceiling": "floor",
    "向下取整": "向上取整", "向上取整": "向下取整", "next": "previous", "previous": "next", "下一季度": "上一季度",
    "上一季度": "下一季度",
}  # fmt: skip
_DROPPED: Final = frozenset({"abs", "round", "floor", "ceiling", "next", "previous"})
"""Functions whose result is of the kind of their first argument, so that they can be left out."""
_NUMBERED: Final = frozenset({"month_end", "round"})
"""Functions whose second argument is a number that is easily one off."""
_PAIR: Final = 2
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class TextChange:
    """``new`` in the place of what stands between two offsets of a text; ``whole`` is the part people see around it."""

    operator: str
    span: Span
    new: str
    whole: Span

    def apply(self, text: str) -> str:
        """Return the changed text."""
        return text[: self.span.start] + self.new + text[self.span.end :]


def text_changes(text: str, *, condition: bool, ordered: frozenset[Span] = frozenset()) -> Iterator[TextChange]:
    """Yield every change of a sound expression, in the order of its text within each part.

    ``condition`` says that the whole is a truth; ``ordered`` names the parts whose values have a size (by their span).
    """
    tree = parse(text)
    walker = _Walker(text, ordered)
    whole = Span(0, len(text))
    yield from walker.condition(tree, whole) if condition else walker.value(tree, whole)


def joint(text: str) -> str:
    """Return the word for and, or for or, that a text begins with."""
    found = _JOINT.match(text)
    return text if found is None else found[0]


def shown(text: str, span: Span) -> str:
    """Return a part of a text on one line, the middle left out of a long one."""
    words = " ".join(text[span.start : span.end].split())
    half = _LONGEST // 2
    return words if len(words) <= _LONGEST else f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


@dataclass(frozen=True, slots=True)
class _Walker:
    """Walks one syntax tree; ``whole`` is the nearest condition (or value of its own) around a node."""

    text: str
    ordered: frozenset[Span]

    def condition(self, node: Syntax, whole: Span) -> Iterator[TextChange]:
        """Yield the changes of a part that is a truth."""
        match node:
            case Operation("and" | "or"):
                yield from self._joined(node)
            case Operation("not"):
                yield from self._not(node)
            case Operation("=" | "!=" | "<" | "<=" | ">" | ">="):
                yield from self._compared(node)
            case Operation("between"):
                yield from self._between(node)
            case Operation("in" | "known"):
                yield self._negated(node)
                yield from self._inside(node, node.span)
            case Name() | Call() | Gather():
                yield self._negated(node)
                yield from self.value(node, node.span)
            case Operation() | Written():
                yield from self.value(node, whole)

    def value(self, node: Syntax, whole: Span) -> Iterator[TextChange]:
        """Yield the changes of a part that is no condition by itself."""
        match node:
            case Written():
                yield from self._constant(node, whole)
            case Operation("+" | "-" | "*" | "/"):
                yield from self._arithmetic(node, whole)
            case Operation("if"):
                picks, *others = node.operands
                yield from self.condition(picks, picks.span)
                for other in others:
                    yield from self.value(other, other.span)
            case Operation("negate"):
                yield from self.value(node.operands[0], whole)
            case Operation():
                yield from self.condition(node, whole)
            case Call():
                yield from self._call(node, whole)
            case Gather():
                yield from self._gather(node, whole)

    def _joined(self, node: Operation) -> Iterator[TextChange]:
        neutral = "true" if node.operator == "and" else "false"
        joints = [self._between_parts(a, b, _JOINT) for a, b in pairwise(node.operands)]
        first, last = joints[0], joints[-1]
        swapped = self.text[first.start : last.end]
        for joint in reversed(joints):
            word = self._at(joint)
            start, end = joint.start - first.start, joint.end - first.start
            swapped = swapped[:start] + _JOINTS[word] + swapped[end:]
        yield TextChange(AND_OR, Span(first.start, last.end), swapped, node.span)
        for operand in node.operands:
            yield TextChange(CONDITION_DROPPED, operand.span, neutral, node.span)
        for operand in node.operands:
            yield from self.condition(operand, operand.span)

    def _not(self, node: Operation) -> Iterator[TextChange]:
        (item,) = node.operands
        if isinstance(item, Operation) and item.operator in {"known", "in"}:  # “is missing” and “not in” are one word
            yield self._negated(node)
            yield from self._inside(item, node.span)
        else:
            yield TextChange(NEGATION, node.span, f"({self._at(item.span)})", node.span)
            single = isinstance(item, Name | Call | Gather)  # its opposite is what was yielded just now
            yield from self.value(item, item.span) if single else self.condition(item, item.span)

    def _negated(self, node: Syntax) -> TextChange:
        return TextChange(NEGATION, node.span, f"非 ({self._at(node.span)})", node.span)

    def _compared(self, node: Operation) -> Iterator[TextChange]:
        left, right = node.operands
        sign = self._between_parts(left, right, _COMPARISON_SIGN)
        others = _COMPARATORS[node.operator]
        if {left.span, right.span} & self.ordered:
            others += _ONE_SIDED.get(node.operator, ())
        for other in others:
            yield TextChange(COMPARATOR, sign, other, node.span)
        yield from self._inside(node, node.span)

    def _between(self, node: Operation) -> Iterator[TextChange]:
        value, low, high = map(self._operand, node.operands)
        for first, last in ((">", "<="), (">=", "<")):
            new = f"({value} {first} {low} 且 {value} {last} {high})"
            yield TextChange(COMPARATOR, node.span, new, node.span)
        yield from self._inside(node, node.span)

    def _inside(self, node: Operation, whole: Span) -> Iterator[TextChange]:
        if node.operator == "in" and len(node.operands) > _PAIR:
            yield from self._fewer(node)
        for operand in node.operands:
            yield from self.value(operand, whole)

    def _fewer(self, node: Operation) -> Iterator[TextChange]:
        """Yield the list with one item fewer, each in turn."""
        value, *items = node.operands
        gaps = [self.text[one.span.end : other.span.start] for one, other in pairwise(items)]
        simple = not any(set(gap) & set("()（）") for gap in (*gaps, self.text[items[-1].span.end : node.span.end - 1]))
        for index in range(len(items)):
            if simple:
                yield TextChange(ITEM_DROPPED, _with_comma(items, index), "", node.span)
                continue
            word = self._between_parts(value, items[0], _AMONG)
            rest = ", ".join(self._operand(item) for item in (*items[:index], *items[index + 1 :]))
            new = f"{self._operand(value)} {self._at(word)} ({rest})"
            yield TextChange(ITEM_DROPPED, node.span, new, node.span)

    def _operand(self, node: Syntax) -> str:
        """Return the text of a part, in brackets where it would not hold together without."""
        text = self._at(node.span)
        return text if isinstance(node, Written | Name | Call | Gather) else f"({text})"

    def _constant(self, node: Written, whole: Span) -> Iterator[TextChange]:
        if node.kind in {Kind.TEXT, Kind.CHOICE, Kind.TRUTH}:
            return
        for text in stepped(self._at(node.span), node.kind):
            new = f"({text})" if text.startswith("-") else text
            yield TextChange(CONSTANT, node.span, new, whole)

    def _arithmetic(self, node: Operation, whole: Span) -> Iterator[TextChange]:
        left, right = node.operands
        sign = self._between_parts(left, right, _ARITHMETIC_SIGN)
        yield TextChange(ARITHMETIC, sign, _SIGNS[node.operator], whole)
        for operand in node.operands:
            yield from self.value(operand, whole)

    def _call(self, node: Call, whole: Span) -> Iterator[TextChange]:
        name = ALIASES.get(node.name, node.name)
        start = node.span.start
        if name in GATHERINGS and node.name not in _FUNCTIONS and node.name in _GATHERINGS:  # without where: a call
            yield TextChange(AGGREGATE, Span(start, start + len(node.name)), _GATHERINGS[node.name], whole)
        if node.name in _FUNCTIONS:
            yield TextChange(FUNCTION, Span(start, start + len(node.name)), _FUNCTIONS[node.name], whole)
        if name in _DROPPED and node.arguments:
            yield TextChange(FUNCTION, node.span, f"({self._at(node.arguments[0].span)})", whole)
        for index, argument in enumerate(node.arguments):
            if index and name in _NUMBERED and not isinstance(argument, Written):
                for by in ("+ 1", "- 1"):
                    yield TextChange(FUNCTION, argument.span, f"({self._at(argument.span)}) {by}", whole)
            yield from self.value(argument, whole)

    def _gather(self, node: Gather, whole: Span) -> Iterator[TextChange]:
        start = node.span.start
        if node.name in _GATHERINGS:
            yield TextChange(AGGREGATE, Span(start, start + len(node.name)), _GATHERINGS[node.name], whole)
        yield from self.value(node.body, whole)
        if node.where is not None:
            yield TextChange(WHERE_DROPPED, node.where.span, "true", node.span)
            yield from self.condition(node.where, node.where.span)

    def _between_parts(self, left: Syntax, right: Syntax, pattern: re.Pattern[str]) -> Span:
        """Return where the sign between two parts stands; brackets may stand there too, another sign may not."""
        found = pattern.search(self.text, left.span.end, right.span.start)
        assert found is not None  # noqa: S101 - the grammar demands it
        return Span(found.start(), found.end())

    def _at(self, span: Span) -> str:
        return self.text[span.start : span.end]


def _with_comma(items: Sequence[Syntax], index: int) -> Span:
    """Return where an item of a list stands, the comma behind it included, or the one before the last."""
    span = items[index].span
    if index + 1 < len(items):
        return Span(span.start, items[index + 1].span.start)
    return Span(items[index - 1].span.end, span.end)
