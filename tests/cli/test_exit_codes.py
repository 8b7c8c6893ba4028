"""Every documented exit code for every documented reason; knows nothing about layout."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from checker.engine import Decisions, PlainEngine
from checker.engine.ruling import Waivers
from checker.messages import message
from checker.plan.tables import Tables
from checker.result import Outcome
from checker.source import EngineFault
from tests.cli.projects import CLEAN, MINOR, NOTHING, SEED, UNKNOWN, Run

Save = Callable[[str], str]


def test_clean_project_ends_with_0(checker: Run, project: Save) -> None:
    """A project in which nothing is found ends with 0, also under --strict, and nothing is said on standard error."""
    facts = project(CLEAN)
    for words in ([], ["--strict"], ["--verify"]):
        ended = checker("check", facts, *words)
        assert (ended.code, ended.err) == (0, "")
        assert "综合得分 100 分" in ended.out


def test_findings_end_with_1(checker: Run) -> None:
    """A project with findings ends with 1, whatever the format."""
    for format_ in ("text", "json", "markdown"):
        assert checker("check", SEED, "--format", format_).code == 1


@pytest.mark.parametrize(("level", "code"), [("info", 1), ("minor", 1), ("major", 0), ("critical", 0)])
def test_fail_on_counts_only_findings_as_severe(checker: Run, project: Save, level: str, code: int) -> None:
    """A project with one minor finding ends with 1 for --fail-on up to minor, and with 0 above."""
    assert checker("check", project(MINOR), "--fail-on", level).code == code


def test_unknown_ends_with_3_only_under_strict(checker: Run, project: Save) -> None:
    """A check that cannot be told ends with 3 under --strict and with 0 otherwise; findings go before it."""
    facts = project(UNKNOWN)
    assert checker("check", facts).code == 0
    assert checker("check", facts, "--strict").code == 3
    facts = project(UNKNOWN.replace("paid_on: 2020-07-31", "paid_on: 2020-08-10"))
    assert checker("check", facts, "--strict").code == 1
    assert checker("check", facts, "--strict", "--fail-on", "major").code == 3


def test_nothing_decided_is_never_0(checker: Run, project: Save) -> None:
    """A project of which nothing at all can be decided ends with 3, and the text does not say that all is well."""
    ended = checker("check", project(NOTHING))
    assert ended.code == 3
    assert "没有一项检查能够判断" in ended.out
    assert "没有发现问题" not in ended.out


INVALID = [
    (["check", "no-such-folder"], "没有这个文件或文件夹"),
    (["check", "facts"], "文件夹里没有事实文件"),
    (["check", SEED, "--rules", "xueliang"], "你是不是要写“xueliang-2020”？"),
    (["check", SEED, "--rules", "facts"], "不是规则包"),
    (["check", SEED, "--as-of", "yesterday"], "--as-of：“yesterday”不是日期。写成如 2020-12-31"),
    (["check", SEED, "--as-of", "2020-02"], "--as-of 要写到哪一天，如 2020-12-31"),
    (["check", SEED, "--format", "jsn"], "--format 不能是“jsn”。你是不是要写“json”？"),
    (["check", SEED, "--format", "pdf"], "可以写：json、markdown、text"),
    (["check", SEED, "--fail-on", "bad"], "可以写：critical、info、major、minor"),
    (["check", SEED, "--fomat", "json"], "没有选项 --fomat。你是不是要写“--format”？"),
    (["check", SEED, "--rules"], "选项 --rules 后面要写一个值"),
    (["check", SEED, "--strict=1"], "选项 --strict 后面不写值"),
    (["check"], "少了参数 FACTS"),
    (["check", SEED, "more"], "多写了 more"),
    (["chek", "--help"], "没有命令 chek。你是不是要写“check”？"),
    (["chek"], "没有命令 chek。你是不是要写“check”？"),
    (["rules", "tset"], "没有命令 tset。你是不是要写“test”？"),
    (["rules", "zzz"], "没有命令 zzz。用 --help 查看全部命令"),
    (["rules", "schema", "packs"], "KIND 不能是“packs”。你是不是要写“pack”？"),
    (["rules", "test", "--engine", "sql"], "--engine 不能是“sql”。可以写：all、durable、plain"),
    (["rules", "test", "nothing-like-it"], "没有名为“nothing-like-it”的规则包"),
    (["explain", SEED], "少了参数 ID"),
    (["explain", SEED, "payment-after-second"], "你是不是要写“payment-after-second-month”？"),
    (["explain", SEED, "points-unexplained"], "它的文字就是说明"),
    (["explain", "-", "x"], "explain 不读标准输入"),
    (["--lang", "fr", "check", SEED], "没有语言“fr”。可以写：en、zh"),
    (["check", SEED, "--lang"], "没有语言“”。可以写：en、zh"),
]


@pytest.mark.parametrize(("words", "teaching"), INVALID, ids=lambda value: " ".join(value) or None)
def test_wrong_use_ends_with_2_and_teaches(checker: Run, words: list[str], teaching: str) -> None:
    """A command that is used wrongly ends with 2, says on standard error what to write, and prints no result."""
    ended = checker(*words)
    assert (ended.code, ended.out) == (2, "")
    assert teaching in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("words", [[], ["rules"]], ids=["checker", "rules"])
def test_no_command_shows_help_and_ends_with_2(checker: Run, words: list[str]) -> None:
    """Without a command, help is shown on standard error, since there is no result."""
    ended = checker(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("用法：checker")


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["check", "--help"], ["rules", "test", "-h"], ["--version"]])
def test_asking_for_help_or_version_ends_with_0(checker: Run, words: list[str]) -> None:
    """Help and version that were asked for are a result: on standard output, with 0."""
    ended = checker(*words)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out


def test_bad_facts_end_with_2_and_every_problem(checker: Run, project: Save) -> None:
    """Wrong facts end with 2: every problem with its place and a hint, and no result."""
    facts = project(CLEAN.replace("300万元, arrived", "300, arrived").replace("fault_rate: 10%", "fault_rat: 10%"))
    ended = checker("check", facts)
    assert (ended.code, ended.out) == (2, "")
    assert "project.yaml:6:19: 错误 [no-unit]" in ended.err
    assert "project.yaml:8:49: 错误 [unknown-field]" in ended.err
    assert ended.err.count("建议：") == 2


def test_facts_without_a_pack_end_with_2(checker: Run, project: Save) -> None:
    """Facts that name no pack end with 2 and are told both ways to name one; --rules then helps."""
    facts = project(CLEAN.replace("rules: xueliang-2020\n", ""))
    ended = checker("check", facts)
    assert ended.code == 2
    assert "在事实里写“规则包”（rules），或用 --rules" in ended.err
    assert checker("check", facts, "--rules", "xueliang-2020").code == 0


def test_unknown_pack_in_facts_is_told_where_it_stands(checker: Run, project: Save) -> None:
    """A pack named in the facts that does not exist ends with 2 and a name that does."""
    ended = checker("check", project(CLEAN.replace("xueliang-2020", "xuelang-2020", 1)))
    assert ended.code == 2
    assert "你是不是要写“xueliang-2020”？" in ended.err


def test_rules_test_ends_with_1_when_a_case_differs(checker: Run, pack: Path) -> None:
    """Cases that come out as expected end with 0, others with 1."""
    assert checker("rules", "test", "national-2020").code == 0
    assert checker("rules", "test", pack).code == 1


def test_rules_test_needs_packs_and_cases(
    checker: Run, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are no packs, or packs without cases, nothing was tested: 2, never 0."""
    (pack / "tests" / "fault-rate-high.yaml").unlink()
    ended = checker("rules", "test", pack)
    assert (ended.code, "没有用例" in ended.err) == (2, True)
    monkeypatch.chdir(tmp_path / "rules" / "small" / "rules")
    ended = checker("rules", "test")
    assert (ended.code, "没有找到规则包" in ended.err) == (2, True)


def test_broken_pack_ends_with_2(checker: Run, pack: Path) -> None:
    """A pack that is written wrongly ends with 2, and the place is named."""
    rule = pack / "rules" / "fault-rate-high.yaml"
    rule.write_text(rule.read_text("utf-8").replace("故障率 > 10%", "故障率 > 10元"), "utf-8")
    ended = checker("rules", "test", pack)
    assert (ended.code, ended.out) == (2, "")
    assert "fault-rate-high.yaml:3:" in ended.err


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Give the function that makes every check fail in a certain way."""

    def break_(error: BaseException) -> None:
        def fail(*_: object, **__: object) -> NoReturn:
            raise error

        monkeypatch.setattr("checker.cli.check.decide", fail)

    return break_


def test_engine_fault_ends_with_4(checker: Run, broken: Callable[[BaseException], None]) -> None:
    """A fault of an engine ends with 4 and gives no result."""
    broken(EngineFault(message("两个引擎对 {rule} 的判断不同：{ours} 与 {theirs}", rule="r", ours="a", theirs="b")))
    ended = checker("check", SEED)
    assert (ended.code, ended.out) == (4, "")
    assert ended.err == "工具故障：两个引擎对 r 的判断不同：a 与 b\n"


class Contrary(PlainEngine):
    """Decides as the plain evaluator does, but for the first ruling."""

    def decide(self, tables: Tables, waivers: Waivers) -> tuple[Decisions, Tables]:
        """Return the decisions, the first of them turned."""
        decisions, tables = super().decide(tables, waivers)
        first, *others = decisions.rulings
        turned = Outcome.PASS if first.outcome is Outcome.FAIL else Outcome.FAIL
        return replace(decisions, rulings=(replace(first, outcome=turned), *others)), tables


def test_engines_that_disagree_end_with_4(checker: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under --verify, a ruling on which the engines differ ends with 4; without it, the check is made."""
    monkeypatch.setattr("checker.run.checker.PlainEngine", Contrary)
    assert checker("check", SEED).code == 1
    ended = checker("check", SEED, "--verify")
    assert (ended.code, ended.out) == (4, "")
    assert "两个引擎" in ended.err


def test_unexpected_exception_ends_with_4(checker: Run, broken: Callable[[BaseException], None]) -> None:
    """An exception nobody expected ends with 4; what happened is told for whoever has to mend it."""
    broken(ZeroDivisionError("no such thing"))
    ended = checker("check", SEED)
    assert (ended.code, ended.out) == (4, "")
    assert "Traceback" in ended.err
    assert ended.err.endswith("工具故障：ZeroDivisionError: no such thing\n")


def test_interruption_ends_with_4(checker: Run, broken: Callable[[BaseException], None]) -> None:
    """Ctrl-C ends with 4 and one line, without a traceback."""
    broken(KeyboardInterrupt())
    ended = checker("check", SEED)
    assert (ended.code, ended.out, ended.err) == (4, "", "已中断\n")


@pytest.mark.parametrize(("library", "document"), [("openpyxl", "s.xlsx"), ("docxtpl", "r.docx")])
def test_without_the_office_components_that_is_said(process: Run, tmp_path: Path, library: str, document: str) -> None:
    """Where the libraries for workbooks and Word files are not installed, it is said how to install them."""
    (tmp_path / f"{library}.py").write_text(f"raise ModuleNotFoundError(name={library!r})\n", "utf-8")
    path = os.pathsep.join([str(tmp_path), str(Path.cwd())])
    ended = process("report", SEED, "-o", str(tmp_path / document), env={"PYTHONPATH": path})
    assert (ended.code, "jixiao-checker[office]" in ended.err) == (2, True), ended.err
    assert not (tmp_path / document).exists()
