"""Turns an archive that nobody vouches for into its members; what is unsafe, damaged or altered is recorded.

Nothing is written anywhere here, and no more is read than the limits allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.archive.limits import MAX_BYTES, MAX_MEMBERS
from checker.archive.manifest import FACTS, MANIFEST, RESULT, RULES, Manifest, is_safe, parse_manifest
from checker.facts.files import shown_name
from checker.messages import message
from checker.source import Place, digest_of, read_bounded, refusal
from checker.source.zipped import Limits, Package, ZipFault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checker.source import Problems


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The manifest, and every other member by name; their digests are those of the manifest."""

    manifest: Manifest
    members: Mapping[str, bytes]


def unpack(path: Path, problems: Problems) -> Unpacked | None:
    """Return what an archive holds; everything wrong with it is recorded, and gives None."""
    name = shown_name(path)
    content = _read(path, name, problems)
    members = None if content is None else _members(content, name, problems)
    if members is None:
        return None
    manifest = parse_manifest(members.pop(MANIFEST, b""))
    if manifest is None:
        what = message("归档的清单 {file} 不见了、损坏了或被改动过", file=MANIFEST)
        problems.add("archive-tampered", _place(name, MANIFEST), what, message("换一份没有改动过的归档"))
        return None
    before = len(problems.errors)
    _verify(members, manifest, name, problems)
    return Unpacked(manifest, members) if len(problems.errors) == before else None


def _place(archive: str, member: str) -> Place:
    return Place(f"{archive}:{member}")


def _read(path: Path, name: str, problems: Problems) -> bytes | None:
    try:
        content = read_bounded(path, MAX_BYTES)
    except OSError as error:
        problems.add("unreadable", Place(name), message("读不了这个文件：{why}", why=refusal(error)))
        return None
    if len(content) > MAX_BYTES:
        _add_too_large(name, problems)
        return None
    return content


def _members(content: bytes, name: str, problems: Problems) -> dict[str, bytes] | None:
    try:
        package = Package(content, Limits(MAX_MEMBERS, MAX_BYTES, office=False))
        if not {MANIFEST, RESULT} & package.sizes.keys():  # some other zip: one fault, not one for each file in it
            raise ZipFault("no-package")
        odd = {fault.entry for fault in package.faults} | {member for member in package.sizes if not _expected(member)}
        for member in sorted(odd):
            what = message("归档里有不该有的文件，或者文件名不安全")
            problems.add("archive-member", _place(name, ascii(member)[1:-1]), what, None)
        return None if odd else package.read_all()
    except ZipFault as fault:
        _add_fault(fault, name, problems)
        return None


def _expected(name: str) -> bool:
    known = name in {MANIFEST, RESULT} or name.startswith((f"{FACTS}/", f"{RULES}/"))
    return known and is_safe(name)


def _add_fault(fault: ZipFault, name: str, problems: Problems) -> None:
    if fault.reason == "too-much":
        _add_too_large(name, problems)
    elif fault.reason == "no-package":
        what = message("这不是 pack-up 存下的归档，或者文件不完整")
        problems.add("bad-archive", Place(name), what, message("写 checker pack-up 存下的 .zip 文件"))
    else:
        problems.add("bad-archive", Place(name), message("归档文件已经损坏"), message("换一份完整的归档"))


def _add_too_large(name: str, problems: Problems) -> None:
    what = message("归档太大（上限 {most} 字节、{count} 个文件）", most=MAX_BYTES, count=MAX_MEMBERS)
    problems.add("archive-too-large", Place(name), what, message("不要打开来历不明的文件"))


def _verify(members: Mapping[str, bytes], manifest: Manifest, name: str, problems: Problems) -> None:
    hint = message("换一份没有改动过的归档")
    for member in sorted({*members, *manifest.members, RESULT}):
        if member not in members:
            problems.add("archive-missing", _place(name, member), message("归档里少了这个文件"), hint)
        elif member not in manifest.members:
            problems.add("archive-member", _place(name, member), message("清单里没有这个文件"), hint)
        elif digest_of(members[member]) != manifest.members[member]:
            problems.add("archive-tampered", _place(name, member), message("这个文件存下以后被改动过"), hint)
