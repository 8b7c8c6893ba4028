"""Runs that decide again only what has changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.portfolio.run import run_batch
from checker.source import UsageFault
from tests.portfolio.run.small import PROJECTS, contents, ready, request_in, rows_of, write_pack, write_source

Tables = dict[str, list[list[str]]]


def fact(tables: Tables) -> None:
    """Change one fact."""
    tables["service"][5][2] = "14.5%"


def title(tables: Tables) -> None:
    """Change what one project is called."""
    tables["projects"][3][1] = "改了名的项目"


def place(tables: Tables) -> None:
    """Change the order of rows, which means nothing."""
    tables["service"][1:] = tables["service"][:0:-1]


def gone(tables: Tables) -> None:
    """Take a project away, with everything of it."""
    for name, rows in tables.items():
        tables[name] = [row for row in rows if row[0] != "P010"]


def come(tables: Tables) -> None:
    """Add two projects, so that the ranges change too."""
    for name in ("P0075", "P999"):
        tables["projects"].append([name, "新项目", ""])
        tables["service"].append([name, "2020Q3", "12%"])


def wrong(tables: Tables) -> None:
    """Give a project a row that is wrong."""
    tables["service"].append(["P004", "2020Q4", "很多"])


def finer(tables: Tables) -> None:
    """Give one number more digits than any had, so that every column of it is kept otherwise."""
    tables["service"][4][2] = "3.14159265%"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pack, the portfolio and a result that may be gone on from."""
    folder = tmp_path_factory.mktemp("first")
    run_batch(ready(folder, incremental=True))
    return folder


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (lambda _tables: None, PROJECTS),
        (fact, PROJECTS - 1),
        (title, PROJECTS - 1),
        (place, PROJECTS),
        (gone, PROJECTS - 1),
        (come, PROJECTS),
        (wrong, PROJECTS - 1),
        (finer, 0),
    ],
    ids=["nothing", "fact", "title", "place", "gone", "come", "wrong", "finer"],
)
def test_incremental_is_as_if_all_were_decided(
    first: Path, tmp_path: Path, change: Callable[[Tables], None], kept: int
) -> None:
    """Only what changed is decided again, and the result is that of a full run, byte for byte."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    tables = rows_of()
    change(tables)
    write_source(tmp_path / "source", tables)
    result = run_batch(request_in(tmp_path, incremental=True))
    run_batch(request_in(tmp_path, incremental=True, out=str(tmp_path / "full")))
    assert contents(tmp_path / "out") == contents(tmp_path / "full")
    assert result.tally.kept == kept


def test_other_rules_decide_all_again(first: Path, tmp_path: Path) -> None:
    """With a rule changed nothing is taken over, and that is said."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    write_pack(tmp_path / "small", **{"> 10%": "> 5%"})
    result = run_batch(request_in(tmp_path, incremental=True))
    assert result.tally.kept == 0
    assert "重新判断" in str(result.notes[0])
    run_batch(request_in(tmp_path, incremental=True, out=str(tmp_path / "full")))
    assert contents(tmp_path / "out") == contents(tmp_path / "full")


def test_result_without_fingerprints_is_decided_again(tmp_path: Path) -> None:
    """A result that was not made to be gone on from is replaced by one that is."""
    run_batch(ready(tmp_path))
    result = run_batch(request_in(tmp_path, incremental=True))
    assert "--incremental" in str(result.notes[0])
    assert run_batch(request_in(tmp_path, incremental=True)).tally.kept == PROJECTS


def test_touched_result_is_not_trusted(first: Path, tmp_path: Path) -> None:
    """A part that somebody changed is no base for anything."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "scores" / "part-00001.parquet").write_bytes(b"")
    result = run_batch(request_in(tmp_path, incremental=True))
    assert result.tally.kept == 0
    assert contents(tmp_path / "out") == before


def test_incremental_needs_a_folder(tmp_path: Path) -> None:
    """Other forms hold no fingerprints, so they are refused."""
    with pytest.raises(UsageFault, match="--incremental"):
        run_batch(ready(tmp_path, incremental=True, form="csv"))
