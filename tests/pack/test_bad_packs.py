"""Each folder of tests/bad_packs is one way to write a pack wrongly, with the whole text people are shown for it.

A folder holds the pack in ``pack``, any packs it extends beside it, and ``expected.txt``.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from checker.pack import load_pack
from checker.run import prepare
from checker.source import InputError, Problem, Problems

AS_OF = date(2020, 12, 31)
MISTAKES = sorted(folder for folder in (Path(__file__).parent.parent / "bad_packs").iterdir() if folder.is_dir())


def all_problems(folder: Path) -> Iterable[Problem]:
    """Return everything that is found wrong with the pack in ``folder``: with its files, its expressions, its texts."""
    problems = Problems()
    pack = load_pack(folder, problems, with_cases=True, keep_going=True)
    if pack is not None:
        prepare(pack, AS_OF, problems, engine="plain")
    return problems.found


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_mistake_is_explained(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem of the pack is reported once, word for word as expected."""
    monkeypatch.chdir(folder)
    found = list(all_problems(Path("pack")))
    assert f"{InputError(found)}\n" == (folder / "expected.txt").read_text("utf-8")
    assert len(found) == len(set(found))


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_error_gives_no_pack(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack with an error is never given, and one without is."""
    monkeypatch.chdir(folder)
    problems = Problems()
    pack = load_pack(Path("pack"), problems, with_cases=True)
    assert (pack is None) == bool(problems.errors)
    if pack is not None:
        assert (prepare(pack, AS_OF, problems, engine="plain") is None) == bool(problems.errors)


def test_every_problem_says_where_and_what_to_write() -> None:
    """No problem of a pack is without a file, nor without a hint but where the hint is in the sentence."""
    text = "\n".join((folder / "expected.txt").read_text("utf-8") for folder in MISTAKES)
    lines = text.splitlines()
    silent = [line for line, after in zip(lines, [*lines[1:], ""], strict=True) if "[" in line and "建议" not in after]
    assert [line for line in silent if not line.startswith("    建议")] == []
