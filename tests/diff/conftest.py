"""Runs the command as users do, in the folder of a throw-away repository."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.cli import main
from checker.messages import language
from tests.cli.projects import Ended
from tests.diff.versions import ROOT, repository

Run = Callable[..., Ended]
_SURROUNDINGS = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with both versions of the seed's pack and the seed's facts; no test changes it."""
    home = repository(tmp_path_factory.mktemp("shared"))
    shutil.copytree(ROOT / "facts", home / "facts")
    return home


@pytest.fixture
def there(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in that repository, 80 columns wide, in no particular language."""
    for name in _SURROUNDINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(shared)
    return shared


@pytest.fixture
def checker(there: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give the function that runs the command in this process."""
    del there

    def run(*words: str | Path) -> Ended:
        capsys.readouterr()
        with language("zh"), pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run
