"""Assessors' judgements as rows, and every way in which one can be wrong, with its message."""

from fractions import Fraction

import pytest

from checker.expr import Row
from checker.facts import Judgement
from checker.plan.judgements import judgement_rows
from checker.run import Checker
from checker.source import Place, Problems
from tests.strategies.making import checker_of, facts_of, small_pack

VOCABULARY = "fund: {label: 资金, fields: {total: {label: 总额, type: money}}}"
INDICATORS = """
indicators:
  - {id: benefit, label: 效益, weight: 20, lowest: -5, scoring: {method: judged}}
  - {id: spent, label: 支出, weight: 20, scoring: {method: formula, value: 20分}}
  - id: quality
    label: 质量
    weight: 30
    scoring:
      method: judged
      levels:
        - {label: 好, least: 80%, most: 100%}
        - {label: 中, least: 60%, most: 80%, least_excluded: true}
  - id: steps
    label: 程序
    weight: 30
    scoring:
      method: checklist
      points:
        - {id: plan, label: 有计划, points: 10}
        - {id: minutes, label: 有纪要, points: 5, partial: false}
        - {id: rest, label: 其余}
"""


@pytest.fixture(scope="module")
def checker() -> Checker:
    """A pack with judged indicators."""
    return checker_of(small_pack(VOCABULARY, indicators=INDICATORS))


def rows(checker: Checker, *judgements: str) -> tuple[list[Row], tuple[str, ...], list[str]]:
    """Return rows, keys and problems of some judgements."""
    facts = facts_of(checker.plan.pack, "judgements: [" + ", ".join(f"{{{text}}}" for text in judgements) + "]")
    problems = Problems()
    found, keys = judgement_rows(checker.plan, facts, problems)
    return list(found), keys, [f"{problem.code}: {problem.what} / {problem.hint}" for problem in problems.found]


def test_points(checker: Checker) -> None:
    """Points are kept with the full points, what was lost and the share; texts that were not given are absent."""
    assert rows(checker, "indicator: benefit, points: 15") == (
        [{"indicator": "benefit", "point": "", "full": 20, "points": 15, "lost": 5, "share": Fraction(3, 4)}],
        ("benefit",),
        [],
    )


def test_share_and_texts(checker: Checker) -> None:
    """A share gives points of the weight; reason, assessor, evidence, level and misses are kept as written."""
    text = "indicator: 效益, share: 50%, reason: 差, assessor: 张, evidence: 证, level: 中等, misses: 2"
    assert rows(checker, text)[0] == [
        {
            "indicator": "benefit", "point": "", "full": 20, "points": 10, "lost": 10, "share": Fraction(1, 2),
            "misses": 2, "level": "中等", "reason": "差", "assessor": "张", "evidence": "证",
        }
    ]  # fmt: skip


def test_points_of_a_checklist(checker: Checker) -> None:
    """A 要点 may be named by id or label; its full points are its own, shared out when it has none written."""
    found, keys, problems = rows(
        checker, "indicator: 程序, point: 有计划, points: 4", "indicator: steps, point: rest, share: 100%"
    )
    assert [(row["point"], row["points"], row["full"]) for row in found] == [("plan", 4, 10), ("rest", 15, 15)]
    assert keys == ("steps/plan", "steps/rest")
    assert problems == []


def test_without_points(checker: Checker) -> None:
    """A judgement that gives no points (only a reason) leaves them unknown."""
    assert rows(checker, "indicator: benefit, reason: 待定")[0] == [
        {"indicator": "benefit", "point": "", "full": 20, "reason": "待定"}
    ]


def test_lowest_score_may_be_judged(checker: Checker) -> None:
    """An indicator whose lowest score is negative may be judged that low."""
    assert rows(checker, "indicator: benefit, points: -5")[0][0]["lost"] == 25


WRONG = [
    (
        "indicator: benefitt, points: 1",
        "unknown-indicator: 没有名为“benefitt”的末级指标 / 你是不是要写“benefit”？",
    ),
    (
        "indicator: 支出, points: 1",
        "not-judged: “支出”由规则计分，不需要评定 / 删去这条评定，或把指标的计分方法改为 judged",
    ),
    (
        "indicator: 程序, points: 1",
        "judgement-point: “程序”按要点评定，这条没有写要点 / 要点有：有计划、有纪要、其余",
    ),
    (
        "indicator: 程序, point: 有纪录, points: 1",
        "judgement-point: “程序”没有名为“有纪录”的要点 / 你是不是要写“有纪要”？",
    ),
    (
        "indicator: 效益, point: 甲, points: 1",
        "judgement-point: “效益”没有名为“甲”的要点 / None",
    ),
    (
        "indicator: 效益, points: 10, share: 60%",
        "judgement-points: 得分10分与得分率60%不一致 / 只写一个",
    ),
    (
        "indicator: 效益, points: 20.1",
        "judgement-points: “效益”评了20.1分，应在-5到20分之间 / 查对评分表，更正得分",
    ),
    (
        "indicator: 效益, points: -6",
        "judgement-points: “效益”评了-6分，应在-5到20分之间 / 查对评分表，更正得分",
    ),
    (
        "indicator: 程序, point: plan, points: 11",
        "judgement-points: “程序”评了11分，应在0到10分之间 / 查对评分表，更正得分",
    ),
    (
        "indicator: 程序, point: 有纪要, points: 3",
        "judgement-partial: 要点“有纪要”不能给部分分 / 写 0 分或 5 分",
    ),
    (
        "indicator: 质量, points: 27, level: 优",
        "judgement-level: “质量”没有等次“优” / 可以写：中、好",
    ),
    (
        "indicator: 质量, points: 18, level: 中",
        "judgement-level: “质量”评为“中”，得分率60%不在60%到80%之间 / 更正等次或得分",
    ),
    (
        "indicator: 质量, points: 20, level: 好",
        "judgement-level: “质量”评为“好”，得分率约66.6667%不在80%到100%之间 / 更正等次或得分",
    ),
]


@pytest.mark.parametrize(("written", "expected"), WRONG)
def test_wrong_judgement(checker: Checker, written: str, expected: str) -> None:
    """A wrong judgement is recorded with what is wrong and what to write instead."""
    assert rows(checker, written)[2] == [expected]


@pytest.mark.parametrize("level", ["points: 24, level: 好", "points: 24, level: 中", "share: 100%, level: 好"])
def test_level_fits(checker: Checker, level: str) -> None:
    """A level may be given with any share in its range, the ends as they are written."""
    assert rows(checker, f"indicator: 质量, {level}")[2] == []


def test_two_judgements_of_one_thing(checker: Checker) -> None:
    """The second judgement of an indicator is recorded and left out; two 要点 of one indicator are two things."""
    found, keys, problems = rows(checker, "indicator: benefit, points: 1", "indicator: 效益, points: 2")
    assert keys == ("benefit",)
    assert found[0]["points"] == 1
    assert problems == ["duplicate-judgement: 对“效益”有两条评定 / 删去其中一条，或写明要点"]


def test_every_wrong_judgement_is_told(checker: Checker) -> None:
    """All wrong judgements of a project are recorded, each with its place."""
    place = Place("facts.yaml", 7, 1)
    facts = facts_of(checker.plan.pack, "{}")
    wrong = tuple(Judgement(name, place, points=Fraction(1)) for name in ("无此", "支出"))
    problems = Problems()
    judgement_rows(checker.plan, type(facts)("", "", None, "", {}, wrong), problems)
    assert [(problem.code, problem.place) for problem in problems.found] == [
        ("unknown-indicator", place), ("not-judged", place),
    ]  # fmt: skip


def test_label_of_two_indicators_is_not_guessed() -> None:
    """A label that two leaves of the tree have does not say which is meant; the ids do."""
    twice = """
indicators:
  - {id: a, label: 甲, children: [{id: a1, label: 及时性, weight: 40, scoring: {method: judged}}]}
  - {id: b, label: 乙, children: [{id: b1, label: 及时性, weight: 60, scoring: {method: judged}}]}
"""
    checker = checker_of(small_pack(VOCABULARY, indicators=twice))
    assert rows(checker, "indicator: 及时性, points: 40")[2] == [
        "ambiguous-indicator: 有 2 个名为“及时性”的末级指标 / 写指标的编号：a1、b1"
    ]
    assert rows(checker, "indicator: b1, points: 40")[1:] == (("b1",), [])
