"""Decides a project with durable-rules: asserts its cases as facts and records which rules fire.

Uses the library's compiled module directly: its ``Host`` starts polling threads and its ``Ruleset`` hides faults of
actions. One session lives at a time and is deleted when done. An action here only records and asserts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from checker.engine.ruleset import FINDING, PROBLEM, START, Group, Lowered, lower_plan
from checker.engine.ruling import Decisions, Ruling, Waivers, undecidable
from checker.engine.second_tier import with_findings
from checker.messages import message
from checker.plan import Plan, PlannedRule, Tier
from checker.plan.cases import Case, list_cases
from checker.result import Outcome
from checker.source import EngineFault

if TYPE_CHECKING:
    from checker.plan.tables import Tables

_SESSION: Final = "p"
_OBSERVED_BEFORE: Final = 2
_BATCH: Final = 1000
_NO_WAIVERS: Final = Waivers({})


class DurableEngine:
    """Decides one plan with durable-rules, project by project; not safe for two threads at once."""

    name = "durable-rules"

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lowered = lower_plan(plan)
        self._engine = _load_engine()
        try:
            self._handle = self._engine.create_ruleset("checker", json.dumps(self._lowered.definition))
        except self._engine.error as error:
            raise EngineFault(message("durable-rules 出错：{why}", why=error)) from error

    def decide(self, tables: Tables, waivers: Waivers) -> tuple[Decisions, Tables]:
        """Decide the rules on facts, then those on the problems found, in one session."""
        session = _Session(self._engine, self._handle, self._lowered, waivers)
        try:
            first = session.run(self._groups(Tier.FACTS), tables)
            rulings = [*self._in_order(first, Tier.FACTS, tables)]
            tables = with_findings(tables, self._plan, rulings)
            groups = self._groups(Tier.PROBLEMS)
            if groups:
                second = session.run(groups, tables)
                rulings += self._in_order(second, Tier.PROBLEMS, tables)
                tables = with_findings(tables, self._plan, rulings)
        finally:
            session.close()
        names = self._lowered.problems
        problems = tuple(names[number] for number in sorted(session.problems))
        advised = tuple(names[number] for number in sorted(session.advised))
        return Decisions(tuple(rulings), problems, advised), tables

    def review(self, tables: Tables) -> Decisions:
        """Decide the rules on scores, in a session of their own."""
        session = _Session(self._engine, self._handle, self._lowered, _NO_WAIVERS)
        try:
            found = session.run(self._groups(Tier.SCORES), tables)
        finally:
            session.close()
        return Decisions(tuple(self._in_order(found, Tier.SCORES, tables)))

    def _groups(self, tier: Tier) -> list[Group]:
        return [group for group in self._lowered.groups if group.tier is tier]

    def _in_order(self, found: dict[str, list[Ruling]], tier: Tier, tables: Tables) -> Iterator[Ruling]:
        for rule in self._plan.of_tier(tier):
            rulings = found.get(rule.id)
            yield from rulings or [undecidable(rule, tables)]


def _load_engine() -> Any:
    try:
        import durable_rules_engine  # noqa: PLC0415 - reported as a fault of the installation, not at import
    except ImportError as error:
        raise EngineFault(message("durable-rules 没有装好：{why}", why=error)) from error
    return durable_rules_engine


class _Session:
    """One project's session; ``problems`` and ``advised`` hold the numbers of those found."""

    def __init__(self, engine: Any, handle: int, lowered: Lowered, waivers: Waivers) -> None:
        self._engine, self._handle, self._lowered, self._waivers = engine, handle, lowered, waivers
        self._next_id = 0
        self._cases: dict[int, tuple[Group, Case]] = {}
        self._fired: dict[tuple[int, str], set[str]] = {}
        self._problem_numbers = {name: number for number, name in enumerate(lowered.problems)}
        self.problems: set[int] = set()
        self.advised: set[int] = set()
        # A session that never ran an action must not be deleted, so one rule always fires.
        self._assert([f'{{"id":{self._number()},"sid":"{_SESSION}","k":{START}}}'])

    def run(self, groups: Sequence[Group], tables: Tables) -> dict[str, list[Ruling]]:
        """Assert the cases of ``groups``, let the rules fire, and return the rulings by rule."""
        asserted: list[tuple[int, Group, Case]] = []
        texts: list[str] = []
        for group in groups:
            for case in list_cases(group.subject, tables):
                number = self._number()
                asserted.append((number, group, case))
                self._cases[number] = (group, case)
                texts.append(group.fact(number, case))
        for start in range(0, len(texts), _BATCH):
            self._assert(texts[start : start + _BATCH])
        return self._rulings(asserted)

    def close(self) -> None:
        """Delete the session."""
        self._engine.delete_state(self._handle, _SESSION)

    def _number(self) -> int:
        self._next_id += 1
        return self._next_id

    def _assert(self, texts: list[str]) -> None:
        """Assert facts and run every action that becomes due; a fact taken for another is a fault."""
        try:
            code, state = self._engine.assert_facts(self._handle, f"[{','.join(texts)}]")
        except self._engine.error as error:
            raise EngineFault(message("durable-rules 出错：{why}", why=error)) from error
        if code == _OBSERVED_BEFORE:
            raise EngineFault(message("durable-rules 把两条事实当成了同一条"))
        started = self._engine.start_action_for_state(self._handle, state)
        due = started[1] if started else None
        while due:
            for name, matched in json.loads(due).items():
                self._act(name, matched["m"])
            due = self._engine.complete_and_start_action(self._handle, state)

    def _act(self, name: str, fact: dict[str, Any]) -> None:
        """Record what fired; a rule fires once for every true branch of ``$or``, so everything is kept in sets."""
        watch = self._lowered.watches.get(name)
        if watch is not None:
            number = fact["id"]
            meanings = self._fired.setdefault((number, watch.rule.id), set())
            if watch.meaning not in meanings:
                meanings.add(watch.meaning)
                if watch.meaning == "surely":
                    self._finding(watch.rule, number)
        elif name.startswith("problem") and fact["p"] not in self.problems:
            self.problems.add(fact["p"])
            self._assert_in_action({"k": PROBLEM, "p": fact["p"]})
        elif name.startswith("advice"):
            self.advised.add(fact["p"])

    def _finding(self, rule: PlannedRule, number: int) -> None:
        _, case = self._cases[number]
        if rule.problem is None or rule.concerns != "project" or self._waivers.covers(rule, case.key):
            return
        self._assert_in_action({"k": FINDING, "p": self._problem_numbers[rule.problem]})

    def _assert_in_action(self, fact: dict[str, int]) -> None:
        text = json.dumps({"id": self._number(), "sid": _SESSION, **fact})
        if self._engine.assert_fact(self._handle, text)[0] == _OBSERVED_BEFORE:
            raise EngineFault(message("durable-rules 把两条事实当成了同一条"))

    def _rulings(self, asserted: list[tuple[int, Group, Case]]) -> dict[str, list[Ruling]]:
        found: dict[str, list[Ruling]] = {}
        for number, group, case in asserted:
            for rule in group.rules:
                fired = self._fired.get((number, rule.id), set())
                found.setdefault(rule.id, []).append(Ruling(rule, self._outcome(rule, case, fired), case))
        return found

    def _outcome(self, rule: PlannedRule, case: Case, fired: set[str]) -> Outcome:
        if "inapplicable" in fired:
            return Outcome.NOT_APPLICABLE
        if "surely" in fired:
            return Outcome.WAIVED if self._waivers.covers(rule, case.key) else Outcome.FAIL
        return Outcome.UNKNOWN if "possibly" in fired else Outcome.PASS
