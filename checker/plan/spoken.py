"""Turns a typed tree into a phrase a reader of regulations understands: names, words for signs, values in force.

The phrase says what the rule file says; it is for people, and nothing reads it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from checker.expr.evaluate import in_force
from checker.expr.tree import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Comparison,
    Constant,
    Expr,
    Field,
    Function,
    Known,
    Not,
    Parameter,
)
from checker.messages import tr
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.expr import RecordSpec

_SIGNS: Final = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
_SUMS: Final = frozenset({"+", "-"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts the expressions of one plan into words; ``as_of`` picks the values named beside the parameters."""

    records: Mapping[str, RecordSpec]
    as_of: int

    def say(self, tree: Expr) -> str:
        """Return the phrase for ``tree``."""
        return _SAYING[type(tree)](self, tree)

    def _constant(self, tree: Constant) -> str:
        if tree.kind is Kind.TRUTH:
            return tr("总是") if tree.value is True else tr("从不")
        shown = show(tree.value, tree.kind)
        return tr("“{text}”", text=shown) if tree.kind in {Kind.TEXT, Kind.CHOICE} else shown

    def _field(self, tree: Field) -> str:
        name = tree.label or tree.name
        return tr("{what}为“是”", what=name) if tree.kind is Kind.TRUTH else name

    def _known(self, tree: Known) -> str:
        return tr("有{what}", what=self._name(tree.item))

    def _name(self, tree: Expr) -> str:
        return (tree.label or tree.name) if isinstance(tree, Field) else self.say(tree)

    def _joined(self, tree: AllOf | AnyOf) -> str:
        words = _one_of(tree)
        if words is not None:
            name, values = words
            listed = tr("或").join(map(self.say, values))
            if isinstance(tree, AnyOf):
                return tr("{what}是{values}", what=self.say(name), values=listed)
            return tr("{what}不是{values}", what=self.say(name), values=listed)
        parts = [self._part(item, tree) for item in tree.items]
        return (tr("，并且") if isinstance(tree, AllOf) else tr("，或者")).join(parts)

    def _part(self, item: Expr, whole: AllOf | AnyOf) -> str:
        text = self.say(item)
        mixed = isinstance(item, AllOf | AnyOf) and type(item) is not type(whole) and _one_of(item) is None
        return tr("（{text}）", text=text) if mixed else text

    def _not(self, tree: Not) -> str:
        item = tree.item
        if isinstance(item, Known):
            return tr("没有{what}", what=self._name(item.item))
        if isinstance(item, AnyOf) and (words := _one_of(item)) is not None:
            listed = tr("或").join(map(self.say, words[1]))
            return tr("{what}不是{values}", what=self.say(words[0]), values=listed)
        if isinstance(item, Field):
            return tr("{what}为“否”", what=item.label or item.name)
        if isinstance(item, Aggregate) and item.name == "exists":
            return tr("没有{what}", what=self._rows(item))
        return tr("并非“{what}”", what=self.say(item))

    def _comparison(self, tree: Comparison) -> str:
        template = _comparison_words(tree.left.kind)[tree.comparator]
        return template.replace("{a}", self.say(tree.left)).replace("{b}", self.say(tree.right))

    def _parameter(self, tree: Parameter) -> str:
        values = in_force(tree.versions, Fraction(self.as_of))
        if tree.key is None:
            shown = show(values[0].value, tree.kind) if values else ""
            return tr("{name}（{value}）", name=tree.label, value=shown) if shown else tree.label
        keyed = values[0].keyed if values else ()
        key = tree.key.value if isinstance(tree.key, Constant) else None
        shown = tr("、").join(
            show(value, tree.kind) if name == key else f"{name}{show(value, tree.kind)}"
            for name, value in keyed
            if key in {None, name}
        )
        text = tr("{key}的{name}", key=self.say(tree.key), name=tree.label)
        return tr("{name}（{value}）", name=text, value=shown) if shown else text

    def _arithmetic(self, tree: Arithmetic) -> str:
        left, right = self.say(tree.left), self.say(tree.right)
        if tree.sign not in _SUMS:
            left = tr("（{text}）", text=left) if _is_sum(tree.left) else left
        if tree.sign != "+":
            right = (
                tr("（{text}）", text=right) if _is_sum(tree.right) or tree.sign == "/" == _sign(tree.right) else right
            )
        return f"{left}{_SIGNS[tree.sign]}{right}"

    def _function(self, tree: Function) -> str:
        first = tree.arguments[0]
        if tree.name == "abs" and isinstance(first, Arithmetic) and first.sign == "-":
            return tr("{a}与{b}的差距", a=self.say(first.left), b=self.say(first.right))
        values = [self._alone(argument) for argument in tree.arguments]
        template = _function_words(len(values)).get(tree.name)
        if template is None:
            return tr("{values}中{which}的", values=tr("、").join(values), which=_extremes()[tree.name])
        for number, value in enumerate(values):
            template = template.replace("{" + "abc"[number] + "}", value)
        return template

    def _alone(self, tree: Expr) -> str:
        text = self.say(tree)
        return tr("（{text}）", text=text) if isinstance(tree, Arithmetic) else text

    def _aggregate(self, tree: Aggregate) -> str:
        rows = self._rows(tree)
        if tree.name == "exists":
            return tr("有{what}", what=rows)
        if tree.body is None:
            return tr("{rows}的条数", rows=rows)
        words = {
            "sum": tr("{rows}的{what}合计", rows=rows, what=self.say(tree.body)),
            "average": tr("{rows}的{what}平均", rows=rows, what=self.say(tree.body)),
            "min": tr("{rows}中最小的{what}", rows=rows, what=self.say(tree.body)),
            "max": tr("{rows}中最大的{what}", rows=rows, what=self.say(tree.body)),
        }
        return words.get(tree.name) or tr("{rows}的{what}", rows=rows, what=self.say(tree.body))

    def _rows(self, tree: Aggregate) -> str:
        name = self.records[tree.record].label if tree.record in self.records else tree.record
        if tree.where is None:
            return tr("“{name}”", name=name)
        return tr("“{name}”（{which}）", which=self.say(tree.where), name=name)

    def _choice(self, tree: Choose) -> str:
        return tr(
            "（{condition}的，取{then}；否则取{otherwise}）",
            condition=self.say(tree.condition),
            then=self.say(tree.then),
            otherwise=self.say(tree.otherwise),
        )


def _one_of(tree: AllOf | AnyOf) -> tuple[Expr, list[Expr]] | None:
    """Return the name and the words when this is one name compared with several words, else None."""
    wanted = "=" if isinstance(tree, AnyOf) else "!="
    items = [item for item in tree.items if isinstance(item, Comparison) and item.comparator == wanted]
    if len(items) != len(tree.items) or any(item.left != items[0].left for item in items):
        return None
    return items[0].left, [item.right for item in items]


def _sign(tree: Expr) -> str:
    return tree.sign if isinstance(tree, Arithmetic) else ""


def _is_sum(tree: Expr) -> bool:
    return _sign(tree) in _SUMS


def _extremes() -> dict[str, str]:
    return {"min": tr("最小"), "max": tr("最大")}


def _comparison_words(kind: Kind) -> dict[str, str]:
    """Return a template for each sign; which words fit hangs on the kind of what is compared."""
    if kind in {Kind.DATE, Kind.QUARTER}:
        return {
            "=": tr("{a}是{b}", a="{a}", b="{b}"),
            "!=": tr("{a}不是{b}", a="{a}", b="{b}"),
            "<": tr("{a}早于{b}", a="{a}", b="{b}"),
            "<=": tr("{a}不晚于{b}", a="{a}", b="{b}"),
            ">": tr("{a}晚于{b}", a="{a}", b="{b}"),
            ">=": tr("{a}不早于{b}", a="{a}", b="{b}"),
        }
    if not kind.ordered:
        return {"=": tr("{a}是{b}", a="{a}", b="{b}"), "!=": tr("{a}不是{b}", a="{a}", b="{b}")}
    return {
        "=": tr("{a}等于{b}", a="{a}", b="{b}"),
        "!=": tr("{a}不等于{b}", a="{a}", b="{b}"),
        "<": tr("{a}低于{b}", a="{a}", b="{b}"),
        "<=": tr("{a}不高于{b}", a="{a}", b="{b}"),
        ">": tr("{a}高于{b}", a="{a}", b="{b}"),
        ">=": tr("{a}不低于{b}", a="{a}", b="{b}"),
    }


def _function_words(arguments: int) -> dict[str, str]:
    """Return a template for each function that has words of its own; ``arguments`` tells forms apart."""
    a, b, c = "{a}", "{b}", "{c}"
    rounded = tr("{a}四舍五入到整数", a=a) if arguments == 1 else tr("{a}四舍五入到{b}位小数", a=a, b=b)
    return {
        "abs": tr("{a}的绝对值", a=a),
        "round": rounded,
        "floor": tr("{a}向下取整", a=a),
        "ceiling": tr("{a}向上取整", a=a),
        "next": tr("{a}的下一季度", a=a),
        "previous": tr("{a}的上一季度", a=a),
        "quarter_of": tr("{a}所在季度", a=a),
        "quarter_start": tr("{a}第一天", a=a),
        "month_end": tr("{a}第{b}个月的月末", a=a, b=b),
        "days": tr("{a}到{b}的天数", a=a, b=b),
        "months": tr("{a}到{b}的整月数", a=a, b=b),
        "year_of": tr("{a}的年份", a=a),
        "year_of_quarter": tr("{a}的年份", a=a),
        "valid_date": tr("由{a}、{b}、{c}合成的日期在日历上有", a=a, b=b, c=c),
    }


_SAYING: Final[dict[type[Expr], Callable[[Speaker, Any], str]]] = {
    Constant: Speaker._constant,
    Field: Speaker._field,
    Parameter: Speaker._parameter,
    Arithmetic: Speaker._arithmetic,
    Comparison: Speaker._comparison,
    AllOf: Speaker._joined,
    AnyOf: Speaker._joined,
    Not: Speaker._not,
    Known: Speaker._known,
    Choose: Speaker._choice,
    Function: Speaker._function,
    Aggregate: Speaker._aggregate,
}
"""One per node class."""
