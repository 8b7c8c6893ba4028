"""Two versions of the seed's pack, as folders or as commits, for the tests of differences and of history."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from checker.diff import Task
from checker.pack import Pack
from checker.run import load_sound_pack
from checker.source import Problems

ROOT: Final = Path(__file__).parent.parent.parent
SEED: Final = "xueliang-2020"
FIRST, SECOND = "2020-11-03", "2021-03-01"
"""The days of the two commits."""
AMENDED: Final = {
    "parameters.yaml": {
        "value: 90%\n      source: {document: purchase-contract, clause: 探头在线率}": (
            "value: 88%\n      source: {document: purchase-contract, clause: 探头在线率}"
        ),
        "value: 2\n": "value: 3\n",
    }
}
"""The floor goes from 90% to 88%, and payments may come a month later."""


def copied(home: Path) -> Path:
    """Copy both shipped packs below a folder as version 1.0.0, and return the folder of the seed's pack."""
    for source in (ROOT / "rules").iterdir():
        shutil.copytree(source, home / source.name)
        file = home / source.name / "pack.yaml"
        file.write_text(re.sub(r"(?m)^version: .*$", "version: 1.0.0", file.read_text("utf-8")), "utf-8")
    return home / SEED


def edit(pack: Path, edits: Mapping[str, Mapping[str, str]]) -> None:
    """Put other words in place of words of a pack's files; each must be there once."""
    for name, words in edits.items():
        text = (pack / name).read_text("utf-8")
        for old, new in words.items():
            assert text.count(old) == 1, (name, old)
            text = text.replace(old, new)
        (pack / name).write_text(text, "utf-8")


def folders(home: Path, edits: Mapping[str, Mapping[str, str]] = AMENDED) -> tuple[Path, Path]:
    """Return the folders of the two versions."""
    old, new = copied(home / "old"), copied(home / "new")
    edit(new, edits)
    return old, new


def git(folder: Path, *words: str, day: str = FIRST, stdin: str = "") -> str:
    """Run git in a throw-away repository, as nobody in particular, on a day."""
    who = {f"GIT_{role}_{part}": "nobody" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    when = {f"GIT_{role}_DATE": f"{day}T12:00:00+08:00" for role in ("AUTHOR", "COMMITTER")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-c", "init.defaultBranch=main", "-C", str(folder), *words]
    done = subprocess.run(
        command, input=stdin.encode(), capture_output=True, check=True, env={**kept, **who, **when, **alone}
    )
    return done.stdout.decode()


def commit(folder: Path, name: str, day: str) -> None:
    """Commit everything in a repository, and give it a tag."""
    git(folder, "add", "-A", day=day)
    git(folder, "commit", "-q", "-m", name, day=day)
    git(folder, "tag", name, day=day)


def repository(home: Path, edits: Mapping[str, Mapping[str, str]] = AMENDED) -> Path:
    """Return a work tree with the packs below ``rules``: version 1.0.0 tagged ``first``, 1.1.0 tagged ``second``."""
    pack = copied(home / "rules")
    git(home, "init", "-q")
    commit(home, "first", FIRST)
    edit(pack, {**edits, "pack.yaml": {"version: 1.0.0": "version: 1.1.0"}})
    commit(home, "second", SECOND)
    return home


def sound(folder: Path) -> Pack:
    """Return the pack in a folder with its cases; raises ``InputError``."""
    problems = Problems()
    pack = load_sound_pack(folder, problems)
    problems.raise_if_any()
    assert pack is not None
    return pack


def task(old: Pack, new: Pack) -> Task:
    """Return the comparison of two packs."""
    return Task(old, new, ("旧", "新"))
