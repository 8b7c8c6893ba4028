"""Boundaries of scores: which projects are made up for an indicator, and what they score."""

from __future__ import annotations

from typing import Any

import pytest

from checker.testing.projects import points
from checker.witness import Decider
from checker.witness.boundaries import scoring_boundaries
from tests.strategies.making import DAY, small_pack
from tests.witness.packs import SHIPPED, deciders

_VOCABULARY = """
work:
  label: 工作
  fields:
    rate: {label: 完成率, type: ratio, min: 0%, max: 200%}
    need: {label: 需要, type: truth}
"""


def _scored(scoring: Any, **more: Any) -> dict[str, str]:
    leaf = {"id": "one", "label": "某项", "weight": "10", "scoring": scoring, **more}
    indicators = {"full_score": "10", "indicators": [leaf]}
    decider = Decider(small_pack(_VOCABULARY, indicators=indicators))
    found = {}
    for boundary in scoring_boundaries(decider.checker(DAY).plan, "one"):
        result = decider.result(boundary.witness)
        found[str(boundary.about)] = points(result.indicators[0].score)
    return found


@pytest.mark.parametrize(
    ("scoring", "expected"),
    [
        (
            {"method": "bands", "value": "完成率", "bands": [{"at_least": "90%", "share": "100%"}]},
            {"完成率恰好等于90%": "10", "完成率为89.99%，略低于90%": "0", "没有提供完成率": "0~10"},
        ),
        (
            {"method": "proportional", "value": "完成率", "pass_mark": "60%"},
            {"完成率恰好等于60%": "6", "完成率为59.99%，略低于60%": "0", "完成率为100.01%": "10"},
        ),
        (
            {
                "method": "steps", "value": "完成率", "target": "90%", "step": "5%", "cost": {"points": "2"},
                "partial_step": "up",
            },
            {"完成率为85%": "8", "完成率为84.95%": "6", "完成率为90.01%": "10"},
        ),
        (
            {"method": "judged", "levels": [{"label": "好", "least": "80%", "most": "100%"}]},
            {"“某项”评定10分": "10", "“某项”评定8分": "8", "“某项”评定0分": "0", "没有评定“某项”": "0~10"},
        ),
        (
            {
                "method": "checklist", "points": [{"id": "a", "label": "甲点"}, {"id": "b", "label": "乙点"}],
                "cliff": {"each_miss": "20%", "zero_from": 3},
            },
            {"“甲点”未达0次": "10", "“甲点”未达1次": "9", "“甲点”未达2次": "8", "“甲点”未达3次": "5"},
        ),
    ],
    ids=["bands", "proportional", "steps", "judged", "checklist"],
)  # fmt: skip
def test_each_method_is_tried_at_its_edges(scoring: dict[str, Any], expected: dict[str, str]) -> None:
    """Edges of bands, the pass mark, whole steps, levels and the miss from which nothing is earned are all met."""
    found = _scored(scoring)
    assert {about: found.get(about) for about in expected} == expected


def test_what_frames_a_score_is_tried() -> None:
    """A veto and a condition under which the indicator does not apply are tried both ways."""
    bands = {"method": "bands", "value": "完成率", "bands": [{"at_least": "90%", "share": "100%"}]}
    vetoed = _scored(bands, veto=[{"title": "不需要", "when": "not 需要"}])
    assert vetoed["需要为否"] == "0"
    assert "需要为是" in vetoed
    left_out = _scored(bands, not_applicable=[{"when": "not 需要", "policy": "full"}])
    assert left_out["需要为否"] == "10"
    assert left_out["没有提供需要"] == "0~10"


def test_findings_are_added_until_nothing_is_left() -> None:
    """Points are deducted finding by finding, up to the one with which no more is lost."""
    plain = deciders("xueliang-2020")[0]
    found = list(scoring_boundaries(plain.checker(DAY).plan, "output_timeliness"))
    about = [str(boundary.about) for boundary in found if "租赁费逾期支付" in str(boundary.about)]
    assert about == [f"“租赁费逾期支付”{number}处" for number in (1, 2, 9, 10, 11)]


@pytest.mark.parametrize("pack", SHIPPED)
def test_engines_agree_on_scores_of_shipped_packs(pack: str) -> None:
    """Every project made up for an indicator can be read, and both engines give it the same points."""
    plain, durable = deciders(pack)
    plan = plain.checker(DAY).plan
    for leaf in plan.score.leaves:
        for boundary in scoring_boundaries(plan, leaf.id):
            facts = plain.facts(boundary.witness)[0]
            (ours, _), (theirs, _) = (decider.scored(boundary.witness.on, facts) for decider in (plain, durable))
            assert ours.worked == theirs.worked
