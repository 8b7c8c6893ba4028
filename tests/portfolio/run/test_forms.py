"""Results in other forms than Parquet, and by other engines than DuckDB."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from checker.portfolio.run import batch, run_batch
from checker.portfolio.session import Session
from checker.source import UsageFault
from tests.portfolio.run.small import contents, ready, request_in, run_in, table
from tests.portfolio.servers import missing_programs, postgresql
from tests.portfolio.sessions import ON_SPARK

TABLES = ("projects", "outcomes", "findings", "scores", "problems", "unknowns", "rejects")


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pack, the portfolio and its result as Parquet files."""
    folder = tmp_path_factory.mktemp("parquet")
    run_in(folder)
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of an empty database; skips where PostgreSQL is not installed."""
    if missing := missing_programs():
        pytest.skip(f"not on PATH: {', '.join(missing)}")
    with postgresql() as url:
        yield url


def texts(rows: list[tuple[Any, ...]]) -> list[list[str]]:
    """Return rows as texts, what is null being empty."""
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def test_csv_holds_the_same_rows(parquet: Path, tmp_path: Path) -> None:
    """One file for each table, in the same order, with the manifest beside."""
    run_batch(request_in(parquet, form="csv", out=str(tmp_path / "out")))
    for name in TABLES:
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            _, *rows = csv.reader(file)
        assert rows == texts(table(parquet / "out", name)), name
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert set(TABLES) <= set(manifest["tables"])
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_duckdb_file_holds_the_same_rows(parquet: Path, tmp_path: Path) -> None:
    """One table each, and the manifest in a table of its own; what is there is replaced only when asked."""
    out = tmp_path / "out.duckdb"
    request = request_in(parquet, form="duckdb", out=str(out))
    run_batch(request)
    with duckdb.connect(str(out), read_only=True) as found:
        for name in TABLES:
            assert found.sql(f'FROM "{name}"').fetchall() == table(parquet / "out", name), name
        ((content,),) = found.sql("FROM manifest").fetchall()
    assert json.loads(content)["pack"]["id"] == "small"
    with pytest.raises(UsageFault, match="--force"):
        run_batch(request)
    run_batch(request_in(parquet, form="duckdb", out=str(out), force=True))
    assert [path.name for path in tmp_path.iterdir()] == ["out.duckdb"]


def test_server_holds_the_same_rows(
    parquet: Path, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A schema takes the tables, all at once; one that is there stays unless it is to be replaced."""
    monkeypatch.chdir(tmp_path)
    out = f"{server}&schema=检查"
    request = request_in(parquet, form="postgresql", out=out)
    result = run_batch(request)
    assert "secret" not in result.out
    with psycopg.connect(server) as found:
        for name in TABLES:
            rows = found.execute(f'SELECT * FROM "检查"."{name}"').fetchall()  # noqa: S608 - a name of ours
            assert texts(rows) == texts(table(parquet / "out", name)), name
    run_batch(request)  # the same again changes nothing
    other = request_in(parquet, form="postgresql", out=out, projects=("P001",))
    with pytest.raises(UsageFault, match="--force"):
        run_batch(other)
    run_batch(request_in(parquet, form="postgresql", out=out, projects=("P001",), force=True))
    with psycopg.connect(server) as found:
        assert found.execute('SELECT count(*) FROM "检查".projects').fetchone() == (1,)


def test_server_that_is_not_there_is_said(parquet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps the tables from being written is said without the password, and done parts are kept."""
    monkeypatch.chdir(tmp_path)
    out = f"postgresql://tester:secret@/postgres?host={tmp_path}"
    with pytest.raises(UsageFault) as fault:
        run_batch(request_in(parquet, form="postgresql", out=out))
    assert "secret" not in str(fault.value)
    assert len(list(tmp_path.glob("*.partial/journal.jsonl"))) == 1


class _Shared:
    """A session that is used on by others when a run is over."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def close(self) -> None:
        """Leave it open."""


@ON_SPARK
def test_spark_gives_the_same_tables(tmp_path: Path, spark: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same parts hold the same rows in the same order, whoever decided them; what stands is taken over too."""
    monkeypatch.setattr(batch, "open_spark", lambda _master, _temp: _Shared(spark))
    asked: dict[str, object] = {"part_size": 12, "incremental": True, "tables": ("unknowns",)}
    run_batch(ready(tmp_path, **asked))
    path = tmp_path / "source" / "service.csv"
    path.write_text(path.read_text("utf-8").replace("P001,2020Q1,1.5%", "P001,2020Q1,14.5%"), "utf-8")
    run_batch(request_in(tmp_path, out=str(tmp_path / "duckdb"), **asked))
    result = run_batch(request_in(tmp_path, engine="spark", **asked))
    assert contents(tmp_path / "out").keys() == contents(tmp_path / "duckdb").keys()
    for name in ("projects", "findings", "scores", "unknowns", "rejects"):
        assert table(tmp_path / "out", name) == table(tmp_path / "duckdb", name), name
    assert 0 <= result.tally.kept < result.tally.read
