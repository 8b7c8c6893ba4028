"""The search for a project on which two versions of a rule differ, and how it is made smaller."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.witness import Decider, Witness
from checker.witness.search import differs, first_difference, shrink, size, verdict
from tests.witness.packs import deciders, shipped

if TYPE_CHECKING:
    from checker.pack import Pack


def _parameter(name: str, **values: Any) -> Pack:
    pack = shipped("xueliang-2020")
    entry = pack.parameters[name]
    versions = {day: version.model_copy(update=values) for day, version in entry.model.values.items()}
    model = entry.model.model_copy(update={"values": versions})
    return replace(pack, parameters={**pack.parameters, name: replace(entry, model=model)})


def _rule(name: str, **values: Any) -> Pack:
    pack = shipped("xueliang-2020")
    entry = pack.rules[name]
    return replace(pack, rules={**pack.rules, name: replace(entry, model=entry.model.model_copy(update=values))})


@pytest.mark.parametrize(
    ("rule", "changed", "outcomes"),
    [
        ("online-rate-below-floor", _parameter("online_rate_floor", value="88%"), ("fail", "pass")),
        ("online-rate-below-floor", _parameter("low_online_deduction", value="0.6分"), ("fail", "fail")),
        ("online-rate-below-floor", _rule("online-rate-below-floor", when="在线率 <= 在线率下限"), ("pass", "fail")),
        ("payment-after-second-month", _parameter("latest_payment_month", value="3"), ("fail", "pass")),
        ("persistent-low-online", _parameter("persistent_low_count", value="5"), ("fail", "pass")),
        (
            "unit-price-over-ceiling",
            _parameter("unit_price_ceiling", values={"一期": "850元", "二期": "629元"}),
            ("fail", "pass"),
        ),
        ("service-before-completion", _rule("service-before-completion", applies=None), ("notapplicable", "fail")),
    ],
    ids=["floor", "points", "sign", "month", "count", "key", "applies"],
)  # fmt: skip
def test_a_changed_rule_is_told_apart(rule: str, changed: Pack, outcomes: tuple[str, str]) -> None:
    """A project is found that both versions decide, differently, and durable-rules says the same of it."""
    old, new = deciders("xueliang-2020")[0], Decider(changed)
    found = first_difference(old, new, rule)
    assert found is not None
    assert tuple(verdict(decider, rule, found)[0][1] for decider in (old, new)) == outcomes
    by_durable = (Decider(decider.pack, "durable") for decider in (old, new))
    assert [verdict(decider, rule, found) for decider in by_durable] == [
        verdict(decider, rule, found) for decider in (old, new)
    ]


def test_nothing_can_be_left_out_of_what_was_found() -> None:
    """The project is as small as can be: whatever else is taken away, the two verdicts are no longer these two."""
    old, new = deciders("xueliang-2020")[0], Decider(_parameter("online_rate_floor", value="88%"))
    found = first_difference(old, new, "online-rate-below-floor")
    assert found is not None
    assert found.given == {"service_quarter": [{"quarter": "2020Q3", "batch": "一期", "fault_rate": "10.01%"}]}


def test_a_rule_that_is_in_force_later_is_told_apart() -> None:
    """On a day when only one version is in force that one finds something and the other says nothing."""
    old = deciders("xueliang-2020")[0]
    new = Decider(_rule("completion-late", valid_from=date(2022, 1, 1)))
    found = first_difference(old, new, "completion-late")
    assert found is not None
    assert [outcome for _, outcome, _ in verdict(old, "completion-late", found)] == ["fail"]
    assert verdict(new, "completion-late", found) == ()


def test_the_same_rule_is_not_told_apart() -> None:
    """Two versions that say the same differ on no boundary."""
    old, new = deciders("xueliang-2020")[0], Decider(_rule("completion-late", title="换一个说法"))
    assert first_difference(old, new, "completion-late") is None
    assert not differs(old, new, "completion-late", Witness(date(2020, 12, 31), {"delivery": {"planned": "不是数"}}))


_TEXT = st.sampled_from("abc")
_ROWS = st.lists(st.dictionaries(_TEXT, _TEXT, max_size=3), max_size=3)
_GIVEN = st.dictionaries(_TEXT, st.one_of(_TEXT, st.dictionaries(_TEXT, _TEXT, max_size=3), _ROWS), max_size=3)


def _within(part: Any, whole: Any) -> bool:
    """Say whether a part is the whole with things left out, in the same order."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            name in whole and _within(value, whole[name]) for name, value in part.items()
        )
    if isinstance(part, list):
        rest = iter(whole)
        return all(any(_within(item, other) for other in rest) for item in part)
    return bool(part == whole)


@given(_GIVEN, _TEXT)
def test_shrinking_only_leaves_out(facts: dict[str, Any], wanted: str) -> None:
    """What is left is part of what was there, what must hold still does, and nothing more can go."""

    def still(witness: Witness) -> bool:
        return wanted in repr(witness.given)

    witness = Witness(date(2020, 12, 31), facts)
    if not still(witness):
        return
    smaller = shrink(witness, still)
    assert still(smaller)
    assert _within(smaller.given, facts)
    assert size(smaller) <= size(witness)
    assert shrink(smaller, still) == smaller
