"""Tests that what tells two versions apart really does, by both engines, and that the same rules are proved so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.pack import Pack, load_pack
from checker.plan import Plan, build_plan
from checker.prove import Separation, separate_rules, separate_scores
from checker.source import Problems
from checker.witness import Decider, Witness

DAY = date(2020, 12, 31)
SEED = Path(__file__).parent.parent.parent / "rules" / "xueliang-2020"


@cache
def seed() -> Pack:
    """Return the seed pack."""
    pack = load_pack(SEED, Problems())
    assert pack is not None
    return pack


def planned(pack: Pack) -> Plan:
    """Return the plan of a pack for the day of the tests."""
    plan = build_plan(pack, DAY, Problems())
    assert plan is not None
    return plan


def with_rule(rule: str, **changes: Any) -> Pack:
    """Return the seed pack with one rule changed."""
    entry = seed().rules[rule]
    changed = replace(entry, model=entry.model.model_copy(update=changes))
    return replace(seed(), rules={**seed().rules, rule: changed})


def with_value(parameter: str, day: str, value: str) -> Pack:
    """Return the seed pack with a value of one parameter changed, or one more."""
    entry = seed().parameters[parameter]
    first = next(iter(entry.model.values.values()))
    values = {**entry.model.values, day: first.model_copy(update={"value": value})}
    changed = replace(entry, model=entry.model.model_copy(update={"values": values}))
    return replace(seed(), parameters={**seed().parameters, parameter: changed})


def outcomes(pack: Pack, engine: str, rule: str, witness: Witness) -> list[tuple[str, str, object]]:
    """Return what a rule came to in an example."""
    found = Decider(pack, engine).outcomes(witness, rule)
    return [(outcome.key, outcome.outcome.value, outcome.deduction) for outcome in found]


def hold_apart(changed: Pack, rule: str, found: Separation) -> None:
    """Hold that the example found is decided differently by both engines."""
    assert found.witness is not None, found.why
    for engine in ("plain", "durable"):
        assert outcomes(seed(), engine, rule, found.witness) != outcomes(changed, engine, rule, found.witness)


CHANGES = [
    ("online-rate-below-floor", {"when": "在线率 <= 在线率下限"}),
    ("online-rate-below-floor", {"when": "非(在线率下限 <= 1 - 故障率)"}),
    ("online-rate-below-floor", {"deduct": "1分"}),
    ("online-rate-below-floor", {"parameters_on": None}),
    ("online-rate-below-floor", {"valid_from": date(2020, 1, 1)}),
    ("payment-after-second-month", {"when": "支付日期 >= month_end(next(费用季度), 最迟付款月)"}),
    ("payment-after-first-month", {"when": "支付日期 > month_end(next(费用季度), 约定付款月)"}),
    ("unit-price-over-ceiling", {"when": "单价 >= lookup(单价上限, 单价批次)"}),
    ("persistent-low-online", {"when": "发现数 > 多次不达标界限"}),
    ("contract-total-differs", {"when": "推算总额 > 合同总额"}),
    ("stated-grade-mismatch", {"when": "报告得分 >= lookup(等级下限, 优) 且 报告等级 not in (“优”, “优秀”)"}),
]
"""Changes of one rule that matter somewhere."""


@pytest.mark.parametrize(("rule", "changes"), CHANGES)
def test_a_change_is_told(rule: str, changes: dict[str, Any]) -> None:
    """A change that matters is shown by an example that durable-rules and the plain engine decide differently."""
    changed = with_rule(rule, **changes)
    found = separate_rules(planned(seed()), planned(changed), rule)
    assert found.witness is not None, found.why
    assert not found.proven
    if changes.keys() == {"valid_from"}:
        assert found.witness.on < date(2020, 1, 1)
        return
    hold_apart(changed, rule, found)


SAME = [
    ("online-rate-below-floor", {"when": "在线率下限 > 在线率"}),
    ("online-rate-below-floor", {"when": "非 在线率 >= 在线率下限"}),
    ("unit-price-over-ceiling", {"when": "非 (单价 <= lookup(单价上限, 单价批次))"}),
    ("payment-after-second-month", {"when": "支付日期 >= month_end(next(费用季度), 最迟付款月) + 1"}),
    ("fund-arrival-below-target", {"when": "到位数 - 预算数 < 0"}),
    ("quantity-short", {"title": "另一个名称"}),
]
"""Changes of one rule that never matter."""


@pytest.mark.parametrize(("rule", "changes"), SAME)
def test_what_never_matters_is_proved(rule: str, changes: dict[str, Any]) -> None:
    """Another way of writing the same rule is proved to be the same."""
    found = separate_rules(planned(seed()), planned(with_rule(rule, **changes)), rule)
    assert found == Separation(proven=True)


def thresholds() -> Iterator[tuple[str, str, str]]:
    """Yield each parameter with a rule that reads it and the unit it is written in."""
    yield "online_rate_floor", "online-rate-below-floor", "%"
    yield "execution_rate_floor", "execution-rate-low", "%"
    yield "latest_payment_month", "payment-after-second-month", ""
    yield "late_completion_deduction", "completion-late", "分"


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.sampled_from([*thresholds()]), st.sampled_from([1, 2, 3, 50, 79, 80, 88, 90, 92]),
    st.sampled_from(["2019-10-01", "2020-07-01", "2021-01-01"]),
)  # fmt: skip
def test_a_moved_threshold_is_told(threshold: tuple[str, str, str], number: int, day: str) -> None:
    """A threshold moved from any day on is shown by an example both engines decide differently, or proved the same."""
    parameter, rule, unit = threshold
    changed = with_value(parameter, day, f"{number}{unit}")
    before = [version.value for version in seed_values(parameter)]
    found = separate_rules(planned(seed()), planned(changed), rule)
    if found.proven:
        assert before == [Fraction(number, 100) if unit == "%" else Fraction(number)]
    else:
        hold_apart(changed, rule, found)


def seed_values(parameter: str) -> list[Any]:
    """Return the versions of a parameter of the seed pack."""
    return list(planned(seed()).parameters[parameter].versions)


def test_scores_are_told_apart() -> None:
    """A changed parameter of a score, or of a rule that deducts from it, is shown by a project."""
    for changed, indicator in (
        (with_value("satisfaction_full_mark", "2019-10-01", "88%"), "satisfaction"),
        (with_value("online_rate_floor", "2019-10-01", "88%"), "output_quality"),
        (with_rule("unit-price-over-ceiling", when="单价 >= lookup(单价上限, 单价批次)"), "output_cost"),
    ):
        found = separate_scores(planned(seed()), planned(changed), indicator)
        assert found.witness is not None, found.why
        points = []
        for pack in (seed(), changed):
            decider = Decider(pack, "durable")
            facts, _ = decider.facts(found.witness)
            points.append(decider.checker(found.witness.on).decide(facts)[1].raw[indicator])
        assert points[0] != points[1]


def test_the_same_score_is_proved() -> None:
    """An indicator that did not change is proved the same."""
    for leaf in planned(seed()).score.leaves:
        assert separate_scores(planned(seed()), planned(seed()), leaf.id).proven


def test_what_cannot_be_compared_is_said() -> None:
    """A rule that one version does not have, or that is about something else, is not called the same."""
    gone = replace(seed(), rules={name: rule for name, rule in seed().rules.items() if name != "quantity-short"})
    found = separate_rules(planned(seed()), planned(gone), "quantity-short")
    assert not found.proven
    assert str(found.why) == "新的版本里没有这条规则，或者它不执行"
    other = with_rule("quantity-short", for_="project")
    assert (
        str(separate_rules(planned(seed()), planned(other), "quantity-short").why)
        == "检查的对象（for）改了：求解器不会"
    )
