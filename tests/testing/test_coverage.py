"""Coverage of rules by cases: what counts, what is left out, and by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from checker.expr import Env, FieldSpec, RecordSpec, Scope, compile_text
from checker.pack import Pack
from checker.run import load_sound_pack
from checker.source import Problems
from checker.testing import Coverage, Observer, run_cases
from checker.testing.branches import branches, watch
from checker.values import Kind
from tests.cli.projects import PACK

RULES: Final = Path(__file__).parent.parent.parent / "rules"
SHIPPED: Final = ("national-2020", "xueliang-2020")


@cache
def _pack(name: str) -> Pack:
    problems = Problems()
    pack = load_sound_pack(RULES / name, problems)
    problems.raise_if_any()
    assert pack is not None
    return pack


def _coverage(pack: Pack) -> Coverage:
    observer = Observer(pack)
    list(run_cases(pack, ["plain"], observer))
    return observer.coverage()


def _left_out(pack: Pack) -> list[str]:
    return [str(unit.untested) for unit in _coverage(pack).left_out]


def _without(pack: Pack, *, cases: Callable[[str], bool]) -> Pack:
    """Return the pack without the rule cases whose name is picked."""
    kept = {
        rule: tuple(entry for entry in entries if not cases(entry.model.name)) for rule, entries in pack.cases.items()
    }
    return replace(pack, cases=kept)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_packs_are_covered_whole(name: str) -> None:
    """The cases of both shipped packs cover every rule, branch, band, step and grade of the pack."""
    coverage = _coverage(_pack(name))
    assert _left_out(_pack(name)) == []
    assert coverage.share == Fraction(1)
    assert len(coverage.units) > 60


def test_what_no_case_shows_is_named_with_its_place() -> None:
    """Without the cases that pass, the condition that never failed is named in its own words, where it stands."""
    pack = _pack("xueliang-2020")
    kept = [entry for entry in pack.cases["quantity-short"] if entry.model.expect == "fail"]
    poor = replace(pack, cases={"quantity-short": tuple(kept)}, project_cases=())
    mine = [unit for unit in _coverage(poor).left_out if unit.owner == "quantity-short"]
    assert [str(unit.untested) for unit in mine] == ["没有用例让“完成点位 < 计划点位”不成立"]
    assert str(mine[0].place).endswith("rules/xueliang-2020/rules/quantity-short.yaml:3:7")


def test_a_rule_without_any_case_is_named() -> None:
    """A rule that no case reaches is named part by part: each of its conditions was never true and never false."""
    pack = _pack("xueliang-2020")
    poor = replace(pack, cases={"quantity-short": pack.cases["quantity-short"]}, project_cases=())
    mine = [str(unit.untested) for unit in _coverage(poor).left_out if unit.owner == "contract-total-differs"]
    assert mine == ["没有用例让“推算总额 != 合同总额”成立", "没有用例让“推算总额 != 合同总额”不成立"]


def test_scores_are_covered_by_projects_alone() -> None:
    """Without project cases every indicator and grade is named; rule cases say nothing about scores."""
    poor = replace(_pack("xueliang-2020"), project_cases=())
    left_out = _left_out(poor)
    assert "没有项目用例给“产出质量”计分" in left_out
    assert "没有项目用例得到等级“差”" in left_out


@pytest.mark.parametrize("grade", ["优", "良", "中", "差"])
def test_a_grade_nobody_gets_is_named(grade: str) -> None:
    """Without the projects that earn a grade that grade is uncovered, and no other."""
    pack = _pack("xueliang-2020")
    kept = tuple(entry for entry in pack.project_cases if entry.model.expect.grade not in {None, grade})
    left_out = _left_out(replace(pack, project_cases=kept))
    assert [other for other in "优良中差" if f"没有项目用例得到等级“{other}”" in left_out] == [grade]


def test_a_case_to_confirm_covers_nothing() -> None:
    """A case whose expectation nobody has confirmed is run, and covers nothing."""
    pack = _pack("xueliang-2020")
    proposed = {
        rule: tuple(
            replace(entry, model=entry.model.model_copy(update={"to_confirm": "由程序算出"})) for entry in found
        )
        for rule, found in pack.cases.items()
    }
    waiting = replace(pack, cases=proposed, project_cases=())
    reports = list(run_cases(waiting, ["plain"]))
    assert all(report.passed and report.to_confirm for report in reports)
    assert _coverage(waiting).covered == 0


_SCOPE: Final = Scope(
    {
        "survey": RecordSpec(
            "survey",
            "问卷",
            {
                "rate": FieldSpec("rate", "满意度", Kind.RATIO),
                "sent": FieldSpec("sent", "发出", Kind.COUNT),
                "graded": FieldSpec("graded", "分级", Kind.TRUTH),
                "word": FieldSpec("word", "评语", Kind.TEXT),
            },
            single=True,
        )
    },
    {},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("满意度 < 90%", ["满意度 < 90%"], id="one comparison"),
        pytest.param("满意度 < 90% 且 发出 > 10", ["满意度 < 90%", "发出 > 10"], id="both"),
        pytest.param("非 (满意度 < 90% 或 分级)", ["满意度 < 90%", "分级"], id="a negation is looked into"),
        pytest.param("满意度 is missing 或 分级", ["满意度 is missing", "分级"], id="missing is one condition"),
        pytest.param('评语 in ("好", "很好")', ['评语 in ("好", "很好")'], id="one of several words is one"),
        pytest.param("满意度 between 60% and 90%", ["满意度 between 60% and 90%"] * 2, id="two bounds are two"),
        pytest.param("(if 分级 then 90% else 80%) > 满意度", ["(if 分级 then 90% else 80%) > 满意度", "分级"], id="if"),
    ],
)
def test_conditions_of_a_text(text: str, expected: list[str]) -> None:
    """A text is taken apart into the conditions that can be true or false by themselves, in their own words."""
    tree = compile_text(text, _SCOPE)
    assert [text[branch.node.span.start : branch.node.span.end].strip() for branch in branches(tree)] == expected


def test_only_what_is_reached_counts() -> None:
    """A condition in the way not taken is not seen, and one that cannot be told is neither true nor false."""
    tree = compile_text("(if 分级 then (if 发出 > 10 then 90% else 80%) else 70%) > 满意度", _SCOPE)
    found: set[tuple[int, bool]] = set()
    watch(tree, Env(0, rows={"survey": {"graded": False, "sent": Fraction(20)}}), found)
    assert found == {(1, False)}


def test_a_failing_case_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that differs carries the conditions that decided it, with their values."""
    for name, text in PACK.items():
        file = tmp_path / "small" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    problems = Problems()
    pack = load_sound_pack(Path("small"), problems)
    assert pack is not None, problems.found
    wrong = [report for report in run_cases(pack, ["plain"]) if not report.passed]
    assert [(key, part, why.text, why.truth) for key, part, why in wrong[0].whys] == [
        ("2020Q1", "when", "故障率 > 10%", False)
    ]
