"""Tests that Ctrl-C ends ``checker rules mutate`` with all its workers, and that none of them says anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.mutate.sample import sample
from tests.mutate.test_survivors import WEAK, weak_files

ROOT: Final = Path(__file__).parent.parent.parent
PRESSED: Final = """
import os, signal
from checker.cli import main
from checker.mutate import run
def pressed(finding, advance):
    for _ in range(3):
        os.killpg(0, signal.SIGINT)
    return finding
run._counted, run._FEW, run._AT_ONCE = pressed, 0, 1
main()
"""


def test_ctrl_c_ends_the_workers_quietly(tmp_path: Path) -> None:
    """Pressed after the first mutant, for all processes at once as a terminal does, it ends with 4 and one line."""
    files = weak_files(WEAK[0]["rule"], WEAK[0]["cases"])
    sample(tmp_path / "rules", {name: text for name, text in files.items() if name != "parameters.yaml"})
    words = [sys.executable, "-c", PRESSED, "--lang", "zh", "rules", "mutate"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    ended = subprocess.run(
        words, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        start_new_session=True,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (4, "", "已中断\n")
