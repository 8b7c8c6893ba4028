"""Exact scores of small packs, worked out by SQL from what their expressions come to, as people are shown them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from checker.sql.scoring import score, score_columns
from checker.sql.showing import read_shown
from checker.sql.values import Refused
from checker.testing.projects import points
from checker.values import Unknown
from tests.score.test_totals import LADDER, VETOES, A, B, C, leaf, not_applicable, tree, with_policy
from tests.score.test_totals import VOCABULARY as WORKS
from tests.sql.given import Given
from tests.strategies.making import checker_of, facts_of, small_pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OTHERS = "a: 50%, b: 80%, c: 50%"
KNOWN = "a: 50%, b: 80%, c: 100%"
PAIR = (
    leaf("a", "20", "甲率", not_applicable("when: 没有, policy: drop")),
    leaf("d", "20", "丙率", ", alternative_to: a"),
)
CHAIN = (
    leaf("a", "20", "甲率", not_applicable("when: 没有, policy: move, to: b")),
    leaf("b", "30", "乙率", not_applicable("when: 没有, policy: move, to: c")),
)
ANSWERS = ("none: 否", "none: 是", "")
CASES = [
    (with_policy("when: 没有, policy: full"), OTHERS, ["59", "69", "59~69"]),
    (with_policy("when: 没有, policy: remove"), OTHERS, ["59", "61.25", "59~61.25"]),
    (with_policy("when: 没有, policy: drop"), OTHERS, ["59", "49", "49~59"]),
    (with_policy("when: 没有, policy: move, to: b"), OTHERS, ["59", "65", "59~65"]),
    (with_policy("when: 没有, policy: move, to: c"), OTHERS, ["59", "59", "59"]),
    (with_policy("when: 没有, policy: full", "when: 没有 或 另有, policy: remove"), f"{OTHERS}, other: 是",
     ["61.25", "69", "61.25~69"]),
    (tree(*PAIR, B, C), KNOWN, ["84", "94", "84~94"]),
    (tree(*CHAIN, C), OTHERS, ["59", "50", "50~65"]),
    (tree(*CHAIN, C), "a: 1/3, b: 低于60%, c: 1/3", ["70/3~124/3", "100/3", "50/3~140/3"]),
    (tree(A, B, C, leaf("d", "5", "100%", f", bonus: true{not_applicable('when: 没有, policy: remove')}")), KNOWN,
     ["89", "84", "84~89"]),
]  # fmt: skip


def totals(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the totals as cases write them."""
    found = [read_shown(row, "total") for row in rows]
    return [points(total) for total in found if not isinstance(total, Unknown)]


def shown(indicators: str, rows: Sequence[str]) -> list[dict[str, object]]:
    """Return the columns shown of projects with these facts, which agree with the evaluator in every leaf."""
    pack = small_pack(WORKS, indicators=yaml.safe_load(indicators))
    checker = checker_of(pack)
    facts = [facts_of(pack, f"works: {{{row.strip(', ')}}}") for row in rows]
    stage = Given([checker.tables(one).env for one in facts])
    found = stage.rows(dict(score_columns(checker.plan, score(checker.plan, stage))))
    for row, one in zip(found, facts, strict=True):
        result = checker.check(one)
        assert (row["grades"], row["limits"]) == ("、".join(result.grades), "、".join(result.limits))
        assert read_shown(row, "total") == result.score
        for indicator in result.indicators:
            assert not indicator.leaf or read_shown(row, f"{indicator.id}_") == indicator.score
    return found


@pytest.mark.parametrize(("indicators", "facts", "expected"), CASES)
def test_policies(indicators: str, facts: str, expected: list[str]) -> None:
    """A policy that holds, does not hold, or cannot be told gives the total it gives a single project."""
    rows = shown(indicators, [f"{facts}, {answer}" for answer in ANSWERS])
    assert totals(rows) == expected


def test_policies_that_can_always_be_told() -> None:
    """Where every condition and score is known, every number is exact: both columns of it are the same."""
    rows = shown(with_policy("when: 没有, policy: remove"), [f"{OTHERS}, {answer}" for answer in ANSWERS[:2]])
    assert [row["total_low"] == row["total_high"] for row in rows] == [True, True]
    assert "total_open" not in rows[0]


def test_caps_and_vetoes() -> None:
    """Caps lower the total and name themselves, vetoes settle it; in doubt both possibilities are shown."""
    rates = ["80%", "69%", "49%", "65%至75%", "不低于75%"]
    rows = shown(tree(A, B, C, frame=LADDER), [f"a: 100%, b: 100%, c: 100%, execution: {rate}" for rate in rates])
    assert totals(rows) == ["100", "79", "59", "79~89", "89~100"]
    assert [row["limits"] for row in rows] == ["", "不足70%", "不足50%", "不足70%、不足80%", "不足80%"]
    answers = ["fraud: 是", "fraud: 否, accident: 否", "fraud: 否", "accident: 是", ""]
    rows = shown(tree(A, B, C, frame=VETOES), [f"{KNOWN}, {answer}" for answer in answers])
    assert [row["grades"] for row in rows] == ["不合格", "良", "良、中、差", "不合格、差", "不合格、良、中、差"]


def test_too_many_ways() -> None:
    """More ways than are tried one by one are refused, and the indicators named."""
    doubts = [leaf(f"n{n}", "10", "甲率", not_applicable("when: 没有, policy: remove")) for n in range(7)]
    with pytest.raises(Refused) as caught:
        shown(tree(*doubts, leaf("m", "30", "乙率")), ["a: 50%", "a: 60%, none: 是"])
    assert "指标n0、指标n1" in caught.value.what.render()
    assert "64" in caught.value.what.render()


def test_many_alike() -> None:
    """Indicators under one condition that can always be told turn out alike: however many there are, in two ways."""
    same = [leaf(f"n{n}", "10", "甲率", not_applicable("when: 没有, policy: remove")) for n in range(7)]
    rows = shown(tree(*same, leaf("m", "30", "乙率")), ["a: 50%, b: 60%, none: 否", "a: 50%, b: 60%, none: 是"])
    assert totals(rows) == ["53", "60"]
