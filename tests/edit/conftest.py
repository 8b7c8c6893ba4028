"""Runs the command in this process, 80 columns wide, in a folder with copies of the shipped packs."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from checker.cli import main
from checker.messages import language

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command came to: its exit code and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to an empty folder with a copy of the shipped packs in ``rules``."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give the function that runs the command; with ``typed`` someone sits at a terminal and types that."""

    def go(*words: str, typed: str | None = None) -> Ended:
        stream = io.StringIO(typed or "")
        stream.isatty = lambda: typed is not None  # type: ignore[method-assign]  # a terminal, when someone types
        monkeypatch.setattr("sys.stdin", stream)
        capsys.readouterr()
        with language("zh"), pytest.raises(SystemExit) as ended:
            main(list(words))
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return go
