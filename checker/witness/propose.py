"""Turns the boundaries of a rule or indicator into cases that expect what the engines say, for a person to confirm.

A case that shows nothing that the cases of the pack do not show already is left out. Knows nothing about files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.facts import FactSet, read_facts
from checker.messages import language, message
from checker.plan.plan import Subject
from checker.result import Outcome
from checker.source import EngineFault, InputError, Problems
from checker.testing.builtin import with_builtin
from checker.testing.projects import points
from checker.values import Interval, decimal_text
from checker.values.amounts import add
from checker.witness.boundaries import Boundary, boundaries, in_force, scoring_boundaries
from checker.witness.case_text import case_text, project_text
from checker.witness.days import any_day, usual_day
from checker.witness.decide import Decider
from checker.witness.project import Witness
from checker.witness.shows import Point, shown
from checker.witness.stand import trees_of
from checker.witness.turns import Derived

if TYPE_CHECKING:
    from checker.expr import Expr
    from checker.facts import FactTypeRule
    from checker.pack import Pack
    from checker.plan import PlannedIndicator, PlannedRule
    from checker.plan.tables import Tables
    from checker.result import RuleOutcome
    from checker.score import Points

_ORDER: Final = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.PASS, Outcome.NOT_APPLICABLE)
_WHOLE: Final = Subject(())
_SCORES: Final = "score-"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one file of cases: the texts of new cases, and how many more the pack has already.

    ``file`` is the path of the file below ``tests``; ``title`` that of the rule or indicator.
    """

    owner: str
    title: str
    file: str
    cases: tuple[str, ...]
    covered: int


@dataclass(frozen=True, slots=True)
class _Trial:
    """One project decided: its outcomes, or score, as a case expects them, and what it shows."""

    text: tuple[object, ...]
    points: frozenset[Point]


_TrialOf: TypeAlias = Callable[[Witness], "_Trial | None"]


_Scored: TypeAlias = "tuple[Points, Tables]"


class Proposer:
    """Proposes cases for one pack; every project is decided by durable-rules and by the plain evaluator.

    Raises ``EngineFault`` when the two disagree.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._engines = (Decider(pack, "plain"), Decider(pack, "durable"))
        self._plan = self._engines[0].checker(any_day(pack)).plan
        self._types = with_builtin(self._engines[0].checker(self._plan.as_of).vocabulary).types
        self._scored: dict[str, _Scored] = {}

    def owners(self) -> tuple[str, ...]:
        """Return the rules and scored indicators that the pack itself defines, rules that are not in force left out."""
        own = [name for name, entry in self._pack.rules.items() if entry.pack == self._pack.id]
        active = [name for name in own if self._pack.rules[name].model.status == "active"]
        return (*active, *(leaf.id for leaf in self._plan.score.leaves))

    def known(self) -> tuple[str, ...]:
        """Return every rule and scored indicator that cases may be proposed for."""
        return (*self._pack.rules, *(leaf.id for leaf in self._plan.score.leaves))

    def propose(self, owner: str) -> Proposal:
        """Return the cases proposed for a rule or an indicator, by its id."""
        with language("zh"):  # cases are part of a pack, whose language is Chinese
            if owner in self._pack.rules:
                return self._for_rule(owner)
            return self._for_score(next(leaf for leaf in self._plan.score.leaves if leaf.id == owner))

    def _for_rule(self, rule: str) -> Proposal:
        title, file = self._pack.rules[rule].model.title, f"{rule}.yaml"
        found = in_force(self._plan, rule)
        if found is None:
            return Proposal(rule, title, file, (), 0)
        plan, planned = found
        day = usual_day(plan, trees_of(planned), rule)
        plan = self._engines[0].checker(day).plan
        known = list(self._rule_cases(rule, planned, day))
        names = {case.model.name for case in self._pack.cases.get(rule, ())}
        texts, covered = [], 0
        for boundary, trial in self._new(boundaries(plan, rule), known, lambda w: self._rule_trial(w, rule, planned)):
            if trial is None:
                covered += 1
            else:
                texts.append(_case(_named(boundary, names, self._types), boundary.witness, trial.text))
        return Proposal(rule, title, file, tuple(texts), covered)

    def _for_score(self, leaf: PlannedIndicator) -> Proposal:
        trees = _score_trees(leaf)
        plan = self._engines[0].checker(usual_day(self._plan, trees)).plan
        known = list(self._project_cases(leaf, plan.as_of))
        file = f"projects/{_SCORES}{leaf.id}.yaml"
        names = {case.model.name for case in self._pack.project_cases}
        texts, covered = [], 0
        found = scoring_boundaries(plan, leaf.id)
        for boundary, trial in self._new(found, known, lambda w: self._score_trial(w, leaf)):
            if trial is None:
                covered += 1
            else:
                name = _named(boundary, names, self._types, f"{leaf.label}：")
                texts.append(project_text(name, boundary.witness, expect={"indicators": {leaf.id: str(trial.text[0])}}))
        return Proposal(leaf.id, leaf.label, file, tuple(texts), covered)

    def _new(
        self, found: Iterable[Boundary], known: list[tuple[Witness, _Trial]], trial_of: _TrialOf
    ) -> Iterator[tuple[Boundary, _Trial | None]]:
        """Yield the boundaries that can be a case; without a trial those that show nothing new."""
        seen = {point for _, trial in known for point in trial.points}
        given = [(witness.on, dict(witness.given)) for witness, _ in known]
        for boundary in found:
            trial = trial_of(boundary.witness)
            if trial is None:
                continue
            if (boundary.witness.on, dict(boundary.witness.given)) in given or trial.points <= seen:
                yield boundary, None
            else:
                seen |= trial.points
                yield boundary, trial

    def _rule_trial(self, witness: Witness, rule: str, planned: PlannedRule) -> _Trial | None:
        """Return what a rule comes to; None when it is not in force on that day, or the facts cannot be read."""
        decided: list[tuple[tuple[object, ...], Tables]] = []
        for engine in self._engines:
            try:
                checker = engine.checker(witness.on)
                facts, given = engine.facts(witness)
                if rule in checker.plan.inactive:
                    return None
                outcomes, tables = checker.trial(facts, given, rule)
            except InputError:
                return None
            decided.append((_expectation([found for found in outcomes if found.rule == rule]), tables))
        _hold_together(rule, decided[0][0], decided[1][0])
        text, tables = decided[0]
        summary = (str(text[0]), text[1], text[2])
        return _Trial(text, shown(trees_of(planned), planned.subject, tables, self._plan.derived, summary))

    def _score_trial(self, witness: Witness, leaf: PlannedIndicator) -> _Trial | None:
        """Return what an indicator scores; None when the facts cannot be read."""
        key = repr((witness.on, witness.given))
        try:
            if key not in self._scored:
                self._scored[key] = self._score(witness.on, self._engines[0].facts(witness)[0])
        except InputError:
            return None
        return _trial_of(leaf, self._scored[key], self._plan.derived)

    def _score(self, day: date, facts: FactSet) -> _Scored:
        ours, theirs = (engine.scored(day, facts) for engine in self._engines)
        _hold_together("", ours[0].worked, theirs[0].worked)
        return ours

    def _rule_cases(self, rule: str, planned: PlannedRule, day: date) -> Iterator[tuple[Witness, _Trial]]:
        for case in self._pack.cases.get(rule, ()):
            witness = Witness(case.model.on or day, case.model.given)
            trial = self._rule_trial(witness, rule, planned)
            if trial is not None:
                yield witness, trial

    def _project_cases(self, leaf: PlannedIndicator, day: date) -> Iterator[tuple[Witness, _Trial]]:
        for case in self._pack.project_cases:
            witness = Witness(case.model.on or day, case.model.given or {})
            if case.model.facts is not None:
                trial = self._folder_trial(witness.on, Path(case.origin.document.name).parent / case.model.facts, leaf)
            else:
                trial = self._score_trial(witness, leaf)
            if trial is not None:
                yield witness, trial

    def _folder_trial(self, day: date, folder: Path, leaf: PlannedIndicator) -> _Trial | None:
        key = repr((day, folder))
        if key not in self._scored:
            facts = read_facts(folder, self._engines[0].checker(day).vocabulary, Problems())
            if facts is None:
                return None
            self._scored[key] = self._score(day, facts)
        return _trial_of(leaf, self._scored[key], self._plan.derived)


def _trial_of(leaf: PlannedIndicator, scored: _Scored, derived: Derived) -> _Trial | None:
    found, tables = scored
    if leaf.id not in found.worked:
        return None
    score = points(found.worked[leaf.id])
    return _Trial((score,), shown(_score_trees(leaf), _WHOLE, tables, derived, score))


def _score_trees(leaf: PlannedIndicator) -> tuple[Expr, ...]:
    trees = (leaf.score, leaf.target_met, *(item.when for item in leaf.not_applicable))
    return tuple(tree for tree in trees if tree is not None)


def _hold_together(owner: str, ours: object, theirs: object) -> None:
    if ours != theirs:
        raise EngineFault(
            message("两个引擎对 {rule} 的判断不同：{ours} 与 {theirs}", rule=owner, ours=ours, theirs=theirs)
        )


def _expectation(outcomes: list[RuleOutcome]) -> tuple[object, ...]:
    """Return what a case would expect: the outcome (or one for each fact), points, what is missing, the message."""
    words = [found.outcome for found in outcomes]
    expect: str | Mapping[str, str] = next((word.value for word in _ORDER if word in words), "")
    keys = [found.key for found in outcomes]
    if len(outcomes) > 1 and all(keys) and len(set(keys)) == len(keys):
        expect = {found.key: found.outcome.value for found in outcomes}
    failed = [found for found in outcomes if found.outcome is Outcome.FAIL]
    missing = tuple(sorted({item.field or item.type for found in outcomes for item in found.missing}))
    text = failed[0].message if len(failed) == 1 else None
    return expect, _deducted(failed, outcomes), missing, text


def _deducted(failed: list[RuleOutcome], outcomes: list[RuleOutcome]) -> str | None:
    """Return the points deducted in all, where something was found and they are exact."""
    total: object = Fraction(0)
    for found in outcomes:
        if found.deduction is not None and isinstance(total, Fraction | Interval):
            total = add(total, found.deduction)
    return decimal_text(total) if failed and isinstance(total, Fraction) and total else None


def _case(name: str, witness: Witness, text: tuple[object, ...]) -> str:
    expect, deduct, missing, said = text
    return case_text(
        name,
        witness,
        expect=expect if isinstance(expect, Mapping) else str(expect),
        deduct=None if deduct is None else str(deduct),
        missing=missing if isinstance(missing, tuple) and missing else None,
        message=None if said is None else str(said),
    )


def _named(boundary: Boundary, names: set[str], types: Mapping[str, FactTypeRule], before: str = "") -> str:
    """Return a name that no other case has: with what else the project gives, else with a number."""
    name = f"{before}{boundary.about}"
    details = _details(boundary.witness, types)
    longer = (f"{name}（{label}{text}）" for label, text in details if text not in name)
    numbered = (f"{name}（{number}）" for number in count(2))
    found = next(way for way in chain([name], longer, numbered) if way not in names)
    names.add(found)
    return found


def _details(witness: Witness, types: Mapping[str, FactTypeRule]) -> Iterator[tuple[str, str]]:
    """Yield the values a project gives, each with the label of its field."""
    for record, given in witness.given.items():
        for row in [given] if isinstance(given, Mapping) else given if record in types else ():
            for name, text in row.items() if isinstance(row, Mapping) else ():
                rule = types[record].fields.get(name) if record in types else None
                if rule is not None:
                    yield rule.label, str(text)
