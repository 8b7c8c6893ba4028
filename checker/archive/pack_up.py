"""Turns a project and its rules into an archive: one zip file, the same bytes for the same contents."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker import __version__
from checker.archive.contents import facts_members, rules_members
from checker.archive.decide import decide
from checker.archive.limits import MAX_BYTES, MAX_MEMBERS
from checker.archive.manifest import (
    FACTS,
    MANIFEST,
    RESULT,
    RULES,
    Facts,
    Manifest,
    Sealed,
    Tool,
    is_safe,
    manifest_text,
)
from checker.facts import open_facts
from checker.facts.files import shown_name
from checker.messages import current_language, message
from checker.pack import find_pack
from checker.run import open_raw
from checker.source import Place, Problems, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from checker.facts import FactSet
    from checker.result import CheckResult

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class PackedUp:
    """An archive: its bytes, the names of what it holds, and the result in it."""

    content: bytes
    members: tuple[str, ...]
    result: CheckResult


def pack_up(
    path: Path, render: Callable[[CheckResult], str], *, rules: str | None = None, as_of: date | None = None,
    engine: str = "durable",
) -> PackedUp:  # fmt: skip
    """Check the facts and return them, their rules and the result as an archive; raises as ``check_path``."""
    problems = Problems()
    raw = open_facts(path, problems)
    checker, facts = open_raw(raw, problems, rules=rules, as_of=as_of, engine=engine)
    folder = path if path.is_dir() else path.parent
    pack = find_pack(rules or facts.rules, problems, start=Path.cwd())
    members = facts_members(raw, facts, folder, problems) if raw else {}
    name, packs = rules_members(pack, problems) if pack else ("", {})
    members |= packs
    _check_size(members, path, problems)
    problems.raise_if_any()
    manifest = Manifest(
        schema="1.0",
        tool=Tool(name="checker", version=__version__, engine=engine),
        language=current_language(),
        as_of=checker.plan.as_of,
        rules=name,
        facts=_named(path),
        evidence=_sealed(facts),
        members={},
    )
    result, written = decide(members, manifest, render)
    members[RESULT] = written
    digests = {name: digest_of(content) for name, content in sorted(members.items())}
    members[MANIFEST] = manifest_text(manifest.model_copy(update={"members": digests})).encode()
    return PackedUp(zipped(members), tuple(sorted(members)), result)


def _check_size(members: Mapping[str, bytes], path: Path, problems: Problems) -> None:
    if len(members) + 2 > MAX_MEMBERS or sum(map(len, members.values())) > MAX_BYTES // 2:
        what = message("事实和规则太大，存不进一个归档（上限 {most} 字节）", most=MAX_BYTES // 2)
        problems.add("archive-too-large", Place(shown_name(path)), what, message("台账请先汇总再作为事实提供"))


def _named(path: Path) -> Facts:
    """Return how the facts are named: as people see them now, or by their own name alone where they lie elsewhere."""
    shown, is_folder = shown_name(path), path.is_dir()
    if not is_safe(shown) or shown.split("/")[0] == RULES or not (is_folder or "/" in shown):
        own = path.resolve().name
        shown = FACTS if is_folder and not is_safe(own) else f"{FACTS}/{own}"
    return Facts(path=shown, folder=shown if is_folder else shown.rpartition("/")[0])


def _sealed(facts: FactSet) -> tuple[Sealed, ...]:
    files = facts.evidence.values()
    return tuple(Sealed(file=file.name, recorded=file.recorded, present=file.present) for file in files)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file: sorted, without times, and not compressed, as compressors differ from machine to machine."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(members.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(entry, content)
    return stream.getvalue()
