"""What cases miss: named exactly, with a case that notices it; what nothing can notice is proven; what is excused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from checker.mutate import mutate_packs
from checker.mutate.mutant import mutated
from checker.testing import run_cases
from tests.mutate.sample import sample

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.mutate import MutationReport, Verdict
    from checker.pack import Pack

WEAK: Final[list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("weak.yaml").read_text("utf-8"))
_VOCABULARY: Final = """\
road:
  label: 路段
  key: [code]
  fields:
    code: {label: 编号, type: text}
    cost: {label: 养护费, type: money}
    accepted_on: {label: 验收日期, type: date}
    quarter: {label: 季度, type: quarter}
    passed: {label: 合格率, type: ratio}
"""
_PARAMETER: Final = """\
pass_floor:
  label: 合格率下限
  type: ratio
  step: 5%
  values:
    2020-01-01: {value: 80%}
"""


def weak_files(rule: str, cases: str) -> dict[str, str]:
    """Return the files of a pack with one rule on roads, and its cases."""
    return {
        "pack.yaml": "id: weak\ntitle: 用例太少\nversion: 1.0.0\n",
        "vocabulary.yaml": _VOCABULARY,
        "parameters.yaml": _PARAMETER,
        "rules/road.yaml": rule,
        "tests/road.yaml": cases,
    }


def kills(folder: Path, files: Mapping[str, str], verdict: Verdict) -> bool:
    """Return whether the case proposed for a survivor passes by its pack and fails by the mutant, on both engines.

    It is put in its file as a person would put it there, and run as ``checker rules test`` runs it.
    """
    file, case = verdict.found.case_file, verdict.found.case
    pack = sample(folder, {**files, file: case})
    by_pack, by_mutant = (
        [report.passed for report in run_cases(which, ["plain", "durable"]) if report.to_confirm]
        for which in (pack, mutated(pack, verdict.mutant))
    )
    return by_pack == [True, True] and by_mutant == [False, False]


@pytest.mark.parametrize("weak", WEAK, ids=lambda weak: weak["name"])
def test_exactly_what_the_cases_miss(weak: dict[str, Any], tmp_path: Path) -> None:
    """Of the kinds named exactly the expected mutants survive, and the case proposed for each notices it."""
    files = weak_files(weak["rule"], weak["cases"])
    report = mutate_packs([sample(tmp_path / "as-it-is", files)])
    found = [verdict for verdict in report.survivors if verdict.mutant.operator in weak["kinds"]]
    assert sorted(str(verdict.mutant.what) for verdict in found) == sorted(weak["survivors"])
    for number, verdict in enumerate(found):
        assert kills(tmp_path / str(number), files, verdict), str(verdict.mutant.what)


_GRADED: Final = {
    "pack.yaml": "id: graded\ntitle: 等级\nversion: 1.0.0\n",
    "indicators.yaml": """\
grades:
  - {label: 好, at_least: 80}
  - {label: 差, below: 80}
indicators:
  - {id: one, label: 甲项, weight: 60, scoring: {method: judged}}
  - {id: two, label: 乙项, weight: 40, scoring: {method: judged}}
""",
    "tests/projects/one.yaml": """\
name: 都好
on: 2020-12-31
given:
  judgements:
    - {indicator: one, points: 59, reason: 差一点}
    - {indicator: two, points: 40}
expect: {score: 99, grade: 好, indicators: {one: 59, two: 40}}
""",
}


def test_grades_are_noticed_by_a_project_at_their_edge(tmp_path: Path) -> None:
    """For a grade whose edges no project reaches, projects are proposed whose total lies there."""
    report = mutate_packs([sample(tmp_path / "as-it-is", _GRADED)])
    graded = [verdict for verdict in report.survivors if verdict.mutant.operator.startswith("grade")]
    assert [str(verdict.mutant.what) for verdict in graded] == [
        "把等级“好”的界限（at_least）由“80”改为“81”",
        "把等级“好”的界限（at_least）由“80”改为“79”",
        "把等级“好”的“at_least”改为“above”",
        "把等级“差”的界限（below）由“80”改为“81”",
        "把等级“差”的界限（below）由“80”改为“79”",
        "把等级“差”的“below”改为“at_most”",
    ]
    for number, verdict in enumerate(graded):
        assert kills(tmp_path / str(number), _GRADED, verdict), str(verdict.mutant.what)


def _weak(tmp_path: Path, rule: str, cases: str) -> tuple[Pack, MutationReport]:
    pack = sample(tmp_path, weak_files(rule, cases))
    return pack, mutate_packs([pack])


_QUARTERLY: Final = """\
title: 合格率低
for: road
when: 合格率 < 合格率下限
parameters_on: month_end(季度, 3)
severity: minor
message: 合格率{合格率}，低于{合格率下限}
concerns: evaluation
"""


def test_what_nothing_can_notice_is_proven(tmp_path: Path) -> None:
    """A standard picked by the ends of quarters is the same from the first or the second day of a quarter on."""
    _, report = _weak(tmp_path, _QUARTERLY, "[]")
    verdicts = {str(verdict.mutant.what): verdict for verdict in report.verdicts}
    later = "把参数“合格率下限”的生效日期由“2020-01-01”改为“2020-01-02”"
    earlier = "把参数“合格率下限”的生效日期由“2020-01-01”改为“2019-12-31”"
    assert verdicts[later].status == "equivalent"
    assert verdicts[earlier].status == "survived"
    assert verdicts[earlier].found.case


def test_a_value_shown_only_in_the_message_is_not_taken_for_equivalent(tmp_path: Path) -> None:
    """Outcomes that never differ are not enough: the numbers in the message have to be the same too."""
    rule = _QUARTERLY.replace("合格率 < 合格率下限", "合格率 < 50%")
    _, report = _weak(tmp_path, rule, "[]")
    values = [verdict for verdict in report.verdicts if verdict.mutant.operator == "parameter-value"]
    assert [verdict.status for verdict in values] == ["survived", "survived"]


_EXCUSED: Final = """\
title: 合格率低
for: road
when: 合格率 < 80%  # mutate: ignore comparator 恰好 80% 的还没有先例
severity: minor  # mutate: ignore severity
message: 合格率{合格率}  # mutate: ignore constant 这里没有数
# mutate: ignore concern 写错了
concerns: evaluation
"""
_BOUNDARY: Final = "- {name: 恰好, given: {road: [{code: 甲, passed: 80%}]}, expect: pass, on: 2021-06-30}\n"


def test_a_comment_excuses_a_line(tmp_path: Path) -> None:
    """A comment with a reason justifies the survivors of its kind on its line; every other comment is a finding."""
    _, report = _weak(tmp_path, _EXCUSED, "[]")
    assert {verdict.reason for verdict in report.verdicts if verdict.status == "justified"} == {"恰好 80% 的还没有先例"}
    assert all(verdict.mutant.operator != "comparator" for verdict in report.survivors)
    assert [(item.place.line, str(item.what)) for item in report.remarks] == [
        (4, "忽略“severity”没有写理由，这条注释不起作用"),
        (5, "这一行没有“constant”这种变异"),
        (6, "没有编号为“concern”的变异"),
    ]


def test_a_comment_that_is_no_longer_needed_is_a_finding(tmp_path: Path) -> None:
    """Once cases notice what a comment excuses, it has to go."""
    rule = _EXCUSED.replace("  # mutate: ignore severity", "").replace("  # mutate: ignore constant 这里没有数", "")
    cases = _BOUNDARY + "- {name: 低, given: {road: [{code: 甲, passed: 70%}]}, expect: fail, on: 2021-06-30}\n"
    _, report = _weak(tmp_path, rule.replace("# mutate: ignore concern 写错了\n", ""), cases)
    assert [str(item.what) for item in report.remarks] == ["这一行的“comparator”用例都能发现，不必忽略"]
    assert report.exit_code == 1


def test_cases_that_prove_nothing_do_not_count(tmp_path: Path) -> None:
    """A case still to be confirmed notices nothing; one that does not come out as expected is left out and counted."""
    rule = WEAK[0]["rule"]
    unconfirmed = _BOUNDARY.replace("expect: pass", "expect: pass, to_confirm: 请核对")
    wrong = _BOUNDARY.replace("expect: pass", "expect: fail")
    for number, (cases, left_out) in enumerate([(unconfirmed, ()), (wrong, (("weak", 1),))]):
        _, report = _weak(tmp_path / str(number), rule, cases)
        assert "把“合格率 < 80%”的“<”改为“<=”" in [str(verdict.mutant.what) for verdict in report.survivors]
        assert report.left_out == left_out
