"""Finds out how a file of separated text is written: encoding, separator, headings, lines; knows nothing about facts.

The file is read once as a stream of bytes; nothing of it is kept but the beginning.
"""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.portfolio.source.lines import first_record
from checker.source import Place, refusal
from checker.source.sheets.separated import separator_of

if TYPE_CHECKING:
    from pathlib import Path

    from checker.source import Problems

_PIECE: Final = 1 << 20
_HEAD: Final = 256 * 1024
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class TextFile:
    """How a text is written.

    ``line_end`` is the one way in which all lines end, empty when they end in several; ``lines`` counts them. ``head``
    is the line on which the headings end.
    """

    path: Path
    encoding: str
    separator: str
    headings: tuple[str, ...]
    head: int
    lines: int
    line_end: str
    quotes: bool


@dataclass(slots=True)
class _Counts:
    """What has been seen of the bytes of a file."""

    feeds: int = 0
    returns: int = 0
    pairs: int = 0
    quotes: bool = False
    last: bytes = b""

    def add(self, piece: bytes) -> None:
        self.feeds += piece.count(b"\n")
        self.returns += piece.count(b"\r")
        self.pairs += piece.count(b"\r\n") + (self.last == b"\r" and piece.startswith(b"\n"))
        self.quotes = self.quotes or b'"' in piece
        self.last = piece[-1:]

    @property
    def line_end(self) -> str:
        if self.returns == 0:
            return "\n"
        return "\r\n" if self.returns == self.pairs == self.feeds else ""

    @property
    def lines(self) -> int:
        return self.feeds + (self.last not in {b"\n", b""})


def look_at_text(path: Path, shown: str, problems: Problems) -> TextFile | None:
    """Return how a file is written; what is no text, or has no headings, is recorded and gives None."""
    try:
        with path.open("rb") as stream:
            begins = stream.read(_HEAD)
        encoding, counts = _encoding(path, shown, begins, problems)
    except OSError as error:
        problems.add("unreadable", Place(shown), message("读不了这个文件：{why}", why=refusal(error)))
        return None
    if not begins.strip():
        problems.add("empty-file", Place(shown), message("文件是空的"), message("补上内容，或删除这个文件"))
        return None
    if not encoding:
        return None
    begin = codecs.getincrementaldecoder(encoding)("replace").decode(begins)
    separator = separator_of(begin)
    head = first_record(io.StringIO(begin, newline=""), separator)
    if head is None or head.fault is not None or not any(map(str.strip, head.fields)):
        what = message("第一行不是列名")
        problems.add("no-header", Place(shown, 1, 1), what, message("第一行写列名，以下每行一条"))
        return None
    headings = tuple(heading.strip().removeprefix("\ufeff") for heading in head.fields)
    ends = len(head.text.splitlines())
    return TextFile(path, encoding, separator, headings, ends, counts.lines, counts.line_end, counts.quotes)


def _encoding(path: Path, shown: str, begins: bytes, problems: Problems) -> tuple[str, _Counts]:
    """Return the encoding of a file, empty when it has none that is known (which is recorded), and its counts."""
    encodings = ("utf-16",) if begins.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    furthest = Place(shown)
    for encoding in encodings:
        counts, decoder = _Counts(), codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    decoder.decode(piece)
                    counts.add(piece)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError as fault:
            before = fault.object[: fault.start].decode(encoding, "replace")
            line = counts.feeds + before.count("\n") + 1
            furthest = max(furthest, Place(shown, line, len(before) - before.rfind("\n")))
        else:
            return encoding, counts
    hint = message("用 Excel 或 WPS 打开，另存为“CSV UTF-8”或 .xlsx")
    problems.add("encoding", furthest, message("文件既不是 UTF-8 也不是 GB18030 编码"), hint)
    return "", _Counts()
