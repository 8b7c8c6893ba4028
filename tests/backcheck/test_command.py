"""``checker report verify`` prints what disagrees, says so in its exit code, and writes nothing on bad input."""

import json
from pathlib import Path

import pytest

from checker.cli import main
from tests.backcheck.reports import ROOT

FACTS = ROOT / "facts" / "xinjian-2020"
WRONG = "一、基本情况\n项目预算4000万元，累计支出3655.18万元，覆盖12个乡镇。\n综合得分93.07分，评价等级为“良”。\n"


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def verify(path: Path, *words: str) -> int:
    """Run the command on a file and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", "report", "verify", str(path), "--facts", str(FACTS), *words])
    return int(ended.value.code or 0)


def written(folder: Path, text: str, name: str = "report.txt") -> Path:
    """Return a file with a text."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_exit_codes(tmp_path: Path) -> None:
    """0 when nothing disagrees, 1 when something does, 2 for a file that cannot be read, 3 when nothing is tied."""
    assert verify(written(tmp_path, "累计支出3656.18万元。")) == 0
    assert verify(written(tmp_path, WRONG)) == 1
    assert verify(written(tmp_path, WRONG, "report.pdf")) == 2
    assert verify(written(tmp_path, "走访了9个派出所。")) == 3


def test_text_names_number_place_and_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The number is marked in its sentence, with what it should be, where it stands and where the fact is."""
    verify(written(tmp_path, WRONG))
    shown = capsys.readouterr().out
    assert "报告写3655.18万元，资金的支出数是3656.18万元" in shown
    assert "【3655.18万元】" in shown
    unbroken = "".join(shown.split())  # where a path is broken depends on its length
    assert "report.txt:2:16" in unbroken
    assert "funding.yaml:4:10" in unbroken
    assert "报告写等级“良”，算出的是“优”" in shown
    assert "对上 2 个，不一致 2 处，未能对应 1 个" in shown


@pytest.mark.parametrize("width", [80, 120])
def test_lines_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """Nothing but a place that must stay whole is wider than the terminal."""
    from rich.cells import cell_len  # noqa: PLC0415 - only this test measures

    monkeypatch.setenv("COLUMNS", str(width))
    verify(written(tmp_path, WRONG + "情况说明" * 60 + "累计支出3655.18万元" + "其他说明" * 60 + "。\n"))
    assert all(cell_len(line) <= width for line in capsys.readouterr().out.splitlines())


def test_json_lists_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has what is tied, what disagrees and what is untied, each with its place, and is the same every time."""
    path = written(tmp_path, WRONG)
    assert verify(path, "--format", "json") == 1
    first = capsys.readouterr().out
    verify(path, "--format", "json")
    assert capsys.readouterr().out == first
    data = json.loads(first)
    assert data["counts"] == {"tied": 2, "disagreements": 2, "notes": 0, "untied": 1}
    assert [item["code"] for item in data["disagreements"]] == ["fact-differs", "grade-differs"]
    wrong = data["disagreements"][0]
    assert wrong["sentence"][slice(*wrong["mark"])] == wrong["written"] == "3655.18万元"
    assert (wrong["place"]["line"], wrong["source"]["line"]) == (2, 4)
    assert data["tied"][0]["number"] == "40000000"
    assert data["untied"][0]["written"] == "12个"


def test_output_is_written_whole(tmp_path: Path) -> None:
    """The view goes to a file on request; on bad input no file is written."""
    target = tmp_path / "check.json"
    assert verify(written(tmp_path, WRONG), "--format", "json", "-o", str(target)) == 1
    assert json.loads(target.read_text("utf-8"))["counts"]["disagreements"] == 2
    other = tmp_path / "other.json"
    assert verify(tmp_path / "missing.docx", "-o", str(other)) == 2
    assert not other.exists()


def test_report_and_facts_faults_come_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong with the report and with the facts is said at once."""
    facts = written(tmp_path, "rules: xueliang-2020\n资金:\n  支出数: 12,34元\n", "facts.yaml")
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", "report", "verify", str(tmp_path / "missing.txt"), "--facts", str(facts)])
    shown = capsys.readouterr().err
    assert ended.value.code == 2
    assert "[unreadable]" in shown
    assert "facts.yaml:3" in shown


def test_facts_have_to_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --facts the command says how to name them."""
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", "report", "verify", str(written(tmp_path, WRONG))])
    assert ended.value.code == 2
    assert "--facts" in capsys.readouterr().err
