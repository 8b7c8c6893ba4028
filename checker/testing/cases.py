"""Runs rule cases and project cases: given these facts, this outcome, whichever engine decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.facts import FactSet, Vocabulary, parse_facts_at, read_facts
from checker.messages import Message, message
from checker.result import Outcome, RuleOutcome
from checker.run import Checker, prepare
from checker.source import InputError, Place, Problems
from checker.testing.builtin import split_builtin, with_builtin
from checker.testing.projects import points, project_differences
from checker.values import decimal_text
from checker.values.amounts import Unknown, add

if TYPE_CHECKING:
    from checker.pack import Entry, Pack
    from checker.pack.models import CaseModel, ProjectCaseModel
    from checker.values import Amount

_WORST: Final = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class CaseReport:
    """One case on one engine; ``differences`` is empty when it came out as expected."""

    case: str
    rule: str
    engine: str
    place: Place
    differences: tuple[Message, ...]

    @property
    def passed(self) -> bool:
        """Whether the case came out as expected."""
        return not self.differences


def run_cases(pack: Pack, engines: Sequence[str]) -> Iterator[CaseReport]:
    """Yield a report for every case and engine; raises ``InputError`` when the pack or a case's facts are wrong."""
    runner = _Runner(pack)
    for rule, cases in pack.cases.items():
        for case in cases:
            for engine in engines:
                differences = runner.rule_case(rule, case, engine)
                yield CaseReport(case.model.name, rule, engine, case.origin.at("name"), differences)
    for project in pack.project_cases:
        for engine in engines:
            differences = runner.project_case(project, engine)
            yield CaseReport(project.model.name, "", engine, project.origin.at("name"), differences)


class _Runner:
    """Keeps a checker for each day and engine, so that a pack is planned once for all its cases of one day."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._checkers: dict[tuple[date, str], Checker] = {}

    def rule_case(self, rule: str, case: Entry[CaseModel], engine: str) -> tuple[Message, ...]:
        """Return how the outcome of one rule differs from what the case expects."""
        checker = self._checker(case.model.on or date.today(), engine)
        if rule in checker.plan.inactive:
            return (message("这一天规则没有施行：{why}", why=checker.plan.inactive[rule]),)
        facts, tables = split_builtin(self._facts(case, with_builtin(checker.vocabulary)))
        outcomes = [outcome for outcome in checker.outcomes(facts, tables) if outcome.rule == rule]
        differences = tuple(_rule_differences(case.model, outcomes))
        if case.model.expected_failure is None:
            return differences
        return () if differences else (message("标为已知不符，却与预期相符：删去 expected_failure"),)

    def project_case(self, case: Entry[ProjectCaseModel], engine: str) -> tuple[Message, ...]:
        """Return how the result of one project differs from what the case expects."""
        checker = self._checker(case.model.on or date.today(), engine)
        if case.model.facts is not None:
            folder = Path(case.origin.document.name).parent
            problems = Problems()
            facts = read_facts(folder / case.model.facts, checker.vocabulary, problems)
            problems.raise_if_any()
        else:
            facts = self._facts(case, checker.vocabulary)
        if facts is None:
            return (message("没有读到事实"),)
        return tuple(project_differences(case.model.expect, checker.check(facts)))

    def _checker(self, day: date, engine: str) -> Checker:
        if (day, engine) not in self._checkers:
            problems = Problems()
            checker = prepare(self._pack, day, problems, engine=engine)
            if checker is None:
                raise InputError(problems.found)
            self._checkers[day, engine] = checker
        return self._checkers[day, engine]

    def _facts(self, case: Entry[CaseModel] | Entry[ProjectCaseModel], vocabulary: Vocabulary) -> FactSet:
        problems = Problems()
        origin = case.origin
        facts = parse_facts_at(origin.document, (*origin.path, "given"), vocabulary, problems)
        if facts is None:
            raise InputError(problems.found)
        return facts


def _rule_differences(case: CaseModel, outcomes: Sequence[RuleOutcome]) -> Iterator[Message]:
    if isinstance(case.expect, str):
        found = next(word for word in _WORST if any(o.outcome is word for o in outcomes))
        if found != case.expect:
            yield message("预期 {expected}，实际 {actual}", expected=case.expect, actual=found.value)
    else:
        actual = {outcome.key: outcome.outcome.value for outcome in outcomes}
        if actual != case.expect:
            yield message("预期 {expected}，实际 {actual}", expected=_pairs(case.expect), actual=_pairs(actual))
    if case.missing is not None:
        names = sorted({name for o in outcomes for m in o.missing for name in [m.field or m.type]})
        if names != sorted(case.missing):
            wanted = "、".join(case.missing)
            yield message("预期缺 {expected}，实际缺 {actual}", expected=wanted, actual="、".join(names))
    if case.deduct is not None:
        total = _deducted(outcomes)
        if total != case.deduct:
            wanted = decimal_text(case.deduct)
            yield message("预期扣 {expected}，实际扣 {actual}", expected=wanted, actual=points(total))
    if case.message is not None:
        texts = [outcome.message for outcome in outcomes]
        if case.message not in texts:
            yield message("预期文字“{expected}”，实际“{actual}”", expected=case.message, actual="”“".join(texts))


def _pairs(outcomes: Mapping[str, str]) -> str:
    return "、".join(f"{key}={word}" for key, word in outcomes.items())


def _deducted(outcomes: Sequence[RuleOutcome]) -> Amount:
    total: Amount = Fraction(0)
    for outcome in outcomes:
        if outcome.deduction is not None:
            added = add(total, outcome.deduction)
            total = total if isinstance(added, Unknown) else added
    return total
