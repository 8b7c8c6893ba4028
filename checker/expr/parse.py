"""Turns the text of an expression into a syntax tree; knows nothing about what names mean."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from checker.expr.grammar import is_plain_name
from checker.expr.hints import broken_literal, syntax_hint
from checker.expr.parser import parser
from checker.expr.syntax import Call, Gather, Name, Operation, Operator, Span, Syntax, Written, expanded_size
from checker.messages import Message, message
from checker.values import Kind, WrittenFault, parse_value

if TYPE_CHECKING:
    from lark import Token, Tree

_LONGEST: Final = 4000
_DEEPEST: Final = 60
_LARGEST: Final = 4000
_SIGNS: Final = {"≥": ">=", "≤": "<=", "≠": "!=", "＝": "=", "＜": "<", "＞": ">"} | {
    "＋": "+", "－": "-", "−": "-", "×": "*", "÷": "/",
}  # fmt: skip
_SPLIT: Final = message("拆成几个派生字段")


class ExprFault(Exception):
    """An expression that is not right; ``offset`` is where in its text, ``hint`` what to write instead."""

    def __init__(self, code: str, what: Message, offset: int = 0, hint: Message | None = None) -> None:
        super().__init__(what)
        self.code, self.what, self.offset, self.hint = code, what, offset, hint


def _refuse(token: Token) -> Token:
    what, hint = broken_literal(str(token))
    raise ExprFault("syntax", what, token.start_pos or 0, hint)


@lru_cache(maxsize=4096)
def parse(text: str) -> Syntax:
    """Return the syntax tree of ``text``, made once for each text.

    Raises ``ExprFault`` with the offset of the first thing not understood.
    """
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken  # noqa: PLC0415 - see parser

    if len(text) > _LONGEST:
        raise ExprFault("too-long", message("表达式超过 {most} 个字符", most=_LONGEST), 0, _SPLIT)
    if not text.strip():
        raise ExprFault("empty-expression", message("表达式是空的"), 0, message("写一个条件，如 在线率 < 90%"))
    if is_plain_name(text):  # most holes of messages are; they need no parser
        whole = Span(0, len(text))
        return Name((text,), (whole,), whole)
    try:
        tree = _Builder().build(parser(_refuse).parse(text), 0)
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise ExprFault("syntax", message("表达式没有写完"), len(text.rstrip()), _missing(text)) from None
        raise _unexpected(text, error.token.start_pos or 0, str(error.token)) from None
    except UnexpectedCharacters as error:
        offset = cast("int", error.pos_in_stream)
        raise _unexpected(text, offset, text[offset]) from None
    if expanded_size(tree) > _LARGEST:
        raise ExprFault("too-long", message("表达式展开后超过 {most} 个部分", most=_LARGEST), 0, _SPLIT)
    return tree


def _missing(text: str) -> Message:
    opened, closed = sum(map(text.count, "(（")), sum(map(text.count, ")）"))
    if opened > closed:
        return message("少了 {count} 个右括号", count=opened - closed)
    if text.split(maxsplit=1)[0] in {"if", "如果"}:
        return message("写全 if 条件 then 值 else 值")
    return message("运算符后面还要写一个值")


def _unexpected(text: str, offset: int, seen: str) -> ExprFault:
    return ExprFault("syntax", message("看不懂这里的“{seen}”", seen=seen), offset, syntax_hint(text, offset, seen))


def _name(*tokens: Token) -> Name:
    places = tuple(Span(token.start_pos or 0, token.end_pos or 0) for token in tokens)
    return Name(tuple(str(token).strip("`") for token in tokens), places, Span(places[0].start, places[-1].end))


class _Builder:
    """Turns lark's tree into syntax nodes."""

    def build(self, node: Tree[Token], depth: int) -> Syntax:
        """Return the syntax node for ``node``."""
        span = Span(node.meta.start_pos, node.meta.end_pos)
        if depth > _DEEPEST:
            what = message("表达式嵌套（或连加、连乘）超过 {most} 层", most=_DEEPEST)
            raise ExprFault("too-deep", what, span.start, _SPLIT)
        special = getattr(self, f"_{node.data}", None)
        if special is not None:
            return cast("Syntax", special(node, span, depth))
        return Operation(_OPERATORS[node.data], self._children(node.children, depth), span)

    def _children(self, nodes: list[Any], depth: int) -> tuple[Syntax, ...]:
        return tuple(self.build(node, depth + 1) for node in nodes)

    def _infix(self, node: Tree[Token], span: Span, depth: int) -> Syntax:
        left, sign, right = cast("list[Any]", node.children)
        operator = cast("Operator", _SIGNS.get(str(sign), str(sign)))
        return Operation(operator, self._children([left, right], depth), span)

    _compare = _arithmetic = _infix

    def _negative(self, node: Tree[Token], span: Span, depth: int) -> Syntax:
        return Operation("negate", self._children([node.children[1]], depth), span)

    def _not_among(self, node: Tree[Token], span: Span, depth: int) -> Syntax:
        return Operation("not", (Operation("in", self._children(node.children, depth), span),), span)

    def _missing(self, node: Tree[Token], span: Span, depth: int) -> Syntax:
        return Operation("not", (Operation("known", self._children(node.children, depth), span),), span)

    def _literal(self, text: str, kind: Kind, span: Span) -> Syntax:
        try:
            return Written(parse_value(text, kind).value, kind, span)
        except WrittenFault as fault:
            raise ExprFault(fault.code, fault.what, span.start, fault.hint) from None

    def _number(self, node: Tree[Token], span: Span, _depth: int) -> Syntax:
        text = str(node.children[0])
        kind = Kind.NUMBER
        if text.endswith(("%", "％", "‰")):
            kind = Kind.RATIO
        elif text.endswith("元"):
            kind = Kind.MONEY
        elif text.endswith("分"):
            kind = Kind.SCORE
        return self._literal(text, kind, span)

    def _date(self, node: Tree[Token], span: Span, _depth: int) -> Syntax:
        return self._literal(str(node.children[0]), Kind.DATE, span)

    def _quarter(self, node: Tree[Token], span: Span, _depth: int) -> Syntax:
        return self._literal(str(node.children[0]), Kind.QUARTER, span)

    def _string(self, node: Tree[Token], span: Span, _depth: int) -> Syntax:
        return self._literal(str(node.children[0])[1:-1], Kind.TEXT, span)

    def _true(self, _node: Tree[Token], span: Span, _depth: int) -> Syntax:
        return Written(value=True, kind=Kind.TRUTH, span=span)

    def _false(self, _node: Tree[Token], span: Span, _depth: int) -> Syntax:
        return Written(value=False, kind=Kind.TRUTH, span=span)

    def _name(self, node: Tree[Token], _span: Span, _depth: int) -> Syntax:
        return _name(*cast("list[Token]", node.children))

    def _call(self, node: Tree[Token], span: Span, depth: int) -> Syntax:
        name, *arguments = cast("list[Any]", node.children)
        return Call(str(name).strip("`"), self._children(arguments, depth), span)

    def _aggregate(self, node: Tree[Token], span: Span, depth: int) -> Syntax:
        name, body, *clauses = cast("list[Any]", node.children)
        parts = {clause.data: clause.children[0] for clause in clauses}
        over, alias = (_name(parts[part]) if part in parts else None for part in ("over", "alias"))
        where = self.build(parts["where"], depth + 1) if "where" in parts else None
        return Gather(str(name).strip("`"), self.build(body, depth + 1), over, alias, where, span)


_OPERATORS: Final[dict[str, Operator]] = {
    "choose": "if", "either": "or", "both": "and", "opposite": "not", "between": "between", "among": "in",
    "known": "known",
}  # fmt: skip
