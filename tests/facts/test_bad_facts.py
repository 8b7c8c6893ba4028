"""Each folder of tests/bad_facts is one way to write facts wrongly, with the whole text people are shown for it.

A folder holds ``facts.yaml``, a folder ``facts`` or another file named ``facts``, and ``expected.txt``.
"""

import re
from pathlib import Path

import pytest

from checker.facts import Vocabulary, read_facts
from checker.source import InputError, Problems

ROOT = Path(__file__).parent.parent.parent
MISTAKES = sorted(folder for folder in (ROOT / "tests" / "bad_facts").iterdir() if folder.is_dir())
PAGE = ROOT / "docs" / "reference" / "facts-format.md"


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_mistake_is_explained(folder: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem of the facts is reported, word for word as expected, and an error gives no facts."""
    monkeypatch.chdir(folder)
    path = next((entry for name in ("facts", "facts.txt") if (entry := Path(name)).exists()), Path("facts.yaml"))
    problems = Problems()
    facts = read_facts(path, vocabulary, problems)
    assert f"{InputError(problems.found)}\n" == (folder / "expected.txt").read_text("utf-8")
    assert (facts is None) == bool(problems.errors)


def test_every_code_is_documented() -> None:
    """Each problem code that a mistake shows is explained in the reference page."""
    shown = {code for folder in MISTAKES for code in re.findall(r"\[([a-z-]+)]", (folder / "expected.txt").read_text())}
    documented = set(re.findall(r"`([a-z-]+)`", PAGE.read_text("utf-8").partition("## 问题代码")[2]))
    assert shown - documented == set()
