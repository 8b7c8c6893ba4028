"""What is read from and written to streams and files: encodings, colours, whole files, the same bytes every time."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.projects import CLEAN, SEED, Run

ROOT = Path(__file__).parent.parent.parent
ESCAPE = "\x1b"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_stdin_is_read_in_the_encodings_people_have(
    checker: Run, give_stdin: Callable[[bytes], None], encoding: str
) -> None:
    """“-” reads facts from standard input: UTF-8 with or without a byte order mark, or GB18030."""
    give_stdin(CLEAN.encode(encoding))
    ended = checker("check", "-")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("甲区公安分局“雪亮工程”项目\n")


def test_stdin_in_no_known_encoding_is_refused(checker: Run, give_stdin: Callable[[bytes], None]) -> None:
    """Bytes that are text in neither encoding end with 2 and no result."""
    give_stdin(b"title: \xff\xff\xff")
    ended = checker("check", "-")
    assert (ended.code, ended.out, ended.err) == (2, "", "标准输入既不是 UTF-8 也不是 GB18030 编码\n")


def test_problems_on_stdin_are_placed(checker: Run, give_stdin: Callable[[bytes], None]) -> None:
    """What is wrong on standard input is placed by line and column of “-”; line ends of Windows count once."""
    give_stdin(CLEAN.replace("300万元, arrived", "300, arrived").replace("\n", "\r\n").encode())
    ended = checker("check", "-")
    assert ended.code == 2
    assert ended.err.startswith("-:6:19: ")


def test_empty_stdin_is_told(checker: Run, give_stdin: Callable[[bytes], None]) -> None:
    """Nothing on standard input is a mistake, not an empty project."""
    give_stdin(b"")
    ended = checker("check", "-")
    assert (ended.code, ended.out) == (2, "")
    assert "是空的" in ended.err


@pytest.mark.parametrize("format_", ["text", "json", "markdown"])
def test_output_writes_the_whole_result(checker: Run, tmp_path: Path, format_: str) -> None:
    """--output writes what would have been printed, and nothing else; an older file is replaced."""
    file = tmp_path / "result"
    file.write_text("older and longer " * 10_000)
    ended = checker("check", SEED, "--format", format_, "--output", file)
    assert (ended.code, ended.out, ended.err) == (1, "", "")
    written = file.read_text("utf-8")
    assert written.endswith("\n")
    assert "93.07" in written.replace("\\", "")
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
    if format_ != "text":
        assert written == checker("check", SEED, "--format", format_).out


def test_a_text_file_has_no_colours(checker: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file holds no escape codes, even where colour is wished for."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    checker("check", SEED, "-o", tmp_path / "result.txt")
    assert ESCAPE not in (tmp_path / "result.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("target", "why"),
    [("missing/result.json", "没有这个文件夹"), ("file/result.json", "它所在的不是文件夹"), ("", "这是一个文件夹")],
)
def test_what_cannot_be_written_is_not_there(checker: Run, tmp_path: Path, target: str, why: str) -> None:
    """Where a file cannot be written, the command ends with 2, says why, and leaves nothing behind."""
    (tmp_path / "file").write_text("old")
    ended = checker("check", SEED, "-f", "json", "-o", tmp_path / target)
    assert (ended.code, ended.out) == (2, "")
    assert f"写不了 {tmp_path / target}：{why}" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_write_that_breaks_off_leaves_the_old_file(
    checker: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full half way, the older file stays as it was and no half file lies beside it."""

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as stream:
            stream.write(content[:10])
        raise OSError(28, "No space left on device")

    file = tmp_path / "result.json"
    file.write_text("old")
    monkeypatch.setattr(Path, "write_bytes", full)
    ended = checker("check", SEED, "-f", "json", "-o", file)
    assert (ended.code, ended.out) == (2, "")
    assert "No space left on device" in ended.err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("result.json", "old")]


def test_bad_input_writes_nothing(checker: Run, tmp_path: Path) -> None:
    """Where there is no result, no file is made and an older one is not touched."""
    file = tmp_path / "result.json"
    assert checker("check", SEED, "--rules", "none", "-o", file).code == 2
    assert list(tmp_path.iterdir()) == []
    file.write_text("old")
    assert checker("check", SEED, "--as-of", "never", "-o", file).code == 2
    assert file.read_text() == "old"


def test_schemas_can_be_written_to_a_folder(checker: Run, tmp_path: Path) -> None:
    """``rules schema -o`` writes one file for each kind, which it makes folders for; a file in the way is told."""
    folder = tmp_path / "new" / "schemas"
    assert checker("rules", "schema", "-o", folder).code == 0
    kinds = checker("rules", "schema").out.split()
    assert {path.name for path in folder.iterdir()} == {f"{kind}.schema.json" for kind in kinds}
    assert (folder / "rule.schema.json").read_text("utf-8") == checker("rules", "schema", "rule").out
    (tmp_path / "file").write_text("")
    ended = checker("rules", "schema", "-o", tmp_path / "file")
    assert (ended.code, "已经有一个同名的文件" in ended.err) == (2, True)


def on_a_terminal(environment: dict[str, str]) -> str:
    """Return what ``check`` prints on a terminal."""
    leader, follower = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environment}
    with subprocess.Popen([sys.executable, "-m", "checker", "check", SEED], cwd=ROOT, env=env, stdout=follower) as run:
        os.close(follower)
        parts = []
        try:
            while part := os.read(leader, 65536):
                parts.append(part)
        except OSError:  # Linux says so when nobody is left to write
            pass
        run.wait()
    os.close(leader)
    return b"".join(parts).decode("utf-8")


def test_colours_only_on_a_terminal_and_unless_unwanted(process: Run) -> None:
    """A terminal gets colours, unless NO_COLOR is set; what is piped never has escape codes."""
    assert ESCAPE in on_a_terminal({})
    plain = on_a_terminal({"NO_COLOR": "1"})
    assert ESCAPE not in plain
    piped = process("check", SEED)
    assert ESCAPE not in piped.out
    assert plain.replace("\r\n", "\n") == piped.out


def test_same_bytes_every_time(process: Run) -> None:
    """Two runs print the same bytes, in whatever order Python keeps its sets."""
    for format_ in ("text", "json"):
        first, second = (process("check", SEED, "-f", format_, env={"PYTHONHASHSEED": seed}) for seed in "12")
        assert first == second
        assert first.code == 1


def test_works_from_any_folder(process: Run, tmp_path: Path) -> None:
    """A check works far from the project: packs are found beside the package, facts by their path."""
    shutil.copytree(ROOT / SEED, tmp_path / "facts")
    ended = process("check", "facts", cwd=tmp_path)
    assert (ended.code, ended.err) == (1, "")
    assert "综合得分 93.07 分" in ended.out
    assert "facts/service.yaml" in ended.out


def test_a_terminal_without_chinese_does_not_end_the_run(process: Run) -> None:
    """Where the encoding lacks characters, text shows “?” for them; JSON and Markdown are UTF-8 all the same."""
    narrow = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    text = process("check", SEED, env=narrow)
    assert (text.code, text.err) == (1, "")
    assert "?" in text.out
    assert json.loads(process("check", SEED, "-f", "json", env=narrow).out)["grade"] == "优"


def test_a_reader_that_goes_away_is_no_fault() -> None:
    """When the reader of a pipe has seen enough, the run ends quietly."""
    command = [sys.executable, "-m", "checker", "check", SEED]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""


@pytest.mark.parametrize(
    ("words", "locale", "expected"),
    [
        ([], {}, "综合得分"),
        ([], {"LANG": "zh_CN.UTF-8"}, "综合得分"),
        ([], {"LANG": "C.UTF-8"}, "综合得分"),
        ([], {"LANG": "en_US.UTF-8"}, "Score 93.07"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "综合得分"),
        (["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "Score 93.07"),
        (["--lang=zh"], {"LANG": "en_US.UTF-8"}, "综合得分"),
    ],
)
def test_language_is_asked_for_or_that_of_the_system(
    checker: Run, monkeypatch: pytest.MonkeyPatch, words: list[str], locale: dict[str, str], expected: str
) -> None:
    """The language is what --lang says, before or behind the command; else that of the system; else Chinese."""
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert expected in checker(*words, "check", SEED).out
    assert expected in checker("check", SEED, *words).out


def test_problems_too_are_told_in_english(checker: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --lang en, what is wrong and what to write instead are in English, and so is a wrong --lang itself."""
    ended = checker("check", SEED, "--rules", "xueliang", "--lang", "en")
    assert ended.err.startswith("xueliang: error [unknown-pack] There is no rule pack called “xueliang”\n")
    assert "Did you mean “xueliang-2020”?" in ended.err
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert checker("--lang", "fr").err.startswith("There is no language “fr”. You can write: ")
