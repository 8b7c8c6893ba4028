"""Runs the command as users do, in this process or in one of its own, and brings projects for it to check."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from checker import __version__
from checker.cli import main
from checker.messages import language
from tests.cli.projects import PACK, Ended, Run

ROOT: Final = Path(__file__).parent.parent.parent
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "PYTHONIOENCODING")
_COLOUR: Final = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE")


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test in the project's folder, 80 columns wide, in no particular language, without wishes for colour."""
    for name in (*_LOCALE, *_COLOUR):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)


@pytest.fixture
def checker(capsys: pytest.CaptureFixture[str]) -> Run:
    """Give the function that runs the command in this process."""

    def run(*words: str | Path) -> Ended:
        capsys.readouterr()
        with language("zh"), pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def process() -> Run:
    """Give the function that runs the command in a process of its own; ``env`` and ``cwd`` may be given."""

    def run(*words: str, stdin: bytes = b"", env: dict[str, str] | None = None, cwd: Path = ROOT) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "checker", *words],
            input=stdin,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})},
            capture_output=True,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


@pytest.fixture
def give_stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Give the function that puts bytes on standard input."""

    def give(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))

    return give


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Give the function that saves facts as ``project.yaml`` in an empty folder and goes there."""

    def save(text: str) -> str:
        folder = tmp_path / "project"
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        (folder / "project.yaml").write_text(text, "utf-8")
        return "project.yaml"

    return save


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return the folder of a small pack with one case that does not come out as it says."""
    folder = tmp_path / "rules" / "small"
    for name, text in PACK.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


@pytest.fixture
def masked() -> Callable[[str], str]:
    """Give the function that blots out what differs between versions of tool and packs."""

    def mask(text: str) -> str:
        text = text.replace(f'"version": "{__version__}"', '"version": "VERSION"', 1)
        return re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", text)

    return mask
