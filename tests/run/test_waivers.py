"""Waivers: leave to depart from a rule for one fact or for all, until a day, honoured everywhere or said not to be."""

from datetime import date

import pytest

from checker.pack import Pack
from checker.result import CheckResult, Outcome
from checker.run import ENGINES
from checker.source import InputError
from tests.strategies.making import checker_of, facts_of, small_pack

VOCABULARY = """
item:
  label: 条目
  key: [code]
  fields:
    code: {label: 编号, type: text}
    spent: {label: 支出, type: money, unit: 元}
"""
RULES: dict[str, object] = {
    "over": {"for": "item", "when": "支出 > 10元", "indicator": "q", "deduct": "2分", "problem": "over"},
    "fixed": {"for": "item", "when": "支出 > 10元", "waivable": False},
    "gone": {"for": "item", "when": "支出 > 10元", "status": "retired"},
    "many": {"for": "problem", "when": "发现数 >= 2", "problem": "over"},
    "low": {"for": "result", "when": "总分 < 100", "concerns": "evaluation"},
}
INDICATORS = {"indicators": [{"id": "q", "label": "质量", "weight": 100}]}
PROBLEMS = "over: {heading: 超支, text: 超支, advice: {heading: 控制, text: 控制}}"
ITEMS = "item: [{code: a, spent: 20}, {code: b, spent: 20}, {code: c, spent: 5}, {code: d}]"


@pytest.fixture(scope="module")
def pack() -> Pack:
    """A pack whose rules may be waived, may not, are not in force, or are on problems and scores."""
    return small_pack(VOCABULARY, RULES, PROBLEMS, indicators=INDICATORS)


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    """Every engine."""
    return str(request.param)


def check(pack: Pack, engine: str, *waivers: str, day: date = date(2020, 12, 31)) -> CheckResult:
    """Return the result with some waivers."""
    given = ", ".join(f"{{reason: 已说明, approver: 王五, {waiver}}}" for waiver in waivers)
    checker = checker_of(pack, engine, day)
    return checker.check(facts_of(pack, f"{ITEMS}\nwaivers: [{given}]"))


def outcomes(result: CheckResult, rule: str) -> dict[str, str]:
    """Return the outcomes of one rule by key."""
    return {outcome.key: outcome.outcome.value for outcome in result.outcomes if outcome.rule == rule}


def notes(result: CheckResult) -> list[str]:
    """Return the notes about waivers."""
    return [f"{note.id}: {note.text}" for note in result.review_notes if note.id.startswith("waiver")]


NONE = {"a": "fail", "b": "fail", "c": "pass", "d": "unknown"}


def test_waived(pack: Pack, engine: str) -> None:
    """A waived finding is not a finding: it deducts nothing and is in no problem, and says who approved it and why."""
    result = check(pack, engine, "rule: over, key: a, expires: 2020-12-31")
    assert outcomes(result, "over") == NONE | {"a": "waived"}
    waived = next(outcome for outcome in result.outcomes if outcome.id == "over[a]")
    assert waived.note == "王五批准：已说明"
    assert waived.deduction is None
    assert [problem.findings for problem in result.problems] == [("over[b]",)]
    assert notes(result) == []


def test_waived_for_all(pack: Pack, engine: str) -> None:
    """A waiver without a key waives every finding of the rule; what passes or cannot be told stays what it is."""
    result = check(pack, engine, "rule: over, expires: 2021-12-31")
    assert outcomes(result, "over") == NONE | {"a": "waived", "b": "waived"}
    assert result.problems == ()
    assert result.recommendations == ()
    assert outcomes(result, "many")["over"] == "pass"
    assert result.counts[Outcome.WAIVED] == 2


def test_waived_finding_does_not_escalate(pack: Pack, engine: str) -> None:
    """A rule on problems counts only what is not waived."""
    assert outcomes(check(pack, engine), "many")["over"] == "fail"
    assert outcomes(check(pack, engine, "rule: over, key: b, expires: 2020-12-31"), "many")["over"] == "unknown"


@pytest.mark.parametrize(("expires", "waived"), [("2020-12-31", True), ("2020-12-30", False), ("2021-01-01", True)])
def test_last_day(pack: Pack, engine: str, expires: str, waived: bool) -> None:
    """A waiver holds to the end of its last day; then the finding is back, and a note says since when."""
    result = check(pack, engine, f"rule: over, key: a, expires: {expires}")
    assert outcomes(result, "over")["a"] == ("waived" if waived else "fail")
    expected = [] if waived else ["waiver-expired: 对 over[a] 的豁免已于2020年12月30日到期，不再生效。"]
    assert notes(result) == expected


def test_refused(pack: Pack, engine: str) -> None:
    """A rule that may not be waived is not, and a note says so."""
    result = check(pack, engine, "rule: fixed, key: a, expires: 2020-12-31")
    assert outcomes(result, "fixed") == NONE
    assert notes(result) == ["waiver-refused: 规则“规则fixed”不允许豁免，对 fixed[a] 的豁免没有生效。"]


@pytest.mark.parametrize("key", ["c", "d", "没有此事实"])
def test_unused(pack: Pack, engine: str, key: str) -> None:
    """A waiver of what passes, cannot be told or is not there waives nothing, and a note says so."""
    result = check(pack, engine, f"rule: over, key: {key}, expires: 2020-12-31")
    assert outcomes(result, "over") == NONE
    assert notes(result) == [f"waiver-unused: 对 over[{key}] 的豁免没有对应的发现。"]


def test_waiver_of_a_rule_not_in_force(pack: Pack, engine: str) -> None:
    """A waiver of a rule that is not in force waives nothing."""
    assert notes(check(pack, engine, "rule: gone, expires: 2020-12-31")) == [
        "waiver-unused: 对 gone 的豁免没有对应的发现。"
    ]


def test_two_waivers_of_one_fact(pack: Pack, engine: str) -> None:
    """Of two waivers of one fact the one in force counts; the other is told."""
    result = check(pack, engine, "rule: over, key: a, expires: 2020-12-31", "rule: over, key: a, expires: 2020-01-01")
    assert outcomes(result, "over")["a"] == "waived"
    assert [note.partition(":")[0] for note in notes(result)] == ["waiver-expired"]


def test_unknown_rule(pack: Pack, engine: str) -> None:
    """A waiver of a rule that does not exist is a mistake, told with what may have been meant."""
    with pytest.raises(InputError) as caught:
        check(pack, engine, "rule: ower, expires: 2020-12-31")
    (problem,) = caught.value.problems
    assert problem.code == "unknown-rule"
    assert str(problem.hint) == "你是不是要写“over”？"


def test_waiver_of_an_escalation(pack: Pack, engine: str) -> None:
    """A finding on problems may be waived as well."""
    assert outcomes(check(pack, engine, "rule: many, expires: 2020-12-31"), "many")["over"] == "waived"
