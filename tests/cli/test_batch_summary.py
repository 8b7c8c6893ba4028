"""``checker batch summary``: one command from finished runs to the terminal, a page or JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.projects import Run
from tests.portfolio.summary.made import results


def test_terminal_is_the_default(checker: Run) -> None:
    """The summary of a run is printed, and nothing is found fault with."""
    ended = checker("batch", "summary", results()[0], "--top", "3")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("打分规则包：2020年度项目汇总\n")


@pytest.mark.parametrize(("name", "words"), [("s.html", ()), ("page", ("--format", "html"))])
def test_page_is_written(checker: Run, tmp_path: Path, name: str, words: tuple[str, ...]) -> None:
    """The name of the file says the format, else the option does."""
    ended = checker("batch", "summary", *results(), "-o", tmp_path / name, *words)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (tmp_path / name).read_text("utf-8").startswith("<!DOCTYPE html>")


def test_json_goes_to_standard_output(checker: Run) -> None:
    """Programs get every department, grouped as asked."""
    ended = checker("batch", "summary", results()[0], "--format", "json", "--by", "片区")
    assert [one["name"] for one in json.loads(ended.out)["runs"][0]["departments"]["all"]] == ["东", "西"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "省份"), "没有“省份”这一列"),
        (("--top", "0"), "--top 要写一个大于 0 的整数"),
        (("--format", "pdf"), "--format 不能是“pdf”"),
    ],
)
def test_wrong_use_is_explained(checker: Run, words: tuple[str, ...], told: str) -> None:
    """What cannot be meant is said, and nothing is shown."""
    ended = checker("batch", "summary", results()[0], *words)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err


def test_folder_that_is_no_result(checker: Run, tmp_path: Path) -> None:
    """A folder without a manifest is refused."""
    ended = checker("batch", "summary", tmp_path)
    assert ended.code == 2
    assert "manifest.json" in ended.err
