"""The help of every command, in both languages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from checker.cli import app
from tests.cli.projects import Run

ROOT = Path(__file__).parent.parent.parent


def commands() -> Iterator[tuple[list[str], Any]]:
    """Yield the words of every command, the bare one first, with the command."""

    def below(words: list[str], command: Any) -> Iterator[tuple[list[str], Any]]:
        yield words, command
        for name, child in getattr(command, "commands", {}).items():
            yield from below([*words, name], child)

    yield from below([], typer.main.get_command(app._app()))


COMMANDS = list(commands())
WORDS = pytest.mark.parametrize(
    "words", [words for words, _ in COMMANDS], ids=lambda words: " ".join(words) or "checker"
)


@WORDS
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_reads_so(checker: Run, snapshot: SnapshotAssertion, words: list[str], language: str) -> None:
    """The whole help of a command is what it was."""
    assert checker(*words, "--help", "--lang", language).out == snapshot


@WORDS
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [50, 80, 200])
def test_help_fits_the_terminal(
    checker: Run, monkeypatch: pytest.MonkeyPatch, words: list[str], language: str, width: int
) -> None:
    """No line of help is wider than the terminal, nor than 100 columns; none ends in blanks."""
    monkeypatch.setenv("COLUMNS", str(width))
    lines = checker(*words, "--help", "--lang", language).out.splitlines()
    assert max(map(cell_len, lines)) <= min(width, 100)
    assert not [line for line in lines if line != line.rstrip()]


def test_help_names_everything(checker: Run) -> None:
    """Every argument, option and command stands in help, each with a word on what it is for."""
    for words, command in COMMANDS:
        shown = checker(*words, "--help").out
        for param in command.params:
            assert param.help, param.name
            assert all(name in shown for name in (param.opts if param.param_type_name == "option" else [param.metavar]))
        for name, child in getattr(command, "commands", {}).items():
            assert f"  {name} " in shown
            assert child.help in shown


def test_chinese_help_has_no_english_words(checker: Run) -> None:
    """What the command line library would say in English is said in Chinese."""
    for words, _ in COMMANDS:
        shown = checker(*words, "--help").out
        assert not [word for word in ("Usage", "Options", "Arguments", "Commands", "Show", "required") if word in shown]


def test_help_starts_fast() -> None:
    """Help loads none of the big libraries, which take longer to load than help to write."""
    code = (
        "import sys\nfrom checker.cli import main\n"
        "try:\n    main(['check', '--help'])\nexcept SystemExit:\n    pass\n"
        "slow = {'pydantic', 'lark', 'jinja2', 'durable', 'rich.console', 'rich.table'}\n"
        "sys.stderr.write(' '.join(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
