"""Writes the tree of a pack file in another layout, drawn at random: the same data and comments, other blanks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from checker.edit.shapes import Shape, shape_of
from checker.source.text.scalars import NOTHING, line_scalar

if TYPE_CHECKING:
    from random import Random

    from checker.edit.parts import Part
    from checker.source.text.spans import Span

_SIGNS: Final = re.compile(r" (<=|>=|!=|=|<|>|\+|\*) ")


@dataclass(frozen=True, slots=True)
class Untidy:
    """Writes parts of ``text`` as someone in a hurry might."""

    text: str
    chance: Random

    def blanks(self, least: int = 0, most: int = 3) -> str:
        """Return a few blanks."""
        return " " * self.chance.randint(least, most)

    def file(self, root: Part, name: str) -> str:
        """Return the whole file ``name``."""
        lines = self.children(root, shape_of(name, listed=root.value.listed), 0)
        return "\n".join(lines) + "\n" * self.chance.randint(0, 3)

    def children(self, part: Part, shape: Shape, indent: int) -> list[str]:
        """Return the children of a part, each on lines of its own; those with a fixed order in any order."""
        margin, lines = " " * indent, []
        children = part.children
        if children and children[0].key is not None and len(shape.order) > 1 and not _first_is_commented(children):
            children = self.chance.sample(children, len(children))
        for child in children:
            for comment in child.above:
                lines += [""] * (self.chance.randint(1, 2) if comment.apart else 0)
                lines.append(f"{margin}{comment.text}{self.blanks()}")
            lines += [""] * (self.chance.randint(1, 3) if child.apart else 0)
            lines += self.entry(child, shape, indent)
        for comment in part.tail:
            lines += [""] * (self.chance.randint(1, 2) if comment.apart else 0)
            lines.append(margin + comment.text)
        return lines

    def entry(self, part: Part, shape: Shape, indent: int) -> list[str]:
        """Return an entry or an item."""
        inner = shape.below(part.name)
        lead = " " * indent + ("-" if part.key is None else f"{self.quoted(part.name)}{self.blanks(0, 1)}:")
        behind = "".join(f"{self.blanks(1)}{comment.text}" for comment in part.behind)
        deeper = indent + self.chance.randint(1, 5)
        if part.value.style in {"|", ">"}:
            header, *lines = self.text[part.value.start : part.value.end].split("\n")
            cut = min((len(line) - len(line.lstrip(" ")) for line in lines if line), default=0)
            return [f"{lead} {header}", *(" " * deeper + line[cut:] if line else "" for line in lines)]
        if not part.children or (_bare(part) and (self.chance.random() < 0.5 or (part.behind and part.key is None))):
            gap = self.blanks(1)
            value = self.flow(part, inner, expression=part.name in shape.expressions)
            return [f"{lead}{gap if value or behind else ''}{value}{behind}{'' if behind else self.blanks(0, 1)}"]
        if part.key is None:
            first, *others = self.children(part, inner, indent + 2)
            return (
                [f"{lead} {first.lstrip(' ')}", *others]
                if first.strip() and "#" not in first
                else _item(lead, first, others)
            )
        if part.value.listed and self.chance.random() < 0.5 and not part.tail:
            deeper = indent  # a list may stand right below its name
        return [lead + behind, *self.children(part, inner, deeper)]

    def flow(self, part: Part, shape: Shape, *, expression: bool = False) -> str:
        """Return a part in brackets or braces."""
        if not part.children:
            return self.word(part.value, expression=expression)
        pieces = []
        for child in part.children:
            written = self.flow(child, shape.below(child.name), expression=child.name in shape.expressions)
            pieces.append(
                written if child.key is None else f"{self.quoted(child.name, flow=True)}:{self.blanks(1)}{written}"
            )
        glue = f"{self.blanks(0, 1)},{self.blanks(1)}"
        opening, closing = "[]" if part.value.listed else "{}"
        return f"{opening}{self.blanks(0, 1)}{glue.join(pieces)}{self.blanks(0, 1)}{closing}"

    def word(self, span: Span, *, expression: bool) -> str:
        """Return a value on one line."""
        if not span.scalar:
            return "[ ]" if span.listed else "{ }"
        if not span.style and span.value in NOTHING:
            return span.value
        value = span.value
        if expression and '"' not in value:
            value = _SIGNS.sub(lambda found: f"{self.blanks(0, 2)}{found[1]}{self.blanks(0, 2)}", value)
        return self.quoted(value, flow=True)

    def quoted(self, text: str, *, flow: bool = True) -> str:
        """Return a text in any quotes, or in none where it needs none."""
        way: Any = self.chance.randint(0, 2)
        if way == 0:
            return json.dumps(text, ensure_ascii=False) if text.isprintable() else line_scalar(text, flow=flow)
        if way == 1 and text.isprintable():
            return "'" + text.replace("'", "''") + "'"
        return line_scalar(text, flow=flow)


def _item(lead: str, first: str, others: list[str]) -> list[str]:
    return [lead, first, *others]


def _bare(part: Part) -> bool:
    """Say whether a part can stand in braces: without comments or blocks in it, and nothing empty."""
    spans = list(part.value.leaves())
    empty = any(not span.style and span.value in NOTHING for span in spans)
    return not part.commented and not empty and not _apart(part)


def _apart(part: Part) -> bool:
    return any(child.apart or _apart(child) for child in part.children)


def _first_is_commented(children: list[Part]) -> bool:
    """Say whether a comment on the first child may be one on the whole text, or a blank line may come or go."""
    return any(child.apart or child.above or child.behind or child.commented for child in children)
