"""Reads the comments ``# mutate: ignore <operator> <reason>`` of packs, and says which of them do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.mutate.operators import OPERATORS
from checker.mutate.verdict import Remark
from checker.source import Place, did_you_mean
from checker.source.directives import read_directives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checker.mutate.mutant import Mutant
    from checker.pack import Pack
    from checker.source.directives import Directive

_TOOL: Final = "mutate"
Spoken = tuple[str, "Directive"]
"""A comment with the file it stands in."""


def spoken(packs: Iterable[Pack]) -> tuple[Spoken, ...]:
    """Return the comments that speak to mutate in the packs' own files, by file and line."""
    documents = {document.name: document for pack in packs for document in pack.files.values()}
    return tuple(
        (name, directive)
        for name in sorted(documents)
        for directive in read_directives(documents[name].text)
        if directive.tool == _TOOL
    )


def reasons(comments: Iterable[Spoken]) -> Mapping[tuple[str, int, str], str]:
    """Return the reasons given, by file, line and operator; a comment without a reason gives none."""
    return {(name, item.line, item.id): item.reason for name, item in comments if item.id and item.reason}


def where(mutant: Mutant) -> tuple[str, int, str]:
    """Return the file, line and operator by which a mutant is justified."""
    return mutant.place.file, mutant.place.line, mutant.operator


def idle(comments: Sequence[Spoken], mutants: Sequence[Mutant], survived: Iterable[Mutant]) -> Iterator[Remark]:
    """Yield a remark on every comment that silences nothing: badly written, misplaced, or no longer needed."""
    used = {where(mutant) for mutant in survived}
    operators = {(mutant.place.file, mutant.place.line): set[str]() for mutant in mutants}
    for mutant in mutants:
        operators[mutant.place.file, mutant.place.line].add(mutant.operator)
    for name, item in comments:
        place = Place(name, item.written, item.column)
        known = operators.get((name, item.line), set())
        if not item.id:
            what = message("没有写忽略哪一种变异，这条注释不起作用")
            yield Remark(place, what, message("写成 # mutate: ignore 变异的编号 理由"))
        elif not item.reason:
            what = message("忽略“{id}”没有写理由，这条注释不起作用", id=item.id)
            yield Remark(place, what, message("写成 # mutate: ignore {id} 理由，说明为什么不必检验", id=item.id))
        elif item.id not in OPERATORS:
            what = message("没有编号为“{id}”的变异", id=item.id)
            hint = did_you_mean(item.id, OPERATORS) or message("变异的编号见 docs/reference/mutate.md")
            yield Remark(place, what, hint)
        elif item.id not in known:
            what = message("这一行没有“{id}”这种变异", id=item.id)
            yield Remark(place, what, did_you_mean(item.id, known) or message("删去这条注释"))
        elif (name, item.line, item.id) not in used:
            what = message("这一行的“{id}”用例都能发现，不必忽略", id=item.id)
            yield Remark(place, what, message("删去这条注释"))
