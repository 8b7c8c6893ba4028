"""Looks into a mutant that no case tells: a proof that nothing can, or else a case that does."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.mutate.candidates import project_candidates
from checker.mutate.equivalent import asked, questions
from checker.mutate.proposed import Proposed, project_case, rule_case
from checker.mutate.rules import SEVERITY
from checker.mutate.verdict import Finding
from checker.result import Outcome
from checker.source import InputError
from checker.witness import Decider
from checker.witness.boundaries import boundaries
from checker.witness.days import any_day
from checker.witness.search import first_difference, shrink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.mutate.trial import Trial
    from checker.witness import Witness

_MOST_PROJECTS: Final = 150
"""A project that tells is found among the first, or hardly at all."""


def explained(trials: Sequence[Trial]) -> Finding:
    """Return what is found out about a mutant that survived: that it is equivalent, or a case that tells it."""
    whys: list[Message] = []
    for trial in trials:
        proposed, why = _looked_into(trial)
        if proposed is not None:
            return Finding("survived", case=proposed.text, case_file=proposed.file, case_pack=proposed.pack)
        whys += [] if why is None else [why]
    if not whys:
        return Finding("equivalent")
    return Finding("survived", why=message("没有找到能发现它的用例，也没有证明它不改变结果：{why}", why=whys[0]))


def _looked_into(trial: Trial) -> tuple[Proposed | None, Message | None]:
    """Return a case that tells a mutant in one pack, or why it is not proven equivalent; neither when it is."""
    day = any_day(trial.bench.pack)
    checker = trial.checker(day)
    if checker is None or trial.pack is None:
        return None, message("改动后的规则包无法计划")
    decider = Decider(trial.bench.pack, kept=trial.bench.kept)
    old, new = trial.bench.checker(day).plan, checker.plan
    why: Message | None = None
    for question in questions(trial, old, new):
        found = asked(question, old, new)
        if found.witness is not None:
            proposed = _from_witness(found.witness, question.id, trial, decider)
            if proposed is not None:
                return proposed, None
        if not found.proven:
            why = why or found.why or message("求解器没有证明")
    if why is None:
        return None, None
    return _searched(trial, decider, day), why


def _from_witness(witness: Witness, owner: str, trial: Trial, decider: Decider) -> Proposed | None:
    if owner in trial.bench.pack.rules:
        return rule_case(witness, owner, trial, decider)
    return _project(witness, trial, decider, Decider(trial.pack)) if trial.pack is not None else None


def _searched(trial: Trial, decider: Decider, day: date) -> Proposed | None:
    """Look for a project that tells the mutant: at the boundaries of the rules it changes, then whole projects."""
    assert trial.pack is not None  # noqa: S101 - it was planned
    mutant = Decider(trial.pack)
    if trial.mutant.operator == SEVERITY:
        return _severity(trial, decider, day)
    for rule in sorted(trial.affected):
        witness = first_difference(decider, mutant, rule)
        proposed = None if witness is None else rule_case(witness, rule, trial, decider)
        if proposed is not None:
            return proposed
    for witness in islice(project_candidates(trial, day, decider), _MOST_PROJECTS):
        proposed = _project(witness, trial, decider, mutant)
        if proposed is not None:
            return proposed
    return None


def _severity(trial: Trial, decider: Decider, day: date) -> Proposed | None:
    """Return a case with a finding that says how severe it is."""
    (rule,) = trial.affected
    severity = trial.bench.pack.rules[rule].model.severity
    for boundary in boundaries(decider.checker(day).plan, rule):
        if _fires(boundary.witness, rule, decider):
            witness = shrink(boundary.witness, lambda smaller: _fires(smaller, rule, decider))
            return rule_case(witness, rule, trial, decider, severity=severity)
    return None


def _fires(witness: Witness, rule: str, decider: Decider) -> bool:
    try:
        return any(found.outcome is Outcome.FAIL for found in decider.outcomes(witness, rule))
    except InputError:
        return False


def _project(witness: Witness, trial: Trial, decider: Decider, mutant: Decider) -> Proposed | None:
    try:
        return project_case(witness, trial, decider.result(witness), mutant.result(witness))
    except InputError:
        return None
