"""``checker rules mutate``: what it prints, what it writes, and when it fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from tests.mutate.sample import sample
from tests.mutate.test_survivors import WEAK, weak_files

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.cli.projects import Run

RULE: Final[str] = WEAK[0]["rule"]
CASES: Final[str] = WEAK[0]["cases"]
_MORE: Final = """\
- {name: 恰好, given: {road: [{code: 甲, passed: 80%}]}, expect: pass, on: 2021-06-30}
- {name: 低一点, given: {road: [{code: 甲, passed: 79.99%}]}, expect: fail, severity: major, on: 2021-06-30}
"""
_PROJECT: Final = """\
name: 一条不合格
on: 2021-06-30
given: {road: [{code: 甲, passed: 70%}]}
expect: {review_notes: [road]}
"""


@pytest.fixture
def weak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with one pack whose cases notice too little; return that of all packs."""
    files = {name: text for name, text in weak_files(RULE, CASES).items() if name != "parameters.yaml"}
    sample(tmp_path / "rules", files)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "rules"


@pytest.mark.usefixtures("weak")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_survivors_are_told_with_a_case(checker: Run, snapshot: SnapshotAssertion, language: str) -> None:
    """The table counts by rule; each survivor is a sentence with its place and a case ready to be taken over."""
    ended = checker("rules", "mutate", "--lang", language)
    assert ended.code == 1
    assert ended.err == ""
    assert ended.out == snapshot


def test_good_cases_end_clean(weak: Path, checker: Run) -> None:
    """Once every mutant is noticed the command ends clean."""
    (weak / "weak" / "tests" / "road.yaml").write_text(CASES + _MORE, "utf-8")
    (weak / "weak" / "tests" / "projects").mkdir()
    (weak / "weak" / "tests" / "projects" / "one.yaml").write_text(_PROJECT, "utf-8")
    ended = checker("rules", "mutate", "weak")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("存活 0\n")


def test_json_says_everything(weak: Path, checker: Run, tmp_path: Path) -> None:
    """As JSON every mutant has its status, a killed one its case, a survivor a case to take over."""
    output = tmp_path / "mutants.json"
    assert checker("rules", "mutate", weak / "weak", "--format", "json", "-o", output).code == 1
    data = json.loads(output.read_text("utf-8"))
    assert sum(data["counts"].values()) == len(data["mutants"])
    (survivor,) = [m for m in data["mutants"] if m["what"] == "把“合格率 < 80%”的“<”改为“<=”"]
    assert survivor["status"] == "survived"
    assert survivor["case_file"] == "weak/tests/road.yaml"
    assert "to_confirm" in survivor["case"]
    (killed,) = [m for m in data["mutants"] if m["what"] == "把“合格率 < 80%”的“<”改为“>”"]
    assert (killed["status"], killed["killer"]) == ("killed", "road：低")


@pytest.mark.usefixtures("weak")
def test_one_rule_alone(checker: Run) -> None:
    """With --rule only that rule is changed; one there is not is wrong use, and the nearest is named."""
    ended = checker("rules", "mutate", "--rule", "road", "--format", "json")
    assert {mutant["owner"] for mutant in json.loads(ended.out)["mutants"]} == {"road"}
    ended = checker("rules", "mutate", "--rule", "roat")
    assert (ended.code, ended.out) == (2, "")
    assert "“road”" in ended.err


@pytest.mark.usefixtures("weak")
def test_wrong_use_is_refused(checker: Run) -> None:
    """A format there is not, a pack there is not: wrong use, nothing is printed."""
    for words in (("--format", "xml"), ("nothing-there",)):
        ended = checker("rules", "mutate", *words)
        assert (ended.code, ended.out) == (2, "")


def test_packs_below_lend_their_cases(weak: Path, checker: Run) -> None:
    """A pack beside the one named that extends it notices mutants too; one that is broken is passed over."""
    below = {
        "pack.yaml": "id: below\ntitle: 下级\nversion: 1.0.0\nextends: weak\n",
        "tests/road.yaml": _MORE,
        "tests/projects/one.yaml": _PROJECT,
    }
    sample(weak, below)
    ended = checker("rules", "mutate", "weak")
    assert (ended.code, ended.err) == (0, "")
    (weak / "below" / "tests" / "road.yaml").write_text("- 写坏了\n", "utf-8")
    assert checker("rules", "mutate", "weak").code == 1
