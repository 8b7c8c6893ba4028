"""Says in a few words what a made-up project is about: which value stands where to which boundary.

Knows nothing about how it was found. The words are rendered when they are shown, in the language in use then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.expr import evaluator, text_of
from checker.expr.functions import FUNCTIONS
from checker.expr.tree import (
    Aggregate,
    AnyOf,
    Arithmetic,
    Comparison,
    Constant,
    Expr,
    Field,
    Function,
    Known,
    Parameter,
    walk,
)
from checker.messages import Message, message
from checker.values import Interval, Kind, Value, show
from checker.witness.turns import is_among
from checker.witness.written import written

if TYPE_CHECKING:
    from checker.expr import Env
    from checker.plan import Plan

_GATHERED: Final = {
    "sum": message("合计"), "average": message("平均"), "max": message("最大"), "min": message("最小"),
}  # fmt: skip
_SIGNS: Final = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """A value, put into words when the language of the reader is known."""

    value: Value
    kind: Kind
    unit: str = ""

    def __str__(self) -> str:
        if isinstance(self.value, Interval):
            try:
                return written(self.value, self.kind, self.unit)
            except ValueError:
                pass
        return show(self.value, self.kind, self.unit)


def name_of(tree: Expr, plan: Plan) -> object:
    """Return what a value is called."""
    match tree:
        case Field() | Parameter():
            return tree.label or tree.name
        case Constant():
            return Shown(tree.value, tree.kind)
        case Aggregate():
            return _gathered(tree, plan)
        case Arithmetic(sign="/", right=Constant(value=1)):
            return name_of(tree.left, plan)
        case Arithmetic():
            return f"{name_of(tree.left, plan)}{_SIGNS[tree.sign]}{name_of(tree.right, plan)}"
        case Function():
            return _function(tree, plan)
    return _text(tree)


def _gathered(tree: Aggregate, plan: Plan) -> object:
    if tree.body is None:
        return message("{record}条数", record=plan.records[tree.record].label)
    body = name_of(tree.body, plan)
    return message("{name}{how}", name=body, how=_GATHERED[tree.name]) if tree.name in _GATHERED else body


def _function(tree: Function, plan: Plan) -> object:
    first = tree.arguments[0]
    if tree.name == "abs" and isinstance(first, Arithmetic) and first.sign == "-":
        return message("{a}与{b}之差", a=name_of(first.left, plan), b=name_of(first.right, plan))
    if tree.name in {"round", "floor", "ceiling"}:
        return message("取整后的{name}", name=name_of(first, plan))
    words = "，".join(str(name_of(argument, plan)) for argument in tree.arguments)
    return f"{FUNCTIONS[tree.name].label}（{words}）"


def _text(tree: Expr) -> str:
    try:
        text = text_of(tree)
    except ValueError:  # a number or bounds that the language cannot write
        return "…"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def compared(tree: Comparison, margin: int, env: Env, plan: Plan) -> Message:
    """Return where a compared number stands: below (-1), at (0) or above (1) what it is compared with."""
    mirrored = not _reads(tree.left) and _reads(tree.right)
    left, right = (tree.right, tree.left) if mirrored else (tree.left, tree.right)
    kind = left.kind if left.kind is not Kind.NUMBER or isinstance(left, Field) else right.kind
    unit = next((node.unit for node in walk(left) if isinstance(node, Field) and node.unit), "")
    unit = unit if kind is Kind.COUNT else ""
    limit: object = Shown(evaluator(right)(env), kind, unit)
    if isinstance(right, Field):
        limit = message("{name}（{value}）", name=name_of(right, plan), value=limit)
    name, value = name_of(left, plan), Shown(evaluator(left)(env), kind, unit)
    if margin == 0:
        return message("{name}恰好等于{limit}", name=name, limit=limit)
    below = (margin < 0) is not mirrored
    if kind in {Kind.DATE, Kind.QUARTER}:
        if below:
            return message("{name}为{value}，略早于{limit}", name=name, value=value, limit=limit)
        return message("{name}为{value}，略晚于{limit}", name=name, value=value, limit=limit)
    if below:
        return message("{name}为{value}，略低于{limit}", name=name, value=value, limit=limit)
    return message("{name}为{value}，略高于{limit}", name=name, value=value, limit=limit)


def _reads(tree: Expr) -> bool:
    return any(isinstance(node, Field | Aggregate) for node in walk(tree))


def decided(tree: Expr, *, wanted: bool, env: Env, plan: Plan) -> Message:
    """Return which way a condition goes."""
    found = _simply(tree, plan, wanted=wanted)
    if found is not None:
        return found
    if isinstance(tree, AnyOf) and is_among(tree) and isinstance(tree.items[0], Comparison):
        return _equal(tree.items[0], env, plan)
    if isinstance(tree, Comparison) and not tree.left.kind.ordered:
        return _equal(tree, env, plan)
    if wanted:
        return message("“{text}”成立", text=name_of(tree, plan))
    return message("“{text}”不成立", text=name_of(tree, plan))


def _simply(tree: Expr, plan: Plan, *, wanted: bool) -> Message | None:
    if isinstance(tree, Known):
        name = name_of(tree.item, plan)
        return message("提供了{name}", name=name) if wanted else message("没有提供{name}", name=name)
    if isinstance(tree, Field):
        return message("{name}为{value}", name=name_of(tree, plan), value=Shown(wanted, Kind.TRUTH))
    if isinstance(tree, Aggregate):
        label = plan.records[tree.record].label
        return message("有这样的{record}", record=label) if wanted else message("没有这样的{record}", record=label)
    return None


def _equal(tree: Comparison, env: Env, plan: Plan) -> Message:
    left = tree.left if _reads(tree.left) or not _reads(tree.right) else tree.right
    value = Shown(evaluator(left)(env), left.kind)
    return message("{name}为“{value}”", name=name_of(left, plan), value=value)


def given(label: str, value: Value, kind: Kind, unit: str) -> Message:
    """Return what is known of a field that is known only within bounds."""
    return message("只知道{name}{value}", name=label, value=Shown(value, kind, unit))


def missing(label: str) -> Message:
    """Return that a field was not given."""
    return message("没有提供{name}", name=label)


def unreported(label: str) -> Message:
    """Return that nobody reported on a type."""
    return message("没有报告{name}", name=label)


def joined(about: Message, more: Message) -> Message:
    """Return two things a project is about."""
    return message("{about}；{more}", about=about, more=more)


def chosen(label: str, choice: str) -> Message:
    """Return which choice a field has."""
    return message("{name}为“{value}”", name=label, value=choice)


def side_of_day(day: object, about: Message, *, since: bool) -> Message:
    """Return what a project is about on the day a new value holds from, or on the day before."""
    if since:
        return message("按{day}起的标准：{about}", day=day, about=about)
    return message("早于{day}起的标准：{about}", day=day, about=about)


def first_day(*, inside: bool) -> Message:
    """Return that a project is checked on the first day a rule is in force, or the day before."""
    return message("规则施行的第一天") if inside else message("规则施行的前一天")


def last_day(*, inside: bool) -> Message:
    """Return that a project is checked on the last day a rule is in force, or the day after."""
    return message("规则失效前的最后一天") if inside else message("规则失效后的第一天")


def measured(name: object, value: object) -> Message:
    """Return what is measured for a score."""
    return message("{name}为{value}", name=name, value=value)


def found(count: int) -> Message:
    """Return how many findings there are."""
    return message("没有发现问题") if not count else message("发现问题{count}处", count=count)


def found_by(title: str, count: int) -> Message:
    """Return how many findings of a rule there are."""
    return message("“{title}”{count}处", title=title, count=count)


def judged(label: str, points: object) -> Message:
    """Return how many points an assessor gave."""
    return message("“{name}”评定{points}", name=label, points=points)


def missed(label: str, count: int) -> Message:
    """Return how often a 要点 was missed."""
    return message("“{name}”未达{count}次", name=label, count=count)


def not_judged(label: str) -> Message:
    """Return that no assessor judged an indicator."""
    return message("没有评定“{name}”", name=label)
