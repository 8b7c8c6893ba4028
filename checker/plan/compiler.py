"""Compiles the texts of a pack and records every fault with its place, so that all are reported at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.expr import Expr, ExprFault, Scope, compile_text
from checker.expr.tree import Constant
from checker.messages import message
from checker.values import UNKNOWN, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.pack.pack import Origin
    from checker.plan.plan import MessagePart
    from checker.source import Problems, Step

_HOLE: Final = re.compile(r"\{([^{}]*)\}")
_BRACE: Final = re.compile(r"[{}]")


class Compiler:
    """Compiles expressions and message templates; a faulty one is recorded and stands as an unknown value."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def expression(
        self, text: str, origin: Origin, steps: tuple[Step, ...], scope: Scope, expected: Iterable[Kind] | None = None
    ) -> Expr:
        """Return the typed tree of the text at ``steps`` of ``origin``."""
        return self._compile(text, origin, steps, scope, expected, 0)

    def message(self, template: str, origin: Origin, steps: tuple[Step, ...], scope: Scope) -> tuple[MessagePart, ...]:
        """Return a message as its plain texts and the expressions of its ``{holes}``."""
        parts: list[MessagePart] = []
        braces: list[int] = []
        position = 0
        for hole in (*_HOLE.finditer(template), None):
            end = len(template) if hole is None else hole.start()
            braces += [brace.start() for brace in _BRACE.finditer(template, position, end)]
            parts.append(template[position:end])
            if hole is not None:
                parts.append(self._compile(hole[1], origin, steps, scope, None, hole.start(1)))
                position = hole.end()
        if braces:
            place = origin.at(*steps, offset=braces[0])
            self._problems.add("message-braces", place, message("花括号没有成对"), message("要填值的地方写成 {字段}"))
        return tuple(part for part in parts if part != "")

    def _compile(
        self,
        text: str,
        origin: Origin,
        steps: tuple[Step, ...],
        scope: Scope,
        expected: Iterable[Kind] | None,
        shift: int,
    ) -> Expr:
        kinds = None if expected is None else tuple(expected)
        try:
            return compile_text(text, scope, kinds)
        except ExprFault as fault:
            place = origin.at(*steps, offset=shift + fault.offset)
            self._problems.add(fault.code, place, fault.what, fault.hint)
        return Constant(UNKNOWN, kinds[0] if kinds else Kind.NUMBER)
