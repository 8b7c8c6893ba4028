"""Turns the wish to call something in a pack otherwise into edits of every place that names it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.edit.family import Member, load_family
from checker.edit.file_edit import FileEdit, changed_texts
from checker.edit.naming import Target, check_new_name, find_target
from checker.edit.origins import defining_pack
from checker.edit.trial import try_out
from checker.messages import message
from checker.pack.files import RULES, TESTS
from checker.source import Place, UsageFault
from checker.source.document import Scalar
from checker.source.text.scalars import scalar_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checker.edit.things import Thing
    from checker.edit.uses import Use
    from checker.pack.models import CaseModel, ProjectCaseModel
    from checker.pack.pack import Entry, Pack
    from checker.source import Problems

_QUOTES: Final = "\"'"
_ANY_DAY: Final = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Renaming:
    """What has to be done to call a thing otherwise: edits, and files that get another name.

    ``texts`` are the files by name as they were read, ``moves`` pairs of names.
    """

    thing: Thing
    edits: tuple[FileEdit, ...]
    moves: tuple[tuple[str, str], ...]
    texts: dict[str, str]

    @property
    def new_texts(self) -> dict[str, str]:
        """The text of every file that changes, by its old name."""
        return changed_texts(self.edits, self.texts)


def renamed(pack: Pack, old: str, new: str, problems: Problems) -> tuple[FileEdit, ...] | None:
    """Return the edits that call ``old`` ``new`` everywhere in ``pack`` and in the packs beside it that extend it.

    None, with ``problems`` saying why, when that cannot be done, or not by edits alone: rules have files of their name.
    """
    folder = _folder(pack)
    found = None if folder is None else renaming(folder, old, new, problems)
    if found is not None and found.moves:
        what = message("规则“{name}”的文件也要改名，在编辑器里改不了", name=old)
        hint = message("用 checker rules rename {pack} {old} {new}", pack=pack.id, old=old, new=new)
        problems.add("file-renamed", Place(found.moves[0][0]), what, hint)
        return None
    return None if found is None else found.edits


def _folder(pack: Pack) -> Path | None:
    document = pack.files.get("pack.yaml")
    return None if document is None else Path(document.name).parent


def renaming(folder: Path, old: str, new: str, problems: Problems) -> Renaming | None:
    """Return what calls ``old`` ``new`` in the pack in ``folder`` and in those beside it that extend it.

    Before it is returned it was tried out on a copy: all packs load, plan the same and all cases come out as before.
    What stands in the way is recorded, and gives None.
    """
    family = load_family(folder, _ANY_DAY, problems)
    target = None if not family else find_target(family[0], old, problems)
    if family is None or target is None:
        return None
    called = target.thing.name if target.facet == "id" else family[0].names.labels[target.thing]
    if _is_elsewhere(target, family[0], called, problems):
        return None
    check_new_name(target, new, family, problems)
    if problems.errors:
        return None
    texts = {name: document.text for member in family for name, document in member.documents.items()}
    edits = dict.fromkeys(edit for member in family for edit in _edits(member, target, texts, (called, new)))
    found = Renaming(target.thing, tuple(sorted(edits)), tuple(_moves(family, target, new, problems)), texts)
    return None if problems.errors else _tried(found, family, (called, new), problems)


def _tried(found: Renaming, family: Sequence[Member], names: tuple[str, str], problems: Problems) -> Renaming | None:
    """Return a renaming that was tried out; of a choice, with the sentences in which cases expect to read it."""
    different = try_out(found, family, names, _ANY_DAY, problems)
    if different and found.thing.kind == "choice":
        told = [edit for entry in different for edit in _told(entry, *names)]
        found = replace(found, edits=tuple(sorted({*found.edits, *told})))
        different = try_out(found, family, names, _ANY_DAY, problems)
    for entry in different or ():
        what = message("改名以后用例“{case}”的结果会不同", case=entry.id)
        hint = message("这条用例里有认不出来的写法；先改它，再改名")
        problems.add("case-differs", entry.origin.at("name"), what, hint)
    return None if problems.errors else found


def _told(entry: Entry[CaseModel] | Entry[ProjectCaseModel], old: str, new: str) -> Iterator[FileEdit]:
    """Yield the edits of the sentence a case expects."""
    document, node = entry.origin.document, entry.origin.node("message")
    if isinstance(node, Scalar):
        for found in re.finditer(re.escape(old), document.text[node.start : node.end]):
            start = node.start + found.start()
            yield FileEdit(document.name, start, start + len(old), new)


def _is_elsewhere(target: Target, member: Member, called: str, problems: Problems) -> bool:
    """Say whether another pack gave a target its name; then it is recorded."""
    owners = {defining_pack(member.folder, replace(target, thing=thing)) for thing in target.things} - {member.pack.id}
    for owner in sorted(owners):
        what = message("“{name}”是上级规则包“{pack}”里的，不能在这里改名", name=called, pack=owner)
        hint = message("在上级里换：checker rules rename {pack} {name} …", pack=owner, name=called)
        problems.add("inherited-name", Place(member.folder.name), what, hint)
    return bool(owners)


def _edits(member: Member, target: Target, texts: Mapping[str, str], names: tuple[str, str]) -> Iterator[FileEdit]:
    """Yield the edits at the places that one pack knows of."""
    called, new = names
    for use in member.uses:
        if use.thing in target.things and use.written == called:
            yield _edit(use, texts[use.file], new)


def _edit(use: Use, text: str, new: str) -> FileEdit:
    raw = text[use.start : use.end]
    if not use.whole:
        if raw.strip("`") != use.written:
            what = message("{file} 里的“{name}”写成了转义，认不出位置。先改成直接写", file=use.file, name=use.written)
            raise UsageFault(what)
        return FileEdit(use.file, use.start, use.end, new)
    end = use.start + len(raw.rstrip())
    return FileEdit(use.file, use.start, end, scalar_text(new, raw[0] if raw[:1] in set(_QUOTES) else ""))


def _moves(family: Sequence[Member], target: Target, new: str, problems: Problems) -> Iterator[tuple[str, str]]:
    """Yield the files of a rule that get its new name, in every pack that has some."""
    if target.thing.kind != "rule":
        return
    for member in family:
        for name in member.documents:
            path = Path(name)
            if path.stem != target.thing.name or path.parent.name not in {RULES, TESTS}:
                continue
            moved = path.with_name(f"{new}.yaml")
            if moved.exists():
                problems.add("name-taken", Place(moved.as_posix()), message("已经有这个文件"), message("换一个编号"))
            yield name, moved.as_posix()
