"""The whole output of commands, as users see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from tests.cli.projects import SEED, UNKNOWN, Run

Mask = Callable[[str], str]


@pytest.mark.parametrize(("width", "language"), [(80, "zh"), (120, "zh"), (80, "en")])
def test_text_of_the_seed(
    checker: Run, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, width: int, language: str
) -> None:
    """The text of the seed is what it was, and no line is wider than the terminal or ends in blanks."""
    monkeypatch.setenv("COLUMNS", str(width))
    shown = checker("check", SEED, "--lang", language).out
    assert max(map(cell_len, shown.splitlines())) <= width
    assert not [line for line in shown.splitlines() if line != line.rstrip()]
    assert shown == snapshot


@pytest.mark.parametrize("format_", ["markdown", "json"])
def test_other_formats_of_the_seed(checker: Run, snapshot: SnapshotAssertion, masked: Mask, format_: str) -> None:
    """Markdown and JSON of the seed are what they were, but for the version of the tool and the digests."""
    assert masked(checker("check", SEED, "--format", format_).out) == snapshot


@pytest.mark.parametrize(
    "check",
    [
        pytest.param("payment-after-second-month[2020Q3]", id="a finding"),
        pytest.param("payment-after-second-month[2019Q4]", id="a pass"),
        pytest.param("execution-rate-low", id="a rule on the project"),
        pytest.param("persistent-low-online", id="a rule on problems"),
        pytest.param("survey-rate-unattainable", id="a rule on the evaluation"),
    ],
)
def test_explanation(checker: Run, snapshot: SnapshotAssertion, check: str) -> None:
    """The explanation of a check of the seed is what it was."""
    ended = checker("explain", SEED, check)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == snapshot


@pytest.mark.parametrize("language", ["zh", "en"])
def test_explanation_of_what_cannot_be_told(
    checker: Run, snapshot: SnapshotAssertion, project: Callable[[str], str], language: str
) -> None:
    """The explanation of an unknown outcome names the fact that would settle it."""
    check = "online-rate-below-floor[2020Q3/二期]"
    assert checker("explain", project(UNKNOWN), check, "--lang", language).out == snapshot


def test_text_of_a_project_known_in_part(
    checker: Run, snapshot: SnapshotAssertion, project: Callable[[str], str]
) -> None:
    """What is missing, and what it would settle, is shown as it was."""
    assert checker("check", project(UNKNOWN)).out == snapshot


@pytest.mark.usefixtures("pack")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_cases_that_differ(
    checker: Run, snapshot: SnapshotAssertion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """A case that comes out otherwise is shown once for both engines, with its place, and counted."""
    monkeypatch.chdir(tmp_path)
    assert checker("rules", "test", "--lang", language).out == snapshot


def test_cases_that_agree(checker: Run) -> None:
    """Where all cases come out as they say, one line is printed."""
    shown = checker("rules", "test", "national-2020").out
    assert shown.count("\n") == 1
    assert shown.endswith("，0 次不符\n")
