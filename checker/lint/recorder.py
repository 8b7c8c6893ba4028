"""Compiles every expression of a pack and keeps each typed tree with the place it was written at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.plan.compiler import Compiler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.expr import Expr, Scope
    from checker.pack.pack import Origin
    from checker.plan.plan import MessagePart
    from checker.source import Problems, Step
    from checker.values import Kind


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression as it was written and its tree; a message gives one for each of its holes."""

    origin: Origin
    steps: tuple[Step, ...]
    text: str
    tree: Expr

    @property
    def key(self) -> tuple[str, tuple[Step, ...]]:
        """The file and the path in it."""
        return self.origin.document.name, (*self.origin.path, *self.steps)


class Recorder(Compiler):
    """A compiler that remembers what it compiled, in order."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(problems)
        self.compiled: list[Compiled] = []

    def expression(
        self, text: str, origin: Origin, steps: tuple[Step, ...], scope: Scope, expected: Iterable[Kind] | None = None
    ) -> Expr:
        """Return the typed tree of a text, and remember it."""
        tree = super().expression(text, origin, steps, scope, expected)
        self.compiled.append(Compiled(origin, steps, text, tree))
        return tree

    def message(self, template: str, origin: Origin, steps: tuple[Step, ...], scope: Scope) -> tuple[MessagePart, ...]:
        """Return the parts of a message, and remember its holes."""
        parts = super().message(template, origin, steps, scope)
        self.compiled += [Compiled(origin, steps, template, part) for part in parts if not isinstance(part, str)]
        return parts
