"""Programs that open what was written as people do: LibreOffice and Chromium, where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

_SOFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMEDRIVER: Final = shutil.which("chromedriver")
_IN_CI: Final = bool(os.environ.get("CI"))

# In CI everything is installed, and a program that is missing is a failure rather than a test left out.
needs_soffice = pytest.mark.skipif(
    _SOFFICE is None and not _IN_CI, reason="LibreOffice is not installed: Debian's libreoffice-calc and -writer"
)
needs_chromium = pytest.mark.skipif(
    (CHROMIUM is None or CHROMEDRIVER is None) and not _IN_CI,
    reason="Chromium is not installed: Debian's chromium and chromium-driver",
)


def convert(path: Path, kind: str, folder: Path) -> Path:
    """Open a file in LibreOffice, recalculate it, and save it as another kind (``pdf``, ``xlsx``, ``ods`` …)."""
    return convert_all([path], kind, folder)[0]


def convert_all(paths: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Open several files in one LibreOffice, as ``convert``; their names have to differ."""
    assert _SOFFICE is not None, "LibreOffice is not installed"
    target = folder / "converted"
    target.mkdir(exist_ok=True)
    profile = (folder / "profile").as_uri()
    command = [
        _SOFFICE,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(target),
    ]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, timeout=180, check=False)
    made = [target / f"{path.stem}.{kind}" for path in paths]
    assert all(path.exists() for path in made), done.stdout + done.stderr
    return made
