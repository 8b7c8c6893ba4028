"""``checker batch``: what is printed, what is refused, and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.projects import Run
from tests.portfolio.run.small import write_pack, write_source


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The words of a run over the small portfolio."""
    pack, source = write_pack(tmp_path / "small"), write_source(tmp_path / "source")
    return ["batch", str(source), "--rules", str(pack), "--as-of", "2020-12-31", "-o", str(tmp_path / "out")]


def test_run_ends_with_a_short_table(checker: Run, words: list[str], tmp_path: Path) -> None:
    """It says how many projects were read and decided, what was found, and where the result is."""
    ended = checker(*words)
    assert (ended.code, ended.err) == (1, "")
    assert ended.out == (
        "项目数      24\n"
        "已判断      24\n"
        "有误未判断  0\n"
        "发现数      14\n"
        "得分范围    70.00 至 100.00\n"
        "退回的行    0\n"
        f"写在        {tmp_path / 'out'}\n"
    )
    assert (tmp_path / "out" / "scores" / "part-00000.parquet").is_file()


def test_rejects_are_pointed_at(checker: Run, words: list[str], tmp_path: Path) -> None:
    """Rows that were not used are counted, with the table that lists them; so are the projects that they withhold."""
    path = tmp_path / "source" / "service.csv"
    path.write_text(path.read_text("utf-8") + "P000,2020Q4,许多\n", "utf-8")
    lines = checker(*words).out.splitlines()
    assert lines[2] == "有误未判断  1"
    assert lines[5] == "退回的行    1，见表 rejects"


def test_unchanged_projects_are_told(checker: Run, words: list[str]) -> None:
    """An incremental run says how many projects it took over."""
    checker(*words, "--incremental")
    assert "其中 24 个没有变" in checker(*words, "--incremental").out


def test_word_run_may_be_written(checker: Run, words: list[str]) -> None:
    """``checker batch run SOURCE`` is the same command."""
    assert checker(words[0], "run", *words[1:]).code == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--engine", "sqlite"], "--engine"),
        (["--format", "xlsx"], "--format"),
        (["--format", "postgresql"], "postgresql://"),
        (["--tables", "scores,finding"], "findings"),
        (["--memory", "四"], "4GB"),
        (["--threads", "0"], "--threads"),
        (["--partition-size", "1.5"], "--partition-size"),
        (["--as-of", "昨天"], "--as-of"),
        (["--mapping", "没有.yaml"], "没有.yaml"),
        (["--carry", "project.colour"], "colour"),
        (["--incremental", "--format", "csv"], "--incremental"),
        (["--texts", "--format", "csv"], "--texts"),
    ],
)
def test_wrong_words_are_explained(checker: Run, words: list[str], tmp_path: Path, more: list[str], said: str) -> None:
    """What cannot be understood is said, nothing is made, and the code is 2."""
    ended = checker(*words, *more)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small", "source"]


@pytest.mark.parametrize(("missing", "said"), [(["--rules"], "--rules"), (["-o"], "-o")])
def test_what_must_be_said(checker: Run, words: list[str], missing: list[str], said: str) -> None:
    """Without a pack or a destination there is nothing to do."""
    place = words.index(missing[0])
    ended = checker(*words[:place], *words[place + 2 :])
    assert ended.code == 2
    assert said in ended.err


def test_result_is_not_replaced_unasked(checker: Run, words: list[str]) -> None:
    """A second run into the same place is refused, unless it is told to replace."""
    checker(*words)
    refused = checker(*words)
    assert refused.code == 2
    assert "--force" in refused.err
    assert checker(*words, "--force").code == 1


def test_table_is_in_english_too(checker: Run, words: list[str]) -> None:
    """In English nothing is left in Chinese."""
    shown = checker(*words, "--lang", "en").out
    assert shown.isascii()
