"""The texts of many projects are written as Parquet, in order, all of them or none."""

from pathlib import Path

import pytest
from sqlglot import exp

from checker.portfolio.session import Session
from checker.portfolio.single import texts_table
from checker.portfolio.single.texts import COLUMNS, ProjectTexts, TextRow
from checker.portfolio.single.texts_table import write_texts
from checker.source import InputError, UsageFault

LATE = TextRow("problem", "late", "付款晚", "晚了“两天”。")
PROJECTS = [
    ProjectTexts("b", "乙", (LATE, TextRow("finding", "r[1]", "晚", "x"))),
    ProjectTexts("a", "甲"),
    ProjectTexts("c", "丙", fault=InputError([])),
    ProjectTexts("d", "丁", (TextRow("advice", "late", "早付款", "按时付。"),)),
]
EXPECTED = [
    ("b", "problem", "late", "付款晚", "晚了“两天”。"),
    ("b", "finding", "r[1]", "晚", "x"),
    ("d", "advice", "late", "早付款", "按时付。"),
]


def rows_of(session: Session, folder: Path) -> list[tuple[object, ...]]:
    """Return the rows of a written table, part after part."""
    found = []
    for path in sorted(folder.iterdir()):
        session.scan("read", [path])
        found += [tuple(row[name] for name in COLUMNS) for row in session.rows(exp.select("*").from_("read"))]
    return found


def test_texts_are_written_in_order(duck: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text is there once, in order, in as many parts as are needed; a second time replaces the first."""
    told: list[int] = []
    assert write_texts(PROJECTS, tmp_path / "texts", duck, told.append) == 2
    assert rows_of(duck, tmp_path / "texts") == EXPECTED
    assert told[-1] == len(PROJECTS)
    monkeypatch.setattr(texts_table, "_IN_A_PART", 2)
    write_texts(PROJECTS, tmp_path / "texts", duck)
    assert [path.name for path in sorted((tmp_path / "texts").iterdir())] == [
        "part-00000.parquet",
        "part-00001.parquet",
    ]
    assert rows_of(duck, tmp_path / "texts") == EXPECTED
    assert [path.name for path in tmp_path.iterdir() if path.name != "spill"] == ["texts"]


def test_no_texts_are_a_table_too(duck: Session, tmp_path: Path) -> None:
    """Without any project there is a table without rows."""
    assert write_texts([], tmp_path / "texts", duck) == 0
    assert rows_of(duck, tmp_path / "texts") == []


def test_nothing_else_is_overwritten(duck: Session, tmp_path: Path) -> None:
    """A folder that holds anything but such a table is left alone."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "notes.txt").write_text("keep", "utf-8")
    with pytest.raises(UsageFault, match="texts"):
        write_texts(PROJECTS, tmp_path / "texts", duck)
    assert (tmp_path / "texts" / "notes.txt").read_text("utf-8") == "keep"
