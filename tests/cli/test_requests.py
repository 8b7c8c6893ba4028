"""``checker facts requests``: where the list goes, and what the exit code says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.projects import CLEAN, SEED, UNKNOWN, Run


def test_exit_code_says_whether_something_is_missing(checker: Run, project: Callable[[str], str]) -> None:
    """0 when nothing is missing, 3 when something is; the list is printed either way."""
    assert checker("facts", "requests", SEED).code == 0
    ended = checker("facts", "requests", project(UNKNOWN))
    assert ended.code == 3
    assert "承建单位的季度故障统计表" in ended.out
    assert ended.err == ""


@pytest.mark.parametrize(("name", "magic"), [("a.xlsx", b"PK"), ("a.docx", b"PK"), ("a.txt", "某".encode()[:0])])
def test_form_follows_the_name(
    name: str, magic: bytes, checker: Run, project: Callable[[str], str], tmp_path: Path
) -> None:
    """The end of the name decides the form; nothing is printed then."""
    ended = checker("facts", "requests", project(UNKNOWN), "-o", tmp_path / name)
    assert (ended.code, ended.out) == (3, "")
    assert (tmp_path / name).read_bytes().startswith(magic)


def test_unknown_form_is_refused(checker: Run, tmp_path: Path) -> None:
    """A name whose end says nothing is wrong use, and nothing is written."""
    ended = checker("facts", "requests", SEED, "-o", tmp_path / "a.pdf")
    assert ended.code == 2
    assert ".docx" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_wrong_facts_write_nothing(checker: Run, project: Callable[[str], str], tmp_path: Path) -> None:
    """Facts with an error give the error, and no list."""
    ended = checker("facts", "requests", project(CLEAN.replace("300万元", "12,34元")), "-o", tmp_path / "a.docx")
    assert ended.code == 2
    assert not (tmp_path / "a.docx").exists()


def test_facts_from_standard_input(checker: Run, give_stdin: Callable[[bytes], None]) -> None:
    """``-`` reads the facts from standard input."""
    give_stdin(UNKNOWN.encode())
    assert checker("facts", "requests", "-").code == 3
