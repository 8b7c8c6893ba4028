"""What is kept of a run that was killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.portfolio.run.journal import FileDone, Journal, PartDone, read_journal

IDENTITY = {"pack": "甲", "as_of": "2020-12-31"}
PARTS = [
    PartDone(number, {"scores": FileDone(3, "ab"), "findings": FileDone(0, "cd")}, {"low": 7}) for number in range(3)
]


def written(path: Path) -> bytes:
    """Write a journal of three parts and return its bytes."""
    journal = Journal(path)
    journal.begin(IDENTITY)
    for part in PARTS:
        journal.record(part)
    return path.read_bytes()


def test_journal_gives_back_what_was_recorded(tmp_path: Path) -> None:
    """Identity and parts are read back as they were written, in a later run too."""
    path = tmp_path / "journal"
    written(path)
    found = read_journal(path)
    assert found is not None
    assert found.identity == IDENTITY
    assert list(found.parts.values()) == PARTS


@pytest.mark.parametrize("kept", [0, 1, 2, 3])
def test_half_a_line_does_not_count(tmp_path: Path, kept: int) -> None:
    """Whatever byte the journal was cut at, the whole lines before count and the run goes on behind them."""
    path = tmp_path / "journal"
    content = written(path)
    ends = [place for place, byte in enumerate(content) if byte == ord("\n")]
    for cut in range(ends[kept - 1] + 1 if kept else 0, ends[kept]):
        path.write_bytes(content[:cut])
        found = read_journal(path)
        if not kept:
            assert found is None
            continue
        assert found is not None
        assert list(found.parts.values()) == PARTS[: kept - 1]
        found.record(PARTS[2])
        again = read_journal(path)
        assert again is not None
        assert list(again.parts.values()) == [*PARTS[: kept - 1], PARTS[2]]


def test_no_journal_is_none(tmp_path: Path) -> None:
    """Where no run was begun there is nothing to go on with."""
    assert read_journal(tmp_path / "journal") is None
