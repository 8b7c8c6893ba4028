"""Walks the tree of a facts file by the names people may write; knows nothing about what the values mean."""

from __future__ import annotations

from collections.abc import Mapping as PlainMapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.source import Place, Problems, did_you_mean, suggest
from checker.source.document import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN_CHARS: Final = 100
_LISTED: Final = 12
_NEAR: Final = 0.6


@dataclass(frozen=True, slots=True)
class Part:
    """A node with its file and the name it stands under; ``trail`` is its place in data that came without lines.

    A ``partial`` fact is one of which another file may say more, as a total of a ledger.
    """

    file: str
    node: Node
    trail: str = ""
    name: Scalar | None = None
    partial: bool = False

    @property
    def place(self) -> Place:
        """Where the value begins."""
        return self._at(self.node)

    @property
    def name_place(self) -> Place:
        """Where the name of the value stands; for a list item, where the item begins."""
        return self._at(self.name or self.node)

    def _at(self, node: Node) -> Place:
        file = node.file or self.file
        if node.cell:
            return Place(file, 0, 0, *node.cell)
        if node.line:
            return Place(file, node.line, node.column)
        if node.file:
            return Place(node.file)
        return Place(f"{self.file}: {self.trail}" if self.trail else self.file)

    @property
    def in_sheet(self) -> bool:
        """Whether this stands in a cell of a workbook."""
        return self.node.cell is not None

    @property
    def text(self) -> str:
        """The text of a value without the blanks around it; empty for a list or mapping."""
        return (self.node.value or "").strip() if isinstance(self.node, Scalar) else ""

    @property
    def blank(self) -> bool:
        """Whether nothing is written here, which is not the same as an empty list."""
        return isinstance(self.node, Scalar) and not self.text

    @property
    def cut_off(self) -> bool:
        """Whether this is only a name without a colon, as YAML reads what follows a comma within braces."""
        if not isinstance(self.node, Scalar) or self.name is None:
            return False
        return self.node.value is None and self.node.line > 0 and self.name.end == self.node.start

    def entries(self) -> Iterator[tuple[str, Part]]:
        """Yield the parts of a mapping with their names as written; none for anything else."""
        if isinstance(self.node, Mapping):
            for written, (key, node) in self.node.items.items():
                trail = f"{self.trail}.{written}" if self.trail else written
                yield written.strip(), Part(self.file, node, trail, key)

    def items(self) -> Iterator[Part]:
        """Yield the parts of a list; none for anything else."""
        if isinstance(self.node, Sequence):
            for number, node in enumerate(self.node.items, start=1):
                yield Part(self.file, node, f"{self.trail}[{number}]")


def parts_by_id(part: Part, owner: str, aliases: PlainMapping[str, str], problems: Problems) -> dict[str, Part]:
    """Return the parts of a mapping by id; a name that is unknown, or given by id and by label, is recorded."""
    found: dict[str, Part] = {}
    previous = cut = ""
    for written, child in part.entries():
        name = aliases.get(written)
        if name is None and child.cut_off and previous:
            found.pop(aliases.get(previous, ""), None)
            if cut != previous:
                cut = previous
                _add_cut(child, cut, problems)
            continue
        previous = written
        if name is None:
            what = message("“{owner}”里没有“{name}”这一项", owner=owner, name=shortened(written))
            problems.add("unknown-field", child.name_place, what, name_hint(written, aliases))
        elif name in found:
            add_given_twice(child, found[name], problems)
        else:
            found[name] = child
    return found


def _add_cut(part: Part, name: str, problems: Problems) -> None:
    what = message("“{name}”的内容被花括号里的逗号断开了", name=shortened(name))
    hint = message('值里有逗号时用引号括起来，写成 {name}: "……"', name=shortened(name))
    problems.add("cut-value", part.name_place, what, hint)


def add_given_twice(part: Part, first: Part, problems: Problems) -> None:
    """Record that two names of one mapping mean the same."""
    name, other = (item.name.value if item.name else "" for item in (part, first))
    what = message("“{name}”和前面的“{other}”是同一项，只能写一次", name=name, other=other)
    problems.add("given-twice", part.name_place, what, message("删去其中一个"))


def name_hint(written: str, aliases: PlainMapping[str, str]) -> Message | None:
    """Return “did you mean …” over ids and labels, or the list of the labels when it is short and nothing is near."""
    written = written[:_SHOWN_CHARS]
    labels = {name: alias for alias, name in aliases.items() if alias != name}
    known = [labels.get(name, name) for name in dict.fromkeys(aliases.values())]
    near = suggest(written, aliases)
    if near is not None and SequenceMatcher(None, written, near).ratio() >= _NEAR:
        return did_you_mean(written, [near])
    if len(known) <= _LISTED:
        return message("可以写：{names}", names="、".join(known))
    return did_you_mean(written, aliases)


def shortened(text: str) -> str:
    """Return the beginning of a text that is too long to be repeated in a message."""
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + "…"


def fact_parts(part: Part, label: str, problems: Problems) -> list[Part]:
    """Return the items of a list of mappings; anything else is recorded and left out."""
    if part.blank:
        return []
    hint = message("每一条都以“- ”开头，下面写“名称: 值”；没有就写 []")
    if not isinstance(part.node, Sequence):
        what = message("“{label}”可以有多条，要写成列表", label=label)
        problems.add("not-a-list", part.place, what, hint)
        return []
    items = []
    for item in part.items():
        if isinstance(item.node, Mapping):
            items.append(item)
        else:
            what = message("“{label}”的每一条要写成“名称: 值”", label=label)
            problems.add("not-a-mapping", item.place, what, hint)
    return items
