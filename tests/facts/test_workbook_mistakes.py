"""Each entry of bad_workbooks.yaml is one way to fill in a workbook wrongly, with the whole text shown for it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.facts import Vocabulary, read_facts
from checker.source import InputError, Problems
from tests.facts.workbooks import write_book

ROOT = Path(__file__).parent.parent.parent
MISTAKES = yaml.safe_load((Path(__file__).parent / "bad_workbooks.yaml").read_text("utf-8"))
PAGE = ROOT / "docs" / "reference" / "facts-format.md"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: str(mistake["name"]))
def test_mistake_is_explained(
    mistake: dict[str, Any], vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every problem of the workbook is reported with sheet and cell, word for word, and an error gives no facts."""
    monkeypatch.chdir(tmp_path)
    from_1904 = mistake.get("系统1904", False)
    write_book(Path("facts.xlsx"), mistake["sheets"], mistake.get("合并"), from_1904=from_1904)
    problems = Problems()
    facts = read_facts(Path("facts.xlsx"), vocabulary, problems)
    assert f"{InputError(problems.found)}\n" == mistake["expected"]
    assert (facts is None) == bool(problems.errors)


def test_every_code_is_documented() -> None:
    """Each problem code that a mistake shows is explained in the reference page."""
    shown = {code for mistake in MISTAKES for code in re.findall(r"\[([a-z-]+)]", mistake["expected"])}
    documented = set(re.findall(r"`([a-z-]+)`", PAGE.read_text("utf-8").partition("## 问题代码")[2]))
    assert shown - documented == set()


def test_hints_speak_of_workbooks() -> None:
    """No hint tells who fills in a workbook how to write YAML."""
    for mistake in MISTAKES:
        assert not re.search(r"“- ”|名称: 值|\[\]|花括号|引号|冒号|缩进", mistake["expected"]), mistake["name"]
