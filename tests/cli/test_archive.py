"""``checker pack-up`` and ``checker replay`` as people use them: files, exit codes, sentences."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.source import digest_of
from tests.archive.archives import make_project, members_of, resealed
from tests.cli.projects import MINOR, NOTHING, SEED, Run

LEDGER = """\
rules: lower
as_of: 2020-12-31
台账:
  - {文件: 明细/故障.csv, 表头行: 1, 事实: service, 每行一条: {quarter: {列: 季度}, fault_rate: {列: 故障率}}}
"""


def test_seed_is_packed_up_and_replayed(
    checker: Run, process: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example is archived, and comes to the same bytes in another folder and process, in another language."""
    packed = checker("pack-up", SEED, "-o", tmp_path / "a.zip")
    digest = digest_of((tmp_path / "a.zip").read_bytes())
    assert packed.code == 0
    assert packed.out.endswith(f"归档的 SHA-256：{digest}\n综合得分 93.07 分，等级 优\n")
    printed = checker("check", SEED, "--format", "json").out
    assert members_of((tmp_path / "a.zip").read_bytes())["result.json"].decode() == printed
    monkeypatch.chdir(tmp_path)
    replayed = checker("replay", "a.zip")
    assert (replayed.code, replayed.out) == (0, "重新检查的结果与归档的逐字节相同\n综合得分 93.07 分，等级 优\n")
    assert process("--lang", "en", "replay", "a.zip", cwd=tmp_path).code == 0


def test_differences_end_with_1(checker: Run, project: Callable[[str], str]) -> None:
    """An archive that comes out otherwise now says how, line by line, from score to checks."""
    checker("pack-up", project(MINOR), "-o", "a.zip")
    members = members_of(Path("a.zip").read_bytes())
    changed = members["facts/project.yaml"].replace(b"spent: 300", b"spent: 270")
    Path("a.zip").write_bytes(resealed({**members, "facts/project.yaml": changed}))
    ended = checker("replay", "a.zip")
    assert ended.code == 1
    assert ended.out.startswith(
        "重新检查的结果与归档的不同：\n- 事实或证据的摘要不同\n- 综合得分：归档时 100，现在 99.5\n"
        "- 指标“项目过程”的得分：归档时 22，现在 21.5\n"
    )


def test_altered_archives_end_with_2(checker: Run, project: Callable[[str], str]) -> None:
    """An archive in which a byte was changed names the file, on standard error."""
    checker("pack-up", project(MINOR), "-o", "a.zip")
    Path("a.zip").write_bytes(Path("a.zip").read_bytes().replace(b"spent: 300", b"spent: 299"))
    ended = checker("replay", "a.zip")
    assert (ended.code, ended.out) == (2, "")
    assert "[bad-archive]" in ended.err  # the zip's own checksum does not fit any more
    assert checker("replay", "none.zip").code == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("project.yaml",), "没有说写到哪里：用 -o 写文件名，如 -o archive.zip"),
        (("project.yaml", "-o", "-"), "没有说写到哪里"),
        (("-", "-o", "a.zip"), "不能用标准输入"),
        (("none.yaml", "-o", "a.zip"), "[no-facts]"),
        (("project.yaml", "-o", "none/a.zip"), "没有这个文件夹"),
        (("project.yaml", "-o", "a.zip", "--rules", "none"), "[unknown-pack]"),
    ],
)
def test_wrong_use_ends_with_2(checker: Run, project: Callable[[str], str], words: tuple[str, ...], told: str) -> None:
    """What cannot be archived is said, and nothing is written."""
    project(MINOR)
    ended = checker("pack-up", *words)
    assert ended.code == 2
    assert told in ended.err
    assert [path.name for path in Path.cwd().iterdir()] == ["project.yaml"]


def test_undecided_ends_with_3(checker: Run, project: Callable[[str], str]) -> None:
    """Where nothing could be decided there is an archive all the same, and the exit code says so."""
    assert checker("pack-up", project(NOTHING), "-o", "a.zip", "--as-of", "2020-12-31").code == 3
    assert checker("replay", "a.zip").code == 0


def test_a_workbook_is_archived(checker: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts in a workbook are kept as the file they are; places are its cells, in the archive as in the check."""
    openpyxl: Any = importlib.import_module("openpyxl")
    facts = make_project(tmp_path)
    (facts / "project.yaml").unlink()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "项目信息"
    for row in (("名称", "内容"), ("规则包", "lower"), ("检查基准日", "2020-12-31"), ("项目名称", "某项目")):
        sheet.append(row)
    sheet = book.create_sheet("运行")
    for fact in (("季度", "故障率", "来源：文件"), ("2020Q1", "11%", "证据/统计.txt"), ("2020Q2", "9%", "")):
        sheet.append(fact)
    book.save(facts / "事实.xlsx")
    monkeypatch.chdir(tmp_path)
    assert checker("pack-up", "facts", "-o", "a.zip").code == 0
    members = members_of(Path("a.zip").read_bytes())
    assert members["facts/事实.xlsx"] == (facts / "事实.xlsx").read_bytes()
    place = json.loads(members["result.json"])["findings"][0]["evidence"][0]["place"]
    assert (place["file"], place["sheet"], place["cell"]) == ("facts/事实.xlsx", "运行", "B2")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert checker("replay", "../a.zip").code == 0


def test_ledgers_are_archived(checker: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that the facts name is kept where it lies, below their folder, and read from the archive again."""
    facts = make_project(tmp_path)
    (facts / "project.yaml").write_text(LEDGER, "utf-8")
    (facts / "明细").mkdir()
    (facts / "明细" / "故障.csv").write_text("季度,故障率\n2020Q1,11%\n2020Q2,9%\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert checker("pack-up", "facts", "-o", "a.zip").code == 0
    assert "facts/明细/故障.csv" in members_of(Path("a.zip").read_bytes())
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert checker("replay", "../a.zip").code == 0
