"""What a change of the seed's pack does: sentences, examples, archived projects, as the issue demands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from checker.diff import Difference, compare_packs, pack_changes, project_paths
from checker.diff.difference import retroactive
from checker.diff.separation import Told, rule_cases
from checker.history import pack_at
from checker.messages import language
from checker.witness import Decider
from tests.diff.versions import ROOT, SECOND, SEED, folders, repository, sound, task

FACTS = ROOT / "facts"
SENTENCES = ["“最迟付款月”2019年10月1日起由2改为3", "“在线率下限”2019年10月1日起由90%改为88%"]
VERSION = f"规则包 {SEED} 的版本由“1.0.0”改为“1.1.0”"
CHANGED = ["online-rate-below-floor", "payment-after-first-month", "payment-after-second-month"]


@contextmanager
def quiet(of_projects: bool, total: int) -> Iterator[Callable[[], None]]:
    """Show nothing of how far a run is, but hold it to the number of steps it gave."""
    done: list[bool] = []
    yield lambda: done.append(of_projects)
    assert len(done) == total


def told(found: Difference) -> list[str]:
    """Return the sentences in Chinese."""
    with language("zh"):
        return [str(change.told) for change in found.changes]


def test_two_folders(tmp_path: Path) -> None:
    """The sentences are these and no others; each changed rule has a project on which durable-rules differs."""
    old, new = map(sound, folders(tmp_path))
    found = compare_packs(task(old, new), quiet)
    assert told(found) == SENTENCES
    assert [shift.id for shift in found.shifts] == CHANGED
    deciders = [Decider(pack, engine="durable") for pack in (old, new)]
    for shift in found.shifts:
        assert shift.told is Told.SEPARATED
        assert shift.witness is not None
        before, after = (rule_cases(decider, shift.witness, shift.id) for decider in deciders)
        assert (before, after) == (shift.old, shift.new)
        assert [(case.outcome, case.points) for case in before] != [(case.outcome, case.points) for case in after]
        assert sum(1 for line in shift.facts) == 2, "the day and one fact are enough"


def test_two_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As commits the same is told, and that it reaches back before the day it became known."""
    monkeypatch.chdir(repository(tmp_path))
    packs = []
    for name in (f"{SEED}@1.0.0", f"{SEED}@second"):
        with pack_at(name) as text:
            packs.append(sound(text.folder))
    assert text.commit is not None
    assert text.commit.day == date.fromisoformat(SECOND)
    found = compare_packs(replace(task(*packs), known=text.commit.day), quiet)
    assert told(found) == [VERSION, *(f"{sentence}（追溯）" for sentence in SENTENCES)]
    assert [shift.told for shift in found.shifts] == [Told.SEPARATED] * len(CHANGED)


def test_the_seed_project_wins_a_point(tmp_path: Path) -> None:
    """The seed goes from 93.07 to 94.07 and stays 优; every check that flips is named, and nothing else."""
    old, new = map(sound, folders(tmp_path))
    paths = project_paths(FACTS)
    assert [path.name for path in paths] == ["xinjian-2020"]
    found = compare_packs(replace(task(old, new), projects=paths, known=date(2021, 3, 1)), quiet)
    assert found.projects is not None
    (project,) = found.projects.decided
    assert (project.old.score, project.new.score, project.gain) == (Fraction("93.07"), Fraction("94.07"), Fraction(1))
    assert project.old.grades == project.new.grades == ("优",)
    assert project.past
    flips = [(flip.id, flip.old, flip.new, flip.old_points, flip.new_points) for flip in project.flips]
    assert flips == [
        ("payment-after-first-month[2020Q3]", "pass", "fail", None, None),
        ("payment-after-second-month[2020Q3]", "fail", "pass", Fraction(1), None),
        ("stated-score-differs", "pass", "fail", None, None),
    ]
    assert [(shift.id, shift.old, shift.new) for shift in project.indicators] == [
        ("output_timeliness", Fraction(9), Fraction(10))
    ]


def test_the_same_pack_twice(tmp_path: Path) -> None:
    """A pack does not differ from itself."""
    old, _ = folders(tmp_path)
    found = compare_packs(task(sound(old), sound(old)), quiet)
    assert (found.changes, found.shifts, found.any) == ((), (), False)


def test_other_blanks_and_comments_are_no_difference(tmp_path: Path) -> None:
    """Comments, and the way in which something is written, are not told."""
    edits = {
        "parameters.yaml": {"online_rate_floor:": "# 见合同\nonline_rate_floor:"},
        "rules/completion-late.yaml": {"完成日期 > 应完成日期": '"完成日期 > 应完成日期"'},
    }
    old, new = folders(tmp_path, edits)
    assert not compare_packs(task(sound(old), sound(new)), quiet).any


@pytest.mark.parametrize(
    ("edits", "sentences"),
    [
        pytest.param(
            {"rules/completion-late.yaml": {"deduct: 逾期完成扣分": "deduct: 逾期完成扣分\nvalid_from: 2022-01-01"}},
            ["规则“建设完成晚于计划”写明施行日：2022年1月1日（追溯）"],
            id="a rule that stops before that day",
        ),
        pytest.param(
            {"rules/completion-late.yaml": {"deduct: 逾期完成扣分": "deduct: 逾期完成扣分\nvalid_to: 2021-12-31"}},
            ["规则“建设完成晚于计划”写明失效日：2021年12月31日"],
            id="a rule that ends later",
        ),
        pytest.param(
            {
                "parameters.yaml": {
                    "latest_payment_month:\n  label: 最迟付款月\n  type: count\n  values:\n": (
                        "latest_payment_month:\n  label: 最迟付款月\n  type: count\n  values:\n"
                        "    2021-07-01: {value: 3}\n"
                    )
                }
            },
            ["“最迟付款月”新增：2021年7月1日起为3"],
            id="a version that begins later",
        ),
        pytest.param(
            {"rules/completion-late.yaml": {"title: 建设完成晚于计划": "title: 建设晚于计划"}},
            ["规则“建设晚于计划”的名称由“建设完成晚于计划”改为“建设晚于计划”"],
            id="words alone",
        ),
        pytest.param(
            {"rules/completion-late.yaml": {"when: 完成日期 > 应完成日期": "when: 完成日期 > 应完成日期 + 1"}},
            ["规则“建设完成晚于计划”的条件由“完成日期 > 应完成日期”改为“完成日期 > 应完成日期 + 1”（追溯）"],
            id="a condition, which has no day",
        ),
    ],
)
def test_what_reaches_back(tmp_path: Path, edits: dict[str, dict[str, str]], sentences: list[str]) -> None:
    """A change reaches back when it may change results for days before the day it became known, and only then."""
    old, new = folders(tmp_path, edits)
    found = [retroactive(change, date(2021, 3, 1)) for change in pack_changes(sound(old), sound(new))]
    with language("zh"):
        assert [str(change.told) for change in found] == sentences


def test_a_rule_that_was_added_is_shown_firing(tmp_path: Path) -> None:
    """The example of a rule that one side lacks is a project on which the other finds something."""
    old, new = folders(tmp_path, {})
    (old / "rules" / "completion-before-contract.yaml").unlink()
    (old / "tests" / "completion-before-contract.yaml").unlink()
    found = compare_packs(task(sound(old), sound(new)), quiet)
    (shift,) = found.shifts
    assert (shift.id, shift.told, shift.old) == ("completion-before-contract", Told.SEPARATED, ())
    assert [case.outcome for case in shift.new] == ["fail"]
