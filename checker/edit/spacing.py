"""Turns an expression into the same expression with one blank where one belongs; names and signs stay as written."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.expr.parse import ExprFault, parse
from checker.expr.parser import parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lark import Token

_VALUES: Final = frozenset({"NUMBER", "DATE", "QUARTER", "STRING", "_TRUE", "_FALSE", "NAME", "_CLOSE"})
"""What a minus behind it takes away from; behind anything else it makes a number negative."""
_POSTFIX: Final = frozenset({"_KNOWN", "_MISSING"})


def spaced(lines: Sequence[str]) -> list[str]:
    """Return the lines of one expression, each with single blanks between its words and signs.

    What is no expression of the language is returned as it is.
    """
    tokens = _tokens("\n".join(lines))
    if tokens is None or not tokens:
        return list(lines)
    written: dict[int, str] = {}
    previous: Token | None = None
    signed = False
    for token in tokens:
        line = token.line or 1
        glue = "" if line not in written or previous is None else _glue(previous, token, signed=signed)
        written[line] = written.get(line, "") + glue + str(token)
        signed = token.type == "MINUS" and (previous is None or previous.type not in _VALUES | _POSTFIX)
        previous = token
    found = list(written.values())
    return found if same_words(" ".join(found), " ".join(lines)) else list(lines)


def is_expression(text: str) -> bool:
    """Say whether a text can be read as an expression of the language."""
    return _tokens(text) is not None


def same_words(one: str, other: str) -> bool:
    """Say whether two expressions are written with the same words and signs, so that they parse alike."""
    if one == other:
        return True
    ours, theirs = _tokens(one), _tokens(other)
    return ours is not None and theirs is not None and _words(ours) == _words(theirs)


def _words(tokens: Iterable[Token]) -> list[tuple[str, str]]:
    return [(token.type, str(token)) for token in tokens]


def _tokens(text: str) -> list[Token] | None:
    from lark.exceptions import LarkError  # noqa: PLC0415 - loaded only when an expression is parsed

    try:
        parse(text)
        return list(parser().lex(text))
    except (ExprFault, LarkError):
        return None


def _glue(before: Token, token: Token, *, signed: bool) -> str:
    if "_DOT" in {before.type, token.type} or token.type in {"_COMMA", "_CLOSE"} or before.type == "_OPEN" or signed:
        return ""
    if token.type == "_OPEN" and before.type == "NAME":
        return ""
    return "" if before == "，" else " "


def break_points(text: str) -> list[int]:
    """Return where an expression may be continued on another line with good sense: before “and” and “or”."""
    tokens = _tokens(text) or []
    return [token.start_pos or 0 for _, token in pairwise(tokens) if token.type in {"_AND", "_OR"}]
