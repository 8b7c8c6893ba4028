"""Runs the documentation: takes the marked blocks out of a page, writes its files, runs its commands, compares.

With UPDATE_DOCS=1 what is shown is rewritten instead, except where a line ``…`` leaves something out.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from checker.cli import main
from tests.docs.fill import fill

ROOT: Final = Path(__file__).parent.parent.parent
_FENCE: Final = re.compile(r"```(?P<language>\w*) ?(?P<info>.*)")
_FILL: Final = re.compile(r"<!-- fill (?P<book>\S+) (?P<facts>\S+) -->")
_SKIPPED: Final = "…"
_PROMPT: Final = "$ "


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: ``info`` is what stands behind the language, ``line`` where its text begins."""

    language: str
    info: str
    lines: tuple[str, ...]
    line: int

    @property
    def file(self) -> str:
        """The path of the file the block is to be saved as; empty when it is none."""
        return self.info.removeprefix("file=") if self.info.startswith("file=") else ""

    @property
    def insert(self) -> str:
        """The path of the file some lines of the block are to be put into; empty when it is none."""
        return self.info.removeprefix("insert=") if self.info.startswith("insert=") else ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a ``console`` block with the output shown below it."""

    words: tuple[str, ...]
    shown: tuple[str, ...]
    line: int


def read_blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, and as blocks of their own the comments ``<!-- fill BOOK FACTS -->``."""
    opening: re.Match[str] | None = None
    lines: list[str] = []
    start = 0
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if opening is None and (filling := _FILL.fullmatch(line)):
            yield Block("fill", "", (filling["book"], filling["facts"]), number)
        elif opening is None:
            opening, lines, start = _FENCE.fullmatch(line), [], number + 1
        elif line == "```":
            yield Block(opening["language"], opening["info"], tuple(lines), start)
            opening = None
        else:
            lines.append(line)
    assert opening is None, f"{page.name}:{start}: the block is not closed"


def read_commands(block: Block) -> Iterator[Command]:
    """Yield the commands of a ``console`` block; a line that begins with ``$`` is a command."""
    starts = [number for number, line in enumerate(block.lines) if line.startswith(_PROMPT)]
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        words = tuple(shlex.split(block.lines[start].removeprefix(_PROMPT), comments=True))
        yield Command(words, block.lines[start + 1 : end], block.line + start)


def as_shown(shown: tuple[str, ...], printed: str) -> bool:
    """Say whether ``printed`` is what is shown, a line ``…`` standing for any lines, blanks at line ends left out."""
    lines = [line.rstrip() for line in printed.rstrip("\n").splitlines()]
    pattern = "".join(r"(?:.*\n)*" if line == _SKIPPED else re.escape(line.rstrip()) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


def rewrite(page: Path, command: Command, printed: str) -> None:
    """Replace what ``page`` shows below a command."""
    lines = page.read_text("utf-8").splitlines()
    lines[command.line : command.line + len(command.shown)] = [line.rstrip() for line in printed.splitlines()]
    page.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a fresh copy of ``rules`` and ``facts``, in Chinese, 80 columns wide, without colour."""
    for folder in ("rules", "facts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def save(block: Block, folder: Path) -> None:
    """Save a ``file=`` block below ``folder``."""
    target = folder / block.file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(block.lines) + "\n", "utf-8")


def insert(block: Block, folder: Path) -> None:
    """Put the new lines of an ``insert=`` block into its file: behind those it begins with, which are there already.

    A line ``…`` stands for lines that are not shown; where nothing is there already the lines go to the end.
    """
    target = folder / block.insert
    lines = target.read_text("utf-8").splitlines()
    at, new = 0, [line for line in block.lines if line.strip() != _SKIPPED]
    while new and new[0] in lines[at:]:
        at = lines.index(new.pop(0), at) + 1
    at = at or len(lines)
    target.write_text("\n".join([*lines[:at], *new, *lines[at:]]) + "\n", "utf-8")


def follow(page: Path, run: Callable[[tuple[str, ...]], tuple[str, int]]) -> Iterator[tuple[Command, str]]:
    """Save the files and run the commands of a page in the working folder; yield each command with what it prints."""
    code = 0
    for block in read_blocks(page):
        if block.file:
            save(block, Path.cwd())
        if block.insert:
            insert(block, Path.cwd())
        if block.language == "fill":
            fill(*map(Path, block.lines))
        for command in read_commands(block) if block.language == "console" else ():
            if command.words == ("echo", "$?"):
                yield command, f"{code}\n"
            elif command.words[:2] == ("cp", "-r"):
                shutil.copytree(command.words[2], command.words[3])
                yield command, ""
            else:
                assert command.words[0] == "checker", f"{page.name}:{command.line}: only checker can be run here"
                printed, code = run(command.words)
                yield command, printed


@pytest.fixture
def run_page(workplace: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], list[str]]:
    """Give the function that follows a page in ``workplace`` and returns what is not as shown."""
    assert Path.cwd() == workplace

    def run(words: tuple[str, ...]) -> tuple[str, int]:
        with pytest.raises(SystemExit) as ended:
            main(words[1:])
        printed = capsys.readouterr()
        return printed.out + printed.err, int(ended.value.code or 0)

    def differences(name: str) -> list[str]:
        page = ROOT / name
        wrong = [(command, printed) for command, printed in follow(page, run) if not as_shown(command.shown, printed)]
        for command, printed in reversed(wrong) if os.environ.get("UPDATE_DOCS") else ():
            if _SKIPPED not in command.shown:
                rewrite(page, command, printed)
        return [f"{name}:{command.line}: {shlex.join(command.words)} prints\n{printed}" for command, printed in wrong]

    return differences
