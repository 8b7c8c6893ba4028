"""Turns files of packs into what ``rules fmt`` makes of them; knows nothing about the command or the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.edit.canonical import canonical
from checker.edit.file_edit import changed_meanwhile, write_files
from checker.messages import message
from checker.pack.files import PROJECTS, RULES, SINGLE_FILES, TESTS, shown_name
from checker.source import InputError, UsageFault
from checker.source.read import MAX_BYTES, read_bounded, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from checker.source import Problems

_FOLDERS: Final = (RULES, TESTS, f"{TESTS}/{PROJECTS}")


@dataclass(frozen=True, slots=True)
class Formatted:
    """One file and its canonical form: the text before and after, and the bytes before and after.

    The bytes can differ where the texts do not: by a byte order mark or an encoding other than UTF-8.
    """

    path: Path
    name: str
    before: str
    after: str
    content: bytes
    new: bytes

    @property
    def changed(self) -> bool:
        """Whether the file is not in its canonical form."""
        return self.content != self.new


def pack_texts(folder: Path) -> list[Path]:
    """Return the YAML files of a pack that are laid out, in the order of their names; facts are not among them."""
    single = [folder / name for name in SINGLE_FILES]
    below = [path for name in _FOLDERS for path in sorted((folder / name).glob("*.yaml"))]
    return [path for path in (*single, *below) if path.is_file() and not path.name.startswith((".", "~$"))]


def formatted(paths: Iterable[Path], problems: Problems) -> tuple[Formatted, ...]:
    """Return every file with its canonical form; what cannot be read is recorded.

    Raises ``EngineFault`` when a canonical form would mean something else.
    """
    found = []
    for path in paths:
        name = shown_name(path)
        read = read_text(path, name, problems)
        if read is None:
            continue
        try:
            after = canonical(read[0], name)
        except InputError as error:
            problems.found += error.problems
            continue
        content = _content(path)
        found.append(Formatted(path, name, read[0], after, content, _encoded(after, content)))
    return tuple(found)


def write_formatted(files: Sequence[Formatted]) -> None:
    """Write the files that are not in their canonical form, all or none; raises ``UsageFault``."""
    changed = [file for file in files if file.changed]
    for file in changed:
        if _content(file.path) != file.content:
            raise changed_meanwhile(file.name)
    write_files([(file.path, file.new) for file in changed])


def _content(path: Path) -> bytes:
    try:
        return read_bounded(path, MAX_BYTES)
    except OSError as error:
        raise UsageFault(message("读不了 {path}：{why}", path=path, why=error.strerror or error)) from None


def _encoded(text: str, before: bytes) -> bytes:
    """Return the bytes of a text: UTF-8 without a mark, with the line ends that most lines of the file have."""
    windows, unix = before.count(b"\r\n"), before.count(b"\n")
    return text.replace("\n", "\r\n" if windows * 2 > unix else "\n").encode()
