"""``checker rules test``: what it prints and when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.cli.projects import PACK, Run


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with a small pack whose cases all pass; return its file of cases."""
    for name, text in PACK.items():
        file = tmp_path / "rules" / "small" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    cases = tmp_path / "rules" / "small" / "tests" / "fault-rate-high.yaml"
    cases.write_text(cases.read_text("utf-8").split("- name: 写错的预期")[0], "utf-8")
    return cases


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_covered_is_listed(checker: Run, snapshot: SnapshotAssertion, language: str) -> None:
    """With --coverage what no case shows is named with its place, and the share is told; that alone is no failure."""
    ended = checker("rules", "test", "--coverage", "--lang", language)
    assert ended.code == 0
    assert ended.out == snapshot


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("least", "code"), [("50%", 0), ("50.1%", 1), ("100%", 1)])
def test_too_little_coverage_fails(checker: Run, least: str, code: int) -> None:
    """Less coverage than is asked for is a finding; exactly as much is enough."""
    ended = checker("rules", "test", "--at-least", least)
    assert ended.code == code
    assert ("要求至少" in ended.out) == bool(code)


@pytest.mark.parametrize("least", ["很多", "120%", "-1%", "约90%"])
def test_a_share_that_is_none_is_refused(checker: Run, least: str) -> None:
    """What is no share between 0 and 100 % is wrong use, and nothing is run."""
    ended = checker("rules", "test", "--at-least", least)
    assert (ended.code, ended.out) == (2, "")
    assert "--at-least" in ended.err


def test_a_case_to_confirm_is_never_accepted_silently(small: Path, checker: Run, snapshot: SnapshotAssertion) -> None:
    """A case that is still to be confirmed is named, covers nothing, and the command does not end clean."""
    text = small.read_text("utf-8")
    small.write_text(text + "  to_confirm: 由程序算出，请核对\n", "utf-8")
    ended = checker("rules", "test", "--coverage")
    assert ended.code == 1
    assert ended.out == snapshot


def test_a_known_failure_that_passes_is_a_failure(small: Path, checker: Run) -> None:
    """A case marked as known to differ must differ; once it agrees, the mark has to go."""
    small.write_text(small.read_text("utf-8") + "  expected_failure: 还没有改\n", "utf-8")
    ended = checker("rules", "test")
    assert ended.code == 1
    assert "标为已知不符，却与预期相符：删去 expected_failure" in ended.out
