"""Turns a typed tree back into text of the language: one canonical text per tree, with ids and the fewest brackets.

Compiling the text in the scope of the tree gives the same tree. Knows nothing about how the tree was first written.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from checker.expr.functions import LOOKUP
from checker.expr.grammar import quote_name
from checker.expr.parse import ExprFault
from checker.expr.tree import (
    NOWHERE,
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
from checker.values import Interval, Kind, Unknown, Value, decimal_text
from checker.values.calendar import QUARTERS, day_of
from checker.values.written import MONEY_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from checker.expr.scope import Scope

_CHOICE, _OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _UNARY, _ATOM = range(9)
"""How tightly a text holds together; a part looser than its place allows is put in brackets."""
_MOST_DIGITS: Final = 30
_SHOWN_UNITS: Final = ("亿元", "万元", "元")
"""Money is shown in the largest of these it reaches; in another where that would take too many digits."""
_EXACT_UNITS: Final = {
    Kind.MONEY: ("元", Fraction(1)),
    Kind.RATIO: ("%", Fraction(1, 100)),
    Kind.SCORE: ("分", Fraction(1)),
}
_PAIR: Final = 2


def text_of(tree: Expr, scope: Scope | None = None) -> str:
    """Return the canonical text of ``tree``.

    In ``scope`` (the one ``tree`` was compiled in) a name is the shortest that means the same; without it a field is
    written ``variable.field`` unless its variable has no name. Raises ``ValueError`` for what the language cannot
    write: a constant that is bounded, unknown or has no finite decimals, or a name that would mean something else.
    """
    return _Printer(scope).at(tree, _CHOICE)


def value_text(value: Value, kind: Kind) -> str:
    """Return ``value`` exactly: as the language writes it, bounds as an interval such as ``[20万元, 30万元)``.

    For reference pages and for engines that disagree; people read ``checker.values.show``.
    """
    if isinstance(value, Unknown):
        return "未知"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return value
    if isinstance(value, Interval):
        low = "(-∞" if value.low is None else f"{'(' if value.low_open else '['}{value_text(value.low, kind)}"
        high = "+∞)" if value.high is None else f"{value_text(value.high, kind)}{')' if value.high_open else ']'}"
        return f"{low}, {high}"
    try:
        return _literal(Constant(value, kind))
    except ValueError:
        unit, size = _EXACT_UNITS.get(kind, ("", Fraction(1)))
        return decimal_text(value / size) + unit


class _Printer:
    """Prints in one scope; an aggregate has a printer of its own for what is inside it."""

    def __init__(self, scope: Scope | None) -> None:
        self._scope = scope

    def at(self, node: Expr, place: int) -> str:
        """Return the text of ``node`` where a text of strength ``place`` may stand."""
        text, strength = _PRINTERS[type(node)](self, node)
        return text if strength >= place else f"({text})"

    def constant(self, node: Constant) -> tuple[str, int]:
        text = _literal(node)
        return text, _UNARY if text.startswith("-") else _ATOM

    def field(self, node: Field) -> tuple[str, int]:
        name, bare = quote_name(node.name), "*" in node.variable
        if self._scope is None:
            return name if bare else f"{quote_name(node.variable)}.{name}", _ATOM
        owner = node.record if bare else node.variable
        ways = [(node.name,), (owner, node.name), (node.label,) if node.label else (node.name,)]
        return self._meaning(ways, node), _ATOM

    def parameter(self, node: Parameter) -> tuple[str, int]:
        if node.key is not None:
            return f"{LOOKUP}({quote_name(node.name)}, {self.at(node.key, _CHOICE)})", _ATOM
        if self._scope is None:
            return quote_name(node.name), _ATOM
        return self._meaning([(node.name,), (node.label,) if node.label else (node.name,)], node), _ATOM

    def _meaning(self, ways: Iterable[tuple[str, ...]], node: Field | Parameter) -> str:
        """Return the first way of writing a name that means ``node`` in this scope."""
        for parts in ways:
            try:
                found = self._scope.resolve(parts, NOWHERE) if self._scope else node
            except ExprFault:
                continue
            if found == node:
                return ".".join(map(quote_name, parts))
        raise ValueError(node.name)

    def arithmetic(self, node: Arithmetic) -> tuple[str, int]:
        nothing = node.sign == "-" and node.left == Constant(Fraction(0), node.kind)
        if nothing and node.right.kind is node.kind and not isinstance(node.right, Constant):
            return f"-{self.at(node.right, _UNARY)}", _UNARY
        own, right = (_SUM, _PRODUCT) if node.sign in {"+", "-"} else (_PRODUCT, _UNARY)
        return f"{self.at(node.left, own)} {node.sign} {self.at(node.right, right)}", own

    def comparison(self, node: Comparison) -> tuple[str, int]:
        return f"{self.at(node.left, _SUM)} {node.comparator} {self.at(node.right, _SUM)}", _COMPARED

    def all_of(self, node: AllOf) -> tuple[str, int]:
        match node.items:
            case (Comparison(">=", value, low), Comparison("<=", same, high)) if value == same:
                return f"{self.at(value, _SUM)} between {self.at(low, _SUM)} and {self.at(high, _SUM)}", _COMPARED
        return " and ".join(self.at(item, _NOT) for item in node.items), _AND

    def any_of(self, node: AnyOf) -> tuple[str, int]:
        among = self._among(node, "in")
        return (among, _COMPARED) if among else (" or ".join(self.at(item, _AND) for item in node.items), _OR)

    def _among(self, node: Expr, word: str) -> str | None:
        """Return ``value in (…)`` for equalities of one value joined by or; None for anything else."""
        items = node.items if isinstance(node, AnyOf) else ()
        equal = [item for item in items if isinstance(item, Comparison) and item.comparator == "="]
        if len(equal) < _PAIR or len(equal) < len(items) or any(item.left != equal[0].left for item in equal):
            return None
        others = ", ".join(self.at(item.right, _SUM) for item in equal)
        return f"{self.at(equal[0].left, _SUM)} {word} ({others})"

    def opposite(self, node: Not) -> tuple[str, int]:
        if isinstance(node.item, Known):
            return f"{self.at(node.item.item, _SUM)} is missing", _COMPARED
        among = self._among(node.item, "not in")
        return (among, _COMPARED) if among else (f"not {self.at(node.item, _NOT)}", _NOT)

    def known(self, node: Known) -> tuple[str, int]:
        return f"{self.at(node.item, _SUM)} is known", _COMPARED

    def choose(self, node: Choose) -> tuple[str, int]:
        condition, then, otherwise = (self.at(part, _CHOICE) for part in (node.condition, node.then, node.otherwise))
        return f"if {condition} then {then} else {otherwise}", _CHOICE

    def function(self, node: Function) -> tuple[str, int]:
        return f"{node.name}({', '.join(self.at(argument, _CHOICE) for argument in node.arguments)})", _ATOM

    def aggregate(self, node: Aggregate) -> tuple[str, int]:
        inner = self
        if self._scope is not None:
            inner = _Printer(self._scope.push((node.variable, self._scope.records[node.record])))
        record = quote_name(node.record)
        text = record if node.body is None else f"{inner.at(node.body, _CHOICE)} over {record}"
        text += "" if "*" in node.variable else f" as {quote_name(node.variable)}"
        text += "" if node.where is None else f" where {inner.at(node.where, _CHOICE)}"
        return f"{node.name}({text})", _ATOM


_PRINTERS: Final[dict[type[Any], Callable[[_Printer, Any], tuple[str, int]]]] = {
    Constant: _Printer.constant,
    Field: _Printer.field,
    Parameter: _Printer.parameter,
    Arithmetic: _Printer.arithmetic,
    Comparison: _Printer.comparison,
    AllOf: _Printer.all_of,
    AnyOf: _Printer.any_of,
    Not: _Printer.opposite,
    Known: _Printer.known,
    Choose: _Printer.choose,
    Function: _Printer.function,
    Aggregate: _Printer.aggregate,
}


def _literal(node: Constant) -> str:
    value = node.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if not isinstance(value, Fraction):
        raise ValueError(value)
    if node.kind is Kind.DATE:
        return day_of(value).isoformat()
    if node.kind is Kind.QUARTER:
        year, index = divmod(int(value), QUARTERS)
        return f"{year:04d}Q{index + 1}"
    return _number(value, node.kind)


def _quoted(text: str) -> str:
    for start, end in ('""', "“”", "''"):
        if end not in text and "\n" not in text:
            return f"{start}{text}{end}"
    raise ValueError(text)


def _number(value: Fraction, kind: Kind) -> str:
    units: dict[str, Fraction | int] = {"": 1}
    if kind is Kind.MONEY:
        reached = [name for name in _SHOWN_UNITS if abs(value) >= MONEY_UNITS[name]][:1]
        units = {name: MONEY_UNITS[name] for name in (*reached, "元", "万元", "亿元")}
    elif kind is Kind.RATIO:
        units = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}
    elif kind is Kind.SCORE:
        units = {"分": 1}
    for name, size in units.items():
        text = decimal_text(value / size)
        if "/" not in text and sum(map(str.isdigit, text)) <= _MOST_DIGITS:
            return text + name
    raise ValueError(value)
