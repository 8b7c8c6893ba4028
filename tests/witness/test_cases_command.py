"""``checker rules cases``: what it prints, what it adds to a pack, and that the cases come out as they say."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from checker.cli import main
from checker.messages import language
from checker.run import load_sound_pack
from checker.source import Problems
from checker.testing import CaseReport, run_cases
from tests.cli.projects import PACK
from tests.witness.packs import ROOT

_XUELIANG = ("execution-rate-low", "unit-price-over-ceiling", "output_cost", "satisfaction")
_NATIONAL = ("stated-grade-differs", "judged-deduction-without-reason", "arrived-over-budget")


def _ran(*words: str) -> int:
    with language("zh"), pytest.raises(SystemExit) as ended:
        main(["rules", "cases", *words])
    return int(ended.value.code or 0)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with a pack of one rule; return the file of its cases."""
    for name, text in PACK.items():
        file = tmp_path / "rules" / "small" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "rules" / "small" / "tests" / "fault-rate-high.yaml"


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with copies of the shipped packs; return that of the packs."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "rules"


def _reports(folder: Path) -> list[CaseReport]:
    """Return how the proposed cases of a pack come out."""
    problems = Problems()
    pack = load_sound_pack(folder, problems)
    problems.raise_if_any()
    assert pack is not None
    cases = {
        rule: tuple(case for case in cases if case.model.to_confirm is not None) for rule, cases in pack.cases.items()
    }
    projects = tuple(case for case in pack.project_cases if case.model.to_confirm is not None)
    return list(run_cases(replace(pack, cases=cases, project_cases=projects), ["durable", "plain"]))


@pytest.mark.usefixtures("small")
def test_cases_are_printed_as_a_file_of_cases(capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion) -> None:
    """What is printed could stand in a file of cases: by rule, with what each case is about and what it comes to."""
    assert _ran("small") == 0
    assert capsys.readouterr().out == snapshot


def test_cases_are_added_behind_those_there(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stood in the file stays as it was, line ends included; a second time there is nothing left to add."""
    before = (small.read_text("utf-8").rstrip() + "  # 末尾的注释\n").replace("\n", "\r\n").encode()
    small.write_bytes(before)
    assert _ran("small", "--add") == 0
    assert capsys.readouterr().out.splitlines() == [
        "tests/fault-rate-high.yaml：加了 6 条，待核对", "另有 1 条，已有的用例已经说明，没有列出。",
    ]  # fmt: skip
    after = small.read_bytes()
    assert after.startswith(before)
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert _ran("small", "--add") == 0
    assert capsys.readouterr().out == "另有 7 条，已有的用例已经说明，没有列出。\n"
    assert small.read_bytes() == after


def test_a_file_that_is_missing_is_made(small: Path) -> None:
    """A rule without cases gets a file of its own, which reads back as a sound pack."""
    small.unlink()
    assert _ran("small", "fault-rate-high", "--add") == 0
    assert small.read_text("utf-8").startswith("- name: 故障率恰好等于10%\n")
    assert all(report.passed and report.to_confirm for report in _reports(small.parent.parent))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("small", "fault-rate-hihg"), "RULE 不能是“fault-rate-hihg”。你是不是要写“fault-rate-high”？"),
        (("small", "-o", "new.yaml", "--add"), "--add 写进规则包，不能再写 --output"),
        (("small", "-o", "there.yaml"), "there.yaml 已经存在，内容不同，没有覆盖。写到别处，或先把它移走"),
    ],
)
@pytest.mark.usefixtures("small")
def test_wrong_use_is_told(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule that is not there, two places to write to, and a file that somebody has filled in are refused."""
    Path("there.yaml").write_text("- name: 有人写的\n", "utf-8")
    assert _ran(*words) == 2
    assert said in capsys.readouterr().err
    assert Path("there.yaml").read_text("utf-8") == "- name: 有人写的\n"


def test_a_list_in_brackets_is_not_touched(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file whose list stands in brackets cannot be added to, and stays as it is."""
    text = "[{name: 一条, on: 2020-12-31, given: {service: []}, expect: notapplicable}]\n"
    small.write_text(text, "utf-8")
    assert _ran("small", "--add") == 2
    assert "不是每条以“- ”开头的列表，加不进去" in capsys.readouterr().err
    assert small.read_text("utf-8") == text


def test_cases_of_the_shipped_packs_come_out_as_they_say(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every case made for the shipped packs reads back and passes on both engines; a second time nothing is added."""
    for name, wanted in (("xueliang-2020", _XUELIANG), ("national-2020", _NATIONAL)):
        assert _ran(name, *wanted, "--add") == 0
        capsys.readouterr()
        reports = _reports(packs / name)
        assert len(reports) > 30
        assert [report for report in reports if not report.passed or not report.to_confirm] == []
        assert _ran(name, *wanted, "--add") == 0
        assert "加了" not in capsys.readouterr().out


def test_added_cases_count_for_nothing_until_confirmed(packs: Path) -> None:
    """Each proposed case says that it is to be confirmed, and how."""
    assert _ran("xueliang-2020", "quantity-short", "--add") == 0
    text = (packs / "xueliang-2020" / "tests" / "quantity-short.yaml").read_text("utf-8")
    shipped = (ROOT / "rules" / "xueliang-2020" / "tests" / "quantity-short.yaml").read_text("utf-8")
    added = text.removeprefix(shipped.rstrip())
    assert added.count("- name:") == added.count("  to_confirm: 由程序算出，请对照文件核对后删去这一行\n") > 0
