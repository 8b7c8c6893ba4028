"""The smallest change of one fact that turns a check: it really turns it, and anything less does not."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from checker.facts import Fact, FactSet
from checker.plan import PlannedRule
from checker.result import CheckResult, Outcome, RuleOutcome
from checker.run import Checker, open_project
from checker.turning import _STEPS, _Search, smallest_changes, with_value
from checker.values import Interval, Kind, Value, ends
from tests.strategies.making import checker_of, facts_of, small_pack

FACTS = Path(__file__).parent.parent.parent / "facts" / "xinjian-2020"
TURNED = {Outcome.FAIL: Outcome.PASS, Outcome.PASS: Outcome.FAIL}


def searches(checker: Checker, facts: FactSet) -> Iterator[tuple[RuleOutcome, _Search, Fact, str, Value]]:
    """Yield every check that one fact can turn, with that fact and the value found for it."""
    for outcome in checker.check(facts).outcomes:
        rule = checker.plan.rule(outcome.rule)
        if rule is None or outcome.outcome not in TURNED:
            continue
        search = _Search(checker, facts, rule, outcome.key, TURNED[outcome.outcome])
        for fact, name in search.fields():
            value = search.smallest(fact, name)
            if value is not None:
                yield outcome, search, fact, name, value


def hold(checker: Checker, facts: FactSet, outcome: RuleOutcome, fact: Fact, name: str, value: Value) -> None:
    """Hold a value to turning the check, and one step less to not turning it."""
    wanted = TURNED[outcome.outcome]
    assert outcome_after(checker, facts, outcome, fact, name, value) is wanted
    given = fact.fields[name].value
    if isinstance(value, Fraction) and isinstance(given, Fraction | Interval):
        kind = checker.plan.records[fact.type].fields[name].kind
        step = fact.fields[name].step or _STEPS.get(kind, Fraction(1))
        span = ends(given)
        low = value if span.low is None else span.low
        high = value if span.high is None else span.high
        if value > high and value - step >= high:
            assert outcome_after(checker, facts, outcome, fact, name, value - step) is not wanted
        elif value < low and value + step <= low:
            assert outcome_after(checker, facts, outcome, fact, name, value + step) is not wanted


def outcome_after(checker: Checker, facts: FactSet, was: RuleOutcome, fact: Fact, name: str, value: Value) -> Outcome:
    """Return what a check comes to when one field has another value."""
    changed = checker.check(with_value(facts, fact, name, value))
    return next(outcome.outcome for outcome in changed.outcomes if outcome.id == was.id)


def test_smallest_changes_of_the_seed() -> None:
    """For every check of the seed the change that is told turns it, and one step less does not."""
    checker, facts = open_project(FACTS, engine="plain")
    turned = set()
    for outcome, _, fact, name, value in searches(checker, facts):
        turned.add((outcome.id, fact.type, name))
        hold(checker, facts, outcome, fact, name, value)
    assert ("online-rate-below-floor[2020Q3/二期]", "service_quarter", "fault_rate") in turned
    assert ("payment-after-second-month[2020Q3]", "payment", "paid_on") in turned
    assert ("execution-rate-low", "funding", "spent") in turned
    assert ("execution-rate-low", "funding", "budget") in turned
    assert ("unit-price-over-ceiling[一期]", "unit_price", "price") in turned
    assert ("quantity-short", "delivery", "completed") in turned


VOCABULARY = """
fund:
  label: 资金
  fields:
    budget: {label: 预算, type: money, unit: 元, min: 0元}
    spent: {label: 支出, type: money, unit: 元, min: 0元}
    rate: {label: 执行率, type: ratio, derive: 支出 / 预算}
    people: {label: 人数, type: count}
    share: {label: 占比, type: ratio, min: 0%, max: 100%}
    on: {label: 日期, type: date}
    quarter: {label: 季度, type: quarter}
    proper: {label: 合规, type: truth}
    kind: {label: 类别, type: choice, choices: [甲, 乙, 丙]}
    words: {label: 说明, type: text}
"""


def turning(when: str, facts: str, **rule: object) -> dict[str, tuple[str, str, str]]:
    """Return the changes told for one rule: by field, the value before and after, and the outcome."""
    checker = checker_of(small_pack(VOCABULARY, {"r": {"for": "fund", "when": when, **rule}}))
    project = facts_of(checker.plan.pack, f"fund: {{{facts}}}")
    result = checker.check(project)
    return {change.field: (change.before, change.after, change.outcome.value)
            for change in changes(checker, project, result)}  # fmt: skip


def changes(checker: Checker, facts: FactSet, result: CheckResult) -> tuple:  # type: ignore[type-arg]
    """Return the changes told for the only rule."""
    (outcome,) = result.outcomes
    rule: PlannedRule | None = checker.plan.rule("r")
    assert rule is not None
    return smallest_changes(checker, facts, result, outcome, rule)


@pytest.mark.parametrize(
    ("when", "facts", "expected"),
    [
        ("人数 < 10", "people: 7", {"people": ("7", "10", "pass")}),
        ("人数 < 10", "people: 12", {"people": ("12", "9", "fail")}),
        ("人数 <= 10", "people: 12", {"people": ("12", "10", "fail")}),
        ("占比 < 90%", "share: 85%", {"share": ("85%", "90%", "pass")}),
        ("占比 < 90%", "share: 95.00%", {"share": ("95%", "89.99%", "fail")}),
        ("日期 > 2020-12-31", "on: 2021-02-03", {"on": ("2021年2月3日", "2020年12月31日", "pass")}),
        ("日期 > 2020-12-31", "on: 2020-12中旬", {"on": ("2020年12月中旬", "2021年1月1日", "fail")}),
        ("季度 > 2020Q2", "quarter: 2020Q4", {"quarter": ("2020年10-12月", "2020年4-6月", "pass")}),
        ("合规", "proper: 否", {"proper": ("否", "是", "fail")}),
        ("类别 in (甲, 丙)", "kind: 乙", {"kind": ("乙", "甲", "fail")}),
        ("类别 = 甲", "kind: 甲", {"kind": ("甲", "乙", "pass")}),
        (
            "支出 < 预算",
            "spent: 80, budget: 100",
            {"spent": ("80元", "100元", "pass"), "budget": ("100元", "80元", "pass")},
        ),
        ("支出 < 100元", "spent: 低于90", {"spent": ("0元至90元（不含）", "100元", "pass")}),
        # both sides of a range: the nearer one
        ("占比 between 40% and 60%", "share: 45%", {"share": ("45%", "39%", "pass")}),
        ("人数 >= 3 and 人数 < 5", "people: 9", {"people": ("9", "4", "fail")}),
        # through a derived field, also where it divides
        (
            "执行率 < 80%",
            "spent: 700, budget: 1000",
            {"spent": ("700元", "800元", "pass"), "budget": ("1000元", "875元", "pass")},
        ),
        (
            "执行率 < 80%",
            "spent: 900, budget: 1000",
            {"spent": ("900元", "799元", "fail"), "budget": ("1000元", "1126元", "fail")},
        ),
        # nothing a number may be turns it
        ("占比 <= 100%", "share: 85%", {}),
        ("说明 = “好”", "words: 差", {}),
    ],
)
def test_smallest_change(when: str, facts: str, expected: dict[str, tuple[str, str, str]]) -> None:
    """The change told is the nearest value, in steps of the last digit written, that turns the check."""
    assert turning(when, facts) == expected


def test_a_field_given_as_well_as_what_it_is_derived_from() -> None:
    """A change that would contradict another given field is not told, and asking for it is no fault."""
    assert turning("执行率 < 80%", "spent: 700, budget: 1000, rate: 70%") == {}


def test_applies_has_to_hold() -> None:
    """A change that makes the rule not apply does not turn it."""
    assert turning("人数 < 10", "people: 7", applies="人数 < 10") == {}


@pytest.mark.parametrize("facts", ["people: 5至15", ""])
def test_what_cannot_be_told_is_not_turned(facts: str) -> None:
    """Only a finding or a pass can be turned; what cannot be told is asked for instead."""
    assert turning("人数 < 10", facts) == {}


def test_gain() -> None:
    """The points the change would give back are those of the whole check."""
    indicators = {"indicators": [{"id": "q", "label": "质量", "weight": 100}]}
    rule: dict[str, object] = {"for": "fund", "when": "人数 < 10", "indicator": "q", "deduct": "2.5分"}
    checker = checker_of(small_pack(VOCABULARY, {"r": rule}, indicators=indicators))
    facts = facts_of(checker.plan.pack, "fund: {people: 7}")
    (change,) = changes(checker, facts, checker.check(facts))
    assert change.gain == Fraction("2.5")
    assert (change.type, change.key, change.label, change.outcome) == ("fund", "", "人数", Outcome.PASS)
    assert Kind(checker.plan.records["fund"].fields["people"].kind) is Kind.COUNT
