"""Writes small packs for the tests of the pack layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from checker.pack import Pack, load_pack
from checker.source import InputError, Problems

Write = Callable[..., Path]
Load = Callable[..., Pack]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return a function that writes the files of a pack below an empty working folder and returns the pack's folder."""
    monkeypatch.chdir(tmp_path)

    def write_pack(pack: str, files: Mapping[str, str] | None = None, *, extends: str = "") -> Path:
        head = f"id: {pack}\ntitle: 示例\nversion: 1.0.0\n" + (f"extends: {extends}\n" if extends else "")
        for name, text in {"pack.yaml": head, **(files or {})}.items():
            path = Path(pack) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return Path(pack)

    return write_pack


@pytest.fixture
def load() -> Load:
    """Return a function that loads a pack in which nothing may be wrong."""

    def load_sound(folder: Path, *, with_cases: bool = False, search: tuple[Path, ...] = ()) -> Pack:
        problems = Problems()
        pack = load_pack(folder, problems, with_cases=with_cases, search=search)
        assert pack is not None, InputError(problems.found)
        assert not problems.found, InputError(problems.found)
        return pack

    return load_sound
