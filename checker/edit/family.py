"""Reads a pack with the packs beside it that extend it, and everything they name; knows nothing about new names."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from checker.edit.case_uses import facts_names, project_case_names, rule_case_names
from checker.edit.expression_uses import spoken_names
from checker.edit.template_uses import template_names
from checker.edit.things import names_of
from checker.edit.written_uses import written_names
from checker.pack import load_pack
from checker.pack.files import RULES, TESTS, read_folder, shown_name
from checker.pack.find import PACK_FILE
from checker.run import prepare
from checker.source import Problems, read_document
from checker.source.document import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from checker.edit.things import Names
    from checker.edit.uses import Use
    from checker.pack import Pack
    from checker.source import Document


@dataclass(slots=True)
class Member:
    """One pack of a family: its folder, what it says, its documents by name, and every place that names a thing.

    ``linked`` are pairs of what has choices whose choices must be the same.
    """

    folder: Path
    pack: Pack
    names: Names
    documents: dict[str, Document]
    uses: tuple[Use, ...] = ()
    linked: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def load_family(folder: Path, day: date, problems: Problems) -> list[Member] | None:
    """Return the pack in ``folder`` and those beside it that extend it; what is wrong is recorded, and gives None."""
    members = []
    for found in (folder, *heirs(folder)):
        pack = sound_pack(found, day, problems)
        if pack is not None:
            members.append(Member(found, pack, names_of(pack), {doc.name: doc for doc in _documents(found)}))
    if problems.errors:
        return None
    texts = {name: document.text for member in members for name, document in member.documents.items()}
    for member in members:
        spoken = spoken_names(member.pack, member.names, texts)
        uses = (*spoken.uses, *template_names(member.pack, member.names, texts), *_written(member))
        member.uses, member.linked = tuple(dict.fromkeys(uses)), spoken.linked
    return members


def sound_pack(folder: Path, day: date, problems: Problems, search: Sequence[Path] = ()) -> Pack | None:
    """Return a pack with its cases when nothing is wrong with it, expressions too; else None, with the reasons."""
    pack = load_pack(folder, problems, search=search, with_cases=True, keep_going=True)
    return pack if pack is not None and prepare(pack, day, problems, engine="plain") is not None else None


def heirs(folder: Path) -> list[Path]:
    """Return the folders beside a pack that hold packs which extend it, directly or not."""
    parents = {path.parent: _extends(path) for path in sorted(folder.absolute().parent.glob(f"*/{PACK_FILE}"))}
    found: list[Path] = []
    wanted = {folder.absolute().name}
    while True:
        more = [path for path, parent in parents.items() if parent in wanted and path.name not in wanted]
        if not more:
            return [folder.parent / path.name if folder.name != ".." else path for path in found]
        found += more
        wanted |= {path.name for path in more}


def _extends(path: Path) -> str:
    document = read_document(path, path.name, Problems())
    root = None if document is None else document.root
    parent = root.items.get("extends") if isinstance(root, Mapping) else None
    return (parent[1].value or "") if parent is not None and isinstance(parent[1], Scalar) else ""


def _documents(folder: Path) -> Iterator[Document]:
    """Yield the files of a pack: those that say what it means, its cases, and the facts of its cases."""
    files = read_folder(folder, Problems())
    yield from files.single.values()
    yield from files.rules.values()
    for path in sorted((folder / TESTS).rglob("*.yaml")):
        document = read_document(path, shown_name(path), Problems())
        if document is not None:
            yield document


def _written(member: Member) -> Iterator[Use]:
    """Yield what the files of a pack name outside expressions and templates."""
    home = PurePath(shown_name(member.folder))
    for name, document in member.documents.items():
        inside = PurePath(name).relative_to(home)
        match inside.parts:
            case ("tests", _):
                yield from rule_case_names(document, inside.stem, member.pack, member.names)
            case ("tests", "projects", _):
                yield from project_case_names(document, member.pack, member.names)
            case ("tests", *_):
                yield from facts_names(document, member.pack, member.names)
            case _:
                yield from written_names(document, member.names, rule=inside.parts[0] == RULES)
