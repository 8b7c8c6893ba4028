"""Finds the comments of a pack file that silence a check: ``# lint: ignore <id> <reason>``; knows no checks.

The same form serves every tool that looks at rules: ``lint``, ``prove`` and ``mutate``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_DIRECTIVE: Final = re.compile(
    r"(?m)^(?P<before>[^\n]*?)(?<![^\s])#\s*(?P<tool>lint|prove|mutate)\s*[:：]\s*ignore(?:\s+(?P<id>[\w./-]+))?"
    r"(?:[ \t]+(?P<reason>[^\n]*?))?[ \t]*$"
)


@dataclass(frozen=True, slots=True)
class Directive:
    """One comment that silences ``id`` of ``tool`` on a line: its own when something stands before it, else the next.

    ``written`` is the line the comment stands on, ``line`` the one it speaks of; both 1-based. An empty ``id`` or
    ``reason`` was not written, and is for the tool to refuse.
    """

    tool: str
    id: str
    reason: str
    line: int
    written: int
    column: int


def read_directives(text: str) -> tuple[Directive, ...]:
    """Return the directives of a file in the order they are written.

    Several comments on lines of their own above one line all speak of that line.
    """
    lines = text.split("\n")
    found = []
    for match in _DIRECTIVE.finditer(text):
        written = text.count("\n", 0, match.start()) + 1
        line = written
        if not match["before"].strip():
            line += 1
            while line <= len(lines) and lines[line - 1].lstrip().startswith("#"):
                line += 1
        column = len(match["before"]) + 1
        found.append(
            Directive(match["tool"], match["id"] or "", (match["reason"] or "").strip(), line, written, column)
        )
    return tuple(found)
