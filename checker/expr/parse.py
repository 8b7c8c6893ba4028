"""Turns the text of an expression into a syntax tree; knows nothing about what names mean."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from checker.expr.syntax import Call, Gather, Name, Operation, Operator, Span, Syntax, Written
from checker.messages import Message, message
from checker.values import Kind, WrittenFault, parse_value

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

_GRAMMAR: Final = Path(__file__).with_name("grammar.lark")
_LONGEST: Final = 4000
_DEEPEST: Final = 60
_SIGNS: Final = {"≥": ">=", "≤": "<=", "≠": "!=", "＝": "=", "＜": "<", "＞": ">"} | {
    "＋": "+", "－": "-", "−": "-", "×": "*", "÷": "/",
}  # fmt: skip


class ExprFault(Exception):
    """An expression that is not right; ``offset`` is where in its text, ``hint`` what to write instead."""

    def __init__(self, code: str, what: Message, offset: int = 0, hint: Message | None = None) -> None:
        super().__init__(what)
        self.code, self.what, self.offset, self.hint = code, what, offset, hint


@lru_cache(maxsize=1)
def _parser() -> Lark:
    from lark import Lark  # noqa: PLC0415 - loaded only when an expression is parsed, to keep the start fast

    return Lark(
        _GRAMMAR.read_text(encoding="utf-8"), parser="lalr", propagate_positions=True, maybe_placeholders=False
    )


def parse(text: str) -> Syntax:
    """Return the syntax tree of ``text``; raises ``ExprFault`` with the offset of the first thing not understood."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken  # noqa: PLC0415

    if len(text) > _LONGEST:
        raise ExprFault("too-long", message("表达式超过 {most} 个字符", most=_LONGEST), 0, message("拆成几个派生字段"))
    if not text.strip():
        raise ExprFault("empty-expression", message("表达式是空的"), 0, message("写一个条件，如 在线率 < 90%"))
    try:
        return _Builder(text).build(_parser().parse(text), 0)
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise ExprFault("syntax", message("表达式没有写完"), len(text), _missing(text)) from None
        raise _unexpected(text, error.pos_in_stream or 0, str(error.token)) from None
    except UnexpectedEOF:
        raise ExprFault("syntax", message("表达式没有写完"), len(text), _missing(text)) from None
    except UnexpectedCharacters as error:
        raise _unexpected(text, error.pos_in_stream, text[error.pos_in_stream]) from None


def _missing(text: str) -> Message:
    opened, closed = sum(text.count(c) for c in "(（"), sum(text.count(c) for c in ")）")
    if opened > closed:
        return message("少了 {count} 个右括号", count=opened - closed)
    return message("运算符后面还要写一个值")


def _unexpected(text: str, offset: int, seen: str) -> ExprFault:
    before = text[offset - 1 : offset]
    hint = None
    if seen == "=" and before in {"=", "!", "<", ">"}:
        hint = message("相等只写一个“=”，不等写“!=”")
    elif seen in {"&", "|"}:
        hint = message("“并且”写 and 或 且，“或者”写 or 或 或")
    elif seen == "!":
        hint = message("不等写“!=”，否定写 not 或 非")
    elif seen[:1].isdigit():
        hint = message("数字可以带 %、元、万元、亿元、分；其他单位不写，千分位逗号不写")
    elif seen in {'"', "“", "'"}:
        hint = message("引号要成对")
    elif seen in {")", "）"}:
        hint = message("多了一个右括号，或括号里少了一个值")
    else:
        hint = message("检查前后是否少了运算符，词与词之间要有空格")
    return ExprFault("syntax", message("看不懂这里的“{seen}”", seen=seen), offset, hint)


class _Builder:
    """Turns lark's tree into syntax nodes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def build(self, node: Tree[Token], depth: int) -> Syntax:
        """Return the syntax node for ``node``."""
        span = Span(node.meta.start_pos, node.meta.end_pos)
        if depth > _DEEPEST:
            raise ExprFault("too-deep", message("表达式嵌套超过 {most} 层", most=_DEEPEST), span.start)
        special = getattr(self, f"_{node.data}", None)
        if special is not None:
            return cast("Syntax", special(node, span, depth))
        operands = tuple(self.build(cast("Tree[Token]", child), depth + 1) for child in node.children)
        return Operation(_OPERATORS[node.data], operands, span)

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
        return Operation("not", (Operation("in", self._children(list(node.children), depth), span),), span)

    def _missing(self, node: Tree[Token], span: Span, depth: int) -> Syntax:
        return Operation("not", (Operation("known", self._children(list(node.children), depth), span),), span)

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
        return Written(str(node.children[0])[1:-1], Kind.TEXT, span)

    def _true(self, _node: Tree[Token], span: Span, _depth: int) -> Syntax:
        return Written(value=True, kind=Kind.TRUTH, span=span)

    def _false(self, _node: Tree[Token], span: Span, _depth: int) -> Syntax:
        return Written(value=False, kind=Kind.TRUTH, span=span)

    def _name(self, node: Tree[Token], span: Span, _depth: int) -> Syntax:
        return Name(tuple(str(part).strip("`") for part in node.children), span)

    def _call(self, node: Tree[Token], span: Span, depth: int) -> Syntax:
        name, *arguments = cast("list[Any]", node.children)
        return Call(str(name), self._children(arguments, depth), span)

    def _aggregate(self, node: Tree[Token], span: Span, depth: int) -> Syntax:
        name, body, *clauses = cast("list[Any]", node.children)
        parts = {clause.data: clause.children[0] for clause in clauses}
        over, alias = (str(parts[part]).strip("`") if part in parts else None for part in ("over", "alias"))
        where = self.build(parts["where"], depth + 1) if "where" in parts else None
        return Gather(str(name), self.build(body, depth + 1), over, alias, where, span)


_OPERATORS: Final[dict[str, Operator]] = {
    "choose": "if", "either": "or", "both": "and", "opposite": "not", "between": "between", "among": "in",
    "known": "known",
}  # fmt: skip
