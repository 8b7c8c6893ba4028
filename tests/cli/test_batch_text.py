"""``checker batch text``: projects of a finished run read like single checks, and go on as facts files."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from checker.portfolio.single import WrittenProject
from checker.run import check_path, open_project
from tests.cli.projects import SEED, Run
from tests.portfolio.written import csv_folder, written_of

RULES = "xueliang-2020"
DAY = "2020-12-31"
LONG = "1234567890123456789012345.67元"


def says(written: WrittenProject, project: str, **cells: str) -> WrittenProject:
    """Return the project under another id, with other things said of its funds."""
    (fund,) = written.rows["funding"]
    funding = (replace(fund, cells={**fund.cells, **cells}),)
    return replace(written, project=project, title=f"项目{project}", rows={**written.rows, "funding": funding})


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a portfolio: as ever, spending less, a long number, a broken one, and one that cannot be true."""
    _, facts = open_project(SEED, rules=RULES, engine="plain")
    seed = written_of("P1", facts)
    others = [says(seed, "P2", spent="2000万元"), says(seed, "P/3", spent=LONG), says(seed, "P4", spent="三千万")]
    others.append(says(seed, "P5", arrival_rate="91%"))
    folder = tmp_path_factory.mktemp("portfolio")
    csv_folder([seed, *others], folder / "facts")
    return folder


@pytest.fixture
def out(portfolio: Path, checker: Run, tmp_path: Path) -> Path:
    """A finished run over a copy of the portfolio."""
    shutil.copytree(portfolio / "facts", tmp_path / "facts")
    kept = portfolio / "out"
    if not kept.exists():
        ended = checker("batch", portfolio / "facts", "--rules", RULES, "--as-of", DAY, "-o", kept)
        assert (ended.code, ended.err) == (1, "")
    shutil.copytree(kept, tmp_path / "out")
    return tmp_path / "out"


def test_text_is_that_of_a_single_check(checker: Run, out: Path) -> None:
    """The project reads as a single check of it does, advice and what was found included."""
    ended = checker("batch", "text", out, "--project", "P1")
    assert (ended.code, ended.err) == (0, "")
    assert "综合得分 93.07 分" in ended.out
    result = check_path(SEED)
    shown = "".join(ended.out.split())
    texts = [*(problem.text for problem in result.problems), *(advice.text for advice in result.recommendations)]
    for text in (*texts, *(finding.message for finding in result.findings)):
        assert "".join(text.split()) in shown


def test_json_lists_the_chosen_projects(checker: Run, out: Path) -> None:
    """Several projects come in the order asked; one on the exact path loses no digit."""
    ended = checker("batch", "text", out, "--project", "P/3", "--project", "P1", "--format", "json")
    long, seed = json.loads(ended.out)
    assert (seed["project"]["facts"], seed["score"]) == ("P1", "93.07")
    assert [(one["id"], one["text"]) for one in seed["problems"]] == [
        (text.id, text.text) for text in check_path(SEED).problems
    ]
    assert long["project"]["title"] == "项目P/3"
    assert long["as_of"] == DAY


def test_folder_takes_a_file_for_each_project(checker: Run, out: Path, tmp_path: Path) -> None:
    """Into a folder goes one file for each project, whatever characters its id has."""
    words = ("batch", "text", out, "--project", "P1", "--project", "P/3", "--format", "markdown")
    assert checker(*words, "-o", f"{tmp_path / 'texts'}/").code == 0
    first, second = sorted((tmp_path / "texts").iterdir())
    assert (first.name, second.name) == ("P1.md", "P_3.md")
    assert "93.07" in first.read_text("utf-8")
    assert second.read_text("utf-8").startswith("# 项目P/3\n")


def test_facts_go_on_as_a_file(checker: Run, out: Path, tmp_path: Path) -> None:
    """The facts of a project are written as a facts file that a single check decides in the same way."""
    ended = checker("batch", "text", out, "--project", "P1", "--facts-out", tmp_path / "facts-of")
    file = tmp_path / "facts-of" / "P1.yaml"
    assert (ended.code, ended.out) == (0, f"{file}\n")
    assert "# 来自 funding.csv:2\n" in file.read_text("utf-8")
    assert "综合得分 93.07 分" in checker("check", file).out


def test_facts_with_mistakes_go_on_too(checker: Run, out: Path, tmp_path: Path) -> None:
    """A withheld project has no texts, but what is wrong with it; its facts file says the same."""
    ended = checker("batch", "text", out, "--project", "P4")
    assert (ended.code, ended.out) == (2, "")
    assert "funding.csv:5" in ended.err
    assert "三千万" in ended.err
    assert checker("batch", "text", out, "--project", "P4", "--facts-out", tmp_path).code == 0
    checked = checker("check", tmp_path / "P4.yaml")
    assert checked.code == 2
    assert "三千万" in checked.err


def test_facts_that_cannot_be_true_have_no_texts(checker: Run, out: Path) -> None:
    """Where what is given disagrees with what follows from it, that is said instead, at its place in the source."""
    ended = checker("batch", "text", out, "--project", "P1", "--project", "P5")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("funding.csv:6: 错误 [derived-disagrees]")


def test_all_texts_become_a_table(checker: Run, out: Path) -> None:
    """All projects that were decided have their texts in a Parquet table."""
    import duckdb  # noqa: PLC0415 - only this test reads Parquet by itself

    assert checker("batch", "text", out, "--all", "--workers", "1").code == 0
    found = duckdb.read_parquet(f"{out}/texts/*.parquet").fetchall()
    result, mine = check_path(SEED), [row[1:] for row in found if row[0] == "P1"]
    problems = [("problem", text.id, text.heading, text.text) for text in result.problems]
    advice = [("advice", text.problem, text.heading, text.text) for text in result.recommendations]
    assert mine[: len(problems) + len(advice)] == problems + advice
    assert {row[0] for row in mine[len(problems) + len(advice) :]} == {"finding"}
    assert {row[0] for row in found} == {"P1", "P2", "P/3"}


def test_changed_source_is_refused(checker: Run, out: Path) -> None:
    """Texts are never written from other facts than those that were decided, and the file that changed is named."""
    source = out.parent / "facts" / "funding.csv"
    source.write_text(source.read_text("utf-8") + "\n", "utf-8")
    ended = checker("batch", "text", out, "--project", "P1")
    assert ended.code == 2
    assert "funding.csv" in ended.err
    assert "--source" in ended.err
    assert ended.out == ""


def test_source_may_lie_elsewhere(checker: Run, out: Path, portfolio: Path) -> None:
    """A source that was moved is found when it is named."""
    shutil.rmtree(out.parent / "facts")
    assert checker("batch", "text", out, "--project", "P1").code == 2
    assert checker("batch", "text", out, "--project", "P1", "--source", portfolio / "facts").code == 0


def test_wrong_words(checker: Run, out: Path, tmp_path: Path) -> None:
    """What cannot be asked is said in one sentence that names what can."""
    cases = [
        ((), "--project"),
        (("--all", "--project", "P1"), "--project"),
        (("--all", "--facts-out", tmp_path), "--facts-out"),
        (("--project", "P9"), "P9"),
        (("--project", "P1", "--format", "pdf"), "pdf"),
        (("--all", "--workers", "none"), "--workers"),
        (("--project", "P/3", "--project", "P:3", "--facts-out", tmp_path), "P:3"),
    ]
    for words, said in cases:
        ended = checker("batch", "text", out, *words)
        assert (ended.code, ended.out) == (2, "")
        assert said in ended.err
    ended = checker("batch", "text", tmp_path / "none", "--project", "P1")
    assert ended.code == 2
    assert "manifest.json" in ended.err
