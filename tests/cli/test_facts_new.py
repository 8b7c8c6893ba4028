"""``checker facts new``: a workbook from a pack, and never over one that someone may have filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.projects import Run


def test_workbook_is_made_and_can_be_checked(checker: Run, pack: Path, tmp_path: Path) -> None:
    """The blank workbook is written without a word; the same command again leaves the same file."""
    output = tmp_path / "facts.xlsx"
    words = ("facts", "new", "--rules", pack, "-o", output, "--as-of", "2020-12-31")
    assert checker(*words) == checker(*words)
    assert output.read_bytes()[:2] == b"PK"


def test_what_is_there_is_not_overwritten(checker: Run, pack: Path, tmp_path: Path) -> None:
    """A file with other content, perhaps filled in, stays; the message says what to do."""
    output = tmp_path / "facts.xlsx"
    output.write_bytes(b"filled in")
    ended = checker("facts", "new", "--rules", pack, "-o", output)
    assert (ended.code, output.read_bytes()) == (2, b"filled in")
    assert "已经存在，内容不同，没有覆盖。写到别处，或先把它移走" in ended.err
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "facts.xlsx"), "没有说用哪个规则包：用 --rules 写编号或文件夹，如 --rules xueliang-2020"),
        (("--rules", "xueliang-2020"), "没有说写到哪里：用 -o 写文件名，如 -o facts.xlsx"),
        (("--rules", "xueliang-2020", "-o", "facts.xls"), "“facts.xls”的后缀不是 .xlsx：写成如 -o facts.xlsx"),
        (("--rules", "xueliang-2020", "-o", "nowhere.xlsx", "--as-of", "2020"), "--as-of 要写到哪一天，如 2020-12-31"),
        (("--rules", "xueliang", "-o", "nowhere.xlsx"), "xueliang-2020"),
    ],
)
def test_wrong_use_is_told(checker: Run, words: tuple[str, ...], said: str) -> None:
    """Each wrong wish ends with code 2 and says what to write; nothing is written."""
    ended = checker("facts", "new", *words)
    assert ended.code == 2
    assert said in ended.err
    assert not Path("nowhere.xlsx").exists()
