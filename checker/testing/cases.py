"""Runs rule cases and project cases: given these facts, this outcome, whichever engine decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.explain import Why, conditions
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
    from checker.plan.tables import Tables
    from checker.testing.coverage import Observer
    from checker.values import Amount

_WORST: Final = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class CaseReport:
    """One case on one engine; ``differences`` is empty when it came out as expected.

    ``whys`` are the conditions of the checks of a rule case that failed, by the key of the fact and the name of the
    part. ``to_confirm`` says that its expectation was worked out and nobody has confirmed it.
    """

    case: str
    rule: str
    engine: str
    place: Place
    differences: tuple[Message, ...]
    whys: tuple[tuple[str, str, Why], ...] = ()
    to_confirm: bool = False

    @property
    def passed(self) -> bool:
        """Whether the case came out as expected."""
        return not self.differences


def run_cases(pack: Pack, engines: Sequence[str], observer: Observer | None = None) -> Iterator[CaseReport]:
    """Yield a report for every case and engine; raises ``InputError`` when the pack or a case's facts are wrong.

    ``observer`` watches every confirmed case, as the first engine decides it.
    """
    runner = _Runner(pack)
    for rule, cases in pack.cases.items():
        for case in cases:
            proposed = case.model.to_confirm is not None
            for engine in engines:
                watching = None if proposed or engine != engines[0] else observer
                differences, whys = runner.rule_case(rule, case, engine, watching)
                yield CaseReport(case.model.name, rule, engine, case.origin.at("name"), differences, whys, proposed)
    for project in pack.project_cases:
        proposed = project.model.to_confirm is not None
        for engine in engines:
            watching = None if proposed or engine != engines[0] else observer
            differences = runner.project_case(project, engine, watching)
            name = project.model.name
            yield CaseReport(name, "", engine, project.origin.at("name"), differences, (), proposed)


class _Runner:
    """Keeps a checker for each day and engine, so that a pack is planned once for all its cases of one day."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._checkers: dict[tuple[date, str], Checker] = {}

    def rule_case(
        self, rule: str, case: Entry[CaseModel], engine: str, observer: Observer | None
    ) -> tuple[tuple[Message, ...], tuple[tuple[str, str, Why], ...]]:
        """Return how the outcome of one rule differs from what the case expects, and if it does, why it came so."""
        checker = self._checker(case.model.on or date.today(), engine)
        if rule in checker.plan.inactive:
            return (message("这一天规则没有施行：{why}", why=checker.plan.inactive[rule]),), ()
        facts, given = split_builtin(self._facts(case, with_builtin(checker.vocabulary)))
        outcomes, tables = checker.trial(facts, given, rule)
        if observer is not None:
            observer.watch(checker.plan, tables)
        differences = tuple(rule_differences(case.model, outcomes))
        if case.model.expected_failure is not None:
            met = not differences
            return ((message("标为已知不符，却与预期相符：删去 expected_failure"),) if met else ()), ()
        whys = tuple(_whys(checker, tables, outcomes)) if differences else ()
        return differences, whys

    def project_case(
        self, case: Entry[ProjectCaseModel], engine: str, observer: Observer | None
    ) -> tuple[Message, ...]:
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
        result = checker.check(facts)
        if observer is not None:
            observer.watch(checker.plan, checker.tables(facts), result)
        return tuple(project_differences(case.model.expect, result))

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


def _whys(checker: Checker, tables: Tables, outcomes: Sequence[RuleOutcome]) -> Iterator[tuple[str, str, Why]]:
    for outcome in outcomes:
        for name, why in conditions(checker, tables, outcome):
            yield outcome.key, name, why


def rule_differences(case: CaseModel, outcomes: Sequence[RuleOutcome]) -> Iterator[Message]:
    """Yield one message for everything in the outcomes of a rule that is not as its case expects."""
    if isinstance(case.expect, str):
        found = next(word for word in _WORST if any(o.outcome is word for o in outcomes))
        if found != case.expect:
            yield message("预期 {expected}，实际 {actual}", expected=case.expect, actual=found.value)
    else:
        actual = {outcome.key: outcome.outcome.value for outcome in outcomes}
        if actual != case.expect:
            yield message("预期 {expected}，实际 {actual}", expected=_pairs(case.expect), actual=_pairs(actual))
    yield from _other_differences(case, outcomes)
    if case.message is not None:
        texts = [outcome.message for outcome in outcomes]
        if case.message not in texts:
            yield message("预期文字“{expected}”，实际“{actual}”", expected=case.message, actual="”“".join(texts))


def _other_differences(case: CaseModel, outcomes: Sequence[RuleOutcome]) -> Iterator[Message]:
    """Compare what is missing, deducted and how severe it is, where the case says so."""
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
    if case.severity is not None:
        words = sorted({outcome.severity for outcome in outcomes if outcome.outcome is Outcome.FAIL})
        if words != [case.severity]:
            actual_words = "、".join(words) or "—"
            yield message("预期严重程度 {expected}，实际 {actual}", expected=case.severity, actual=actual_words)


def _pairs(outcomes: Mapping[str, str]) -> str:
    return "、".join(f"{key}={word}" for key, word in outcomes.items())


def _deducted(outcomes: Sequence[RuleOutcome]) -> Amount:
    total: Amount = Fraction(0)
    for outcome in outcomes:
        if outcome.deduction is not None:
            added = add(total, outcome.deduction)
            total = total if isinstance(added, Unknown) else added
    return total
