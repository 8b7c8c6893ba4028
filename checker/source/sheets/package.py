"""Looks through a zip package (xlsx, ods) before anything loads it; knows nothing about sheets.

Every entry is unpacked once as a stream: what is declared is held against what comes out (zipfile checks length and
checksum), so that whoever loads the package afterwards meets nothing that was not looked at here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source.sheets.contents import add_broken, add_password
from checker.source.sheets.limits import MAX_ENTRIES, MAX_HEAD_BYTES, MAX_RATIO, MAX_UNPACKED, RATIO_FROM
from checker.source.sheets.too_much import add_bomb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checker.source.problems import Place, Problems

_CHUNK: Final = 1 << 20
_DOCTYPES: Final = (b"<!DOCTYPE", b"<!ENTITY")
_XML: Final = (".xml", ".rels", ".vml")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")
_ENCRYPTED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


class Refused(Exception):
    """The file is not read; the reason is already recorded."""


class Package:
    """The entries of a zip file that is sound at first sight; raises ``Refused`` with the reason recorded."""

    def __init__(self, content: bytes, place: Place, problems: Problems) -> None:
        self._place, self._problems = place, problems
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._entries = self._archive.infolist()
        except _FAULTS:
            add_broken(place, problems)
            raise Refused from None
        self._check_entries()
        self.names: Final = frozenset(entry.filename for entry in self._entries)

    def read(self, name: str) -> bytes:
        """Return a small entry whole; nothing when there is none of that name, ``Refused`` when it is not small."""
        if name not in self.names:
            return b""
        if self._archive.getinfo(name).file_size > MAX_HEAD_BYTES:
            add_bomb(self._place, self._problems)
            raise Refused
        pieces: list[bytes] = []
        self._walk(self._archive.getinfo(name), pieces.append)
        return b"".join(pieces)

    def unpack(self, consumers: Mapping[str, Callable[[bytes], None]]) -> None:
        """Unpack every entry once, in chunks, to its consumer if it has one; ``Refused`` at what is unsafe."""
        for entry in self._entries:
            self._walk(entry, consumers.get(entry.filename))

    def _check_entries(self) -> None:
        names = [entry.filename for entry in self._entries]
        if any(entry.flag_bits & _ENCRYPTED for entry in self._entries):
            add_password(self._place, self._problems)
            raise Refused
        if len(names) > MAX_ENTRIES or sum(entry.file_size for entry in self._entries) > MAX_UNPACKED:
            add_bomb(self._place, self._problems)
            raise Refused
        odd = next((name for name in names if _escapes(name)), None)
        if odd is not None or len({name.lower() for name in names}) < len(names):
            what = message("文件包里的路径不正常，可能是有人动过手脚")
            self._problems.add("unsafe-zip", self._place, what, message("用 Excel 或 WPS 打开，另存一份再用"))
            raise Refused
        if any(entry.compress_type not in _METHODS for entry in self._entries):
            add_broken(self._place, self._problems)
            raise Refused

    def _walk(self, entry: zipfile.ZipInfo, consume: Callable[[bytes], None] | None) -> None:
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size:
            add_bomb(self._place, self._problems)
            raise Refused
        is_xml = entry.filename.lower().endswith(_XML)
        try:
            self._stream(entry, consume, is_xml=is_xml)
        except _FAULTS:
            add_broken(self._place, self._problems)
            raise Refused from None

    def _stream(self, entry: zipfile.ZipInfo, consume: Callable[[bytes], None] | None, *, is_xml: bool) -> None:
        tail = b""
        with self._archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                if is_xml:
                    seen = tail + chunk
                    if any(word in seen for word in _DOCTYPES) or (not tail and chunk.startswith(_WIDE)):
                        self._refuse_xml()
                    tail = chunk[-len(_DOCTYPES[0]) :]
                if consume is not None:
                    consume(chunk)

    def _refuse_xml(self) -> None:
        what = message("文件里的 XML 带有实体定义或不是 UTF-8，正常的工作簿里没有")
        hint = message("不要打开来历不明的文件；确是台账的，用 Excel 或 WPS 另存一份再用")
        self._problems.add("unsafe-xml", self._place, what, hint)
        raise Refused


def _escapes(name: str) -> bool:
    """Say whether the path of an entry is anything but a plain path inside the package."""
    parts = name.removesuffix("/").split("/")
    return "\\" in name or ":" in name or "\0" in name or any(part in {"", ".", ".."} for part in parts)
