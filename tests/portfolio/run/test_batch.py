"""Whole runs: what they leave, what they refuse, and that the same input gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.messages import message
from checker.portfolio.run import BatchResult, run_batch
from checker.portfolio.run.deciding import Deciding
from checker.portfolio.run.folder import WorkFolder
from checker.portfolio.run.sealing import file_digest
from checker.result import ExitCode
from checker.source import EngineFault, InputError, UsageFault
from tests.portfolio.run.small import PROJECTS, contents, ready, request_in, rows_of, run_in, table, write_source

BAD = ["P003", "2020Q4", "许多"]
ORPHAN = ["P999", "2020Q1", "1%"]
LONG = ["P004", "2020Q4", "10.00000000000000000000000001%"]
"""A number with more digits than SQL is given."""


def manifest_of(folder: Path) -> dict[str, Any]:
    """Return the manifest of the result."""
    content: dict[str, Any] = json.loads((folder / "out" / "manifest.json").read_text("utf-8"))
    return content


def with_rows(folder: Path, *rows: list[str], **changed: object) -> BatchResult:
    """Run the small portfolio with these rows of ``service`` added."""
    request = ready(folder, **changed)
    tables = rows_of()
    tables["service"] += rows
    write_source(folder / "source", tables)
    return run_batch(request)


def test_manifest_reconciles(tmp_path: Path) -> None:
    """Every row and project of the source is accounted for, every file has the digest and the rows that it says."""
    result = with_rows(tmp_path, BAD, ORPHAN, LONG)
    manifest = manifest_of(tmp_path)
    for name, count in manifest["facts"].items():
        assert count["read"] == count["used"] + count["rejected"] + count["held"], name
    service = manifest["facts"]["service"]
    assert (service["read"], service["rejected"], service["orphan"]) == (3 * PROJECTS + 3, 2, 1)
    counts = manifest["counts"]
    assert (counts["read"], counts["decided"], counts["withheld"], counts["exact"]) == (PROJECTS, PROJECTS - 1, 1, 1)
    for name, told in manifest["tables"].items():
        for part in told["parts"]:
            assert file_digest(tmp_path / "out" / name / part["file"]) == part["sha256"]
        assert len(table(tmp_path / "out", name)) == told["rows"] == sum(part["rows"] for part in told["parts"])
        assert {path.name for path in (tmp_path / "out" / name).iterdir()} == {part["file"] for part in told["parts"]}
    assert result.rows == {name: told["rows"] for name, told in manifest["tables"].items()}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("out")] == ["out"]


def test_only_projects_with_wrong_rows_are_withheld(tmp_path: Path) -> None:
    """A wrong row keeps its project from being decided and is in the rejects with its place; others are as before."""
    run_in(tmp_path)
    before = {name: table(tmp_path / "out", name) for name in ("outcomes", "findings", "scores", "problems")}
    with_rows(tmp_path, BAD, force=True)
    for name, rows in before.items():
        assert table(tmp_path / "out", name) == [row for row in rows if row[0] != "P003"]
    statuses = {row[0]: row[3:5] for row in table(tmp_path / "out", "projects")}
    assert statuses.pop("P003") == ("withheld", None)
    assert set(statuses.values()) == {("decided", "sql")}
    (reject,) = table(tmp_path / "out", "rejects")
    assert reject[1:7] == (f"service.csv:{3 * PROJECTS + 2}", "service", "P003", "2020Q4", "fault_rate", "许多")


def test_numbers_too_long_for_sql_are_decided_exactly(tmp_path: Path) -> None:
    """A project whose number SQL cannot hold is decided all the same, in the same tables."""
    result = with_rows(tmp_path, LONG)
    out = tmp_path / "out"
    assert result.tally.exact == 1
    assert [row for row in table(out, "projects") if row[4] == "exact"] == [
        ("P004", "项目P004", "部门评价", "decided", "exact", "第1单位")
    ]
    assert ("P004", "fault-rate-high", "2020Q4", "fail") in table(out, "outcomes")
    assert len([row for row in table(out, "scores") if row[0] == "P004"]) == 1


@pytest.mark.parametrize("changed", [{"threads": 2}, {"memory": "1GB"}])
def test_same_input_gives_the_same_bytes(tmp_path: Path, changed: dict[str, object]) -> None:
    """Threads and memory change nothing, nor does running again."""
    run_in(tmp_path)
    first = contents(tmp_path / "out")
    run_in(tmp_path, force=True, **changed)
    assert contents(tmp_path / "out") == first


def test_one_by_one_gives_the_same_tables(tmp_path: Path) -> None:
    """The engine of single checks fills every table with the same rows as SQL does."""
    out = tmp_path / "out"
    with_rows(tmp_path, BAD, ORPHAN, LONG)
    names = ("outcomes", "findings", "scores", "unknowns", "rejects")
    by_sql = {name: sorted(table(out, name), key=repr) for name in names}
    with_rows(tmp_path, BAD, ORPHAN, LONG, engine="plain", force=True)
    assert {name: sorted(table(out, name), key=repr) for name in names} == by_sql


def test_numbers_that_outgrow_the_database_are_decided_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part in which a sum runs over is decided by the engine of single checks, with the same rows."""
    names = ("outcomes", "findings", "scores", "unknowns")
    run_in(tmp_path)
    by_sql = {name: sorted(table(tmp_path / "out", name), key=repr) for name in names}

    def run_over(*_: object) -> None:
        raise EngineFault(message("数据库没有算成：{why}", why="exact_sum: Overflow"))

    monkeypatch.setattr(Deciding, "write", run_over)
    run_in(tmp_path, force=True)
    assert {name: sorted(table(tmp_path / "out", name), key=repr) for name in names} == by_sql
    assert {row[4] for row in table(tmp_path / "out", "projects")} == {"exact"}


def test_only_the_tables_asked_for(tmp_path: Path) -> None:
    """Tables that nobody wants are not written; those by which a run is counted always are."""
    result = run_in(tmp_path, tables=("problems",))
    assert set(result.rows) == {"projects", "findings", "scores", "problems", "rejects"}


def test_only_the_projects_asked_for(tmp_path: Path) -> None:
    """With ids, the others are as if they were not there."""
    result = run_in(tmp_path, projects=("P001", "P009"))
    assert [row[0] for row in table(tmp_path / "out", "projects")] == ["P001", "P009"]
    assert result.tally.read == 2


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    """A result stays when it is not to be replaced, and so does what is no result, whatever is said."""
    run_in(tmp_path)
    before = contents(tmp_path / "out")
    with pytest.raises(UsageFault, match="--force"):
        run_batch(request_in(tmp_path))
    assert contents(tmp_path / "out") == before
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "论文.txt").touch()
    with pytest.raises(UsageFault, match=r"manifest\.json"):
        run_batch(request_in(tmp_path, out=str(mine), force=True))
    assert [path.name for path in mine.iterdir()] == ["论文.txt"]
    assert not WorkFolder(mine).path.exists()


def test_a_run_has_its_result_for_itself(tmp_path: Path) -> None:
    """While one run builds a result no other may, and it ends without touching anything."""
    request = ready(tmp_path)
    with WorkFolder(tmp_path / "out").held(), pytest.raises(UsageFault, match="另一次运行"):
        run_batch(request)
    assert run_batch(request).tally.read == PROJECTS


def test_source_that_changes_gives_no_result(tmp_path: Path) -> None:
    """Rows of two states of a file are never mixed."""
    request = ready(tmp_path)

    def change(_stage: str, done: int, _total: int) -> None:
        if done:
            (tmp_path / "source" / "service.csv").write_text("project,quarter,fault_rate\n", "utf-8")

    with pytest.raises(UsageFault, match=r"service\.csv"):
        run_batch(request, change)
    assert not (tmp_path / "out").exists()


def test_wrong_pack_leaves_nothing(tmp_path: Path) -> None:
    """What is wrong with the pack is told before anything is made."""
    request = ready(tmp_path)
    (tmp_path / "small" / "rules" / "fault-rate-high.yaml").write_text("title: 空\n", "utf-8")
    with pytest.raises(InputError):
        run_batch(request)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small", "source"]


@pytest.mark.parametrize(
    ("rates", "strict", "code"),
    [
        (["1%", "2%"], False, ExitCode.CLEAN),
        (["1%", "11%"], False, ExitCode.FINDINGS),
        (["1%", ""], False, ExitCode.CLEAN),
        (["1%", ""], True, ExitCode.UNDECIDED),
        (["1%", "多"], False, ExitCode.UNDECIDED),
        (["11%", "多"], False, ExitCode.FINDINGS),
        (["多", "多"], False, ExitCode.INVALID),
    ],
)
def test_exit_code_says_how_it_went(tmp_path: Path, rates: list[str], strict: bool, code: ExitCode) -> None:
    """A finding goes before what is undecided; a withheld project is undecided; none decided is bad input."""
    request = ready(tmp_path)
    tables = rows_of(2)
    tables["service"] = [tables["service"][0], *([f"P00{place}", "2020Q1", rate] for place, rate in enumerate(rates))]
    write_source(tmp_path / "source", tables)
    assert run_batch(request).exit_code(strict=strict) is code


def test_progress_tells_rows(tmp_path: Path) -> None:
    """Whoever looks on is told how many rows are done, up to all of them."""
    told: list[tuple[int, int]] = []
    request = ready(tmp_path)
    run_batch(request, lambda _stage, done, total: told.append((done, total)))
    rows = [done for done, total in told if total]
    assert rows == sorted(rows)
    assert max(told) == (5 * PROJECTS, 5 * PROJECTS)
