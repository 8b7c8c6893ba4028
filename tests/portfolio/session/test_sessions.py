"""Both databases keep the same promises: names, rows, files, faults."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from checker.portfolio.session import Session, open_duckdb, open_spark
from checker.portfolio.session.java import find_java
from checker.source import EngineFault, UsageFault
from tests.portfolio.sessions import ON_SPARK

PEOPLE = {"project": "VARCHAR", "points": "BIGINT", "great": "HUGEINT", "late": "BOOLEAN"}
ROWS = [("丙", 3, 10**37, True), ("甲 '\"\\n", -(10**18), None, False), ("乙", None, -1, None)]


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=ON_SPARK)])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """Each database in turn, with one relation ``people``."""
    opened: Session = request.getfixturevalue("duck" if request.param == "duckdb" else "spark")
    opened.load_rows("people", PEOPLE, ROWS)
    yield opened
    for name in ("people", "chosen", "again", "back"):
        opened.drop(name)


def test_rows_come_back(session: Session) -> None:
    """Texts, whole numbers of any size, truths and what is missing come back as they were given."""
    found = session.rows("SELECT * FROM people ORDER BY points NULLS LAST")
    assert [tuple(row.values()) for row in found] == [ROWS[1], ROWS[0], ROWS[2]]
    assert list(found[0]) == list(PEOPLE)
    assert session.count("people") == 3
    assert list(session.columns("SELECT * FROM people")) == list(PEOPLE)


def test_given_rows_may_be_none(session: Session) -> None:
    """A relation of no rows is a relation all the same, and takes the place of one with rows."""
    session.load_rows("people", PEOPLE, [])
    assert session.rows("SELECT late, project FROM people") == []
    assert session.count("people") == 0


def test_names(session: Session) -> None:
    """A view or a kept relation takes the place of any other of its name, and may be made from it."""
    session.view("chosen", "SELECT points FROM people WHERE late")
    assert session.rows("SELECT * FROM chosen") == [{"points": 3}]
    session.keep("chosen", "SELECT project FROM people")
    session.keep("chosen", "SELECT project FROM chosen WHERE project = '乙'")
    assert session.rows("SELECT * FROM chosen") == [{"project": "乙"}]
    session.view("chosen", "SELECT 1 AS one")
    assert session.rows("SELECT * FROM chosen") == [{"one": 1}]
    session.drop("chosen")
    session.drop("chosen")
    with pytest.raises(EngineFault):
        session.rows("SELECT * FROM chosen")


def test_running_over_is_a_fault(session: Session) -> None:
    """A whole number that does not fit is never rounded or wrapped."""
    with pytest.raises(EngineFault):
        session.rows("SELECT CAST(9223372036854775800 AS BIGINT) * points AS n FROM people")
    with pytest.raises(EngineFault):
        session.rows("SELECT great * great AS n FROM people")


def test_file(session: Session, tmp_path: Path) -> None:
    """A file holds the rows in the order asked for, the same bytes each time, and nothing lies beside it."""
    select = "SELECT project, points, CAST(points AS DECIMAL(38, 2)) AS money FROM people ORDER BY project"
    digests = set()
    for name in ("a.parquet", "b.parquet"):
        assert session.write(select, tmp_path / "out" / name) == 3
        digests.add(hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest())
    assert len(digests) == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.parquet", "b.parquet"]
    session.scan("back", [tmp_path / "out" / "a.parquet"])
    found = session.rows("SELECT * FROM back")
    assert [row["project"] for row in found] == ["丙", "乙", "甲 '\"\\n"]
    assert found[0]["money"] == Decimal("3.00")


def test_file_is_whole_or_absent(session: Session, tmp_path: Path) -> None:
    """Of a select that fails there is no file, nor anything else."""
    with pytest.raises(EngineFault):
        session.write(
            "SELECT points * CAST(9223372036854775800 AS BIGINT) AS n FROM people", tmp_path / "o" / "a.parquet"
        )
    assert [path for path in (tmp_path / "o").iterdir() if path.is_file()] == []


def test_file_never_rounds(session: Session, tmp_path: Path) -> None:
    """A column that Parquet can only round is refused."""
    with pytest.raises(EngineFault, match="money"):
        session.write("SELECT CAST(points AS DOUBLE) AS money FROM people", tmp_path / "a.parquet")


def test_parts(session: Session, tmp_path: Path) -> None:
    """Each part goes to its own file, ordered, without the column that says which; an empty part is an empty file."""
    select = "SELECT project, CASE WHEN late THEN 2 ELSE 0 END AS part FROM people ORDER BY project"
    paths = [tmp_path / "out" / f"part-{number}.parquet" for number in range(3)]
    assert session.write_parts(select, paths, "part") == [2, 0, 1]
    assert sorted((tmp_path / "out").iterdir()) == paths
    session.scan("back", paths[:1])
    assert session.rows("SELECT * FROM back") == [{"project": "乙"}, {"project": "甲 '\"\\n"}]


def test_duckdb_reads_only_what_it_was_told(tmp_path: Path) -> None:
    """With folders named, no other file is read."""
    (tmp_path / "in").mkdir()
    for name in ("in/a.csv", "b.csv"):
        (tmp_path / name).write_text("x\n1\n", "utf-8")
    session = open_duckdb(temp=tmp_path / "spill", reach=[tmp_path / "in"])
    assert session.rows(f"FROM '{tmp_path}/in/a.csv'") == [{"x": 1}]
    with pytest.raises(EngineFault):
        session.rows(f"FROM '{tmp_path}/b.csv'")
    session.close()
    session.close()


def test_duckdb_limits(tmp_path: Path) -> None:
    """More rows than fit into the limit spill to disk; a limit that is none is refused."""
    session = open_duckdb("60MB", 1, tmp_path / "spill")
    session.keep("many", "SELECT i, md5(CAST(i AS VARCHAR)) AS text FROM range(1000000) AS r(i) ORDER BY text")
    assert session.count("many") == 1_000_000
    session.close()
    with pytest.raises(UsageFault):
        open_duckdb("viel")


def test_java_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Java, or with one too old, Spark says what to install; the version is read in the old way too."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageFault, match="JAVA_HOME"):
        find_java()
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    for version, least in (("1.8.0_412", "8"), ("11.0.2", "11")):
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", "utf-8")
        java.chmod(0o755)
        with pytest.raises(UsageFault, match=f"第 {least} 版"):
            find_java()
    java.write_text("#!/bin/sh\necho 'openjdk version \"21\" 2023-09-19' >&2\n", "utf-8")
    assert find_java() == java
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageFault, match="没有找到 Java"):
        find_java()


@ON_SPARK
def test_one_spark_at_a_time(spark: Session) -> None:
    """A second Spark in one process is refused, and the first goes on."""
    with pytest.raises(UsageFault):
        open_spark("local[1]")
    assert spark.rows("SELECT 1 AS one") == [{"one": 1}]
