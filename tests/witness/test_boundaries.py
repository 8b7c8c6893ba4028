"""Boundaries of rules: which projects are made up, and that all engines agree on them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from checker.source import InputError
from checker.witness import Decider
from checker.witness.boundaries import boundaries, scoring_boundaries
from tests.strategies.making import DAY, load, small_pack
from tests.strategies.packs import DrawnPack, packs
from tests.witness.packs import SHIPPED, boundaries_of, deciders, own_rules, shipped_boundaries

_DECIDED = {"fail", "pass", "unknown"}
_WITHOUT: dict[str, tuple[set[str], str]] = {}
"""Rules for which an outcome cannot be reached, with the reason; there is none in the shipped packs."""
_RULES = [(pack, rule) for pack in SHIPPED for rule in own_rules(pack)]


@pytest.mark.parametrize(("pack", "rule"), _RULES, ids=[rule for _, rule in _RULES])
def test_every_rule_has_each_outcome_at_a_boundary(pack: str, rule: str) -> None:
    """Of every shipped rule a project is made up with a finding, one without and one that cannot be told."""
    plain, durable = deciders(pack)
    seen = set()
    for boundary in shipped_boundaries(pack, rule):
        ours, theirs = (decider.outcomes(boundary.witness, rule) for decider in (plain, durable))
        assert [(o.key, o.outcome, o.deduction) for o in ours] == [(o.key, o.outcome, o.deduction) for o in theirs]
        seen |= {outcome.outcome.value for outcome in ours}
    assert seen >= _DECIDED - _WITHOUT.get(rule, (set(), ""))[0]


def _values(found: tuple[Any, ...], record: str, field: str) -> list[str]:
    rows = [boundary.witness.given.get(record, {}) for boundary in found]
    return [row[0].get(field, "") if isinstance(row, list) else row.get(field, "") for row in rows]


@pytest.mark.parametrize(
    ("pack", "rule", "place", "values"),
    [
        ("xueliang-2020", "online-rate-below-floor", ("service_quarter", "fault_rate"), ["10%", "10.01%", "9.99%"]),
        (
            "xueliang-2020", "payment-after-second-month", ("payment", "paid_on"),
            ["2020-11-30", "2020-11-29", "2020-12-01"],
        ),
        ("xueliang-2020", "quantity-short", ("delivery", "completed"), ["100", "99", "101"]),
        ("xueliang-2020", "fund-arrival-below-target", ("funding", "arrived"), ["100万元", "99.99万元", "100.01万元"]),
        ("xueliang-2020", "execution-rate-low", ("funding", "spent"), ["80万元", "79.99万元", "80.01万元"]),
        ("xueliang-2020", "unit-price-over-ceiling", ("unit_price", "price"), ["850元", "849.99元", "850.01元"]),
        ("national-2020", "stated-score-differs", ("result", "score"), ["10.01", "10", "10.02"]),
        ("national-2020", "output-benefit-weight-low", ("indicator", "weight"), ["50", "49.99", "50.01"]),
    ],
)  # fmt: skip
def test_at_below_and_above_are_one_step_apart(pack: str, rule: str, place: tuple[str, str], values: list[str]) -> None:
    """The first three projects of a rule lie at its threshold, one readable step below and one above."""
    assert _values(shipped_boundaries(pack, rule)[:3], *place) == values


def test_everything_about_a_threshold_is_tried() -> None:
    """What decides is also left out and blurred, each key has its own threshold, and so has each date."""
    found = shipped_boundaries("xueliang-2020", "unit-price-over-ceiling")
    assert [str(boundary.about) for boundary in found] == [
        "单价恰好等于850元", "单价为849.99元，略低于850元", "单价为850.01元，略高于850元", "没有提供单价",
        "只知道单价约850元", "只知道单价低于850元", "只知道单价不低于850元",
        "单价恰好等于628元；单价批次为“二期”", "单价为627.99元，略低于628元；单价批次为“二期”",
        "单价为628.01元，略高于628元；单价批次为“二期”",
        "按2019年10月1日起的标准：单价恰好等于850元", "早于2019年10月1日起的标准：单价恰好等于850元",
    ]  # fmt: skip


_VOCABULARY = """
road:
  label: 路段
  key: [code]
  fields:
    code: {label: 路段号, type: text}
    rate: {label: 合格率, type: ratio, min: 0%, max: 100%}
    kind: {label: 类别, type: choice, choices: [平原, 山区]}
    closed: {label: 停用, type: truth}
"""
_PARAMETERS = """
floor:
  label: 下限
  type: ratio
  values: {2019-01-01: {value: 80%}, 2020-06-01: {value: 90%}}
"""


def _roads(rule: str, day: date = DAY) -> tuple[Decider, list[tuple[str, date, Any, str]]]:
    pack = small_pack(_VOCABULARY, {"r": rule}, parameters=_PARAMETERS)
    decider = Decider(pack)
    found = []
    for boundary in boundaries(decider.checker(day).plan, "r"):
        outcomes = decider.outcomes(boundary.witness, "r")
        word = outcomes[0].outcome.value if outcomes else "—"
        found.append((str(boundary.about), boundary.witness.on, boundary.witness.given["road"], word))
    return decider, found


def test_both_sides_of_a_new_value_are_tried() -> None:
    """At the old and the new threshold a project is checked on the day the value changes and the day before."""
    _, found = _roads("{for: road, when: 合格率 < 下限}")
    dated = {(on, dict(rows[0])["rate"], word) for _, on, rows, word in found if on != DAY}
    since, before = date(2020, 6, 1), date(2020, 5, 31)
    assert {(on, rate, word) for on, rate, word in dated if on in {since, before}} == {
        (since, "90%", "pass"),
        (before, "90%", "pass"),
        (before, "80%", "pass"),
        (since, "80%", "fail"),
    }


def test_both_sides_of_being_in_force_are_tried() -> None:
    """A project with a finding is checked on the first and last day of a rule, and beyond them, where it is silent."""
    _, found = _roads("{for: road, when: 合格率 < 下限, valid_from: 2020-03-01, valid_to: 2021-03-31}")
    assert [(about, on, word) for about, on, _, word in found if "规则" in about] == [
        ("规则施行的第一天", date(2020, 3, 1), "fail"), ("规则施行的前一天", date(2020, 2, 29), "—"),
        ("规则失效前的最后一天", date(2021, 3, 31), "fail"), ("规则失效后的第一天", date(2021, 4, 1), "—"),
    ]  # fmt: skip


def test_a_rule_not_in_force_is_looked_at_when_it_is() -> None:
    """A rule that begins later has its boundaries all the same; a draft has none."""
    _, found = _roads("{for: road, when: 合格率 < 下限, valid_from: 2022-03-01}")
    assert {on for about, on, _, word in found if word == "fail"} == {date(2022, 3, 1)}
    assert not _roads("{for: road, when: 合格率 < 下限, status: draft}")[1]


def test_the_other_conditions_are_met() -> None:
    """While one condition is tried, those joined to it hold, so that it alone turns the outcome."""
    _, found = _roads("{for: road, applies: 类别 = 山区, when: 合格率 < 下限 and not 停用}")
    words = {about: word for about, _, _, word in found}
    assert words["合格率为89.99%，略低于90%"] == "fail"
    assert words["合格率恰好等于90%"] == "pass"
    assert words["停用为是"] == "pass"
    assert words["没有提供停用"] == "unknown"
    assert words["类别为“平原”"] == "notapplicable"
    assert words["没有提供类别"] == "unknown"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("count(road where 停用) >= 3", {"路段条数恰好等于3": "fail", "路段条数为2，略低于3": "pass"}),
        ("exists(road where 停用)", {"有这样的路段": "fail", "没有这样的路段": "pass", "没有报告路段": "unknown"}),
        (
            "average(合格率 over road) < 下限",
            {"合格率平均恰好等于90%": "pass", "合格率平均为89.99%，略低于90%": "fail"},
        ),
    ],
)
def test_facts_are_gathered_as_many_as_it_takes(when: str, words: dict[str, str]) -> None:
    """A rule on the whole project gets as many facts as its count needs, or one whose value makes the average."""
    pack = small_pack(_VOCABULARY, {"r": {"for": "project", "when": when}}, parameters=_PARAMETERS)
    decider = Decider(pack)
    found = {
        str(boundary.about): decider.outcomes(boundary.witness, "r")[0].outcome.value
        for boundary in boundaries(decider.checker(DAY).plan, "r")
    }
    assert {about: found.get(about) for about in words} == words


def test_findings_are_made_for_a_rule_on_problems() -> None:
    """A rule that counts findings gets facts with one finding less, as many, and one more."""
    decider = deciders("xueliang-2020")[0]
    found = boundaries_of(decider, "persistent-low-online")[:3]
    words = [decider.outcomes(boundary.witness, "persistent-low-online")[0].outcome.value for boundary in found]
    counts = [len(boundary.witness.given["service_quarter"]) for boundary in found]
    assert dict(zip(counts, words, strict=True)) == {3: "pass", 4: "fail", 5: "fail"}


def test_boundaries_are_the_same_every_time() -> None:
    """The same rule gives the same projects in the same order."""
    decider = deciders("xueliang-2020")[0]
    again = boundaries_of(Decider(decider.pack), "execution-rate-low")
    assert again == shipped_boundaries("xueliang-2020", "execution-rate-low")


_FEW = settings(
    max_examples=max(2, settings().max_examples // 50),
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@_FEW
@given(packs())
def test_engines_agree_on_boundaries_of_random_packs(drawn: DrawnPack) -> None:
    """Whatever a pack says, the projects made up for it can be read, and both engines decide them alike."""
    try:
        pack = load(drawn.files())
        plain, durable = Decider(pack), Decider(pack, "durable")
        plan = plain.checker(DAY).plan
    except InputError:
        return
    for rule in sorted(pack.rules)[:3]:
        for boundary in boundaries(plan, rule):
            ours, theirs = (decider.outcomes(boundary.witness, rule) for decider in (plain, durable))
            assert [(o.key, o.outcome, o.deduction) for o in ours] == [(o.key, o.outcome, o.deduction) for o in theirs]
    for leaf in plan.score.leaves[:2]:
        for boundary in scoring_boundaries(plan, leaf.id):
            ours_, theirs_ = (decider.result(boundary.witness) for decider in (plain, durable))
            assert [found.score for found in ours_.indicators] == [found.score for found in theirs_.indicators]
