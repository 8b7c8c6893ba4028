"""Reads the streams of an OLE compound file, in which old workbooks and encrypted new ones lie.

Knows nothing about what the streams hold. Written for the door: it says what a file is and what is in it before any
other program looks inside. Lengths that the file only claims, and chains of sectors that never end, are refused: a
program that trusts them asks for all the memory there is.
"""

from __future__ import annotations

import struct
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = 512
_LAST_SECTOR: Final = 0xFFFFFFF0
_ENTRY: Final = 128
_SECTOR_SHIFTS: Final = (9, 12)
_STARTS: Final = (48, 56, 60)
_LENGTHS: Final = (40, 44, 64, 72)  # of the directory, the FAT, the small FAT and the list of FAT sectors
_CUTOFF: Final = 4096


class OleFault(Exception):
    """The file is no sound compound file."""


class CompoundFile:
    """The named streams and storages of a compound file; ``OleFault`` when it is broken."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        if len(content) < _HEADER or not content.startswith(MAGIC):
            raise OleFault
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in _SECTOR_SHIFTS or mini_shift != 6:  # noqa: PLR2004 - the only value the format allows
            raise OleFault
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        first_directory, self._cutoff, first_mini_fat = (
            int(struct.unpack_from("<I", content, at)[0]) for at in _STARTS
        )
        claimed = (int(struct.unpack_from("<I", content, at)[0]) for at in _LENGTHS)
        if self._cutoff != _CUTOFF or any(sectors * self._size > len(content) for sectors in claimed):
            raise OleFault
        self._fat = self._numbers(b"".join(map(self._sector, self._fat_sectors())))
        self._mini_fat = self._numbers(self._chain(first_mini_fat))
        self.entries: dict[str, tuple[int, int]] = {}
        self._mini = b""
        self._read_directory(self._chain(first_directory))

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream."""
        start, size = self.entries[name]
        if size > len(self._content):
            raise OleFault
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces = []
        for number in self._follow(start, self._mini_fat):
            pieces.append(self._mini[number * self._mini_size : (number + 1) * self._mini_size])
        return b"".join(pieces)[:size]

    def _fat_sectors(self) -> list[int]:
        numbers = list(struct.unpack_from("<109I", self._content, 76))
        following, seen = struct.unpack_from("<I", self._content, 68)[0], 0
        while following < _LAST_SECTOR:
            block = self._numbers(self._sector(following))
            numbers += block[:-1]
            following, seen = block[-1], seen + 1
            if seen * self._size > len(self._content):
                raise OleFault
        return [number for number in numbers if number < _LAST_SECTOR]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise OleFault
        return self._content[start : start + self._size].ljust(self._size, b"\0")

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._follow(start, self._fat)))

    def _follow(self, start: int, table: tuple[int, ...]) -> list[int]:
        chain: list[int] = []
        while start < _LAST_SECTOR:
            if start >= len(table) or len(chain) > len(table):
                raise OleFault
            chain.append(start)
            start = table[start]
        return chain

    @staticmethod
    def _numbers(block: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])

    def _read_directory(self, directory: bytes) -> None:
        """Take the entries by the name up to its first NUL, the first of each name: what a loader takes as well."""
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            name = directory[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
            start, size, more = struct.unpack_from("<III", directory, at + 116)
            if size > len(self._content) or (more and self._size > _HEADER):
                raise OleFault
            if at == 0:
                self._mini = self._chain(start)
            elif name:
                self.entries.setdefault(name, (start, size))
