"""Turns an archive that nobody vouches for into its members; what is unsafe, damaged or altered is recorded.

Nothing is written anywhere here, and no more is read than the limits allow.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.archive.limits import MAX_BYTES, MAX_DIRECTORY, MAX_MEMBERS
from checker.archive.manifest import FACTS, MANIFEST, RESULT, RULES, Manifest, is_safe, parse_manifest
from checker.facts.files import shown_name
from checker.messages import message
from checker.source import Place, digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checker.source import Problems

_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_ENCRYPTED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


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
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        problems.add("unreadable", Place(name), message("读不了这个文件：{why}", why=error.strerror or error))
        return None
    if len(content) > MAX_BYTES:
        _add_too_large(name, problems)
        return None
    end = content[-_END.size :]
    directory = _END.unpack(end)[5] if len(end) == _END.size and end.startswith(_END_MARK) else -1
    wide = content[-_END.size - 20 :].startswith(b"PK\x06\x07")
    if directory < 0 or wide:
        what, hint = (
            message("这不是 pack-up 存下的归档，或者文件不完整"),
            message("写 checker pack-up 存下的 .zip 文件"),
        )
        problems.add("bad-archive", Place(name), what, hint)
        return None
    if directory > MAX_DIRECTORY:
        _add_too_large(name, problems)
        return None
    return content


def _members(content: bytes, name: str, problems: Problems) -> dict[str, bytes] | None:
    """Return every member whole; the sizes that a zip declares are not relied on."""
    before = len(problems.errors)
    members: dict[str, bytes] = {}
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_MEMBERS:
                _add_too_large(name, problems)
                return None
            for entry in entries:
                if entry.filename in members or not _expected(entry):
                    what = message("归档里有不该有的文件，或者文件名不安全")
                    problems.add("archive-member", _place(name, ascii(entry.filename)[1:-1]), what, None)
                    continue
                with archive.open(entry) as stream:
                    members[entry.filename] = stream.read(left + 1)
                left -= len(members[entry.filename])
                if left < 0:
                    _add_too_large(name, problems)
                    return None
    except _FAULTS:
        what = message("归档文件已经损坏")
        problems.add("bad-archive", Place(name), what, message("换一份完整的归档"))
        return None
    return members if len(problems.errors) == before else None


def _expected(entry: zipfile.ZipInfo) -> bool:
    name, mode = entry.filename, entry.external_attr >> 16
    known = name in {MANIFEST, RESULT} or (name.split("/")[0] in {FACTS, RULES} and "/" in name)
    plain = not entry.flag_bits & _ENCRYPTED and entry.compress_type in _METHODS
    return known and plain and is_safe(name) and stat.S_IFMT(mode) in {0, stat.S_IFREG}


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
