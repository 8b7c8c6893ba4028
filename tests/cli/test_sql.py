"""``checker sql``: the program of a pack as SQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlglot import exp, parse

from tests.cli.projects import Run
from tests.portfolio.run.small import write_pack

DAY = ("--as-of", "2020-12-31")


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_program_is_commented_sql(checker: Run, tmp_path: Path, dialect: str) -> None:
    """Every statement is SQL of the dialect; each step says of which rule it is, and every table is there."""
    pack = write_pack(tmp_path / "small")
    ended = checker("sql", "--rules", pack, *DAY, "--dialect", dialect)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("-- 小规则包（small 1.0.0），检查基准日 2020-12-31\n")
    assert "fault-rate-high" in ended.out
    for name in ("outcomes", "findings", "scores", "problems", "unknowns"):
        assert f"-- 结果表 {name}\n" in ended.out
    statements = [found for found in parse(ended.out, dialect=dialect) if found is not None]
    assert {type(found) for found in statements} <= {exp.Create, exp.Cache, exp.Select, exp.Union}


def test_program_goes_to_a_file(checker: Run, tmp_path: Path) -> None:
    """With -o the program is in the file, and nothing is printed."""
    pack = write_pack(tmp_path / "small")
    printed = checker("sql", "--rules", pack, *DAY)
    assert checker("sql", "--rules", pack, *DAY, "-o", tmp_path / "program.sql").out == ""
    assert (tmp_path / "program.sql").read_text("utf-8") == printed.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--rules"),
        (["--rules", "没有这个"], "没有这个"),
        (["--rules", "xueliang-2020", "--dialect", "oracle"], "oracle"),
    ],
)
def test_wrong_words_are_explained(checker: Run, words: list[str], said: str) -> None:
    """What cannot be understood is said, and the code is 2."""
    ended = checker("sql", *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_what_sql_cannot_say_is_named(checker: Run, tmp_path: Path) -> None:
    """A rule that SQL cannot say exactly is named with its place, and no program is printed."""
    pack = write_pack(tmp_path / "small")
    rule = "title: 又一次\nfor: finding\nwhen: 发现扣分 > 1分\nmessage: 又一次\n"
    for name in ("again", "once-more"):
        (pack / "rules" / f"{name}.yaml").write_text(rule, "utf-8")
    ended = checker("sql", "--rules", pack, *DAY)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("[sql-cannot-say]") == 2
    assert "again.yaml" in ended.err
    assert "once-more.yaml" in ended.err
