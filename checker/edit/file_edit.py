"""Turns edits of files into the files' new texts, all written or none; knows nothing about why they are edited."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from checker.facts.text.files import text_file
from checker.messages import message
from checker.source import EngineFault, Problems, UsageFault
from checker.source.read import MAX_BYTES, parse_document, read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True, order=True)
class FileEdit:
    """Replace the characters from ``start`` up to ``end`` of the text of ``file`` with ``new``.

    ``file`` is the name the file was read by (``Document.name``): from the working folder on, or a full path. Offsets
    count characters of the text as it was read (without a byte order mark).
    """

    file: str
    start: int
    end: int
    new: str


def apply(text: str, edits: Iterable[FileEdit]) -> str:
    """Return ``text`` with the edits of one file made; two edits of the same stretch count once.

    Raises ``ValueError`` when edits overlap or reach beyond the text: they were made for another text.
    """
    ordered = sorted(set(edits), key=lambda edit: (edit.start, edit.end))
    if any(not 0 <= edit.start <= edit.end <= len(text) for edit in ordered):
        raise ValueError("an edit reaches beyond the text")
    if any(one.end > other.start or one.start == other.start for one, other in pairwise(ordered)):
        raise ValueError("edits overlap")
    parts, last = [], 0
    for edit in ordered:
        parts += [text[last : edit.start], edit.new]
        last = edit.end
    return "".join([*parts, text[last:]])


def changed_texts(edits: Iterable[FileEdit], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the new text of every file that ``edits`` change, by name; ``texts`` holds those they were made for."""
    by_file: dict[str, list[FileEdit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    new = {file: apply(texts[file], found) for file, found in sorted(by_file.items())}
    return {file: text for file, text in new.items() if text != texts[file]}


def write_edits(
    edits: Iterable[FileEdit], texts: Mapping[str, str], moves: Iterable[tuple[str, str]] = ()
) -> tuple[str, ...]:
    """Make the edits in the files, in all of them or in none, and return the names of the files written.

    ``texts`` holds, by name, the text each edited file had when the edits were made; ``moves`` are pairs of an old and
    a new name. When one of the files holds another text by now, nothing is written. Encoding and line ends stay as they
    are. Raises ``UsageFault``.
    """
    new, moved = changed_texts(edits, texts), dict(moves)
    touched = sorted({*new, *moved})
    written = [(moved.get(name, name), edited_file(name, new.get(name, texts[name]), texts[name])) for name in touched]
    for name in moved.values():
        if Path(name).exists():
            raise UsageFault(message("{path} 已经存在，没有覆盖", path=name))
    write_files([(Path(name), content) for name, content in written], [Path(name) for name in moved])
    return tuple(name for name, _ in written)


def edited_file(name: str, text: str, before: str) -> bytes:
    """Return the bytes of a file with its new text, in the encoding and with the line ends that it has.

    Raises ``UsageFault`` when it no longer says ``before``.
    """
    try:
        found = text_file(name, read_bounded(Path(name), MAX_BYTES))
    except OSError as error:
        raise UsageFault(message("读不了 {path}：{why}", path=name, why=error.strerror or error)) from None
    if found is None or found.text != before:
        raise changed_meanwhile(name)
    document = parse_document(text, name, "", Problems())
    if document is None:
        raise EngineFault(message("改写 {path} 以后不再是能读的 YAML，没有写入", path=name))
    return found.with_text(text, document.root).content


def changed_meanwhile(name: str) -> UsageFault:
    """Return the fault that a file was changed by someone else after it was read."""
    return UsageFault(message("{path} 在读取以后又改过，没有写入任何文件。再运行一次", path=name))


def write_files(files: Sequence[tuple[Path, bytes]], gone: Sequence[Path] = ()) -> None:
    """Write all files, then take away those that are ``gone``; when one cannot be written none is.

    Raises ``UsageFault``. All new content is on the disk before the first file takes its name.
    """
    temporaries: list[tuple[Path, Path]] = []
    current = Path()
    try:
        for current, content in files:
            temporary = current.with_name(f".{current.name}.{os.getpid()}.tmp")
            temporaries.append((temporary, current))
            temporary.write_bytes(content)
        for temporary, current in temporaries:
            temporary.replace(current)
        for current in gone:
            current.unlink()
    except OSError as error:
        for temporary, _ in temporaries:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise UsageFault(message("写不了 {path}：{why}", path=current, why=error.strerror or error)) from None
