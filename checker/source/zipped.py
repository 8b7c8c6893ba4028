"""Turns the bytes of a zip file that nobody vouches for into its entries, or into the reason why it is left alone.

The list of entries is measured before it is read, every entry is looked at before it is unpacked, and what comes out is
held against what was declared. Knows nothing about what a package is for, and has no words for people.
"""

from __future__ import annotations

import io
import stat
import struct
import sys
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Reason = Literal["no-package", "broken", "password", "too-much", "unsafe-path", "unsafe-xml"]

_CHUNK: Final = 1 << 20
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_WIDE_MARK: Final = b"PK\x06\x07"
_WIDE_SIZE: Final = 20
_ENTRY_MARK: Final = b"PK\x01\x02"
_MOST_COMMENT: Final = 0xFFFF
_LISTED_BYTES: Final = 1024  # of one entry in the list: its name, and what programs add to it
_ENCRYPTED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PLAIN_FILES: Final = (0, stat.S_IFREG, stat.S_IFDIR)
_RATIO_FROM: Final = 16 * 1024 * 1024
_XML: Final = (".xml", ".rels", ".vml")
_DOCTYPES: Final = (b"<!DOCTYPE", b"<!ENTITY")
_NOT_UTF8: Final = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may hold, in entries and in unpacked bytes: of all entries together, and of one read at once.

    ``ratio`` is unpacked to packed, of an entry above 16 MB; ledgers have 5 to 30, repeated rows up to about 100. In a
    package of ``office`` kind names are the same in any case, and XML is UTF-8 and defines no entities.
    """

    entries: int
    unpacked: int = sys.maxsize
    at_once: int = sys.maxsize
    ratio: int = 200
    office: bool = True


class ZipFault(Exception):
    """Why a package is not read, or only the ``entry`` named; ``size`` is what too large a package declares in bytes.

    no-package: not a zip file, or its end is missing. broken: damaged, or packed as no office program does. password:
    encrypted. too-much: beyond the limits. unsafe-path: a path that leads out, a link, or a name given twice.
    unsafe-xml: defines entities, or could hide them in another encoding.
    """

    def __init__(self, reason: Reason, entry: str = "", size: int = 0) -> None:
        super().__init__(reason, entry, size)
        self.reason, self.entry, self.size = reason, entry, size


class Package:
    """The entries of a package within limits; raises ``ZipFault`` for what is none (no-package, broken, too-much).

    ``sizes`` are the declared sizes of the entries in bytes; ``faults`` tells the entries that can be seen to be unfit
    (password, unsafe-path, broken, in this order), which are never unpacked.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        _measure_list(content, limits.entries)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _FAULTS:
            raise ZipFault("broken") from None
        entries = self._archive.infolist()
        self.unpacked: Final = sum(entry.file_size for entry in entries)
        if len(entries) > limits.entries or self.unpacked > limits.unpacked:
            raise ZipFault("too-much", size=self.unpacked)
        self._limits: Final = limits
        self.sizes: Final[Mapping[str, int]] = {entry.filename: entry.file_size for entry in entries}
        self.faults: Final = tuple(_unfit(entries, limits))

    def check(self) -> None:
        """Raise the first of the faults that can be seen before anything is unpacked."""
        for fault in self.faults:
            raise fault

    def read(self, name: str) -> bytes:
        """Return an entry whole, nothing when there is none of that name; ``ZipFault`` when it is unsafe or large."""
        if name not in self.sizes:
            return b""
        if self.sizes[name] > self._limits.at_once:
            raise ZipFault("too-much", name, self.sizes[name])
        return b"".join(self._chunks(self._archive.getinfo(name)))

    def read_all(self) -> dict[str, bytes]:
        """Return every entry by its name; ``ZipFault`` at what is unsafe or damaged."""
        return {name: self.read(name) for name in self.sizes}

    def unpack(self, consumers: Mapping[str, Callable[[bytes], None]]) -> None:
        """Unpack every entry once, in chunks, to its consumer if it has one; ``ZipFault`` at what is unsafe."""
        for entry in self._archive.infolist():
            consume = consumers.get(entry.filename)
            for chunk in self._chunks(entry):
                if consume is not None:
                    consume(chunk)

    def _chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        name = entry.filename
        for fault in self.faults:
            if fault.entry == name:
                raise fault
        if entry.file_size > _RATIO_FROM and entry.file_size > self._limits.ratio * entry.compress_size:
            raise ZipFault("too-much", name, entry.file_size)
        chunks = self._unpacked(entry)
        return _plain(chunks, name) if self._limits.office and name.lower().endswith(_XML) else chunks

    def _unpacked(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        left = entry.file_size
        try:
            with self._archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):  # zipfile gives no more than declared, and checks its checksum
                    left -= len(chunk)
                    yield chunk
        except _FAULTS:
            left = -1
        if left:
            raise ZipFault("broken", entry.filename)


def _measure_list(content: bytes, most: int) -> None:
    """Raise if there is no list of entries, or if it is longer than ``most`` entries need; reads none of it."""
    at = content.rfind(_END_MARK, max(0, len(content) - _END.size - _MOST_COMMENT))
    if at < 0 or at + _END.size > len(content):
        raise ZipFault("no-package")
    claimed: int = _END.unpack_from(content, at)[5]
    if content[max(0, at - _WIDE_SIZE) : at].startswith(_WIDE_MARK):
        claimed = at  # ZIP64, which says it elsewhere
    elif claimed > most * _LISTED_BYTES:
        raise ZipFault("too-much")
    if content.count(_ENTRY_MARK, max(0, at - claimed), at) > most:
        raise ZipFault("too-much")


def _unfit(entries: list[zipfile.ZipInfo], limits: Limits) -> Iterator[ZipFault]:
    def key(entry: zipfile.ZipInfo) -> str:
        return entry.filename.lower() if limits.office else entry.filename

    given = Counter(map(key, entries))
    yield from (ZipFault("password", entry.filename) for entry in entries if entry.flag_bits & _ENCRYPTED)
    yield from (
        ZipFault("unsafe-path", entry.filename) for entry in entries if given[key(entry)] > 1 or _leads_out(entry)
    )
    yield from (ZipFault("broken", entry.filename) for entry in entries if entry.compress_type not in _METHODS)


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry is anything but a plain file, or folder, inside the package."""
    name = entry.orig_filename
    odd = any(part in {"", ".", ".."} for part in name.removesuffix("/").split("/"))
    return odd or any(sign in name for sign in "\\:\0") or stat.S_IFMT(entry.external_attr >> 16) not in _PLAIN_FILES


def _plain(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Pass on the chunks of XML that defines no entities, and is in no encoding that would hide them."""
    tail = b""
    for chunk in chunks:
        seen = tail + chunk
        if any(word in seen for word in _DOCTYPES) or (not tail and chunk.startswith(_NOT_UTF8)):
            raise ZipFault("unsafe-xml", name)
        tail = seen[-len(_DOCTYPES[0]) :]
        yield chunk
