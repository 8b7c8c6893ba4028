"""Turns the rows that a portfolio holds of one project into the same facts that a facts file would give.

Every value keeps the text and the place it has in the source, and is read by the reader of facts files, so that what is
wrong with it is said in the same words. Knows nothing about where the rows lie.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from checker.facts import FactSet, open_tree
from checker.plan.coverage import check_kind
from checker.source import digest_of
from checker.source.document import Mapping as Tree
from checker.source.document import Node, Scalar, Sequence, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.facts import Vocabulary
    from checker.run import Checker
    from checker.source import Problems

JUDGEMENT: Final = "judgement"
WAIVERS: Final = "waivers"
_SHARED: Final = {JUDGEMENT: "judgements", WAIVERS: "waivers"}
"""The names that a facts file has for what is no fact."""
_NUMBERED: Final = re.compile(r"(.*?)(\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row: its place as text (``funding.csv:17``), and the texts that it gives, by field id."""

    place: str
    cells: Mapping[str, str]

    @property
    def order(self) -> tuple[str, int]:
        """The key by which rows come in the order in which they stand."""
        found = _NUMBERED.fullmatch(self.place)
        return (found[1], int(found[2])) if found else (self.place, 0)


@dataclass(frozen=True, slots=True)
class WrittenProject:
    """The rows of one project, in order, by the id of their fact type, ``JUDGEMENT`` and ``WAIVERS`` among them.

    ``none`` are the types of which it is known that the project has no facts, where it gives no rows of them.
    """

    project: str
    title: str = ""
    kind: str = ""
    rows: Mapping[str, tuple[WrittenRow, ...]] = field(default_factory=dict)
    none: frozenset[str] = frozenset()


def facts_of(written: WrittenProject, checker: Checker, problems: Problems) -> FactSet | None:
    """Return the facts of one project for the pack and day of ``checker``; what is wrong is recorded and gives None."""
    tree = _tree(written, checker.vocabulary)
    content = json.dumps([plain(tree), sorted(written.none)], sort_keys=True, separators=(",", ":"))
    raw = open_tree(tree, written.project, digest_of(content.encode("utf-8", "surrogatepass")), problems)
    before = len(problems.errors)
    check_kind(raw, checker.plan.pack, problems)
    facts = raw.typed(checker.vocabulary, problems)
    if facts is None or len(problems.errors) > before:
        return None
    types = checker.vocabulary.types
    found = {name: facts.facts.get(name, ()) for name in types if name in facts.facts or name in written.none}
    return replace(facts, rules=checker.plan.pack.id, as_of=checker.plan.as_of, facts=found)


def _tree(written: WrittenProject, vocabulary: Vocabulary) -> Tree:
    """Return the tree of the facts file that says the same."""
    heads = {"title": written.title, "kind": written.kind}
    items: dict[str, tuple[Scalar, Node]] = {
        name: (_scalar(name, ""), _scalar(text, "")) for name, text in heads.items() if text
    }
    for name, rows in written.rows.items():
        several = name in _SHARED or vocabulary.types[name].several
        if rows:
            shown = _SHARED.get(name, name)
            items[shown] = (_scalar(shown, ""), _rows_node(rows, several=several))
    return Tree(items, 0, 0)


def _rows_node(rows: Iterable[WrittenRow], *, several: bool) -> Node:
    nodes = tuple(map(_row_node, rows))
    return nodes[0] if len(nodes) == 1 and not several else Sequence(nodes, 0, 0, file=nodes[0].file)


def _row_node(row: WrittenRow) -> Tree:
    cells: dict[str, tuple[Scalar, Node]] = {
        name: (_scalar(name, row.place), _scalar(text, row.place)) for name, text in row.cells.items()
    }
    return Tree(cells, 0, 0, file=row.place)


def _scalar(text: str, place: str) -> Scalar:
    return Scalar(text, 0, 0, 0, 0, file=place)
