"""A facts file as the bytes it is made of and the text they mean; a changed text goes back into bytes as it came.

Knows nothing about what stands in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.source import Problems, digest_of
from checker.source.read import parse_document

if TYPE_CHECKING:
    from checker.source.document import Node

_BOM: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file called ``name`` with its bytes; ``text`` is what it says, with plain line ends, ``root`` its tree."""

    name: str
    content: bytes
    text: str
    root: Node

    def with_text(self, text: str, root: Node) -> TextFile:
        """Return the file with another text, in the encoding and with the line ends that it has."""
        if text == self.text:
            return self
        encoding = _encoding(self.content)
        return TextFile(self.name, _as_before(text, self.text, self.content, encoding), text, root)


def text_file(name: str, content: bytes) -> TextFile | None:
    """Return the file, or None when it cannot be read as facts."""
    text = _decoded(content, _encoding(content)).replace("\r\n", "\n").replace("\r", "\n")
    document = parse_document(text, name, digest_of(content), Problems())
    return None if document is None else TextFile(name, content, text, document.root)


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _decoded(content: bytes, encoding: str) -> str:
    return content.decode(encoding, "replace").removeprefix("\ufeff")


def _as_before(text: str, before: str, content: bytes, encoding: str) -> bytes:
    """Return the new text in bytes: lines kept from before end as they did, new ones as most of the file does."""
    written = _decoded(content, encoding)
    endings = _LINE_END.findall(written)
    usual = max(("\n", "\r\n", "\r"), key=endings.count)
    ended = text if "\r" not in written else _ended(text.split("\n"), before.split("\n"), endings, usual)
    mark = "\ufeff" if content.startswith(_BOM) else ""
    return (mark + ended).encode(encoding)


def _ended(lines: list[str], before: list[str], endings: list[str], usual: str) -> str:
    if set(endings) == {usual}:
        return usual.join(lines)
    from difflib import SequenceMatcher  # noqa: PLC0415 - a file with two kinds of line ends is rare

    kept = [usual] * len(lines)
    for one, other, size in SequenceMatcher(None, before, lines, autojunk=False).get_matching_blocks():
        for step in range(min(size, len(endings) - one)):
            kept[other + step] = endings[one + step]
    return "".join(line + end for line, end in zip(lines[:-1], kept, strict=False)) + lines[-1]
