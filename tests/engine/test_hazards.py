"""One test for each thing that was seen to go wrong in durable-rules 2.0.28, named after it.

Every test decides with durable-rules itself unless it says otherwise.
"""

import json
import sys
import threading
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from checker.engine import DurableEngine, Waivers, durable
from checker.engine.ruleset import lower_plan
from checker.plan.cases import list_cases
from checker.plan.tables import build_tables
from checker.result import Outcome
from checker.run import Checker
from checker.source import EngineFault, InputError, Problems
from tests.strategies.making import checker_of, facts_of, small_pack

VOCABULARY = """
item:
  label: 条目
  key: [code]
  fields:
    code: {label: 编号, type: text}
    budget: {label: 预算, type: money, unit: 元}
    spent: {label: 支出, type: money, unit: 元}
    name: {label: 名称, type: text}
    kind: {label: 类别, type: choice, choices: ["1", "0"]}
    done: {label: 完成, type: truth}
    number: {label: 数目, type: number}
    rate: {label: 执行率, type: ratio, derive: 支出 / 预算}
"""


def made(rules: Mapping[str, object], indicators: object = None, problems: object = None) -> Checker:
    """Return a checker of a small pack that decides with durable-rules."""
    return checker_of(small_pack(VOCABULARY, rules, problems, indicators=indicators), "durable")


def decided(checker: Checker, items: list[dict[str, object]]) -> dict[str, str]:
    """Return the outcome of every check on some items."""
    facts = facts_of(checker.plan.pack, {"item": items})
    return {outcome.id: outcome.outcome.value for outcome in checker.check(facts).outcomes}


def asserted(checker: Checker, items: list[dict[str, object]]) -> Iterator[dict[str, Any]]:
    """Yield what is asserted for each case."""
    tables = build_tables(checker.plan, facts_of(checker.plan.pack, {"item": items}), Problems())
    for group in lower_plan(checker.plan).groups:
        for number, case in enumerate(list_cases(group.subject, tables)):
            yield json.loads(group.fact(number, case))


def test_field_compared_with_field() -> None:
    """Two fields of one fact are compared rightly; durable-rules itself fires on the wrong facts."""
    pairs = [(a, b) for a in (0, 1, 2, 10, 11, 9) for b in (0, 1, 2, 10, 11, 9)]
    items: list[dict[str, object]] = [{"code": f"{a}-{b}", "spent": a, "budget": b} for a, b in pairs]
    outcomes = decided(made({"less": {"for": "item", "when": "支出 < 预算"}}), items)
    assert outcomes == {f"less[{a}-{b}]": "fail" if a < b else "pass" for a, b in pairs}


def test_string_and_number() -> None:
    """The text “1”, the number 1, the choice “1” and yes are four things, each compared only with its like."""
    rules: dict[str, object] = {
        "text": {"for": "item", "when": "名称 = “1”"},
        "choice": {"for": "item", "when": "类别 = “1”"},
        "number": {"for": "item", "when": "数目 = 1"},
        "truth": {"for": "item", "when": "完成"},
    }
    items: list[dict[str, object]] = [
        {"code": "a", "name": "1", "kind": "0", "number": 0, "done": "否"},
        {"code": "b", "name": "0", "kind": "1", "number": 0, "done": "否"},
        {"code": "c", "name": "0", "kind": "0", "number": 1, "done": "否"},
        {"code": "d", "name": "0", "kind": "0", "number": 0, "done": "是"},
    ]
    found = {name for name, outcome in decided(made(rules), items).items() if outcome == "fail"}
    assert found == {"text[a]", "choice[b]", "number[c]", "truth[d]"}


def test_comparing_a_text_with_a_number_is_refused() -> None:
    """A rule that compares a text with a number never reaches the engine."""
    with pytest.raises(InputError, match="unit-mismatch"):
        made({"wrong": {"for": "item", "when": "名称 = 1"}})


def test_only_small_whole_numbers_are_asserted() -> None:
    """Missing, bounded, huge and textual values reach durable-rules as −1, 0 or 1: no null, text, float or array."""
    rules: dict[str, object] = {
        "all": {
            "for": "item",
            "when": "支出 > 预算 or 名称 = “甲” or 完成 or 数目 > 3 or 执行率 > 90% or 类别 = “1” or 名称 is missing",
        }
    }
    items: list[dict[str, object]] = [
        {"code": "a"},
        {"code": "b", "spent": "9" * 30, "budget": "0.000000001", "name": "x" * 300, "number": "-" + "9" * 30},
        {"code": "c", "spent": "低于850元", "budget": "约3000元", "done": "是", "kind": "1"},
    ]
    facts = list(asserted(made(rules), items))
    assert [fact.pop("id") for fact in facts] == [0, 1, 2]
    for fact in facts:
        assert fact.pop("sid") == "p"
        assert fact.pop("k") >= 10
        assert {type(value) for value in fact.values()} == {int}
        assert set(fact.values()) <= {-1, 0, 1}


def test_nulls() -> None:
    """A field that is empty or not given is unknown: neither zero nor an error 312."""
    outcomes = decided(
        made({"low": {"for": "item", "when": "支出 < 预算"}}),
        [{"code": "a", "spent": None, "budget": 1}, {"code": "b"}, {"code": "c", "spent": 0, "budget": 1}],
    )
    assert outcomes == {"low[a]": "unknown", "low[b]": "unknown", "low[c]": "fail"}


@pytest.mark.parametrize("size", [2**31, 2**53, 2**63, 2**64, 10**29])
def test_huge_numbers(size: int) -> None:
    """Numbers on both sides of every machine limit are compared exactly; durable-rules itself wraps at 64 bits."""
    rules: dict[str, object] = {
        "less": {"for": "item", "when": "支出 < 预算"},
        "equal": {"for": "item", "when": "支出 = 预算"},
        "far": {"for": "item", "when": "支出 - 预算 > 预算 * 1000"},
    }
    items: list[dict[str, object]] = [
        {"code": "less", "spent": size - 1, "budget": size},
        {"code": "equal", "spent": size, "budget": size},
        {"code": "more", "spent": size + 1, "budget": size},
        {"code": "far", "spent": size, "budget": -size},
    ]
    found = {name for name, outcome in decided(made(rules), items).items() if outcome == "fail"}
    assert found == {"less[less]", "equal[equal]", "far[far]"}


def test_tiny_difference() -> None:
    """A difference in the last decimal that can be written decides, as no number is ever made a float."""
    near = "0." + "9" * 29
    assert decided(
        made({"short": {"for": "item", "when": "支出 < 预算"}}), [{"code": "a", "spent": near, "budget": 1}]
    ) == {"short[a]": "fail"}


def test_division_by_zero() -> None:
    """A budget of 0 makes the rate unknown; inside durable-rules the same division kills the process."""
    rule = {"for": "item", "when": "支出 / 预算 < 90%"}
    items: list[dict[str, object]] = [{"code": "a", "spent": 0, "budget": 0}, {"code": "b", "spent": 5, "budget": 0}]
    assert decided(made({"low": rule}), items) == {"low[a]": "unknown", "low[b]": "unknown"}


def test_or_is_found_once() -> None:
    """A condition of which three branches are true is one finding and deducts once; ``$or`` fires for each branch."""
    rules: dict[str, object] = {
        "any": {
            "for": "item",
            "when": "支出 > 预算 or 支出 > 10元 or 完成",
            "indicator": "quality",
            "deduct": "2分",
            "problem": "over",
        }
    }
    indicators = {"indicators": [{"id": "quality", "label": "质量", "weight": 100}]}
    problems = {"over": {"heading": "超支", "text": "{{ findings | length }}处"}}
    checker = made(rules, indicators=indicators, problems=problems)
    facts = facts_of(checker.plan.pack, {"item": [{"code": "a", "spent": 20, "budget": 5, "done": "是"}]})
    result = checker.check(facts)
    assert result.score == 98
    assert [(problem.text, problem.deduction) for problem in result.problems] == [("1处", Fraction(2))]


def test_two_projects_do_not_mix() -> None:
    """Facts of one project are gone when the next is decided, though their ids and sessions are called the same."""
    checker = made({"over": {"for": "item", "when": "支出 > 预算"}, "some": {"when": "exists(条目 where 支出 > 预算)"}})
    bad: list[dict[str, object]] = [{"code": "a", "spent": 2, "budget": 1}]
    good: list[dict[str, object]] = [{"code": "a", "spent": 1, "budget": 1}, {"code": "b", "spent": 0, "budget": 1}]
    for _ in range(3):
        assert decided(checker, bad) == {"over[a]": "fail", "some": "fail"}
        assert decided(checker, good) == {"over[a]": "pass", "over[b]": "pass", "some": "pass"}


def test_three_thousand_facts_are_all_observed() -> None:
    """Of 3 000 facts in one project none is lost or taken for another: every third is a finding."""
    checker = made({"over": {"for": "item", "when": "支出 > 预算"}})
    items: list[dict[str, object]] = [{"code": str(n), "spent": n % 3, "budget": 1} for n in range(3000)]
    outcomes = decided(checker, items)
    assert outcomes == {f"over[{n}]": "fail" if n % 3 == 2 else "pass" for n in range(3000)}


class TakesFactsForOthers:
    """An engine that says of every fact after the first that it has seen it before."""

    error = RuntimeError
    seen = 0
    deleted = 0

    def create_ruleset(self, *_: object) -> int:
        """Accept any rules."""
        return 1

    def assert_facts(self, *_: object) -> tuple[int, int]:
        """Accept the first fact."""
        self.seen += 1
        return (0 if self.seen == 1 else 2), 0

    def start_action_for_state(self, *_: object) -> None:
        """Have nothing to do."""

    def delete_state(self, *_: object) -> None:
        """Count what is deleted."""
        self.deleted += 1

    def delete_ruleset(self, *_: object) -> None:
        """Forget the rules."""


def test_fact_taken_for_another_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """When durable-rules takes a fact for another, no result is given, and the session is deleted all the same."""
    engine = TakesFactsForOthers()
    monkeypatch.setitem(sys.modules, "durable_rules_engine", engine)
    checker = made({"over": {"for": "item", "when": "支出 > 预算"}})
    with pytest.raises(EngineFault, match="同一条"):
        decided(checker, [{"code": "a", "spent": 2, "budget": 1}])
    assert engine.deleted == 1


def test_missing_engine_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without durable-rules the checker says so, rather than failing at import."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(EngineFault, match="没有装好"):
        made({})


def test_more_rules_than_durable_rules_bears() -> None:
    """600 rules on one field of one fact type are decided; durable-rules hangs at about 520 on one property."""
    rules: dict[str, object] = {f"over-{n}": {"for": "item", "when": f"支出 > {n}元"} for n in range(600)}
    outcomes = decided(made(rules), [{"code": "a", "spent": 300}, {"code": "b", "spent": 600}])
    assert outcomes == {f"over-{n}[{code}]": "fail" if n < spent else "pass"
                        for n in range(600) for code, spent in (("a", 300), ("b", 600))}  # fmt: skip


def test_more_comparisons_than_properties_a_fact_may_have() -> None:
    """40 rules of 10 comparisons each on one fact type are decided; a fact of more than 255 properties fails."""
    rules: dict[str, object] = {
        f"any-{n}": {"for": "item", "when": " or ".join(f"支出 = {10 * n + i}元" for i in range(10))} for n in range(40)
    }
    outcomes = decided(made(rules), [{"code": "a", "spent": 123}, {"code": "b", "spent": 400}])
    assert [name for name, outcome in outcomes.items() if outcome == "fail"] == ["any-12[a]"]


def test_more_true_at_once_than_durable_rules_bears() -> None:
    """60 rules that all find something, three ways each, are decided; durable-rules itself fails at 65 true tests."""
    rules: dict[str, object] = {
        f"any-{n}": {"for": "item", "when": f"支出 > {n}元 or 预算 < {n}元 or 数目 > {n}", "applies": f"支出 != {n}元"}
        for n in range(60)
    }
    items: list[dict[str, object]] = [{"code": "all", "spent": 100, "budget": -1, "number": 100}, {"code": "nothing"}]
    outcomes = decided(made(rules), items)
    assert set(outcomes.values()) == {"fail", "unknown"}
    assert all((outcome == "fail") is name.endswith("[all]") for name, outcome in outcomes.items())


@pytest.mark.parametrize("count", [6, 7, 13, 14, 60])
def test_one_rule_of_many_alternatives(count: int) -> None:
    """A rule with any number of alternatives of two conditions is decided; 14 of them durable-rules itself refuses."""
    rule = {"for": "item", "when": " or ".join(f"(支出 = {n}元 and 预算 > {n}元)" for n in range(count))}
    items: list[dict[str, object]] = [
        {"code": "last", "spent": count - 1, "budget": count},
        {"code": "none", "spent": count, "budget": count + 1},
        {"code": "open", "spent": count - 1},
    ]
    assert decided(made({"any": rule}), items) == {"any[last]": "fail", "any[none]": "pass", "any[open]": "unknown"}


def test_one_rule_of_more_comparisons_than_properties() -> None:
    """A single rule of 150 comparisons is decided as well."""
    rule = {"for": "item", "when": " or ".join(f"支出 = {n}元" for n in range(150))}
    outcomes = decided(made({"any": rule}), [{"code": "a", "spent": 149}, {"code": "b", "spent": 150}])
    assert outcomes == {"any[a]": "fail", "any[b]": "pass"}


def test_many_projects_leave_nothing_behind() -> None:
    """2 000 projects go through one engine: every session is deleted, and the process does not grow."""
    checker = made({"over": {"for": "item", "when": "支出 > 预算"}})
    facts = facts_of(checker.plan.pack, {"item": [{"code": str(n), "spent": n, "budget": 5} for n in range(10)]})
    tables = build_tables(checker.plan, facts, Problems())
    expected = [Outcome.PASS] * 6 + [Outcome.FAIL] * 4
    before = 0
    for number in range(2000):
        decisions, _ = checker.engine.decide(tables, Waivers({}))
        assert [ruling.outcome for ruling in decisions.rulings] == expected
        if number == 500:
            before = resident_pages()
    assert resident_pages() - before < 1000


def resident_pages() -> int:
    """Return how many pages of memory the process holds, as far as the system tells."""
    statistics = Path("/proc/self/statm")
    return int(statistics.read_text("ascii").split()[1]) if statistics.exists() else 0


def test_every_session_is_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    """One session is deleted for each that was begun, also when reading the facts fails half-way."""
    checker = made({"over": {"for": "item", "when": "支出 > 预算"}})
    deleted: list[str] = []
    real = durable._load_engine()

    class Counting:
        """The engine, with deletions written down."""

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def delete_state(self, handle: int, session: str) -> None:
            """Write down and delete."""
            deleted.append(session)
            real.delete_state(handle, session)

    assert isinstance(checker.engine, DurableEngine)
    monkeypatch.setattr(checker.engine, "_engine", Counting())
    decided(checker, [{"code": "a", "spent": 2, "budget": 1}])
    assert len(deleted) == 2, "one session for the facts, one for the scores"

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("checker.engine.durable.list_cases", fail)
    with pytest.raises(ZeroDivisionError):
        decided(checker, [{"code": "a", "spent": 2, "budget": 1}])
    assert len(deleted) == 3


def test_no_thread_is_started() -> None:
    """Making an engine and deciding starts no thread; a ``Host`` of durable-rules starts two."""
    before = threading.active_count()
    decided(made({"over": {"for": "item", "when": "支出 > 预算"}}), [{"code": "a", "spent": 2, "budget": 1}])
    assert threading.active_count() == before
