"""Tests the command: what people and programs see of a proof, and what it returns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from checker.cli import main
from checker.messages import language
from tests.prove.planted import changed, planted, write

Here = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parent.parent.parent


def prove(folder: Path, *words: str) -> tuple[int, str, str]:
    """Run the command in a process of its own, 80 columns wide."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "LANG": "C.UTF-8",
    }
    command = [sys.executable, "-m", "checker", "--lang", "zh", "rules", "prove", *words]
    ended = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """Give the function that runs the command in this process, in a folder."""

    def run(folder: Path, *words: str) -> tuple[int, str, str]:
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setenv("NO_COLOR", "1")
        with language("zh"), pytest.raises(SystemExit) as ended:
            main(["--lang", "zh", "rules", "prove", *words])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def plant(folder: Path, *names: str) -> Path:
    """Write the small pack with several faults planted."""
    faults = {fault["name"]: fault["change"] for fault in planted()["faults"]}
    write(changed({path: value for name in names for path, value in faults[name].items()}), folder)
    return folder / "planted"


def plant_few(folder: Path, *names: str, rules: str) -> Path:
    """Write the small pack with several faults planted and few of its rules, so that less is to be proved."""
    pack = plant(folder, *names)
    for path in (pack / "rules").glob("*.yaml"):
        if path.stem not in rules.split():
            path.unlink()
    return pack


def test_what_people_see(tmp_path: Path, here: Here, snapshot: SnapshotAssertion) -> None:
    """Each fault is told with its place and an example, in 80 columns; the sum comes last; twice it is the same."""
    faults = "付款分档之间空了一个月", "等级漏掉89.5", "扣分的参数晚半年才有", "条件自相矛盾"
    pack = plant_few(tmp_path, *faults, rules="unhappy pay-slow pay-late")
    rule = pack / "rules" / "unhappy.yaml"
    rule.write_text(rule.read_text("utf-8").replace("when:", "# prove: ignore never-fires 明年启用\nwhen:"), "utf-8")
    code, shown, said = prove(tmp_path, "planted")
    assert (code, said) == (1, "")
    assert max(map(cell_len, shown.splitlines())) <= 80
    assert shown == snapshot
    assert here(tmp_path, "planted") == (code, shown, "")


def test_what_programs_see(tmp_path: Path, here: Here) -> None:
    """JSON tells every question, with the example as a case gives it, and the counts."""
    plant_few(tmp_path, "条件自相矛盾", rules="unhappy")
    code, shown, _ = here(tmp_path, "planted", "--format", "json", "-o", "proofs.json")
    assert (code, shown) == (1, "")
    (pack,) = json.loads((tmp_path / "proofs.json").read_text("utf-8"))["packs"]
    assert pack["id"] == "planted"
    assert sum(pack["counts"].values()) == len(pack["verdicts"])
    wrong = [verdict for verdict in pack["verdicts"] if verdict["state"] == "bad"]
    assert [verdict["id"] for verdict in wrong] == ["never-fires"]
    assert wrong[0]["place"] == {"file": "planted/rules/unhappy.yaml", "line": 3, "column": 7}
    good = next(v for v in pack["verdicts"] if v["id"] == "full-marks-impossible" and v["state"] == "good")
    assert good["witness"]["on"]
    assert good["witness"]["given"]


def test_a_comment_that_justifies_nothing_is_told(tmp_path: Path, here: Here) -> None:
    """A justification without a reason, or of what is in order, does not count and is itself told."""
    pack = plant_few(tmp_path, "条件自相矛盾", rules="unhappy")
    rule = pack / "rules" / "unhappy.yaml"
    rule.write_text(rule.read_text("utf-8").replace("when:", "# prove: ignore never-fires\nwhen:"), "utf-8")
    code, shown, _ = here(tmp_path, "planted")
    assert code == 1
    assert "[never-fires]" in shown
    assert "[idle-ignore]" in shown


def test_what_is_justified_is_no_fault(tmp_path: Path, here: Here) -> None:
    """When everything wrong is justified in the pack, the command ends clean and shows the reasons."""
    pack = plant_few(tmp_path, "条件自相矛盾", rules="unhappy")
    rule = pack / "rules" / "unhappy.yaml"
    text = rule.read_text("utf-8").replace("90%", "90%  # prove: ignore never-fires 明年启用")
    rule.write_text(text, "utf-8")
    code, shown, _ = here(tmp_path, "planted")
    assert code == 0
    assert "规则包里说明：明年启用" in shown


@pytest.mark.parametrize(
    ("seconds", "why"),
    [
        ("0", "--seconds 要写大于 0、不超过 600 的一个数，如 5\n"),
        ("601", "--seconds 要写大于 0、不超过 600 的一个数，如 5\n"),
        ("很久", "--seconds："),
    ],
)
def test_a_wrong_budget_is_refused(tmp_path: Path, here: Here, seconds: str, why: str) -> None:
    """The budget is a number of seconds above 0 and up to 600; anything else is wrong use."""
    plant(tmp_path)
    code, shown, said = here(tmp_path, "planted", "--seconds", seconds)
    assert (code, shown) == (2, "")
    assert said.startswith(why)
