"""``--fix``: only what is surely safe is changed, and not a byte besides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.cli.projects import Ended
from tests.lint.poor_packs import changed, lint

Command = Callable[..., Ended]
PROBLEMS: Final = """\
# 问题
low-pass-rate:
  heading: "合格率不高。"   # 暂定
  text: "{{ findings | map(attribute='message') | fen }}。"
  advice:
    heading: 限期返修；
    text: 返修合格以前不付尾款。
"""
PARAMETERS: Final = """\
# 标准
pass_rate_floor:
  label:   合格率下限
  type: ratio   # 比率
  values:
    2020-01-01: {value: 90%, source: {document: standard, clause: 第六条}}
    # 这一行没有变
    2024-01-01:
      value: 0.9
      source: {document: standard, clause: 第六条}

low_pass_deduction:
  label: 合格率扣分
  type: score
  values:
    2020-01-01: {value: 2分, source: {document: standard, clause: 第九条}}   # lint: ignore missing-basis 不用了
"""
CASES: Final = """\
- {name: 以前, on: 2023-12-31, given: {road: [{code: A1, pass_rate: 89%}]}, expect: fail}
# lint: ignore case-without-date 都有了
- {name: 恰好90%, on: 2024-12-31, given: {road: [{code: A1, pass_rate: 90%}]}, expect: pass}
- {name: 没有提供, on: 2024-12-31, given: {road: [{code: A1}]}, expect: unknown}
"""
CHANGES: Final = {"problems.yaml": PROBLEMS, "parameters.yaml": PARAMETERS, "tests/pass-rate-low.yaml": CASES}
MENDED: Final = {
    "problems.yaml": PROBLEMS.replace("不高。", "不高").replace("返修；", "返修"),
    "parameters.yaml": PARAMETERS.replace(
        "    2024-01-01:\n      value: 0.9\n      source: {document: standard, clause: 第六条}\n", ""
    ).replace("   # lint: ignore missing-basis 不用了", ""),
    "tests/pass-rate-low.yaml": CASES.replace("# lint: ignore case-without-date 都有了\n", ""),
}


def written(folder: Path, newline: str = "\n", mark: bytes = b"") -> Path:
    """Write the pack to be mended, with other line ends or a byte order mark where wanted."""
    changed(folder, {})
    for name, text in CHANGES.items():
        (folder / name).write_bytes(mark + text.replace("\n", newline).encode())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("newline", "mark"), [("\n", b""), ("\r\n", b""), ("\n", b"\xef\xbb\xbf")], ids=["plain", "crlf", "bom"]
)
def test_only_what_is_safe_is_changed(
    checker: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newline: str, mark: bytes
) -> None:
    """The mended files are as people would have corrected them by hand, all else is byte for byte as before."""
    monkeypatch.chdir(tmp_path)
    folder = written(Path("base"), newline, mark)
    before = contents(folder)
    ended = checker("rules", "lint", "./base", "--fix")
    wanted = {name: mark + text.replace("\n", newline).encode() for name, text in MENDED.items()}
    assert contents(folder) == before | wanted
    assert (ended.code, ended.out) == (0, "已改好 5 处\nbase：没有发现\n")


def test_mending_again_changes_nothing(checker: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run finds nothing to mend and touches no file."""
    monkeypatch.chdir(tmp_path)
    folder = written(Path("base"))
    checker("rules", "lint", "./base", "--fix")
    before = contents(folder)
    assert checker("rules", "lint", "./base", "--fix").out == "base：没有发现\n"
    assert contents(folder) == before


def test_what_is_not_safe_is_left(checker: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that is the only one of its file, or in braces, a title written with escapes: told, not mended."""
    monkeypatch.chdir(tmp_path)
    flow = (
        "pass_rate_floor: {label: 合格率下限, type: ratio, values: {"
        "2020-01-01: {value: 90%, source: {document: standard, clause: 六}}, "
        "2024-01-01: {value: 90%, source: {document: standard, clause: 六}}}}\n"
    )
    title = 'title: "合格率\\u4f4e。"\n'
    folder = changed(Path("base"), {"parameters.yaml": flow, "rules/pass-rate-low.yaml": title})
    (folder / "tests" / "pass-rate-low.yaml").write_text(CASES.replace("# lint: ignore case-without-date 都有了\n", ""))
    before = contents(folder)
    ended = checker("rules", "lint", "./base", "--fix")
    assert ended.code == 1
    assert contents(folder) == before
    assert [finding.id for finding in lint(folder)] == ["version-changes-nothing", "title-punctuation"]
