"""Runs that are killed: what is left, and how the next one goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.portfolio.run import run_batch
from checker.portfolio.run.folder import WorkFolder
from checker.portfolio.run.journal import read_journal
from checker.portfolio.run.parts import Parts
from tests.portfolio.run.dying import died
from tests.portfolio.run.small import contents, ready, request_in, rows_of, run_in, write_source


class Stopped(Exception):
    """A run ends here."""


def stopped_after(parts: int, folder: Path, monkeypatch: pytest.MonkeyPatch, **changed: object) -> None:
    """Run until so many parts are made, and no further."""
    made = Parts.made

    def some(self: Parts, done: frozenset[int]) -> object:
        for number, part in enumerate(made(self, done), 1):
            yield part
            if number == parts:
                raise Stopped

    with monkeypatch.context() as patched:
        patched.setattr(Parts, "made", some)
        patched.setattr(WorkFolder, "clear", lambda _self: None)
        with pytest.raises(Stopped):
            run_batch(request_in(folder, **changed))


def parts_done(folder: Path) -> int:
    """Return how many parts the journal holds."""
    journal = read_journal(WorkFolder(folder / "out").journal)
    return 0 if journal is None else len(journal.parts)


def test_killed_again_and_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """However often a run is killed, wherever: there is never a half result, and in the end it is as if undisturbed."""
    request = ready(tmp_path)
    run_batch(request_in(tmp_path, out=str(tmp_path / "undisturbed")))
    for steps in (8, 25, 60):
        assert died(tmp_path, steps)
        assert not (tmp_path / "out").exists()
        assert WorkFolder(tmp_path / "out").path.exists()
    run_batch(request)
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")
    assert not WorkFolder(tmp_path / "out").path.exists()


def test_done_parts_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run makes only the parts that are missing; their files stay what they were."""
    request = ready(tmp_path)
    stopped_after(2, tmp_path, monkeypatch)
    assert parts_done(tmp_path) == 2
    kept = {path: path.stat().st_mtime_ns for path in WorkFolder(tmp_path / "out").new.rglob("*.parquet")}
    told: list[int] = []
    run_batch(request, lambda _stage, done, _total: told.append(done))
    assert min(done for done in told if done) == 2 * 120 // 4
    for path, time in kept.items():
        final = tmp_path / "out" / path.relative_to(WorkFolder(tmp_path / "out").new)
        assert final.stat().st_mtime_ns == time


@pytest.mark.parametrize("changed", [{"part_size": 7}, {"carry": ()}, {"tables": ("problems",)}])
def test_other_arguments_start_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, object]
) -> None:
    """Parts made for other arguments are not used, and the next run says so."""
    ready(tmp_path)
    stopped_after(2, tmp_path, monkeypatch)
    result = run_batch(request_in(tmp_path, **changed))
    assert "没有接着用" in str(result.notes[0])
    again = run_batch(request_in(tmp_path, out=str(tmp_path / "other"), **changed))
    assert not again.notes
    assert contents(tmp_path / "out") == contents(tmp_path / "other")


def test_other_facts_start_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts made of other facts are not used."""
    ready(tmp_path)
    stopped_after(3, tmp_path, monkeypatch)
    tables = rows_of()
    tables["service"][5][2] = "14.5%"
    write_source(tmp_path / "source", tables)
    run_batch(request_in(tmp_path))
    run_batch(request_in(tmp_path, out=str(tmp_path / "other")))
    assert contents(tmp_path / "out") == contents(tmp_path / "other")


def test_earlier_result_stands_until_the_next_is_whole(tmp_path: Path) -> None:
    """Killed while it replaces a result, either the old or the new one is there after the next run at the latest."""
    run_in(tmp_path)
    before = contents(tmp_path / "out")
    tables = rows_of(9)
    write_source(tmp_path / "source", tables)
    assert died(tmp_path, 12, force=True)
    assert contents(tmp_path / "out") == before
    run_batch(request_in(tmp_path, force=True))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["read"] == 9


def test_result_that_is_whole_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the result was put in place, the next run only clears up, without being told to replace it."""
    request = ready(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(WorkFolder, "clear", lambda _self: None)
        first = run_batch(request)
    assert WorkFolder(tmp_path / "out").published
    before = contents(tmp_path / "out")
    assert run_batch(request).tally == first.tally
    assert contents(tmp_path / "out") == before
    assert not WorkFolder(tmp_path / "out").path.exists()
